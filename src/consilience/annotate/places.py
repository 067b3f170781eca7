"""spaCy component ``consilience_places``: where the places are that a report names.

A capital or a country that acts ("Moscow denied", "Britain's foreign minister") is named,
but it is no place; the mention says so.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from consilience.annotate import fields
from consilience.annotate.acting import acts, first_of_list
from consilience.annotate.locate import locate, place_of
from consilience.annotate.vicinity import vicinity
from consilience.model import Entity, Place, PlaceMention
from consilience.tables import countries
from consilience.tables import places as gazetteer

fields.register()

# What names a place, or a people and with it its country.
TYPES = frozenset(("GPE", "LOC", "FAC", "NORP"))
_EDGES = ("the border of", "the frontier of", "the coast of", "the coastline of", "the waters of", "the airspace of")


def _acts(doc: Doc, mention: PlaceMention) -> bool:
    """Whether the words stand for who governs there."""
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    return span is not None and acts(first_of_list(span.root))


def _is_state(entity: Entity) -> bool:
    state = countries.by_code().get(entity.country or "")
    return state is not None and state.name == entity.name


def _stands_for_its_state(entity: Entity, mention: PlaceMention) -> bool:
    """Whether the names of the report took a capital for its state ("Moscow" as one of Russia's names)."""
    return _is_state(entity) and mention.place.sort == "town"


def _of_a_people(text: str, mention: PlaceMention) -> PlaceMention | None:
    """A people's word as a place, where what follows is one: *the Turkish capital*, *the Polish border*."""
    if mention.place.vague in _EDGES:
        return mention
    if text.startswith(" capital", mention.end) and mention.place.sort == "country":
        town = gazetteer.capital(mention.place.country or "")
        if town is not None and not text.startswith(" capital,", mention.end):
            return replace(mention, place=place_of(town))
    return None


def _unlisted(entity: Entity, start: int, end: int, text: str) -> PlaceMention:
    """What no table has by that name: a state that the report calls so ("the North"), or a name and no more."""
    row = gazetteer.country(entity.country or "") if _is_state(entity) else None
    if row is not None:
        return PlaceMention(start, end, text, place_of(row), reasons=(f"a name of {entity.name} in the report",))
    name = " ".join(text.split()).removeprefix("the ")
    place = Place(name, "unknown", entity.country, None, None, None, None)
    return PlaceMention(start, end, text, place, reasons=("in no table of places",))


def of_document(doc: Doc) -> tuple[PlaceMention, ...]:
    """The places that a Doc names, in the order of the text."""
    text = doc.text
    named = {
        (m.start, m.end): entity
        for entity in doc._.consilience_entities
        if entity.type in TYPES
        for m in entity.mentions
    }
    people = [entity for entity in doc._.consilience_entities if entity.type == "PERSON"]
    full = [entity.name for entity in people if " " in entity.name]
    surnames = {mention.start for entity in people for mention in entity.mentions}
    # A tagger that takes "Sofia Arden" for a town and a name does not make her one.
    names = [
        (start, end)
        for start, end in sorted(named)
        if end + 1 not in surnames and not any(text.startswith(person, start) for person in full)
    ]
    found: list[PlaceMention] = []
    for key, mention in zip(names, locate(text, names), strict=True):
        entity = named[key]
        if mention is None:
            if entity.type == "NORP":
                continue
            mention = _unlisted(entity, *key, text[slice(*key)])
        near = replace(mention, place=vicinity(text, mention.start, mention.end, mention.place))
        if entity.type == "NORP":
            owned = _of_a_people(text, near)
            if owned is not None:
                found.append(owned)
        else:
            acts = near.place.vague is None and (_stands_for_its_state(entity, near) or _acts(doc, near))
            found.append(replace(near, acts=acts))
    return tuple(found)


@Language.component("consilience_places")
def places(doc: Doc) -> Doc:
    """Set ``doc._.consilience_places``; to be added behind ``consilience_names``."""
    doc._.consilience_places = of_document(doc)
    return doc
