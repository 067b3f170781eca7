"""spaCy component ``consilience_claims``: the propositions of a report, one Claim each.

A claim is the shortest clause that states something, with who did what to whom,
whether it is affirmed or denied, and whether it is said to have happened.
Factuality follows the distinctions of FactBank (Saurí and Pustejovsky 2009) as
far as the clause itself and its governor tell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from consilience.annotate import fields
from consilience.annotate.clauses import Clause, content_words, is_clause_head, noun_phrase, of_document, subject_of
from consilience.annotate.closings import AT_THE_END
from consilience.annotate.contents import CITING
from consilience.annotate.coreference import antecedents
from consilience.annotate.denials import called_untrue, denied_through, without_evidence
from consilience.annotate.estimates import VERBS as ESTIMATING
from consilience.annotate.polarity import polarity, verbs_of
from consilience.annotate.referents import nouns
from consilience.annotate.withdrawn import withdrawn
from consilience.model import Attribution, Claim, Extent, Factuality, Quantity, TimeExpression
from consilience.tables import modality, nominals

fields.register()

_OBJECTS = {"dobj": "patient", "attr": "attribute", "oprd": "attribute", "dative": "recipient", "agent": "agent"}
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_PRESUPPOSING = frozenset({"after", "although", "as", "because", "before", "since", "though", "when", "while"})

_SPEAKING = frozenset({"answer", "reply", "respond"})
_TALKS = frozenset({"interview", "reference", "call", "conversation", "talk", "briefing", "conference", "broadcast"})
_MEANING_SOMEBODY = frozenset({"he", "she", "it", "they", "him", "her", "them"})  # or something, named before


def _predicate(clause: Clause) -> str:
    """The verb's lemma with its particle, or with the verb that it only introduces ("agree to send")."""
    head = clause.head
    if clause.nominal:
        return nominals.verb_of(head.lemma_.lower()) or head.lemma_.lower()
    lemma = head.lemma_.lower()
    for child in head.children:
        if child.dep_ == "prt":
            lemma += f" {child.lower_}"
        elif (child.dep_ == "xcomp" and child.pos_ in ("VERB", "AUX")) or (
            child.dep_ in ("acomp", "attr") and lemma == "be"
        ):
            lemma += f" {child.lemma_.lower()}"
    return lemma


def _is_conditional(head: Token) -> bool:
    return head.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in head.children)


def _has_to(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _factuality(clause: Clause, attribution: Attribution | None) -> Factuality:
    head = clause.head
    if _is_conditional(head):
        return "hypothetical"
    denied = attribution is not None and attribution.factuality == "denied"
    if denied or called_untrue(head) or without_evidence(head):
        return "denied"
    verbs = verbs_of(head)
    modals = {c.lower_ for v in verbs for c in v.children if c.dep_ == "aux" and c.tag_ == "MD"}
    for verb in verbs:
        if verb.lemma_ == "be" and any(c.dep_ == "xcomp" and _has_to(c) for c in verb.children):
            return "planned"  # "divers are to inspect the hull"
        for word in (c for c in verb.children if c.dep_ == "acomp"):
            known = modality.of_adjective(word.lower_)
            if known and any(c.dep_ in ("xcomp", "ccomp") for c in word.children):
                return known
        known = modality.of_verb(verb.lemma_.lower())
        if known and any(c.dep_ in ("xcomp", "ccomp") for c in verb.children):
            return known
        ahead = modality.of_passive(verb.lemma_.lower())
        if ahead and any(c.dep_ == "auxpass" for c in verb.children):
            return ahead
    found = modality.of_modal(modals)
    if found:
        return found
    adverbs = {c.lower_ for v in verbs for c in v.children if c.dep_ == "advmod"}
    if adverbs & modality.hedges():
        return "doubted"
    if attribution is not None and attribution.factuality != "asserted":
        return attribution.factuality
    governor = head.head
    if head.dep_ in ("ccomp", "xcomp", "pcomp") and governor != head:
        return modality.of_verb(governor.lemma_.lower()) or "asserted"
    return "asserted"


def _words(tokens: Iterable[Token]) -> str:
    return " ".join(t.text for t in tokens)


def _roles(clause: Clause) -> dict[str, str]:
    roles: dict[str, str] = {}
    head = clause.head
    subject = subject_of(head) if not clause.nominal else None
    if subject is not None:
        passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in head.children)
        roles["patient" if passive else "agent"] = _words(noun_phrase(subject))
    for verb in verbs_of(head):
        for child in verb.children:
            role = _OBJECTS.get(child.dep_)
            if role and child.dep_ == "agent":
                child = next((c for c in child.children if c.dep_ == "pobj"), child)
            if role:
                roles.setdefault(role, _words(noun_phrase(child)))
    for token in clause.own:
        if token.dep_ == "poss" and token.head == head:
            roles.setdefault("agent", _words(noun_phrase(token)))
        if token.dep_ == "pobj":
            role = "place" if token.ent_type_ in _PLACES else token.head.lower_
            roles.setdefault(role, _words(noun_phrase(token)))
    return dict(sorted(roles.items()))


def _within(items: Sequence[TimeExpression | Quantity], words: Sequence[Token]) -> tuple[int, ...]:
    starts = {t.idx for t in words}
    return tuple(k for k, item in enumerate(items) if any(item.start <= s < item.end for s in starts))


def _counted_from(doc: Doc, head: Token) -> tuple[int, ...]:
    """The period before "after" or "since" that says how far the clause lies back ("weeks after they signed")."""
    for child in head.children:
        if child.dep_ == "mark" and child.lower_ in ("after", "since"):
            return tuple(
                k
                for k, time in enumerate(doc._.consilience_times)
                if time.type == "DURATION" and 0 <= child.idx - time.end <= 1
            )
    return ()


def _entities(doc: Doc, words: Sequence[Token]) -> tuple[int, ...]:
    starts = sorted(t.idx for t in words)
    meant = fields.antecedents_of(doc)
    referred = {meant[t.i] for t in words if t.i in meant}
    return tuple(
        k
        for k, entity in enumerate(doc._.consilience_entities)
        if k in referred or any(m.start <= s < m.end for m in entity.mentions for s in starts)
    )


def _covering(attributions: Sequence[Attribution], start: int, end: int) -> int | None:
    """The innermost attribution whose content holds at least half of the characters."""
    best: tuple[int, int] | None = None
    for index, attribution in enumerate(attributions):
        content: Extent = attribution.content
        shared = min(end, content.end) - max(start, content.start)
        if 2 * shared >= end - start and (best is None or content.end - content.start < best[0]):
            best = (content.end - content.start, index)
    return best[1] if best else None


def _estimated(attributions: Sequence[Attribution], head: Token, start: int, end: int) -> int | None:
    """The attribution whose cue is the clause's own verb, of which the figure is the content: "police put it at 40"."""
    if head.lemma_ not in ESTIMATING:
        return None
    own = (
        k for k, a in enumerate(attributions) if a.cue and a.cue.start == head.idx and start <= a.content.start < end
    )
    return next(own, None)


def _is_presupposed(head: Token) -> bool:
    """Whether a clause only says when or why something else is so: "after the bank had failed"."""
    return head.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _PRESUPPOSING for c in head.children)


def _is_reduced(head: Token) -> bool:
    """Whether a clause is a bare participle behind its noun: "the account given by the ministry"."""
    finite = any(c.dep_ in ("aux", "auxpass", "mark", "nsubj", "nsubjpass") for c in head.children)
    return head.dep_ == "acl" and head.tag_ == "VBN" and not finite


def _says_when_it_was_said(head: Token, cue: Extent) -> bool:
    """Whether a clause is, or stands in, one by which the writer says when or why somebody spoke: "announced her
    departure, two days after auditors had found fault"."""
    while head.head != head and not cue.start <= head.idx < cue.end:
        if _is_presupposed(head) and cue.start <= head.head.idx < cue.end:
            return True
        head = head.head
    return False


def _of_the_writer(doc: Doc, clause: Clause, attribution: Attribution) -> bool:
    """Whether a clause within what somebody reports hangs on a noun that he only names, and is the writer's aside.

    "He denied a part in the attack, which killed twelve": nobody denies that. What a comma sets off is no part of
    what is reported (Potts 2005), unless it stands in a reported clause; and a relative clause, whole or reduced, is
    never denied, nor is what only says when or why ("denied that he left after the bank failed"): both are presupposed.
    """
    if attribution.kind != "indirect" or attribution.cue is None:
        return False
    if _says_when_it_was_said(clause.head, attribution.cue):
        return True
    if attribution.factuality == "denied" and _is_presupposed(clause.head):
        return True
    if clause.head.dep_ not in ("relcl", "acl"):
        return False
    if attribution.factuality == "denied" and (clause.head.dep_ == "relcl" or _is_reduced(clause.head)):
        return True
    cue, step, first = attribution.cue, clause.head.head, clause.own[0].i
    while not cue.start <= step.idx < cue.end:
        if step.pos_ in ("VERB", "AUX") or step.head == step:
            return False
        step = step.head
    return first > 0 and doc[first - 1].text == ","


def _beside_what_is_said(head: Token, how: bool) -> set[int]:
    """The words around a verb of saying that tell who speaks, to whom, and after whom; with ``how``, by what words."""
    return {
        t.i
        for child in head.children
        if child.dep_ in ("nsubj", "nsubjpass", "dobj", "dative", "advmod", "agent")
        or (child.dep_ == "prep" and (child.lower_ in ("according", "by", "to") or (how and _tells_how(child))))
        or (child.dep_ == "advcl" and child.lower_ in CITING)
        for t in child.subtree
    }


def _tells_how(preposition: Token) -> bool:
    """Whether a phrase says only by what words something was said: "in a statement carried by the agency"."""
    return any(c.dep_ == "pobj" and _is_of_speech(c) for c in preposition.children)


def _is_of_speech(noun: Token) -> bool:
    return noun.lemma_.lower() in _TALKS or noun.lower_ in nouns("document")


def _is_how_it_was_said(doc: Doc, clause: Clause) -> bool:
    """Whether a noun phrase only says how somebody spoke: "(said) in a statement to the agency"."""
    head = clause.head
    over = head.head.head if head.dep_ == "pobj" else head
    return (
        clause.nominal and over != head and _is_of_speech(head) and (bool(_with_cue(doc, over)) or over.lemma_ == "say")
    )


def _with_cue(doc: Doc, verb: Token) -> list[Attribution]:
    """The attributions whose cue the verb is."""
    return [a for a in doc._.consilience_attributions if a.cue and a.cue.start <= verb.idx < a.cue.end]


def _only_says_who_spoke(doc: Doc, clause: Clause, content: Sequence[Token]) -> bool:
    """Whether the clause is a cue with its source, hearer and day, what is said standing elsewhere."""
    head = clause.head
    if any(c.dep_ == "xcomp" and c.tag_ == "VBN" and c.lemma_ in ("name", "identify") for c in head.children):
        return True  # "asked not to be named"
    own = {t.idx for t in clause.own}
    if head.dep_ == "advcl" and head.tag_ == "VBG" and head.lemma_ in _SPEAKING and _with_cue(doc, head.head):
        return True  # "she said, answering a question from TASS"
    cues = _with_cue(doc, head)
    if any(a.content.start <= i < a.content.end for a in cues for i in own):
        return False
    if not cues and head.lower_ in CITING and any(c.dep_ == "dobj" for c in head.children):
        return True  # whom it names is a link of the chain of what is said
    if not cues and head.lemma_ not in ("say", "tell"):
        return False
    # "Said in a filing on Friday" tells when it was made known.
    beside = _beside_what_is_said(head, how=not any(t.ent_type_ in ("DATE", "TIME") for t in content))
    named = [part for a in cues for part in (a.source, a.cue) if part is not None]
    rest = [
        t
        for t in content
        if t.i != head.i and t.i not in beside and not any(part.start <= t.idx < part.end for part in named)
    ]
    dated = [t for t in rest if t.ent_type_ in ("DATE", "TIME")]
    return len(rest) == len(dated) or (len(rest) < 3 and not dated)


def _only_leads_in(clause: Clause, content: Sequence[Token]) -> bool:
    """Whether a clause is a subject and a verb that lead to another clause: "the images show (that a lake emptied)".

    "The firm is reviewing what happened" states something itself.
    """
    told = [c for c in clause.head.children if c.dep_ == "ccomp" and is_clause_head(c) and c.i > clause.head.i]
    if not told or any(t.tag_ in ("WP", "WRB", "WDT") and t.i < c.i for c in told for t in c.subtree):
        return False
    subject = {t.i for c in clause.head.children if c.dep_ in ("nsubj", "expl") for t in c.subtree}
    return all(t.i in subject or t.i == clause.head.i for t in content)


def _names_its_source(doc: Doc) -> frozenset[int]:
    """The words "according" whose phrase names a source; in "according to plan" it does not."""
    cues = {a.cue.start for a in doc._.consilience_attributions if a.cue is not None and a.source is not None}
    return frozenset(t.i for t in doc if t.lower_ == "according" and t.idx in cues)


def _says_something(doc: Doc, clause: Clause) -> bool:
    """Whether the clause states more than who spoke, and more than a phrase that only names a thing.

    A clause without a subject of its own, and a noun phrase, need three words
    that carry meaning, or two and a number or a name of a day.
    """
    content = content_words(clause.own)
    meant = fields.antecedents_of(doc)
    referring = sum(1 for t in clause.own if t.i in meant or t.lower_ in _MEANING_SOMEBODY or t.dep_ == "expl")
    if not content or len(content_words((*clause.own, *clause.borrowed))) + referring < 2:
        return False
    if _only_says_who_spoke(doc, clause, content) or _is_how_it_was_said(doc, clause):
        return False
    if _only_leads_in(clause, content):
        return False
    finite = any(t.dep_ in ("nsubj", "nsubjpass") and t.head.i == clause.head.i for t in clause.own)
    dated = any(t.pos_ == "NUM" or t.ent_type_ in ("DATE", "TIME") for t in content)
    return finite or len(content) >= 3 or (dated and len(content) == 2)


def _behind_colons(doc: Doc, text: str) -> list[Extent]:
    """The quotations that a colon introduces."""
    quoted = (a.content for a in doc._.consilience_attributions if a.kind == "direct")
    return [q for q in quoted if text[max(0, q.start - 3) : q.start].rstrip("\"'“‘«„ ").endswith(":")]


def _quoted(clause: Clause, quotations: Sequence[Extent]) -> Clause:
    """The clause without who says it before a colon, whom the parser takes for its subject: "The minister: “No …”"."""
    for quotation in quotations:
        if quotation.start <= clause.head.idx < quotation.end and clause.own[0].idx < quotation.start:
            return replace(clause, own=tuple(t for t in clause.own if t.idx >= quotation.start))
    return clause


def _closings(doc: Doc, begins: Sequence[int]) -> Mapping[int, list[Attribution]]:
    """The attributions of those who report at the end of a sentence, by its number; ``begins`` is where each begins."""
    found: dict[int, list[Attribution]] = {}
    for a in doc._.consilience_attributions:
        if AT_THE_END in a.reasons and a.cue is not None:
            found.setdefault(bisect_right(begins, a.cue.start), []).append(a)
    return found


def _before_who_reports(clause: Clause, closings: Sequence[Attribution]) -> Clause | None:
    """The clause without who reports it, of whom the parser makes a part of what is told, or the other way about.

    "… was stopped at dawn, nine miles south of the port, the spokesman said" is no saying of nine miles. None where
    nothing is left.
    """
    for closing in closings:
        told, cue = closing.content, closing.cue
        if cue is None or not any(told.end < t.idx <= cue.start for t in clause.own):
            continue
        says = cue.start <= clause.head.idx < cue.end
        own = tuple(t for t in clause.own if t.idx < told.end and (told.start <= t.idx or not says))
        while own and own[-1].is_punct:
            own = own[:-1]
        if says:
            top = next((t for t in own if t.head not in own), None)
            return replace(clause, head=top, own=own, borrowed=(), nominal=True) if top is not None else None
        return replace(clause, own=own) if clause.head in own else clause
    return clause


def _claim(doc: Doc, text: str, clause: Clause, number: int) -> Claim | None:
    words = clause.own
    if not _says_something(doc, clause):
        return None
    start, end = words[0].idx, words[-1].idx + len(words[-1])
    if fields.is_removed(doc, start, end):
        return None
    attributions: Sequence[Attribution] = doc._.consilience_attributions
    index = _estimated(attributions, clause.head, start, end)
    index = _covering(attributions, start, end) if index is None else index
    if index is not None:
        index = denied_through(doc, index)
        if _of_the_writer(doc, clause, attributions[index]):
            index = None
    meaning = sorted({t.i for t in (*words, *clause.borrowed) if not t.is_space and not t.is_punct})
    tokens = [doc[i] for i in meaning]
    return Claim(
        id=f"c{number}",
        start=start,
        end=end,
        text=text[start:end],
        predicate=_predicate(clause),
        polarity=polarity(clause),
        factuality=_factuality(clause, attributions[index] if index is not None else None),
        roles=_roles(clause),
        attribution=index,
        head=clause.head.i,
        tokens=tuple(meaning),
        times=(*_counted_from(doc, clause.head), *_within(doc._.consilience_times, words)),
        quantities=_within(doc._.consilience_quantities, words),
        entities=_entities(doc, tokens),
    )


@Language.component("consilience_claims")
def claims(doc: Doc) -> Doc:
    """Set ``doc._.consilience_claims``; needs a parse, and uses what the components before it marked."""
    doc._.consilience_antecedents = antecedents(doc)
    found: list[Claim] = []
    text = doc.text  # put together anew each time it is asked for
    begins = [sentence.start_char for sentence in doc.sents]
    gone, quotations, closings = withdrawn(text, begins), _behind_colons(doc, text), _closings(doc, begins)
    for clause in of_document(doc, _names_its_source(doc)):
        if any(start <= clause.head.idx < end for start, end in gone):
            continue
        told = _before_who_reports(clause, closings.get(bisect_right(begins, clause.head.idx), ()))
        claim = _claim(doc, text, _quoted(told, quotations), len(found)) if told is not None else None
        if claim is not None:
            found.append(claim)
    doc._.consilience_claims = tuple(found)
    return doc
