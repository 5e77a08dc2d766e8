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
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
_Begun = tuple[Row, tuple[_Piece, ...], int]
"""A phrase with the number of its words that are known to fit."""


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
            low = bisect_left(firsts, first)
            for one in found[low : bisect_left(firsts, last, low)]:
                if one.last <= last:
                    yield one


class _Start(NamedTuple):
    """The phrases that may begin with a word, in the order of the tables."""

    by_next: Mapping[str, tuple[_Begun, ...]]
    """By the word after it, for phrases that name that word outright; with the others among them."""
    others: tuple[_Begun, ...]
    """Those that any word may follow."""


class _Tables:
    """Every table in use, as one index from words to the phrases that begin with them."""

    def __init__(self) -> None:
        self.tables: list[str] = []
        self._read = False
        self._by_word: dict[str, list[int]] = {}
        self._loose: list[int] = []
        self._phrases: list[_Phrase] = []
        self._starts: dict[str, _Start | None] = {}

    def add(self, tables: Iterable[str]) -> None:
        """Take up more tables; they are read when first asked for."""
        self.tables += [table for table in tables if table not in self.tables]
        self._read = False

    def met(self, words: Words, table: str) -> tuple[list[Found], list[int]]:
        """The phrases of a table among the words, and the word that each begins at."""
        if table not in words.met:
            words.met.update(self._all(words.lower))
        met: tuple[list[Found], list[int]] = words.met[table]
        return met

    def _all(self, lower: tuple[str, ...]) -> dict[str, tuple[list[Found], list[int]]]:
        if not self._read:
            self._index()
        found: dict[str, tuple[list[Found], list[int]]] = {table: ([], []) for table in self.tables}
        known, last = self._starts, len(lower) - 1
        for at, word in enumerate(lower):
            start = known[word] if word in known else self._learn(word)
            if start is None:
                continue
            phrases = start.by_next.get(lower[at + 1], start.others) if at < last else start.others
            if phrases:
                for one in _longest(phrases, lower, at):
                    kept = found[one.row.table]
                    kept[0].append(one)
                    kept[1].append(at)
        return found

    def _index(self) -> None:
        """Read the tables; remember each phrase under the words that it may begin with."""
        self._phrases = [(row, _pieces(row.phrase)) for table in self.tables for row in rows(table)]
        self._by_word, self._loose, self._starts, self._read = {}, [], {}, True
        for number, (_, pieces) in enumerate(self._phrases):
            if pieces[0].beginnings or pieces[0].number:
                self._loose.append(number)
            else:
                for word in pieces[0].words:
                    self._by_word.setdefault(word, []).append(number)

    def _learn(self, word: str) -> _Start | None:
        """The phrases that may begin with this word, looked up once; None without any."""
        loose = (number for number in self._loose if self._phrases[number][1][0].fits(word))
        numbers = sorted((*self._by_word.get(word, ()), *loose))
        start = _start([self._phrases[number] for number in numbers]) if numbers else None
        if len(self._starts) < _WORDS_KEPT:
            self._starts[word] = start
        return start


_ALL = _Tables()


def _start(phrases: Sequence[_Phrase]) -> _Start:
    begun = [(row, pieces, 2 if _names_next(pieces) else 1) for row, pieces in phrases]
    named = {word for _, pieces, known in begun if known == 2 for word in pieces[1].words}
    return _Start(
        {
            word: tuple(phrase for phrase in begun if phrase[2] == 1 or word in phrase[1][1].words)
            for word in named
        },
        tuple(phrase for phrase in begun if phrase[2] == 1),
    )


def _names_next(pieces: tuple[_Piece, ...]) -> bool:
    """True for a phrase whose second word is one of a few."""
    if len(pieces) == 1:
        return False
    following = pieces[1]
    return not (following.optional or following.gap or following.number or following.beginnings)


def _longest(phrases: tuple[_Begun, ...], lower: tuple[str, ...], at: int) -> Iterable[Found]:
    best: dict[str, Found] = {}
    last = len(lower)
    for row, pieces, known in phrases:
        end = at + known
        if len(pieces) > known:
            end = _match(pieces, known, lower, end, last)
        if end > at and (row.table not in best or end > best[row.table].last):
            best[row.table] = Found(row, at, end)
    return best.values()


def _pieces(phrase: str) -> tuple[_Piece, ...]:
    return tuple(_piece(part) for part in phrase.split())


def _piece(part: str) -> _Piece:
    if part in {"...", "#"}:
        return _Piece(frozenset(), (), False, part == "...", part == "#")
    optional = part.endswith("?") and len(part) > 1
    options = part[:-1].split("|") if optional else part.split("|")
    whole = frozenset(option for option in options if not option.endswith("*") or option == "*")
    beginnings = tuple(option[:-1] for option in options if option.endswith("*") and option != "*")
    return _Piece(whole, beginnings, optional, False, False)


def _match(pieces: tuple[_Piece, ...], index: int, lower: tuple[str, ...], at: int, last: int) -> int:
    """One past the last word when the pieces from `index` on fit from word `at` on; else -1."""
    for following in range(index + 1, len(pieces) + 1):
        piece = pieces[following - 1]
        words, beginnings, optional, gap, number = piece
        if gap:
            return _after_gap(pieces, following, lower, at, last)
        if at < last and (lower[at] in words or ((beginnings or number) and piece.fits(lower[at]))):
            if optional:
                end = _match(pieces, following, lower, at + 1, last)
                return end if end >= 0 else _match(pieces, following, lower, at, last)
            at += 1
        elif not optional:
            return -1
    return at


def _after_gap(pieces: tuple[_Piece, ...], index: int, lower: tuple[str, ...], at: int, last: int) -> int:
    following = pieces[index] if index < len(pieces) else None
    needed = following if following and not (following.optional or following.gap) else None
    for here in range(at, min(at + _GAP, last) + 1):
        word = lower[here] if here < last else ""
        if (needed is None or needed.fits(word)) and (end := _match(pieces, index, lower, here, last)) >= 0:
            return end
        if word in _STOPS:
            return -1
    return -1
