"""Lay out the stories that scripts/train_alignment.py learns from: public texts, with the keys of alignment_keys.jsonl.

    python scripts/alignment_stories.py --ecb DIR --basil DIR DEST

The texts are those of ECB+ (Cybulska and Vossen 2014; topics 1 to 35) and of BASIL (Fan et al.
2019), of which DIR is a copy; none of them is in this repository. The keys were made for this
project by reading: which passages of different reports state one fact, which only look alike.
They hold numbers alone: [report, start, end] in code points of a text whose SHA-256 stands
beside it, so that a key is never put to a text that it was not made for.

DEST gets a folder a story, with its reports and a gold.json of the form of examples/.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from consilience.evaluate import ecb

KEYS = Path(__file__).with_name("alignment_keys.jsonl")
Place = Sequence[int]


def of_ecb(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The texts of ECB+ by their names; a text's own name stands for its outlet, which the corpus does not tell."""
    for document in ecb.documents(folder):
        yield document.name, {"id": document.name, "outlet": document.name, "text": document.text}


def of_basil(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The articles of BASIL by their paths, a paragraph a line."""
    for path in sorted(folder.glob("articles/*/*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        yield (
            path.relative_to(folder).as_posix(),
            {
                "id": raw["uuid"],
                "outlet": raw["source"].lower(),
                "title": raw["title"],
                "url": raw["url"],
                "published": raw["date"],
                "text": "\n".join(paragraph for part in raw["body-paragraphs"] for paragraph in part),
            },
        )


def gold(key: Mapping[str, Any], texts: Sequence[str]) -> dict[str, Any]:
    """The answer key of a story, the passages with their characters."""

    def passage(place: Place) -> dict[str, Any]:
        report, start, end = place
        return {"report": report, "start": start, "end": end, "text": texts[report][start:end]}

    def pairs(name: str) -> list[dict[str, Any]]:
        return [{"a": passage(a), "b": passage(b), "why": ""} for a, b in key[name]]

    return {
        "story": key["story"],
        "facts": [
            {
                "key": f"f{k}",
                "statement": passage(support[0])["text"],
                "support": [{**passage(place), "said_by": []} for place in support],
            }
            for k, support in enumerate(key["facts"])
        ],
        "hard_negatives": pairs("hard_negatives"),
        "undecided": pairs("undecided"),
        "single": [passage(place) for place in key["single"]],
    }


def lay_out(key: Mapping[str, Any], known: Mapping[str, Mapping[str, str]], dest: Path) -> str | None:
    """Write one story; returns why it cannot be, where a text is not there or is another one."""
    for name, digest in key["texts"].items():
        if name not in known:
            return f"{key['story']}: no text {name}"
        if hashlib.sha256(known[name]["text"].encode()).hexdigest() != digest:
            return f"{key['story']}: {name} is not the text that the key was made for"
    reports = [known[name] for name in key["texts"]]
    folder = dest / key["story"]
    folder.mkdir(parents=True, exist_ok=True)
    for number, report in enumerate(reports):
        (folder / f"{number}.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    answers = gold(key, [report["text"] for report in reports])
    (folder / "gold.json").write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    return None


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("dest", type=Path)
    arguments.add_argument("--ecb", type=Path, required=True)
    arguments.add_argument("--basil", type=Path, required=True)
    args = arguments.parse_args()
    readers: tuple[tuple[Callable[[Path], Iterator[tuple[str, dict[str, str]]]], Path], ...] = (
        (of_ecb, args.ecb),
        (of_basil, args.basil),
    )
    known = {name: report for reader, folder in readers for name, report in reader(folder)}
    keys = [json.loads(line) for line in KEYS.read_text(encoding="utf-8").splitlines()]
    faults = [fault for key in keys if (fault := lay_out(key, known, args.dest)) is not None]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(keys) - len(faults)} stories, {sum(len(key['facts']) for key in keys)} facts")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
