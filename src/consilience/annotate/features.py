"""What a word, a content and a source look like to the model: features as short strings.

Three questions are asked of the model: is this word a cue, is this candidate
its content, is this candidate its source. Features are of grammar and of
lemmas, none of a language model's inner state, so that the same weights serve
every English pipeline with spaCy's scheme of dependencies.
"""

from __future__ import annotations

from consilience.annotate.contents import SUBJECTS, Candidate, child
from consilience.annotate.cues import cue_at, lemma_of, part_of
from consilience.annotate.words import Words, word_set

_KEY = word_set("nsubj nsubjpass dobj ccomp xcomp dative oprd attr acomp advcl agent neg prt mark auxpass parataxis")
_PEOPLE = word_set("PERSON ORG NORP GPE")
_PERSONAL = word_set("he she they we i you who it")


def phrase_kind(words: Words, head: int) -> str:
    """What sort of thing a noun phrase names, as far as its head word shows."""
    entity = words.ent[head]
    if entity in _PEOPLE:
        return entity
    lower = words.text[head].lower()
    if lower in _PERSONAL:
        return "I" if lower in ("i", "we") else lower
    if words.pos[head] in ("PRON", "DET"):
        return "pron"
    return entity or words.pos[head]


def cue_features(words: Words, cue: int, quoted: list[int]) -> list[str]:
    """Features of a word that may be a cue; ``quoted`` holds each word's quotation number, 0 outside any."""
    lemma, kind, dep = lemma_of(words, cue), part_of(words, cue), words.dep[cue]
    known = cue_at(words, cue)
    group = known.name if known else "no"
    name = f"{lemma}/{kind}"
    head = words.head[cue]
    found = [f"c {name}", f"t {words.tag[cue]}", f"d {kind} {dep}", f"cd {name} {dep}", f"ct {name} {words.tag[cue]}"]
    keys: list[str] = []
    subject = "none"
    found.append(f"g {kind} {group}")
    for c in words.children[cue]:
        relation = words.dep[c]
        if relation == "prep" or relation == "prt":
            keys.append(relation)
            found.append(f"cp {name} {words.lemma[c]}")
            found.append(f"p {kind} {words.lemma[c]}")
        elif relation == "aux":
            found.append(f"a {words.lemma[c]}")
            found.append(f"ca {name} {words.lemma[c]}")
        elif relation in _KEY:
            side = "" if c > cue or relation in SUBJECTS else "<"
            keys.append(relation + side)
            found.append(f"ck {name} {relation}{side}")
            if relation in SUBJECTS:
                subject = phrase_kind(words, c)
                found.append(f"sl {words.lemma[c]}")
            elif relation in ("dobj", "attr", "acomp", "ccomp", "xcomp", "oprd"):
                found.append(f"co {name} {words.lemma[c]}")
                found.append(f"ol {relation} {words.lemma[c]}")
                found.append(f"ok {relation} {phrase_kind(words, c)}")
        elif relation in ("poss", "acl", "relcl", "det", "amod", "compound"):
            keys.append(relation)
            found.append(f"k {kind} {relation}")
            found.append(f"ck {name} {relation}")
    keys.sort()
    found.append(f"K {kind} {' '.join(keys)}")
    found.extend(f"k {kind} {k}" for k in set(keys))
    found.extend(f"gk {group} {k}" for k in set(keys))
    found.append(f"s {kind} {subject}")
    found.append(f"gs {group} {subject}")
    found.append(f"cs {name} {subject}")
    if head != cue:
        over = lemma_of(words, head)
        found.append(f"h {kind} {dep} {over}")
        found.append(f"hp {kind} {dep} {words.pos[head]}")
        found.append(f"ch {name} {over}")
    inside = quoted[cue]
    found.append(f"q {kind} {inside > 0}")
    if not inside:
        first, last = words.sentences[words.sentence[cue]]
        after = any(quoted[cue + 1 : min(last + 1, cue + 8)])
        before = any(quoted[max(first, cue - 6) : cue])
        found.append(f"qq {kind} {before} {after}")
        found.append(f"cq {name} {before or after}")
    for offset, label in ((-1, "-"), (1, "+")):
        near = cue + offset
        if 0 <= near < len(words):
            word = words.lemma[near] if words.pos[near] != "PROPN" else "NAME"
            found.append(f"{label} {kind} {word}")
            found.append(f"c{label} {name} {word}")
    if words.text[cue][:1].isupper():
        found.append(f"U {kind}")
    return found


def content_features(words: Words, cue: int, candidate: Candidate, rank: int, quoted: list[int]) -> list[str]:
    """Features of a candidate content of a cue."""
    lemma, known = lemma_of(words, cue), cue_at(words, cue)
    pattern, head = candidate.pattern, candidate.head
    first, last = candidate.pieces[0][0], candidate.pieces[-1][1]
    size = last - first + 1
    bucket = (
        "1"
        if size == 1
        else "2"
        if size == 2
        else "5"
        if size < 6
        else "10"
        if size < 11
        else "20"
        if size < 21
        else "long"
    )
    begin = (
        words.lemma[first]
        if words.pos[first] in ("SCONJ", "PART", "ADP", "PRON", "DET", "ADV", "CCONJ")
        else words.pos[first]
    )
    return [
        f"P {pattern}",
        f"Pl {pattern} {lemma}",
        f"Pc {pattern} {known.name if known else 'no'}",
        f"Pp {pattern} {words.pos[cue]} {words.dep[cue]}",
        f"Pn {pattern} {bucket}",
        f"Pr {pattern} {rank}",
        f"Pb {pattern} {begin}",
        f"Ph {pattern} {words.pos[head]}",
        f"Pt {pattern} {words.tag[cue]}",
        f"Pd {pattern} {len(candidate.pieces)} {last < cue}",
        f"Pq {pattern} {quoted[first] > 0} {quoted[last] > 0}",
        f"Pg {pattern} {first - cue if 0 < first - cue < 4 else 'far'}",
        f"Pw {pattern} {words.lemma[words.head[head]] if words.dep[head] in ('pobj', 'pcomp') else ''}",
    ]


def source_features(words: Words, cue: int, candidate: Candidate, rank: int) -> list[str]:
    """Features of a candidate source of a cue."""
    pattern, head = candidate.pattern, candidate.head
    kind = phrase_kind(words, head)
    lemma = lemma_of(words, cue)
    pos = words.pos[cue]
    return [
        f"S {pattern}",
        f"Sl {pattern} {lemma}",
        f"Sk {pattern} {kind}",
        f"k {pos} {kind}",
        f"Sp {pattern} {pos} {words.dep[cue]}",
        f"Sr {pattern} {rank}",
        f"h {words.lemma[head]}",
        f"Sx {pattern} {words.tag[cue]}",
        f"Sa {pattern} {child(words, cue, 'auxpass') is not None} {lemma if pos != 'VERB' else ''}",
    ]
