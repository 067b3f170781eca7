"""A sentence with exactly one thing changed in it: what a change is, and the changes of a single slot.

The grammar reads the words, the parse and the marks of an annotated sentence;
the words that are put in stand in ``tables/changes.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from consilience import tables
from consilience.annotate.quotes import find_quotes
from consilience.evaluate.wordforms import in_case_of, inflected
from consilience.model import Annotated, Quantity, TimeExpression
from consilience.tables import countries, places

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_CARDINALS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
LEAST_QUOTED = 4  # words; of fewer between quotation marks many are titles
OLD = 60  # years
LEAST_ROUND = 20  # the next whole number after a smaller one is not about the same
_WITHIN_NAMES = frozenset({"compound", "amod", "nmod"})  # "the Varga administration"
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters of the sentence and what stands there instead."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a sentence. ``focus`` is the character of the old sentence at which it is looked for.

    ``same`` are the words (lower case) that another sentence must have too, if it is to state what was changed.
    """

    kind: str
    edits: tuple[Edit, ...]
    focus: int
    same: tuple[str, ...] = ()

    def apply(self, text: str) -> tuple[str, int, tuple[tuple[int, int], ...]]:
        """The changed sentence, where the focus is in it, and the characters that are new."""
        parts, new, at, length, focus = [], [], 0, 0, self.focus
        for edit in sorted(self.edits, key=lambda e: (e.start, e.end)):
            kept = text[at : edit.start]
            length += len(kept)
            if edit.end <= self.focus:
                focus += len(edit.text) - (edit.end - edit.start)
            elif edit.start <= self.focus:
                focus = length
            new.append((length, length + max(1, len(edit.text))))
            parts += [kept, edit.text]
            length += len(edit.text)
            at = edit.end
        parts.append(text[at:])
        return "".join(parts), focus, tuple(new)


@dataclass(frozen=True)
class Parsed:
    """An annotated sentence and the tree of its words."""

    annotated: Annotated

    @property
    def text(self) -> str:
        return self.annotated.report.text

    @property
    def length(self) -> int:
        return len(self.annotated.tokens.text)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        below: list[list[int]] = [[] for _ in range(self.length)]
        for k, head in enumerate(self.annotated.tokens.head):
            if head != k:
                below[head].append(k)
        return tuple(map(tuple, below))

    def child(self, token: int, *roles: str) -> int | None:
        """The first child in one of the roles."""
        return next((c for c in self.children[token] if self.annotated.tokens.dep[c] in roles), None)

    def subtree(self, token: int) -> tuple[int, ...]:
        """The word and all that hangs on it, in the order of the text."""
        found, waiting = [], [token]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(self.children[found[-1]])
        return tuple(sorted(found))

    def type_of(self, token: int) -> str:
        """The type of the entity that the word names or means; "" where there is none."""
        index = self.annotated.tokens.entity[token]
        return self.annotated.entities[index].type if index >= 0 else ""

    def within(self, start: int, end: int) -> list[int]:
        """The words that begin between the characters."""
        return [k for k, s in enumerate(self.annotated.tokens.start) if start <= s < end]

    def put(self, token: int, word: str) -> Edit:
        """The word in the place of the token."""
        return Edit(self.annotated.tokens.start[token], self.annotated.tokens.end[token], word)


Grammar = Callable[[Parsed], Iterator[Change]]


def table() -> dict[str, Any]:
    """The words that changes put in."""
    return tables.load("changes.toml")


def chosen(words: Sequence[str], of: str, but: str = "") -> str:
    """One of the words, always the same for one and the same text."""
    allowed = [word for word in words if word.lower() not in but.lower()]
    return allowed[sum(map(ord, of)) % len(allowed)]


def other_number(text: str) -> str | None:
    """Another number in the same form, about a third more; None for a word that is none, and for one."""
    lower = text.lower()
    if lower in _CARDINALS:
        return in_case_of(_CARDINALS[(_CARDINALS.index(lower) + 3) % len(_CARDINALS)], text)
    if lower in _ORDINALS:
        return in_case_of(_ORDINALS[(_ORDINALS.index(lower) + 1) % len(_ORDINALS)], text)
    ordinal = _ORDINAL.fullmatch(lower)
    if ordinal:
        return _ordinal(int(ordinal.group(1)) + 1)
    if _DIGITS.fullmatch(text) is None:
        return None
    value = text.replace(",", "")
    if "." in value:
        places = len(value.partition(".")[2])
        return f"{float(value) * 1.3 + 10**-places:.{places}f}"
    number = int(value)
    if number < 2:
        return None
    zeros = len(value) - len(value.rstrip("0"))
    step = 10**zeros
    made = number + max(1, round(number * 0.35 / step)) * step
    return f"{made:,}" if "," in text or (made >= 10_000 and number < 10_000) else str(made)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _in_time(parsed: Parsed, start: int) -> bool:
    return any(t.start <= start < t.end for t in parsed.annotated.times)


def _numerals(parsed: Parsed, quantity: Quantity) -> list[int]:
    text = parsed.annotated.tokens.text
    return [k for k in parsed.within(quantity.start, quantity.end) if other_number(text[k]) is not None]


def number(parsed: Parsed) -> Iterator[Change]:
    """A count or a measure, exact or about so much, becomes another."""
    tokens = parsed.annotated.tokens
    for quantity in parsed.annotated.quantities:
        found = _numerals(parsed, quantity)
        if len(found) != 1 or quantity.bound not in ("=", "~") or _in_time(parsed, quantity.start):
            continue
        k, old = found[0], tokens.text[found[0]]
        kind = "ordinal" if quantity.unit == "ordinal" else "number"
        following = tokens.text[k + 1].lower() if k + 1 < parsed.length else ""
        around = [*tokens.text[max(0, k - 2) : k], "", *tokens.text[k + 1 : k + 3]]
        if around[:2] == ["by", "-"] or around[-2:] == ["-", "by"]:
            continue  # "a four-by-four" counts nothing
        if kind == "ordinal" and following in ("street", "avenue", "road", "-"):
            continue  # a place, or part of a name ("third-and-goal")
        new = other_number(old) or old
        if quantity.unit == "a" and old.isdigit() and int(old) > OLD:
            new = str(int(old) - OLD // 2)  # nobody is 128
        yield Change(kind, (parsed.put(k, new),), tokens.start[k], (old.lower(),))


def unit(parsed: Parsed) -> Iterator[Change]:
    """What a number measures is measured in another unit, or in another power of ten."""
    tokens, known = parsed.annotated.tokens, table()["units"]
    measured: list[Quantity | TimeExpression] = [q for q in parsed.annotated.quantities if q.value is not None]
    measured += [t for t in parsed.annotated.times if t.type == "DURATION"]
    for item in measured:
        for k in parsed.within(item.start, item.end):
            new = known.get(tokens.lemma[k], known.get(tokens.text[k].lower()))
            alone = not any(c.isalnum() for c in item.text.replace(tokens.text[k], ""))
            compound = k + 1 < parsed.length and tokens.text[k + 1] == "-"
            if new is None or alone or compound:
                continue
            is_plural = tokens.tag[k] == "NNS" and new.isalpha() and not new.endswith("s")
            word = inflected(new, "NNS") if is_plural else new
            # "two million" and "260 million" do not have the same; "a few hours" has what "hours" has
            numerals = [j for j in parsed.within(item.start, item.end) if tokens.pos[j] == "NUM" and j != k]
            same = (tokens.text[k].lower(), *(tokens.text[j].lower() for j in numerals))
            yield Change("unit", (parsed.put(k, word),), tokens.start[k], same)


def date(parsed: Parsed) -> Iterator[Change]:
    """A day of a month, a month or a year becomes another; a day of the week becomes another."""
    tokens = parsed.annotated.tokens
    for time in parsed.annotated.times:
        if time.type not in ("DATE", "TIME"):
            continue
        words = parsed.within(time.start, time.end)
        if any(parsed.type_of(k) == "PERSON" for k in words):
            continue
        lower = {k: tokens.text[k].lower().strip(".") for k in words}
        weekdays = [k for k in words if lower[k] in WEEKDAYS]
        months = [k for k in words if lower[k] in MONTHS and tokens.text[k][0].isupper()]
        days = [k for k in words if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", lower[k])]
        years = [k for k in words if _YEAR.fullmatch(lower[k])]
        if len(weekdays) == 1 and not any(c.isdigit() for c in time.text):
            k = weekdays[0]
            new = WEEKDAYS[(WEEKDAYS.index(lower[k]) + 3) % 7]
            yield Change("weekday", (parsed.put(k, in_case_of(new, tokens.text[k])),), tokens.start[k], (lower[k],))
        if weekdays:
            continue
        if len(months) == 1 and len(days) == 1:
            k, old = days[0], int(re.sub(r"\D", "", lower[days[0]]))
            day = old + 8 if old <= 20 else old - 8
            new = str(day) if lower[k].isdigit() else _ordinal(day)
            yield Change("date", (parsed.put(k, new),), tokens.start[k], (lower[k], lower[months[0]]))
        elif len(months) == 1:
            k = months[0]
            new = MONTHS[(MONTHS.index(lower[k]) + 4) % 12]
            yield Change("date", (parsed.put(k, in_case_of(new, tokens.text[k])),), tokens.start[k], (lower[k],))
        elif len(years) == 1:
            k = years[0]
            yield Change("date", (parsed.put(k, str(int(lower[k]) - 2)),), tokens.start[k], (lower[k],))


def _names(parsed: Parsed, *types: str) -> Iterator[tuple[int, list[list[int]]]]:
    """Every entity of the types, with the words of its named mentions."""
    tokens = parsed.annotated.tokens
    for index, entity in enumerate(parsed.annotated.entities):
        if entity.type not in types:
            continue
        mentions = []
        for mention in entity.mentions:
            words = [k for k in parsed.within(mention.start, mention.end) if tokens.pos[k] == "PROPN"]
            if words and words[-1] - words[0] == len(words) - 1:
                mentions.append(words)
        if mentions:
            yield index, mentions


def person(parsed: Parsed) -> Iterator[Change]:
    """A person becomes another, under every name that the sentence has for him or her."""
    tokens = parsed.annotated.tokens
    for _, mentions in _names(parsed, "PERSON"):
        last = tokens.text[mentions[0][-1]]
        family = chosen(table()["family"], last, parsed.text)
        given = chosen(table()["given"], last, parsed.text)
        edits, known = [], {tokens.text[k] for k in mentions[0]}
        for words in mentions:
            if not {tokens.text[k] for k in words} <= known or len(words) > 3 or tokens.dep[words[-1]] in _WITHIN_NAMES:
                break
            name = family if len(words) == 1 and tokens.text[words[0]] == last else f"{given} {family}"
            edits.append(Edit(tokens.start[words[0]], tokens.end[words[-1]], name))
        else:
            yield Change("person", tuple(edits), edits[0].start, (last.lower(),))


def place(parsed: Parsed) -> Iterator[Change]:
    """A town, a region or a country that is named once becomes another; not a continent or a sea."""
    tokens = parsed.annotated.tokens
    for _, mentions in _names(parsed, "GPE", "LOC"):
        words = mentions[0]
        if len(mentions) != 1 or tokens.dep[words[-1]] not in ("pobj", "nsubj", "dobj", "nsubjpass", "appos"):
            continue
        old = parsed.text[tokens.start[words[0]] : tokens.end[words[-1]]]
        if any(row.sort == "area" for row in places.find(old)):
            continue
        kind = "countries" if countries.find(old) else "cities"
        new = chosen(table()[kind], old, parsed.text)
        edit = Edit(tokens.start[words[0]], tokens.end[words[-1]], new)
        yield Change("place", (edit,), tokens.start[words[-1]], (tokens.text[words[-1]].lower(),))


def approximate(parsed: Parsed) -> Iterator[Change]:
    """ "More than 40" becomes "44", "hundreds of" becomes "320": true where the old words are, and more exact."""
    known, tokens, text = table(), parsed.annotated.tokens, parsed.text
    for quantity in parsed.annotated.quantities:
        if _in_time(parsed, quantity.start) or quantity.unit == "ordinal":
            continue
        words = text[quantity.start : quantity.end]
        first = words.split()[0].lower()
        if first in known["vague"] and words.lower().split()[1:] in ([], ["of"]):
            end = quantity.start + len(first)
            end += 3 if text[end : end + 4].lower() == " of " else 0
            edit = Edit(quantity.start, end, in_case_of(known["vague"][first], words))
            yield Change("approximate", (edit,), quantity.start, (first,))
            continue
        lead = next((a for a in (*known["approximate"], *known["at_least"]) if words.lower().startswith(a + " ")), None)
        found = _numerals(parsed, quantity)
        if lead is None or len(found) != 1 or not tokens.text[found[0]][0].isdigit():
            continue
        old = tokens.text[found[0]]
        value = float(old.replace(",", ""))
        exact = value * (1.02 if lead in known["at_least"] else 0.97)
        if value < LEAST_ROUND and "." not in old:
            continue
        new = f"{round(exact):,}" if value >= 3 * LEAST_ROUND else f"{exact:.1f}" if "." in old else str(int(value) + 1)
        end = tokens.end[found[0]]
        gap = text[quantity.start + len(lead) + 1 : tokens.start[found[0]]]
        yield Change("approximate", (Edit(quantity.start, end, gap + new),), quantity.start, (old.lower(), lead))


def quotation(parsed: Parsed) -> Iterator[Change]:
    """A word between quotation marks becomes one that says something else."""
    tokens, known = parsed.annotated.tokens, table()
    for quote in find_quotes(parsed.text):
        inside = parsed.within(quote.inner_start, quote.inner_end)
        if len(inside) < LEAST_QUOTED:
            continue
        for k in inside:
            lemma, pos = tokens.lemma[k], tokens.pos[k]
            if pos not in ("NOUN", "ADJ") or tokens.tag[k] not in ("NN", "NNS", "JJ") or not tokens.text[k].islower():
                continue
            rest = known["otherwise"]["noun" if pos == "NOUN" else "adjective"]
            new = inflected(known["quoted"].get(lemma) or chosen(rest, lemma, parsed.text), tokens.tag[k])
            edit = parsed.put(k, in_case_of(new, tokens.text[k]))
            yield Change("quotation", (edit,), tokens.start[k], (tokens.text[k].lower(),))
