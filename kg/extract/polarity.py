"""Whether a change is told as there, as absent, or only as tested: by the nearest cue before and after it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from kg.extract.document import Document
from kg.extract.phrases import Found, Phrases, rows

_BEFORE = Phrases("polarity-before")
_AFTER = Phrases("polarity-after")
_REACH = 60
"""Words that a cue reaches over, for lists of genes are long."""
_VERBS = frozenset({"was", "were", "is", "are"})


@lru_cache(maxsize=8)
def fillers(side: str) -> frozenset[str]:
    """The words that say nothing new at that side."""
    return frozenset(row.phrase for row in rows("fillers") if row["side"] == side)


class Polarity(StrEnum):
    """How a change is told."""

    PRESENT = "present"
    ABSENT = "absent"
    UNTOLD = "untold"
    """Tested or asked for, without a result."""
    PLAIN = "plain"
    """Only named, with no cue."""


class Polarities:
    """The polarity of any stretch; `covered` are the genes and changes that lists are made of."""

    def __init__(self, document: Document, covered: Iterable[tuple[int, int]]) -> None:
        self.document = document
        told = document.words
        self._starting: dict[int, Found] = {cue.first: cue for cue in _AFTER.found(told)}
        self._ending: dict[int, Found] = {}
        for cue in _BEFORE.found(told):
            longest = self._ending.get(cue.last)
            if longest is None or cue.first < longest.first:
                self._ending[cue.last] = cue
        self._covered: set[int] = set()
        for start, end in covered:
            self._covered.update(range(bisect_left(told.starts, start), bisect_left(told.starts, end)))

    def of(self, start: int, end: int, *, closed: bool = False) -> Polarity:
        """The polarity of a stretch of text; nothing after it counts where it is `closed`."""
        told = self.document.words
        sentence = self.document.sentences[self.document.sentence_at(start)]
        first, last = bisect_left(told.starts, start), bisect_left(told.starts, end)
        before = self._before(first, max(sentence.first, first - _REACH))
        if closed:
            return before
        if before in {Polarity.ABSENT, Polarity.PRESENT}:
            after = self._after(last, min(sentence.last, last + _REACH))
            return Polarity.ABSENT if Polarity.ABSENT in {before, after} else Polarity.PRESENT
        after = self._after(last, min(sentence.last, last + _REACH))
        return before if after is Polarity.PLAIN else after

    def _before(self, at: int, floor: int) -> Polarity:
        lower, start = self.document.words.lower, at
        while at > floor:
            cue = self._ending.get(at)
            if cue is not None and cue.first >= floor:
                means, side = cue.row["means"], cue.row["side"]
                if side == "both" or means == "stop":
                    return Polarity.PLAIN
                if side == "before" and means == "negative":
                    if start == cue.last:
                        return Polarity.ABSENT
                elif side == "before":
                    return Polarity(means)
            word = lower[at - 1]
            if word in _VERBS or word == ":" or (word == "," and not self._in_list(at - 1)):
                return Polarity.PLAIN
            at -= 1
        return Polarity.PLAIN

    def _in_list(self, comma: int) -> bool:
        """True for a comma between genes or changes."""
        lower = self.document.words.lower
        after = comma + 1
        while after < len(lower) and lower[after] in fillers("joint"):
            after += 1
        return after in self._covered and (comma - 1 in self._covered or lower[comma - 1] in {")", "]"})

    def _after(self, at: int, ceiling: int) -> Polarity:
        """What the words after a change say of it; the first that says anything counts."""
        lower, begin, near, untold = self.document.words.lower, at, True, False
        while at < ceiling:
            cue = self._starting.get(at)
            if cue is not None:
                means, side = cue.row["means"], cue.row["side"]
                if side == "next" and near:
                    if means != "untold":
                        return Polarity(means)
                    untold = True
                    at = cue.last
                    continue
                if self._ends(cue, begin):
                    break
                if side in {"after", "own"} and means != "which":
                    return Polarity(means)
            word = lower[at]
            if word == "," and not self._in_list(at) and not self._which(at + 1):
                break
            near = near and word in fillers("next")
            at += 1
        return Polarity.UNTOLD if untold else Polarity.PLAIN

    def _ends(self, cue: Found, begin: int) -> bool:
        """True for a cue after which nothing speaks of the change that ends before `begin`."""
        means, side = cue.row["means"], cue.row["side"]
        if side == "own":  # of the change right before it alone: 'KRAS mutated, NRAS not mutated'
            return not self._covered.isdisjoint(range(begin, cue.first))
        if side == "after" and means == "which":
            return cue.first - begin > 2
        return side == "both" or (side == "after" and means == "stop")

    def _which(self, at: int) -> bool:
        cue = self._starting.get(at)
        return cue is not None and cue.row["means"] in {"which", "absent"}
