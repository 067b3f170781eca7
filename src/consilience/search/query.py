"""What a person types, understood: words, "phrases", -what must not be there, OR. Everything else is literal.

No character of a query reaches a database as an operator: a query becomes terms of letters and digits, and these
are put together anew in the language of each index.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from consilience.store.stem import stem
from consilience.store.words import forms

LONGEST = 50  # terms
# Where these stems end, PostgreSQL may have left a letter more ("technologi", "possibli").
BEGUN = ("log", "bl")
_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:["“”](?P<phrase>[^"“”]*)["“”]|(?P<word>[^\s"“”]+|["“”]))')
_OR = "OR"


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together, without case and accents; ``shown`` is how they were typed."""

    forms: tuple[str, ...]
    shown: str


@dataclass(frozen=True, slots=True)
class Query:
    """Every group of ``wanted`` must be there by one of its terms; no term of ``unwanted`` may be."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that are looked for, each once."""
        return tuple(dict.fromkeys(term for group in self.wanted for term in group))

    def __str__(self) -> str:
        groups = (" OR ".join(map(_typed, group)) for group in self.wanted)
        wanted = [f"({shown})" if " OR " in shown else shown for shown in groups]
        return " ".join([*wanted, *(f"-{_typed(term)}" for term in self.unwanted)])


def _typed(term: Term) -> str:
    return term.shown if term.shown.isalnum() and term.shown != _OR else f'"{term.shown}"'


def term(text: str) -> Term | None:
    """The words of a text as one term; None where it has none."""
    found = forms(text)
    return Term(found, " ".join(text.split())) if found else None


def parse(text: str) -> Query:
    """The query that a text is; never fails on what is typed but for its length.

    ``OR`` in capitals joins the terms at its sides; where one of them is missing it is a word like others. What
    holds no letter or digit is passed over. Raises ValueError beyond :data:`LONGEST` terms.
    """
    pieces = [(bool(m["minus"]), m["word"] == _OR, found) for m, found in _pieces(text)]
    if len(pieces) > LONGEST:
        raise ValueError(f"a search of {len(pieces)} words; {LONGEST} are the most")
    groups: list[list[Term]] = []
    unwanted: list[Term] = []
    joining = False
    for at, (minus, is_or, found) in enumerate(pieces):
        if minus:
            unwanted.append(found)
        elif is_or and not joining and _beside(pieces, at):
            joining = True
            continue
        elif joining:
            groups[-1].append(found)
        else:
            groups.append([found])
        joining = False
    return Query(tuple(tuple(dict.fromkeys(group)) for group in groups), tuple(dict.fromkeys(unwanted)))


def _beside(pieces: Sequence[tuple[bool, bool, Term]], at: int) -> bool:
    """Whether something that is wanted stands on both sides."""
    return 0 < at < len(pieces) - 1 and not pieces[at - 1][0] and not pieces[at + 1][0]


def _pieces(text: str) -> Iterator[tuple[re.Match[str], Term]]:
    for match in _PIECE.finditer(text):
        found = term(match["word"] if match["phrase"] is None else match["phrase"])
        if found is not None:
            yield match, found


def fts5(query: Query, kinds: Sequence[str] = ()) -> str:
    """The query for SQLite's FTS5, in title and text of passages of these kinds (none: all)."""

    def either(terms: Sequence[Term]) -> str:
        return "(" + " OR ".join('"' + " ".join(term.forms) + '"' for term in terms) + ")"

    made = " AND ".join(map(either, query.wanted))
    if query.unwanted:
        made = f"({made}) NOT {either(query.unwanted)}"
    made = f"{{title text}}: ({made})"
    return f"{made} AND kind: ({' OR '.join(kinds)})" if kinds else made


def tsquery(query: Query) -> str:
    """The query for PostgreSQL's to_tsquery; it finds some more, never less, than what is asked."""

    def either(terms: Sequence[Term], lexeme: Callable[[str], str]) -> str:
        return "(" + " | ".join(f"({' <-> '.join(map(lexeme, term.forms))})" for term in terms) + ")"

    wanted = [either(group, _begun) for group in query.wanted]
    return " & ".join([*wanted, *(f"!{either((term,), _lexeme)}" for term in query.unwanted)])


def _lexeme(form: str) -> str:
    return f"'{form}'"


def _begun(form: str) -> str:
    own = stem(form)
    return f"('{form}' | '{own}':*)" if own.endswith(BEGUN) else _lexeme(form)
