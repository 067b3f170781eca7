"""The nouns of a story: what many reports say together, and what each statement rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated as Typed
from typing import Literal

from pydantic import Field

from consilience.model.report import Annotated, Internal, ModelInfo, Place, Quarantined, Report, Span, Stance

Status = Literal["corroborated", "single origin", "not established", "disputed"]
Vouches = Literal["yes", "possibly", "no"]
OriginKind = Literal["agency", "state media", "official body", "person", "outlet", "document"]
DerivationRelation = Literal["republishes", "rewrites", "cites"]
ConflictSlot = Literal["number", "date", "place", "person", "polarity", "quotation", "other"]
ConflictRelation = Literal["contradiction", "revision", "precision", "ambiguity", "wording", "undecided"]
Verdict = Literal["same", "different"]


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
    place: Place | None = None


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
    """A report's own words for a finding, who speaks in them and whose word they are.

    ``vouches`` is whether they state what the finding shows: ``possibly`` where that is not certain, and ``no``
    where they deny it or give another value. Only who vouches counts for the established origins.
    """

    report: str
    start: int
    end: int
    text: str
    speaker: str | None = None
    via: tuple[str, ...] = ()
    origin: str | None = None
    stance: Stance = "states"
    vouches: Vouches = "yes"
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

    def not_counted(self, vouches: Vouches) -> tuple[str, ...]:
        """The ids of the origins, none of them established, that the supports which vouch so go back to.

        One that may state what is shown is not among those that tell otherwise.
        """
        possible = {s.origin for s in self.support if s.vouches == "possibly"} if vouches == "no" else set()
        left = dict.fromkeys(s.origin for s in self.support if s.vouches == vouches and s.origin not in possible)
        return tuple(i for i in left if i is not None and i not in self.origins.ids)


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
class Lead:
    """A sentence that a report wrote, one of those that tell the story in short.

    ``findings`` are those that it states, that of its main clause first; outlets, origins and status are
    that one's, or the sentence's own where it is not shown to state what that finding shows. ``origins`` None: what
    it states was not found to be any finding.
    """

    span: Span
    findings: tuple[str, ...]
    outlets: int
    origins: OriginCount | None
    status: Status


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a dossier is not shown because less was asked for; ``single`` findings stand in one report only."""

    findings: int = 0
    single: int = 0
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that was found about one story."""

    id: str
    title: str
    date: DateRange
    places: tuple[Place, ...]
    reports: tuple[Report, ...]
    entities: tuple[StoryEntity, ...] = ()
    origins: tuple[Origin, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    findings: tuple[Finding, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    timeline: tuple[Moment, ...] = ()
    events: tuple[Event, ...] = ()
    lead: tuple[Lead, ...] = ()
    left_out: LeftOut = LeftOut()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided: that two names mean ``same`` or ``different`` things.

    It outranks what the program finds. ``story`` None holds everywhere; ``at`` is an ISO 8601 time.
    """

    verdict: Verdict
    left: str
    right: str
    story: str | None = None
    by: str | None = None
    at: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Briefing:
    """What `consilience brief` prints: a dossier a story, and what could not be read."""

    dossiers: tuple[Dossier, ...]
    quarantined: tuple[Quarantined, ...] = ()
    model: ModelInfo | None = None
