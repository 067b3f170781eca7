#!/usr/bin/env python3
"""Write each example's answer key (gold.json) from its passages quoted in key.toml.

    python scripts/make_keys.py [STORY_DIR…]      default: every folder of examples/ that holds a key.toml

A passage must stand exactly once in its report; what is not found, or found twice, is an error that names it.
The answers for saved pages stand apart, under "pages": the text of a page is what the program makes of it, so
they mean nothing to a scorer that knows files of text and JSON alone.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from consilience.model import Report
from consilience.read import read

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SOURCE, KEY, REPORTS = "key.toml", "gold.json", "reports"
ABOUT = (
    "Answer key of a story written for this project, made from key.toml. Offsets count characters of a report's text."
)
PART = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)

Passage = dict[str, Any]


class UnsoundKeyError(ValueError):
    """A row of a key that its story does not bear out."""


def name_of(path: str) -> str:
    """The name by which a key calls a report: a JSON file without its ending, any other whole."""
    return f"{REPORTS}/{Path(path).name.removesuffix('.json')}"


def texts(folder: Path) -> dict[str, str]:
    """The raw text of each report of a story, by its name in the key."""
    found = {}
    for report in read([folder / REPORTS]):
        if not isinstance(report, Report):
            raise UnsoundKeyError(f"{report.path}: {report.reason}")
        found[name_of(report.path)] = report.text
    return found


def passage(report: str, quoted: str, text: str) -> Passage:
    """The one place of ``text`` that holds the quoted words, or the part of them between [[ and ]]."""
    mark = PART.search(quoted)
    whole = PART.sub(r"\1", quoted, count=1)
    at = text.find(whole)
    if at < 0 or text.find(whole, at + 1) >= 0:
        raise UnsoundKeyError(f"{report}: {'not found' if at < 0 else 'found twice'}: {whole!r}")
    start, part = (at + mark.start(), mark.group(1)) if mark else (at, whole)
    return {"report": report, "start": start, "end": start + len(part), "text": part}


def key(source: Mapping[str, Any], story: Mapping[str, str]) -> dict[str, Any]:
    """The answer key, every quoted passage with its offsets; the answers for saved pages apart."""
    missing = {name_of(n) for n in source["members"]} ^ set(story)
    if missing:
        raise UnsoundKeyError(f"members and reports differ: {sorted(missing)}")

    def places(reports: str, quoted: str) -> Iterator[Passage]:
        for report in (name_of(r.strip()) for r in reports.split(",")):
            yield passage(report, quoted, story[report])

    def supports(rows: Sequence[Sequence[str]]) -> Iterator[Passage]:
        for row in rows:
            reports, quoted, said, value = [*row, "", ""][:4]
            who = {"said_by": [s.strip() for s in said.split(";") if s.strip()]}
            yield from ({**p, **who, **({"value": value} if value else {})} for p in places(reports, quoted))

    def rows(table: str) -> list[list[str]]:
        return list(source[table]["rows"])

    answers = {
        "members": {name_of(n): member for n, member in source["members"].items()},
        "facts": [{**f, "slots": f.get("slots", {}), "support": list(supports(f["support"]))} for f in source["facts"]],
        "conflicts": [
            {
                **c,
                "sides": [
                    {"value": s["value"], "passages": [p for row in s["passages"] for p in places(*row)]}
                    for s in c["sides"]
                ],
            }
            for c in source["conflicts"]
        ],
        "boilerplate": [p for row in rows("boilerplate") for p in places(*row)],
        "quotations": [
            {**p, "speaker": who, "via": via or None} for *row, who, via in rows("quotations") for p in places(*row)
        ],
        "dates": [
            {**p, "expression": p["text"], "value": value} for *row, value in rows("dates") for p in places(*row)
        ],
        "hard_negatives": [
            {"a": next(places(r, q)), "b": next(places(s, t)), "why": why} for r, q, s, t, why in rows("hard_negatives")
        ],
        "single": [p for row in rows("single") for p in places(*row)],
        "lineage": [
            {"a": name_of(a), "b": name_of(b), "relation": relation, "evidence": evidence}
            for a, b, relation, evidence in rows("lineage")
        ],
        "credits": [{**p, "agency": agency} for r, agency, q in rows("credits") for p in places(r, q)],
    }
    return {
        "about": ABOUT,
        **{k: source[k] for k in ("story", "event", "event_date", "notes")},
        **_part(answers, pages=False),
        "origins_wanted": source["origins_wanted"],
        **({"pages": _part(answers, pages=True)} if any(map(_is_page, story)) else {}),
    }


def _is_page(report: str) -> bool:
    return report.endswith(".html")


def _part(answers: Mapping[str, Any], *, pages: bool) -> dict[str, Any]:
    """The answers about saved pages, or those about all other reports; a pair with one page is the pages'."""

    def kept(passages: Sequence[Passage]) -> list[Passage]:
        return [p for p in passages if _is_page(p["report"]) == pages]

    def pair_kept(a: str, b: str) -> bool:
        return pages == (_is_page(a) or _is_page(b))

    def sides_kept(conflict: Mapping[str, Any]) -> dict[str, Any]:
        return {**conflict, "sides": [{**s, "passages": kept(s["passages"])} for s in conflict["sides"]]}

    def told(conflict: Mapping[str, Any]) -> bool:
        # One side alone is no conflict: where the other needs the pages, the whole is theirs.
        return sum(any(not _is_page(p["report"]) for p in s["passages"]) for s in conflict["sides"]) > 1

    facts = [{**f, "support": kept(f["support"])} for f in answers["facts"]]
    conflicts = [sides_kept(c) if told(c) else c for c in answers["conflicts"] if told(c) or pages]
    return {
        "members": {n: member for n, member in answers["members"].items() if _is_page(n) == pages},
        "facts": [f for f in facts if f["support"]],
        "conflicts": [c for c in conflicts if any(s["passages"] for s in c["sides"])],
        **{k: kept(answers[k]) for k in ("boilerplate", "quotations", "dates", "single", "credits")},
        "hard_negatives": [h for h in answers["hard_negatives"] if pair_kept(h["a"]["report"], h["b"]["report"])],
        "lineage": [x for x in answers["lineage"] if pair_kept(x["a"], x["b"])],
    }


def main(folders: Sequence[str]) -> int:
    """Write the keys; 1 where a passage does not hold."""
    for folder in map(Path, folders) if folders else sorted(p.parent for p in EXAMPLES.glob(f"*/{SOURCE}")):
        try:
            made = key(tomllib.loads((folder / SOURCE).read_text(encoding="utf-8")), texts(folder))
        except UnsoundKeyError as fault:
            print(f"{folder.name}: {fault}", file=sys.stderr)
            return 1
        (folder / KEY).write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{folder.name}: {len(made['facts'])} facts, {len(made['conflicts'])} conflicts")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
