"""A reading on a terminal: the marked text, the findings of each case, and what was not understood."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO
from unicodedata import combining, east_asian_width

from kg.case import Modality, Section, Span
from kg.extract.model import Mark, Reading, Topic
from kg.review.pieces import cut, one_line, visible
from kg.review.rows import Row, rows

WIDEST, NARROWEST = 110, 40
"""Columns: a wider terminal is not filled, a narrower one is not obeyed."""

_COLOURS = {
    Topic.GENE: "36",
    Topic.VARIANT: "36",
    Topic.MARKER: "35",
    Topic.DISEASE: "31",
    Topic.SITE: "31",
    Topic.DRUG: "32",
    Topic.DRUG_CLASS: "32",
    Topic.REGIMEN: "32",
    Topic.PROCEDURE: "32",
    Topic.LINE: "34",
    Topic.RESPONSE: "33",
    Topic.OUTCOME: "33",
    Topic.TIME: "34",
    Topic.ADVERSE_EVENT: "91",
    Topic.PATIENT: "95",
    Topic.CLAIM: "94",
    Topic.CUE: "90",
}
_STYLES = {Modality.OBSERVED: "1", Modality.ABSENT: "9", Modality.BACKGROUND: "2", Modality.HYPOTHESIS: "3"}
_SIGNS = {Modality.OBSERVED: "", Modality.ABSENT: "-", Modality.BACKGROUND: "~", Modality.HYPOTHESIS: "?"}
_QUIET, _HEAD = "90", "1"

Part = tuple[str, str]
"""Words and the numbers of their style; '' for plain."""


def colours_wanted(stream: TextIO | None = None) -> bool:
    """True when the stream, standard output by default, is a terminal and NO_COLOR is not set."""
    out = stream or sys.stdout
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def marked(reading: Reading, colour: bool, width: int | None = None) -> Iterator[str]:
    """Yield the lines, without line ends; `width` in columns, by default the terminal's.

    Each mark carries its number; without colour it stands in brackets with its topic. Signs before a
    number: '-' absent, '~' background, '?' hypothesis.
    """
    columns = min(max(width or shutil.get_terminal_size().columns, NARROWEST), WIDEST)
    parts = _Lines(columns, colour)
    document = reading.document
    title = document.section("title")
    yield from parts.wrapped([(one_line(document.curie or ""), _HEAD), (" ", ""), *_legend(reading, colour)])
    if title is None and document.title:
        yield from parts.wrapped([(one_line(document.title), _HEAD)])
    for section in document.sections:
        yield ""
        yield from parts.wrapped([(f"{one_line(section.name)}:", _HEAD)])
        yield from parts.wrapped(list(_inked(section, reading.marks, colour)))
    for case in reading.cases:
        yield from _case_lines(parts, case.id, rows(reading, case), reading.marks)
    if not reading.cases:
        yield from ("", "No case was read from this text.")
    yield from _unread_lines(parts, reading)


def _legend(reading: Reading, colour: bool) -> Iterator[Part]:
    """The topics that occur, each in its colour, and the signs."""
    found = {mark.topic for mark in reading.marks}
    if colour:
        for topic in Topic:
            if topic in found:
                yield from ((str(topic), _COLOURS[topic]), (" ", ""))
    if any(mark.modality is not Modality.OBSERVED for mark in reading.marks):
        yield "(-absent, ~background, ?hypothesis)", _QUIET


def _inked(section: Section, marks: tuple[Mark, ...], colour: bool) -> Iterator[Part]:
    """The section's text piece by piece, with the numbers of the marks that end there."""
    numbered = [(number, mark) for number, mark in enumerate(marks, 1) if mark.section == section.name]
    pieces = cut(len(section.text), [(mark.start, mark.end) for _, mark in numbered])
    for at, piece in enumerate(pieces):
        before = pieces[at - 1].inside if at else ()
        after = pieces[at + 1].inside if at + 1 < len(pieces) else ()
        inside = [numbered[number] for number in piece.inside]
        ending = [numbered[number] for number in piece.inside if number not in after]
        if not colour:
            yield "[" * len(set(piece.inside) - set(before)), ""
        style = f"{_COLOURS[inside[0][1].topic]};{_STYLES[inside[0][1].modality]}" if inside else ""
        style += ";4" if inside and inside[0][1].unread else ""
        yield visible(section.text[piece.start : piece.end]), style
        for number, mark in ending:
            label = f"{_SIGNS[mark.modality]}{number}"
            yield (f"[{label}]", _QUIET) if colour else (f" | {mark.topic} {label}]", "")


def _case_lines(parts: _Lines, name: str, found: tuple[Row, ...], marks: tuple[Mark, ...]) -> Iterator[str]:
    """The heading of a case and its findings, one entry each."""
    yield ""
    yield from parts.wrapped([(f"{one_line(name)}: {len(found)} findings", _HEAD)])
    for row in found:
        numbers = " ".join(str(number) for number, mark in enumerate(marks, 1) if _within(mark, row.spans))
        modality = "" if row.modality is Modality.OBSERVED else f"{row.modality} "
        sure = "" if row.confidence is None else f"{row.confidence:.2f}"
        told = [*row.ids, sure, row.rule, f"marks {numbers}" if numbers else "", row.note]
        details = "; ".join(one_line(one) for one in told if one)
        head = [(f"{row.kind:<13} ", _COLOURS[row.topic]), (modality, _HEAD), (one_line(row.what), "")]
        yield from parts.wrapped([*head, (f"  ({details})" if details else "", _QUIET)], indent=14)


def _within(mark: Mark, spans: Iterable[Span]) -> bool:
    """True when the mark lies inside one of the places."""
    return any(
        span.section == mark.section
        and span.start is not None
        and span.end is not None
        and span.start <= mark.start
        and mark.end <= span.end
        for span in spans
    )


def _unread_lines(parts: _Lines, reading: Reading) -> Iterator[str]:
    """What was seen and not understood, with the reason."""
    texts = {section.name: section.text for section in reading.document.sections}
    unread = [(number, mark) for number, mark in enumerate(reading.marks, 1) if mark.unread]
    if not unread:
        return
    yield ""
    yield from parts.wrapped([(f"Seen and not understood: {len(unread)}", _HEAD)])
    for number, mark in unread:
        quoted = one_line(texts.get(mark.section, "")[mark.start : mark.end])
        head = [(f"{number:>4} ", _QUIET), (f"{mark.topic} ", _COLOURS[mark.topic]), (f"'{quoted}': ", "")]
        place = f" ({one_line(mark.section)} {mark.start}-{mark.end})"
        yield from parts.wrapped([*head, (one_line(mark.unread), ""), (place, _QUIET)], indent=5)


class _Lines:
    """Wraps styled words to a width."""

    def __init__(self, width: int, colour: bool) -> None:
        self.width, self.colour = width, colour

    def wrapped(self, parts: Iterable[Part], indent: int = 0) -> Iterator[str]:
        """Yield lines no wider than the width; lines after the first are indented."""
        line: list[Part] = []
        taken, margin = 0, 0
        for word, before in _words(parts, self.width - indent):
            blank = before
            space = sum(_columns(text) for text, _ in word)
            if line and (taken + bool(blank) * len(blank) + space > self.width or "\n" in blank):
                yield " " * margin + self._styled(line)
                line, taken, margin, blank = [], indent, indent, ""
            line += [(blank, ""), *word]
            taken += len(blank) + space
        if line:
            yield " " * margin + self._styled(line)

    def _styled(self, parts: list[Part]) -> str:
        if not self.colour:
            return "".join(text for text, _ in parts).rstrip()
        return "".join(f"\x1b[{style}m{text}\x1b[0m" if style and text else text for text, style in parts)


def _words(parts: Iterable[Part], longest: int) -> Iterator[tuple[list[Part], str]]:
    """Yield each run of letters between white space, with its styles, and the white space before it."""
    word: list[Part] = []
    blank, taken = "", 0
    for text, style in parts:
        run = ""
        for letter in text:
            wide = _columns(letter)
            if letter.isspace() or taken + wide > longest:
                if run:
                    word.append((run, style))
                if word:
                    yield word, blank
                    blank = ""
                word, run, taken = [], "", 0
                if letter.isspace():
                    blank += letter
                    continue
            run += letter
            taken += wide
        if run:
            word.append((run, style))
    if word:
        yield word, blank


def _columns(text: str) -> int:
    """How many columns the text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(ch) else 2 if east_asian_width(ch) in "WF" else 1 for ch in text)
