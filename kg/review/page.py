"""One HTML file that stands alone: each document's text with its marks beside the case read from it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from kg.case import Case, Modality, Section
from kg.case_text import to_yaml
from kg.extract.model import Mark, Reading, Topic
from kg.review.pieces import cut, one_line, visible
from kg.review.rows import Row, rows
from kg.store import atomic
from kg.webpage.assembly import asset, data, policy, trusted

if TYPE_CHECKING:
    import jinja2

MOST = 300
"""So many documents on one page; it says how many more there are."""

_SHARED_SCRIPTS = ("elements", "theme", "copying")
"""Of the page of the graph, as they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A piece of text and what it belongs to; numbers count from 0 within the document."""

    text: str
    marks: tuple[int, ...] = ()
    """The shortest first."""
    rows: tuple[int, ...] = ()
    """Findings that rest on it, the one with the shortest place first."""
    ends: tuple[int, ...] = ()
    """Marks whose last piece this is."""
    first: tuple[int, ...] = ()
    """Marks whose first piece this is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCase:
    """A case with its findings, numbered from `start` within the document."""

    id: str
    start: int
    rows: tuple[Row, ...]
    yaml: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document as the page shows it."""

    title: str
    subtitle: str
    marks: tuple[Mark, ...]
    quotes: tuple[str, ...]
    """The words of each mark."""
    sections: tuple[tuple[str, tuple[Shown, ...]], ...]
    cases: tuple[ShownCase, ...]

    @property
    def findings(self) -> int:
        """How many findings all of its cases have."""
        return sum(len(case.rows) for case in self.cases)

    @property
    def unread(self) -> list[tuple[int, Mark]]:
        """What was not understood, with the number of its mark."""
        return [(number, mark) for number, mark in enumerate(self.marks) if mark.unread]


def write(readings: Iterable[Reading], path: str | os.PathLike[str]) -> int:
    """Write the page and say how many documents it left out for being too many; KgError when it cannot."""
    chosen, left_out = _chosen(readings)
    text = _page(chosen, left_out)
    with atomic(Path(path)) as out:
        out.write(text.encode())
    return left_out


def html(readings: Iterable[Reading]) -> str:
    """The page as text; the same readings give the same text."""
    return _page(*_chosen(readings))


def _chosen(readings: Iterable[Reading]) -> tuple[list[Reading], int]:
    """The first `MOST` readings, and how many more there are."""
    chosen: list[Reading] = []
    more = 0
    for reading in readings:
        if len(chosen) < MOST:
            chosen.append(reading)
        else:
            more += 1
    return chosen, more


def _page(readings: Sequence[Reading], left_out: int) -> str:
    sheets = [_sheet(reading) for reading in readings]
    text: str = _environment().get_template("review.html.jinja").render(sheets=sheets, left_out=left_out)
    return text


@cache
def _environment() -> jinja2.Environment:
    """The template with escaping always on, and what is the same on every page."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_own),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    scripts = [*(asset(f"js/{name}.js") for name in _SHARED_SCRIPTS), _own("review.js")]
    style = asset("page.css") + _own("review.css")
    environment.filters.update(data=data, line=one_line, visible=visible, numbers=_numbers)
    environment.globals.update(
        topics=list(Topic),
        modalities=list(Modality),
        style=trusted(style),
        scripts=[trusted(script) for script in scripts],
        policy=policy(scripts, style),
        most=MOST,
        weights=_weights,
    )
    return environment


@cache
def _own(name: str) -> str:
    """A file of this package."""
    return (files("kg.review") / "static" / name).read_text(encoding="utf-8")


def _numbers(values: Iterable[int]) -> str:
    return " ".join(map(str, values))


def _weights(sheets: Sequence[Sheet]) -> list[list[tuple[str, str, float]]]:
    """Topic, modality and confidence of every mark, for the scripts."""
    return [[(mark.topic, mark.modality, mark.confidence) for mark in sheet.marks] for sheet in sheets]


def _sheet(reading: Reading) -> Sheet:
    document = reading.document
    cases: list[ShownCase] = []
    start = 0
    for case in reading.cases:
        found = rows(reading, case)
        cases.append(_shown_case(case, start, found))
        start += len(found)
    every = [row for case in cases for row in case.rows]
    texts = {section.name: section.text for section in document.sections}
    told = (document.curie, document.journal, document.date)
    title = next(filter(None, (document.title, texts.get("title"), document.curie)), "Untitled document")
    return Sheet(
        title=one_line(title),
        subtitle=one_line(" · ".join(filter(None, told))),
        marks=reading.marks,
        quotes=tuple(one_line(texts.get(mark.section, "")[mark.start : mark.end]) for mark in reading.marks),
        sections=tuple(
            (one_line(section.name), _pieces(section, reading.marks, every)) for section in document.sections
        ),
        cases=tuple(cases),
    )


def _shown_case(case: Case, start: int, found: tuple[Row, ...]) -> ShownCase:
    return ShownCase(id=one_line(case.id), start=start, rows=found, yaml=visible(to_yaml(case)))


def _pieces(section: Section, marks: Sequence[Mark], found: Sequence[Row]) -> tuple[Shown, ...]:
    """The section's text, cut where marks and the places of findings begin and end."""
    here = [
        (number, (mark.start, mark.end)) for number, mark in enumerate(marks) if mark.section == section.name
    ]
    places = [
        (number, (span.start, span.end))
        for number, row in enumerate(found)
        for span in row.spans
        if span.section == section.name and span.start is not None and span.end is not None
    ]
    pieces = cut(len(section.text), [stretch for _, stretch in (*here, *places)])
    out = []
    for at, piece in enumerate(pieces):
        before = pieces[at - 1].inside if at else ()
        after = pieces[at + 1].inside if at + 1 < len(pieces) else ()
        inside = [number for number in piece.inside if number < len(here)]
        out.append(
            Shown(
                text=visible(section.text[piece.start : piece.end]),
                marks=tuple(here[number][0] for number in inside),
                rows=tuple(
                    dict.fromkeys(places[one - len(here)][0] for one in piece.inside if one >= len(here))
                ),
                ends=tuple(here[number][0] for number in inside if number not in after),
                first=tuple(here[number][0] for number in inside if number not in before),
            )
        )
    return tuple(out)
