"""Where the drawings of a page stand: the lineage of a story's reports, and the fan from outlets to origins.

Only places are worked out here (in pixels of the drawing's own box); the templates draw.
The lineage is layered from its sources on the left, as in Sugiyama, Tagawa and Toda (1981):
a node stands one column right of its furthest source, and the rows of a column follow the
mean row of their sources.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consilience.model import Derivation, Finding, Origin, Report
from consilience.publish.wording import Names

NODE_WIDTH, NODE_HEIGHT = 184, 44
_COLUMN_GAP, _ROW_GAP, _EDGE = 148, 18, 2
_LETTERS = 24
COLUMNS = 6

# A fan: names of outlets, their dots, the threads, the dots of the origins, their names.
FAN_WIDTH, FAN_LEFT, FAN_RIGHT = 340, 136, 204
FAN_ROWS, _FAN_STEP, _FAN_LETTERS = 12, 19, 17


@dataclass(frozen=True, slots=True)
class Node:
    """A report, or a source that is no report of the story, with its upper left corner."""

    key: str
    name: str
    label: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A derivation from source to report: ``path`` is the d of an SVG path, ``x`` and ``y`` where its words stand."""

    derivation: Derivation
    source: str
    report: str
    words: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Lineage:
    """The drawing, and the reports that stand alone in it."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    alone: tuple[str, ...]


def lineage(
    reports: Sequence[Report], names: Names, derivations: Sequence[Derivation], origins: Sequence[Origin]
) -> Lineage:
    """The derivations among reports and their sources. There are at most ``COLUMNS`` columns, also for a cycle."""
    parents: dict[str, list[str]] = {}
    for d in derivations:
        parents.setdefault(d.source, [])
        parents.setdefault(d.report, [])
        if d.source not in parents[d.report]:
            parents[d.report].append(d.source)
    depth = _depths(parents)
    columns: dict[int, list[str]] = {}
    for key in sorted(parents, key=lambda k: (depth[k], names[k], k)):
        columns.setdefault(depth[key], []).append(key)
    rows: dict[str, int] = {}
    for column in sorted(columns):
        placed = sorted(columns[column], key=lambda k: _mean([rows[p] for p in parents[k] if p in rows]))
        rows.update({key: row for row, key in enumerate(placed)})
        columns[column] = placed
    tallest = max((len(c) for c in columns.values()), default=0)
    kinds = {origin.name: origin.kind for origin in origins}
    nodes = {}
    for column, keys in columns.items():
        lead = (tallest - len(keys)) / 2
        for row, key in enumerate(keys):
            x = _EDGE + column * (NODE_WIDTH + _COLUMN_GAP)
            y = _EDGE + (lead + row) * (NODE_HEIGHT + _ROW_GAP)
            name = names[key]
            kind = "report" if key in names else kinds.get(key, "source")
            nodes[key] = Node(key, name, shorten(name, _LETTERS), kind, x, y)
    edges = tuple(_edge(d, nodes[d.source], nodes[d.report]) for d in derivations)
    return Lineage(
        width=max((n.x + NODE_WIDTH + _EDGE for n in nodes.values()), default=0),
        height=max((n.y + NODE_HEIGHT + _EDGE for n in nodes.values()), default=0),
        nodes=tuple(nodes.values()),
        edges=edges,
        alone=tuple(names[report.id] for report in reports if report.id not in nodes),
    )


def _depths(parents: dict[str, list[str]]) -> dict[str, int]:
    depth = dict.fromkeys(parents, 0)
    for _ in range(COLUMNS - 1):
        depth = {key: max((1 + depth[source] for source in parents[key]), default=0) for key in parents}
    used = sorted(set(depth.values()))
    return {key: used.index(value) for key, value in depth.items()}


def _mean(rows: list[int]) -> float:
    return sum(rows) / len(rows) if rows else 0.0


def shorten(name: str, letters: int) -> str:
    """The name as far as it fits a drawing; the whole of it stands in a title beside."""
    return name if len(name) <= letters else name[: letters - 1].rstrip() + "…"


def _edge(d: Derivation, source: Node, report: Node) -> Edge:
    x1, y1 = source.x + NODE_WIDTH, source.y + NODE_HEIGHT / 2
    x2, y2 = report.x, report.y + NODE_HEIGHT / 2
    bend = (x2 - x1) / 2
    words = f"{d.relation} {round(100 * d.share)} %" if d.share else d.relation
    path = f"M{x1:g} {y1:g} C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}"
    # The words stand past the middle of the curve, where the edges of one source have parted.
    t = 0.6
    x = _bezier(x1, x1 + bend, x2 - bend, x2, t)
    y = _bezier(y1, y1, y2, y2, t)
    return Edge(d, source.name, report.name, words, path, round(x, 1), round(y, 1))


def _bezier(a: float, b: float, c: float, d: float, t: float) -> float:
    u = 1 - t
    return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d


@dataclass(frozen=True, slots=True)
class Dot:
    """An outlet or an origin in a fan. ``shown`` is False for an origin that no report shows."""

    y: float
    name: str
    label: str
    shown: bool = True
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """From an outlet's height to an origin's."""

    path: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Fan:
    """One dot an outlet, one dot an origin, and who goes back to whom. ``beyond`` outlets did not fit."""

    height: float
    outlets: tuple[Dot, ...]
    origins: tuple[Dot, ...]
    threads: tuple[Thread, ...]
    beyond: int


def fan(finding: Finding, outlets: Mapping[str, str], owners: Mapping[str, str], origins: Mapping[str, Origin]) -> Fan:
    """The outlets of a finding flowing into the origins that they show.

    ``outlets`` and ``owners`` give for a report's id the outlet that it stands for, and
    the publisher whose text it is in the end. An outlet that shows no origin leads,
    dotted, to that of its owner, else to a hollow dot, which those of one owner share;
    there are as many as the count leaves open. A hollow dot bears the name of an origin
    whose words may not state the same. From an outlet that tells otherwise nothing leads
    anywhere. Outlets stand in the order of their origins, so that few threads cross.
    """
    links: dict[str, list[str]] = {}
    owner: dict[str, str] = {}
    denies: dict[str, bool] = {}
    perhaps: dict[str, str] = {}
    possible = {key for key in finding.not_counted("possibly") if key in origins}
    for support in finding.support:
        outlet = outlets.get(support.report, support.report)
        owner.setdefault(outlet, owners.get(support.report, outlet))
        targets = links.setdefault(outlet, [])
        if support.origin in finding.origins.ids and support.origin in origins and support.origin not in targets:
            targets.append(support.origin)
        if support.vouches == "possibly" and support.origin in possible:
            perhaps.setdefault(outlet, support.origin)
        told_otherwise = support.stance == "denies" or support.vouches == "no"
        denies[outlet] = denies.get(outlet, True) and told_otherwise
    drawn = dict(list(links.items())[:FAN_ROWS])
    known = [key for key in finding.origins.ids if key in origins]
    settled = {owner[outlet]: targets[0] for outlet, targets in reversed(links.items()) if targets}
    silent = [outlet for outlet, targets in drawn.items() if not targets and not denies[outlet]]
    unnamed = [owner[outlet] for outlet in silent if owner[outlet] not in settled and outlet not in perhaps]
    open_ = list(dict.fromkeys(unnamed))
    left = finding.origins.at_most - finding.origins.at_least - len(possible)
    hollow = [f"?{i}" for i in range(max(0, min(left, len(open_))))]
    for outlet in silent:
        if outlet in perhaps:
            drawn[outlet] = [perhaps[outlet]]
        elif owner[outlet] in settled:
            drawn[outlet] = [settled[owner[outlet]]]
        elif hollow:
            drawn[outlet] = [hollow[min(open_.index(owner[outlet]), len(hollow) - 1)]]
    hollow = [*dict.fromkeys(perhaps.values()), *hollow]
    right = [*known, *hollow][:FAN_ROWS]
    order = sorted(drawn, key=lambda outlet: _mean([right.index(t) for t in drawn[outlet] if t in right]))
    rows = max(len(order), len(right), 1)
    left_y = {outlet: _spread(i, len(order), rows) for i, outlet in enumerate(order)}
    right_y = {key: _spread(i, len(right), rows) for i, key in enumerate(right)}
    return Fan(
        height=rows * _FAN_STEP,
        outlets=tuple(_dot(y, outlet, denies=denies[outlet]) for outlet, y in left_y.items()),
        origins=tuple(
            _dot(y, origins[k].name if k in origins else "not shown", k in known) for k, y in right_y.items()
        ),
        threads=tuple(
            Thread(_thread(left_y[outlet], right_y[target]), outlet not in silent)
            for outlet in order
            for target in drawn[outlet]
            if target in right_y
        ),
        beyond=len(links) - len(drawn),
    )


def _dot(y: float, name: str, shown: bool = True, denies: bool = False) -> Dot:
    return Dot(y, name, shorten(name, _FAN_LETTERS), shown, denies)


def _spread(place: int, count: int, rows: int) -> float:
    return _FAN_STEP * ((rows - count + 1) / 2 + place)


def _thread(y1: float, y2: float) -> str:
    middle = (FAN_LEFT + FAN_RIGHT) / 2
    return f"M{FAN_LEFT} {y1:g} C{middle:g} {y1:g} {middle:g} {y2:g} {FAN_RIGHT} {y2:g}"
