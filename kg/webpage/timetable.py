"""The timeline's rows in percent of its width, and its scale."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kg.view.lettering import words_of

if TYPE_CHECKING:
    from kg.view import Picture
    from kg.view.model import TimelineRow

GLYPHS = {"better": "▲", "same": "■", "worse": "▼", "mixed": "◆"}
"""Which way the disease went -> sign; the words always stand beside it."""
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: the line or event with its place in percent."""

    row: TimelineRow
    left: float
    width: float
    glyph: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """The timeline of one case."""

    case: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    """(percent, words); empty when nothing is dated."""
    scale: str
    """What the horizontal axis means, in words."""


def timetable(picture: Picture) -> tuple[Timetable, ...]:
    """One timetable per case that has a timeline, in the order of the rows."""
    return tuple(
        _of_case(case, tuple(rows)) for case, rows in groupby(picture.timeline, key=lambda row: row.case)
    )


def _of_case(case: str, rows: tuple[TimelineRow, ...]) -> Timetable:
    start = min(0.0, *(row.start for row in rows))
    length = max(max(row.end for row in rows) - start, 1.0)
    dated = any(row.dated for row in rows)
    bars = tuple(
        Bar(
            row,
            round(100 * (row.start - start) / length, 2),
            round(100 * (row.end - row.start) / length, 2),
            GLYPHS.get(row.verdict, "◆" if not row.number else ""),
        )
        for row in rows
    )
    if not dated:
        return Timetable(_name(case), bars, (), "in the order told; the report states no dates")
    mixed = any(not row.dated for row in rows)
    words = "months from diagnosis or the first date stated" + ("; hatched: order only" if mixed else "")
    return Timetable(_name(case), bars, _ticks(start, length), words)


def _ticks(start: float, length: float) -> tuple[tuple[float, str], ...]:
    """About six ticks at whole months."""
    step = next((step for step in _STEPS if length / step <= 7), 240)
    first = -(-int(start) // step) * step
    marks = range(first, int(start + length) + 1, step)
    return tuple((round(100 * (mark - start) / length, 2), str(mark)) for mark in marks)


def _name(case: str) -> str:
    return words_of(case)
