"""Who may be the source of a cue: the phrases that its grammar offers, each with the name of its pattern."""

from __future__ import annotations

from consilience.annotate.contents import SUBJECTS, TELLING, Candidate, Piece, child, trim
from consilience.annotate.words import Marked, Words, word_set
from consilience.tables import people

_MISREAD = word_set("dobj npadvmod oprd attr dep appos nmod dative")
_BY = word_set("by from of among between within for to with")
# How many verbs up a subject may be lent ("went on to try to say").
_CLIMB = 3


class _Offers:
    def __init__(self, words: Words, cue: int, marked: Marked) -> None:
        self.words = words
        self.cue = cue
        self.marked = marked
        self.found: dict[Piece, Candidate] = {}

    def add(self, pattern: str, head: int, piece: Piece | None = None) -> None:
        """Offer the phrase of ``head``, up to a relative clause that holds the cue itself."""
        words, number = self.words, self.marked.number
        if number[head] and number[head] != number[self.cue]:
            return  # what is quoted does not say that it is
        if piece is None:
            first, last = words.first[head], words.last[head]
            if first <= self.cue <= last:
                if self.cue < head:
                    first = head
                else:
                    last = head
                    for c in words.children[head]:
                        if head < c and words.last[c] < self.cue:
                            last = words.last[c]
            piece = trim(words, first, last)
        if piece and piece not in self.found and not piece[0] <= self.cue <= piece[1]:
            self.found[piece] = Candidate(pattern, (piece,), head)

    def subjects(self, verb: int, prefix: str = "") -> bool:
        words = self.words
        for c in words.children[verb]:
            name = words.dep[c]
            if name in SUBJECTS:
                self.add(prefix + name, c)
                if words.tag[c] in ("WP", "WDT") and words.dep[verb] == "relcl":
                    self.add(prefix + "antecedent", words.head[verb])
            elif name == "agent":
                inner = child(words, c, "pobj")
                if inner is not None:
                    self.add(prefix + "agent", inner)
        return child(words, verb, *SUBJECTS) is not None

    def misread(self) -> None:
        """What the parser took for something else: a noun before or behind a verb without a subject."""
        words, cue = self.words, self.cue
        told = words.lemma[cue] in TELLING  # who stands behind it was told
        for c in words.children[cue]:
            if told and c > cue:
                continue
            if words.dep[c] in _MISREAD and words.pos[c] in ("NOUN", "PROPN", "PRON"):
                self.add(f"{words.dep[c]} {'right' if c > cue else 'left'}", c)
        left = cue - 1
        while left >= 0 and words.pos[left] in ("AUX", "ADV", "PART") and words.sentence[left] == words.sentence[cue]:
            left -= 1
        if left >= 0 and words.sentence[left] == words.sentence[cue] and words.head[cue] != left:
            top = left
            while words.head[top] != top and words.last[words.head[top]] == left:
                top = words.head[top]
            if words.pos[top] in ("NOUN", "PROPN", "PRON") and words.last[top] == left:
                self.add("left", top)
        right = cue + 1
        within = not told and right < len(words) and words.sentence[right] == words.sentence[cue]
        if within and words.pos[right] in ("DET", "NOUN", "PROPN", "ADJ", "PRON", "NUM"):
            top = right
            while words.head[top] != top and words.head[top] > cue and words.first[words.head[top]] > cue:
                top = words.head[top]
            if words.pos[top] in ("NOUN", "PROPN", "PRON") and words.first[top] == right:
                self.add("right", top)

    def lent(self, verb: int) -> None:
        """Subjects of the verbs over this one, its controller, its antecedent."""
        words = self.words
        if _describes(words, verb):
            return
        for step in range(_CLIMB):
            dep, over = words.dep[verb], words.head[verb]
            if over == verb:
                return
            if step == 0 and self.goes_on(verb, over):
                verb = over
                continue
            if dep in ("acl", "relcl"):
                self.add("antecedent", over)
                return
            if words.pos[over] not in ("VERB", "AUX"):
                if words.pos[over] in ("ADP", "SCONJ", "ADJ"):
                    verb = over
                    continue
                poss = child(words, over, "poss")
                if poss is not None:
                    self.add("lent poss", poss)
                verb = over
                continue
            if dep == "xcomp":
                held = child(words, over, "dobj", "dative")
                if held is not None:
                    self.add("controller", held)
            if self.subjects(over, f"lent {dep} " if step == 0 else "far "):
                return
            verb = over

    def goes_on(self, verb: int, over: int) -> bool:
        """Whether it is the teller who goes on: "it said two were wounded, and denied it"; the two denied nothing."""
        words = self.words
        told = words.dep[verb] == "conj" and words.dep[over] == "ccomp" and child(words, over, "mark") is None
        hurt = child(words, over, "nsubjpass")
        if not told or hurt is None or verb < 2 or words.text[verb - 1].lower() != "and":
            return False
        lower = words.text[hurt].lower()
        personal = words.ent[hurt] in ("PERSON", "ORG", "GPE", "NORP") or words.pos[hurt] == "PRON"
        return words.text[verb - 2] == "," or not (
            personal or people.both(lower, "person")
        )  # "184 boxes were lost and …"

    def nominal(self) -> None:
        """Of a noun: the possessor, who it is by, whose verb it stands under."""
        words, cue = self.words, self.cue
        for c in words.children[cue]:
            name = words.dep[c]
            if name in ("poss", "compound", "amod", "nmod"):
                self.add(name, c)
            elif name in ("prep", "agent") and words.lemma[c] in _BY:
                inner = child(words, c, "pobj")
                if inner is not None:
                    self.add(words.lemma[c], inner)
        over = words.head[cue]
        if words.dep[cue] == "conj":
            poss = child(words, over, "poss")
            if poss is not None:
                self.add("shared poss", poss)
        self.lent(cue)

    def colon(self) -> None:
        words, cue = self.words, self.cue
        first = words.sentences[words.sentence[cue]][0]
        comma = next((i for i in range(first + 1, cue) if words.text[i] == ","), None)
        finite = any(words.tag[i] in ("VBD", "VBZ", "VBP") for i in range(first, cue))
        named = comma is not None and not finite and words.pos[comma - 1] in ("NOUN", "PROPN")
        # "The minister, at a briefing: …" is who stands before the comma.
        self.add("colon", comma - 1 if named and comma is not None else cue - 1, trim(words, first, cue - 1))


def _describes(words: Words, verb: int) -> bool:
    """Whether a participle only describes what stands before its comma: "claimed the attack, believed to be the worst".

    Parsers hang it on the verb of the sentence; but nothing joins the two, and nobody in the sentence is who believes.
    """
    over = words.head[verb]
    return (
        words.dep[verb] in ("conj", "advcl")
        and words.tag[verb] in ("VBN", "VBD")
        and child(words, verb, *SUBJECTS, "auxpass", "aux") is None
        and words.text[verb - 1 : verb + 2 : 2] == [",", "to"]
        and not any(over < c < verb and words.dep[c] == "cc" for c in words.children[over])
    )


def sources(words: Words, cue: int, marked: Marked) -> list[Candidate]:
    """All candidates of the cue in a fixed order of patterns; that there is no source is not among them.

    Words of a quotation that the cue stands outside of are no source.
    """
    offers = _Offers(words, cue, marked)
    pos, dep = words.pos[cue], words.dep
    if words.text[cue] == ":":
        if cue:
            offers.colon()
    elif pos in ("VERB", "AUX"):
        if words.lemma[cue] == "accord":
            for c in words.children[cue]:
                inner = child(words, c, "pobj") if dep[c] == "prep" else None
                if inner is not None:
                    offers.add("to", inner)
        if not offers.subjects(cue) or words.lemma[cue] == "accord":
            offers.misread()
            offers.lent(cue)
    elif pos in ("ADV", "ADP", "SCONJ", "PART"):
        inner = child(words, cue, "pobj")
        if inner is not None:
            offers.add("pobj", inner)
            poss = child(words, inner, "poss")
            if poss is not None:
                offers.add("pobj poss", poss)
        offers.lent(cue)
    elif pos == "ADJ":
        over = words.head[cue]
        if over != cue:
            offers.subjects(over, "copula ")
        offers.lent(cue)
    else:
        offers.nominal()
    return list(offers.found.values())
