"""A briefing on a terminal, through rich. What a report wrote is never read as markup or as control codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from consilience.model import Briefing, Conflict, Dossier, Finding, Quotation, Status
from consilience.publish import wording
from consilience.publish.characters import line
from consilience.publish.differences import Run, runs

_COLOUR: dict[Status, str] = {
    "corroborated": "green",
    "single origin": "yellow",
    "not established": "bright_black",
    "disputed": "red",
}
# The signs of wdiff beside the styles: not every terminal can strike words out.
_CHANGE = {"same": ("{}", ""), "added": ("{{+{}+}}", "bold underline"), "missing": ("[-{}-]", "strike dim")}
_LOUD = {"contradiction": "bold red", "revision": "bold yellow"}


def show(b: Briefing, console: Console) -> None:
    """Print the briefing to the console, fitted to its width."""
    for dossier in b.dossiers:
        console.print(*_dossier(dossier), sep="\n")
    if not b.dossiers:
        console.print(Text("No story was found."))
    if b.quarantined:
        table = _table("Set aside: could not be read", "Input", "Reason")
        for q in b.quarantined:
            table.add_row(_text(q.path), _text(q.reason))
        console.print(table)
    if b.model:
        console.print(_text(f"Language model: {b.model.name} {b.model.version} ({b.model.digest})", "dim"))


def _dossier(d: Dossier) -> Iterator[RenderableType]:
    names = wording.outlets(d.reports)
    origins = {origin.id: origin for origin in d.origins}
    where = " · ".join([wording.event_date(d.date), *map(wording.place, d.places)])
    head = Group(_text(d.title, "bold"), _text(where), _text(f"{wording.scope(d)} {wording.dating(d)}", "dim"))
    yield Panel(head, box=box.HEAVY, padding=(0, 1))

    for one in d.lead:
        told = f"{names[one.span.report]} · {wording.lead_flow(one, origins)}"
        yield Padding(
            Group(_text(one.span.text), Text.assemble(_text(told, "dim"), " · ", _tone(one.status))), (0, 1, 1, 1)
        )
    if left := wording.left_out(d):
        yield Padding(_text(left, "dim"), (0, 1))

    several = [f for f in d.findings if len(f.support) > 1]
    words = {c.id: c for c in d.conflicts if wording.is_of_words(c)}
    if several:
        table = _table("What several reports state", "", "Statement", "Outlets → origins", "Status")
        table.columns[0].justify = "right"
        table.columns[1].ratio = 3
        table.columns[2].ratio = 2
        for place, f in enumerate(several, 1):
            carried, origin, most = wording.flow(f, origins)
            flow = Text.assemble((carried, "bold"), " → ", _text(origin, "bold"), most and f" ({most})")
            said = _statement(f, names, [words[key] for key in f.conflicts if key in words])
            table.add_row(str(place), said, flow, _tone(f.status))
        yield table

    yield Rule(Text("Where the reports differ", "bold"), align="left", style="dim")
    if not d.conflicts:
        yield Padding(_text(wording.NO_CONFLICT, "dim"), (0, 0, 1, 1))
    told = wording.beside(d)
    if told:
        yield Padding(_text(told, "dim"), (0, 0, 1, 1))
    for conflict in (c for c in d.conflicts if not wording.is_of_words(c)):
        yield _conflict(conflict, {f.id: f.text for f in d.findings}, names)

    varied = [q for q in d.quotations if len(q.variants) > 1 and q.difference > 0]
    if varied:
        yield Rule(Text("One utterance, several wordings", "bold"), align="left", style="dim")
    for quotation in varied:
        yield _quotation(quotation, names)

    if d.derivations:
        table = _table("Who has it from whom", "Report", "", "Source", "Because")
        for x in d.derivations:
            share = f"{x.relation} {round(100 * x.share)} %" if x.share else x.relation
            table.add_row(_text(names[x.report]), share, _text(names[x.source]), _text(names.within(x.reason), "dim"))
        yield table
    if d.timeline:
        table = _table("Timeline", "When", "What")
        for m in d.timeline:
            table.add_row(wording.period(m.earliest, m.latest) or "no date given", _text(m.text))
        yield table
    single = [f for f in d.findings if len(f.support) <= 1]
    if single:
        table = _table(f"Said by one report only ({len(single)})", "Report", "Statement")
        for f in single:
            chain = wording.chain(f.support[0], names[f.support[0].report]) if f.support else ()
            table.add_row(_text(" → ".join(chain), "dim"), _text(f.text))
        yield table


def _statement(f: Finding, names: wording.Names, words: Sequence[Conflict]) -> RenderableType:
    chains = (" → ".join(wording.chain(s, names[s.report])) for s in f.support)
    bearings = (f" ({bearing})" if (bearing := wording.bearing(s)) else "" for s in f.support)
    ways = dict.fromkeys(chain + bearing for chain, bearing in zip(chains, bearings, strict=True))
    said = Text("\n").join(_text(way, "dim") for way in (*ways, *map(wording.put_differently, words)))
    return Group(_text(f.text), Padding(said, (0, 0, 0, 2)))


def _tone(status: Status) -> Text:
    return Text(wording.STATUS[status][0], style=f"bold {_COLOUR[status]}")


def _conflict(c: Conflict, statements: dict[str, str], names: wording.Names) -> RenderableType:
    table = Table(box=box.SIMPLE, expand=True, title_justify="left", show_edge=False, padding=(0, 2, 0, 1))
    title = Text(wording.difference(c), style=_LOUD.get(c.relation, "bold"))
    for side in c.sides:
        table.add_column(_text(wording.side(c.slot, side.value), "bold"), ratio=1)
    said = ([_text(f"{names[s.report]}: “{s.text}”") for s in side.spans] for side in c.sides)
    table.add_row(*(Text("\n").join(words) for words in said))
    about = _text(f"{statements.get(c.finding, '')} ({names.within(c.reason)})".lstrip(), "dim")
    return Padding(Group(title, about, table), (0, 0, 1, 1))


def _quotation(q: Quotation, names: wording.Names) -> RenderableType:
    first = line(q.variants[0].text)
    table = Table(box=None, expand=True, show_header=False, padding=(0, 2, 0, 1))
    table.add_column(ratio=1)
    table.add_column(ratio=3)
    for variant in q.variants:
        shown = [_changed(run) for run in runs(first, line(variant.text))]
        table.add_row(_text(names[variant.report], "dim"), Text(" ").join(shown))
    return Padding(Group(_text(" → ".join((q.speaker or "Speaker not named", *q.via)), "bold"), table), (0, 0, 1, 1))


def _changed(run: Run) -> Text:
    signs, style = _CHANGE[run.change]
    return Text(signs.format(run.text), style=style)


def _table(title: str, *columns: str) -> Table:
    table = Table(*columns, title=Text(title, "bold"), title_justify="left", box=box.SIMPLE_HEAD, expand=True)
    table.show_lines = False
    return table


def _text(words: str, style: str = "") -> Text:
    return Text(line(words), style=style)
