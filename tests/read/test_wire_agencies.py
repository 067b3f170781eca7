"""ninjs, NewsML-G2 and NITF: what agencies deliver, with who it is from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from consilience.model import Quarantined, Report
from consilience.read import read

LEAD = "EASTPORT (Norda) - The council closed the wooden bridge on Monday after an engineer found cracks."
MORE = "“Nobody was hurt,” the mayor said."
XHTML = f"<p>{LEAD}</p><p>{MORE}</p>"

NINJS = {
    1: {
        "uri": "urn:norda:2031:b17",
        "type": "text",
        "version": "2",
        "versioncreated": "2031-07-15T09:30:00Z",
        "pubstatus": "usable",
        "language": "en-GB",
        "headline": "Eastport closes bridge",
        "byline": "By Anna Bergqvist",
        "body_text": f"{LEAD} {MORE}",
        "body_xhtml": XHTML,
        "copyrightholder": "Norda News Agency",
        "usageterms": "Not for use in Eastport",
        "infosource": [{"name": "Coast Wire", "rel": "isrol:originfo"}, {"name": "Net", "rel": "isrol:distributor"}],
        "associations": {"picture1": {"uri": "urn:norda:p1", "type": "picture", "headline": "The bridge"}},
    },
    2: {
        "uri": "urn:norda:2031:b17",
        "type": "text",
        "version": "2",
        "versioncreated": "2031-07-15T09:30:00Z",
        "pubstatus": "usable",
        "language": "en-GB",
        "headlines": [{"role": "short", "value": "Bridge"}, {"role": "main", "value": "Eastport closes bridge"}],
        "by": "By Anna Bergqvist",
        "bodies": [
            {"role": "plain", "contenttype": "text/plain", "value": f"{LEAD} {MORE}"},
            {"role": "rich", "contenttype": "application/xhtml+xml", "value": XHTML},
        ],
        "copyrightholder": "Norda News Agency",
        "usageterms": "Not for use in Eastport",
        "infosources": [{"name": "Coast Wire", "role": "originfo"}, {"literal": "Net", "role": "distributor"}],
        "associations": [{"name": "picture1", "uri": "urn:norda:p1", "type": "picture", "headline": "The bridge"}],
    },
    3: {
        "uri": "urn:norda:2031:b17",
        "type": "text",
        "version": "2",
        "versionCreated": "2031-07-15T09:30:00Z",
        "pubStatus": "usable",
        "language": "en-GB",
        "headlines": [{"role": "main", "value": "Eastport closes bridge", "contentType": "text/plain"}],
        "by": "By Anna Bergqvist",
        "bodies": [{"role": "rich", "contentType": "application/xhtml+xml", "value": XHTML}],
        "copyrightHolder": "Norda News Agency",
        "usageTerms": "Not for use in Eastport",
        "infoSources": [{"name": "Coast Wire", "role": "originfo"}, {"name": "Net", "role": "distributor"}],
        "associations": [
            {"name": "picture1", "uri": "urn:norda:p1", "type": "picture", "headlines": [{"value": "The bridge"}]}
        ],
        "standard": {"name": "ninjs", "version": "3.1"},
    },
}


def results(folder: Path, content: object, name: str = "item.json") -> list[Report | Quarantined]:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return list(read([path]))


def report(folder: Path, content: object, name: str = "item.json") -> Report:
    (found,) = results(folder, content, name)
    assert isinstance(found, Report), found
    return found


def reason(folder: Path, content: object, name: str = "item.json") -> str:
    (found,) = results(folder, content, name)
    assert isinstance(found, Quarantined), found
    return found.reason


@pytest.mark.parametrize("version", [1, 2, 3])
def test_all_versions_of_ninjs_say_the_same(tmp_path: Path, version: int) -> None:
    found = report(tmp_path, NINJS[version])
    assert found.text == f"{LEAD}\n{MORE}"
    assert (found.title, found.byline, found.language) == ("Eastport closes bridge", "Anna Bergqvist", "en")
    assert (found.published, found.dated_by) == ("2031-07-15T09:30:00+00:00", "metadata")
    assert (found.publisher, found.outlet, found.url) == ("Norda News Agency", None, None)
    assert found.credits == ("Coast Wire",)
    assert found.extra["infosources"] == ["Coast Wire", "Net"]
    assert found.extra["usageterms"] == "Not for use in Eastport"
    assert (found.extra["uri"], found.extra["version"]) == ("urn:norda:2031:b17", "2")
    assert found.extra["associations"] == [
        {"name": "picture1", "uri": "urn:norda:p1", "type": "picture", "headline": "The bridge"}
    ]


def test_ninjs_on_lines_is_read_like_reports(tmp_path: Path) -> None:
    lines = [json.dumps({"text": "A report of its own."}), json.dumps(NINJS[3]), json.dumps({"uri": "x", "bodies": []})]
    first, second, third = results(tmp_path, "\n".join(lines), "wire.jsonl")
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (second.path, second.publisher) == (f"{tmp_path / 'wire.jsonl'}:2", "Norda News Agency")
    assert third == Quarantined(f"{tmp_path / 'wire.jsonl'}:3", "the item has no body")


def test_an_address_as_the_identifier_is_where_the_item_is(tmp_path: Path) -> None:
    found = report(tmp_path, {**NINJS[2], "uri": "https://www.norda.example/b17"})
    assert (found.url, found.outlet) == ("https://www.norda.example/b17", "norda.example")


@pytest.mark.parametrize("status", ["canceled", "withheld", "stat:canceled", "Withheld"])
@pytest.mark.parametrize("name", ["pubstatus", "pubStatus"])
def test_a_withdrawn_item_is_set_aside(tmp_path: Path, status: str, name: str) -> None:
    item = {key: value for key, value in NINJS[2].items() if key != "pubstatus"}
    assert "withdrawn by its publisher" in reason(tmp_path, {**item, name: status})


@pytest.mark.parametrize("kind", ["picture", "video", "audio", "graphic"])
def test_an_item_without_a_text_says_what_it_is(tmp_path: Path, kind: str) -> None:
    item = {"uri": "urn:norda:p1", "type": kind, "versioncreated": "2031-07-15T09:30:00Z"}
    assert reason(tmp_path, item) == f"no text: an item of type {kind}"


def test_texts_associated_with_an_item_are_reports_of_their_own(tmp_path: Path) -> None:
    inner = {
        "uri": "urn:norda:b18",
        "type": "text",
        "headline": "Ferry to run",
        "body_text": "A ferry will run.\nDaily.",
    }
    package = {
        "uri": "urn:norda:pack",
        "type": "composite",
        "versioncreated": "2031-07-15T09:30:00Z",
        "associations": {"main": NINJS[1], "side": inner, "old": {**inner, "uri": "urn:x", "pubstatus": "canceled"}},
    }
    main, side, old = results(tmp_path, package)
    path = tmp_path / "item.json"
    assert isinstance(main, Report)
    assert isinstance(side, Report)
    assert (main.path, main.title) == (f"{path}#main", "Eastport closes bridge")
    assert (side.path, side.title, side.text) == (f"{path}#side", "Ferry to run", "A ferry will run.\nDaily.")
    assert old == Quarantined(f"{path}#old", "withdrawn by its publisher (pubstatus canceled)")


def test_a_body_is_told_by_what_it_holds(tmp_path: Path) -> None:
    nitf = f"<nitf><body><body.head/><body.content>{XHTML}</body.content></body></nitf>"
    bodies: list[dict[str, Any]] = [
        {"contenttype": "text/plain", "value": XHTML},
        {"contenttype": "application/xml", "value": nitf},
        {"contenttype": "text/html", "value": f"<html><head><title>No</title></head><body>{XHTML}</body></html>"},
    ]
    for body in bodies:
        assert report(tmp_path, {**NINJS[2], "bodies": [body]}).text == f"{LEAD}\n{MORE}"
    own = {"contenttype": "application/xml", "value": "<ACME><HEAD><NO>17</NO></HEAD></ACME>"}
    assert reason(tmp_path, {**NINJS[2], "bodies": [own]}) == "the item has no body"


@pytest.mark.parametrize("value", [None, 12, [], {}, [12], [[]], {"a": 12}, "", True])
@pytest.mark.parametrize("name", ["headlines", "bodies", "associations", "infosources", "by", "uri", "language"])
def test_a_field_of_the_wrong_kind_costs_that_field_alone(tmp_path: Path, name: str, value: object) -> None:
    (found,) = results(tmp_path, {**NINJS[2], name: value})
    assert isinstance(found, Report) or name in ("bodies", "uri"), found


def test_a_report_that_has_a_text_of_its_own_is_no_ninjs(tmp_path: Path) -> None:
    found = report(tmp_path, {**NINJS[2], "text": "The program's own form."})
    assert found.text == "The program's own form."


NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
NITF = (
    '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><hedline><hl1>Bridge closed</hl1></hedline>'
    "<byline>By Anna Bergqvist, <byttl>Staff Reporter</byttl></byline></body.head>"
    f"<body.content><media><caption>The bridge</caption></media>{XHTML}</body.content></body></nitf>"
)
HTML = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{XHTML}</body></html>'


def item(
    content: str = f'<inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>',
    *,
    status: str = "usable",
    guid: str = "urn:norda:b17",
    version: int = 3,
    meta: str = "",
    about: str = '<infoSource qcode="is:CW" role="isrol:originfo"><name>Coast Wire</name></infoSource>'
    "<headline>Eastport closes bridge</headline><language tag='en-GB'/>",
) -> str:
    return (
        f'<newsItem {NAR} guid="{guid}" version="{version}" standard="NewsML-G2" xml:lang="en"><rightsInfo>'
        "<copyrightHolder><name>Norda Ltd</name></copyrightHolder><usageTerms>Not for Eastport</usageTerms>"
        "</rightsInfo>"
        f'<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:NORDA"><name>Norda</name></provider>'
        f"<versionCreated>2031-07-15T09:30:00+02:00</versionCreated><pubStatus qcode='stat:{status}'/>{meta}</itemMeta>"
        f"<contentMeta>{about}</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def test_newsml_with_nitf_is_read(tmp_path: Path) -> None:
    found = report(tmp_path, '<?xml version="1.0"?>' + item(), "item.xml")
    assert found.text == f"{LEAD}\n{MORE}"
    assert (found.title, found.byline, found.language) == ("Eastport closes bridge", "Anna Bergqvist", "en")
    assert (found.publisher, found.credits) == ("Norda", ("Coast Wire",))
    assert found.published == "2031-07-15T09:30:00+02:00"
    assert (found.extra["guid"], found.extra["version"]) == ("urn:norda:b17", "3")
    assert found.extra["usageterms"] == "Not for Eastport"


@pytest.mark.parametrize(
    "content",
    [
        f'<inlineXML contenttype="application/xhtml+xml">{HTML}</inlineXML>',
        f'<inlineData contenttype="text/plain">{LEAD}\n{MORE}</inlineData>',
        f'<inlineData contenttype="text/html"><![CDATA[{XHTML}]]></inlineData>',
        f"<remoteContent href='http://x.example/p.jpg'/><inlineXML>{HTML}</inlineXML>",
        f'<inlineData contenttype="text/plain">{LEAD} {MORE}</inlineData><inlineXML>{HTML}</inlineXML>',
    ],
)
def test_a_text_may_stand_in_several_forms(tmp_path: Path, content: str) -> None:
    assert report(tmp_path, item(content), "item.xml").text == f"{LEAD}\n{MORE}"


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("", "no text"),
        ("<inlineXML><results><team>7</team></results></inlineXML>", "no text"),
        ('<inlineData contenttype="image/jpeg" encoding="base64">AAAA</inlineData>', "no text"),
        ("<remoteContent href='http://x.example/p.jpg'/>", "no text"),
    ],
)
def test_an_item_without_a_text_is_set_aside(tmp_path: Path, content: str, wanted: str) -> None:
    assert reason(tmp_path, item(content), "item.xml") == wanted
    picture = item(content).replace("ninat:text", "ninat:picture")
    assert reason(tmp_path, picture, "item.xml") == "no text: an item of class picture"


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_a_withdrawn_news_item_is_set_aside(tmp_path: Path, status: str) -> None:
    wanted = f"withdrawn by its publisher (pubStatus {status})"
    assert reason(tmp_path, item(status=status), "item.xml") == wanted
    assert (
        reason(tmp_path, item(status=status).replace("stat:", "").replace("qcode='", "uri='http://x/"), "i.xml")
        == wanted
    )


def message(*items: str) -> str:
    inside = "".join(items)
    header = "<header><sent>2031-07-15T10:00:00Z</sent></header>"
    return f"<newsMessage {NAR}>{header}<itemSet>{inside}</itemSet></newsMessage>"


def test_of_several_versions_in_a_message_the_last_is_read(tmp_path: Path) -> None:
    text = message(
        "<packageItem/>", item(version=3), item(version=10), item(version=9), item(guid="urn:norda:b18", version=1)
    )
    third, tenth, ninth, other = results(tmp_path, text, "message.xml")
    path = tmp_path / "message.xml"
    assert third == Quarantined(f"{path}:1", "version 3, and a later one is in the same message")
    assert isinstance(tenth, Report)
    assert (tenth.path, tenth.extra["version"]) == (f"{path}:2", "10")
    assert ninth == Quarantined(f"{path}:3", "version 9, and a later one is in the same message")
    assert other.path == f"{path}:4"


def test_a_cancellation_in_a_message_does_not_bring_the_earlier_version_back(tmp_path: Path) -> None:
    first, second = results(tmp_path, message(item(version=1), item(version=2, status="canceled")), "message.xml")
    assert isinstance(first, Quarantined)
    assert isinstance(second, Quarantined)
    assert "withdrawn" in second.reason


def test_the_address_of_an_item_is_its_page(tmp_path: Path) -> None:
    linked = item(meta='<link rel="irel:alternate" href="https://www.norda.example/b17"/>')
    assert report(tmp_path, linked, "item.xml").outlet == "norda.example"
    assert report(tmp_path, item(guid="https://www.norda.example/b17"), "item.xml").outlet == "norda.example"
    assert report(tmp_path, item(), "item.xml").url is None


def test_parties_without_a_name_are_known_by_their_code(tmp_path: Path) -> None:
    about = (
        '<infoSource qcode="is:Norda"/><infoSource qcode="is:4711"/><infoSource literal="Coast Wire"/><by>By A. B.</by>'
    )
    found = report(tmp_path, item(about=about), "item.xml")
    assert found.extra["infosources"] == ["Norda", "Coast Wire"]
    assert (found.credits, found.byline, found.title) == (("Coast Wire",), "A. B.", "Bridge closed")


def test_nitf_alone_is_read(tmp_path: Path) -> None:
    head = (
        '<head><docdata management-status="usable"><date.release norm="20310715T093000+0200"/>'
        '<doc-id id-string="b17"/></docdata><pubdata name="Eastport Herald"/></head>'
    )
    found = report(tmp_path, NITF.replace("<body><body.head>", head + "<body><body.head>", 1), "story.xml")
    assert (found.title, found.byline, found.outlet) == ("Bridge closed", "Anna Bergqvist", "Eastport Herald")
    assert found.published == "2031-07-15T09:30:00+02:00"
    assert found.text == f"{LEAD}\n{MORE}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (item()[:-30], "not well-formed XML"),
        (f"<packageItem {NAR}/>", "a package lists news items and holds none"),
        (message(), "the message holds no news item"),
        ("<nitf><body/></nitf>", "the NITF document has no text"),
        (f"<conceptItem {NAR}/>", "XML of a kind that is not read: its root is <conceptItem>"),
        ("<planes><plane/></planes>", "XML of a kind that is not read: its root is <planes>"),
        ("just words", "not XML"),
        ('<!DOCTYPE newsItem [<!ENTITY a "b">]>' + item(), "XML that declares entities is refused"),
        (
            '<!DOCTYPE newsItem [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]>' + item(),
            "XML that declares entities is refused",
        ),
        ("<newsItem>" + "<a>" * 300 + "</a>" * 300 + "</newsItem>", "not well-formed XML"),
    ],
)
def test_bad_xml_is_set_aside_with_its_reason(tmp_path: Path, text: str, wanted: str) -> None:
    assert reason(tmp_path, text, "bad.xml").startswith(wanted)
