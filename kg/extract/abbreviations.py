"""What a text's own abbreviations stand for: 'invasive lobular carcinoma (ILC)'."""

from __future__ import annotations

import re
from typing import NamedTuple

_BRACKETED = re.compile(r"\(([A-Za-z][A-Za-z0-9/.+-]{1,11})(?:[;,][^()]{0,60})?\)")
_LONGEST = 90


class Definition(NamedTuple):
    """An abbreviation, where it is defined, and where its long form stands."""

    short: str
    at: int
    start: int
    end: int


def definitions(text: str) -> list[Definition]:
    """Every bracketed abbreviation whose letters begin, in order, words or parts of words before it.

    >>> [text[d.start:d.end] for text in ["an invasive lobular carcinoma (ILC)"] for d in definitions(text)]
    ['invasive lobular carcinoma']
    """
    found: list[Definition] = []
    for match in _BRACKETED.finditer(text):
        short = match[1]
        if not any(ch.isalpha() for ch in short) or len(short) > 10:
            continue
        begin = max(0, match.start() - _LONGEST)
        before = text[begin : match.start()].rstrip()
        start = _long_form(short, before)
        if start is not None:
            found.append(Definition(short, match.start(1), begin + start, begin + len(before)))
    return found


def _long_form(short: str, before: str) -> int | None:
    """Where in `before` the long form begins: its letters are met from the back."""
    letters = [ch.lower() for ch in short if ch.isalnum()]
    if short[-1:] == "s" and short[:-1].isupper():
        letters.pop()
    at = len(before)
    words_left = min(len(letters) + 5, len(letters) * 2)
    floor = _floor(before, words_left)
    for index in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= floor and (
            before[at].lower() != letters[index] or (index == 0 and at > 0 and before[at - 1].isalnum())
        ):
            at -= 1
        if at < floor:
            return None
    long_form = before[at:]
    if len(long_form) <= len(short) + 1 or any(mark in long_form for mark in ".;:"):
        return None
    return at


def _floor(before: str, count: int) -> int:
    at = len(before)
    for _ in range(count):
        at = before.rfind(" ", 0, at)
        if at < 0:
            return 0
    return at + 1
