"""A report cut into sentences, each with the part it plays: told of the patient, or of the world."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.case import Publication, Section
from kg.extract.phrases import Phrases
from kg.extract.plain import Words, plain, words

_END = re.compile(r"[.!?][\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9\u00c0-\u00de\u0391-\u03a9])|\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|al|Dr|Mr|Mrs|Ms|Prof|St|Fig|Figs|No|Nos|approx|ca|resp|Ph|Inc|Ltd|Co|sp|spp|var|p|c|b\.i\.d|t\.i\.d"
    r"|q\.d|i\.v|s\.c|p\.o|mo|wk)|\b[A-Z](?:\.[A-Z])*)\.$"
)
_HEADING = re.compile(r"(?:(?<=\s)|\A)([A-Z][A-Za-z /&,-]{2,48}):(?=\s)")
_DIGIT = re.compile(r"\d")


class Role(StrEnum):
    """What a sentence does in its report."""

    TITLE = "title"
    BACKGROUND = "background"
    NARRATIVE = "narrative"
    CONCLUSION = "conclusion"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its characters and words, counted in the whole document."""

    start: int
    end: int
    first: int
    last: int
    section: int
    role: Role


@dataclass(frozen=True, slots=True)
class Document:
    """All sections of a report as one even text."""

    text: str
    words: Words
    sentences: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    offsets: tuple[int, ...]
    """Where each section begins in `text`."""

    def place(self, start: int) -> tuple[int, int]:
        """(index of the section, offset of its first character) for a character of the whole text."""
        index = len(self.offsets) - 1
        while index and self.offsets[index] > start:
            index -= 1
        return index, self.offsets[index]

    def sentence_at(self, start: int) -> int:
        """The index of the sentence that holds a character."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.sentences[middle].start <= start:
                low = middle
            else:
                high = middle - 1
        return low


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
    return Document(text, told, tuple(_sentences(text, told, sections, offsets)), sections, tuple(offsets))


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
        if text[start:end].strip():
            found.append((start, end))
        start = end
        while start < len(text) and text[start] in " \n":
            start += 1
    if text[start:].strip():
        found.append((start, len(text)))
    return found


def _sentences(text: str, told: Words, sections: Sequence[Section], offsets: Sequence[int]) -> list[Sentence]:
    spans: list[tuple[int, int, int, str]] = []
    for index, section in enumerate(sections):
        begin = offsets[index]
        heading = ""
        for start, end in bounds(text[begin : begin + len(section.text)]):
            start, end = start + begin, end + begin
            if found := _HEADING.match(text, start, end):
                heading = found[1].lower()
            spans.append((start, end, index, heading))
    placed: list[tuple[int, int, int, str, int, int]] = []
    at, starts = 0, told.starts
    for start, end, index, heading in spans:
        first = at
        while at < len(starts) and starts[at] < end:
            at += 1
        placed.append((start, end, index, heading, first, at))
    roles = _roles(told, sections, placed)
    return [
        Sentence(start, end, first, last, index, role)
        for (start, end, index, _, first, last), role in zip(placed, roles, strict=True)
    ]


def _roles(
    told: Words, sections: Sequence[Section], placed: Sequence[tuple[int, int, int, str, int, int]]
) -> list[Role]:
    """The part of each sentence: by its heading or section, else by where the story of the patient begins."""
    cues = [_cues(told, first, last) for _, _, _, _, first, last in placed]
    began: dict[int, int] = {}
    for number, (span, found) in enumerate(zip(placed, cues, strict=True)):
        if found & {"report", "narrative"} and not (found & {"generic"} and not found & {"report"}):
            began.setdefault(span[2], number)
    roles: list[Role] = []
    ended: set[int] = set()
    for number, (span, found) in enumerate(zip(placed, cues, strict=True)):
        index, heading = span[2], span[3]
        named = _SECTION_ROLES.get(sections[index].name.split(":")[0].strip()) or _headed(heading)
        if named is not None:
            role = named
            if (
                role is Role.NARRATIVE
                and found & {"generic", "conclusion"}
                and not found & {"narrative", "report"}
            ):
                role = Role.CONCLUSION if "conclusion" in found else Role.BACKGROUND
            roles.append(role)
            continue
        if number < began.get(index, -1 if index not in began else 0):
            roles.append(Role.BACKGROUND)
        elif "conclusion" in found or index in ended:
            strong = "narrative" in found and "conclusion" not in found and "generic" not in found
            if not strong:
                ended.add(index)
            roles.append(Role.NARRATIVE if strong else Role.CONCLUSION)
        elif "generic" in found and not found & {"narrative", "report"}:
            roles.append(Role.BACKGROUND)
        else:
            roles.append(Role.NARRATIVE)
    return roles


_ROLES = Phrases("sentences")


def _cues(told: Words, first: int, last: int) -> set[str]:
    return {found.row["means"] for found in _ROLES.found(told, first, last)}


def _headed(heading: str) -> Role | None:
    return next((role for word, role in _HEADINGS.items() if word in heading), None) if heading else None


_SECTION_ROLES = {"title": Role.TITLE, "introduction": Role.BACKGROUND, "background": Role.BACKGROUND}
_HEADINGS = {
    "conclu": Role.CONCLUSION,
    "discussion": Role.CONCLUSION,
    "lesson": Role.CONCLUSION,
    "interpretation": Role.CONCLUSION,
    "significance": Role.CONCLUSION,
    "implication": Role.CONCLUSION,
    "background": Role.BACKGROUND,
    "introduction": Role.BACKGROUND,
    "rationale": Role.BACKGROUND,
    "objective": Role.BACKGROUND,
    "purpose": Role.BACKGROUND,
    "aim": Role.BACKGROUND,
    "context": Role.BACKGROUND,
    "case": Role.NARRATIVE,
    "patient": Role.NARRATIVE,
    "diagnos": Role.NARRATIVE,
    "intervention": Role.NARRATIVE,
    "treatment": Role.NARRATIVE,
    "outcome": Role.NARRATIVE,
    "result": Role.NARRATIVE,
    "finding": Role.NARRATIVE,
    "present": Role.NARRATIVE,
    "method": Role.NARRATIVE,
    "clinical": Role.NARRATIVE,
    "observation": Role.NARRATIVE,
    "report": Role.NARRATIVE,
}
