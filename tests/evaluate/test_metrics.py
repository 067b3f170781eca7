"""The figures of a story: each by a small example, and all of them as the reference scorer counts them."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consilience.evaluate.keys import load, parse, whole
from consilience.evaluate.metrics import Figures, Result, Share, same_name, score

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "score" / "stories.py"
STORIES = [p.parent for folder in (ROOT / "examples", SHARED / "gold") for p in sorted(folder.glob("*/gold.json"))]


def at(report: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"report": report, "start": start, "end": end, "text": f"{report}:{start}", **more}


KEY: dict[str, Any] = {
    "members": {"a": True, "b": True, "c": False},
    "facts": [
        {
            "key": "left",
            "statement": "The boat left",
            "support": [at("a", 0, 20, said_by=["Port Police"]), at("b", 0, 20)],
        },
        {"key": "sank", "statement": "The boat sank", "support": [at("a", 50, 70), at("b", 50, 70)]},
    ],
    "single": [at("b", 200, 220)],
    "hard_negatives": [{"a": at("a", 0, 20), "b": at("b", 50, 70), "why": ""}],
    "conflicts": [
        {
            "key": "toll",
            "relation": "revision",
            "sides": [{"value": "3", "passages": [at("a", 50, 70)]}, {"value": "5", "passages": [at("b", 50, 70)]}],
        }
    ],
    "quotations": [at("a", 100, 120, speaker="Anna Berg"), at("b", 100, 120, speaker="Anna Berg", embedded=True)],
    "boilerplate": [at("a", 300, 310)],
    "dates": [at("a", 400, 406, value="2025-09")],
}


def briefing(*findings: list[dict[str, Any]], conflicts: Any = (), apart: bool = False) -> dict[str, Any]:
    reports = [{"id": f"id-{n}", "path": f"somewhere/{n}.json"} for n in "abc"]
    first = {"reports": reports[:2], "findings": [{"support": f} for f in findings], "conflicts": list(conflicts)}
    if apart:
        return {"dossiers": [first, {"reports": reports[2:], "findings": [], "conflicts": []}]}
    return {"dossiers": [{**first, "reports": reports}]}


def support(n: str, start: int, end: int, speaker: str | None = None, via: Any = ()) -> dict[str, Any]:
    return {"report": f"id-{n}", "start": start, "end": end, "text": "words", "speaker": speaker, "via": list(via)}


def note(n: str, attributions: Any = (), times: Any = (), removed: Any = ()) -> dict[str, Any]:
    report = {"path": f"{n}.json", "removed": list(removed)}
    return {"report": report, "attributions": list(attributions), "times": list(times)}


def scored(brief: dict[str, Any], *notes: dict[str, Any]) -> Result:
    every = {"a": note("a"), "b": note("b"), "c": note("c")} | {Path(x["report"]["path"]).stem: x for x in notes}
    return score(parse(KEY, "boat"), brief, every.values(), {f"{n}.json": n for n in "abc"})


def figures(brief: dict[str, Any], *notes: dict[str, Any]) -> Figures:
    return scored(brief, *notes).figures


LEFT = [support("a", 0, 20), support("b", 0, 20)]
SANK = [support("a", 50, 70), support("b", 50, 70)]


def test_a_pair_is_found_where_one_finding_covers_both_passages() -> None:
    assert figures(briefing(LEFT)).found == Share(1, 2)
    assert figures(briefing(LEFT, SANK)).found == Share(2, 2)
    assert figures(briefing([LEFT[0]], [LEFT[1]])).found == Share(0, 2)


def test_half_of_the_shorter_one_is_enough_to_touch_and_less_is_not() -> None:
    assert figures(briefing([support("a", 10, 40), support("b", 0, 20)])).found == Share(1, 2)
    assert figures(briefing([support("a", 11, 40), support("b", 0, 20)])).found == Share(0, 2)


def test_a_finding_that_joins_two_facts_is_wrong_and_a_false_merge() -> None:
    got = scored(briefing([support("a", 0, 20), support("b", 50, 70)]))
    assert (got.figures.joined, got.figures.merged) == (Share(0, 1), Share(1, 1))
    assert {f.figure for f in got.faults} >= {"wrongly joined", "false merge"}


def test_a_single_passage_joined_with_a_fact_is_wrong_and_one_that_nobody_judged_does_not_count() -> None:
    assert figures(briefing([support("a", 0, 20), support("b", 200, 220)])).joined == Share(0, 1)
    assert figures(briefing([support("a", 0, 20), support("b", 700, 720)])).joined == Share(0, 0)


def test_a_support_that_is_too_long_joins_nothing() -> None:
    assert figures(briefing([support("a", 0, 401), support("b", 0, 20)])).joined == Share(0, 0)


def test_a_fact_in_two_findings_is_split() -> None:
    assert figures(briefing(LEFT)).splits.ratio == 1.0
    assert figures(briefing(LEFT, LEFT)).splits.ratio == 2.0


def test_the_sayer_may_be_the_speaker_or_stand_in_the_chain() -> None:
    assert figures(briefing([support("a", 0, 20, "the police of the port")])).said == Share(1, 1)
    assert figures(briefing([support("a", 0, 20, "Anna Berg", ["Port Police"])])).said == Share(1, 1)
    assert figures(briefing([support("a", 0, 20, "Anna Berg")])).said == Share(0, 1)


def test_a_conflict_is_found_where_its_sides_touch_two_sides_of_the_key() -> None:
    def conflict(*sides: list[dict[str, Any]], relation: str = "revision") -> dict[str, Any]:
        return {"slot": "number", "relation": relation, "sides": [{"value": "v", "spans": s} for s in sides]}

    right = conflict([support("a", 50, 70)], [support("b", 50, 70)])
    one_side = conflict([support("a", 50, 70), support("b", 50, 70)])
    elsewhere = conflict([support("a", 500, 520)], [support("b", 500, 520)])
    got = figures(briefing(conflicts=[right, elsewhere]))
    assert (got.disputes, got.loud_disputes, got.raised) == (Share(1, 1), Share(1, 1), Share(1, 2))
    assert figures(briefing(conflicts=[one_side])).disputes == Share(0, 1)
    assert figures(briefing(conflicts=[{**elsewhere, "relation": "precision"}])).raised == Share(0, 0)


def test_a_quotation_needs_four_fifths_of_its_characters_and_its_speaker() -> None:
    def attribution(start: int, end: int, kind: str = "direct", speaker: str | None = "Berg") -> dict[str, Any]:
        return {"kind": kind, "content": {"start": start, "end": end}, "speaker": speaker}

    assert figures(briefing(), note("a", [attribution(104, 120)])).speakers == Share(1, 1)
    assert figures(briefing(), note("a", [attribution(105, 120)])).quotes == Share(0, 1)
    assert figures(briefing(), note("a", [attribution(100, 120, "indirect")])).quotes == Share(0, 1)
    assert figures(briefing(), note("a", [attribution(100, 120, "mixed", None)])).speakers == Share(0, 1)


def test_cleaning_may_take_boilerplate_and_no_news() -> None:
    got = figures(briefing(), note("a", removed=[{"start": 60, "end": 305}]))
    assert (got.lost, got.boilerplate) == (10, Share(5, 10))


@pytest.mark.parametrize(
    ("value", "right"),
    [("2025-09", 1), ("2025-09-12", 1), ("2025", 0), ("2025-08", 0), (None, 0)],
)
def test_a_date_may_be_finer_than_the_key(value: str | None, right: int) -> None:
    times = [{"start": 400, "end": 406, "text": "words", "value": value}]
    assert figures(briefing(), note("a", times=times)).dates == Share(right, 1)


def test_reports_are_together_or_apart_as_the_key_has_them() -> None:
    assert figures(briefing()).together == Share(1, 3)
    assert figures(briefing(apart=True)).together == Share(3, 3)


def test_figures_add_up_over_stories() -> None:
    one, two = figures(briefing(LEFT)), figures(briefing(LEFT, SANK, apart=True))
    assert (one + two).found == Share(3, 4)
    assert (one + two).together == Share(4, 6)


def test_nothing_has_no_percentage() -> None:
    assert set(Figures().row().values()) == {None, 0}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Prime Minister Anna Berg", "Berg", True),
        ("the Prime Minister", "the Foreign Minister", False),
        ("state media", "the state news agency", True),
        ("Anna Berg", None, False),
    ],
)
def test_names_are_one_by_a_word_that_tells_names_apart(one: str, other: str | None, same: bool) -> None:
    assert same_name(one, other) is same


def test_a_name_of_plain_words_only_is_compared_by_them() -> None:
    assert not same_name("state media", "North Korean state media")


# --- agreement with the reference scorer -------------------------------------------------------------------


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    if not SCORER.exists():
        pytest.skip("the reference scorer is not beside this checkout")
    spec = importlib.util.spec_from_file_location("reference_scorer", SCORER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reference(scorer: ModuleType, raw: dict[str, Any], brief: dict[str, Any], notes: list[dict[str, Any]]) -> Any:
    """The reference scorer's line for this output."""
    outputs = {"json": json.dumps(brief), "jsonl": "\n".join(map(json.dumps, notes))}
    scorer.run = lambda command, verb, form, paths: outputs[form]
    with tempfile.TemporaryDirectory() as folder:
        story = Path(folder)
        (story / "gold.json").write_text(json.dumps(raw))
        for a in notes:
            path = story / a["report"]["path"]
            path.parent.mkdir(exist_ok=True)
            path.touch()
        line = scorer.row("story", scorer.score_story(story, "")[0])
        del line["story"]
        return line


def jittered(random: Random, p: dict[str, Any], reach: int = 30) -> tuple[int, int]:
    start = max(0, p["start"] + random.randint(-reach, reach))
    return start, start + random.choice([1, p["end"] - p["start"], p["end"] - p["start"] + reach, 450])


def imagined(raw: dict[str, Any], random: Random) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A briefing and annotations that no program wrote: right in part, by chance."""
    supports = [s for f in raw["facts"] for s in f["support"]]
    others = [*raw.get("single", []), *(h[x] for h in raw.get("hard_negatives", []) for x in "ab")]
    names = sorted({str(p["report"]) for p in (*supports, *others, *raw.get("quotations", []), *raw.get("dates", []))})
    names = sorted({*names, *map(str, raw.get("members", {})), *(str(b["report"]) for b in raw["boilerplate"])})
    sayers = [None, "state media", *(x for s in supports for x in s.get("said_by", [])[:1])]

    def one(p: dict[str, Any]) -> dict[str, Any]:
        start, end = (p["start"], p["end"]) if random.random() < 0.6 else jittered(random, p)
        right = (p.get("said_by") or [None])[0]
        speaker = right if random.random() < 0.5 else random.choice(sayers)
        via = random.sample(sayers[1:], random.randint(0, 2))
        return {"report": f"id-{p['report']}", "start": start, "end": end, "text": "", "speaker": speaker, "via": via}

    def finding() -> dict[str, Any]:
        fact = random.choice(raw["facts"])["support"]
        chosen = random.sample(fact, random.randint(1, len(fact)))
        if random.random() < 0.4:
            chosen += random.choices([*supports, *others], k=random.randint(1, 3))
        if random.random() < 0.3:
            chosen += [random.choice(raw["hard_negatives"])[x] for x in "ab"]
        return {"support": [one(p) for p in chosen]}

    def conflict() -> dict[str, Any]:
        told = [c for c in raw.get("conflicts", []) if c.get("sides")]
        sides = [s["passages"] for s in random.choice(told)["sides"]] if told else []
        if not told or random.random() < 0.3:
            sides = [random.choices(supports, k=2), random.choices(supports, k=1)]
        elif random.random() < 0.3:
            sides = [[p for s in sides for p in s]]
        spans = [{"value": "v", "spans": [one(p) for p in side]} for side in sides]
        relation = random.choice(["contradiction", "revision", "precision", "wording"])
        return {"slot": "number", "relation": relation, "sides": spans}

    dossiers: list[dict[str, Any]] = []
    homes: dict[str, int] = {n: random.randint(0, 1) if random.random() < 0.3 else 0 for n in names}
    paths = {n: n if n.endswith(".txt") else f"{n}.json" for n in names}
    for home in range(2):
        reports = [{"id": f"id-{n}", "path": f"any/{paths[n]}"} for n in names if homes[n] == home]
        dossiers.append(
            {
                "reports": reports,
                "findings": [finding() for _ in range(random.randint(0, 12))],
                "conflicts": [conflict() for _ in range(random.randint(0, 4))],
            }
        )

    def notes(name: str) -> dict[str, Any]:
        attributions = []
        for q in raw.get("quotations", []):
            if str(q["report"]) == name and random.random() < 0.8:
                start, end = (q["start"], q["end"]) if random.random() < 0.6 else jittered(random, q, 6)
                speaker = q["speaker"] if random.random() < 0.6 else random.choice(sayers)
                kind = random.choice(["direct", "mixed", "indirect"])
                attributions.append({"content": {"start": start, "end": end}, "speaker": speaker, "kind": kind})
        times = []
        for d in raw.get("dates", []):
            if str(d["report"]) == name and "start" in d and random.random() < 0.8:
                value = str(d["value"])
                value = random.choice([value, value, value[:7], value[:4], value + "TEV", "2001-01-01", None])
                bounds = random.choice(
                    [
                        {},
                        {"earliest": "2025-01-01", "latest": None},
                        dict(zip(("earliest", "latest"), str(d["value"]).split("/"), strict=False)),
                    ]
                )
                times.append({"start": d["start"], "end": d["end"], "text": "", "value": value, **bounds})
        cut = [
            p
            for p in (*raw["boilerplate"], *random.sample(supports, 3))
            if str(p["report"]) == name and random.random() < 0.6
        ]
        removed = [dict(zip(("start", "end"), jittered(random, p, 8), strict=True)) for p in cut]
        return {"report": {"path": paths[name], "removed": removed}, "attributions": attributions, "times": times}

    return {"dossiers": dossiers}, [notes(n) for n in names]


@pytest.mark.parametrize("folder", STORIES, ids=lambda p: p.name)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(random=st.randoms(use_true_random=False))
def test_every_figure_is_what_the_reference_scorer_counts(scorer: ModuleType, folder: Path, random: Random) -> None:
    raw = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    brief, notes = imagined(raw, random)
    names = {Path(a["report"]["path"]).name: a["report"]["path"].removesuffix(".json") for a in notes}
    ours = score(parse(raw, folder.name), brief, notes, names).figures.row()
    assert ours == reference(scorer, raw, brief, notes)


def test_saved_pages_join_the_other_answers() -> None:
    page = {
        "members": {"p.html": True},
        "facts": [{"key": "left", "support": [at("p.html", 0, 5)]}],
        "conflicts": [
            {"key": "toll", "relation": "revision", "sides": [{"value": "5", "passages": [at("p.html", 9, 12)]}]},
            {"key": "place", "relation": "precision", "sides": []},
        ],
        "dates": [],
    }
    key = parse(whole({**KEY, "pages": page}), "boat")
    assert key.reports == ("a", "b", "c", "p.html")
    assert [s.fact for s in key.supports] == [0, 0, 0, 1, 1]
    assert [p.report for p in key.disputes[0].sides[1]] == ["b", "p.html"]


@pytest.mark.parametrize("folder", STORIES, ids=lambda p: p.name)
def test_every_key_is_read_with_the_reports_it_names(folder: Path) -> None:
    key, files = load(folder)
    assert set(key.members) <= set(files)
    assert len(key.supports) > 20


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text('{"facts": [{"statement": "x"}]}')
    with pytest.raises(ValueError, match="is not an answer key"):
        load(tmp_path)
