"""Who puts a figure at what: "Police put the crowd at 4,500", "by its count" say of the figure whose it is.

The verb is no word of saying, and the learned weights pass it over; its frame (FrameNet's *Estimating*) is read off
the grammar.
"""

from __future__ import annotations

from consilience.annotate.contents import Candidate, child, trim
from consilience.annotate.features import phrase_kind
from consilience.annotate.frames import Frame
from consilience.annotate.referents import nouns, roles
from consilience.annotate.words import Words, word_set

ESTIMATE = "estimate"  # the name of the pattern
VERBS = word_set("put place peg")
_COUNTS = word_set("account count reckoning tally estimate estimation calculation")
_OWNER = word_set("'s ’s ' ’")
_SPEAKING = word_set("PERSON ORG GPE NORP he she they it we who")


def estimates(words: Words) -> list[Frame]:
    """The frames of verbs by which somebody gives a figure."""
    found = [_estimate(words, verb) for verb in range(len(words)) if words.lemma[verb] in VERBS]
    found += [_by_count(words, noun) for noun in range(len(words)) if words.text[noun] in _COUNTS]
    return [frame for frame in found if frame is not None]


def _by_count(words: Words, noun: int) -> Frame | None:
    """The frame of "by the union's count, 88 were inside", "it blew up at dawn, by Colonel Janda's account"."""
    by, who = words.head[noun], child(words, noun, "poss")
    (first, last), begins = words.sentences[words.sentence[noun]], words.first[noun]
    first = max((i + 1 for i in range(first, noun) if words.text[i] == ";"), default=first)
    aside = words.dep[by] == "prep" or (words.dep[by] == "agent" and words.text[by - 1] == ",")
    counted = who is not None and words.dep[noun] == "pobj" and aside and begins == by + 1
    if who is None or not counted or words.text[by].lower() != "by" or not _speaks(words, who, "PRP$"):
        return None
    told = trim(words, noun + 1, last) if by == first else trim(words, first, by - 1)
    if told is None or (by != first and trim(words, noun + 1, last) is not None):
        return None
    source = Candidate("poss", ((words.first[who], words.last[who] - (words.text[words.last[who]] in _OWNER)),), who)
    return Frame(noun, source, (told,), ESTIMATE, 1.0)


def _estimate(words: Words, verb: int) -> Frame | None:
    subject, thing = child(words, verb, "nsubj"), child(words, verb, "dobj")
    if words.pos[verb] != "VERB" or subject is None or thing is None or thing < verb:
        return None
    at = _at_a_figure(words, verb, thing)
    if at is None:
        return None  # "put the bottle at the door"
    who = child(words, subject, "poss")
    who = subject if who is None or _speaks(words, subject) else who  # "the agency's estimate put it at …"
    if not _speaks(words, who):
        return None
    source = Candidate("nsubj", ((words.first[who], words.last[who]),), who)
    return Frame(verb, source, ((words.first[thing], words.last[at]),), ESTIMATE, 1.0)


def _at_a_figure(words: Words, verb: int, thing: int) -> int | None:
    """The first "at" with a number behind the thing, though the parser may hang it on another word of the phrase:
    "put the number of jobs at risk in Lorn at 1,300"."""
    under = range(thing + 1, max(words.last[verb], words.last[thing]) + 1)
    prepositions = (i for i in under if words.lemma[i] == "at" and words.dep[i] == "prep")
    return next((i for i in prepositions if _measures(words, i)), None)


def _measures(words: Words, preposition: int) -> bool:
    """Whether the preposition's own phrase is a number's."""
    inner = child(words, preposition, "pobj")
    if inner is None:
        return any(words.pos[i] == "NUM" for i in range(preposition, words.last[preposition] + 1))
    return any(words.pos[i] == "NUM" for i in range(words.first[inner], inner + 1))


def _speaks(words: Words, head: int, tag: str = "PRP") -> bool:
    """Whether the phrase names somebody who may give a figure, or is a pronoun with that tag."""
    noun = words.lemma[head].lower()
    return words.tag[head] == tag or phrase_kind(words, head) in _SPEAKING or noun in roles() or noun in nouns("body")
