"""The table of agencies has no dead, missing or over-merging rows."""

from __future__ import annotations

import pytest

from consilience.tables import agencies, countries

# Words that start a sentence or name everyday things: none may name an agency without a context.
_EVERYDAY = """An And App Trend Press News Paper Star Sun Time Times World State Central National Beta Aim Spa May Will
Mark Union Independent Post Mail Standard Guardian Express Mirror Record Herald Today Page Kan Mina Sana Petra
Wafa Saba Fars Mehr Erina Turan Andina Map Tap Uni Pa Ap Run Can Us It In On Is All Sid Mena Fana Leta Cana"""
EVERYDAY = _EVERYDAY.split()
KNOWN = """Reuters AP AFP dpa EFE ANSA Kyodo Jiji Yonhap Xinhua CCTV KCNA TASS Interfax RT Belta IRNA ISNA SANA Anadolu
TRT WAFA PTI ANI UNI APP BSS Bernama Antara PNA VNA Telesur Lusa SPA WAM QNA KUNA SUNA ENA AAP UPI Bloomberg
Belga ANP NTB TT Ritzau STT PAP CTK MTI Agerpres Tanjug HINA BTA Ukrinform NHK CGTN Azertac Montsame Angop"""


def test_every_row_is_found_by_each_of_its_own_names() -> None:
    for row in agencies.rows():
        for name in (row.name, *row.aliases):
            assert agencies.find(name, medium=name in row.weak) is row, name


def test_no_name_belongs_to_two_rows() -> None:
    owner: dict[str, str] = {}
    for row in agencies.rows():
        for name in (row.name, *row.aliases):
            assert owner.setdefault(agencies.key(name), row.name) == row.name


def test_a_weak_name_is_found_only_where_the_context_says_it_is_a_medium() -> None:
    for row in agencies.rows():
        for name in row.weak:
            assert agencies.find(name) is None, name
            assert agencies.find(name, medium=True) in (row, None)
    assert agencies.find("Petra", medium=True) is agencies.find("Jordan News Agency")


def test_a_weak_name_that_two_rows_share_is_nobodys() -> None:
    assert agencies.find("APS", medium=True) is None


@pytest.mark.parametrize("word", EVERYDAY)
def test_an_everyday_word_names_no_agency(word: str) -> None:
    assert agencies.find(word) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TASS", "Itar-Tass"),
        ("Tass", "ITAR-TASS"),
        ("KCNA", "the Korean Central News Agency"),
        ("AP", "The Associated Press"),
        ("dpa", "Deutsche Presse-Agentur"),
        ("AFP", "Agence France-Presse"),
        ("Xinhua", "Xinhua News Agency"),
        ("SANA", "Syrian Arab News Agency"),
        ("AAP", "Australian Associated Press"),
    ],
)
def test_two_names_of_one_agency_are_one(one: str, other: str) -> None:
    assert agencies.find(one) is not None
    assert agencies.find(one) is agencies.find(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Interfax", "Interfax-Ukraine"),
        ("Central News Agency", "Korean Central News Agency"),
        ("Associated Press", "Associated Press of Pakistan"),
        ("Associated Press", "Australian Associated Press"),
        ("APP", "AP"),
        ("Europa Press", "United Press International"),
        ("National News Agency", "Vietnam News Agency"),
    ],
)
def test_agencies_with_like_names_stay_apart(one: str, other: str) -> None:
    assert agencies.find(one) is not None
    assert agencies.find(other) is not None
    assert agencies.find(one) is not agencies.find(other)


@pytest.mark.parametrize(
    "name",
    KNOWN.split(),
)
def test_the_agencies_that_news_quotes_most_are_there(name: str) -> None:
    assert agencies.find(name) is not None


def test_all_regions_of_the_world_are_covered() -> None:
    assert len(agencies.rows()) >= 120
    assert len({row.country for row in agencies.rows()}) >= 100


def test_every_row_says_where_it_sits_what_it_rests_on_and_whose_organ_it_is() -> None:
    for row in agencies.rows():
        assert row.country in countries.by_code(), row
        assert row.source, row
        assert row.kind in ("agency", "state media")
        assert (row.party is not None) == (row.kind == "state media"), row


def test_a_short_name_counts_in_its_own_case_only() -> None:
    assert agencies.find("ap") is None
    assert agencies.find("Ani") is None
    assert agencies.find("xinhua news agency") is not None


@pytest.mark.parametrize(
    ("host", "name"), [("tolonews.com", "TOLOnews"), ("www.tass.com", "TASS"), ("en.irna.ir", "IRNA")]
)
def test_an_agency_is_known_by_a_host_that_consists_of_its_name(host: str, name: str) -> None:
    found = agencies.of_host(host)
    assert found is not None and found.name == name


@pytest.mark.parametrize("host", ["sunrise.com", "apt.org", "aa.com", "news.com", "localhost", "tassnews.com"])
def test_a_host_that_says_more_or_less_is_no_agencys(host: str) -> None:
    assert agencies.of_host(host) is None
