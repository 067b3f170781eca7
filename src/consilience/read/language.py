"""The language of a text, among those that news is mostly written in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LANGUAGES = (
    "ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it",
    "ja", "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "th",
    "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
_WORDS = 5  # with fewer the identifier guesses
_SAMPLE = 4000
_SURE = 0.8
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")


# Where so many words are these the text is English, and the identifier, slow to load, need not be asked.
_COMMON = "the and that with which were have has had their they been would this from said"
_ENGLISH = frozenset(_COMMON.split())
_PLAINLY = 0.1
_ENOUGH = 30  # words, to tell by shares


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid import langid

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


def tag(given: object) -> str | None:
    """The primary subtag of a BCP 47 tag ("en" for "en-GB"), None where the value is no tag."""
    found = _TAG.fullmatch(given.strip()) if isinstance(given, str) else None
    return found[1].lower() if found else None


def detect(text: str) -> str | None:
    """The text's ISO 639-1 code, None where it is too short or not clearly of one language (py3langid)."""
    sample = text[:_SAMPLE]
    words = re.findall(r"[^\W\d_]+", sample)
    if len(words) >= _ENOUGH and sum(word.lower() in _ENGLISH for word in words) >= _PLAINLY * len(words):
        return "en"
    # Chinese, Japanese and Thai write no spaces: there letters count.
    if len(words) < _WORDS and len(re.findall(r"[\u0e00-\u0e7f\u3040-\u9fff]", sample)) < 10:
        return None
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= _SURE else None
