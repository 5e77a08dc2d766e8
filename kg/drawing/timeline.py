"""The treatment timeline as SVG: what was given, when, and what came of it, one row each."""

from __future__ import annotations

from dataclasses import dataclass

from kg.drawing.markup import Strip, bold_width, escaped, moved, tag, words
from kg.drawing.paint import BAR, BETTER_BAR, LINE, QUIET, TEXT, VERDICTS, WARNING
from kg.drawing.timetable import Bar, Timetable, timetable
from kg.picture.lettering import broken, width
from kg.picture.model import Picture

_FONT, _SMALL = 13.0, 12.0
_LEADING = 1.3 * _FONT
_GAP = 14.0
_FEW = 2
"""More timelines than this stand in two columns, where the picture is this wide."""
_TWICE, _BETWEEN = 1_050.0, 40.0


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the three columns of a timeline stand."""

    what: float
    """Width of the first."""
    left: float
    """Start and width of the bars."""
    long: float
    came: float
    """Start and width of the last."""
    rest: float


def timelines(picture: Picture, wide: float) -> Strip:
    """The timelines of the drawn cases under each other, many of them in two columns."""
    tables = timetable(picture)
    columns = 2 if len(tables) > _FEW and wide >= _TWICE else 1
    long = (wide - (columns - 1) * _BETWEEN) / columns
    strips = [_of_case(table, long, alone=len(tables) == 1) for table in tables]
    part = -(-len(strips) // columns)
    stacks = [_stacked(strips[start : start + part], 10) for start in range(0, len(strips), max(part, 1))]
    drawn = (moved(stack.markup, at * (long + _BETWEEN), 0) for at, stack in enumerate(stacks))
    return Strip("".join(drawn), max((stack.height for stack in stacks), default=0.0))


def _stacked(strips: list[Strip], gap: float = 0.0) -> Strip:
    drawn, y = [], 0.0
    for strip in strips:
        drawn.append(moved(strip.markup, 0, y))
        y += strip.height + gap
    return Strip("".join(drawn), max(y - gap, 0.0))


def _of_case(table: Timetable, wide: float, *, alone: bool) -> Strip:
    """Heading, rows and scale of one case."""
    title = broken("Treatment" if alone else table.case, wide * 0.5, 1, _FONT)[0]
    beside = words(table.scale, bold_width(title, _FONT) + 10, 10, _SMALL, fill=QUIET)
    head = Strip(words(title, 0, 10, _FONT, font_weight="bold", fill=TEXT) + beside, 24)
    what, rest = 0.27 * wide, 0.30 * wide
    columns = _Columns(what, what + _GAP, wide - what - rest - 2 * _GAP, wide - rest, rest)
    rows = _stacked([_row(bar, columns) for bar in table.bars])
    ticks = "".join(_tick(columns, percent, rows.height) for percent, _ in table.ticks)
    scale = Strip(
        "".join(
            words(text, _x(columns, percent), 8, 11, fill=QUIET, text_anchor="middle")
            for percent, text in table.ticks
        ),
        16 if table.ticks else 0,
    )
    return _stacked([head, Strip(ticks + rows.markup, rows.height), scale])


def _x(columns: _Columns, percent: float) -> float:
    return columns.left + columns.long * percent / 100


def _tick(columns: _Columns, percent: float, height: float) -> str:
    x = _x(columns, percent)
    return tag("line", x1=x, x2=x, y1=0, y2=height, stroke=LINE)


def _row(bar: Bar, columns: _Columns) -> Strip:
    """One line of therapy, or the events of one time."""
    row = bar.row
    what = broken(f"{row.number}. {row.label}" if row.number else row.stated, columns.what, 3, _FONT)
    came = _came(bar, columns.rest)
    height = max(len(what), len(came)) * _LEADING + 6
    middle = height / 2
    drawn = [
        words(text, columns.what, y, _FONT, text_anchor="end", fill=TEXT if row.number else QUIET)
        for y, text in _around(middle, what)
    ]
    drawn.append(_bar(bar, columns, middle) if row.number else _mark(bar, columns, middle))
    drawn += [
        tag("text", text, x=columns.came, y=y + 0.35 * _FONT, font_size=_FONT, fill=TEXT)
        for y, text in _around(middle, came)
    ]
    return Strip("".join(drawn), height)


def _around(middle: float, lines: tuple[str, ...]) -> list[tuple[float, str]]:
    """(y, line) for lines that stand around a middle."""
    top = middle - _LEADING * (len(lines) - 1) / 2
    return [(top + at * _LEADING, line) for at, line in enumerate(lines)]


def _bar(bar: Bar, columns: _Columns, y: float) -> str:
    """The bar of a line of therapy: hatched borders when only its order is known."""
    row = bar.row
    return tag(
        "rect",
        x=_x(columns, bar.left),
        y=y - 6,
        width=max(bar.width, 1.0) * columns.long / 100,
        height=12,
        rx=3,
        fill=BETTER_BAR if row.verdict == "better" else BAR,
        fill_opacity=None if row.dated else 0.28,
        stroke=QUIET,
        stroke_width=0.8,
        stroke_dasharray=None if row.dated else "4 3",
    )


def _mark(bar: Bar, columns: _Columns, y: float) -> str:
    """The diamond of an event."""
    return moved(tag("path", d="M0,-6L6,0L0,6L-6,0Z", fill=WARNING), _x(columns, bar.left), y)


def _came(bar: Bar, wide: float) -> tuple[str, ...]:
    """What came of a line, or the events, as lines of markup with the sign in its colour."""
    row = bar.row
    if not row.number:
        said = ", ".join(event.label for event in bar.rows)
        return tuple(_part(line, QUIET) for line in broken(said, wide, 4, _FONT))
    sign = _part(f"{bar.glyph} ", VERDICTS[row.verdict]) if bar.glyph else ""
    notes = ", ".join(filter(None, (row.stated, "ongoing →" if row.open_ended else "")))
    room = wide - (width(f"{bar.glyph} ", _FONT) if bar.glyph else 0)
    if width(f"{row.words}  {notes}", _FONT) <= room:
        return (sign + _part(row.words, TEXT) + _part(f" {notes}" if notes else "", QUIET),)
    first, *others = broken(row.words, room, 2, _FONT)
    lines = [sign + _part(first, TEXT), *(_part(line, TEXT) for line in others)]
    return (*lines, *(_part(line, QUIET) for line in (broken(notes, wide, 2, _FONT) if notes else ())))


def _part(text: str, colour: str) -> str:
    """A stretch of a line in that colour."""
    return tag("tspan", escaped(text), fill=colour) if text else ""
