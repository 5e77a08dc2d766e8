"""Wrapped lines of a file put together again, with the way back to the file.

A record wraps its title and abstract over several lines. `unwrap` makes one line of them and keeps,
for every stretch that was moved as a whole, where it stood in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.case import Section
from kg.readers.pieces import Text, pieces

_STRETCH = re.compile(r"[^ \t\f\v]+(?: [^ \t\f\v]+)*")
"""Words one space apart; no-break and thin spaces belong to the text and stay."""
_BLANKS = " \t\f\v"
_APART = ("  ", "\t", "\f", "\v")
_CUT_WORD = re.compile(r"[^\W_]-\Z")
_HYPHEN_INSIDE = re.compile(r"[^\W_]-(?=[^\W\d_])")
_SUSPENDED = frozenset(("and", "or", "to", "and/or", "versus", "vs", "vs.", "but", "nor"))
"""What follows the hyphen in 'pre- and postoperative': there the space belongs to the text."""


class Line(NamedTuple):
    """A line, or the part of it that belongs to a field."""

    text: str
    start: int
    """Offset of its first character in the file's text."""
    number: int
    """Counted from 1."""


def lines(text: Text) -> Iterator[Line]:
    r"""Yield the lines of a text whose line ends are all '\n'."""
    start, number = 0, 1
    held: list[str] = []
    for piece in pieces(text):
        *whole, last = piece.split("\n")
        for end in whole:
            line = "".join((*held, end)) if held else end
            yield Line(line, start, number)
            start, number = start + len(line) + 1, number + 1
            held.clear()
        held.append(last)
    yield Line("".join(held), start, number)


def unwrap(wrapped: Sequence[Line], *, at_hyphens: bool = False) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The lines as one, and pairs (offset in it, offset in the file) for `kg.case.Section`.

    Runs of blanks and line ends become one space. With `at_hyphens` a line that ends in a hyphen
    inside a word is joined to the next without a space ('ado-' + 'trastuzumab'), though not where the
    next word is a conjunction ('pre-' + 'and post-treatment').

    >>> unwrap([Line("a  b ", 0, 1), Line(" c", 6, 2)])
    ('a b c', ((0, 0), (2, 3), (4, 7)))
    """
    parts: list[str] = []
    pairs: list[tuple[int, int]] = []
    length = 0
    before = ""
    for line in wrapped:
        glued = at_hyphens and _is_cut(before, line.text)
        for start, stretch in _stretches(line.text):
            if parts and not glued:
                parts.append(" ")
                length += 1
            glued = False
            offset = line.start + start
            if not pairs or pairs[-1][1] - pairs[-1][0] != offset - length:
                pairs.append((length, offset))
            parts.append(stretch)
            length += len(stretch)
        before = line.text
    return "".join(parts), tuple(pairs)


def _stretches(line: str) -> Iterable[tuple[int, str]]:
    """Words one space apart, each stretch with its first character; most lines are one as they are."""
    if line[:1].strip(_BLANKS) and line[-1:].strip(_BLANKS) and not any(blank in line for blank in _APART):
        return ((0, line),)
    return [(match.start(), match.group()) for match in _STRETCH.finditer(line)]


def section(name: str, wrapped: Sequence[Line], *, at_hyphens: bool = False) -> Section:
    """The lines as a section of the document."""
    text, offsets = unwrap(wrapped, at_hyphens=at_hyphens)
    return Section(name=name, text=text, offsets=offsets)


def place(part: Section, offset: int) -> int | None:
    """Where the section's character at `offset` stands in the file; None when the section has no places.

    >>> place(Section(name="title", text="a b", offsets=((0, 7), (2, 12))), 2)
    12
    """
    at = bisect_right(part.offsets, offset, key=lambda pair: pair[0]) - 1
    if at < 0:
        return None
    start, there = part.offsets[at]
    return there + offset - start


def breaks_at_hyphens(paragraphs: Sequence[Sequence[Line]]) -> bool:
    """True when whatever wrapped these paragraphs may have broken words after a hyphen.

    PubMed breaks at spaces alone (seen in its files of 2014 to 2026), many mail programs and editors
    after hyphens too. A line that had room for the first half of the next line's hyphenated word shows
    a wrapper that leaves words whole; no line ending in a hyphen leaves nothing to decide.
    """
    joints = [(a.text, b.text) for wrapped in paragraphs for a, b in pairwise(wrapped)]
    if not any(_is_cut(first, second) for first, second in joints):
        return False
    width = max(len(first.rstrip()) for first, _ in joints)
    return not any(_had_room(first, second, width) for first, second in joints)


def _is_cut(first: str, second: str) -> bool:
    words = second[:40].split(maxsplit=1)
    if not words or not words[0][0].isalnum():
        return False
    return bool(_CUT_WORD.search(first[-2:])) and words[0].lower() not in _SUSPENDED


def _had_room(first: str, second: str, width: int) -> bool:
    word = second[:200].split(maxsplit=1)[:1]
    hyphen = _HYPHEN_INSIDE.search(word[0]) if word else None
    return hyphen is not None and len(first.rstrip()) + 1 + hyphen.end() <= width
