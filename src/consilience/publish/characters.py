"""Characters that would act instead of being read, made visible.

A report may hold terminal control codes, overrides of the writing direction or
halves of a surrogate pair. Each is replaced by exactly one character, so that
offsets stay true in what is shown.
"""

from __future__ import annotations

_REPLACEMENT = 0xFFFD
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT)

# Unicode UAX #9: embeddings, overrides and isolates. LRM, RLM and ALM stay: they are
# needed in honest right-to-left text and cannot reach beyond their neighbours.
_DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], _REPLACEMENT)
_PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)}
_CONTROLS = {**_PICTURES, 0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT)}
_VISIBLE = {**_SURROGATES, **_DIRECTION, **_CONTROLS}


def encodable(text: str) -> str:
    """The text with every lone surrogate replaced by U+FFFD, so that it can be written as UTF-8."""
    return text if text.isascii() else text.translate(_SURROGATES)


def visible(text: str) -> str:
    """The text, of the same length, with nothing in it that a terminal or browser would obey.

    Control characters become their pictures (U+2400 and on), direction overrides and
    lone surrogates U+FFFD. Tab, line feed and carriage return stay.
    """
    return text.translate(_VISIBLE)


def line(text: str) -> str:
    """The visible text on one line, runs of white space as one space."""
    return visible(" ".join(text.split()))
