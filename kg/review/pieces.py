"""A text cut where marks and places begin and end, so that overlapping ones can be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

Stretch = tuple[int, int]
"""First character and one past the last, counted from 0."""


class Piece(NamedTuple):
    """A stretch of text in which nothing begins or ends."""

    start: int
    end: int
    inside: tuple[int, ...]
    """Which of the stretches cover it, by their position, the shortest first."""


def cut(length: int, stretches: Sequence[Stretch]) -> list[Piece]:
    """The pieces of a text of that length, in order and without gaps; a stretch outside it is cut short.

    >>> [(piece.start, piece.end, piece.inside) for piece in cut(6, [(0, 4), (2, 6)])]
    [(0, 2, (0,)), (2, 4, (0, 1)), (4, 6, (1,))]
    """
    clipped = [(max(0, start), min(end, length)) for start, end in stretches]
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(clipped):
        if start < end:
            begins.setdefault(start, []).append(number)
            ends.setdefault(end, []).append(number)
    places = sorted({0, length, *begins, *ends})
    open_now: set[int] = set()
    out = []
    for start, end in pairwise(places):
        open_now.difference_update(ends.get(start, ()))
        open_now.update(begins.get(start, ()))
        inside = sorted(open_now, key=lambda number: (clipped[number][1] - clipped[number][0], number))
        out.append(Piece(start, end, tuple(inside)))
    return out


def covering(pieces: Iterable[Piece], number: int) -> list[Piece]:
    """The pieces that the stretch of that number covers."""
    return [piece for piece in pieces if number in piece.inside]


_BLANK = {"\n": "\n", "\t": " ", "\r": " "}


def visible(text: str) -> str:
    r"""The text with characters that steer a terminal, hide or turn their neighbours written as escapes.

    >>> visible("a\x1b[31m\u202eb\nc")
    'a\\x1b[31m\\u202eb\nc'
    """
    if text.isprintable():
        return text
    kept = (ch if ch.isprintable() or ch.isspace() else ascii(ch)[1:-1] for ch in text)
    # Spaces other than ' ' count as unprintable; a line separator is not to break a line here.
    return "".join(_BLANK.get(ch, " ") if ch.isspace() else ch for ch in kept)


def one_line(text: str) -> str:
    """The same on one line, runs of white space as one space."""
    return re.sub(r"\s+", " ", visible(text)).strip()
