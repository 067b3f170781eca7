"""An explanation as text for a terminal, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from consilience.collate.explain import Chain, ExplainedEntity, FindingExplained, NamesExplained
from consilience.model import Span
from consilience.publish.characters import encodable, line
from consilience.schema import adapter

Explained = NamesExplained | FindingExplained


def as_json(explained: Explained) -> str:
    """One indented JSON object, its keys in the order of the dataclass."""
    kind: Any = type(explained)
    plain = adapter(kind).dump_python(explained, mode="json", by_alias=True)
    return encodable(json.dumps(plain, ensure_ascii=False, indent=2)) + "\n"


def text(explained: Explained) -> str:
    """Lines for a person, the answer first. What a report wrote is shown without control codes."""
    lines = _names(explained) if isinstance(explained, NamesExplained) else _finding(explained)
    return encodable("".join(f"{x}\n" for x in lines))


def _names(explained: NamesExplained) -> Iterator[str]:
    names = " and ".join(explained.names)
    verdict = {
        "same": f"{names}: one" if len(explained.names) > 1 else names,
        "different": f"{names}: not one",
        "not found": f"{names}: not found",
    }[explained.relation]
    yield line(verdict)
    yield from (f"  because {line(reason)}" for reason in explained.reasons)
    for entity in explained.entities:
        yield ""
        yield from _entity(entity, explained.outlets)


def _entity(entity: ExplainedEntity, outlets: Mapping[str, str]) -> Iterator[str]:
    country = f", {entity.country}" if entity.country else ""
    yield line(f"{entity.name} ({entity.type}{country}), {entity.id} of story {entity.story}")
    if entity.aliases:
        yield "  " + line(f"also {', '.join(entity.aliases)}")
    if entity.descriptors:
        yield "  " + line(f"called {', '.join(entity.descriptors)}")
    yield from (f"  {line(_span(span, outlets))}" for span in entity.spans)


def _span(span: Span, outlets: Mapping[str, str]) -> str:
    return f"“{span.text}” in {outlets.get(span.report, span.report)}, characters {span.start}–{span.end}"


def _finding(explained: FindingExplained) -> Iterator[str]:
    outlets = explained.outlets
    yield line(f"{explained.id} of story {explained.story}: {explained.text}")
    yield f"  {explained.status}"
    yield from (f"  {line(reason)}" for reason in explained.reasons)
    for number, chain in enumerate(explained.chains, 1):
        yield ""
        yield line(f"{number}. {_way(chain, outlets)}")
        yield "   " + line(f"{_span(chain.words, outlets)}")
        if chain.why:
            yield "   " + line(f"{chain.why}")
        yield from (f"   named: {line(_span(span, outlets))}" for span in chain.named)
    if explained.joined:
        yield ""
    for pair in explained.joined:
        likeness = "joined through others" if pair.likeness is None else f"likeness {pair.likeness:.2f}"
        shared = f"share {', '.join(pair.shared)}" if pair.shared else "share no word"
        yield line(f"{pair.left + 1} and {pair.right + 1}: {likeness}; {shared}")


def _way(chain: Chain, outlets: Mapping[str, str]) -> str:
    """From the origin over those who carried it to the outlet, each named once."""
    steps = [chain.origin or "origin not shown", *([chain.speaker] if chain.speaker else ()), *chain.via]
    way = list(dict.fromkeys([*steps, outlets.get(chain.report, chain.report)]))
    return " → ".join(way)
