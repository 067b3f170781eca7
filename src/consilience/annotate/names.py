"""The entities of a report: which names name one person, body, place or thing.

The component mends ``doc.ents`` and sets ``doc._.consilience_entities``. A bare
surname belongs to the person whose full name the report gives, a short form or
an abbreviation to the body, every name of a state to the state, and a capital
to its state where it acts as one ("Moscow denied"), else to the city.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from consilience.annotate import alike, descriptors, fields, mentions
from consilience.annotate.mentions import Mention
from consilience.model import Entity, Extent
from consilience.tables import agencies, countries, naming

fields.register()

_PLACES = ("GPE", "LOC", "FAC")
# So many persons of one surname are told apart; a list of a family's hundred members is not compared pair by pair.
_NAMESAKES = 40
_DESCRIPTORS = 12
# A short form may stand in the headline and the lead before the full name; one used oftener is a name of its own.
_EARLY = 2


@dataclass(slots=True)
class _Group:
    """Mentions of one thing while they are being gathered."""

    type: str
    name: str
    country: str | None = None
    fixed: bool = False
    mentions: list[Mention] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)

    def add(self, mention: Mention, text: str) -> None:
        self.mentions.append(mention)
        self.names[text] = self.names.get(text, 0) + 1
        if not self.fixed and len(text.split()) > len(self.name.split()):
            self.name = text


class _Register:
    """The groups of one report, and where a name is looked up among them."""

    def __init__(self, doc: Doc, found: list[Mention]) -> None:
        self.doc = doc
        self.found = found
        self.groups: list[_Group] = []
        self.persons: dict[str, list[_Group]] = {}
        self.given: dict[str, list[_Group]] = {}
        self.bodies: dict[str, _Group] = {}
        self.heads: dict[str, list[_Group]] = {}
        self.others: dict[tuple[str, str], _Group] = {}
        self.defined: dict[str, _Group] = {}
        self.korean = _korean(found, doc)
        self.american = _georgia(found, doc)
        self.starts: dict[str, list[int]] = {}
        for mention in found:
            self.starts.setdefault(self.text(mention), []).append(mention.start)

    def text(self, mention: Mention) -> str:
        return " ".join(str(self.doc[mention.start : mention.end].text).split())

    def new(self, type_: str, name: str, country: str | None = None, fixed: bool = False) -> _Group:
        group = _Group(type_, name, country, fixed)
        self.groups.append(group)
        return group

    def person(self, text: str) -> _Group | None:
        """The person of that full name, made where the report has not named it yet; None for a single word."""
        parts = alike.person(text)
        if len(parts.words) < 2:
            return None
        namesakes = self.persons.setdefault(alike.key(parts.surname), [])
        for group in namesakes[:_NAMESAKES]:
            if group.name == text or alike.persons(group.name, text):
                return group
        group = self.new("PERSON", text)
        namesakes.append(group)
        for word in {*parts.words} - {parts.surname}:
            self.given.setdefault(alike.key(word), []).append(group)
        return group

    def called(self, text: str, label: str) -> _Group | None:
        """The person whose surname, or else whose forename, a single word is; the most named one of several.

        What is called a body throughout, and often, before the person comes is
        a body ("Ford", and then William Clay Ford).
        """
        word = alike.key(alike.person(text).words[-1]) if alike.person(text).words else ""
        namesakes = [group for group in self.persons.get(word, ())[:_NAMESAKES] if self.early(text, group)]
        if namesakes:
            chosen = max(namesakes, key=lambda group: len(group.mentions))
            before = label == "ORG" and self.starts[text][0] < chosen.mentions[0].start
            return None if before and len(self.starts[text]) > _EARLY else chosen
        forename = () if alike.acronym(text) else self.given.get(word, ())
        return forename[0] if len(forename) == 1 and self.early(text, forename[0]) else None

    def early(self, text: str, group: _Group) -> bool:
        """Whether the full name comes soon enough for the short form to mean it."""
        return bisect_left(self.starts[text], group.mentions[0].start) <= _EARLY

    def body(self, text: str) -> _Group:
        """The body of that name, made where the report has not named it yet."""
        agency = agencies.find(text)
        words = ("agency", agency.name) if agency else alike.body(text)
        group = self.bodies.get(" ".join(words))
        if group is None:
            group = self.new("ORG", text, agency.country if agency else _nation(words))
            self.bodies[" ".join(words)] = group
            for part in {words[0], words[-1]}:
                self.heads.setdefault(part, []).append(group)
        return group

    def longer(self, text: str) -> _Group | None:
        """The one body that a short form or an abbreviation stands for, None where none or several could be meant."""
        words = alike.body(text)
        found = {id(group): group for part in (words[0], words[-1]) for group in self.heads.get(part, ())[:_NAMESAKES]}
        fits = [group for group in found.values() if _short_form(words, alike.body(group.name))]
        if len(fits) != 1 or alike.acronym(text) or text in naming.bodies():
            return None
        return fits[0] if self.early(text, fits[0]) else None

    def thing(self, type_: str, key: str, name: str, country: str | None = None, fixed: bool = False) -> _Group:
        """Any other thing, by a key of its own."""
        group = self.others.get((type_, key))
        if group is None:
            group = self.others[(type_, key)] = self.new(type_, name, country, fixed)
        return group

    def state(self, code: str) -> _Group:
        return self.thing("GPE", "=" + code, countries.by_code()[code].name, code, fixed=True)


def _nation(words: tuple[str, ...]) -> str | None:
    codes = [word[1:] for word in words if word[0] == "="]
    return codes[0] if len(codes) == 1 else None


def _short_form(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether a body may be called by its first words ("Goldman"), or by all but its country ("Foreign Ministry")."""
    if len(short) >= len(long):
        return False
    if long[: len(short)] == short:
        # "Slidell" is not the Slidell Police Department, though "Goldman" is Goldman Sachs.
        return (short[0][0] != "=" or len(short) > 1) and not naming.words("civic").issuperset(long[len(short) :])
    return len(short) > 1 and long[-len(short) :] == short and long[0][0] == "="


def _acts(doc: Doc, mention: Mention) -> bool:
    """Whether a capital or a seat stands for the state: it does or owns what only a government does or owns."""
    root = doc[mention.start : mention.end].root
    for _ in range(8):
        if root.dep_ != "conj" or root.head.pos_ != "PROPN":
            break
        root = root.head
    if root.dep_ == "nsubj":
        return root.head.lemma_ in naming.words("state_verbs")
    if root.dep_ == "poss":
        return root.head.lemma_.lower() in naming.words("state_nouns")
    if root.dep_ == "pobj":
        by = root.head.lower_ == "by" and root.head.dep_ == "agent"
        between = root.head.lower_ in ("between", "with", "against") and any(c.dep_ == "conj" for c in root.children)
        return by or between
    return False


def _korean(found: list[Mention], doc: Doc) -> bool:
    return any(countries.code(doc[m.start : m.end].text) in ("KP", "KR") for m in found if m.label in ("GPE", "NORP"))


def _georgia(found: list[Mention], doc: Doc) -> bool:
    """Whether Georgia is the American state here: other American states are named, the Caucasus is not."""
    texts = {doc[m.start : m.end].text for m in found}
    caucasus = {"Tbilisi", "Georgian", "Georgians", "South Ossetia", "Abkhazia", "Armenia", "Russia", "Moscow"}
    return not texts & caucasus and any((c := countries.find(text, "region")) and c.code == "US" for text in texts)


def _place(register: _Register, mention: Mention, text: str) -> _Group | None:
    known = countries.kinds(text)
    if text == "Georgia" and register.american:
        return register.thing("place", "georgia", text, "US")
    if text in ("North", "South"):
        return register.state("KP" if text == "North" else "KR") if register.korean else None
    if "name" in known:
        return register.state(known["name"].code)
    actor = known.get("seat") or known.get("capital")
    if actor and mention.label in ("GPE", "ORG") and _acts(register.doc, mention):
        return register.state(actor.code)
    if "seat" in known and "capital" not in known:
        return register.thing("ORG", "=" + text.casefold(), text, known["seat"].code)
    if mention.label not in _PLACES:
        return None
    code = countries.code(text)
    return register.thing("place", alike.fold(text), text, code)


def _gather(doc: Doc, found: list[Mention]) -> list[_Group]:
    """The groups in the order made; full names first, so that short ones know whom to join."""
    register = _Register(doc, found)
    waiting: list[tuple[Mention, str]] = []
    for mention in found:
        text = register.text(mention)
        group: _Group | None = None
        if mention.label == "PERSON":
            group = register.person(text)
        elif mention.label == "NORP":
            country = countries.find(text, "people") or countries.find(text)
            group = register.thing(
                "NORP", "=" + country.code if country else alike.fold(text), text, country.code if country else None
            )
        elif mention.label == "ORG" and (agencies.find(text) or (" " in text and not countries.kinds(text))):
            group = register.body(text)
        elif mention.label in ("EVENT", "LAW") or (mention.label == "PRODUCT" and " " in text):
            group = register.thing(mention.label, alike.fold(text), text)
        if group is None:
            waiting.append((mention, text))
        else:
            group.add(mention, text)
            short = _bracketed(doc, mention)
            if short and group.type == "ORG" and alike.defines(short, text):
                register.defined.setdefault(short, group)
    for mention, text in waiting:
        group = _short(register, mention, text)
        if group is not None:
            group.add(mention, text)
    return register.groups


def _short(register: _Register, mention: Mention, text: str) -> _Group | None:
    """The group of a name that may be short for another one of the report."""
    known = countries.kinds(text)
    if text in register.defined:
        return register.defined[text]
    single = " " not in text and (mention.label == "PERSON" or not known)
    surname = register.called(text, mention.label) if single else None
    part = register.longer(text) if mention.label in ("ORG", "PRODUCT", "NORP") and not known else None
    if surname and (mention.label == "PERSON" or part is None):
        return surname
    if part:
        return part
    place = _place(register, mention, text)
    if place:
        return place
    if mention.label == "PERSON":
        return register.thing("PERSON", alike.fold(text), text)
    if mention.label == "ORG":
        return _abbreviated(register, text) or register.body(text)
    if mention.label == "PRODUCT":
        return register.thing("PRODUCT", alike.fold(text), text)
    return None


def _bracketed(doc: Doc, mention: Mention) -> str | None:
    """The abbreviation that stands in brackets right after a name."""
    if mention.end + 2 >= len(doc) or doc[mention.end].text != "(" or doc[mention.end + 2].text != ")":
        return None
    return str(doc[mention.end + 1].text)


def _abbreviated(register: _Register, text: str) -> _Group | None:
    """The one body whose first letters an abbreviation is."""
    if not alike.acronym(text) or len(alike.acronym(text) or "") < 3:
        return None
    fits = [group for group in register.bodies.values() if alike.abbreviates(text, group.name)]
    return fits[0] if len(fits) == 1 else None


def _described(doc: Doc, group: _Group) -> tuple[str, ...]:
    found: dict[str, None] = {}
    if group.type in ("PERSON", "ORG"):
        for mention in group.mentions:
            title = descriptors.before(doc, mention.start, mention.end)
            for text in (
                *((title,) if title else ()),
                *descriptors.beside(doc, mention.start, mention.end, group.type == "PERSON"),
            ):
                found.setdefault(" ".join(text.split()))
    return tuple(found)[:_DESCRIPTORS]


def _national(described: tuple[str, ...]) -> str | None:
    """The country in the first description that begins with a people ("Russian Foreign Minister")."""
    for text in described:
        words = text.split()
        for size in (2, 1):
            country = countries.find(" ".join(words[:size]), "people")
            if country:
                return country.code
    return None


def _name(group: _Group) -> str:
    """The group's fullest form; one that only a dateline or a heading shouts, in ordinary letters."""
    if not group.name.isupper() or group.type in ("ORG", "PRODUCT", "LAW") or len(group.name) <= 3 or "." in group.name:
        return group.name
    quiet = [name for name in group.names if not name.isupper() and name.upper() == group.name]
    return quiet[0] if quiet else group.name.title()


def _type(group: _Group) -> str:
    if group.type != "place":
        return group.type
    labels = [mention.label for mention in group.mentions]
    return max(_PLACES, key=labels.count)


@Language.component("consilience_names")
def names(doc: Doc) -> Doc:
    """Mend the Doc's named entities and gather them; to be added after a tagger of entities."""
    found = mentions.find(doc)
    groups = [group for group in _gather(doc, found) if group.mentions]
    for group in groups:
        group.mentions.sort(key=lambda mention: mention.start)
    groups.sort(key=lambda group: group.mentions[0].start)
    entities = []
    spans: list[Span] = []
    for number, group in enumerate(groups):
        type_ = _type(group)
        described = _described(doc, group)
        marked = [Span(doc, mention.start, mention.end, label=type_) for mention in group.mentions]
        spans += marked
        entities.append(
            Entity(
                id=f"e{number}",
                name=_name(group),
                type=type_,
                country=group.country or _national(described),
                mentions=tuple(Extent(span.start_char, span.end_char, span.text) for span in marked),
                descriptors=described,
            )
        )
    kept = [entity for entity in doc.ents if entity.label_ not in mentions.LABELS]
    doc.set_ents(filter_spans([*kept, *spans]))
    doc._.consilience_entities = tuple(entities)
    return doc
