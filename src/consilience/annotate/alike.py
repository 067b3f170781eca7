"""Whether two written names can name one person, one body or one place.

The answer is "same", "different" or "unsure" with its reason, worked out word
by word: classes of spellings (tables/transliteration.toml), rewritings of
letters, initials, the order of surname and forename. No ratio decides alone:
names as close as Kim Jong Un and Kim Yo Jong are two people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

from consilience.annotate import designations
from consilience.tables import benchmarks, countries, naming

Relation = Literal["same", "different", "unsure"]

_GENERATIONS = {"jr": "jr", "sr": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
_ADDRESSES = {"mr": "Mr", "mrs": "Ms", "ms": "Ms", "miss": "Ms"}
_VOWELS = re.compile(r"[aeiouy]")
_DOUBLE = re.compile(r"(\D)\1+")
_APOSTROPHES = re.compile(r"['’ʼ`´ʿʾ‘]")
_LETTERS = re.compile(r"[A-Z](?:[a-z]?[A-Z])+")
_INITIALS = re.compile(r"^(?:[A-Z]\.?-?){1,3}$")
# One to three syllables as Korean, Chinese and Vietnamese given names are written.
_SYLLABLES = re.compile(
    r"^(?:(?:zh|ch|sh|hs|ts|tz|th|ph|kh|ng|ny|hy|gy|ky|my|ry|tr|[bcdfghjklmnpqrstvwxyz])?"
    r"(?:iang|iong|uang|yeo|ye|ya|yo|yu|iao|uai|ieu|uong|uye|ai|ei|ao|au|ou|ia|ie|iu|ua|uo|ui|ue|ae|eo|eu|oe|oo|ee|oa|oi|i|a|e|o|u)"
    r"(?:ng|nh|ch|[kgnlmptrbhn])?){1,3}$"
)
# Why two bodies are one where the table says so: no unlike name of theirs speaks against it.
KNOWN = "known names of one body"
_DEPARTMENTS = frozenset({"ministry", "department", "embassy", "government", "parliament", "army", "navy"})
_EMPTY = frozenset({"the", "of", "and", "for", "in", "on", "to", "de", "la", "al", "a"})
_COMPANY = frozenset(
    {
        "inc",
        "corp",
        "corporation",
        "ltd",
        "limited",
        "plc",
        "llc",
        "llp",
        "co",
        "company",
        "group",
        "ag",
        "sa",
        "nv",
        "holdings",
        # as other languages have them, at the end of a name only
        *("ab", "aps", "as", "asa", "bv", "gmbh", "jsc", "kg", "kk", "ltda", "oao", "ojsc", "oy", "oyj", "pjsc", "pty"),
        *("sarl", "sas", "se", "spa", "srl"),
    }
)
_SPELLINGS = {
    "organisation": "organization", "centre": "center", "defence": "defense", "labour": "labor", "programme": "program",
    "theatre": "theater", "harbour": "harbor", "motors": "motor",
    "&": "and", "int'l": "international", "dept": "department",
    "govt": "government", "intl": "international", "natl": "national", "univ": "university", "assn": "association",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two names stand to each other, and what that rests on."""

    relation: Relation
    reason: str

    def __bool__(self) -> bool:
        return self.relation == "same"


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name taken apart; all parts folded to lower-case ASCII without particles.

    ``eastern`` says that the surname may stand first (Korean, Chinese,
    Vietnamese); ``generation`` is Jr., Sr., II …; ``address`` is "Mr" or "Ms".
    """

    words: tuple[str, ...]
    generation: str | None
    eastern: bool
    address: str | None = None

    @property
    def surname(self) -> str:
        """The word that the person is called by alone."""
        return self.words[0] if self.eastern and len(self.words) > 1 else self.words[-1]


def fold(text: str) -> str:
    """Lower-case ASCII letters of any script, apostrophes dropped."""
    return _APOSTROPHES.sub("", anyascii(_APOSTROPHES.sub("", text))).casefold()


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """The word (folded) after the table's rewritings of letters: equal for regular transliterations of one name."""
    text = f"^{word}$"
    for old, new in naming.letters():
        if old in text:
            bounded = old[:1] == "^", old[-1:] == "$"
            text = text.replace(old, ("^" if bounded[0] else "") + new + ("$" if bounded[1] else ""))
    return _DOUBLE.sub(r"\1", text.strip("^$"))


def skeleton(word: str) -> str:
    """The consonants of a word's key."""
    return _DOUBLE.sub(r"\1", _VOWELS.sub("", key(word)))


def same_word(one: str, other: str) -> bool:
    """Whether two folded words are one name in two spellings."""
    return one == other or key(one) == key(other) or naming.together("classes", one, other)


@lru_cache(maxsize=65536)
def person(name: str) -> Person:
    """The parts of a person's name; honorifics before it and degrees after it are left out."""
    parts = name.replace(",", " ").split()
    address = _ADDRESSES.get(parts[0].rstrip(".").lower()) if len(parts) > 1 else None
    while len(parts) > 1 and parts[0] in naming.words("honorifics"):
        parts = parts[1:]
    generation = None
    while len(parts) > 1 and parts[-1] in naming.words("suffixes"):
        generation = _GENERATIONS.get(parts[-1].rstrip(".").lower(), generation)
        parts = parts[:-1]
    shouted = name.isupper()
    found: list[str] = []
    for position, part in enumerate(parts):
        if len(parts) > 1 and part.lower() in naming.words("particles"):
            continue
        if not shouted and position < len(parts) - 1 and _INITIALS.match(part):
            found.extend(letter.lower() for letter in part if letter.isalpha())
            continue
        pieces = [fold(piece) for piece in re.split(r"[-‐‑–]", part)]
        pieces = [re.sub(r"[^a-z0-9]", "", piece) for piece in pieces]
        if len(pieces) > 1 and pieces[0] in naming.words("particles"):
            pieces = pieces[1:]
        found.extend(piece for piece in pieces if piece)
    eastern = (
        len(found) > 1 and found[0] in naming.lowered("surname_first") and parts[0] not in naming.words("forenames")
    )
    eastern = eastern and all(_SYLLABLES.match(word) for word in found[1:])
    return Person(tuple(found), generation, eastern, address)


@lru_cache(maxsize=65536)
def persons(one: str, other: str) -> Verdict:
    """How two persons' names stand to each other."""
    first, second = person(one), person(other)
    if not first.words or not second.words:
        return Verdict("unsure", "a name without letters")
    if first.generation != second.generation and same_word(first.words[-1], second.words[-1]):
        return Verdict(
            "different" if first.generation and second.generation else "unsure", "Jr., Sr. or a number on one"
        )
    if len(first.words) == 1 or len(second.words) == 1:
        return _single(first, second)
    if "".join(first.words) == "".join(second.words) or "".join(map(key, first.words)) == "".join(
        map(key, second.words)
    ):
        return Verdict("same", "the same name in the same letters")
    if first.eastern or second.eastern:
        verdict = _eastern(first.words, second.words)
        if verdict:
            return verdict
    return _western(first.words, second.words)


def _single(first: Person, second: Person) -> Verdict:
    short, long = (first, second) if len(first.words) == 1 else (second, first)
    word = short.words[0]
    if len(long.words) == 1:
        if short.address and long.address and short.address != long.address:
            return Verdict("unsure", "Mr and Ms")
        return (
            Verdict("same", "the same single name")
            if same_word(word, long.words[0])
            else Verdict("different", "other names")
        )
    if same_word(word, long.surname):
        return Verdict("unsure", "the surname alone")
    if any(same_word(word, part) for part in long.words):
        return Verdict("unsure", "one part of the name alone")
    return Verdict("different", "other names")


def _syllables(kind: Literal["korean", "chinese"], one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(one) == len(other) and all(
        a == b or naming.together(kind, a, b) for a, b in zip(one, other, strict=True)
    )


def _pinyin(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether ``one``, syllable by syllable in another romanisation, is ``other``, which may be written together."""
    if not 1 < len(one) <= 4 or not _syllables("chinese", one[:1], other[:1]):
        return False
    choices = [naming.class_of("chinese", syllable) for syllable in one[1:]]
    return "".join(other[1:]) in {"".join(spelled) for spelled in product(*choices)}


def _eastern(one: tuple[str, ...], other: tuple[str, ...]) -> Verdict:
    """Surname first in at least one of the two; the other may have it last."""
    turned = (other[-1], *other[:-1])
    back = (one[-1], *one[:-1])
    for a, b in ((one, other), (one, turned), (back, other)):
        joined = "".join(a[1:]) == "".join(b[1:])
        if (same_word(a[0], b[0]) and joined) or _syllables("korean", a, b) or _pinyin(a, b) or _pinyin(b, a):
            return Verdict("same", "the same surname and given name in another spelling or order")
    return Verdict("different", "another given name")


def _western(one: tuple[str, ...], other: tuple[str, ...]) -> Verdict:
    short, long = sorted((one, other), key=len)
    forename = _forenames(one[0], other[0])
    last = same_word(one[-1], other[-1])
    if last and forename:
        for a, b in zip(one[1:-1], other[1:-1], strict=False):
            if not (same_word(a, b) or _initial(a, b)):
                return Verdict("different", "another middle name")
        return Verdict("same", f"the same surname and {forename}")
    if last and len(short) < len(long) and any(same_word(short[0], word) for word in long[1:-1]):
        if naming.together("classes", long[0], "mohammed"):
            return Verdict("same", "the same name, with and without Mohammed")
        return Verdict("unsure", "the forename of one is a middle name of the other")
    if len(short) < len(long) and short == long[-len(short) :]:
        return Verdict("unsure", "the surnames alone")
    if forename and len(short) < len(long) and short[0] in naming.lowered("iberian") and short[-1] in long[1:-1]:
        return Verdict("same", "the same forename and first surname")
    if _turned(one, other):
        return Verdict("same", "the same names in the other order")
    if same_word(one[0], other[0]) and naming.classes("classes").get(one[0]) and _near(one[-1], other[-1]):
        return Verdict("same", "the same forename and a surname transliterated otherwise")
    unfamiliar = not {one[0], other[0]} & naming.lowered("forenames")
    if last and unfamiliar and len(one) == len(other) and _near(one[0], other[0]):
        return Verdict("same", "the same surname and a forename transliterated otherwise")
    return Verdict("different", "another forename" if last else "another surname")


def _forenames(one: str, other: str) -> str | None:
    """In what way two forenames agree, None where they do not."""
    if same_word(one, other):
        return "forename"
    if naming.together("short", one, other):
        return "a short form of the forename"
    return "initial" if _initial(one, other) else None


def _initial(one: str, other: str) -> bool:
    return (len(one) == 1 or len(other) == 1) and one[:1] == other[:1]


def _near(one: str, other: str) -> bool:
    """Whether two long words differ in vowels and doublings only."""
    bones = skeleton(one)
    return len(bones) >= 3 and bones == skeleton(other) and one[0] == other[0] and ratio(key(one), key(other)) >= 75


def _turned(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Surname first in one and last in the other; not for two names that are both forenames (James Martin)."""
    if len(one) != 2 or len(other) != 2 or {*one} <= naming.lowered("forenames"):
        return False
    return same_word(one[0], other[1]) and same_word(one[1], other[0])


def spelled(word: str) -> str:
    """A lower-case word of a body's name in the one spelling that is compared: "defence" is "defense"."""
    return _SPELLINGS.get(word, word)


@lru_cache(maxsize=65536)
def body(name: str) -> tuple[str, ...]:
    """The words of a body's name that tell it from others, folded; countries and demonyms as their codes."""
    found: list[str] = []
    rest = re.sub(r"['’]s\b", "", name).replace("/", " ").split()
    while rest:
        size, code = _nation(rest)
        folded = fold(rest[0]).strip(".,-()").replace(".", "")
        if code or folded:
            found.append(code or _SPELLINGS.get(folded, folded))
        rest = rest[size:]
    while len(found) > 1 and (found[-1] in _COMPANY or _own_letters(found)):
        found.pop()
    return tuple(word for word in found if word not in _EMPTY) or tuple(found)


def _own_letters(words: list[str]) -> bool:
    """Whether a name ends in its own first letters ("European Aeronautic Defence and Space EADS")."""
    strong = "".join(word[0] for word in words[:-1] if word not in _EMPTY and word not in _COMPANY)
    return len(words) > 3 and words[-1] == strong


def _nation(words: list[str]) -> tuple[int, str | None]:
    """How many words a country or its people takes at the beginning, and its code with "=" before it."""
    for size in (2, 1):
        name = " ".join(words[:size])
        country = countries.find(name) or countries.find(name, "people")
        if country and len(words) >= size and name != "Georgia":
            return size, "=" + country.code
    return 1, None


def acronym(name: str) -> str | None:
    """The letters of a name that is nothing but an abbreviation of two to seven ("NHB", "BoA"), else None."""
    bare = name.replace(".", "")
    return bare.upper() if 2 <= len(bare) <= 7 and bare.isascii() and _LETTERS.fullmatch(bare) else None


def abbreviates(short: str, name: str) -> bool:
    """Whether the capitals of ``short`` are the first letters of the words of ``name``, small words counted or not."""
    letters = acronym(short)
    parts = [word for word in re.split(r"[\s\-/]+", name) if word[:1].isalpha()]
    if not letters or len(parts) < 2:
        return False
    every = "".join(map(_first, parts)).upper()
    strong = "".join(_first(word) for word in parts if word.lower() not in _EMPTY).upper()
    return letters in (every, strong)


def _first(word: str) -> str:
    """What a word gives to an abbreviation: its first letter, or all of a short one of its own ("U.S.", "UK")."""
    bare = word.replace(".", "")
    return bare if len(bare) in (2, 3) and bare.isupper() else word[0]


def defines(short: str, name: str) -> bool:
    """Whether ``short`` in brackets after ``name`` can stand for it: its letters come in the name in that order."""
    letters = (acronym(short) or "").lower()
    left = iter(fold(name))
    return bool(letters) and fold(name)[:1] == letters[0] and all(letter in left for letter in letters)


@lru_cache(maxsize=65536)
def bodies(one: str, other: str) -> Verdict:
    """How two names of bodies stand to each other."""
    first, second = body(one), body(other)
    known = [_known(name, words) for name, words in ((one, first), (other, second))]
    if any(naming.together("bodies", a, b) for a, b in product(*known)):
        return Verdict("same", KNOWN)
    nations = [{word for word in words if word[0] == "="} for words in (first, second)]
    if nations[0] and nations[1] and nations[0] != nations[1]:
        return Verdict("different", "bodies of two countries")
    if first == second or (len(first) == len(second) and all(map(same_word, first, second))):
        return Verdict("same", "the same name")
    if sorted(first) == sorted(second) and _DEPARTMENTS & {*first}:
        return Verdict("same", "the same name in another order")
    if abbreviates(one, other) or abbreviates(other, one):
        short = acronym(one) or acronym(other) or ""
        return Verdict("same" if len(short) > 2 else "unsure", "the first letters of the other's words")
    short_words, long_words = sorted((first, second), key=len)
    if short_words and (
        long_words[: len(short_words)] == short_words or long_words[-len(short_words) :] == short_words
    ):
        return Verdict("unsure", "one name is a part of the other")
    return Verdict("different", "other names")


def _known(name: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The forms in which a name may stand in the table of bodies: as it is, and without its country before it."""
    plain = name.casefold().replace("’", "'").removeprefix("the ")
    national = len(words) > 2 and words[0][0] == "="
    return (plain, " ".join(words[1:])) if national else (plain,)


def places(one: str, other: str) -> Verdict:
    """How two names of places stand to each other."""
    bare = [re.sub(r"^the\s+", "", name.casefold().replace("’", "'")) for name in (one, other)]
    folded = [fold(name) for name in bare]
    if folded[0] == folded[1]:
        return Verdict("same", "the same name")
    if naming.together("places", *bare) or naming.together("places", *folded):
        return Verdict("same", "known names of one place")
    words = [[re.sub(r"[^a-z0-9]", "", word) for word in re.split(r"[\s-]+", name)] for name in folded]
    if len(words[0]) == len(words[1]) and all(a and b and key(a) == key(b) for a, b in zip(*words, strict=True)):
        return Verdict("same", "the same name, transliterated otherwise")
    return Verdict("different", "other names")


def singular(name: str) -> str:
    """A thing's name without the plural of its type: "Dreamliner" for "Dreamliners"."""
    return name[:-1] if len(name) > 4 and name.endswith("s") and not name.endswith(("ss", "us", "is")) else name


@lru_cache(maxsize=65536)
def things(one: str, other: str) -> Verdict:
    """How two names of products, vessels, weapons or stock indices stand to each other."""
    rows = benchmarks.find(one), benchmarks.find(other)
    if rows[0] and rows[0] is rows[1]:
        return Verdict("same", "names of one index")
    cores = designations.core(one), designations.core(other)
    if cores[0] and cores[1]:
        return Verdict("same", "the same designation") if cores[0] == cores[1] else Verdict("different", "other types")
    return places(singular(one), singular(other))
