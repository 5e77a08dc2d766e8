"""A report cut into sentences, each with the part it plays: told of the patient, or of the world."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.case import Publication, Section
from kg.extract.patients import Stretch, split
from kg.extract.plain import Words, plain, words
from kg.extract.roles import Placed, Role, roles

__all__ = ["Document", "Role", "Sentence", "bounds", "document"]

_END = re.compile(r"[.!?\n](?:(?<=\n)|(?<!\n)[\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9\u00c0-\u00de\u0391-\u03a9]))")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|al|Dr|Mr|Mrs|Ms|Prof|St|Fig|Figs|No|Nos|approx|ca|resp|Ph|Inc|Ltd|Co|sp|spp"
    r"|var|p|c|b\.i\.d|t\.i\.d"
    r"|q\.d|i\.v|s\.c|p\.o|mo|wk)|\b[A-Z](?:\.[A-Z])*)\.$"
)
_HEADING = re.compile(r"(?:(?<=\s)|\A)([A-Z][A-Za-z /&,-]{2,48}):(?=\s)")

_LONGEST = 1_500
"""Characters of the longest sentence; what is longer was not written as one."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its characters and words, counted in the whole document."""

    start: int
    end: int
    first: int
    last: int
    section: int
    role: Role
    patient: int | None = None
    """Whose it is, counted from 0, where a report has several patients; None: everybody's."""


@dataclass(frozen=True, slots=True)
class Document:
    """All sections of a report as one even text."""

    text: str
    words: Words
    sentences: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    offsets: tuple[int, ...]
    """Where each section begins in `text`."""
    starts: tuple[int, ...]
    """Where each sentence begins in `text`."""
    patients: int = 1
    """How many patients are told apart."""

    def of(self, patient: int) -> frozenset[int]:
        """The numbers of the sentences told of a patient, those of everybody among them."""
        return frozenset(n for n, one in enumerate(self.sentences) if one.patient in (None, patient))

    def only(self, patient: int) -> Document:
        """The same text, in which sentences told of other patients are background."""
        return replace(
            self,
            sentences=tuple(
                one if one.patient in (None, patient) else replace(one, role=Role.BACKGROUND)
                for one in self.sentences
            ),
        )

    def place(self, start: int) -> tuple[int, int]:
        """(index of the section, offset of its first character) for a character of the whole text."""
        index = len(self.offsets) - 1
        while index and self.offsets[index] > start:
            index -= 1
        return index, self.offsets[index]

    def sentence_at(self, start: int) -> int:
        """The index of the sentence that holds a character."""
        return (bisect_right(self.starts, start) or 1) - 1


def document(publication: Publication) -> Document:
    """The publication's sections as one document; a publication without text has no sentences."""
    sections = tuple(section for section in publication.sections if section.text.strip())
    offsets: list[int] = []
    pieces: list[str] = []
    length = 0
    for section in sections:
        offsets.append(length)
        pieces.append(plain(section.text))
        length += len(section.text) + 1
    text = "\n".join(pieces)
    told = words(text)
    sentences, patients = _sentences(text, told, sections, offsets)
    starts = tuple([one.start for one in sentences])
    return Document(text, told, sentences, sections, tuple(offsets), starts, patients)


def bounds(text: str) -> list[tuple[int, int]]:
    """First and one past the last character of every sentence.

    >>> bounds("He had no fever. Dr. Li gave 2.5 mg (i.v. only).")
    [(0, 16), (17, 48)]
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if match[0] != "\n" and _ABBREVIATED.search(text[max(start, end - 8) : match.start() + 1]):
            continue
        found += _cut(text, start, end)
        start = end
        while start < len(text) and text[start] in " \n":
            start += 1
    return found + _cut(text, start, len(text))


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentence in pieces that end at a blank, when it is longer than any sentence is.

    What is tied together is tied within a sentence, so its length bounds the time that a text takes.
    """
    pieces: list[tuple[int, int]] = []
    while end - start > _LONGEST:
        blank = text.rfind(" ", start + 1, start + _LONGEST)
        stop = blank if blank > 0 else start + _LONGEST
        pieces.append((start, stop))
        start = stop + (blank > 0)
    return [*pieces, (start, end)] if text[start:end].strip() else pieces


def _sentences(
    text: str, told: Words, sections: Sequence[Section], offsets: Sequence[int]
) -> tuple[tuple[Sentence, ...], int]:
    """The sentences with the part each plays and whose it is, and how many patients there are."""
    placed = list(_placed(text, told, sections, offsets))
    played = roles(told, text, placed)
    stretches = [
        Stretch(one.start, one.end, one.first, one.last, role is Role.NARRATIVE)
        for one, role in zip(placed, played, strict=True)
    ]
    whose, patients = split(text, told, stretches)
    sentences = (
        Sentence(one.start, one.end, one.first, one.last, one.part, role, patient)
        for one, role, patient in zip(placed, played, whose, strict=True)
    )
    return tuple(sentences), patients


def _placed(text: str, told: Words, sections: Sequence[Section], offsets: Sequence[int]) -> Iterator[Placed]:
    at, starts = 0, told.starts
    for index, section in enumerate(sections):
        begin, heading = offsets[index], ""
        for low, high in bounds(text[begin : begin + len(section.text)]):
            start, end = low + begin, high + begin
            if found := _HEADING.match(text, start, end):
                heading = found[1].lower()
            first = at
            while at < len(starts) and starts[at] < end:
                at += 1
            yield Placed(start, end, index, section.name, heading, first, at)
