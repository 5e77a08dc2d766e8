"""Stretches of a document as places in its own sections."""

from __future__ import annotations

from kg.case import Concept, Span
from kg.extract.document import Document
from kg.terms import Term


def span(document: Document, start: int, end: int) -> Span:
    """The place of a stretch, in its own section."""
    index, offset = document.place(start)
    section = document.sections[index]
    return Span(section.name, start - offset, end - offset, section.text[start - offset : end - offset])


def concept(term: Term | None, text: str) -> Concept:
    """The thing by its term's label, or by the text's own words without a term; not yet grounded."""
    return Concept(term.label if term else text)
