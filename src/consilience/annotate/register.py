"""The things of one report while its names are being gathered, and where a name is looked up among them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from spacy.tokens import Doc

from consilience.annotate import alike, designations
from consilience.annotate.mentions import Mention
from consilience.tables import agencies, benchmarks, countries, naming

# So many persons of one surname are told apart; a list of a family's hundred members is not compared pair by pair.
_NAMESAKES = 40
# A short form may stand in the headline and the lead before the full name; one used oftener is a name of its own.
_EARLY = 2


@dataclass(slots=True)
class Group:
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


class Register:
    """The groups of one report, and where a name is looked up among them."""

    def __init__(self, doc: Doc, found: list[Mention]) -> None:
        self.doc = doc
        self.found = found
        self.groups: list[Group] = []
        self.persons: dict[str, list[Group]] = {}
        self.given: dict[str, list[Group]] = {}
        self.bodies: dict[str, Group] = {}
        self.heads: dict[str, list[Group]] = {}
        self.others: dict[tuple[str, str], Group] = {}
        self.defined: dict[str, Group] = {}
        self.nicknames: dict[str, Group] = {}
        self.korean = _korean(found, doc)
        self.american = _georgia(found, doc)
        self.starts: dict[str, list[int]] = {}
        for mention in found:
            self.starts.setdefault(self.text(mention), []).append(mention.start)

    def text(self, mention: Mention) -> str:
        return " ".join(str(self.doc[mention.start : mention.end].text).split())

    def new(self, type_: str, name: str, country: str | None = None, fixed: bool = False) -> Group:
        group = Group(type_, name, country, fixed)
        self.groups.append(group)
        return group

    def person(self, text: str) -> Group | None:
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

    def called(self, text: str, label: str) -> Group | None:
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

    def early(self, text: str, group: Group) -> bool:
        """Whether the full name comes soon enough for the short form to mean it."""
        return bisect_left(self.starts[text], group.mentions[0].start) <= _EARLY

    def body(self, text: str) -> Group:
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

    def longer(self, text: str) -> Group | None:
        """The one body that a short form or an abbreviation stands for, None where none or several could be meant."""
        words = alike.body(text)
        found = {id(group): group for part in (words[0], words[-1]) for group in self.heads.get(part, ())[:_NAMESAKES]}
        fits = [group for group in found.values() if _short_form(words, alike.body(group.name))]
        if len(fits) != 1 or alike.acronym(text) or text in naming.bodies():
            return None
        return fits[0] if self.early(text, fits[0]) else None

    def thing(self, type_: str, key: str, name: str, country: str | None = None, fixed: bool = False) -> Group:
        """Any other thing, by a key of its own."""
        group = self.others.get((type_, key))
        if group is None:
            group = self.others[(type_, key)] = self.new(type_, name, country, fixed)
        return group

    def people(self, mention: Mention, text: str) -> Group | None:
        """A people; "Russian troops" are the state's, "Russians" are not. None for any other group."""
        country = countries.find(text, "people") or countries.find(text)
        if country is None:
            return None
        own = text in country.people and self.doc[mention.end - 1].tag_ not in ("NNS", "NNPS", "NN")
        return self.thing("NORP", ("=" if own else "+") + country.code, text, country.code)

    def product(self, text: str) -> Group | None:
        """The stock index of that name or the type of that designation; None for one short name without either."""
        row = benchmarks.find(text)
        if row:
            return self.thing("PRODUCT", "=" + row.name, row.name, row.country, fixed=True)
        core = designations.core(text)
        if core is None:
            return self.thing("PRODUCT", alike.fold(text), text) if " " in text else None
        group = self.thing("PRODUCT", "#" + core, text)
        words = text.replace('"', " ").split()
        # "787 Dreamliner": what stands behind the designation is a name of its own.
        if len(words) > 1 and designations.core(words[-2]) and words[-1].isalpha() and words[-1].istitle():
            self.nicknames.setdefault(alike.singular(words[-1]), group)
        return group

    def state(self, code: str) -> Group:
        return self.thing("GPE", "=" + code, countries.by_code()[code].name, code, fixed=True)


def _nation(words: tuple[str, ...]) -> str | None:
    codes = [word[1:] for word in words if word[0] == "="]
    return codes[0] if len(codes) == 1 else None


def government(text: str) -> str | None:
    """The state whose government a name is: "the US Government" acts as the United States."""
    words = alike.body(text) if "overnment" in text else ()
    return _nation(words) if len(words) == 2 and "government" in words else None


def _short_form(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether a body may be called by its first words ("Goldman"), or by all but its country ("Foreign Ministry")."""
    if len(short) >= len(long):
        return False
    if long[: len(short)] == short:
        # "Slidell" is not the Slidell Police Department, though "Goldman" is Goldman Sachs.
        return (short[0][0] != "=" or len(short) > 1) and not naming.words("civic").issuperset(long[len(short) :])
    return len(short) > 1 and long[-len(short) :] == short and long[0][0] == "="


def _korean(found: list[Mention], doc: Doc) -> bool:
    return any(countries.code(doc[m.start : m.end].text) in ("KP", "KR") for m in found if m.label in ("GPE", "NORP"))


def _georgia(found: list[Mention], doc: Doc) -> bool:
    """Whether Georgia is the American state here: other American states are named, the Caucasus is not."""
    texts = {doc[m.start : m.end].text for m in found}
    caucasus = {"Tbilisi", "Georgian", "Georgians", "South Ossetia", "Abkhazia", "Armenia", "Russia", "Moscow"}
    return not texts & caucasus and any((c := countries.find(text, "region")) and c.code == "US" for text in texts)


def merge_variants(register: Register) -> None:
    """Longer and shorter names of one body, where the report knows only one that it can be.

    "The Federal Reserve" is the US Federal Reserve, and "China Eastern" the
    airline of that name with nothing but a word for its kind behind it.
    """
    variants: dict[tuple[str, ...], list[Group]] = {}
    kinds = naming.lowered("org_words")
    for group in register.bodies.values():
        for name in (group.name, *naming.also("bodies", group.name)) if group.mentions else ():
            words = alike.body(name)
            if len(words) > 1 and words[0][0] == "=":
                variants.setdefault(words[1:], []).append(group)
            if len(words) > 2 and words[-1] in kinds:
                variants.setdefault(words[:-1], []).append(group)
            if " for " in name:
                variants.setdefault(alike.body(name.split(" for ")[0]), []).append(group)
    for rest, groups in variants.items():
        plain = register.bodies.get(" ".join(rest))
        proper = len(rest) > 1 or (plain is not None and alike.acronym(plain.name) is not None)
        if plain and plain.mentions and len({*map(id, groups)}) == 1 and groups[0] is not plain and proper:
            for mention in groups[0].mentions:
                plain.add(mention, register.text(mention))
            plain.country = plain.country or groups[0].country
            groups[0].mentions.clear()


def abbreviated(register: Register, text: str) -> Group | None:
    """The one body whose first letters an abbreviation is."""
    if not alike.acronym(text) or len(alike.acronym(text) or "") < 3:
        return None
    fits = [group for group in register.bodies.values() if alike.abbreviates(text, group.name)]
    return fits[0] if len(fits) == 1 else None
