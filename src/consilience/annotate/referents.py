"""Whom a report's words may refer to: its entities by word, how they are described, which pronoun they take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc

from consilience.annotate.words import Marked, Words, word_set
from consilience.model import Entity, Extent
from consilience.tables import agencies, countries, frequency, load, naming, publishers

BODIES = frozenset(("ORG", "GPE", "NORP", "LOC", "FAC"))
MEDIA_WORDS = word_set(
    "newspaper newspapers magazine broadcaster television tv radio daily weekly website channel network outlet outlets "
    "media press tabloid newswire gazette herald tribune zeitung times post news journal telegraph guardian chronicle "
    "podcast fm"
)
# The last word of many a paper's name, and of nothing that is called a medium in lower case.
_MASTHEADS = word_set("echo courier inquirer examiner dispatch sentinel argus observer ledger mercury advertiser")
_RARE = 6.0  # idf from which a word is hardly one of the language
_BEHIND = frozenset(("prep", "relcl", "acl"))
_SPEAKERS = frozenset(("PERSON", "ORG", "GPE", "NORP"))


@cache
def nouns(kind: str) -> frozenset[str]:
    """A list of roles.toml."""
    return frozenset(load("roles.toml")[kind].split())


@cache
def roles() -> frozenset[str]:
    """The nouns that may stand for a person."""
    return (
        naming.lowered("roles")
        | nouns("unnamed")
        | nouns("spokesperson")
        | nouns("male")
        | nouns("female")
        | nouns("epithet")
    )


def is_medium(name: str) -> bool:
    """Whether a name or a phrase is a medium's: in the tables, or it calls itself one."""
    if agencies.find(name, medium=True) is not None or publishers.of(name) is not None:
        return True
    parts = name.lower().replace("-", " ").split()
    last = parts[-1].strip(".") if parts else ""
    masthead = len(parts) > 1 and last in _MASTHEADS and name.split()[-1][0].isupper()
    return last in MEDIA_WORDS or masthead or "news agency" in name.lower()


def is_business(entity: Entity) -> bool:
    """Whether "the company" can mean the entity: an organization that is no office, no medium, no platform."""
    official = set(entity.name.lower().split()) & (nouns("body") - nouns("business"))
    other = official or is_medium(entity.name) or entity.name.lower() in nouns("platform")
    return entity.type == "ORG" and not other


@dataclass(frozen=True, slots=True)
class Described:
    """At the word ``at`` the report gives an entity a role or a kind, with these other words in the description."""

    at: int
    entity: int
    words: frozenset[str]
    countries: frozenset[str]


@dataclass(slots=True)
class Referents:
    """The entities of a report as its words see them.

    ``at`` is the number of the entity that a word belongs to or -1,
    ``mentions`` the head word and the entity of every mention in order,
    ``described`` the descriptions by noun, ``gender`` "m", "f" or None,
    ``only_where`` those whose names stand only for where something is ("in Brno").
    """

    entities: tuple[Entity, ...]
    at: list[int]
    mentions: list[tuple[int, int]]
    described: dict[str, list[Described]] = field(default_factory=dict)
    gender: list[str | None] = field(default_factory=list)
    only_where: frozenset[int] = frozenset()


def _entities(doc: Doc) -> tuple[Entity, ...]:
    """The report's entities; in a plain pipeline spaCy's, bare surnames joined to the full name before them."""
    known: tuple[Entity, ...] = doc._.consilience_entities
    if known:
        return known
    mentions: dict[tuple[str, str], list[Extent]] = {}
    surnames: dict[str, str] = {}
    for ent in doc.ents:
        if ent.label_ not in _SPEAKERS:
            continue
        end = ent.end - 1 if len(ent) > 1 and ent[-1].tag_ == "POS" else ent.end
        name = doc[ent.start : end]
        agency = agencies.find(name.text)
        text = agency.name if agency else name.text.removeprefix("the ").removeprefix("The ")
        if ent.label_ == "PERSON":
            if " " in text:
                surnames[text.rsplit(" ", 1)[1]] = text
            else:
                text = surnames.get(text, text)
        mentions.setdefault((text, ent.label_), []).append(Extent(name.start_char, name.end_char, name.text))
    return tuple(
        Entity(f"e{number}", name, label, countries.code(name), tuple(found))
        for number, ((name, label), found) in enumerate(mentions.items())
    )


def country_codes(words: Words, numbers: Iterable[int]) -> frozenset[str]:
    """The codes of the countries named by the words, one word or two together ("North Korean")."""
    numbers = list(numbers)
    found = []
    skip = -1
    for a, b in pairwise([*numbers, -1]):
        if a == skip or not words.text[a][:1].isupper():
            continue
        code = countries.code(f"{words.text[a]} {words.text[b]}") if b == a + 1 else None
        if code:
            skip = b
        else:
            code = countries.code(words.text[a])
        if code:
            found.append(code)
    return frozenset(found)


def noun_phrase(words: Words, head: int, limit: int = 24) -> range:
    """The words of the phrase around a noun, at most ``limit`` to each side."""
    return range(max(words.first[head], head - limit), min(words.last[head], head + limit) + 1)


def as_written(words: Words, head: int, piece: tuple[int, int]) -> str:
    """A phrase as written, up to a comma, a dash or a bracket behind its head."""
    last = piece[1]
    for i in range(head + 1, piece[1] + 1):
        if words.text[i] in (",", "(", "—", "–", ";", ":") or "\n" in words.text[i]:
            last = i - 1
            break
    parts = [
        words.text[i] + (" " if words.start[i + 1 : i + 2] != [words.end[i]] else "") for i in range(piece[0], last + 1)
    ]
    return " ".join("".join(parts).split())


def named_in_full(words: Words, head: int, first: int) -> tuple[int, tuple[int, int]] | None:
    """Where the body that a noun means was last called so with more words: its head, the borders of its phrase.

    "The service" and "the press service" after "the government's press service"; ``first`` is where the noun's own
    phrase begins. None where the noun is no body's.
    """
    lower = words.text[head].lower()
    told_apart = any(words.dep[c] == "poss" or (words.dep[c] in _BEHIND and c > head) for c in words.children[head])
    if lower not in nouns("body") or told_apart:
        return None
    own = [words.text[i].lower() for i in range(first, head) if words.pos[i] in ("ADJ", "NOUN", "PROPN")]
    for i in range(head - 1, -1, -1):
        if words.text[i].lower() != lower or words.pos[i] not in ("NOUN", "PROPN"):
            continue
        begin = i - len(own)
        if begin < 0 or [words.text[k].lower() for k in range(begin, i)] != own:
            continue
        parts = (c for c in words.children[i] if c < begin and words.pos[c] in ("NOUN", "PROPN", "ADJ"))
        start = min((c for c in parts if words.dep[c] in ("compound", "amod", "nmod", "poss")), default=begin)
        of = next((c for c in words.children[i] if words.text[c] == "of" and c == i + 1), None)
        if start == begin and of is None:
            continue
        start = words.first[start]
        start -= start > 0 and words.text[start - 1].lower() == "the"
        return i, (start, words.last[of] if of is not None else i)
    return None


def is_told_apart(words: Words, head: int) -> bool:
    """Whether a clause says which one is meant: "the firm that runs the site"."""
    return any(words.dep[c] == "relcl" and words.text[words.first[c] - 1] != "," for c in words.children[head])


def is_called_source(name: str) -> bool:
    """Whether somebody without a name can be "it": "a source in the government"."""
    return "source" in name.lower().split()


def _descriptions(
    words: Words, at: list[int], head: int, entity: int, is_person: bool
) -> Iterator[tuple[str, Described]]:
    """The nouns that describe a mention with that head word: before it, beside it, or after "is".

    A person is no body: "dismissed Anna Holm, the press service reported" has no apposition.
    """
    places = [c for c in words.children[head] if words.dep[c] in ("compound", "appos", "nmod", "amod")]
    over = words.head[head]
    if words.dep[head] == "appos":
        places.append(over)
    if words.dep[head] in ("nsubj", "nsubjpass") and words.lemma[over] in ("be", "become"):
        places += [c for c in words.children[over] if words.dep[c] == "attr"]
    for place in places:
        noun = words.text[place].lower().removeprefix("co-")
        if at[place] >= 0 and at[place] != entity and words.ent[place] == "PERSON":
            continue
        if at[place] == entity and not is_person:
            continue  # a word of its own name ("Court Square")
        if noun not in roles() and (is_person or noun not in nouns("body")):
            continue
        around = noun_phrase(words, head if words.dep[place] in ("compound", "nmod", "amod") else place)
        own = [i for i in around if at[i] != entity]
        lowered = frozenset(words.text[i].lower() for i in own if words.pos[i] in ("NOUN", "PROPN", "ADJ"))
        yield noun, Described(place, entity, lowered, country_codes(words, own))


def _gender(words: Words, entity: Entity, heads: list[int], found: list[str]) -> str | None:
    """From its titles and roles where they say it, else from its forename."""
    if entity.type != "PERSON":
        return None
    first = entity.name.split()[0] if entity.name else ""
    own = next((gender for h in heads if (gender := _on_her_part(words, h))), None)
    if own is not None:
        return own
    before = [words.text[h - 1].lower() for h in heads if h] + [
        words.text[words.first[h]].lower() for h in heads if words.first[h] < h
    ]
    for word in (*found, *before):
        if word in nouns("male"):
            return "m"
        if word in nouns("female"):
            return "f"
    if first in nouns("male_names"):
        return "m"
    return "f" if first in nouns("female_names") else None


_OF = word_set("of for in on to at and")


def _heads(name: str) -> list[str]:
    """The words of a body's name that may say what it is: the last, and those before "of"; "Court Square" is no court.

    "Police Scotland" is led by what it is.
    """
    parts = name.lower().split()
    return [word for word, after in pairwise([*parts, "of"]) if after in _OF or (word == "police" and word == parts[0])]


def _on_her_part(words: Words, head: int) -> str | None:
    """The gender of the subject of "For her part, the minister …", as "m", "f" or None."""
    top = head
    while words.dep[top] in ("appos", "compound", "flat", "nmod") and words.head[top] != top:
        top = words.head[top]
    if words.dep[top] not in ("nsubj", "nsubjpass"):
        return None
    before = [words.text[i].lower() for i in range(max(0, words.first[top] - 4), words.first[top])]
    for word, gender in (("his", "m"), ("her", "f")):
        if before[:3] == ["for", word, "part"]:
            return gender
    return None


def referents_of(doc: Doc, words: Words, marked: Marked) -> Referents:
    """The report's entities as its words see them; mentions within quotations count but describe nobody."""
    entities = _entities(doc)
    found = Referents(entities, [-1] * len(words), [])
    extents = sorted((m.start, m.end, n) for n, e in enumerate(entities) for m in e.mentions)
    at = 0
    for start, end, number in extents:
        while at < len(words) and words.end[at] <= start:
            at += 1
        last = at
        while last < len(words) and words.start[last] < end:
            found.at[last] = number
            last += 1
        if last > at:
            inside = range(at, last)
            head = next((i for i in inside if not at <= words.head[i] < last or words.head[i] == i), last - 1)
            found.mentions.append((head, number))
    heads: list[list[int]] = [[] for _ in entities]
    given: list[list[str]] = [[] for _ in entities]
    for head, number in found.mentions:
        heads[number].append(head)
        if not marked.number[head]:
            is_person = entities[number].type == "PERSON"
            for noun, described in _descriptions(words, found.at, head, number, is_person):
                found.described.setdefault(noun, []).append(described)
                given[number].append(noun)
    for number, entity in enumerate(entities):
        if entity.type in BODIES and heads[number]:
            for word in _heads(entity.name):
                if word in nouns("body"):
                    codes = frozenset((entity.country,)) if entity.country else frozenset[str]()
                    named = Described(heads[number][0], number, frozenset(entity.name.lower().split()), codes)
                    found.described.setdefault(word, []).append(named)
    found.only_where = frozenset(n for n, own in enumerate(heads) if all(_is_where(words, h) for h in own))
    found.gender = [_gender(words, e, heads[n], given[n]) for n, e in enumerate(entities)]
    for number, gender in _by_pronoun(words, marked, found):
        found.gender[number] = found.gender[number] or gender
    return found


def _is_where(words: Words, head: int) -> bool:
    """Whether a name stands for where something is, or goes: "transferred to Brno"."""
    return words.dep[head] == "pobj" and words.lemma[words.head[head]] in ("in", "to", "at", "from", "near")


def _by_pronoun(words: Words, marked: Marked, found: Referents) -> Iterator[tuple[int, str]]:
    """The gender of who is alone in a sentence with "he" or "she": "Vask was cheered as she left"."""
    named: dict[int, dict[int, int]] = {}
    for head, number in found.mentions:
        if found.entities[number].type == "PERSON":
            named.setdefault(words.sentence[head], {}).setdefault(number, head)
    for sentence, people in named.items():
        first, last = words.sentences[sentence]
        (number, head), *others = people.items()
        if others or marked.number[head] or words.dep[head] not in ("nsubj", "nsubjpass"):
            continue
        said = {words.text[i] for i in range(head + 1, last + 1) if not marked.number[i]} & {"he", "she"}
        if len(said) == 1 and not {"He", "She"} & set(words.text[first:head]):
            yield number, "m" if said == {"he"} else "f"


def reads_as_person(name: str) -> bool:
    """Whether a name that the parser took for a body's may be a person's: two rare words, neither of them a body."""
    parts = name.split()
    rare = all(part.isalpha() and part.istitle() and frequency.idf(part.lower()) >= _RARE for part in parts)
    return len(parts) == 2 and rare and not nouns("body").intersection(part.lower() for part in parts)
