"""Who a name in a chain of attribution is: an agency, a state's organ, a body, a person, or nobody in particular."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from consilience.annotate import alike
from consilience.annotate.referents import is_medium, nouns
from consilience.collate.credits import initials
from consilience.collate.initials import own_agency
from consilience.collate.media import STATE_MEDIA, called_media, is_state_media
from consilience.model import Annotated, OriginKind, Report, StoryEntity
from consilience.tables import agencies, countries, load, publishers

_NEWS_AGENCY = re.compile(r"^(?:the\s+)?(?P<name>.+?)\s+(?:(?:state|official)\s+)?news\s+agency$", re.IGNORECASE)
_ORGAN_OF = re.compile(
    r"^(?:the\s+)?(?P<organ>(?:state|official|government)(?:[- ](?:run|owned|controlled))?\s+.+?)\s+(?:of|in)\s+"
    r"(?:the\s+)?(?P<country>.+)$",
    re.IGNORECASE,
)
_EDITION = re.compile(r"\s*\([^()]*\)$")  # "El Faro (English edition)"
_WORDS = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
SHORTEST_LABEL = 6  # letters of a name that a host may end with
SHORT_PLACE = 4  # letters that tell no place's people
_STEM = 5  # "Taldova's state news agency" is the Taldovan one
_WHERE = frozenset({"in", "at", "near"})  # "the foreign ministry in Vinderholm" is not Vinderholm
_OF_STATE = frozenset({"state", "national", "federal"})
_PLAIN = frozenset(
    {"the", "a", "an", "of", "for", "s", "’s", "'s", "local", "senior", "top", "chief", "and", "there", "here"}
)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who can put a statement on record. ``party`` is whose interest they speak for."""

    key: str
    name: str
    kind: OriginKind
    party: str | None


@dataclass(frozen=True, slots=True)
class Directory:
    """Who is named in one story, and as what.

    ``news`` are its suppliers of news that the table of agencies does not hold, by
    name and initials; ``organs`` the suppliers that speak for somebody, by report;
    ``offices`` the titles of its persons, ``bare`` what kind of body they speak for where a title says no more ("the
    ministry's spokeswoman"); ``outlets`` the outlets of its reports, by their names, with the report in which alone
    a shorter one is known, and by their hosts in one word;
    ``bodies`` the reports, by id, that a ministry or a company published itself, with its name;
    ``places`` the names of its places that are long enough to tell a people by;
    ``media`` the bodies, by id, that a report calls a medium, each with whether that is an agency.
    """

    entities: Mapping[str, StoryEntity]
    news: Mapping[str, Party]
    organs: Mapping[str, frozenset[Party]]
    offices: Mapping[str, tuple[frozenset[str], ...]]
    bare: Mapping[str, frozenset[str]]
    outlets: Mapping[tuple[str, str], Party]
    bodies: Mapping[str, str]
    places: frozenset[str]
    media: Mapping[str, bool]


def directory(
    reports: Sequence[Annotated], entities: Sequence[StoryEntity], houses: Mapping[str, str] | None = None
) -> Directory:
    """The names of a story's entities (case folded), for every report the state organs it names, and its outlets.

    ``houses`` are who publishes the reports, by id.
    """
    names: dict[str, StoryEntity] = {}
    for entity in entities:
        for name in (entity.name, *entity.aliases):
            names.setdefault(name.casefold(), entity)
    news = _news(entities)
    organs: dict[str, frozenset[Party]] = {}
    for annotated in reports:
        named = {name for a in annotated.attributions for name in (a.speaker, *a.via) if name}
        named |= {e.name for e in annotated.entities}
        found = {_agency(agency) for name in named if (agency := agencies.find(name)) and agency.party}
        organs[annotated.report.id] = frozenset(found | {news[n.casefold()] for n in named if n.casefold() in news})
    bodies = _bodies(reports, entities)
    outlets = _outlets(reports, houses or {}, bodies)
    places = frozenset(e.name for e in names.values() if e.type == "GPE" and len(e.name) > SHORT_PLACE)
    media = called_media(reports, entities)
    return Directory(names, news, organs, *_offices(reports, entities), outlets, bodies, places, media)


def _outlets(
    reports: Sequence[Annotated], houses: Mapping[str, str], bodies: Mapping[str, str]
) -> dict[tuple[str, str], Party]:
    """The outlets of the reports by name, and by their last words too where a report is theirs or has the whole name.

    A body that publishes for itself, a ministry or a company, is no outlet.
    """
    found: dict[tuple[str, str], Party] = {}
    for annotated in reports:
        report = annotated.report
        if report.id in bodies:
            continue
        for name in (report.outlet, report.publisher):
            if not name or report.id not in houses:
                continue
            party = Party(f"outlet:{houses[report.id]}", name, "outlet", None)
            if site := publishers.host(name):
                found.setdefault(("", _label(site)), party)
                found.setdefault((report.id, ""), party)
                continue
            if own := own_agency(report):
                party = replace(party, name=own)
                found.setdefault(("", initials(own).casefold()), party)
            name = own or _EDITION.sub("", name)
            found.setdefault(("", name.casefold()), party)
            shorter = publishers.short_names(name)  # "the Courier" behind "the Lorn Courier"
            naming = [a.report.id for a in reports if a is annotated or name in a.report.text] if shorter else []
            for short in shorter:
                for where in naming:
                    found.setdefault((where, short.casefold()), party)
    return found


def _label(site: str) -> str:
    """The part of a host that is most of a name: "kelmarobserver" of www.kelmar-observer.com."""
    return max(site.removeprefix("www.").split(".")[:-1] or [site], key=len).replace("-", "")


def _by_host(name: str, report: str, known: Directory) -> Party | None:
    """The outlet whose host is the name in one word, or of the report's own ends with it ("told the Observer")."""
    word = "".join(c for c in name if c.isalnum())
    own = known.outlets.get((report, ""))
    if len(word) < SHORTEST_LABEL:
        return None
    if own is not None and _label(own.name).endswith(word):
        return own
    return known.outlets.get(("", word))


def _bodies(reports: Sequence[Annotated], entities: Sequence[StoryEntity]) -> dict[str, str]:
    """The reports, by id, that a body of the story published, not a medium, with its name.

    It is called a body, or others cite it, by whatever name the story knows it by, or it sends from a newsroom.
    """
    carried: dict[str, set[str]] = {}  # who passes words on to the reports where they do
    cited: dict[str, list[tuple[str, str]]] = {}  # who speaks to the reports and the cues
    for annotated in reports:
        own = annotated.report.id
        for attribution in annotated.attributions:
            for via in attribution.via:
                carried.setdefault(_plain(via), set()).add(own)
            cue = attribution.cue.text.casefold() if attribution.cue else ""
            cited.setdefault(_plain(attribution.speaker or ""), []).append((own, cue))
    bodies = [entity for entity in entities if entity.type in ("ORG", "PERSON")]  # a firm is often taken for a man

    def body_of(report: Report) -> str | None:
        outlet = report.outlet or report.publisher or ""
        bare = _newsroom().sub("", outlet)
        if not bare or is_medium(bare) or _is_news(bare) or publishers.host(bare):
            return None
        noun = re.split(r" (?:of|for) ", bare)[0].split()[-1:]
        if noun and noun[0].casefold() in _institutions("heads") - _institutions("papers"):
            return bare
        known = next((e for e in bodies if _is_called(e, bare)), None)
        names = {_plain(name) for name in (bare, *((known.name, *known.aliases) if known else ()))}
        cues = [cue for name in sorted(names) for own, cue in cited.get(name, ()) if own != report.id]
        carries = any(not carried.get(name, set()) <= {report.id} for name in names)
        if bare != outlet or (cues and not carries and not any(cue.startswith("report") for cue in cues)):
            return known.name if known else bare
        return None

    found = {annotated.report.id: body_of(annotated.report) for annotated in reports}
    return {report: name for report, name in found.items() if name is not None}


def _is_called(entity: StoryEntity, name: str) -> bool:
    return any(alike.bodies(own, name).relation == "same" for own in (entity.name, *entity.aliases))


@cache
def _newsroom() -> re.Pattern[str]:
    words = "|".join(re.escape(words) for words in sorted(_institutions("newsrooms")))
    return re.compile(rf"(?:['’]s)?\s+(?:{words})$", re.IGNORECASE)


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ")


def _news(entities: Sequence[StoryEntity]) -> dict[str, Party]:
    found: dict[str, Party] = {}
    for entity in entities:
        if entity.type != "ORG" or agencies.find(entity.name) or not _is_news(entity.name):
            continue
        country = countries.by_code().get(entity.country or "")
        party = Party(f"entity:{entity.id}", entity.name, "agency", country.name if country else None)
        short = initials(entity.name)
        for name in (entity.name, *entity.aliases, *([short] if len(short) >= 3 else ())):
            found.setdefault(name.casefold(), party)
    return found


def _offices(
    reports: Sequence[Annotated], entities: Sequence[StoryEntity]
) -> tuple[dict[str, tuple[frozenset[str], ...]], dict[str, frozenset[str]]]:
    """For every person (``entity:ID``) the telling words of each title that a report gives, and the nouns of bodies in
    titles that have none."""
    told = {(a.report.id, e.id): e.descriptors for a in reports for e in a.entities}
    offices, bare = {}, {}
    for entity in entities:
        if entity.type != "PERSON":
            continue
        titles = [title for mention in entity.mentions for title in told.get(mention, ())]
        offices[f"entity:{entity.id}"] = tuple(sorted({telling(title) for title in titles}, key=sorted))
        kinds = (kind_of_body(title) for title in titles if not telling(title))
        bare[f"entity:{entity.id}"] = frozenset().union(*kinds)
    return offices, bare


def _lower(name: str) -> set[str]:
    """The words of a name in lower case, without the possessive's ending."""
    return {word.casefold().removesuffix("’s").removesuffix("'s") for word in _WORDS.findall(name)}


def kind_of_body(name: str) -> frozenset[str]:
    """The nouns of a name, lower case, that say which kind of body it is: "ministry", "brigade"."""
    return frozenset(_lower(name) & _institutions("kinds") & _institutions("heads")) - persons()


def _called(name: str) -> tuple[str, ...]:
    """The name as the tables have it, and what it is without the words for its kind.

    "Turkmenistan state news agency" for "the state news agency of Turkmenistan"; "TDH" beside "the TDH news agency".
    """
    organ = _ORGAN_OF.match(name)
    if organ is not None and is_state_media(organ["organ"]) and _country(organ["country"]):
        return (f"{organ['country']} {organ['organ']}",)
    agency = _NEWS_AGENCY.match(name)
    return (name, agency["name"]) if agency is not None else (name,)


def _country(words: str) -> countries.Country | None:
    text = re.sub(r"[’']s?$", "", words.strip())
    return countries.find(text) or countries.find(text, "people") or countries.find(text, "capital")


def _organ(name: str, report: str, known: Directory) -> Party:
    """State media: the one organ of that country in the story, else of the report, else the phrase itself."""
    match = STATE_MEDIA.search(name)
    before = name[: match.start()] if match else ""
    country = _country(before)
    everywhere = sorted(set().union(*known.organs.values()), key=lambda p: p.key)
    if country is not None:
        of_country = [p for p in everywhere if p.party == country.name]
        return (
            of_country[0]
            if len(of_country) == 1
            else Party(f"media:{country.code}", f"{country.name} state media", "state media", country.name)
        )
    stem = next(iter(_WORDS.findall(before)), "")[:_STEM].casefold()
    alike = [p for p in everywhere if len(stem) == _STEM and p.name.casefold().startswith(stem)]
    for choice in (alike, sorted(known.organs.get(report, ()), key=lambda p: p.key), everywhere):
        if len(choice) == 1:
            return choice[0]
    return Party("media:", "state media", "state media", None)


def _agency(found: agencies.Agency) -> Party:
    return Party(f"agency:{found.name}", found.name, found.kind, found.party)


@cache
def _institutions(column: str) -> frozenset[str]:
    return frozenset(load("institutions.toml")[column])


def persons() -> frozenset[str]:
    """Nouns, lower case, of people who speak for the body that is named beside them: officials, a spokesman."""
    return _institutions("persons") | _institutions("leaders")


def officers() -> frozenset[str]:
    """Nouns, lower case, of those who speak for a business whose officers they are: an executive, an owner."""
    return _institutions("officers")


def of_state() -> frozenset[str]:
    """Nouns, lower case, of the bodies by which a state speaks: a ministry, the army."""
    return _institutions("of_state")


def kinds_of_bodies() -> frozenset[str]:
    """Nouns, lower case, by which bodies of all kinds are called: a union, a council."""
    return _institutions("heads")


def describes_a_business(name: str) -> bool:
    """Whether the words only say what kind of business speaks: "the company", "a pharmacy and laboratory operator"."""
    words = _WORDS.findall(name)
    known = nouns("business") | nouns("trade") | _institutions("trades")
    return bool(words) and words[-1] in known and not any(word[:1].isupper() for word in words[1:])


@lru_cache(maxsize=1 << 14)
def telling(name: str) -> frozenset[str]:
    """The words that say which body or office is meant, lower case, without those that only say its kind."""
    words = {alike.spelled(word) for word in _lower(name)}
    same: Mapping[str, str] = load("institutions.toml")["alike"]
    return frozenset(same.get(word, word) for word in words - _PLAIN - _institutions("kinds"))


def one_body(one: str, other: str) -> bool:
    """Whether two names of bodies may be one body's: nothing but a country and its kind tells them apart.

    "A Spanish court" may be "the regional court in Valmora".
    """
    names = [frozenset(w for w in telling(name) if not _is_of_state(w)) for name in (one, other)]
    return all(names) and (names[0] <= names[1] or names[1] <= names[0])


def _is_of_state(word: str) -> bool:
    """Whether a word of a body's name says only whose it is: "Ukraine's", "Spanish", "state"."""
    name = word.title()
    return word in _OF_STATE or bool(countries.find(name, "people") or countries.find(name))


def sits_in(office: frozenset[str], body: str) -> bool:
    """Whether somebody with such a title speaks for a body of that name: a judge for a court."""
    seats = load("institutions.toml")["seats"]
    heads = _lower(body)
    return any(not heads.isdisjoint(seats.get(word, ())) for word in office)


def _is_news(name: str) -> bool:
    return any(words in name.casefold() for words in sorted(_institutions("news")))


def _body(name: str) -> Party | None:
    """A body named by what it is ("the foreign ministry"), if the words name one."""
    heads = _institutions("heads")
    words = [w.removesuffix("’s").removesuffix("'s") for w in _WORDS.findall(name)]
    words_of_it = [w.casefold() for w in words if w.casefold() not in _PLAIN and w]
    if not words_of_it or not heads & set(words_of_it) or len(words_of_it) > 6:
        return None
    if words_of_it[-1] in persons() and len(words_of_it) == 1:
        return None
    country = next((c for w in words if (c := _country(w))), None)
    return Party(
        "body:" + " ".join(sorted(words_of_it)),  # the defence ministry is the ministry of defence
        " ".join(_WORDS.findall(name)),
        "official body",
        country.name if country else None,
    )


def identify(name: str, report: str, known: Directory) -> Party | None:
    """The party of that name as the report uses it; None where nobody in particular is meant."""
    name, *others = _called(name)
    last = name.split()[-1] if name.split() else ""
    if last.isupper() and ("", last.casefold()) in known.outlets:
        return known.outlets["", last.casefold()]  # "the state agency DNA", an outlet of the story
    for words in (name, *others, last if last.isupper() and last.isalpha() and len(last) > 2 else name):
        agency = agencies.find(words, medium=True)
        if agency is not None:
            return _agency(agency)
        if words.casefold() in known.news:
            return known.news[words.casefold()]
    site = publishers.host(name)
    row = publishers.of(name) if site else None
    own = agencies.find(row.name, medium=True) if row else agencies.of_host(site) if site else None
    if own is not None:
        return _agency(own)
    if is_state_media(name):
        return _organ(name, report, known)
    bare = name.casefold().removeprefix("the ")
    if (report, bare) in known.outlets:
        return known.outlets[report, bare]  # what an outlet calls itself is no other of that name
    publisher = publishers.of(name) if name[-1:] and name.split()[-1][:1].isupper() else None
    if publisher is not None:
        return Party(f"outlet:{publisher.owner}", publisher.name, "outlet", None)
    outlet = known.outlets.get(("", bare)) or known.outlets.get(("", f"the {bare}")) or _by_host(bare, report, known)
    if outlet is not None:
        return outlet
    entity = known.entities.get(name.casefold())
    if entity is not None and entity.type in ("PERSON", "ORG", "GPE"):
        kind: OriginKind = "person" if entity.type == "PERSON" else "outlet" if is_medium(name) else "official body"
        if entity.id in known.media:
            kind = "agency" if known.media[entity.id] else "outlet"
        country = countries.by_code().get(entity.country or "")
        return Party(f"entity:{entity.id}", entity.name, kind, country.name if country else None)
    parts = name.split()
    named = next(
        (
            known.entities[w.casefold()]
            for w in (" ".join(parts[k:]) for k in range(len(parts)) if not k or parts[k - 1].lower() not in _WHERE)
            if w.casefold() in known.entities
        ),
        None,
    )
    if named is not None and named.type in ("PERSON", "ORG") and " and " not in name:
        return identify(named.name, report, known) if named.name.casefold() != name.casefold() else None
    written_out = _written_out(last, known)
    return identify(written_out, report, known) if written_out is not None else _body(name)


def _written_out(word: str, known: Directory) -> str | None:
    """The one body of the story that the initials stand for ("the RAIB"), by its full name."""
    if len(alike.acronym(word) or "") < 3 or not word.isupper():
        return None
    fits = {e.name for e in known.entities.values() if e.type == "ORG" and alike.abbreviates(word, e.name)}
    return fits.pop() if len(fits) == 1 else None
