"""Through whom a statement came: the chain from the speaker outward.

In this order: the medium that the speaker spoke to or that quotes him, whoever's
statement encloses this one, the medium that the paragraph, the one before it or
the lead names for this speaker, and the agency that the report credits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from consilience.annotate.citations import QUOTING, citing, is_participle, without_citation
from consilience.annotate.contents import CITING, SUBJECTS, TELLING, child, trim
from consilience.annotate.cues import ON_RECORD
from consilience.annotate.frames import Frame
from consilience.annotate.referents import MEDIA_WORDS, as_written, is_medium, nouns
from consilience.annotate.speakers import Resolver, Speaker
from consilience.annotate.words import Words, word_set
from consilience.tables import agencies

_CARRYING = word_set("carry publish report release quote cite broadcast air obtain see print relay issue distribute")
_TALKS = word_set("interview email e-mail statement call message conversation comments remarks talk briefing letter")
_CALLED_MEDIA = MEDIA_WORDS | {"station"}
_OF_AGENCIES = word_set("state news press official")
_LEAD_LINES, _NEAR_LINES, _DEEPEST = 3, 2, 4


@dataclass(frozen=True, slots=True)
class Utterance:
    """A frame with its speaker, the act that its cue stands for, and the chain with its reasons."""

    frame: Frame
    speaker: Speaker | None
    act: str
    via: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    citation: int = -1  # the participle that names the speaker ("citing …"), no cue of its own

    @property
    def at(self) -> int:
        """The word that the utterance hangs on: its cue, else its first word."""
        return self.frame.cue if self.frame.cue >= 0 else self.frame.pieces[0][0]


class Chains:
    """Finds the media around the utterances of one report."""

    def __init__(self, words: Words, resolver: Resolver) -> None:
        self.words = words
        self.resolver = resolver

    def medium_at(self, head: int) -> str | None:
        """The medium that a noun names, None where it names something else."""
        words = self.words
        first, last = words.first[head], words.last[head]
        if last - first > 14:
            first, last = max(first, head - 6), min(last, head + 4)
        at = self.resolver.referents.at
        for i in (head, *range(first, last + 1)):
            if at[i] >= 0:
                name: str = self.resolver.referents.entities[at[i]].name
                if is_medium(name) and (i == head or words.dep[i] in ("compound", "appos", "nmod", "amod")):
                    return name
        phrase: str = as_written(words, head, (first, last))
        agency = agencies.find(phrase.removeprefix("the "), medium=True)
        if agency:
            return str(agency.name)
        before = [c for c in words.children[head] if c < head]
        kinds = [c for c in before if words.text[c].lower() in _CALLED_MEDIA]
        if self.is_agency(head - 1):
            kinds = [head - 1]  # "the state agency DNA"
        if kinds and words.pos[head] == "PROPN":  # "private station Harbour FM"
            return str(as_written(words, head, (max(kinds) + 1, head)))
        named = head + 1 < len(words) and words.pos[head + 1] == "PROPN" and words.text[head + 1][:1].isupper()
        if named and self.is_agency(head):
            return str(as_written(words, head + 1, (head + 1, words.last[head + 1])))  # "agency CNW"
        if words.text[head].lower() in MEDIA_WORDS or is_medium(phrase):
            return phrase.removeprefix("the ")
        return None

    def is_agency(self, at: int) -> bool:
        """Whether a word is the end of "news agency", "state agency" or the like."""
        text = self.words.text
        return at > 0 and text[at].lower() == "agency" and text[at - 1].lower() in _OF_AGENCIES

    def quoted(self, utterance: Utterance) -> Utterance:
        """ "A quoted B as saying", "A said, citing B": B speaks, A passes it on."""
        words, cue = self.words, utterance.frame.cue
        if cue < 0:
            return utterance
        verb = cue
        if words.lemma[cue] not in QUOTING:
            over = words.head[cue]
            above = words.head[over] if words.pos[over] == "ADP" else over
            found = above if words.lemma[above] in QUOTING else None
            if found is None and utterance.act in ON_RECORD:
                found = citing(words, cue)
            if found is None:
                return utterance
            verb = found
        passive = child(words, verb, "nsubjpass")
        cited = passive if passive is not None else child(words, verb, "dobj")
        to = child(words, verb, "prep") if cited is None and words.pos[verb] == "NOUN" else None
        cited = child(words, to, "pobj") if to is not None else cited  # "with reference to B"
        if cited is None:
            return utterance
        frame = utterance.frame
        if is_participle(words, verb):
            pieces = tuple(p for piece in frame.pieces if (p := without_citation(words, piece, verb)))
            frame = replace(frame, pieces=pieces or frame.pieces)
        if any(first <= cited <= last for first, last in frame.pieces):
            return utterance
        speaker = self.resolver.one(cited, (words.first[cited], words.last[cited]))
        unknown = speaker.reason == "as the report has it" and not speaker.anonymous and words.pos[cited] != "PROPN"
        if unknown and not self.resolver.is_personal(cited) and not (verb != cue and words.lemma[verb] == "quote"):
            return utterance  # "citing the risk of floods"
        if verb != cue and words.text[verb].lower() in CITING:
            utterance = replace(utterance, frame=frame, citation=verb)
        by = child(words, verb, *SUBJECTS)
        for c in [*words.children[verb], *words.children[cue]]:
            if words.lemma[c] == "by" and words.dep[c] in ("agent", "prep"):
                by = child(words, c, "pobj") if by is None or by == cited else by
        carrier = (
            utterance.speaker if by is None or by == cited else self.resolver.one(by, (words.first[by], words.last[by]))
        )
        if carrier is None or carrier.name == speaker.name or by == cited:
            return replace(utterance, speaker=speaker)
        reason = f"{carrier.name} quotes or cites the speaker"
        return replace(utterance, speaker=speaker, via=(carrier.name,), reasons=(*utterance.reasons, reason))

    def spoken_to(self, utterance: Utterance) -> Utterance:
        """ "told CNN", "in an interview with the paper", "a statement carried by the agency"."""
        words, cue = self.words, utterance.frame.cue
        if (utterance.via and utterance.citation < 0) or utterance.speaker is None:
            return utterance
        found = None
        if cue >= 0:
            over = words.head[cue]  # "told the daily …, adding that"
            alike = words.dep[cue] == "advcl" and words.tag[cue] == "VBG" and words.lemma[over] in TELLING
            told = over if alike else cue
            for c in words.children[told]:
                if words.dep[c] in ("dobj", "dative") and words.lemma[told] in TELLING:
                    found = found or self.medium_at(c)
            for c in words.children[cue]:
                if words.dep[c] == "prep":
                    found = found or self.through(c)
                elif words.dep[c] == "advcl" and words.lemma[c] == "speak":
                    for inner in words.children[c]:
                        found = found or (self.through(inner) if words.dep[inner] == "prep" else None)
        source = utterance.frame.source
        if found is None and source is not None:
            for i in range(source.pieces[0][0], source.pieces[0][1] + 1):
                if words.dep[i] == "acl" and words.lemma[i] in _CARRYING:
                    agent = child(words, i, "agent")
                    by = child(words, agent, "pobj") if agent is not None else None
                    found = found or (self.medium_at(by) if by is not None else None)
        if found is None:
            found, utterance = self.carried_along(utterance)
        if found is None or utterance.speaker is None or found in (utterance.speaker.name, *utterance.via):
            return utterance
        if found.casefold().endswith(f" {utterance.speaker.name.casefold()}"):
            return utterance  # "the state news agency MANA" is MANA
        return replace(
            utterance, via=(*utterance.via, found), reasons=(*utterance.reasons, f"spoken to or carried by {found}")
        )

    def carried_along(self, utterance: Utterance) -> tuple[str | None, Utterance]:
        """The medium at the end of what is said: "the fire had started there, in remarks carried by CNN", cut off."""
        words = self.words
        first, last = utterance.frame.pieces[-1]
        for i in range(last, first, -1):
            if words.text[i].lower() == "in" and words.text[i - 1] == "," and words.last[i] == last:
                medium, told = self.through(i), trim(words, first, i - 1)
                if medium and told:
                    pieces = (*utterance.frame.pieces[:-1], told)
                    return medium, replace(utterance, frame=replace(utterance.frame, pieces=pieces))
        return None, utterance

    def through(self, preposition: int) -> str | None:
        """The medium of "to CNN", "in an interview with CNN", "on state television", "in comments carried by CNN"."""
        words = self.words
        inner = child(words, preposition, "pobj")
        if inner is None:
            return None
        if words.lemma[preposition] in ("to", "with", "on", "by", "via", "through"):
            return self.medium_at(inner)
        if words.lemma[inner] in _TALKS or words.text[inner].lower() in nouns("document"):
            for c in words.children[inner]:
                if words.dep[c] == "prep" and words.lemma[c] in ("with", "to", "on", "by", "for"):
                    deeper = child(words, c, "pobj")
                    found = self.medium_at(deeper) if deeper is not None else None
                    if found:
                        return found
                elif words.dep[c] == "acl" and words.lemma[c] in _CARRYING:
                    agent = child(words, c, "agent")
                    by = child(words, agent, "pobj") if agent is not None else None
                    found = self.medium_at(by) if by is not None else None
                    if found:
                        return found
        return None

    def enclosed(self, utterances: list[Utterance]) -> list[Utterance]:
        """Each utterance with the speakers of those that enclose it, from the inside outward."""
        around = [-1] * len(self.words)
        order = sorted(
            (
                (last - first, number, first, last)
                for number, u in enumerate(utterances)
                for first, last in u.frame.pieces
            ),
            reverse=True,
        )
        for _, number, first, last in order:
            teller, act = utterances[number].speaker, utterances[number].act
            # What a paper has learned it tells by writing so; what others know or think is not on record.
            if teller is not None and (act in ON_RECORD or (act == "knowledge" and is_medium(teller.name))):
                around[first : last + 1] = [number] * (last - first + 1)
        over = [around[u.at] if u.frame.cue >= 0 else -1 for u in utterances]
        for number, outer in enumerate(over):  # of two that hold each other's cue, who hangs on the other is inner
            if outer >= 0 and over[outer] == number and self.hangs_on(utterances[outer].at, utterances[number].at):
                over[number] = -1
        result = []
        for number, utterance in enumerate(utterances):
            via, reasons = list(utterance.via), list(utterance.reasons)
            above, seen = over[number], {number}
            while above >= 0 and above not in seen and len(seen) <= _DEEPEST:
                seen.add(above)
                speaker = utterances[above].speaker
                if speaker is not None:
                    for name in (speaker.name, *utterances[above].via):
                        if name not in via and (utterance.speaker is None or name != utterance.speaker.name):
                            via.append(name)
                            reasons.append(f"stands within what {name} says")
                above = over[above]
            result.append(replace(utterance, via=tuple(via), reasons=tuple(reasons)))
        return result

    def hangs_on(self, low: int, high: int) -> bool:
        """Whether the word stands under the other one in the tree of their sentence."""
        while self.words.head[low] != low:
            low = self.words.head[low]
            if low == high:
                return True
        return False

    def carried(self, utterances: list[Utterance]) -> list[Utterance]:
        """Utterances without a chain get the medium named for the same speaker nearby or in the lead."""
        words, at = self.words, self.resolver.referents.at
        lines = sorted({line for line, text in zip(words.line, words.text, strict=True) if not text.isspace()})
        rank = {line: number for number, line in enumerate(lines)}
        # By speaker: the media that report something about them, in order, with the line and the sentence.
        carriers: dict[int, list[tuple[int, str, int]]] = {}
        for utterance in utterances:
            name = utterance.speaker.name if utterance.speaker else ""
            if not (name and utterance.act in ON_RECORD and is_medium(name)):
                continue
            line = rank[words.line[utterance.at]]
            for first, last in utterance.frame.pieces:
                for entity in sorted({at[i] for i in range(first, last + 1)} - {-1}):
                    carriers.setdefault(entity, []).append((line, name, words.sentence[utterance.at]))
        spoken: dict[tuple[int, int], list[tuple[int, str, int]]] = {}  # by speaker and paragraph
        unnamed: dict[str, tuple[str, int]] = {}  # who spoke without a name, to which medium, from which sentence on
        for utterance in utterances:
            if utterance.via and utterance.speaker and utterance.speaker.anonymous and _was_spoken_to(utterance):
                unnamed.setdefault(utterance.speaker.name, (utterance.via[-1], words.sentence[utterance.at]))
        for utterance in utterances:
            if utterance.via and utterance.speaker and utterance.speaker.entity >= 0 and is_medium(utterance.via[-1]):
                line = rank[words.line[utterance.at]]
                why = " ".join(utterance.reasons)
                carrier = (line, utterance.via[-1], words.sentence[utterance.at])
                if "quotes or cites" in why or "within" in why:
                    carriers.setdefault(utterance.speaker.entity, []).append(carrier)
                elif "spoken to" in why:  # what he goes on to say, in the same paragraph
                    spoken.setdefault((utterance.speaker.entity, line), []).append(carrier)
        result = []
        for utterance in utterances:
            speaker = utterance.speaker
            if utterance.via or speaker is None or utterance.act not in ON_RECORD or is_medium(speaker.name):
                result.append(utterance)
                continue
            medium, since = unnamed.get(speaker.name, ("", 0)) if speaker.anonymous else ("", 0)
            if medium and words.sentence[utterance.at] > since:
                result.append(_carry(utterance, medium, f"spoken to {medium} before, without a name"))
                continue
            line = rank[words.line[utterance.at]]
            # What stands beside a medium's statement in one sentence, and not in it, is not from there.
            others = [c for c in carriers.get(speaker.entity, ()) if c[2] != words.sentence[utterance.at]]
            here = words.sentence[utterance.at]
            told = [c for c in spoken.get((speaker.entity, line), ()) if c[2] < here]
            if told:
                result.append(_carry(utterance, told[-1][1], f"spoken to {told[-1][1]} in the same paragraph"))
                continue
            near = [c for c in others if line - _NEAR_LINES <= c[0] <= line]
            lead = [c for c in others if c[0] < _LEAD_LINES]
            if near:
                _, name, _ = max(near)
                where = "in the same paragraph" if max(near)[0] == line else "in a paragraph before"
                result.append(_carry(utterance, name, f"{name} is named for this speaker {where}"))
            elif lead:
                result.append(_carry(utterance, lead[0][1], f"from the lead: {lead[0][1]} reports on this speaker"))
            else:
                result.append(utterance)
        return result


def _was_spoken_to(utterance: Utterance) -> bool:
    return any(reason.startswith("spoken to") for reason in utterance.reasons) and is_medium(utterance.via[-1])


def _carry(utterance: Utterance, name: str, reason: str) -> Utterance:
    return replace(utterance, via=(name,), reasons=(*utterance.reasons, reason))


def credited(utterances: list[Utterance], suppliers: tuple[str, ...]) -> list[Utterance]:
    """The agency that supplied the report as the outermost link of every chain; nothing where several did."""
    if len(suppliers) != 1:
        return utterances
    name = suppliers[0]
    return [
        u
        if name in u.via or u.speaker is None or u.speaker.name == name
        else replace(u, via=(*u.via, name), reasons=(*u.reasons, f"the report credits {name}"))
        for u in utterances
    ]
