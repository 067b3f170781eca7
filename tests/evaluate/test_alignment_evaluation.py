from __future__ import annotations

import argparse
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from consilience.evaluate import alignment, ecb
from consilience.evaluate.sentence_pairs import of_ecb

FERRY = "The ferry sank off Port Anselm on Friday and killed 12 sailors"
AGAIN = "On Friday a ferry sank off Port Anselm"
DAM = "Engineers reopened the Velden dam in March"


def write(folder: Path, topic: int, name: str, lines: list[str], events: dict[str, str]) -> None:
    """A file as ECB+ has it: ``events`` maps a word of the text to the chain of its event."""
    tokens, marks, chains = "", "", ""
    number = 0
    for sentence, line in enumerate(lines):
        for word in line.split():
            number += 1
            tokens += f'<token t_id="{number}" sentence="{sentence}">{escape(word)}</token>'
            if word in events:
                marks += f'<ACTION_OCCURRENCE m_id="{number}"><token_anchor t_id="{number}"/></ACTION_OCCURRENCE>'
                chains += f'<CROSS_DOC_COREF note="{events[word]}"><source m_id="{number}"/></CROSS_DOC_COREF>'
    path = folder / "ECB+" / str(topic) / f"{name}.xml"
    path.parent.mkdir(parents=True, exist_ok=True)
    body = f"<Document>{tokens}<Markables>{marks}</Markables><Relations>{chains}</Relations></Document>"
    path.write_text(body, encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write(tmp_path, 1, "1_1ecb", [FERRY], {"sank": "S", "killed": "D"})
    write(tmp_path, 1, "1_2ecb", [AGAIN, DAM], {"sank": "S", "reopened": "R"})
    write(tmp_path, 1, "1_1ecbplus", ["http : / / example . org", DAM], {"reopened": "R2"})
    return tmp_path


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    alignment.arguments(parser)
    return alignment.main(parser.parse_args(arguments))


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Some 3 , 117 people , most of them young , came", "Some 3,117 people, most of them young, came"),
        ("the 40 - year - old won 65 - 53", "the 40-year-old won 65-53"),
        ("Reid - who left and - came back", "Reid - who left and - came back"),
        ("the school ’ s roof isn ’ t safe", "the school’s roof isn’t safe"),
        ("he said `` no '' .", 'he said "no".'),
        ("at 7 p . m . in the U . S . today", "at 7 p.m. in the U.S. today"),
    ],
)
def test_the_words_of_a_file_are_put_together_as_they_were_printed(words: str, line: str) -> None:
    made, places = ecb.joined(words.split())
    assert made == line
    assert [made[s:e].strip('"') for s, e in places] == [w.strip("`'\"") for w in words.split()]


def test_mentions_stand_where_their_words_stand_and_the_address_is_left_out(data: Path) -> None:
    first, second, plus = ecb.documents(data)
    assert [(d.name, d.story) for d in (first, second, plus)] == [
        ("1_1ecb", "1"),
        ("1_2ecb", "1"),
        ("1_1ecbplus", "1plus"),
    ]
    assert plus.text == DAM
    assert [(first.text[m.start : m.end], m.event) for m in first.mentions] == [("sank", "S"), ("killed", "D")]
    assert ecb.documents(data / "nothing") == ()


def test_a_sentence_pair_shares_two_events(data: Path) -> None:
    assert of_ecb(data) == []
    write(data, 1, "1_3ecb", ["The ferry sank and killed 12 sailors"], {"sank": "S", "killed": "D"})
    assert {s.text: s.partners for s in of_ecb(data)}[FERRY] == ["The ferry sank and killed 12 sailors"]


def test_mentions_of_claims_in_one_finding_are_one_event(data: Path) -> None:
    texts = [t for t in alignment.texts(data) if t.document.story == "1"]
    mentions = list(alignment.placed("1", texts, None))
    by_event = {(m.document, m.event): m for m in mentions}
    assert all(m.predicate for m in mentions)
    assert by_event["1_1ecb", "S"].finding == by_event["1_2ecb", "S"].finding is not None
    assert by_event["1_1ecb", "D"].finding != by_event["1_1ecb", "S"].finding
    count, wrong = alignment.pairs(mentions)
    assert count == {"joined, of one event": 1}
    assert wrong == []


def test_only_the_sentences_that_the_key_covers_count(data: Path) -> None:
    (data / alignment.SENTENCES).write_text("Topic,File,Sentence Number\n1,2ecb,1\n", encoding="utf-8")
    only = alignment.counted(data)
    texts = alignment.texts(data)
    assert [m.event for m in alignment.placed("1", texts, only)] == ["R"]
    assert alignment.counted(data / "ECB+") is None


def test_both_systems_are_printed_for_both_groupings(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--data", str(data), "--errors", "1") == 0
    printed = capsys.readouterr().out
    for word in ("subtopic  all", "topic     all", "predicates of claims"):
        assert word in printed
    assert printed.count("same lemma") == printed.count("findings") == 4
    assert run("--data", str(data), "--floor", "101") == 1


def test_no_data_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--data", str(tmp_path)) == 3
    assert "no ECB+" in capsys.readouterr().err
