"""A briefing as plain Markdown text. Nothing that a report wrote can act as Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from consilience.model import Briefing, Conflict, Derivation, Dossier, Finding, Lead, Origin, Quotation, Span, Support
from consilience.publish import terminal, wording
from consilience.publish.characters import line
from consilience.publish.differences import runs

_ACTIVE = re.compile(r"[\\`*_\[\]<>|~&$]")
_OPENS_BLOCK = re.compile(r"^(\d*)([.)](?=\s|$)|[-+=#])")

_CHANGE = {"same": "{}", "added": "**{}**", "missing": "~~{}~~"}

show = terminal.show


def render(b: Briefing) -> str:
    """The whole briefing as Markdown (CommonMark with tables), ending in a line feed."""
    blocks: list[str] = []
    for dossier in b.dossiers:
        blocks += _dossier(dossier)
    if not b.dossiers:
        blocks.append("No story was found.")
    if b.quarantined:
        blocks.append(f"## Set aside: {wording.number(len(b.quarantined), 'input')} that could not be read")
        blocks.append("\n".join(f"- {escaped(q.path)}: {escaped(q.reason)}" for q in b.quarantined))
    if b.model:
        model = f"{b.model.name} {b.model.version} ({b.model.digest})"
        blocks.append(f"---\n\nLanguage model: {escaped(model)}. {wording.CLAIM}")
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """The text on one line, with every character that Markdown or HTML would obey escaped."""
    plain = _ACTIVE.sub(lambda m: "\\" + m[0], line(text))
    return _OPENS_BLOCK.sub(r"\1\\\2", plain)


def _dossier(d: Dossier) -> Iterator[str]:
    names, origins = wording.outlets(d.reports), {origin.id: origin for origin in d.origins}
    yield f"# {escaped(d.title)}"
    yield " · ".join([f"**{wording.event_date(d.date)}**", *(escaped(wording.place(place)) for place in d.places)])
    yield f"{wording.scope(d)} {wording.dating(d)}".rstrip()
    if d.lead:
        yield "## In short"
        yield "\n".join(_lead(one, names, origins) for one in d.lead)
    left = wording.left_out(d)
    if left:
        yield left
    several = [f for f in d.findings if len(f.support) > 1]
    single = [f for f in d.findings if len(f.support) <= 1]
    words = {c.id: c for c in d.conflicts if wording.is_of_words(c)}
    if several:
        yield "## What several reports state"
        for place, finding in enumerate(several, 1):
            yield _finding(place, finding, names, origins, [words[key] for key in finding.conflicts if key in words])
    yield "## Where the reports differ"
    statements = {finding.id: finding.text for finding in d.findings}
    told = wording.beside(d)
    if told:
        yield told
    if not d.conflicts:
        yield wording.NO_CONFLICT
    for conflict in (c for c in d.conflicts if c.id not in words):
        yield from _conflict(conflict, statements, names)
    varied = [q for q in d.quotations if len(q.variants) > 1]
    if varied:
        yield "## Quotations given by several reports"
        for quotation in varied:
            yield _quotation(quotation, names)
    if d.derivations:
        yield "## Who has it from whom"
        yield "\n".join(_derivation(x, names) for x in d.derivations)
    if d.timeline:
        yield "## Timeline"
        yield "\n".join(
            f"- {wording.period(m.earliest, m.latest) or 'No date given'}: {escaped(m.text)}" for m in d.timeline
        )
    if d.origins:
        yield "## Origins"
        rows = [[o.name, o.kind, o.party or "–", ", ".join(names[r] for r in o.reports)] for o in d.origins]
        yield _table(["Origin", "Kind", "Speaks for", "Named by"], rows)
    if d.entities:
        yield "## People, bodies and places"
        yield "\n".join(
            f"- {escaped(e.name)}"
            + (f" (also {escaped(', '.join(e.aliases))})" if e.aliases else "")
            + (
                f": {escaped('; '.join(filter(None, (wording.lies(e), wording.coordinates(e.place)))))}"
                if e.place
                else ""
            )
            for e in d.entities
        )
    yield "## Reports"
    yield "\n".join(
        f"- {escaped(names[r.id])}: " + ", ".join(escaped(w) for w in (r.title, wording.published(r), r.path) if w)
        for r in d.reports
    )
    if single:
        yield f"## Said by one report only ({len(single)})"
        yield "\n".join(f"- {_said(f.support[0], names)}" if f.support else f"- {escaped(f.text)}" for f in single)


def _lead(one: Lead, names: wording.Names, origins: dict[str, Origin]) -> str:
    told = [escaped(names[one.span.report]), escaped(wording.lead_flow(one, origins)), wording.STATUS[one.status][0]]
    return f"- {escaped(one.span.text)} ({' · '.join(told)})"


def _finding(
    place: int, f: Finding, names: wording.Names, origins: dict[str, Origin], words: Sequence[Conflict]
) -> str:
    carried, origin, most = wording.flow(f, origins)
    tags = [f"**{wording.STATUS[f.status][0]}**", *([] if f.new else ["background"])]
    lines = [
        f"{place}. **{escaped(f.text)}**",
        " · ".join([f"{carried} → {escaped(origin)}{most and f' ({most})'}", *tags]),
        escaped(wording.explanation(f, origins)),
    ]
    indent = " " * (len(str(place)) + 2)
    head = f"\n\n{indent}".join(lines)
    rows = [_said(s, names) for s in f.support]
    rows += [f"Put differently: {escaped(wording.put_differently(c))}" for c in words]
    return head + "\n\n" + "\n".join(f"{indent}- {row}" for row in rows)


def _said(s: Support, names: wording.Names) -> str:
    chain = " → ".join(escaped(link) for link in wording.chain(s, names[s.report]))
    bearing = f" ({told})" if (told := wording.bearing(s)) else ""
    return f"{chain}{bearing}: “{escaped(s.text)}” (characters {s.start}–{s.end})"


def _conflict(c: Conflict, statements: dict[str, str], names: wording.Names) -> Iterator[str]:
    yield f"### {wording.difference(c)}"
    about = f"About “{escaped(statements.get(c.finding, c.finding))}”. " if c.finding else ""
    yield f"{about}{escaped(names.within(c.reason))}"
    yield "\n".join(
        f"- **{escaped(wording.side(c.slot, side.value))}**: {_places(side.spans, names)}" for side in c.sides
    )


def _quotation(q: Quotation, names: wording.Names) -> str:
    chain = " → ".join(escaped(link) for link in (q.speaker or "Speaker not named", *q.via))
    first = line(q.variants[0].text)
    rows = []
    for variant in q.variants:
        shown = " ".join(_CHANGE[run.change].format(escaped(run.text)) for run in runs(first, line(variant.text)))
        rows.append(f"- {escaped(names[variant.report])}: {shown}")
    return f"**{chain}** (against the first wording: **added**, ~~missing~~)\n\n" + "\n".join(rows)


def _places(spans: Sequence[Span], names: wording.Names) -> str:
    return "; ".join(f"{escaped(names[s.report])} “{escaped(s.text)}”" for s in spans)


def _derivation(d: Derivation, names: wording.Names) -> str:
    share = f", {round(100 * d.share)} % of its words" if d.share else ""
    report, source, reason = map(escaped, (names[d.report], names[d.source], names.within(d.reason)))
    return f"- {report} {d.relation} {source}{share}: {reason}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *([escaped(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
