"""The nouns of one report: its text and what was marked in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated as Typed
from typing import Any, Literal

from pydantic import Field

# A field that travels between stages and into no output.
Internal = Field(exclude=True)

DatedBy = Literal["metadata", "given", "inferred", "unknown"]
AttributionKind = Literal["direct", "indirect", "mixed"]
Polarity = Literal["positive", "negative"]
Factuality = Literal["asserted", "planned", "hoped", "doubted", "denied", "hypothetical"]
Stance = Literal["states", "denies", "hedges"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Bound = Literal["=", ">=", ">", "<=", "<", "~"]
PlaceSort = Literal["country", "region", "area", "town", "site", "unknown"]


@dataclass(frozen=True, slots=True)
class Extent:
    """Characters of the report at hand."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of one named report."""

    report: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Removed:
    """Characters of a report that are not news text, with the reason."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """One published news text.

    ``published`` is an ISO 8601 date or time, or an interval ``a/b`` where more than one day stays
    possible; ``dated_because`` says why. ``credits`` are agencies that the report names as its supplier.
    """

    id: str
    path: str
    text: str
    outlet: str | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    dated_by: DatedBy = "unknown"
    dated_because: tuple[str, ...] = ()
    language: str | None = None
    byline: str | None = None
    credits: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An input that could not be read, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, body, place or thing within one report; ``descriptors`` are the titles it is given there."""

    id: str
    name: str
    type: str
    country: str | None
    mentions: tuple[Extent, ...]
    descriptors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A TIMEX3. ``earliest`` and ``latest`` are ISO days (both inclusive), None where open.

    ``form`` is what the words alone say: from it the value is worked out anew once a report is dated.
    """

    start: int
    end: int
    text: str
    type: TimexType
    value: str
    earliest: str | None = None
    latest: str | None = None
    anchor: str | None = None
    form: Typed[str, Internal] = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that counts or measures; ``value`` or the range ``low`` to ``high``; ``change`` is its direction."""

    start: int
    end: int
    text: str
    value: float | None
    low: float | None = None
    high: float | None = None
    bound: Bound = "="
    unit: str | None = None
    counted: str | None = None
    change: Typed[Literal["up", "down"] | None, Internal] = None


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere on the earth: all of it lies within ``radius_km`` of the coordinates.

    A place of the sort ``unknown`` is a name that no table has: it has no coordinates.

    ``country`` is an ISO 3166 alpha-2 code, None for what belongs to none (a sea, a continent);
    ``region`` is its state or province, None where it has none or is not known.
    ``vague`` are the words that leave open where it is exactly ("near", "off the coast of"), else None.
    """

    name: str
    sort: PlaceSort
    country: str | None
    region: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    vague: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """The words of a report that name a place. ``acts``: they stand for a state, which is no place ("Moscow said")."""

    start: int
    end: int
    text: str
    place: Place
    acts: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to say what: source, cue and content (PARC, PolNeAR).

    ``via`` runs from the speaker outward, without speaker and carrying outlet; ``reasons`` say where it comes from.
    """

    source: Extent | None
    cue: Extent | None
    content: Extent
    kind: AttributionKind
    speaker: str | None = None
    speaker_entity: str | None = None
    via: tuple[str, ...] = ()
    anonymous: bool = False
    stance: Stance = "states"
    factuality: Factuality = "asserted"
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One proposition of one report: the shortest clause that states it.

    ``roles`` maps a role (agent, patient, recipient, place, …) to its words. ``head`` is the
    predicate's token and ``tokens`` the claim's words in :class:`Tokens`; ``times``,
    ``quantities`` and ``entities`` index the lists of the :class:`Annotated` that holds it.
    """

    id: str
    start: int
    end: int
    text: str
    predicate: str
    polarity: Polarity
    factuality: Factuality
    roles: dict[str, str]
    attribution: int | None = None
    new: bool = True
    head: Typed[int, Internal] = -1
    tokens: Typed[tuple[int, ...], Internal] = ()
    times: Typed[tuple[int, ...], Internal] = ()
    quantities: Typed[tuple[int, ...], Internal] = ()
    entities: Typed[tuple[int, ...], Internal] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The report's words in columns, so that later stages need no spaCy.

    ``head`` is the index of the syntactic head (its own for a root), ``sentence`` the number
    of the sentence, ``entity`` the index of the report's entity that the token names or means, or -1.
    """

    start: tuple[int, ...] = ()
    end: tuple[int, ...] = ()
    text: tuple[str, ...] = ()
    lemma: tuple[str, ...] = ()
    pos: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    dep: tuple[str, ...] = ()
    head: tuple[int, ...] = ()
    sentence: tuple[int, ...] = ()
    entity: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The language model behind an output: results differ between models."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """One report with everything that was marked in it."""

    report: Report
    entities: tuple[Entity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    model: ModelInfo | None = None
    tokens: Typed[Tokens, Internal] = field(default_factory=Tokens)
    places: tuple[PlaceMention, ...] = ()
