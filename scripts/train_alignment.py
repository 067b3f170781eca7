"""Learn src/consilience/tables/alignment.toml from stories with answer keys.

    python scripts/train_alignment.py STORY_DIR [STORY_DIR ...] [--beside STORY_DIR ...]

A story folder holds reports and gold.json (the form of examples/). Pairs of
claims that cover passages of one fact are positive; pairs that cover different
facts, hard negatives, or a fact and nothing are negative. The second stage is
learned on scores that its own story had no part in. Numpy only, no chance in it:
the same stories give the same file. The stories ``--beside`` are of another source, and
all together weigh as much as the others: those that ``scripts/alignment_stories.py`` lays
out, for one. The shipped file was learned from twelve stories of news sites, with those beside.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from consilience.annotate import pipeline
from consilience.collate import date_reports
from consilience.collate.entities import link
from consilience.collate.likeness import FEATURES
from consilience.collate.pairs import RIVALS, Numbers, Weights, against_rivals, candidates, table
from consilience.collate.units import Unit, units
from consilience.model import Annotated, Report
from consilience.read import read

OUT = Path(__file__).parents[1] / "src" / "consilience" / "tables" / "alignment.toml"
RIDGE = 3.0
HARD = 3.0  # a hard negative weighs as much as so many others
PARTS = 12  # of the stories: what scores one part is learned from the others
ONE_SIDED = 0.4  # a fact against a passage that the key does not list is a negative, but a less certain one


@dataclass(frozen=True)
class Story:
    units: Sequence[Unit]
    pairs: Sequence[tuple[int, int]]
    rows: Numbers
    labels: Numbers
    weights: Numbers


def shared(one: Mapping[str, int], start: int, end: int) -> int:
    return max(0, min(end, one["end"]) - max(start, one["start"]))


def touches(start: int, end: int, passage: Mapping[str, int]) -> bool:
    return shared(passage, start, end) >= 0.5 * min(end - start, passage["end"] - passage["start"])


def in_own_words(annotated: Annotated, unit: Unit, passage: Mapping[str, int]) -> bool:
    """Whether the claim's own words, not a clause inside its span, cover the passage."""
    tokens, claim = annotated.tokens, unit.claim
    own = [(tokens.start[t], tokens.end[t]) for t in claim.tokens if claim.start <= tokens.start[t] < claim.end]
    words = sum(
        e - s
        for s, e, pos in zip(tokens.start, tokens.end, tokens.pos, strict=True)
        if passage["start"] <= s and e <= passage["end"] and pos not in ("PUNCT", "SPACE")
    )
    covered = sum(shared(passage, s, e) for s, e in own)
    return covered >= 0.55 * min(sum(e - s for s, e in own), max(1, words))


def load(folder: Path) -> Story:
    key = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    found = [r for r in read([p for p in sorted(folder.iterdir()) if p.name != "gold.json"]) if isinstance(r, Report)]
    reports = date_reports(tuple(pipeline.annotate(found)))
    names = [Path(a.report.path).name if a.report.path.endswith(".txt") else Path(a.report.path).stem for a in reports]
    passages: dict[str, list[tuple[int | None, dict[str, int]]]] = defaultdict(list)
    for number, fact in enumerate(key["facts"]):
        for passage in fact["support"]:
            passages[str(passage["report"])].append((number, passage))
    for passage in key.get("single", []):
        passages[str(passage["report"])].append((None, passage))

    made, lexicon = units(reports, link(reports))
    loose, strict = [], []
    for unit in made:
        annotated, name = reports[unit.report], names[unit.report]
        start, end = unit.claim.start, unit.claim.end
        loose.append({n for n, p in passages[name] if touches(start, end, p)})
        strict.append({n for n, p in passages[name] if in_own_words(annotated, unit, p)})

    def on(passage: Mapping[str, int]) -> frozenset[int]:
        return frozenset(
            k
            for k, unit in enumerate(made)
            if str(passage["report"]) == names[unit.report] and touches(unit.claim.start, unit.claim.end, passage)
        )

    sides = [(on(h["a"]), on(h["b"])) for h in key.get("hard_negatives", [])]
    hard = {(min(i, j), max(i, j)) for a, b in sides for i in a for j in b}
    pairs = candidates(made)
    labels, weights = np.zeros(len(pairs)), np.zeros(len(pairs))
    for k, (i, j) in enumerate(pairs):
        positive = bool((loose[i] & loose[j]) - {None})
        labels[k] = positive
        if loose[i] and loose[j]:
            weights[k] = 1.0 if positive == bool((strict[i] & strict[j]) - {None}) else 0.0
        elif (loose[i] | loose[j]) - {None}:
            weights[k] = ONE_SIDED
        if not positive and (i, j) in hard:
            weights[k] = HARD
    return Story(made, pairs, table(made, lexicon, pairs), labels, weights / np.sqrt(len(pairs)))


def weighed(story: Story, share: float) -> Story:
    return replace(story, weights=share * story.weights)


def fit(rows: Numbers, labels: Numbers, weights: Numbers) -> Weights:
    """A ridge logistic regression by iteratively reweighted least squares."""
    used = weights > 0
    rows, labels, weights = rows[used], labels[used], weights[used] / weights[used].mean()
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    x = np.c_[(rows - mean) / scale, np.ones(len(rows))]
    penalty = np.diag([RIDGE] * rows.shape[1] + [0.0])
    theta = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ theta))
        gradient = x.T @ (weights * (p - labels)) + penalty @ theta
        step = np.linalg.solve((x * (weights * p * (1 - p))[:, None]).T @ x + penalty, gradient)
        theta -= step
        if np.abs(step).max() < 1e-8:
            break
    return Weights(mean, scale, theta[:-1], float(theta[-1]))


def joined(stories: Sequence[Story]) -> tuple[Numbers, Numbers, Numbers]:
    return (
        np.concatenate([s.rows for s in stories]),
        np.concatenate([s.labels for s in stories]),
        np.concatenate([s.weights for s in stories]),
    )


def train(stories: Sequence[Story]) -> tuple[Weights, Weights]:
    alone = fit(*joined(stories))
    rivals: list[Numbers] = [np.zeros((0, len(RIVALS)))] * len(stories)
    for part in range(min(PARTS, len(stories))):
        left = range(part, len(stories), PARTS)
        others = [story for k, story in enumerate(stories) if k not in left] or list(stories)
        weights = fit(*joined(others))
        for k in left:
            rivals[k] = against_rivals(stories[k].units, stories[k].pairs, weights.probability(stories[k].rows))
    labels = np.concatenate([s.labels for s in stories])
    return alone, fit(np.concatenate(rivals), labels, np.concatenate([s.weights for s in stories]))


def write(alone: Weights, rivals: Weights, join: float, attach: float) -> None:
    lines = [
        "# Made by scripts/train_alignment.py. Each input is shifted by its mean, divided by its scale and weighed.",
        f"join = {join}",
        f"attach = {attach}",
        f"bias = {{ alone = {alone.bias:.6f}, rivals = {rivals.bias:.6f} }}",
    ]
    named = (("alone", FEATURES, alone), ("rivals", RIVALS, rivals))
    for stage, names, w in named:
        lines.append(f"\n[{stage}]")
        for name, mean, scale, weight in zip(names, w.mean, w.scale, w.weight, strict=True):
            lines.append(f"{name} = {{ weight = {weight:.6f}, mean = {mean:.6f}, scale = {scale:.6f} }}")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--beside", nargs="*", type=Path, default=[])
    arguments.add_argument("--join", type=float, default=0.62)
    arguments.add_argument("--attach", type=float, default=0.35)
    args = arguments.parse_args()
    stories = [load(folder) for folder in args.folders]
    share = len(args.folders) / max(1, len(args.beside))
    stories += [weighed(load(folder), share) for folder in args.beside]
    alone, rivals = train(stories)
    write(alone, rivals, args.join, args.attach)
    positive = int(sum(s.labels.sum() for s in stories))
    print(f"{len(stories)} stories, {sum(len(s.pairs) for s in stories)} pairs, {positive} positive")


if __name__ == "__main__":
    main()
