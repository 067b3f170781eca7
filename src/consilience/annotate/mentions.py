"""Where names begin and end in a report, and what kind of thing each names.

A statistical tagger reads one sentence at a time and takes the possessive, a
heading or half a name with it. Here its spans are trimmed, cut and extended,
names that it missed are added from the tables and from the rest of the report,
and each written form gets one type by the evidence of all its mentions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from spacy.tokens import Doc, Token

from consilience.annotate import alike, datelines, descriptors, designations, fields, gazetteer, halves
from consilience.annotate.gazetteer import Mention
from consilience.annotate.referents import nouns
from consilience.tables import agencies, benchmarks, countries, frequency, naming, publishers

__all__ = ["LABELS", "Mention", "find"]

LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"})

_POSSESSIVES = frozenset({"'s", "’s", "'", "’", "'S", "’S"})
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "these", "those"})
_CUTS = frozenset({"/", "|", "•", "·", "—", "–", ";", ":", "(", ")", "[", "]"})
_AGE = re.compile(r"^,? \(?(?:aged )?\d{1,2}(?:,|\)|-year-old\b)")
# No name has more tokens; what a tagger makes of a table or of noise has.
_LONGEST = 25
# A word in so many of the frequency table's texts is a common one.
_COMMON = 15
_THE_KEPT = frozenset({"The Hague", "The Gambia", "The Bahamas"})


def _spaced(token: Token) -> bool:
    return token.is_space or token.is_quote


def _pieces(doc: Doc, mention: Mention) -> Iterator[Mention]:
    """The mention cut at line breaks, slashes, brackets and a state's possessive."""
    start = mention.start
    for i in range(mention.start, mention.end):
        token = doc[i]
        text = token.text
        if (text in _CUTS or "\n" in text) and not _joined_by(doc, i):
            yield replace(mention, start=start, end=i)
            start = i + 1
        elif text in ("'s", "’s") and start < i < mention.end - 1 and countries.find(doc[start:i].text):
            yield Mention(start, i, "GPE")
            start = i + 1
    yield replace(mention, start=start)


def _joined_by(doc: Doc, i: int) -> bool:
    """A slash between two abbreviations ("RFE/RL") belongs to the name."""
    return doc[i].text == "/" and 0 < i < len(doc) - 1 and doc[i - 1].is_upper and doc[i + 1].is_upper


def _leads(token: Token) -> bool:
    """Whether a span's first token is no part of the name."""
    text = token.text
    if text.lower() in _ARTICLES or token.is_punct or _spaced(token) or text in _POSSESSIVES:
        return True
    return token.is_lower and text not in naming.words("particles") and not agencies.find(text)


def _trails(token: Token) -> bool:
    """Whether a span's last token is no part of the name."""
    text = token.text
    return text in _POSSESSIVES or _spaced(token) or token.is_lower or (token.is_punct and text not in ("!", ")", "-"))


def _addresses(doc: Doc, start: int, end: int) -> bool:
    """Whether a span begins with an honorific; a prince or pope of one name keeps his."""
    text = doc[start].text
    return text in naming.words("honorifics") and (end - start > 2 or text not in naming.words("regnal"))


def _no_part(last: Token, label: str) -> bool:
    """Whether a span's last word is a title, a page's date or the next dateline."""
    if label == "PERSON":
        return last.is_upper and len(last) > 3 and not last.nbor(-1).is_upper
    role = last.is_title and last.lower_ in naming.words("roles") and label in ("ORG", "GPE", "NORP")
    return role or (label == "ORG" and "/" in last.text and last.text[:1].isdigit())


def _everyday(token: Token) -> bool:
    """Whether a one-word span is a common word that a heading or a list capitalised."""
    return token.pos_ not in ("PROPN", "ADJ") and token.is_title and frequency.count(token.lower_) >= _COMMON


def _trimmed(doc: Doc, mention: Mention) -> Mention | None:
    start, end = mention.start, mention.end
    if end - start > _LONGEST:
        return None
    while start < end and _leads(doc[start]) and doc[start:end].text not in _THE_KEPT:
        start += 1
    while end - start > 1 and _trails(doc[end - 1]):
        end -= 1
    while end - start > 1 and _no_part(doc[end - 1], mention.label):
        end -= 1
    while mention.label == "PERSON" and end - start > 1 and _addresses(doc, start, end):
        start += 1
    if end - start == 1 and (_everyday(doc[start]) or doc[start].text in naming.words("no_names")):
        return None
    text = doc[start:end].text
    if len(text) < 2 or text.isdigit() or text[0] == "@" or any(t.like_url or t.like_email for t in doc[start:end]):
        return None
    if not any(character.isupper() for character in text) and not agencies.find(text):
        return None
    return replace(mention, start=start, end=end)


def _extended(doc: Doc, mention: Mention, taken: list[bool]) -> Mention:
    """A person's name that was cut short: the rest of a hyphened word, particles, the surname that it modifies."""
    start, end = mention.start, mention.end
    size = len(doc)

    def free(i: int) -> bool:
        return 0 <= i < size and not taken[i] and "\n" not in doc[i].text

    def name_word(i: int) -> bool:
        return free(i) and doc[i].pos_ == "PROPN" and doc[i].is_title and doc[i].is_alpha

    while end < size:
        last, following = doc[end - 1], doc[end]
        if (last.text.endswith("-") or following.text == "-") and not last.whitespace_ and free(end):
            step = 1 if last.text.endswith("-") else 2
            if end + step - 1 < size and free(end + step - 1) and doc[end + step - 1].is_alpha:
                end += step
                continue
        if following.text in naming.words("particles") and free(end) and end + 1 < size and name_word(end + 1):
            end += 2
            continue
        if name_word(end) and not following.is_sent_start and _modifies(doc, start, end) and not _shouted(following):
            end += 1
            continue
        break
    while start > 1 and doc[start - 1].text in naming.words("particles") and free(start - 1) and name_word(start - 2):
        start -= 2
    return replace(mention, start=start, end=end)


def _with_forename(doc: Doc, mention: Mention, taken: list[bool]) -> Mention:
    """A lone surname with the forename before it that the tagger took for another word: "chairman Per Osthaug"."""
    before = mention.start - 1
    lone = mention.end - mention.start == 1 and mention.label in ("PERSON", "ORG") and before >= 0 and not taken[before]
    if not lone or doc[before].pos_ in ("PROPN", "NOUN", "AUX") or not doc[mention.start].is_title:
        return mention
    called = doc[before].is_title and doc[before].text in naming.words("forenames")
    return Mention(before, mention.end, "PERSON") if called else mention


def _modifies(doc: Doc, start: int, end: int) -> bool:
    """Whether the word at ``end`` is the head that the name before it stands with as a compound, or is its rest."""
    following, root = doc[end], doc[start:end].root
    return (root.head == following and root.dep_ in ("compound", "flat")) or (
        following.head == root and following.dep_ in ("flat", "compound")
    )


def _shouted(token: Token) -> bool:
    """Whether the sentence capitalises its words, as headings do."""
    return not any(word.is_lower and len(word) > 3 for word in token.sent)


def _heads_dateline(doc: Doc, mention: Mention, text: str) -> bool:
    """Whether a name in capitals opens a dateline ("LORVIK, June 3 (Reuters) -"): whatever the tagger says, a place."""
    start, end = doc[mention.start].idx, doc[mention.end - 1].idx + len(doc[mention.end - 1])
    if not text[start:end].isupper() or end - start < 4 or agencies.find(text[start:end]):
        return False
    return text[:start].rstrip(" ")[-1:] in ("", "\n") and datelines.end(text, start) is not None


class _Removed:
    """Answers whether characters are not news text, in the logarithm of the number of removed spans."""

    def __init__(self, doc: Doc) -> None:
        report = fields.report_of(doc)
        spans = sorted((r.start, r.end) for r in report.removed) if report else []
        self.starts = [start for start, _ in spans]
        self.ends: list[int] = []
        for _, end in spans:
            self.ends.append(max(end, self.ends[-1] if self.ends else 0))

    def holds(self, start: int, end: int) -> bool:
        before = bisect_right(self.starts, end - 1)
        return before > 0 and self.ends[before - 1] > start


def find(doc: Doc) -> list[Mention]:
    """The names of a Doc, in order and without overlap, each form with one label for the whole report."""
    text = doc.text
    removed = _Removed(doc)
    taken = [False] * len(doc)
    found: list[Mention] = []

    tagged = doc.has_annotation("POS")

    def proper(token: Token) -> bool:
        return token.pos_ == "PROPN" or not tagged

    def keep(mention: Mention) -> None:
        first, last = doc[mention.start], doc[mention.end - 1]
        if not any(taken[mention.start : mention.end]) and not removed.holds(first.idx, last.idx + len(last)):
            taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
            found.append(mention)

    trimmed = [
        piece
        for entity in doc.ents
        if entity.label_ in LABELS
        for cut in _pieces(doc, Mention(entity.start, entity.end, entity.label_))
        if (piece := _trimmed(doc, cut))
    ]
    trimmed = [replace(m, label="GPE") if _heads_dateline(doc, m, text) else m for m in trimmed]
    fixed = {(mention.start, mention.end) for mention in gazetteer.indices(doc, text)}
    for start, end in sorted(fixed):
        keep(Mention(start, end, "PRODUCT"))
    makers = [(mention.start, mention.end) for mention in trimmed if mention.label == "ORG"]
    known = [core for m in trimmed if m.label == "PRODUCT" and (core := designations.core(doc[m.start : m.end].text))]
    for mention in designations.find(doc, text, makers, known):
        if not any(m.start <= mention.start and mention.end < m.end + (m.start < mention.start) for m in trimmed):
            keep(mention)
    for entity in doc.ents:
        if entity.label_ not in LABELS:
            taken[entity.start : entity.end] = [True] * (entity.end - entity.start)
    occupied = list(taken)
    for mention in trimmed:
        occupied[mention.start : mention.end] = [True] * (mention.end - mention.start)
    for mention in halves.joined(doc, trimmed):
        if taken[mention.end - 1] and not taken[mention.start]:
            # "British FTSE": what stands before the index is a country's.
            mention = replace(mention, end=next(i for i in range(mention.start, mention.end) if taken[i]))
            if not countries.kinds(doc[mention.start : mention.end].text):
                continue
        mention = _with_forename(doc, mention, occupied)
        keep(_extended(doc, mention, occupied) if mention.label == "PERSON" else mention)
    for mention in gazetteer.listed(doc, gazetteer.tables(), text):
        if proper(doc[mention.start]) or mention.end - mention.start > 1 or mention.label == "ORG":
            keep(mention)
    for mention in gazetteer.located(doc):
        keep(mention)
    labels = _labels(doc, text, found)
    votes = Counter(doc[mention.start : mention.end].text for mention in found)
    for mention in list(gazetteer.listed(doc, _own(doc, found, labels), text)):
        last = doc[mention.end - 1]
        if proper(last) or (last.is_title and (not last.is_sent_start or votes[last.text] > 1)):
            keep(mention)
    for i in range(1, len(doc) - 1):
        if doc[i].text in ("North", "South") and not taken[i] and _alone(doc, i):
            keep(Mention(i, i + 1, "LOC"))
    found.sort(key=lambda mention: mention.start)
    return [
        replace(mention, label=labels.get(doc[mention.start : mention.end].text, mention.label)) for mention in found
    ]


def _alone(doc: Doc, i: int) -> bool:
    """Whether "the North" stands by itself, as for a state."""
    following = doc[i + 1]
    return (
        doc[i - 1].lower_ == "the"
        and following.pos_ not in ("NOUN", "PROPN", "ADJ")
        and following.lower_ not in ("of", "-", "and")
    )


def _own(doc: Doc, found: Iterable[Mention], labels: dict[str, str]) -> gazetteer.Index:
    """The report's own names of persons, bodies and places, and the persons' surnames, as an index."""
    names: dict[str, str] = {}
    for mention in found:
        text = doc[mention.start : mention.end].text
        label = labels.get(text, mention.label)
        if label in ("PERSON", "ORG", "FAC", "GPE") and len(text) > 2:
            names.setdefault(text, label)
        if label == "PRODUCT" and designations.core(text) and (nickname := text.split()[-1]).isalpha():
            names.setdefault(alike.singular(nickname), label)
            names.setdefault(alike.singular(nickname) + "s", label)
        surname = text.rsplit(" ", 1)[-1]
        if label == "PERSON" and surname.istitle() and len(surname) > 2 and surname not in naming.words("forenames"):
            names.setdefault(surname, label)
    return gazetteer.index(names.items())


def _labels(doc: Doc, whole: str, found: Iterable[Mention]) -> dict[str, str]:
    """For every written form the label that its mentions together speak for."""
    votes: dict[str, Counter[str]] = {}
    for mention in found:
        votes.setdefault(doc[mention.start : mention.end].text, Counter()).update(_evidence(doc, whole, mention))
    return {
        text: max(sorted(LABELS), key=lambda label, counts=counts: counts[label])  # type: ignore[misc]
        for text, counts in votes.items()
    }


def _evidence(doc: Doc, whole: str, mention: Mention) -> Counter[str]:
    """What speaks for each label: the tagger's word, the words of the name, the words beside it, the tables."""
    votes = Counter({mention.label: 2 if mention.end - mention.start > 1 else 1})
    words = [token.text for token in doc[mention.start : mention.end]]
    text = doc[mention.start : mention.end].text
    form = _form_votes(text, mention.label)
    if form:
        votes[form[0]] += form[1]
    before = doc[mention.start - 1] if mention.start else None
    root = doc[mention.start : mention.end].root
    past = doc[mention.end - 1].idx + len(words[-1])
    after = whole[past : past + 24]
    person_like = mention.label in ("PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "NORP") and words[-1][:1].isupper()
    if before is not None:
        spoken = before.lower_
        if person_like and descriptors.before(doc, mention.start, mention.end):
            votes["PERSON"] += 1 if spoken in naming.words("shared_roles") else 8
        led = spoken in nouns("business") and before.dep_ in ("compound", "appos", "nmod", "pobj")
        if mention.label == "PERSON" and (led or (root.dep_ == "appos" and root.head.lower_ in nouns("business"))):
            votes["ORG"] += 4  # "the utility Nordstrom Energi", "the firm, Samar Crest,"
        if spoken in naming.words("vehicles") and before.dep_ in ("compound", "appos", "nmod"):
            votes["PRODUCT"] += 3
        if (
            root.dep_ == "pobj"
            and root.head.lower_ in gazetteer.LOCATIVE
            and mention.label in ("PERSON", "PRODUCT", "ORG")
        ):
            votes["GPE"] += 2 if mention.label == "PRODUCT" else 1
        if spoken == "of" and mention.start > 1 and doc[mention.start - 2].lower_ in naming.words("place_before"):
            votes["GPE"] += 4
    if person_like and _AGE.match(after):
        votes["PERSON"] += 4
    following = doc[mention.end] if mention.end < len(doc) else None
    if following is not None:
        if following.lower_ in naming.words("vehicles") and root.head == following and mention.label != "NORP":
            votes["PRODUCT"] += 3 if mention.label in ("ORG", "PRODUCT", "PERSON") and len(words) > 1 else 0
        if following.lower_ in naming.words("place_after") and root.head == following and mention.label != "NORP":
            votes["GPE"] += 3
        if person_like and following.lower_ == "who":
            votes["PERSON"] += 2
        if mention.label == "PERSON" and following.text == "," and whole[past:].startswith(", which "):
            votes["ORG"] += 3 if any(c.dep_ == "relcl" for c in root.children) else 0
        if following.text == "," and mention.end + 1 < len(doc) and mention.label in ("ORG", "PERSON", "PRODUCT"):
            state = countries.find(doc[mention.end + 1].text, "region") or countries.find(doc[mention.end + 1].text)
            votes["GPE"] += 2 if state and root.dep_ == "pobj" else 0
    return votes


@lru_cache(maxsize=16384)
def _form_votes(text: str, label: str) -> tuple[str, int] | None:
    """What a written form itself says, and how loudly."""
    words = text.split()
    if label == "PRODUCT" and benchmarks.find(text):
        return "PRODUCT", 12
    if agencies.find(text) or text in naming.bodies():
        return "ORG", 12
    if designations.core(text):
        # "MI6" and "Channel 5" are bodies; "Airbus A380" and, for whatever else it is taken, "A380" are things.
        return ("PRODUCT", 5) if label != "ORG" or len(words) > 1 else None
    if alike.acronym(text) and text.casefold() in naming.classes("bodies"):
        return "ORG", 8
    size = next((size for size in (2, 1) if len(words) > size and countries.code(" ".join(words[:size]))), 0)
    rest = " ".join(words[size:])
    if size and label != "ORG" and (rest in naming.bodies() or rest.casefold() in naming.classes("bodies")):
        return "ORG", 8
    known = countries.kinds(text)
    if "people" in known and "name" not in known:
        return "NORP", 8
    if known:
        return ("ORG" if known.keys() == {"seat"} else "GPE"), 6
    if (
        "." not in text
        and (len(words) > 1 or not text.istitle() or not frequency.count(text.lower()))
        and publishers.of(text)
    ):
        return "ORG", 4
    if label == "PERSON" and len(words) > 1 and naming.bodies() & {*words, " ".join(words[:2])}:
        return "ORG", 4
    named = len(words) in (2, 3) and words[0] in naming.words("forenames")
    if named and label == "PERSON":
        return "PERSON", 3
    if len(words) > 1 and words[-1] in naming.words("facility_words"):
        return "FAC", 3
    if len(words) > 1 and words[-1] in naming.words("nature_words"):
        return "LOC", 2
    if len(words) > 1 and words[-1] in naming.words("org_words"):
        return None if label == "FAC" else ("ORG", 4)
    titled = all(word[:1].isupper() or word in naming.words("particles") for word in words)
    return ("PERSON", 3) if named and titled and label in ("ORG", "PRODUCT", "GPE", "WORK_OF_ART") else None
