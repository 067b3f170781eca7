"""Which words of one finding are one: where two origins cannot be shown to be two, they are counted as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

from consilience.annotate import alike
from consilience.annotate.referents import nouns
from consilience.collate.origins import Word
from consilience.collate.parties import (
    SHORT_PLACE,
    Directory,
    Party,
    describes_a_business,
    kind_of_body,
    kinds_of_bodies,
    of_state,
    officers,
    one_body,
    persons,
    sits_in,
    telling,
)
from consilience.tables import countries, naming

SUFFIX = 3  # letters that a people's name has more than its place's ("Dostenian")


def absorbed(words: Sequence[Word], known: Directory) -> tuple[Word, ...]:
    """The words of one finding, with those made one that cannot be shown to be two.

    What a derived report has from its source is whoever's that names. Where a medium is cited whose own report is at
    hand, that report says from whom it is. A medium's text
    that cites an origin of the finding elsewhere is not shown to have it from anybody else.
    A speaker cited directly whom another report quotes through a carrier is the carrier's: one utterance; so is
    one whom two carriers quote. A body named by what it is ("police") is the one whose name holds those words
    ("Harbour Police").
    """
    words = [_spoken_itself(_as_its_source(word, words), words, known) for word in words]
    words = [_published(_at_hand(word, words, known), words, known) for word in words]
    leaning = _leaning(words, known)
    opened = [word for word in words if word.leans_on in leaning]
    words = [_open(word) if word.leans_on in leaning else word for word in words]
    carried = [w for w in words if w.key is not None and w.via and w.voices and w.key != w.voices[0].key]
    result = []
    for word in words:
        mine = word.key is not None and not word.published
        # "The Defence Ministry" beside "the Taldovan Defence Ministry" is not of Merisia's minister.
        asked = _fullest(word, words, known) if word.kind == "official body" else word
        other = next((w for w in carried if _one_speaker(w, asked, known)), None) if mine else None
        if other is not None and word.key != other.key:
            here = f"through {word.name} here" if word.via else "without a carrier"
            why = f"{word.speaker or word.name} is cited {here}, elsewhere through {other.name}: one utterance"
            word = _made(word, other, why)
        else:
            fullest = _fullest(word, words, known)
            if fullest.key != word.key:
                word = _made(word, fullest, f"{word.name}: taken for {fullest.name}")
        result.append(word)
    result = [_carried_on(word, words, result) for word in result]
    return _but_copies([_of_body(word, result, known) for word in result], opened, known)


def _carried_on(word: Word, before: Sequence[Word], after: Sequence[Word]) -> Word:
    """A word taken for one that was itself taken for a third is that one's."""
    of_it = {new.key: new for old, new in zip(before, after, strict=True) if old.key == word.key is not None}
    if len(of_it) != 1 or word.key in of_it:
        return word
    (third,) = of_it.values()
    return _made(word, third, f"{word.why}, and that for {third.name}")


def _published(word: Word, words: Sequence[Word], known: Directory) -> Word:
    """The word of a body that is quoted through a carrier, where the finding has what the body published itself."""
    if word.key is None or word.published:
        return word
    own = next((w for w in words if w.published and w.key != word.key and _one_speaker(w, word, known)), None)
    return _made(word, own, f"{word.speaker or word.name} is quoted, who published it itself") if own else word


def _as_its_source(word: Word, words: Sequence[Word]) -> Word:
    """What a derived report has through a medium, as its source has it: its writer heard nobody else."""
    if word.kind not in ("agency", "state media", "outlet"):
        return word
    own = next((w for w in words if w.report in word.sources and w.key not in (None, word.key)), None)
    return _as_said(word, own, f"from a report that has it from {own.name}") if own else word


def _spoken_itself(word: Word, words: Sequence[Word], known: Directory) -> Word:
    """What a paper passes on of somebody whom another report cites without it: whoever says it."""
    if word.kind not in ("outlet", "agency") or word.party is not None or not word.voices:
        return word
    direct = (w for w in words if w.voices and w.key == w.voices[0].key and not w.via)
    own = next((w for w in direct if _one_speaker(w, word, known)), None)
    return _as_said(word, own, f"{word.speaker} through {word.name} here, cited directly elsewhere") if own else word


def _at_hand(word: Word, words: Sequence[Word], known: Directory) -> Word:
    """The word of a medium as its own report gives it, where the finding has that."""
    there = [w for w in words if w.report in word.at_hand and w.key not in (None, word.key)]
    own = next((w for w in there if _one_speaker(w, word, known)), there[0] if there else None)
    if own is None:
        return word
    made = _as_said(word, own, f"{word.name} is cited, whose own report has it from {own.name}")
    return replace(made, leans_on=frozenset())


def _but_copies(words: Sequence[Word], opened: Sequence[Word], known: Directory) -> tuple[Word, ...]:
    """The words, without an origin where they may be a copy, not found out, of an agency's text that has none.

    That text quotes the same speaker, and the finding has another origin: the agency, or somebody whom its text cites.
    """
    result = list(words)
    for k, word in enumerate(words):
        if word.key is None or word.credited or not word.speaker:
            continue
        others = [w for w in result if w.key not in (None, word.key)]
        texts = (o for o in opened if _may_copy(word, o))
        of = next((o for o in texts if any(w.key == o.key or _is_cited(w, o.leans_on, known) for w in others)), None)
        if of is not None:
            why = f"{word.speaker} is quoted in the text of {of.name} too, which cites another origin of this finding"
            result[k] = replace(word, key=None, why=f"{why}: not shown to be a second one")
    return tuple(result)


def _one_speaker(one: Word, other: Word, known: Directory) -> bool:
    """Whether one party says both, or passes the other on."""
    return any(_one_party(a, b, known) for a in one.voices for b in other.voices)


def _one_party(one: Party, other: Party, known: Directory) -> bool:
    """Whether two names are one party's: the same, one with more titles, or a body by what it is ("the union").

    Who holds an office is not told from the body that speaks there.
    """
    if one.key == other.key:
        return True
    if one.kind == other.kind == "person":
        return _has_titles(one.name, other.name) or _has_titles(other.name, one.name)
    if one.kind == other.kind == "official body":
        if one.party is not None and one.party == other.party in (one.name, other.name):
            return True  # what a state says, one of its bodies says
        return one_body(one.name, other.name) or alike.bodies(one.name, other.name).relation == "same"
    if {one.kind, other.kind} == {"person", "official body"}:
        person, body = (one, other) if one.kind == "person" else (other, one)
        return _holds_office(person.key, body.name, known)
    return False


def _holds_office(person: str, body: str, known: Directory) -> bool:
    """Whether a title of the person, by key, says that he speaks for the body: its minister, a judge for a court."""
    if _of_two_states(person, body, known):
        return False  # "the Taldovan Defence Ministry" beside Merisia's defence minister
    entity = known.entities.get(body.casefold())
    names = [words for name in (body, *(entity.aliases if entity else ())) if (words := telling(name))]
    names += [bare for words in names if (bare := words - kinds_of_bodies()) and bare != words]  # "the IVM union": IVM
    offices = known.offices.get(person, ())
    if any(words <= office for words in names for office in offices) or any(sits_in(o, body) for o in offices):
        return True
    if known.bare.get(person, frozenset()) & kind_of_body(body):
        return True  # "the ministry's spokeswoman" is not shown to be another ministry's
    stems = _stems(known.places)
    for words, office in product(names, offices):
        (own, of), (theirs, where) = _parted(words, stems), _parted(office, stems)
        if own and own <= theirs and (not of or not where or of & where):
            return True  # "defence ministry spokesman" for "the Dostenian Defence Ministry"
    return False


def _of_two_states(person: str, body: str, known: Directory) -> bool:
    """Whether the story says of which place the person's office is, and the body's name that it is another one's."""
    stems = _stems(known.places)
    of = _parted(telling(body), stems)[1]
    where = frozenset(stem for office in known.offices.get(person, ()) for stem in _parted(office, stems)[1])
    return bool(of) and bool(where) and not of & where


@lru_cache(maxsize=256)
def _stems(places: frozenset[str]) -> frozenset[str]:
    """The beginnings of the names of places, by which their peoples' are known."""
    return frozenset(name.casefold()[:-1] for name in places)


def _parted(words: frozenset[str], stems: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The words that say which body it is, and the stems of the places among them."""
    of = {stem for word in words for stem in stems if word.startswith(stem)}
    return frozenset(word for word in words if not any(word.startswith(stem) for stem in of)), frozenset(of)


def _has_titles(full: str, name: str) -> bool:
    """Whether a person's name is in the other with more words: "H.E. Mr Viktor Malenko"."""
    return set(name.casefold().split()) < set(full.casefold().split())


def _may_copy(word: Word, text: Word) -> bool:
    """Whether an agency's text quotes the same speaker, through the same carriers and perhaps more."""
    same = word.speaker is not None and text.speaker is not None and word.speaker.casefold() == text.speaker.casefold()
    return same and {name.casefold() for name in word.via} <= {name.casefold() for name in text.via}


def _leaning(words: Sequence[Word], known: Directory) -> frozenset[frozenset[Party]]:
    """Of those whom media's texts cite elsewhere, the sets with somebody whom another report cites here.

    There are few texts and parties in a finding, however many reports it has: each is asked once.
    """
    # A credited text's own voice is its agency's; whom it quotes it has put on record itself.
    told = (word for word in words if not word.credited or not (word.speaker or word.voices))
    parties = {(word.key, word.name, word.kind, word.party): word for word in told}
    texts = {word.leans_on for word in words if word.leans_on}
    return frozenset(text for text in texts if any(_is_cited(word, text, known) for word in parties.values()))


def _is_cited(word: Word, cited: frozenset[Party], known: Directory) -> bool:
    """Whether those whom a text cites have the party of a word among them, by whatever name."""
    return word.key is not None and any(_one_named(word, party, known) for party in cited)


def _one_named(word: Word, party: Party, known: Directory) -> bool:
    cited = Word(party.key, party.name, party.kind, party.party, None, None, (), "")
    bodies = word.kind == party.kind == "official body" and one_body(word.name or "", party.name)
    return word.key == party.key or bodies or _holds(word, cited, known) or _holds(cited, word, known)


def _of_body(word: Word, words: Sequence[Word], known: Directory) -> Word:
    """What unnamed people of a body say through a medium ("officials of the fire service") is the body's own word."""
    if word.key is None or word.voices or not word.via or not word.speaker:
        return word
    body = telling(word.speaker) - persons()
    for other in words:
        if body and other.key not in (None, word.key) and not other.credited:
            named = other.kind == "official body" and body <= telling(other.name or "")
            if named or any(body <= office for office in known.offices.get(other.key or "", ())):
                return _made(word, other, f"{word.speaker} through {word.name}: taken for {other.name}")
    return word


def _open(word: Word) -> Word:
    text = "the text" if word.credited else "a report"
    why = f"{text} of {word.name}, which elsewhere cites another origin of this finding: not shown to be its own"
    return replace(word, key=None, why=why)


def _made(word: Word, other: Word, why: str) -> Word:
    return replace(word, key=other.key, name=other.name, kind=other.kind, party=other.party, why=why)


def _as_said(word: Word, own: Word, why: str) -> Word:
    """A word that is known to be another one: it is whoever's says that one, too."""
    return replace(_made(word, own, why), voices=own.voices or word.voices)


def _fullest(word: Word, words: Sequence[Word], known: Directory) -> Word:
    """The word that names the same body most fully: "the court" is "a Spanish court", that the one in Valmora."""
    seen = {word.key}
    while True:
        fuller = next((w for w in words if w.key not in seen and _holds(w, word, known)), None)
        if fuller is None:
            return word
        word = fuller
        seen.add(word.key)


def _holds(fuller: Word, word: Word, known: Directory) -> bool:
    """Whether ``word`` is another name of the body ``fuller``, or somebody who holds an office there.

    "Police" is taken for "Harbour Police", and the transport minister for the Ministry of Transport.
    """
    if word.key is None or fuller.key is None or not fuller.name or not word.name:
        return False
    if word.kind == fuller.kind == "person":
        return _has_titles(fuller.name, word.name)
    if fuller.kind == "person" and word.kind == "official body" and describes_a_business(word.name):
        offices = known.offices.get(fuller.key, ())
        if any(not office.isdisjoint(officers()) for office in offices):
            return True  # "the company" beside its chief executive
        # A firm is often taken for a man.
        return not offices and fuller.name.split()[0] not in naming.words("forenames")
    if fuller.kind in ("agency", "outlet") and fuller.name.split()[-1].casefold() == "agency":
        return fuller.name.casefold().startswith(f"{word.name.casefold()} ")  # "Kharzan says" beside its agency
    if fuller.kind != "official body":
        return False
    if word.party is not None and word.name == word.party and word.party == fuller.party != fuller.name:
        return True  # "Iran says" is what one of its bodies says
    if _is_of_place(fuller.name, word.name, known):
        return True
    body = telling(fuller.name)
    if word.kind == "official body":
        own = telling(word.name) - persons()  # "union chiefs"
        if describes_a_business(word.name) or (own and own <= nouns("business")):  # it may be any that is named
            official = nouns("body") - nouns("business")
            return fuller.key.startswith("entity:") and official.isdisjoint(fuller.name.casefold().split())
        if _is_bare(word.name, fuller.name) and (None in (word.party, fuller.party) or word.party == fuller.party):
            return True
        if _rank(fuller) < _rank(word) and alike.bodies(word.name, fuller.name).relation == "same":
            return True
        first = (len(body), _rank(word)) > (len(own), _rank(fuller))
        return bool(own) and (own < body or (first and one_body(word.name, fuller.name)))
    return _holds_office(word.key, fuller.name, known)


def _is_bare(name: str, fuller: str) -> bool:
    """Whether a name says of a body only its kind and state, which another names in full: "the Russian ministry"."""
    words = {word for word in telling(name) if not countries.find(word.title(), "people")}
    return not words and bool(telling(fuller)) and name.split()[-1].casefold() == fuller.split()[-1].casefold()


def _rank(word: Word) -> tuple[bool, str]:
    """Of two like names of a body the first is kept: one that the story knows before one by what it is."""
    key = word.key or ""
    return not key.startswith("entity:"), key


def _is_of_place(body: str, place: str, known: Directory) -> bool:
    """Whether a body's name holds that of a place or its people, though no table has it ("the Dostenian ministry").

    Or that of no place: "the ministry" beside "Dostenia" is not shown to be another state's.
    """
    entity = known.entities.get(place.casefold())
    if entity is None or entity.type != "GPE" or len(place) <= SHORT_PLACE or body.casefold() == place.casefold():
        return False

    def holds(name: str) -> bool:
        stem = name.casefold()[:-1]
        return any(word.startswith(stem) and len(word) <= len(name) + SUFFIX for word in telling(body))

    if holds(place):
        return True
    return body.split()[-1].casefold() in of_state() and not any(map(holds, known.places))
