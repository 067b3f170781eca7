"""The nouns of Consilience, as frozen dataclasses.

Offsets everywhere are Unicode code points of a report's raw text, ``end``
exclusive. The fields, in this order, are the JSON that the commands print;
what serves later stages only is marked with :data:`Internal` and not printed.
"""

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
Status = Literal["corroborated", "single origin", "not established", "disputed"]
OriginKind = Literal["agency", "state media", "official body", "person", "outlet", "document"]
DerivationRelation = Literal["republishes", "rewrites", "cites"]
ConflictSlot = Literal["number", "date", "place", "person", "polarity", "quotation", "other"]
ConflictRelation = Literal["contradiction", "revision", "precision", "ambiguity", "wording", "undecided"]


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


@dataclass(frozen=True, slots=True)
class Assignment:
    """The story that a report was put into, and why."""

    report: str
    path: str
    story: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The reports about one event, in the order read."""

    id: str
    reports: tuple[Annotated, ...]


@dataclass(frozen=True, slots=True)
class StoryEntity:
    """An entity across the reports of a story. ``mentions`` are (report id, entity id) pairs."""

    id: str
    name: str
    type: str
    country: str | None
    aliases: tuple[str, ...]
    mentions: Typed[tuple[tuple[str, str], ...], Internal] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """The party that first put a statement on record, with the spans that name it."""

    id: str
    name: str
    kind: OriginKind
    party: str | None
    reports: tuple[str, ...]
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Derivation:
    """``report`` took text or content from ``source`` (a report's id or an agency's name).

    ``share`` is the share of the report's news words that the source has too. Where the evidence
    gives no direction ``directed`` is False and the two stand in the order of their ids.
    """

    report: str
    source: Typed[str, Field(alias="from")]
    relation: DerivationRelation
    share: float
    spans: tuple[tuple[Span, Span], ...]
    reason: str
    directed: bool = True


@dataclass(frozen=True, slots=True)
class Support:
    """A report's own words for a finding, who speaks in them and whose word they are."""

    report: str
    start: int
    end: int
    text: str
    speaker: str | None = None
    via: tuple[str, ...] = ()
    origin: str | None = None
    stance: Stance = "states"
    why: str = ""


@dataclass(frozen=True, slots=True)
class OriginCount:
    """How many origins a finding rests on; ``ids`` are the established ones."""

    at_least: int
    at_most: int
    parties: int
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Claims of one or more reports that state the same thing."""

    id: str
    text: str
    span: Span
    new: bool
    status: Status
    outlets: int
    origins: OriginCount
    support: tuple[Support, ...]
    conflicts: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that a conflict is about, and where it stands."""

    value: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A slot in which a finding's claims differ."""

    id: str
    finding: str
    slot: ConflictSlot
    relation: ConflictRelation
    sides: tuple[Side, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """The wordings in which reports give one utterance. ``difference``: 0 same, 1 nothing shared."""

    id: str
    speaker: str | None
    via: tuple[str, ...]
    variants: tuple[Span, ...]
    difference: float


@dataclass(frozen=True, slots=True)
class Moment:
    """A finding's place in time."""

    earliest: str | None
    latest: str | None
    finding: str
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """A coded event in the PLOVER scheme; ``report`` None is the event level."""

    type: str
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    date: str | None
    place: str | None
    finding: str
    report: str | None = None
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days that a story's event spans, as far as the reports say."""

    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that was found about one story."""

    id: str
    title: str
    date: DateRange
    places: tuple[str, ...]
    reports: tuple[Report, ...]
    entities: tuple[StoryEntity, ...] = ()
    origins: tuple[Origin, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    findings: tuple[Finding, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    timeline: tuple[Moment, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Briefing:
    """What `consilience brief` prints: a dossier a story, and what could not be read."""

    dossiers: tuple[Dossier, ...]
    quarantined: tuple[Quarantined, ...] = ()
    model: ModelInfo | None = None
