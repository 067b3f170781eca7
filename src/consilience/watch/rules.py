"""What people want to be told of: rules from a TOML file, from arguments, and as a store keeps them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from consilience.search.query import parse

On = Literal["origins", "contradiction", "toll", "story", "entity", "search"]
ON: tuple[On, ...] = get_args(On)
# What each kind takes beside `id`, `on` and `about`; what it must have stands first.
_TAKES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "origins": ((), ("at_least", "background")),
    "contradiction": ((), ()),
    "toll": ((), ()),
    "story": ((), ("origins", "outlets")),
    "entity": (("names",), ()),
    "search": (("words",), ()),
}
_NUMBERS = ("at_least", "origins", "outlets")
_LISTS = ("names", "about")
_LONGEST = 200  # characters of an id


class RuleError(ValueError):
    """A rule that says nothing that can be watched for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to be told of; ``about`` keeps it to stories in which somebody or something of these names is.

    *origins*: a statement comes to rest on ``at_least`` established origins; on background only with ``background``.
    *contradiction*: reports contradict each other where they did not. *toll*: the highest figure for the dead, injured
    or missing moves. *story*: a story reaches so many ``origins`` or ``outlets``. *entity*: one of ``names`` turns up
    in a story, under whatever name. *search*: a report of a story holds the ``words``.
    """

    id: str
    on: On
    at_least: int = 2
    background: bool = False
    origins: int | None = None
    outlets: int | None = None
    names: tuple[str, ...] = ()
    words: str | None = None
    about: tuple[str, ...] = ()


def read(path: str | Path) -> tuple[Rule, ...]:
    """The rules of a TOML file, a table ``[[rule]]`` each; raises :class:`RuleError` and OSError."""
    try:
        given = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path} is no TOML: {error}") from None
    rules = given.pop("rule", None)
    if given:
        raise RuleError(f"{path}: {next(iter(given))!r} is no table of rules; each begins with [[rule]]")
    if not isinstance(rules, list) or not rules:
        raise RuleError(f"{path} holds no [[rule]]")
    return whole(rules)


def whole(given: Iterable[Any]) -> tuple[Rule, ...]:
    """The rules that these mappings are, in their order, each id once; raises :class:`RuleError`."""
    made = tuple(_rule(number, one) for number, one in enumerate(given, start=1))
    return distinct(made)


def distinct(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules; raises :class:`RuleError` where two have one id."""
    ids = [rule.id for rule in rules]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice is not None:
        raise RuleError(f"two rules are called {twice!r}")
    return tuple(rules)


def short(text: str) -> Rule:
    """The rule that an argument names: ``contradiction``, ``origins:3``, ``story:outlets=20``, ``entity:NAME``,
    ``search:WORDS``. Its id is the text. Raises :class:`RuleError`.
    """
    on, colon, rest = (part.strip() for part in text.partition(":"))
    given: dict[str, Any] = {"id": text.strip(), "on": on}
    if on == "origins" and rest:
        given["at_least"] = _number(rest)
    elif on == "story":
        name, _, number = rest.partition("=")
        given[name.strip() or "outlets"] = _number(number)
    elif on == "entity":
        given["names"] = rest
    elif on == "search":
        given["words"] = rest
    elif colon:
        raise RuleError(f"{on!r} takes nothing after a colon")
    return _rule(None, given)


def plain(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """The rules as JSON values, without what they leave as it is; :func:`whole` reads them."""
    usual = {f.name: f.default for f in fields(Rule)}
    return [
        {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(rule).items()
            if value != usual[name]
        }
        for rule in rules
    ]


def toml(rules: Iterable[Rule]) -> str:
    """The rules as a file that :func:`read` reads."""
    tables = ("".join(f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in one.items()) for one in plain(rules))
    return "\n".join(f"[[rule]]\n{table}" for table in tables)


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        raise RuleError(f"{text.strip()!r} is no number")
    return int(text)


def _rule(number: int | None, given: Any) -> Rule:
    if not isinstance(given, Mapping):
        raise RuleError(f"rule {number} is no table")
    name = given.get("id")
    where = f"rule {name!r}" if isinstance(name, str) and name else f"rule {number}"
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST:
        raise RuleError(f"{where} needs an id, up to {_LONGEST} characters")
    on = given.get("on")
    if on not in ON:
        raise RuleError(f"{where}: 'on' is {on!r}, not one of {', '.join(ON)}")
    needed, allowed = _TAKES[on]
    values = {key: _value(where, key, value) for key, value in given.items() if key not in ("id", "on")}
    stray = next((key for key in values if key not in (*needed, *allowed, "about")), None)
    if stray is not None:
        raise RuleError(f"{where}: {on!r} takes no {stray!r}")
    missing = next((key for key in needed if not values.get(key)), None)
    if missing is not None:
        raise RuleError(f"{where}: {on!r} needs {missing!r}")
    if on == "story" and not ("origins" in values) ^ ("outlets" in values):
        raise RuleError(f"{where}: 'story' needs one of 'origins' and 'outlets'")
    return Rule(name, on, **values)


def _value(where: str, key: str, value: Any) -> Any:
    if key in _NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise RuleError(f"{where}: {key!r} is a number from 1 on")
        return value
    if key == "background":
        if not isinstance(value, bool):
            raise RuleError(f"{where}: 'background' is true or false")
        return value
    if key in _LISTS:
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not names or not all(isinstance(n, str) and n.strip() for n in names):
            raise RuleError(f"{where}: {key!r} is a name or a list of names")
        return tuple(n.strip() for n in names)
    if key == "words":
        if not isinstance(value, str):
            raise RuleError(f"{where}: 'words' holds no word")
        try:
            wanted = parse(value).wanted
        except ValueError as error:
            raise RuleError(f"{where}: {error}") from None
        if not wanted:
            raise RuleError(f"{where}: 'words' holds no word")
        return value.strip()
    raise RuleError(f"{where}: there is no {key!r}")
