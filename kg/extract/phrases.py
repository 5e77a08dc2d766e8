"""Cue words in tables, and where a text holds them.

A table in `kg/extract/rules/` has a phrase a line, in lower case:

    word            that very word; a hyphen between words counts as a blank
    one|two         either word
    progress*       any word that begins so
    word?           the word may be missing
    ...             up to four other words of the same sentence part
    #               a number
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kg.extract.plain import Words
from kg.resources import folder

_GAP = 4
_NUMBER = re.compile(
    r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a|an", re.IGNORECASE
)
_STOPS = frozenset(".;:!?()")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a rule table."""

    table: str
    phrase: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


class Found(NamedTuple):
    """A phrase met in a text: its row and its first and one past its last word."""

    row: Row
    first: int
    last: int


class _Piece(NamedTuple):
    words: frozenset[str]
    beginnings: tuple[str, ...]
    optional: bool
    gap: bool
    number: bool

    def fits(self, word: str) -> bool:
        if self.number:
            return _NUMBER.fullmatch(word) is not None
        return word in self.words or (bool(self.beginnings) and word.startswith(self.beginnings))


_Phrase = tuple[Row, tuple[_Piece, ...]]


@lru_cache(maxsize=None)
def rows(table: str) -> tuple[Row, ...]:
    """The lines of a rule table, in their order; lines that begin with '# ' are remarks."""
    text = (folder("extract/rules") / f"{table}.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("# ")]
    head, *body = lines
    return tuple(
        Row(table, cells[0], dict(zip(head, cells + [""] * (len(head) - len(cells)), strict=True)))
        for cells in body
    )


class Phrases:
    """Phrases of several tables, found together in one pass over the words."""

    def __init__(self, *tables: str) -> None:
        self.all: tuple[_Phrase, ...] = tuple(
            (row, _pieces(row.phrase)) for table in tables for row in rows(table)
        )
        self._starting: dict[str, tuple[_Phrase, ...]] = {}

    def found(self, words: Words, first: int = 0, last: int | None = None) -> Iterator[Found]:
        """Every phrase at every word, of those of one table that begin at the same word the longest."""
        lower = words.lower
        last = len(lower) if last is None else last
        for at in range(first, last):
            starting = self._starting.get(lower[at])
            if starting is None:
                starting = self._learn(lower[at])
            if starting:
                yield from self._longest(starting, lower, at, last)

    @staticmethod
    def _longest(
        starting: tuple[_Phrase, ...], lower: tuple[str, ...], at: int, last: int
    ) -> Iterator[Found]:
        best: dict[str, Found] = {}
        for row, pieces in starting:
            end = _match(pieces, 0, lower, at, last)
            if end > at and (row.table not in best or end > best[row.table].last):
                best[row.table] = Found(row, at, end)
        yield from best.values()

    def _learn(self, word: str) -> tuple[_Phrase, ...]:
        """The phrases that may begin with this word, looked up once."""
        starting = tuple(phrase for phrase in self.all if phrase[1][0].fits(word))
        if len(self._starting) < 100_000:  # keeps memory bounded, whatever the texts hold
            self._starting[word] = starting
        return starting


def _pieces(phrase: str) -> tuple[_Piece, ...]:
    return tuple(_piece(part) for part in phrase.split())


def _piece(part: str) -> _Piece:
    if part == "...":
        return _Piece(frozenset(), (), False, True, False)
    optional = part.endswith("?") and len(part) > 1
    options = part[:-1].split("|") if optional else part.split("|")
    whole = frozenset(option for option in options if not option.endswith("*") or option == "*")
    beginnings = tuple(option[:-1] for option in options if option.endswith("*") and option != "*")
    return _Piece(whole, beginnings, optional, False, part == "#")


def _match(pieces: tuple[_Piece, ...], index: int, lower: tuple[str, ...], at: int, last: int) -> int:
    """One past the last word when the pieces from `index` on fit from word `at` on; else -1."""
    while index < len(pieces):
        piece = pieces[index]
        if piece.gap:
            return _after_gap(pieces, index + 1, lower, at, last)
        if at < last and piece.fits(lower[at]):
            if piece.optional:
                end = _match(pieces, index + 1, lower, at + 1, last)
                return end if end >= 0 else _match(pieces, index + 1, lower, at, last)
            at += 1
        elif not piece.optional:
            return -1
        index += 1
    return at


def _after_gap(pieces: tuple[_Piece, ...], index: int, lower: tuple[str, ...], at: int, last: int) -> int:
    for skipped in range(_GAP + 1):
        if at + skipped > last:
            return -1
        if (end := _match(pieces, index, lower, at + skipped, last)) >= 0:
            return end
        if at + skipped < last and lower[at + skipped] in _STOPS:
            return -1
    return -1
