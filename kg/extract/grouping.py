"""Which genes a word like 'amplified' speaks of: those right before it, else those right after it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kg.extract.document import Document
from kg.extract.genes import Group
from kg.extract.phrases import Found
from kg.extract.polarity import fillers
from kg.extract.stains import MARKER_BEFORE, NEXT_MARKER

_NEAREST_AFTER = 110
_NEAREST_BEFORE = 80
_OF_NEXT = re.compile(r"(?:of|in|for|involving|affecting)\b")
_JOINED = re.compile(r",|;|\b(?:and|or|with|plus)\b")
_LIST_FOLLOWS = re.compile(r",\s(?=(?:containing|including|encompassing|namely|such as|harbou?ring)\b)")
_IS_PLACE = re.compile(r"\d+|[acdefghiklmnpqrstvwy]\d{2,4}")
"""The number of an exon, or a residue: 'BRAF V600 mutation'."""
_BRACKETED = re.compile(r"[(\[][^()\[\]]{0,40}[)\]]")


class Groups:
    """The genes of a document told together, asked for by the words near them."""

    def __init__(self, document: Document, groups: Sequence[Group]) -> None:
        self.document, self.groups = document, groups
        self._starts = [group.start for group in groups]

    def between(self, start: int, end: int) -> Sequence[Group]:
        """The groups that begin between two characters."""
        return self.groups[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def of(self, found: Found) -> int | None:
        """The place of the genes that an alteration word belongs to: right before it, else right after it."""
        told, side, text = self.document.words, found.row["side"], self.document.text
        start, end = told.starts[found.first], told.ends[found.last - 1]
        at = bisect_left(self._starts, start)
        before = self.groups[at - 1] if at else None
        after = self._after(found, at) if side != "after" else None
        near = before and before.end <= start and start - before.end < _NEAREST_AFTER
        if side == "before" or not before or not near or not self._filled(before.end, start, "after", 8):
            return after
        if after is not None and _JOINED.search(text, before.end, start):
            between = text[end : self.groups[after].start].lstrip()
            if _OF_NEXT.match(between) or told.lower[found.last - 1] in {"of", "for", "in"}:
                return after
        return at - 1

    def _after(self, found: Found, at: int) -> int | None:
        """The group right after an alteration word, None when other things stand between."""
        told = self.document.words
        end = told.ends[found.last - 1]
        group = self.groups[at] if at < len(self.groups) else None
        if group is None or group.start < end or group.start - end >= _NEAREST_BEFORE:
            return None
        direct = self.document.text[end : group.start].strip() or found.row["side"] == "before"
        if direct or {told.lower[found.last - 1], told.lower[found.first]} & fillers("direct"):
            return at if self._filled(end, group.start, "before", 6) else None
        return None

    def _filled(self, start: int, end: int, side: str, most: int) -> bool:
        """True when only words that say nothing new stand between two places; brackets are passed over."""
        between = _BRACKETED.sub(" ", self.document.text[start:end])
        between = (NEXT_MARKER if side == "after" else MARKER_BEFORE).sub(" ", between)
        told = re.findall(r"[a-z0-9]+|[^\s\w-]", _LIST_FOLLOWS.sub(" ", between.lower()))
        return len(told) <= most and all(
            word in fillers(side) or word.endswith("ly") or _IS_PLACE.fullmatch(word) for word in told
        )
