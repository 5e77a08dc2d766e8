"""The timeline's rows in percent of its width, and its scale."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.picture import Picture
    from kg.picture.model import TimelineRow

GLYPHS = {"better": "▲", "same": "■", "worse": "▼", "mixed": "◆"}
"""Which way the disease went -> sign; the words always stand beside it."""
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a line of therapy, or everything that happened at one time; places in percent."""

    rows: tuple[TimelineRow, ...]
    """One line of therapy, or the events of that time."""
    left: float
    width: float
    glyph: str

    @property
    def row(self) -> TimelineRow:
        """The line of therapy, or the first event."""
        return self.rows[0]


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
    return tuple(_of_case(tuple(rows)) for _, rows in groupby(picture.timeline, key=lambda row: row.case))


def _of_case(rows: tuple[TimelineRow, ...]) -> Timetable:
    start = min(0.0, *(row.start for row in rows))
    length = 1.03 * max(max(row.end for row in rows) - start, 1.0)  # the last mark needs some room
    dated = any(row.dated for row in rows)
    bars = tuple(
        Bar(
            together,
            round(100 * (together[0].start - start) / length, 2),
            round(100 * (together[0].end - together[0].start) / length, 2),
            GLYPHS.get(together[0].verdict, ""),
        )
        for together in _together(rows)
    )
    if not dated:
        return Timetable(rows[0].title, bars, (), "in the order told; the report states no dates")
    mixed = any(not row.dated for row in rows)
    words = "months from diagnosis or the first date stated" + ("; hatched: order only" if mixed else "")
    return Timetable(rows[0].title, bars, _ticks(start, length), words)


def _together(rows: tuple[TimelineRow, ...]) -> list[tuple[TimelineRow, ...]]:
    """Each line alone, events of one time as one; lines in their order, events where they fall."""
    lines = [row for row in rows if row.number]
    starts = accumulate((row.start for row in lines), max)
    placed: list[tuple[float, int, tuple[TimelineRow, ...]]]
    placed = [(start, 1, (line,)) for start, line in zip(starts, lines, strict=True)]
    events = sorted((row for row in rows if not row.number), key=lambda row: row.start)
    placed += [(start, 0, tuple(group)) for start, group in groupby(events, key=lambda row: row.start)]
    return [group for _, _, group in sorted(placed, key=lambda place: place[:2])]


def _ticks(start: float, length: float) -> tuple[tuple[float, str], ...]:
    """About six ticks at whole months."""
    step = next((step for step in _STEPS if length / step <= 7), 240)
    first = -(-int(start) // step) * step
    marks = range(first, int(start + length) + 1, step)
    return tuple((round(100 * (mark - start) / length, 2), str(mark)) for mark in marks)
