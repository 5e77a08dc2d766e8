"""Rows for people: an aligned table that fits its room, Markdown and HTML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from kg.errors import printable
from kg.ids import BASE, compress

if TYPE_CHECKING:
    Row = Sequence[Any]

_GAP = "  "
_NARROWEST = 8
"""Characters that a column keeps however little room there is."""
_LONGEST = 100_000
_MEASURED = 10_000
"""Rows that a table's widths are taken from: the answer may be longer than memory."""
_PLAIN = re.compile(r"[\x20-\x7e]*\Z")


def text(cell: Any) -> str:
    """A cell as people read it: CURIE or `<IRI>`, literal text; control characters are escaped.

    IRIs of our own base are written relative to it, as queries may write them, too.
    """
    if cell is None:
        return ""
    said = getattr(cell, "value", None)
    if said is None:
        return printable(str(cell), _LONGEST)
    if hasattr(cell, "datatype"):
        return printable(said, _LONGEST)
    if str(cell).startswith("_:"):
        return str(cell)
    return printable(compress(said) or f"<{said.removeprefix(BASE)}>", _LONGEST)


def span(words: str) -> int:
    """How many columns of a terminal a text takes: wide letters two, combining marks none."""
    if _PLAIN.match(words):
        return len(words)
    return sum(
        0 if unicodedata.combining(ch) else 2 if unicodedata.east_asian_width(ch) in "WF" else 1
        for ch in words
    )


def table(columns: Sequence[str], rows: Iterable[Row], width: int | None = None) -> Iterator[str]:
    """The lines of a table with a header that fits the width in characters, None for any width.

    Long texts wrap, and too many columns become records. The first rows decide the widths of all.
    """
    remaining = iter(rows)
    first = [[text(cell) for cell in row] for row in islice(remaining, _MEASURED)]
    natural = [max([span(name), *(span(row[i]) for row in first)]) for i, name in enumerate(columns)]
    body = chain(first, ([text(cell) for cell in row] for row in remaining))
    room = None if width is None else width - len(_GAP) * (len(columns) - 1)
    if room is not None and sum(min(wanted, _NARROWEST) for wanted in natural) > room:
        yield from _records(columns, body)
        return
    widths = natural if room is None else fitted(natural, room)
    yield from _line(columns, widths)
    yield _GAP.join("-" * wide for wide in widths) + "\n"
    for row in body:
        yield from _line(row, widths)


def fitted(natural: Sequence[int], room: int) -> list[int]:
    """Widths that fit the room: short columns keep theirs, the long ones share what is left.

    >>> fitted([4, 40, 90], 60)
    [4, 28, 28]
    """
    widths = list(natural)
    while sum(widths) > room:
        longest = max(widths)
        wide = [i for i, width in enumerate(widths) if width == longest]
        next_width = max([width for width in widths if width < longest], default=_NARROWEST)
        excess = sum(widths) - room
        step = min(longest - next_width, -(-excess // len(wide))) or 1
        for i in wide:
            widths[i] = max(longest - step, 1)
    return widths


def _line(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """One row, on as many lines as its longest cell needs."""
    parts = [wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for i in range(max(map(len, parts), default=0)):
        pieces = [part[i] if i < len(part) else "" for part in parts]
        padded = [piece + " " * (width - span(piece)) for piece, width in zip(pieces, widths, strict=True)]
        yield _GAP.join(padded).rstrip() + "\n"


def wrapped(words: str, width: int) -> list[str]:
    """The text in lines of at most that width, broken between words where that can be done."""
    lines = [""]
    for word in re.findall(r"\S+\s*|\s+", words):
        if lines[-1] and span(lines[-1]) + span(word.rstrip()) > width:
            lines.append("")
        rest = word
        while span(lines[-1]) + span(rest.rstrip()) > width:
            piece = _start(rest, width)
            lines[-1], rest = piece, rest[len(piece) :]
            lines.append("")
        lines[-1] += rest
    kept = [line.rstrip() for line in lines]
    return kept if kept[-1] or len(kept) == 1 else kept[:-1]


def _start(word: str, width: int) -> str:
    """As much of the word as fits, at least one character."""
    taken = 0
    for position, character in enumerate(word):
        taken += span(character)
        if taken > width:
            return word[: max(position, 1)]
    return word


def _records(columns: Sequence[str], body: Iterable[Sequence[str]]) -> Iterator[str]:
    """Each row as lines of `column: value`, for terminals too narrow for a table."""
    label_width, number = max(map(span, columns)), -1
    for number, row in enumerate(body):
        yield "\n" if number else ""
        for name, cell in zip(columns, row, strict=True):
            if cell:
                yield f"{name + ' ' * (label_width - span(name))}{_GAP}{cell}\n"
    if number < 0:
        yield _GAP.join(columns) + "\n"


def markdown(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """A table in Markdown (GitHub's form); what Markdown or HTML would read as markup is escaped."""
    yield f"| {' | '.join(columns)} |\n"
    yield f"|{'---|' * len(columns)}\n"
    for row in rows:
        yield f"| {' | '.join(_in_markdown(text(cell)) for cell in row)} |\n"


def _in_markdown(words: str) -> str:
    return re.sub(r"([\\|`*_<>\[\]])", r"\\\1", words).replace("&", "&amp;")


def html_page(columns: Sequence[str], rows: Iterable[Row], title: str) -> Iterator[str]:
    """A page of its own with the table, no scripts and no external files."""
    from html import escape

    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f"<title>{escape(printable(title))}</title>\n"
    yield "<style>body{font-family:sans-serif}table{border-collapse:collapse}"
    yield "th,td{border:1px solid #999;padding:.2em .5em;text-align:left;vertical-align:top}</style>\n"
    yield "</head>\n<body>\n"
    yield from html_rows(columns, rows)
    yield "</body>\n</html>\n"


def html_rows(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """The rows as an HTML table; IRIs of the web are links, everything else is text."""
    from html import escape

    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    yield f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
    for row in rows:
        yield f"<tr>{''.join(f'<td>{_in_html(cell)}</td>' for cell in row)}</tr>\n"
    yield "</tbody>\n</table>\n"


def _in_html(cell: Any) -> str:
    from html import escape

    said = getattr(cell, "value", "")
    if cell is not None and not hasattr(cell, "datatype") and said.startswith(("http://", "https://")):
        return f'<a href="{escape(said)}">{escape(text(cell))}</a>'
    return escape(text(cell))
