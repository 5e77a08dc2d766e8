"""What a description of a node is made of: plain frozen data, ready to be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.picture.model import Evidence, Link


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is said, with all that is known of how it came here."""

    words: str
    iri: str = ""
    modality: str | None = None
    """'observed', 'absent', 'background', 'hypothesis', '' when the graph gives none; None for what is no
    statement."""
    facts: tuple[tuple[str, str], ...] = ()
    """(property in words, value in words), sorted."""
    evidence: tuple[Evidence, ...] = ()
    method: str = ""
    """'curated', 'extracted' or 'imported'."""
    case: str = ""
    """What the case is called that it belongs to, where the section does not say so."""
    source: str = ""
    """The publication, where there is no evidence to name it."""
    parts: tuple[Entry, ...] = ()
    """What belongs to it: the response to a line, the statements of a case."""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of entries under a title."""

    title: str
    entries: tuple[Entry, ...]
    total: int
    """How many there are, shown or not."""
    note: str = ""
    """How the entries are to be read."""


@dataclass(frozen=True, slots=True)
class Description:
    """Everything that a graph says of a node."""

    iri: str
    label: str
    kind: str
    """What it is, in plain words: 'drug', 'case', 'evidence statement'."""
    taken_for: str
    """What the name was taken for; '' when the description's head says it all."""
    synonyms: tuple[str, ...]
    parents: tuple[tuple[Link, ...], ...]
    """The terms above it, level by level."""
    upwards: str
    """How it stands to those: 'is a kind of'."""
    matches: tuple[Link, ...]
    """The same thing in other vocabularies."""
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]

    def text(self, width: int = 80) -> str:
        """It as text for people, in lines of at most `width` characters."""
        from kg.nodes import page

        return page.text(self, width)

    def markdown(self) -> str:
        """It as Markdown."""
        from kg.nodes import page

        return page.markdown(self)

    def to_dict(self) -> dict[str, Any]:
        """It as plain data for JSON, IRIs as CURIEs where one fits."""
        from kg.nodes import page

        return page.data(self)

    def __str__(self) -> str:
        """The text of 80 characters a line."""
        return self.text()

    def _repr_markdown_(self) -> str:
        return self.markdown()
