"""Who is said to say what: the spaCy component ``consilience_attribution``."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from consilience.annotate import fields
from consilience.annotate.chain import Chains, Utterance, credited
from consilience.annotate.closings import closings
from consilience.annotate.contents import Piece
from consilience.annotate.credits import suppliers
from consilience.annotate.cues import SPEECH, cue_at
from consilience.annotate.direct import attach_quotations
from consilience.annotate.estimates import ESTIMATE, estimates
from consilience.annotate.frames import CLEAR_CUE, Frame, cue_probabilities, cue_words, frame_at, is_likely
from consilience.annotate.insertions import set_off
from consilience.annotate.modes import mode
from consilience.annotate.posts import Post, find_posts
from consilience.annotate.quotes import Quote, find_quotes
from consilience.annotate.referents import referents_of
from consilience.annotate.speakers import FIRST_PERSON, Resolver, Speaker
from consilience.annotate.words import Marked, Words, marked_of, words_of
from consilience.model import Attribution, AttributionKind, Extent

fields.register()

# How many words before a colon its clause's verb is looked for.
_CLAUSE = 15


def _extent(text: str, words: Words, piece: Piece) -> Extent:
    start, end = words.start[piece[0]], words.end[piece[1]]
    return Extent(start, end, text[start:end])


def _content(
    text: str, words: Words, marked: Marked, quotes: list[Quote], piece: Piece
) -> tuple[Extent, AttributionKind]:
    """The content's characters and its kind: a content that is one quotation loses its marks."""
    number = marked.number[piece[0]]
    if number and marked.number[piece[1]] == number:
        quote = quotes[number - 1]
        if words.start[piece[0]] <= quote.inner_start and words.end[piece[1]] >= quote.inner_end:
            return Extent(quote.inner_start, quote.inner_end, text[quote.inner_start : quote.inner_end]), "direct"
    extent = _extent(text, words, piece)
    inside = any(marked.number[piece[0] : piece[1] + 1])
    return extent, "mixed" if inside else "indirect"


def _resolved(words: Words, marked: Marked, resolver: Resolver, found: list[Frame]) -> list[Utterance]:
    """The frames with their speakers: those outside quotations first, in the order of the text, then those within."""

    def place(frame: Frame) -> tuple[bool, int]:
        at = frame.source.head if frame.source else frame.cue if frame.cue >= 0 else frame.pieces[0][0]
        return frame.cue >= 0 and marked.number[frame.cue] > 0, at

    chains = Chains(words, resolver)
    speaker_of: dict[int, Speaker] = {}  # of a quotation, for the "I" within
    result = []
    for frame in sorted(found, key=place):
        known = cue_at(words, frame.cue) if frame.cue >= 0 else None
        act = known.type if known else "speech" if frame.cue < 0 or frame.pattern == "quotation" else "other"
        act = "report" if frame.pattern == ESTIMATE else act
        speaker = None
        if frame.source:
            inside = marked.number[frame.source.head]
            if inside and words.text[frame.source.head].lower() in FIRST_PERSON:
                speaker = speaker_of.get(inside)
            speaker = speaker or resolver.resolve(frame.source.head, frame.source.pieces[0])
        utterance = chains.spoken_to(chains.quoted(Utterance(frame, speaker, act)))
        if utterance.speaker and not place(frame)[0]:
            if act in SPEECH or act == "belief":
                resolver.heard(place(frame)[1], utterance.speaker)
            for piece in frame.pieces if act in SPEECH else ():
                for number in {marked.number[piece[0]], marked.number[piece[1]]} - {0}:
                    speaker_of[number] = utterance.speaker
        result.append(utterance)
    cites = {u.citation for u in result}
    return chains.carried(chains.enclosed([u for u in result if u.frame.cue < 0 or u.frame.cue not in cites]))


def _posted(text: str, found: list[Attribution], posts: tuple[Post, ...]) -> list[Attribution]:
    """The attributions with those of embedded posts; what is said within a post is said through its author."""
    result = []
    starts = [post.start for post in posts]
    for a in found:
        at = bisect_right(starts, a.content.start) - 1
        if at >= 0 and a.content.end <= posts[at].end:
            author = text[posts[at].author_start : posts[at].author_end]
            if a.source is None or a.source.text.lower() in FIRST_PERSON:
                a = replace(a, speaker=author, speaker_entity=None, reasons=(*a.reasons, "within an embedded post"))
            elif author not in a.via:
                a = replace(a, via=(*a.via, author), reasons=(*a.reasons, "within an embedded post"))
        result.append(a)
    for post in posts:
        signed = Extent(post.author_start, post.author_end, text[post.author_start : post.author_end])
        content = Extent(post.start, post.end, text[post.start : post.end])
        reasons = ("an embedded post with its author's signature", "cue: text")
        result.append(Attribution(signed, None, content, "direct", signed.text, reasons=reasons))
    return result


def attributions(doc: Doc) -> tuple[Attribution, ...]:
    """The attributions of a parsed Doc, sorted by the start of their content.

    Contents in several pieces, and several quotations under one cue, are one
    attribution each, with the same source and cue.
    """
    text = doc.text
    words = words_of(doc)
    quotes = [q for q in find_quotes(text) if not q.depth]
    marked = marked_of(words, quotes)
    probabilities = cue_probabilities(words, marked)
    by_cue: dict[int, Frame] = {}
    closing = closings(words, marked)
    for index, probability in probabilities.items():
        if probability >= CLEAR_CUE or index in closing:
            frame = frame_at(words, index, marked, probability, closing)
            if frame is not None and is_likely(words, marked, frame):
                by_cue.setdefault(frame.cue, frame)
    for frame in estimates(words):
        by_cue.setdefault(frame.cue, frame)
    for colon in [cue for cue in by_cue if words.text[cue] == ":"]:
        first, last = by_cue[colon].pieces[0]
        verbs = [by_cue[cue] for cue in range(max(0, colon - _CLAUSE), colon) if cue in by_cue]
        if any(a <= last and first <= b for verb in verbs for a, b in verb.pieces):
            del by_cue[colon]  # "she said: …" has its cue in the verb
    found = set_off(words, marked, attach_quotations(words, marked, quotes, list(by_cue.values()), probabilities))
    referents = referents_of(doc, words, marked)
    utterances = _resolved(words, marked, Resolver(words, marked, referents), found)
    result = []
    for utterance in credited(utterances, suppliers(text, fields.report_of(doc))):
        frame, speaker = utterance.frame, utterance.speaker
        source = _extent(text, words, frame.source.pieces[0]) if frame.source else None
        cue = _extent(text, words, cue_words(words, frame)) if frame.cue >= 0 else None
        for piece in frame.pieces:
            content, kind = _content(text, words, marked, quotes, piece)
            if fields.is_removed(doc, content.start, content.end):
                continue
            stance, factuality = mode(words, frame.cue, piece)
            why = (*frame.reasons, f"speaker: {speaker.reason}") if speaker else frame.reasons
            result.append(
                Attribution(
                    source=source,
                    cue=cue,
                    content=content,
                    kind=kind,
                    speaker=speaker.name if speaker else None,
                    speaker_entity=referents.entities[speaker.entity].id if speaker and speaker.entity >= 0 else None,
                    via=utterance.via,
                    anonymous=speaker.anonymous if speaker else False,
                    stance=stance,
                    factuality=factuality,
                    reasons=(*why, *utterance.reasons, f"cue: {utterance.act}"),
                )
            )
    result = _posted(text, result, find_posts(text))
    result.sort(key=lambda a: (a.content.start, a.content.end, a.cue.start if a.cue else -1))
    return tuple(result)


@Language.component("consilience_attribution")
def attribution(doc: Doc) -> Doc:
    """Set ``doc._.consilience_attributions``; a Doc without a parse gets what its quotation marks and words show."""
    doc._.consilience_attributions = attributions(doc)
    return doc
