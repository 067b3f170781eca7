"""The agencies that a report names as its supplier.

Datelines ("(AP) —"), bylines, copyright lines, sign-offs and lines that hold
nothing but an agency's name credit the whole text; "contributed to this
report" credits a part. Agencies are those of the table and whatever calls
itself a news agency, press service or newswire, or stands by its initials in
a dateline. An agency that is only quoted ("told Reuters"), or that
took a picture, supplied nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consilience.annotate import datelines
from consilience.annotate.credits import BEHIND
from consilience.collate.houses import calls_itself
from consilience.model import Report, Span
from consilience.tables import agencies

HEAD_LINES, TAIL_LINES = 6, 5
SENTENCE = 80  # characters from which a line is taken to be running text
SIGN_OFF = "sign-off of its form"
LONGEST = 300  # of a credit line

_PIECES = re.compile(
    r"\s*(?:[,;|/&()\[\]•·]|\s[-–—]+\s|^[-–—]+\s*|\s*[-–—]+$|\band\b|\bvia\b|\bfor\b|\bof\b|\bwith\b)\s*", re.I
)
_PICTURE = re.compile(
    r"\b(?:photos?|images?|pictures?|picture|file|caption|getty|video|via|graphics?|shutterstock)\b", re.I
)
_PICTURE_REASON = re.compile(r"photo|image|caption|picture|video", re.I)
_DATELINE = re.compile(r"^(?P<place>[^()\n]{0,70}?)\s*\((?P<names>[^()\n]{2,60})\)\s*(?P<dash>[-–—:]+)?")
_PLAIN = """
updated published posted last modified time on at source sources from by agencies agency news staff reporter
reporters am pm a p m t z gmt bst est edt ist utc mon tue tues wed thu thurs fri sat sun monday tuesday wednesday
thursday friday saturday sunday jan feb mar apr may jun jul aug sep sept oct nov dec january february march april
june july august september october november december
"""  # what a credit line may hold besides
# With a year or "all rights": a lone © before a name is a picture's.
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\))(?=[^\n]{0,80}(?:\b(?:19|20)\d\d\b|all rights))[\s\d©–-]*(?:by\s+)?"
    r"(?P<name>[^.\n]{2,60}?)(?:\.|,|\s+all rights|$)",
    re.I | re.M,
)
_PART = (
    re.compile(r"(?P<names>[^.\n]{2,120}?)\s+(?:also\s+)?contributed(?:\s+reporting|\s+to)\b[^.\n]{0,40}", re.I),
    re.compile(
        r"\b(?:with|additional)\s+(?:additional\s+)?"
        r"(?:reporting|files|inputs?|material|information|reports?|agency inputs)"
        r"\s+(?:from|by)\s+(?P<names>[^.\n]{2,120})",
        re.I,
    ),
    re.compile(r"^\W*with\s+(?P<names>[^.\n]{2,60})\W*$", re.I | re.M),
)
_WHOLE = re.compile(
    r"\b(?:please credit|(?:originally|first)\s+(?:published|appeared|ran)\s+(?:by|on|in|at)|(?:reprinted|republished)"
    r"\s+(?:from|with permission (?:of|from)))\s+(?P<names>[^.,\n]{2,60})",
    re.I,
)
_SIGN_OFF = re.compile(r"\((?=[^()]*\b(?:report|writ)ing\b[^()]*\bby\b)[^()\n]*\bedi?t[a-z]*\s+by\b[^()\n]*\)", re.I)
_FORM = re.compile(
    r"\b(?:[A-Z][\w.’'&-]*\s+){1,4}(?:(?:News|Press|Telegraph|Information)\s+(?:Agency|Service|Association)"
    r"|News\s?[Ww]ire|Wire\s+Service)\b|\b[A-Z]\w+\s+Newswire\b"
)
_INITIALS = re.compile(r"[A-Z]{2,6}")
_NO_AGENCY = frozenset(("US", "USA", "UK", "EU", "UN", "UAE", "FILE", "LIVE", "PHOTO", "VIDEO", "NYSE", "GMT", "EST"))
_TITLES = re.compile(r"\s+(?:\w+\s+){0,2}(?:writer|reporter|correspondent|staff|editor|bureau)s?$", re.I)
_KEYS = ("source", "credit", "credits", "provider", "agency", "distributor", "copyright", "creditline", "infosource")


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency's usual name, where it is credited, how, and whether for the whole text."""

    agency: str
    span: Span
    how: str
    whole: bool


def credits(report: Report) -> tuple[tuple[str, Span], ...]:
    """The agencies that the report credits as supplier, each once, with the span that names it.

    Where only the metadata names it the span is empty and stands at 0.
    """
    return tuple((credit.agency, credit.span) for credit in credits_of(report))


def credits_of(report: Report) -> tuple[Credit, ...]:
    """The credits, those for the whole text first, then in the order of the text; each agency once."""
    every = [*_in_text(report), *_in_metadata(report)]
    named = any(datelines.supplier(line) for line in report.text.split("\n", HEAD_LINES)[:HEAD_LINES])
    if named or len({credit.agency for credit in every}) > 1:  # others sign in the same form
        every = [credit for credit in every if credit.how != SIGN_OFF]
    every.sort(key=lambda credit: (not credit.whole, credit.span.start, credit.span.end, credit.agency))
    kept: dict[str, Credit] = {}
    for credit in (*every, *_known_before(report)):
        kept.setdefault(credit.agency, credit)
    return tuple(kept.values())


def agency_name(name: str) -> str | None:
    """The usual name of an agency of the table, or the name itself where it is an agency's by its form."""
    agency = agencies.find(name, medium=True)
    if agency:
        return agency.name
    bare = re.sub(r"^the\s+", "", name.strip(), flags=re.I)
    return bare if _FORM.fullmatch(bare) else None


def is_wire(name: str) -> bool:
    """Whether a medium of that name sends its texts to others: agencies do, a state's broadcasters do not."""
    agency = agencies.find(name, medium=True)
    if agency is None or agency.kind == "agency":
        return agency_name(name) is not None
    return any(_FORM.fullmatch(alias) for alias in (agency.name, *agency.aliases))


def initials(name: str) -> str:
    """The capitals that a name's words begin with."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _short_for(report: Report, short: str) -> str:
    """The agency that the initials stand for in this report, or the initials."""
    for text in (report.outlet or "", report.publisher or "", report.byline or "", report.text):
        for match in _FORM.finditer(text):
            name = re.sub(r"^The\s+", "", match.group())
            if initials(name) == short:
                return name
    return short


def _agencies(words: str) -> list[tuple[str, int, int]]:
    """The agencies among the pieces of a line, with their offsets in it."""
    result = []
    start = 0
    for separator in [*_PIECES.finditer(words), None]:
        end = separator.start() if separator else len(words)
        piece = words[start:end]
        bare = re.sub(r"^(?:by|from|source|sources)\b:?\s*", "", piece.strip(" .:*_\"'"), flags=re.I)
        for name in (bare, _TITLES.sub("", bare)):
            agency = agency_name(name) if name else None
            if agency:
                at = words.index(name, start)
                result.append((agency, at, at + len(name)))
                break
        start = separator.end() if separator else len(words)
    return result


def _nothing_else(line: str, named: list[tuple[str, int, int]]) -> bool:
    """Whether a line holds agencies, dates and the words around them only."""
    rest = line
    for _, start, end in reversed(named):
        rest = rest[:start] + " " + rest[end:]
    return all(word in _PLAIN.split() for word in re.findall(r"[^\W\d_]+", rest.lower()))


def _lines(report: Report) -> list[tuple[int, str]]:
    """The lines with words, with their offsets, but for picture credits and captions."""
    pictures = [(r.start, r.end) for r in report.removed if _PICTURE_REASON.search(r.reason)]
    result = []
    for match in re.finditer(r"[^\n]*\w[^\n]*", report.text):
        if not any(start <= match.start() < end for start, end in pictures):
            result.append((match.start(), match.group()))
    return result


def _in_text(report: Report) -> Iterator[Credit]:
    lines = _lines(report)
    running = next((i for i, (_, line) in enumerate(lines) if len(line) >= SENTENCE), len(lines))
    for number, (offset, line) in enumerate(lines):
        head, tail = number < HEAD_LINES and number <= running, number >= len(lines) - TAIL_LINES
        if head or number < HEAD_LINES:
            yield from _dateline(report, offset, line)
        if not (head or tail) or len(line) > LONGEST * 4:
            continue
        if len(line) < SENTENCE and not _PICTURE.search(line):
            named = _agencies(line)
            person = head and re.match(r"\s*by\s", line, re.I)
            if named and (person or _nothing_else(line, named)):
                yield from (_credit(report, n, offset + s, offset + e, "line of its own", True) for n, s, e in named)
        if tail:
            yield from _sign_offs(report, offset, line)


def _dateline(report: Report, offset: int, line: str) -> Iterator[Credit]:
    match = _DATELINE.match(line)
    if not match or not match["dash"]:
        yield from _marked(report, offset, line)
    if not match or _PICTURE.search(match["names"]):
        return
    place = match["place"].strip()
    upper = re.match(r"[A-Z][A-Z'’.-]+\b", place)
    if (place and not (match["dash"] or upper)) or (place and len(place.split()) > 8):
        return
    if not match["dash"] and not upper and len(line) >= SENTENCE and place:
        return
    yield from _supplied(report, offset, line, match.span("names"), bool(match["dash"] and upper))


def _marked(report: Report, offset: int, line: str) -> Iterator[Credit]:
    """ "LORVIK, March 5. /TASS/." and "Lorvik, March 10, GNA –": a dateline without brackets."""
    place = datelines.supplier(line)
    if place is not None:
        yield from _supplied(report, offset, line, place, True)


def _supplied(report: Report, offset: int, line: str, place: tuple[int, int], clear: bool) -> Iterator[Credit]:
    """The agencies named at a place of a dateline; where that is ``clear``, initials that no table has too."""
    words = line[slice(*place)]
    names = words.strip()
    if names in calls_itself(report):
        return  # a station's call sign in its own dateline
    named = _agencies(words)
    if not named and clear and _INITIALS.fullmatch(names) and names not in _NO_AGENCY:
        named = [(_short_for(report, names), 0, len(words))]
    for name, start, end in named:
        yield _credit(report, name, offset + place[0] + start, offset + place[0] + end, "dateline", True)


def _sign_offs(report: Report, offset: int, line: str) -> Iterator[Credit]:
    picture = _PICTURE.search(line[:40])
    for match in _COPYRIGHT.finditer(line):
        if not picture:
            for name, start, end in _agencies(match["name"]):
                at = offset + match.start("name")
                yield _credit(report, name, at + start, at + end, "copyright", True)
    # The first would be tried at every word of a line of running text.
    parts = _PART if "contributed" in line.lower() else _PART[1:]
    for pattern, whole in (*((p, False) for p in parts), (_WHOLE, True)):
        for match in pattern.finditer(line):
            for name, start, end in _agencies(match["names"]):
                at = offset + match.start("names")
                yield _credit(
                    report, name, at + start, at + end, "contribution" if not whole else "republication", whole
                )
    behind = BEHIND.search(line[-LONGEST:])
    named = _agencies(behind["names"]) if behind else []
    if behind and named and _nothing_else(behind["names"], named):
        first = offset + max(0, len(line) - LONGEST) + behind.start("names")
        for name, start, end in named:
            yield _credit(report, name, first + start, first + end, "behind the last sentence", True)
    for match in _SIGN_OFF.finditer(line):
        named = _agencies(match.group())
        if not named:
            yield _credit(report, "Reuters", offset + match.start(), offset + match.end(), SIGN_OFF, True)


def _in_metadata(report: Report) -> Iterator[Credit]:
    if report.byline:
        for name, start, end in _agencies(report.byline):
            at = report.text.find(report.byline)
            if at < 0:
                yield Credit(name, Span(report.id, 0, 0, ""), "byline", True)
            else:
                yield _credit(report, name, at + start, at + end, "byline", True)
    for key in _KEYS:
        value = report.extra.get(key)
        for item in value if isinstance(value, list) else [value]:
            text = item.get("name") if isinstance(item, dict) else item
            if isinstance(text, str) and len(text) <= LONGEST:
                for name, _, _ in _agencies(text):
                    yield Credit(name, Span(report.id, 0, 0, ""), f"metadata ({key})", True)


def _known_before(report: Report) -> Iterator[Credit]:
    """Credits that the report came with; what its text says of the same agency is more exact."""
    for name in report.credits:
        yield Credit(agency_name(name) or name, Span(report.id, 0, 0, ""), "metadata", True)


def _credit(report: Report, agency: str, start: int, end: int, how: str, whole: bool) -> Credit:
    return Credit(agency, Span(report.id, start, end, report.text[start:end]), how, whole)
