"""What reading a text gives: marks on its words, and the cases made of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.case import Case, Modality, Publication


class Topic(StrEnum):
    """What a stretch of text is about."""

    GENE = "gene"
    VARIANT = "variant"
    MARKER = "marker"
    DISEASE = "disease"
    SITE = "site"
    DRUG = "drug"
    DRUG_CLASS = "drug class"
    REGIMEN = "regimen"
    PROCEDURE = "procedure"
    LINE = "line of therapy"
    RESPONSE = "response"
    TIME = "time"
    ADVERSE_EVENT = "adverse event"
    PATIENT = "patient"
    OUTCOME = "outcome"
    CLAIM = "claim"
    CUE = "cue"
    """Words that tell whose a fact is: 'no evidence of', 'in vitro', 'her mother'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of text and what it was read as."""

    section: str
    """'title', 'abstract', or another section of the document."""
    start: int
    """First character, counted from 0 in the section's text (Unicode code points)."""
    end: int
    """One past the last character."""
    topic: Topic
    says: str
    """What it was read as, in words: 'ERBB2 V777L', 'partial response', '14 months'."""
    id: str | None = None
    """CURIE of the term, None without one."""
    modality: Modality = Modality.OBSERVED
    rule: str = ""
    """The rule or table that found it: 'names', 'variants: protein change'."""
    confidence: float = 1.0
    """0 to 1."""
    patient: int | None = None
    """Which case it went into, counted from 0; None when into none."""
    unread: str = ""
    """Why nothing was made of it; empty when it was understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document, the cases read from it, and every mark in text order."""

    document: Publication
    cases: tuple[Case, ...] = ()
    """One per patient told apart; ids as `Case.id` has them, several with '#1', '#2'. Not grounded."""
    marks: tuple[Mark, ...] = ()

    @property
    def unread(self) -> tuple[Mark, ...]:
        """What was seen and not understood."""
        return tuple(mark for mark in self.marks if mark.unread)
