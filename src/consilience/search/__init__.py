"""What a store holds, searched: reports, statements and quotations by their words, people, places and times.

>>> from consilience.search import Question, search
>>> with store.read() as tx:  # doctest: +SKIP
...     found = search(tx, Question("ferry -fare", person="Leila Marchand"))
"""

from consilience.search.find import KINDS, Question, search
from consilience.search.hits import Found, Hit, Kind, Score
from consilience.search.query import Query, Term, parse

__all__ = ["KINDS", "Found", "Hit", "Kind", "Query", "Question", "Score", "Term", "parse", "search"]
