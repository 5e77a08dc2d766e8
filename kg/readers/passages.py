"""Passages of an annotated document -> its sections, and its annotations as hints within them.

Formats of this family count the characters of the whole document; here every mark is found again in
the section that its passage went into.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.case import Hint, Section
from kg.ids import is_curie, normal_curie
from kg.readers.section_names import Sections

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STRETCH = re.compile(r"[^ \t\r\n\f\v]+(?: [^ \t\r\n\f\v]+)*")
_NOTHING = frozenset({"", "-", "none", "null", "nan"})
_SPECIES = re.compile(r"\(Tax:\d+\)\Z", re.IGNORECASE)
_VARIANT = re.compile(r"mutation|variant|snp|change|allele", re.IGNORECASE)
_MESH = re.compile(r"[CD]\d{6,9}")
_VOCABULARIES = {
    "gene": "NCBIGene",
    "ncbi_gene": "NCBIGene",
    "species": "NCBITaxon",
    "ncbi_taxonomy": "NCBITaxon",
}
"""PubTator's type or database -> the prefix of its plain numbers (its format's description)."""
_MESH_KINDS = frozenset({"disease", "chemical", "ncbi_mesh"})


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotation as the file has it."""

    start: int
    """Counted in the whole document."""
    end: int
    text: str
    kind: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the document's text."""

    titles: tuple[str, ...]
    """The section it belongs to, and those above that."""
    text: str
    offset: int
    """Of its first character in the whole document."""
    marks: tuple[Mark, ...] = ()
    heading: str = ""
    """What stands before it in the abstract: 'METHODS'."""


@dataclass(slots=True)
class _Placed:
    """A passage on one line, with the way from its own characters to that line's."""

    passage: Passage
    text: str
    pairs: list[tuple[int, int]]
    """(offset in the passage, offset in the line), ascending."""
    start: int = 0
    """Of its line within the section."""

    def at(self, offset: int) -> int:
        """Where a character of the passage stands in its line; a blank that went counts as the next word."""
        index = bisect_right(self.pairs, offset, key=lambda pair: pair[0]) - 1
        if index < 0:
            return 0
        before, there = self.pairs[index]
        end = self.pairs[index + 1][1] if index + 1 < len(self.pairs) else len(self.text)
        return min(there + offset - before, end)


@dataclass(slots=True)
class Assembled:
    """The sections and hints of one document."""

    sections: tuple[Section, ...]
    hints: tuple[Hint, ...]
    lost: list[Mark] = field(default_factory=list)
    """Marks whose words do not stand in their passage."""


def clean(text: str) -> str:
    """The text with a blank or U+FFFD for each character that no text may hold; as long as before."""
    return _CONTROL.sub(lambda found: "\ufffd" if "\ud800" <= found[0] <= "\udfff" else " ", text)


def assembled(passages: Sequence[Passage], source: str) -> Assembled:
    """The passages joined to sections, paragraphs on lines of their own (in the abstract on one)."""
    groups: dict[tuple[str, ...], list[_Placed]] = {}
    for passage in passages:
        placed = _placed(passage)
        if placed.text:
            groups.setdefault(passage.titles, []).append(placed)
    sections, hints, lost = Sections(), [], []
    for titles, group in groups.items():
        text = _joined(group, " " if titles in {("title",), ("abstract",)} else "\n")
        name = sections.add(titles, text) or ""
        for placed in group:
            for mark in placed.passage.marks:
                place = _place(placed, mark)
                if place is None:
                    lost.append(mark)
                else:
                    hints += _hints(name, text, place, mark, source)
    done = sections.done()
    order = {section.name: rank for rank, section in enumerate(done)}
    hints.sort(key=lambda hint: (order[hint.section], hint.start, hint.end, hint.kind, hint.id or ""))
    return Assembled(done, tuple(dict.fromkeys(hints)), lost)


def _placed(passage: Passage) -> _Placed:
    parts: list[str] = []
    pairs: list[tuple[int, int]] = []
    length = 0
    for match in _STRETCH.finditer(clean(passage.text)):
        if parts:
            parts.append(" ")
            length += 1
        pairs.append((match.start(), length))
        parts.append(match.group())
        length += len(match.group())
    return _Placed(passage, "".join(parts), pairs)


def _joined(group: Sequence[_Placed], between: str) -> str:
    """The text of a section; each passage learns where its own line starts in it."""
    parts: list[str] = []
    length = 0
    for placed in group:
        heading = placed.passage.heading
        lead = (between if parts else "") + (f"{heading}: " if heading else "")
        placed.start = length + len(lead)
        parts += (lead, placed.text)
        length = placed.start + len(placed.text)
    return "".join(parts)


def _place(placed: _Placed, mark: Mark) -> tuple[int, int] | None:
    """Where the mark's words stand in the section; None when the passage does not hold them.

    Some files count bytes or half characters: then the nearest place with the same words is meant.
    """
    first, last = mark.start - placed.passage.offset, mark.end - placed.passage.offset - 1
    words = " ".join(clean(mark.text).split())
    if 0 <= first <= last < len(placed.passage.text):
        start, end = placed.at(first), placed.at(last) + 1
        if placed.text[start:end] == words or (not words and start < end <= len(placed.text)):
            return placed.start + start, placed.start + end
    if not words:
        return None
    wanted = placed.at(first) if first > 0 else 0
    found = [placed.text.rfind(words, 0, wanted + len(words)), placed.text.find(words, wanted)]
    near = min((at for at in found if at >= 0), key=lambda at: abs(at - wanted), default=None)
    return None if near is None else (placed.start + near, placed.start + near + len(words))


def _hints(section: str, text: str, place: tuple[int, int], mark: Mark, source: str) -> list[Hint]:
    """One hint for each id of the mark, one without id when it has none."""
    start, end = place
    return [
        Hint(
            section=section, start=start, end=end, text=text[start:end], kind=mark.kind, id=one, source=source
        )
        for one in mark.ids or (None,)
    ]


def identifiers(said: str, kind: str, vocabulary: str = "") -> tuple[str, ...]:
    """The ids in an annotation's identifier, as CURIEs where the format says what they are.

    `vocabulary` is what says so: PubTator's type or the name of its database; '' in files of others, whose
    plain numbers may be of any. Of a variant the whole text is the id.

    >>> identifiers("2064;1956(Tax:9606)", "Gene", "Gene"), identifiers("2064", "Gene")
    (('NCBIGene:2064', 'NCBIGene:1956'), ('2064',))
    >>> identifiers("tmVar:p|SUB|V|777|L;HGVS:p.V777L", "ProteinMutation", "ProteinMutation")
    ('tmVar:p|SUB|V|777|L;HGVS:p.V777L',)
    """
    said = clean(said).strip()
    whole = not vocabulary or _VARIANT.search(kind)
    parts = [said] if whole else [_SPECIES.sub("", part.strip()) for part in re.split(r"[;|,]", said)]
    found = (_identifier(part, vocabulary.lower()) for part in parts if part.lower() not in _NOTHING)
    return tuple(dict.fromkeys(found))


def _identifier(said: str, vocabulary: str) -> str:
    if is_curie(said):
        return normal_curie(said)
    if vocabulary in _VOCABULARIES and said.isdecimal():
        return f"{_VOCABULARIES[vocabulary]}:{said}"
    if vocabulary in _MESH_KINDS and _MESH.fullmatch(said):
        return f"MESH:{said}"
    return said
