"""How well derivations are found: story folders with a key that says of pairs of reports what they are to each other.

A pair counts as found where both reports have one root, or one has its text
from the other. The key's `unclear` and `cites` pairs are counted apart.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from consilience import read
from consilience.collate.lineage import derivations, roots
from consilience.evaluate.groups import cut
from consilience.model import Annotated, Derivation, Report

COPIES = frozenset(("same wire copy", "copy"))
REWRITES = frozenset(("rewrite",))
INDEPENDENT = frozenset(("independent",))


def load(folder: Path) -> tuple[dict[str, Annotated], list[dict[str, object]]]:
    """The story's reports by their name in the key, cut into words, and the key's pairs."""
    key = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    reports = {}
    for path in sorted(folder.rglob("*")):
        if path.name == "gold.json" or not path.is_file() or path.suffix not in (".json", ".txt", ".html"):
            continue
        for report in read.read([path]):
            if isinstance(report, Report):
                name = path.relative_to(folder)
                reports[(name.with_suffix("") if path.suffix == ".json" else name).as_posix()] = cut(report)
    return reports, list(key.get("lineage", []))


def derived(one: str, other: str, found: tuple[Derivation, ...], root: dict[str, str]) -> bool:
    """Whether one of two reports has text of the other, or both have one root."""
    pair = {one, other}
    return root[one] == root[other] or any({d.report, d.source} == pair and d.relation != "cites" for d in found)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("stories", nargs="+", type=Path, help="folders with reports and gold.json")
    parser.add_argument("--errors", action="store_true", help="print the pairs that went wrong")


def main(args: argparse.Namespace) -> int:
    """Print, for each relation of the keys, how many pairs are called derived; 3 where no key has pairs."""
    total: Counter[str] = Counter()
    called: Counter[str] = Counter()
    for folder in args.stories:
        reports, pairs = load(folder)
        found = derivations(list(reports.values()))
        root = roots(list(reports.values()), found)
        ids = {name: annotated.report.id for name, annotated in reports.items()}
        for pair in pairs:
            names = str(pair["a"]), str(pair["b"])
            if not all(name in ids for name in names):
                continue
            relation = str(pair["relation"])
            is_derived = derived(ids[names[0]], ids[names[1]], found, root)
            total[relation] += 1
            called[relation] += is_derived
            wrong = is_derived == (relation in INDEPENDENT) and relation in COPIES | REWRITES | INDEPENDENT
            if args.errors and wrong:
                print(f"{folder.name} {names[0]} {names[1]}: {relation}, called {'derived' if is_derived else 'not'}")
    if not total:
        print("no key with pairs of reports", file=sys.stderr)
        return 3
    for relation in sorted(total):
        share = 100 * called[relation] / total[relation]
        print(f"{relation:18} {called[relation]:4} of {total[relation]:4} called derived ({share:.1f} %)")
    return 0
