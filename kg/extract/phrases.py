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
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from kg.extract.plain import Words
from kg.resources import folder

_GAP = 4
_NUMBER = re.compile(
    r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a|an", re.IGNORECASE
)
_WORDS_KEPT = 100_000
"""Different words whose phrases are remembered, so that memory stays bounded whatever texts hold."""
_STOPS = frozenset(".;:!?()")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a rule table."""

    table: str
    phrase: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    @property
    def name(self) -> str:
        """The table and the phrase in its first wording: 'responses: partial response'."""
        first = (part.split("|")[0].rstrip("?*") for part in self.phrase.split())
        return f"{self.table}: {' '.join(first)}"


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


@cache
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
    """Phrases of some tables. The words of a text are gone through once for the tables of all of them."""

    def __init__(self, *tables: str) -> None:
        self.tables = tables
        _ALL.add(tables)

    def found(self, words: Words, first: int = 0, last: int | None = None) -> Iterator[Found]:
        """The phrases between two words, by their place; of those of one table at one word the longest."""
        last = len(words.lower) if last is None else last
        for table in self.tables:
            found, firsts = _ALL.met(words, table)
            for at in range(bisect_left(firsts, first), len(found)):
                if firsts[at] >= last:
                    break
                if found[at].last <= last:
                    yield found[at]


class _Tables:
    """Every table in use, as one index from words to the phrases that begin with them."""

    def __init__(self) -> None:
        self.tables: list[str] = []
        self._phrases: tuple[_Phrase, ...] | None = None
        self._starting: dict[str, tuple[_Phrase, ...]] = {}

    def add(self, tables: Iterable[str]) -> None:
        """Take up more tables; they are read when first asked for."""
        self.tables += [table for table in tables if table not in self.tables]
        self._phrases = None

    def met(self, words: Words, table: str) -> tuple[list[Found], list[int]]:
        """The phrases of a table among the words, and the word that each begins at."""
        if table not in words.met:
            words.met.update(self._all(words.lower))
        met: tuple[list[Found], list[int]] = words.met[table]
        return met

    def _all(self, lower: tuple[str, ...]) -> dict[str, tuple[list[Found], list[int]]]:
        if self._phrases is None:
            self._phrases = tuple((row, _pieces(row.phrase)) for table in self.tables for row in rows(table))
            self._starting.clear()
        found: dict[str, tuple[list[Found], list[int]]] = {table: ([], []) for table in self.tables}
        known = self._starting
        for at, word in enumerate(lower):
            starting = known.get(word)
            if starting is None:
                starting = self._learn(word)
            if starting:
                for one in _longest(starting, lower, at):
                    kept = found[one.row.table]
                    kept[0].append(one)
                    kept[1].append(at)
        return found

    def _learn(self, word: str) -> tuple[_Phrase, ...]:
        """The phrases that may begin with this word, looked up once."""
        starting = tuple(phrase for phrase in self._phrases or () if phrase[1][0].fits(word))
        if len(self._starting) < _WORDS_KEPT:
            self._starting[word] = starting
        return starting


_ALL = _Tables()


def _longest(starting: tuple[_Phrase, ...], lower: tuple[str, ...], at: int) -> Iterable[Found]:
    best: dict[str, Found] = {}
    last = len(lower)
    following = lower[at + 1] if at + 1 < last else ""
    for row, pieces in starting:
        if len(pieces) > 1 and not (pieces[1].optional or pieces[1].gap or pieces[1].fits(following)):
            continue
        end = _match(pieces, 1, lower, at + 1, last)
        if end > at and (row.table not in best or end > best[row.table].last):
            best[row.table] = Found(row, at, end)
    return best.values()


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
