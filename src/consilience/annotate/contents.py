"""What may be the content of a cue: the spans that its grammar offers, each with the name of its pattern.

Nothing is chosen here. A content around its cue stands in several pieces. Two
patterns with the same words are one candidate, named after the first.
"""

from __future__ import annotations

from dataclasses import dataclass

from consilience.annotate.cues import cue_at
from consilience.annotate.referents import MEDIA_WORDS, nouns, roles
from consilience.annotate.words import Marked, Words, word_set

Piece = tuple[int, int]

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_STRIP = word_set(", ; : . — – - -- ( )")
TELLING = word_set("tell inform brief")  # who stands behind it was told
CITING = word_set("citing quoting")  # participles that say from whom, not what
_JOINTS = word_set("that and but or which who whether if")
_COMPLEMENTS = word_set("dobj dative ccomp xcomp oprd attr acomp prep advcl pobj npadvmod csubj")
_CLAUSES = word_set("ccomp xcomp acl relcl advcl pcomp")
_OBJECTS = word_set("dobj attr oprd acomp")
_MODIFIERS = word_set("compound amod poss nmod appos")
_LOOSE = word_set("parataxis dep conj intj")
_CONTRASTS = word_set("though although while whereas")
# An adverb or a preposition stands beside this many heads at most that may be meant.
_CLIMB = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words (inclusive borders) that may be a content, by the pattern that found them; ``head`` is its main word."""

    pattern: str
    pieces: tuple[Piece, ...]
    head: int


def trim(words: Words, first: int, last: int) -> Piece | None:
    """The span without commas, dashes, stops and white space at its borders; None if nothing stays."""
    text = words.text
    while first <= last and (text[first] in _STRIP or text[first].isspace()):
        first += 1
    while last >= first and (text[last] in _STRIP or text[last].isspace()):
        last -= 1
    return (first, last) if first <= last else None


def without(words: Words, whole: Piece, hole: Piece) -> tuple[Piece, ...]:
    """The pieces of ``whole`` outside ``hole``, trimmed; "that" and "and" alone are none."""
    last = min(whole[1], hole[0] - 1)
    before = trim(words, whole[0], last - (last >= whole[0] and words.text[last].lower() == "as"))
    after = trim(words, max(whole[0], hole[1] + 1), whole[1])
    return tuple(p for p in (before, after) if p and (p[0] < p[1] or words.text[p[0]].lower() not in _JOINTS))


def child(words: Words, index: int, *deps: str) -> int | None:
    """The first dependent of the word with one of the relations."""
    for c in words.children[index]:
        if words.dep[c] in deps:
            return c
    return None


def clause_of(words: Words, cue: int) -> Piece:
    """The cue with its subject, helpers and close adverbials: what stands in brackets in "It is, she said, late"."""
    first = last = cue
    for c in words.children[cue]:
        name = words.dep[c]
        if name in SUBJECTS or name in ("aux", "auxpass", "neg", "prt", "dative", "agent"):
            first, last = min(first, words.first[c]), max(last, words.last[c])
        elif name in ("prep", "npadvmod", "dobj", "advmod") and words.first[c] == last + 1:
            last = words.last[c]
    return first, last


class _Offers:
    def __init__(self, words: Words, cue: int, marked: Marked) -> None:
        self.words = words
        self.cue = cue
        self.marked = marked
        self.found: dict[tuple[Piece, ...], Candidate] = {}

    def add(self, pattern: str, head: int, *pieces: Piece | None) -> None:
        kept = tuple(self.marked.whole(*p, self.cue) for p in pieces if p and not self.contrasts(p[0]))
        inside = [i for a, b in kept for i in range(a, b + 1)]
        if all(self.words.ent[i] in ("DATE", "TIME") or self.words.pos[i] == "ADP" for i in inside):
            return  # when it was said is not what was said
        if kept and kept not in self.found and not any(a <= self.cue <= b for a, b in kept):
            self.found[kept] = Candidate(pattern, kept, head)

    def subtree(self, index: int) -> Piece | None:
        return trim(self.words, self.words.first[index], self.words.last[index])

    def rest(self, after: int) -> Piece | None:
        """From the first complement right of ``after`` to the end of the phrase, before what is conjoined."""
        words, cue = self.words, self.cue
        first, last = None, words.last[cue]
        for c in words.children[cue]:
            if c <= after:
                continue
            if words.dep[c] in ("cc", "conj", "parataxis") or self.contrasts(words.first[c]):
                last = min(last, words.first[c] - 1)
                break
            if first is None and words.dep[c] in _COMPLEMENTS and not self.names_source(c):
                first = words.first[c]
        return trim(words, first, last) if first is not None else None

    def dependents(self) -> None:
        words, cue = self.words, self.cue
        nominal = words.pos[cue] in ("NOUN", "PROPN")
        told = self.told()
        for c in words.children[cue]:
            name = words.dep[c]
            if self.names_source(c) or c == told:
                continue
            side = "" if c > cue else "<"
            if name in _CLAUSES or name in _OBJECTS:
                self.add(name + side, c, self.subtree(c))
            elif name == "prep" or name == "agent":
                inner = child(words, c, "pobj", "pcomp", "prep")
                if inner is not None:
                    self.add(f"{name} {words.dep[inner]}", inner, self.subtree(inner))
            elif name in SUBJECTS:
                self.subject(c, name)
            elif nominal and name in _MODIFIERS:
                self.add(name, c, self.subtree(c))
            elif not nominal and name in _LOOSE:
                self.add(name + side, c, self.subtree(c))
        first = self.rest(cue if told is None else told)
        if first:
            self.add("rest", self.top(first), first)
        receiver = child(words, cue, "dobj", "dative")
        if receiver is not None and receiver > cue:
            after = self.rest(receiver)
            if after:
                self.add("after object", self.top(after), after)

    def told(self) -> int | None:
        """Who hears it: the council of "warned the council that the bridge was unsafe" is not what was said."""
        words, cue = self.words, self.cue
        if words.pos[cue] != "VERB":
            return None
        heard = child(words, cue, "dobj", "dative")
        if heard is None or heard < cue:
            return None
        clauses = (c for c in words.children[cue] if words.dep[c] == "ccomp" and c > heard)
        if any(child(words, c, "mark") is not None for c in clauses):
            return heard
        begins = words.first[cue]
        behind = child(words, cue, *SUBJECTS) is not None and begins > 0 and words.text[begins - 1] == ","
        return heard if behind and words.lemma[cue] in TELLING and self.hears(heard) else None

    def hears(self, noun: int) -> bool:
        """Whether the object of telling is who hears it: a paper, a council, him; not the truth."""
        words, lower = self.words, self.words.text[noun].lower()
        named = words.ent[noun] in ("PERSON", "ORG", "NORP") or words.pos[noun] == "PRON"
        return named or lower in MEDIA_WORDS | {"paper"} or lower in roles() or lower in nouns("body")

    def contrasts(self, first: int) -> bool:
        """ "The agency reported on Monday, though the ministry denied it": what begins so is the reporter's own."""
        return first > self.cue and self.words.text[first].lower() in _CONTRASTS

    def names_source(self, c: int) -> bool:
        """The words say from whom, not what: "said, citing two diplomats, that", "…, it learned from a letter"."""
        words = self.words
        if words.dep[c] == "advcl":
            return words.text[c].lower() in CITING
        stands_before = child(words, self.cue, "ccomp")
        return words.lemma[c] == "from" and stands_before is not None and stands_before < self.cue < c

    def top(self, piece: Piece) -> int:
        """The word of the piece that hangs on the cue itself."""
        for c in self.words.children[self.cue]:
            if piece[0] <= c <= piece[1]:
                return c
        return piece[0]

    def subject(self, c: int, name: str) -> None:
        words, cue = self.words, self.cue
        complement = child(words, cue, "xcomp", "oprd", "acomp", "attr")
        if complement is not None and complement > cue:
            self.add("raised", complement, self.subtree(c), self.subtree(complement))
        if name != "nsubj":
            self.add("passive", c, self.subtree(c))

    def clause(self) -> None:
        """A verb that stands beside, inside or under what it introduces."""
        words, cue = self.words, self.cue
        dep, head = words.dep[cue], words.head[cue]
        sentence = words.sentences[words.sentence[cue]]
        if dep in ("relcl", "acl"):
            hole = (words.first[cue], words.last[cue])
            pieces = without(words, (words.first[head], words.last[head]), hole)
            self.add("antecedent", head, *pieces[:1])
        elif dep == "conj":
            shared = child(words, head, "dobj", "ccomp", "xcomp")
            if shared is not None:
                self.add("shared", shared, self.subtree(shared))
        else:
            later = child(words, cue, "conj")
            shared = child(words, later, "dobj", "ccomp", "xcomp") if later is not None else None
            if shared is not None:
                self.add("shared", shared, self.subtree(shared))
        # "that she said so" is a part of its sentence, and no insertion in it.
        mark = child(words, cue, "mark")
        if mark is not None and words.lemma[mark] == "as" and head < mark and self.denied(head):
            return
        together = mark is not None and self.marked.number[mark] == self.marked.number[cue]  # neither quoted alone
        inside = mark is not None and words.lemma[mark] == "that" and together
        if child(words, cue, *SUBJECTS) is not None and not inside:
            whole = clause_of(words, cue)
            if dep in ("ccomp", "parataxis", "advcl", "conj", "dep", "csubj") and head != cue:
                self.add("around", head, *without(words, (words.first[head], words.last[head]), whole))
            if mark is None or words.lemma[mark] != "as":  # "as he said" is of the clause that it stands in
                self.add("sentence", words.head[cue], *without(words, sentence, whole))
        if dep in ("advcl", "prep", "pcomp") and head != cue:
            whole = (words.first[cue], words.last[cue])
            self.add("main clause", head, *without(words, (words.first[head], words.last[head]), whole))

    def denied(self, verb: int) -> bool:
        """Whether it is told that this was not so: he claimed the opposite of "she did not resign, as he claimed"."""
        for _ in range(_CLIMB + 1):
            known = cue_at(self.words, verb)
            if child(self.words, verb, "neg") is not None or (known is not None and known.stance == "denies"):
                return True
            verb = self.words.head[verb]
        return False

    def noun(self) -> None:
        """A noun or an adjective: its modifiers, and what the verb over it says of it."""
        words, cue = self.words, self.cue
        head = words.head[cue]
        whole = trim(words, cue + 1, words.last[cue])
        if whole:
            self.add("rest", self.top(whole), whole)
        if words.dep[cue] in ("nsubj", "acomp", "attr", "dobj", "pobj") and head != cue:
            for c in words.children[head]:
                if c > cue and words.dep[c] in ("ccomp", "xcomp", "attr", "acomp", "prep", "acl", "advcl"):
                    if words.dep[c] == "prep":
                        inner = child(words, c, "pobj", "pcomp")
                        if inner is not None:
                            self.add("over prep", inner, self.subtree(inner))
                    else:
                        self.add("over " + words.dep[c], c, self.subtree(c))

    def adverbial(self) -> None:
        """ "according to", "reportedly", "in her view": the clause that it stands in, without itself."""
        words, cue = self.words, self.cue
        hole = (words.first[cue], words.last[cue])
        first, last = self.between_semicolons()
        over = cue
        for _ in range(_CLIMB):
            over = words.head[over]
            if over != cue:
                whole = (max(first, words.first[over]), min(last, words.last[over]))
                self.add("around", over, *without(words, whole, hole))
        self.add("sentence", words.head[cue], *without(words, (first, last), hole))

    def between_semicolons(self) -> Piece:
        """The part of the sentence that the cue stands in; what is quoted is one part."""
        first, last = self.words.sentences[self.words.sentence[self.cue]]
        ends = [i for i in range(first, last + 1) if self.words.text[i] == ";" and not self.marked.number[i]]
        before, after = [i for i in ends if i < self.cue], [i for i in ends if i > self.cue]
        return (before[-1] + 1 if before else first), (after[0] - 1 if after else last)

    def colon(self) -> None:
        last = self.words.sentences[self.words.sentence[self.cue]][1]
        self.add("colon", self.cue, trim(self.words, self.cue + 1, last))


def contents(words: Words, cue: int, marked: Marked) -> list[Candidate]:
    """All candidates of the cue, no two with the same words, in a fixed order of patterns.

    A candidate that holds one end of a quotation holds all of it, though the
    parser may have ended the sentence within.
    """
    offers = _Offers(words, cue, marked)
    pos = words.pos[cue]
    if words.text[cue] == ":":
        offers.colon()
    elif pos in ("ADV", "ADP", "SCONJ", "PART") or words.lemma[cue] == "accord":
        offers.adverbial()
    else:
        offers.dependents()
        if pos in ("VERB", "AUX"):
            offers.clause()
        else:
            offers.noun()
    return list(offers.found.values())
