"""The entities of a report: which names name one person, body, place or thing.

The component mends ``doc.ents`` and sets ``doc._.consilience_entities``. A bare
surname belongs to the person whose full name the report gives, a short form or
an abbreviation to the body, every name of a state to the state, and a capital
to its state where it acts as one ("Moscow denied"), else to the city.
"""

from __future__ import annotations

from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from consilience.annotate import alike, descriptors, fields, mentions, namesakes
from consilience.annotate.acting import acts, first_of_list
from consilience.annotate.mentions import Mention
from consilience.annotate.register import Group, Register, abbreviated, government, merge_variants
from consilience.model import Entity, Extent
from consilience.tables import agencies, countries

fields.register()

_PLACES = ("GPE", "LOC", "FAC")
_DESCRIPTORS = 12


def _acts(doc: Doc, mention: Mention) -> bool:
    """Whether a capital or a seat stands for the state: it acts, or is one of two between which something is."""
    name = first_of_list(doc[mention.start : mention.end].root)
    between = name.dep_ == "pobj" and name.head.lower_ in ("between", "with", "against")
    return acts(name) or (between and any(c.dep_ == "conj" for c in name.children))


def _place(register: Register, mention: Mention, text: str) -> Group | None:
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


def _gather(doc: Doc, found: list[Mention]) -> list[Group]:
    """The groups in the order made; full names first, so that short ones know whom to join."""
    register = Register(doc, found)
    waiting: list[tuple[Mention, str]] = []
    for mention in found:
        text = register.text(mention)
        group: Group | None = None
        if mention.label == "PERSON":
            group = register.person(text)
        elif mention.label == "NORP":
            group = register.people(mention, text)
        elif mention.label == "ORG" and (code := government(text)):
            group = register.state(code)
        elif mention.label == "ORG" and (agencies.find(text) or (" " in text and not countries.kinds(text))):
            group = register.body(text)
        elif mention.label == "PRODUCT":
            group = register.product(text)
        elif mention.label in ("EVENT", "LAW"):
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
    merge_variants(register)
    return register.groups


def _short(register: Register, mention: Mention, text: str) -> Group | None:
    """The group of a name that may be short for another one of the report."""
    known = countries.kinds(text)
    if text in register.defined:
        return register.defined[text]
    if not known and alike.singular(text) in register.nicknames:
        return register.nicknames[alike.singular(text)]
    single = " " not in text and (mention.label == "PERSON" or not known)
    surname = register.called(text, mention.label) if single else None
    bodily = mention.label in ("ORG", "PRODUCT", "NORP") or (mention.label == "GPE" and _coined(text))
    part = register.longer(text) if bodily and not known else None
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
        return abbreviated(register, text) or register.body(text)
    if mention.label in ("PRODUCT", "NORP"):
        return register.thing(mention.label, alike.fold(text), text)
    return None


def _coined(text: str) -> bool:
    """Whether a word has a capital inside, as companies' names have and places' have not ("AirTran", "JetBlue")."""
    return any(a.islower() and b.isupper() for a, b in pairwise(text)) and not text.startswith(("Mc", "Mac"))


def _bracketed(doc: Doc, mention: Mention) -> str | None:
    """The abbreviation that stands in brackets right after a name."""
    if mention.end + 2 >= len(doc) or doc[mention.end].text != "(" or doc[mention.end + 2].text != ")":
        return None
    return str(doc[mention.end + 1].text)


def _described(doc: Doc, group: Group) -> tuple[str, ...]:
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


def _name(group: Group) -> str:
    """The group's fullest form; one that only a dateline or a heading shouts, in ordinary letters."""
    if not group.name.isupper() or group.type in ("ORG", "PRODUCT", "LAW") or len(group.name) <= 3 or "." in group.name:
        return group.name
    quiet = [name for name in group.names if not name.isupper() and name.upper() == group.name]
    return quiet[0] if quiet else group.name.title()


def _type(group: Group) -> str:
    if group.type != "place":
        return group.type
    labels = [mention.label for mention in group.mentions]
    return max(_PLACES, key=labels.count)


@Language.component("consilience_names")
def names(doc: Doc) -> Doc:
    """Mend the Doc's named entities and gather them; to be added after a tagger of entities."""
    namesakes.mend(doc)
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
