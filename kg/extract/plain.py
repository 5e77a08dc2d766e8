"""Text made even, character for character, and cut into words; places never move."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_HYPHENS = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SPACES = (
    "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\ufeff"
)
_EVEN = str.maketrans(
    dict.fromkeys(_HYPHENS, "-")
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys("\u2018\u2019\u201a\u2032\u02bc\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u2033\u00ab\u00bb", '"')
    | {
        "\u2192": ">",
        "\u02c3": ">",
        "\uff1e": ">",
        "\u2217": "*",
        "\uff0a": "*",
        "\u00b7": ".",
        "\u2219": ".",
        "\uff0b": "+",
    }
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
)
_WORD = re.compile(r"[^\W_]+|(?!(?<=[^\W_])-(?=[^\W_]))[^\w\s]|_")
"""Letters and digits together, or one other sign; a hyphen with a word before and after it is none."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order, hyphens between them left out; parallel tuples."""

    lower: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    small: str = ""
    """The text in small letters, character for character."""
    met: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """Room for what was met among these words, so that they are gone through once."""


_LITERAL = re.compile(r"(\\.|\(\?P<\w+>)|([A-Z])")


def small(pattern: str) -> re.Pattern[str]:
    r"""A pattern for text in small letters, met several times as soon as one that ignores case.

    >>> bool(small(r"\bPFS\b").search("her pfs")), small(r"\S(?P<N>[A-Z])").pattern
    (True, '\\S(?P<N>[a-z])')
    """
    return re.compile(_LITERAL.sub(lambda found: found[1] or found[2].lower(), pattern))


def plain(text: str) -> str:
    """The text with every hyphen, space and quotation mark in its plain form; the length stays.

    >>> plain("HER2\u2011negative\u00a0(3+)")
    'HER2-negative (3+)'
    """
    return text.translate(_EVEN)


def words(text: str) -> Words:
    """Letters and digits together are a word, any other sign is one of its own; joining hyphens are none.

    >>> words("HER2-negative, 3 +").lower
    ('her2', 'negative', ',', '3', '+')
    """
    small = text.lower()
    if len(small) != len(text):  # a few capitals have two small letters
        small = "".join(ch.lower() if len(ch.lower()) == 1 else ch for ch in text)
    spans = [match.span() for match in _WORD.finditer(text)]
    lower = tuple([small[start:end] for start, end in spans])
    starts, ends = zip(*spans, strict=True) if spans else ((), ())
    return Words(lower, starts, ends, small)
