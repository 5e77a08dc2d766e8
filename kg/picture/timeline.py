"""The rows of the treatment timeline: lines of therapy in their order, events at their time."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kg.picture.index import TYPE, Index
from kg.picture.lettering import clean, length_in_words, months
from kg.picture.model import TimelineRow
from kg.picture.reading import IN_CASE
from kg.rdf import plain
from kg.vocabulary import KG

VERDICTS: dict[str, str] = {
    "complete response": "better",
    "partial response": "better",
    "response": "better",
    "stable disease": "same",
    "progressive disease": "worse",
    "disease progression": "worse",
    "no response": "worse",
    "mixed response": "mixed",
    "treatment failure": "worse",
    "relapse": "worse",
}
"""Response category -> which way the disease went."""

STUB = 3.0
"""Months that a line without stated length fills in the drawing."""

KeyOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of therapy as found, times in months or None."""

    iri: str
    order: int
    start: float | None
    end: float | None
    length: float | None


def rows(index: Index, case: str, statements: list[str], key_of: KeyOf) -> tuple[TimelineRow, ...]:
    """The rows of one case from its statements; `key_of` gives the node of a statement or ''."""
    mine = [iri for iri in statements if case in index.links[iri].get(IN_CASE, ())]
    lines = sorted(
        (_line(index, iri) for iri in mine if plain(KG.TherapyLine) in index.links[iri].get(TYPE, ())),
        key=lambda line: (line.order, line.iri),
    )
    zero = _zero(index, mine)
    answers = _answers(index, mine)
    made: list[TimelineRow] = []
    at = 0.0
    for position, line in enumerate(lines, 1):
        row = _row(index, line, (position, at, zero), answers.get(line.iri, []), key_of(line.iri))
        at = max(row.end, row.start)
        if made and row.dated and not made[-1].dated and made[-1].start < row.start and not made[-1].stated:
            made[-1] = replace(made[-1], end=row.start)
        made.append(row)
    return (*_events(index, mine, zero, key_of), *made)


def _answers(index: Index, statements: list[str]) -> dict[str, list[str]]:
    """Line of therapy -> the responses to it in the order told."""
    found: dict[str, list[str]] = {}
    for iri in statements:
        if line := index.thing(iri, plain(KG.responseTo)):
            found.setdefault(line, []).append(iri)
    for several in found.values():
        several.sort(key=lambda iri: _place(index, iri))
    return found


def _place(index: Index, iri: str) -> int:
    """The place in the order; things without one come last."""
    order = index.first(iri, plain(KG.order))
    return int(order) if order.isdigit() and len(order) < 9 else 10**9


def _line(index: Index, iri: str) -> _Line:
    return _Line(
        iri,
        _place(index, iri),
        moment(index.first(iri, plain(KG.start))),
        moment(index.first(iri, plain(KG.end))),
        months(index.first(iri, plain(KG.duration))),
    )


def moment(value: str) -> float | None:
    """Months of an ISO date (from year 0) or of a duration counted from the diagnosis; None for others.

    >>> moment("2020-07") - moment("2020-01"), moment("P4M")
    (6.0, 4.0)
    """
    if value.startswith(("P", "-P")):
        return months(value)
    parts = value.split("-")
    if not all(part.isdigit() for part in parts) or not 1 <= len(parts) <= 3 or len(parts[0]) != 4:
        return None
    try:
        date = datetime.date(*[*map(int, parts), 1, 1][:3])
    except ValueError:
        return None
    return 12.0 * date.year + date.month - 1 + (date.day - 1) / 30.44


def _zero(index: Index, statements: list[str]) -> float:
    """The first calendar date among the statements in months; 0 when times count from the diagnosis."""
    found = [
        at
        for iri in statements
        for predicate in (KG.start, KG.when)
        if (at := moment(index.first(iri, plain(predicate)))) is not None and at > 1200
    ]
    return min(found, default=0.0)


def _row(
    index: Index, line: _Line, where: tuple[int, float, float], answers: list[str], node: str
) -> TimelineRow:
    """One line of therapy; `where` is its position, the end of the line before it, and month zero.

    Its verdict is that of the first response; the words tell them all.
    """
    position, before, zero = where
    start = _since(line.start, zero)
    begin = before if start is None else start
    end = _since(line.end, zero)
    if end is None:
        end = begin + (line.length if line.length is not None else STUB)
    ongoing = any(index.first(answer, plain(KG.ongoing)) == "true" for answer in answers)
    first = answers[0] if answers else ""
    return TimelineRow(
        case=index.links[line.iri][IN_CASE][0],
        title=index.label(index.links[line.iri][IN_CASE][0]),
        node=node,
        number=str(position),
        label=index.label(line.iri),
        start=begin,
        end=max(end, begin),
        dated=start is not None,
        open_ended=ongoing,
        verdict=VERDICTS.get(index.first(first, plain(KG.categoryText)), "") if first else "",
        words=clean(", then ".join(map(index.label, answers)), 300),
        stated=_stated(index, line.iri, first),
    )


def _since(at: float | None, zero: float) -> float | None:
    return None if at is None else at - zero if at > 1200 else at


def _stated(index: Index, line: str, answer: str) -> str:
    """The lengths that the source states of a line and its response, in words; dates are drawn to scale."""
    said: list[str] = []
    named: list[tuple[str, str, str]] = [
        (line, plain(KG.duration), "for {}"),
        (line, plain(KG.cycles), "{} cycles"),
        (answer, plain(KG.duration), "response lasted {}"),
        (answer, plain(KG.progressionFree), "progression-free {}"),
    ]
    for subject, predicate, form in named:
        if value := index.first(subject, predicate):
            said.append(form.format(length_in_words(value)))
    return clean(", ".join(said), 300)


def _events(index: Index, statements: list[str], zero: float, key_of: KeyOf) -> Iterator[TimelineRow]:
    """Dated things that are no line of therapy, in their order."""
    found = []
    for iri in statements:
        value = index.first(iri, plain(KG.when))
        at = _since(moment(value), zero)
        if at is not None and plain(KG.Response) not in index.links[iri].get(TYPE, ()):
            found.append((at, index.label(iri), iri, value))
    for at, label, iri, value in sorted(found):
        case = index.links[iri][IN_CASE][0]
        yield TimelineRow(
            case=case,
            title=index.label(case),
            node=key_of(iri),
            number="",
            label=label,
            start=at,
            end=at,
            dated=True,
            open_ended=False,
            verdict="",
            words="",
            stated=clean(length_in_words(value), 100),
        )
