"""Reports become stories and dossiers in a store, and what goes wrong with one stops no other."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence

import pytest
from runs import alive, result
from small_stream import FIRE, STRIKE, Prepared, made
from sqlalchemy import select

from consilience.collate import collate
from consilience.model import Annotated, Dossier, Judgement, Quarantined, Report, Story
from consilience.search import Question, search
from consilience.store import Store, check, jobs, judgements, reports, rounds, stories, tables
from consilience.store import ingest as steps
from consilience.store.ingest import Work


def ingested(store: Store, prepared: Prepared) -> Work:
    work = Work(store, prepared.annotate)
    for given in prepared.inputs:
        work.ingest(given)
    return work


def sound(store: Store) -> None:
    with store.write() as tx:
        assert list(check.problems(tx)) == []


def test_what_is_annotated_comes_back_equal(store: Store, prepared: Prepared) -> None:
    ingested(store, prepared)
    with store.read() as tx:
        assert reports.annotated(tx, list(prepared.marked)) == tuple(prepared.marked.values())


def test_a_dossier_is_the_one_of_the_newest_versions_of_its_reports(store: Store, prepared: Prepared) -> None:
    ingested(store, prepared)
    with store.read() as tx:
        fire, strike = (row.id for row in stories.listing(tx))
        ids = stories.reports_of(tx, fire)
        assert len(ids) == 6 and len(stories.reports_of(tx, strike)) == 4
        assert made(FIRE, 5, url=URL).id not in ids and made(FIRE, 9, url=URL).id in ids
        assert stories.dossier(tx, fire) == collate(Story(fire, tuple(prepared.marked[i] for i in ids)))


URL = "https://coast-mail.example/market?utm_source=feed"


def test_a_run_says_what_it_did(store: Store, prepared: Prepared) -> None:
    work = Work(store, prepared.annotate)
    told = [work.ingest(given) for given in prepared.inputs]
    assert [(t.reports, t.versions, t.known, t.set_aside) for t in told] == [(5, 0, 0, 1), (5, 1, 1, 1), (2, 0, 0, 0)]
    assert [len(t.stories) for t in told] == [2, 2, 2]
    again = work.ingest(prepared.inputs[0])
    assert (again.reports, again.known, again.set_aside, again.stories) == (0, 5, 0, ())


def test_only_stories_that_changed_are_compared_again(store: Store, prepared: Prepared) -> None:
    compared: list[str] = []

    def counted(story: Story, judged: Sequence[Judgement]) -> Dossier:
        compared.append(story.id)
        return collate(story, judged)

    work = Work(store, prepared.annotate, collate=counted)
    work.ingest([made(FIRE, 0), made(STRIKE, 0)])
    first = list(compared)
    work.ingest([made(FIRE, 1)])
    with store.read() as tx:
        [fire] = tx.scalars(select(tables.members.c.story).where(tables.members.c.report == made(FIRE, 1).id))
        assert len(first) == 2 and compared[2:] == [fire]
        assert [r for r, _ in stories.rounds_of(tx, fire)] == [1, 2]
        before = stories.dossier(tx, fire, round=1)
        assert before is not None and len(before.reports) == 1


def test_a_window_in_memory_and_one_that_is_rebuilt_give_the_same(
    store: Store, sqlite: Store, prepared: Prepared
) -> None:
    ingested(store, prepared)
    for given in prepared.inputs:
        Work(sqlite, prepared.annotate).ingest(given)
    with store.read() as one, sqlite.read() as other:
        assert list(one.execute(select(tables.history))) == list(other.execute(select(tables.history)))
        members = select(tables.members).order_by(tables.members.c.report)
        assert sorted(one.execute(members)) == sorted(other.execute(members))


def test_a_report_that_cannot_be_annotated_is_set_aside_and_the_others_go_on(store: Store, prepared: Prepared) -> None:
    items: list[Report | Quarantined] = [made(FIRE, 0), made(FIRE, 12, text="poison"), made(STRIKE, 0)]
    assert Work(store, prepared.annotate).ingest(items).set_aside == 1
    with store.read() as tx:
        [note] = tx.execute(select(tables.quarantine))
        assert (note.path, note.reason) == (
            items[1].path,
            "could not be annotated: PoisonError: it cannot be parsed",
        )
        assert len(stories.listing(tx)) == 2
    sound(store)


def test_a_report_that_kills_whoever_annotates_it_is_set_aside_in_the_end(
    new_store: Callable[[], str], prepared: Prepared
) -> None:
    def deadly(wanted: Iterable[Report]) -> Iterator[Annotated]:
        for report in wanted:
            if report.text == "poison":
                os.kill(os.getpid(), signal.SIGKILL)
            yield prepared.marked[report.id]

    url, deaths = new_store(), 0
    while True:
        process = alive(url, prepared, annotate=deadly)
        process.join()
        if process.exitcode == 0:
            break
        deaths += 1
        assert deaths < 20
    assert deaths == steps.DEADLY
    lines = result(url)
    assert sum("the program ended 6 times over it" in line for line in lines) == 1
    assert sum('"table":"annotations"' in line for line in lines) == len(prepared.marked)


def test_a_model_that_is_missing_is_no_fault_of_the_reports(store: Store, prepared: Prepared) -> None:
    def missing(_: Iterable[Report]) -> Iterator[Annotated]:
        raise OSError("no English model is installed")
        yield

    with pytest.raises(OSError, match="no English model"):
        Work(store, missing).ingest([made(FIRE, 0)])
    assert Work(store, prepared.annotate).ingest([made(FIRE, 0)]).set_aside == 0
    with store.read() as tx:
        assert len(stories.listing(tx)) == 1
        assert jobs.left(tx, reports.ANNOTATE) == 0


def test_a_story_that_cannot_be_compared_is_noted_and_the_others_go_on(store: Store, prepared: Prepared) -> None:
    def faulty(story: Story, judged: Sequence[Judgement]) -> Dossier:
        if "bus" in story.reports[0].report.text.lower():
            raise ZeroDivisionError("no ratio")
        return collate(story, judged)

    work = Work(store, prepared.annotate, collate=faulty)
    work.ingest([made(FIRE, 0), made(STRIKE, 0)])
    with store.read() as tx:
        [reason] = tx.scalars(select(tables.quarantine.c.reason))
        assert reason == "could not be compared: ZeroDivisionError: no ratio"
        assert len([r for r in stories.listing(tx) if r.title]) == 1
    sound(store)
    Work(store, prepared.annotate).ingest([made(STRIKE, 1, "Tuesday")])
    with store.read() as tx:
        assert all(stories.dossier(tx, row.id) for row in stories.listing(tx))


def test_what_follows_a_round_is_done_with_it_or_not_at_all(store: Store, prepared: Prepared) -> None:
    told: list[tuple[int, int]] = []
    fails = [True]

    def after(tx: object, number: int, changed: Sequence[str]) -> None:
        told.append((number, len(changed)))
        if fails.pop() if fails else False:
            raise RuntimeError("the rule is wrong")

    with pytest.raises(RuntimeError, match="the rule"):
        Work(store, prepared.annotate, after=after).ingest(prepared.inputs[0])
    Work(store, prepared.annotate, after=after).settle()
    Work(store, prepared.annotate, after=after).settle()
    assert told == [(1, 2), (1, 2)]


def test_what_goes_with_an_input_is_stored_with_its_last_report(store: Store, prepared: Prepared) -> None:
    def broken(tx: object) -> None:
        raise RuntimeError("cannot be stored")

    work = Work(store, prepared.annotate)
    with pytest.raises(RuntimeError):
        work.ingest([made(FIRE, 0)], also=broken)
    with store.read() as tx:
        assert reports.get(tx, made(FIRE, 0).id) is None
    seen: list[tuple[int, int]] = []
    work.ingest([made(FIRE, 0)], also=lambda tx: seen.append(rounds.last(tx)))
    assert seen == [(1, 1)]


def test_history_tells_what_became_of_each_report(store: Store, prepared: Prepared) -> None:
    ingested(store, prepared)
    with store.read() as tx:
        told = [change for row in stories.listing(tx) for change in stories.history(tx, row.id)]
    assert {c.report for c in told} == set(prepared.marked)
    assert [c.kind for c in told].count("opened") == 2
    assert {c.kind for c in told} == {"opened", "joined"}
    assert all(c.reasons and c.at and c.at.tzinfo for c in told)


def test_nothing_to_read_is_no_round(store: Store, prepared: Prepared) -> None:
    assert Work(store, prepared.annotate).ingest([]) == steps.Ingested()
    with store.read() as tx:
        assert rounds.last(tx) == (0, 0)


def test_a_judgement_has_the_dossiers_that_it_bears_on_made_anew(store: Store, prepared: Prepared) -> None:
    judged: list[tuple[str, int]] = []

    def noting(story: Story, given: Sequence[Judgement]) -> Dossier:
        judged.append((story.id, len(given)))
        return collate(story, given)

    work = Work(store, prepared.annotate, collate=noting)
    work.ingest([made(FIRE, 0), made(FIRE, 1), made(STRIKE, 0)])
    del judged[:]
    decided = Judgement("different", "Ilsa Brandt", "Brandt", by="AK", at="2026-03-12T10:00:00+00:00", note="a guess")
    with store.write() as tx:
        assert judgements.add(tx, decided) == judgements.add(tx, decided)
    work.settle()
    with store.read() as tx:
        [fire] = [row.id for row in stories.listing(tx) if "ire" in (row.title or "")]
        assert judged == [(fire, 1)]
        assert judgements.judgements(tx) == judgements.judgements(tx, fire) == (decided,)
        assert [r for r, _ in stories.rounds_of(tx, fire)] == [1, 2]
    sound(store)


def test_statements_and_quotations_are_found_in_their_story(store: Store, prepared: Prepared) -> None:
    ingested(store, prepared)
    with store.read() as tx:
        hits = search(tx, Question("build again", kinds=("quotation",))).hits
        assert hits and {h.kind for h in hits} == {"quotation"}
        for hit in hits:
            report = reports.get(tx, hit.passage.report)
            assert report is not None and report.text[hit.passage.start : hit.passage.end] == hit.passage.text
        statement = search(tx, Question('"fish market"', kinds=("statement",))).hits[0]
        found = stories.dossier(tx, statement.story or "")
        assert found is not None and statement.part in {f.id for f in found.findings}


def test_an_id_is_known_by_its_beginning_and_a_merged_story_by_what_it_became(store: Store) -> None:
    row = {"opened": 1, "changed": 1, "collated": None}
    with store.write() as tx:
        rounds.close(tx, 0)
        for story, into in (("sabc", "sabd"), ("sabd", None), ("sx%", None)):
            tx.execute(tables.stories.insert().values(id=story, into=into, reports=0, **row))
        assert stories.resolve(tx, "sabc") == stories.resolve(tx, "sab") == stories.resolve(tx, "sabd") == "sabd"
        assert stories.resolve(tx, "s") is None and stories.resolve(tx, "nowhere") is None
        assert stories.resolve(tx, "%") is None
