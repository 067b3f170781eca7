"""Changes of what a clause tells: denied, undone, put off, done by the other one; and the harmless ones."""

from __future__ import annotations

from collections.abc import Iterator

from consilience.evaluate.changes import Change, Edit, Parsed, table
from consilience.evaluate.wordforms import in_case_of, inflected, past
from consilience.tables import opposites

_PARTIES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_SUBJECTS = ("nsubj", "nsubjpass", "expl")
_NEGATED = frozenset({"not", "n't", "n’t", "never", "no", "nobody", "none", "nothing", "neither", "hardly"})
# The cases of a pronoun that changes sides; "her" and "it" are left alone where they would be unclear.
_AS_OBJECT = {"he": "him", "she": "her", "they": "them", "we": "us", "i": "me", "it": "it"}
_AS_SUBJECT = {"him": "he", "them": "they", "us": "we", "me": "I", "it": "it"}
_NO_PASSIVE = """
    be have become cost weigh mean contain want let make resemble lack fit suit equal get seem remain last
    like love hate hope say think know believe need enjoy leave take
"""
_PAST_TIMES = frozenset({"ago", "yesterday", "last", "earlier", "previously", "since", "after", "already", "just"})


def _verbs(parsed: Parsed) -> Iterator[tuple[int, list[int], int]]:
    """Every finite verb that a claim is built on, its auxiliaries in order, and its subject."""
    tokens = parsed.annotated.tokens
    for claim in parsed.annotated.claims:
        head = claim.head
        subject = parsed.child(head, *_SUBJECTS)
        if tokens.pos[head] not in ("VERB", "AUX") or subject is None or claim.factuality == "hypothetical":
            continue
        helpers = [c for c in parsed.children[head] if tokens.dep[c] in ("aux", "auxpass") and subject < c < head]
        finite = helpers[0] if helpers else head
        if tokens.tag[finite] in ("VBD", "VBZ", "VBP", "MD") and subject < finite and tokens.lemma[head].isalpha():
            yield head, helpers, subject


def _denied(parsed: Parsed, verb: int) -> bool:
    tokens = parsed.annotated.tokens
    around = [c for k in (verb, *parsed.children[verb]) for c in parsed.children[k]]
    return any(tokens.text[c].lower() in _NEGATED for c in around)


def _plain(word: str) -> bool:
    """Whether it is a whole word and no contraction."""
    return word.isalpha()


def negation(parsed: Parsed) -> Iterator[Change]:
    """What is told is denied, and what is denied is told."""
    tokens = parsed.annotated.tokens
    for head, helpers, _ in _verbs(parsed):
        lemma, start = tokens.lemma[head], tokens.start[head]
        negation = parsed.child(head, "neg")
        if negation is not None:
            before = negation - 1
            if tokens.text[negation].lower() != "not" or before not in helpers or tokens.lemma[before] == "do":
                continue
            yield Change("negation", (Edit(tokens.end[before], tokens.end[negation], ""),), start, (lemma,))
        elif _denied(parsed, head):
            continue
        elif helpers or lemma == "be":
            if _plain(tokens.text[finite := helpers[0] if helpers else head]):
                at = tokens.end[finite]
                yield Change("negation", (Edit(at, at, " not"),), start, (lemma,))
        elif tokens.pos[head] == "VERB" and lemma not in ("have", "do"):
            do = {"VBD": "did", "VBZ": "does"}.get(tokens.tag[head], "do")
            edits = (Edit(start, start, f"{do} not "), parsed.put(head, lemma))
            yield Change("negation", edits, start, (lemma,))


def opposite(parsed: Parsed) -> Iterator[Change]:
    """What was done becomes its contrary."""
    tokens, known = parsed.annotated.tokens, table()["opposites"]
    for claim in parsed.annotated.claims:
        head = claim.head
        lemma = tokens.lemma[head]
        if tokens.pos[head] != "VERB" or lemma not in known or parsed.child(head, "prt") is not None:
            continue
        new = in_case_of(inflected(known[lemma], tokens.tag[head]), tokens.text[head])
        yield Change("opposite", (parsed.put(head, new),), tokens.start[head], (lemma,))


def tense(parsed: Parsed) -> Iterator[Change]:
    """What has happened is still to come; what is to come has happened."""
    tokens = parsed.annotated.tokens
    for head, helpers, subject in _verbs(parsed):
        start, tag = tokens.start[head], tokens.tag[head]
        words = [tokens.text[k].lower() for k in parsed.subtree(head)]
        finite = helpers[0] if helpers else head
        if tokens.pos[head] != "VERB" or _denied(parsed, head) or not _plain(tokens.text[finite]):
            continue
        lemma, many = (
            tokens.lemma[head],
            tokens.tag[subject] in ("NNS", "NNPS")
            or tokens.text[subject].lower() in (*("they", "we", "you", "these", "those"),),
        )
        same = (lemma,)
        if tokens.lemma[finite] == "will" and len(helpers) == 1 and tag == "VB":
            edits = [Edit(tokens.start[finite], start, ""), parsed.put(head, past(lemma))]
            if finite + 1 == head:
                yield Change("tense", tuple(edits), start, same)
        elif tokens.lemma[finite] == "will" and len(helpers) == 2 and tokens.text[helpers[1]].lower() == "be":
            was = Edit(tokens.start[finite], tokens.end[helpers[1]], "were" if many else "was")
            yield Change("tense", (was,), start, same)
        elif _PAST_TIMES & set(words):
            continue
        elif not helpers and tag == "VBD":
            edits = [Edit(start, start, "will "), parsed.put(head, lemma)]
            yield Change("tense", tuple(edits), start, same)
        elif len(helpers) == 1 and tokens.lemma[finite] == "have" and tag == "VBN" and finite + 1 == head:
            yield Change("tense", (parsed.put(finite, "will"), parsed.put(head, lemma)), start, same)
        elif len(helpers) == 1 and tokens.text[finite].lower() in ("was", "were") and tag == "VBN":
            yield Change("tense", (parsed.put(finite, "will be"),), start, same)


def _phrase(parsed: Parsed, token: int) -> tuple[int, int] | None:
    """The characters of a noun phrase that can stand elsewhere: no clause in it, and not too long."""
    tokens, words = parsed.annotated.tokens, parsed.subtree(token)
    inside = [tokens.dep[k] for k in words if k != token]
    if len(words) > 8 or words[-1] - words[0] != len(words) - 1 or token not in words:
        return None
    if {"relcl", "acl", "appos", "conj", "punct", "mark"} & set(inside) or tokens.pos[token] not in ("NOUN", "PROPN"):
        return None
    return tokens.start[words[0]], tokens.end[words[-1]]


def _moved(parsed: Parsed, start: int, end: int, to: int) -> str:
    """The phrase as it is spelt at another place of the sentence."""
    text = parsed.text[start:end]
    first = next(k for k, s in enumerate(parsed.annotated.tokens.start) if s == start)
    if to == _beginning(parsed):
        return text[:1].upper() + text[1:]
    named = parsed.annotated.tokens.pos[first] == "PROPN" or parsed.annotated.tokens.entity[first] >= 0
    if start == _beginning(parsed) and not (named and text.split()[0].lower() not in ("the", "a", "an")):
        return text[:1].lower() + text[1:]
    return text


def _beginning(parsed: Parsed) -> int:
    return next((s for s, t in zip(*_columns(parsed), strict=True) if t.isalnum()), 0)


def _columns(parsed: Parsed) -> tuple[tuple[int, ...], tuple[str, ...]]:
    return parsed.annotated.tokens.start, parsed.annotated.tokens.text


def _number(parsed: Parsed, token: int) -> bool:
    """Whether the noun is a plural."""
    tokens = parsed.annotated.tokens
    return tokens.tag[token] in ("NNS", "NNPS") or parsed.child(token, "conj") is not None


def _sides(parsed: Parsed) -> Iterator[tuple[int, list[int], int, int]]:
    """Verbs with a subject and an object, both phrases that can change places."""
    tokens = parsed.annotated.tokens
    for head, helpers, subject in _verbs(parsed):
        done_to = parsed.child(head, "dobj")
        if done_to is not None and tokens.pos[head] == "VERB" and tokens.dep[subject] == "nsubj" and head < done_to:
            yield head, helpers, subject, done_to


def _is_party(parsed: Parsed, token: int) -> bool:
    """Whether the noun is somebody who can do the act as well as suffer it."""
    tokens = parsed.annotated.tokens
    if tokens.pos[token] == "PROPN":
        return parsed.type_of(token) in _PARTIES
    return tokens.lemma[token] in table()["parties"]


def swap(parsed: Parsed) -> Iterator[Change]:
    """Who did it and to whom it was done change places."""
    tokens = parsed.annotated.tokens
    pairs = [(h, helpers, s, o) for h, helpers, s, o in _sides(parsed)]
    for head, helpers, subject in _verbs(parsed):
        by = parsed.child(head, "agent")
        agent = parsed.child(by, "pobj") if by is not None else None
        if agent is not None and tokens.dep[subject] == "nsubjpass":
            pairs.append((head, helpers, subject, agent))
    for head, helpers, one, other in pairs:
        a, b = _phrase(parsed, one), _phrase(parsed, other)
        finite = helpers[0] if helpers else head
        agrees = tokens.tag[finite] == "MD" or (tokens.tag[finite] == "VBD" and tokens.lemma[finite] != "be")
        if a is None or b is None or not (agrees or _number(parsed, one) == _number(parsed, other)):
            continue
        if not (_is_party(parsed, one) and _is_party(parsed, other)) or opposites.is_mutual(tokens.lemma[head]):
            continue  # "A met B" is "B met A"
        edits = (Edit(*a, _moved(parsed, *b, a[0])), Edit(*b, _moved(parsed, *a, b[0])))
        yield Change("swap", edits, tokens.start[head], (tokens.text[one].lower(), tokens.text[other].lower()))


def passive(parsed: Parsed) -> Iterator[Change]:
    """The same told from the other side: "A hit B" becomes "B was hit by A".

    Not where another verb has its subject from here: "A hit B and ran" would become "B was hit by A and ran".
    """
    tokens = parsed.annotated.tokens
    for head, helpers, subject, done_to in _sides(parsed):
        b = _phrase(parsed, done_to)
        pronoun = _AS_OBJECT.get(tokens.text[subject].lower()) if tokens.pos[subject] == "PRON" else None
        a = (tokens.start[subject], tokens.end[subject]) if pronoun else _phrase(parsed, subject)
        unfit = tokens.lemma[head] in _NO_PASSIVE.split() or parsed.child(
            head, "prt", "dative", "oprd", "ccomp", "xcomp"
        )
        if a is None or b is None or unfit or _denied(parsed, head) or _lends_its_subject(parsed, head):
            continue
        if parsed.subtree(done_to)[0] != head + 1:
            continue
        verb = _passive_verb(parsed, head, helpers, _number(parsed, done_to))
        if verb is None:
            continue
        agent = pronoun or _moved(parsed, *a, b[0])
        edits = (Edit(*a, _moved(parsed, *b, a[0])), *verb, Edit(*b, f"by {agent}"))
        yield Change("passive", edits, tokens.start[head])


def _lends_its_subject(parsed: Parsed, head: int) -> bool:
    """Whether a verb that is joined to this one, or hangs on it, has no subject of its own."""
    tokens = parsed.annotated.tokens
    joined = [
        c for c in parsed.children[head] if tokens.dep[c] in ("conj", "advcl") and tokens.pos[c] in ("VERB", "AUX")
    ]
    return any(parsed.child(c, "nsubj", "nsubjpass", "csubj", "expl") is None for c in joined)


def _passive_verb(parsed: Parsed, head: int, helpers: list[int], many: bool) -> tuple[Edit, ...] | None:
    tokens = parsed.annotated.tokens
    start, lemma, tag = tokens.start[head], tokens.lemma[head], tokens.tag[head]
    done = parsed.put(head, inflected(lemma, "VBN"))
    if not helpers:
        be = {"VBD": ("was", "were")}.get(tag, ("is", "are"))[many]
        return Edit(start, start, f"{be} "), done
    if any(not _plain(tokens.text[k]) for k in helpers):
        return None
    last, first = helpers[-1], helpers[0]
    agreeing = {"has": "have", "have": "has", "is": "are", "are": "is", "was": "were", "were": "was"}
    plural = ("have", "are", "were", "had", "will", "would", "can", "could", "may", "might", "should", "must")
    word = tokens.text[first].lower()
    fits = tokens.tag[first] == "MD" or word == "had" or (word in plural) == many
    finite = () if fits else (parsed.put(first, in_case_of(agreeing.get(word, word), tokens.text[first])),)
    if tokens.tag[last] == "MD" and tag == "VB":
        return (*finite, Edit(start, start, "be "), done)
    if tokens.lemma[last] == "have" and tag in ("VBN", "VBD"):
        return (*finite, Edit(start, start, "been "), done)
    if tokens.lemma[last] == "be" and tag == "VBG" and len(helpers) == 1:
        return (*finite, Edit(start, start, "being "), done)
    return None


def synonym(parsed: Parsed) -> Iterator[Change]:
    """A verb or a noun becomes one that means the same."""
    tokens, known = parsed.annotated.tokens, table()
    for k in range(parsed.length):
        listed = known["verbs"] if tokens.pos[k] == "VERB" else known["nouns"] if tokens.pos[k] == "NOUN" else {}
        new = listed.get(tokens.lemma[k])
        if new is None or parsed.child(k, "prt") is not None or tokens.dep[k] in ("amod", "compound"):
            continue
        word = in_case_of(inflected(new, tokens.tag[k]), tokens.text[k])
        edits = [parsed.put(k, word)]
        before = tokens.text[k - 1].lower() if k else ""
        if before in ("a", "an"):
            article = "an" if word[0].lower() in "aeiou" else "a"
            edits.append(parsed.put(k - 1, in_case_of(article, tokens.text[k - 1])))
        yield Change("synonym", tuple(sorted(edits, key=lambda e: e.start)), tokens.start[k])
