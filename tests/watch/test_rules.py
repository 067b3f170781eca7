"""Rules say what is watched for, and what says nothing is an error in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from consilience.watch.rules import Rule, RuleError, distinct, plain, read, short, toml, whole

FILE = """
[[rule]]
id = "second source"
on = "origins"
about = "Port Andor"

[[rule]]
id = "big"
on = "story"
outlets = 20

[[rule]]
id = "the mayor"
on = "entity"
names = ["Ilsa Brandt", "Mayor of Port Andor"]

[[rule]]
id = "market"
on = "search"
words = '"fish market" fire'
"""


def test_a_file_holds_rules_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(FILE)
    assert read(path) == (
        Rule("second source", "origins", about=("Port Andor",)),
        Rule("big", "story", outlets=20),
        Rule("the mayor", "entity", names=("Ilsa Brandt", "Mayor of Port Andor")),
        Rule("market", "search", words='"fish market" fire'),
    )


def test_rules_come_back_from_the_store_and_from_a_file_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(FILE + '\n[[rule]]\nid = "Ü \\"x\\" 😀"\non = "origins"\nat_least = 3\nbackground = true\n')
    rules = read(path)
    assert whole(plain(rules)) == rules
    path.write_text(toml(rules))
    assert read(path) == rules


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("origins", Rule("origins", "origins")),
        ("origins:3", Rule("origins:3", "origins", at_least=3)),
        ("contradiction", Rule("contradiction", "contradiction")),
        ("toll", Rule("toll", "toll")),
        ("story:outlets=20", Rule("story:outlets=20", "story", outlets=20)),
        ("story:origins=5", Rule("story:origins=5", "story", origins=5)),
        ("entity:Ilsa Brandt", Rule("entity:Ilsa Brandt", "entity", names=("Ilsa Brandt",))),
        ('search:"fish market": fire', Rule('search:"fish market": fire', "search", words='"fish market": fire')),
    ],
)
def test_an_argument_names_a_rule(text: str, rule: Rule) -> None:
    assert short(text) == rule


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "'on' is ''|needs an id"),
        ("fire", "'on' is 'fire'"),
        ("origins:many", "'many' is no number"),
        ("origins:0", "from 1 on"),
        ("toll:5", "takes nothing"),
        ("story", "is no number|needs one of"),
        ("story:readers=5", "there is no 'readers'"),
        ("entity:", "name or a list"),
        ("search:!?", "holds no word"),
    ],
)
def test_an_argument_that_is_no_rule_says_why(text: str, reason: str) -> None:
    with pytest.raises(RuleError, match=reason):
        short(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "holds no"),
        ("rule = 5", "holds no"),
        ("[[rule", "is no TOML"),
        ("[[rules]]\nid = 'a'", "'rules' is no table of rules"),
        ("[[rule]]\non = 'toll'", "rule 1 needs an id"),
        ("[[rule]]\nid = 'a'\non = 'toll'\nwords = 'b'", "rule 'a': 'toll' takes no 'words'"),
        ("[[rule]]\nid = 'a'\non = 'story'\noutlets = 2\norigins = 2", "needs one of"),
        ("[[rule]]\nid = 'a'\non = 'entity'", "needs 'names'"),
        ("[[rule]]\nid = 'a'\non = 'origins'\nat_least = true", "number from 1 on"),
        ("[[rule]]\nid = 'a'\non = 'origins'\nbackground = 1", "true or false"),
        ("[[rule]]\nid = 'a'\non = 'toll'\n[[rule]]\nid = 'a'\non = 'toll'", "two rules are called 'a'"),
    ],
)
def test_a_file_that_holds_no_rules_says_why(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text)
    with pytest.raises(RuleError, match=reason):
        read(path)


def test_one_id_is_one_rule_wherever_it_comes_from() -> None:
    with pytest.raises(RuleError, match="two rules"):
        distinct([short("toll"), Rule("toll", "contradiction")])
