"""Text fit for a picture: cleaned, measured, broken into lines."""

from __future__ import annotations

import re
from urllib.parse import unquote

from kg.errors import printable

FONT = 14.0
"""Height of the letters of a label, in units of the picture."""
SMALLER = 12.5
"""Height of the letters of long texts in boxes."""
LEADING = 1.22
"""From one line to the next, in heights of the letters."""
LONGEST = 2_000
"""Longest text that is carried along for display; the rest is cut and marked by '…'."""

_NARROW = frozenset("iljtfrI.,:;'|!()[]1 -")
_WIDE = frozenset("mwMWQGOD@%+&")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\s]+")
_LENGTH = re.compile(
    r"(?P<minus>-)?P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T[\dHMS.]*)?\Z"
)


def clean(text: str, limit: int = LONGEST) -> str:
    r"""The text on one line, control and direction-changing characters made visible, cut at `limit`.

    >>> clean("a\n  b\u202ec")
    'a b\\u202ec'
    """
    return printable(" ".join(text[: 4 * limit].split()), limit)


def width(text: str, font: float = FONT) -> float:
    """About how wide the text is in a common sans-serif font; rather too wide than too narrow."""
    units = 0.0
    for letter in text:
        if letter in _NARROW:
            units += 0.36
        elif letter in _WIDE or letter > "\u2e7f":
            units += 0.95
        elif letter.isupper() or letter.isdigit():
            units += 0.70
        else:
            units += 0.57
    return units * font


def broken(text: str, widest: float, most: int, font: float = FONT) -> tuple[str, ...]:
    """The text in at most `most` lines, none wider than `widest`; what does not fit is cut with '…'.

    >>> broken("metastatic invasive lobular carcinoma", 150, 2)
    ('metastatic invasive', 'lobular carcinoma')
    """
    widest = widest * FONT / font
    lines: list[str] = []
    rest = text[: 60 * most].split(" ")
    whole = len(text) <= 60 * most
    while rest and len(lines) < most:
        line = rest.pop(0)
        if width(line) > widest:
            line, tail = _split(line, widest)
            rest.insert(0, tail)
        while rest and width(f"{line} {rest[0]}") <= widest:
            line = f"{line} {rest.pop(0)}"
        lines.append(line)
    if rest or not whole:
        last = lines[-1]
        while last and width(last + "…") > widest:
            last = last[:-1]
        lines[-1] = last.rstrip() + "…"
    return tuple(lines)


def _split(word: str, widest: float) -> tuple[str, str]:
    """The part of a long word that fits on a line, and the rest."""
    end = 1
    while end < len(word) and width(word[: end + 1]) <= widest:
        end += 1
    return word[:end], word[end:]


def words_of(iri: str) -> str:
    """The last part of an IRI as words: '…/vocab/isPromisingIn' -> 'is promising in'."""
    tail = unquote(re.split(r"[#/:]", iri.rstrip("#/:"))[-1]) or iri
    return clean(" ".join(part.lower() if part[1:].islower() else part for part in _CAMEL.split(tail)), 200)


def length_in_words(value: str) -> str:
    """An ISO 8601 duration in words, 'P1Y6M' -> '1 year 6 months'; other text as it is."""
    match = _LENGTH.match(value)
    if not match:
        return value
    parts = [
        f"{int(number)} {unit if int(number) != 1 else unit[:-1]}"
        for unit in ("years", "months", "weeks", "days")
        if (number := match[unit])
    ]
    return " ".join(parts) or value


def months(value: str) -> float | None:
    """Months in an ISO 8601 duration, None for other text; a month has 30.44 days.

    >>> months("P1Y6M")
    18.0
    """
    match = _LENGTH.match(value)
    if not match or not any(match[unit] for unit in ("years", "months", "weeks", "days")):
        return None
    count = {unit: int(match[unit] or 0) for unit in ("years", "months", "weeks", "days")}
    total = 12 * count["years"] + count["months"] + (7 * count["weeks"] + count["days"]) / 30.44
    return -total if match["minus"] else total
