"""One document read: its cases under their names, with ids, and what is to be said of them."""

from __future__ import annotations

from dataclasses import replace

from kg.case import Case, Method, Publication, Section
from kg.case_text import mapping
from kg.errors import Fault, Notepad, Severity
from kg.extract.model import Reading
from kg.extract.reading import read
from kg.grounding import ground_case

LONGEST = 5_000_000
"""Characters that are read of one document, more than any report has, so that memory stays bounded."""


def reading_of(publication: Publication, name: str, pad: Notepad) -> Reading:
    """The reading with its cases called after the document; a document without text has one empty case.

    The cases are not grounded, as case files hold them.
    """
    publication = _shortened(publication, name, pad)
    reading = read(publication)
    if not reading.cases:
        pad.note(name, "holds no text to read", "only its publication was taken")
        empty = Case(id=name, method=Method.EXTRACTED, publication=publication)
        return replace(reading, cases=(empty,))
    if not any(section.name != "title" and section.text.strip() for section in publication.sections):
        pad.note(name, "holds no abstract", "only its title was read")
    told = publication if mapping(publication) else None  # of a plain text nothing is known to write down
    cases = (replace(case, id=_named(case, name), publication=told) for case in reading.cases)
    return replace(reading, cases=tuple(cases))


def grounded(reading: Reading, pad: Notepad) -> Reading:
    """The reading with ids and labels in its cases; what has none stays as it was named, with a warning."""
    own = Notepad(pad.source)
    cases = tuple(ground_case(case, own) for case in reading.cases)
    pad.faults += (_mild(fault, reading.cases[0].id) for fault in own.faults)
    return replace(reading, cases=cases)


def cases_of(publication: Publication, name: str, pad: Notepad) -> tuple[Case, ...]:
    """The grounded cases of a document."""
    return grounded(reading_of(publication, name, pad), pad).cases


def _shortened(publication: Publication, name: str, pad: Notepad) -> Publication:
    """The publication with no more text than is read, what other programs marked in the rest left out."""
    if sum(len(section.text) for section in publication.sections) <= LONGEST:
        return publication
    pad.warn(
        name,
        f"is longer than {LONGEST:,} characters: what comes after them was not read",
        "give each report a file of its own",
    )
    kept: list[Section] = []
    room = LONGEST
    for section in publication.sections:
        kept.append(replace(section, text=section.text[:room]))
        room -= len(kept[-1].text)
    length = {section.name: len(section.text) for section in kept}
    hints = tuple(hint for hint in publication.hints if hint.end <= length.get(hint.section, 0))
    return replace(publication, sections=tuple(kept), hints=hints)


def _named(case: Case, name: str) -> str:
    """The case's id under the document's name, which of several patients it is kept."""
    _, sign, patient = case.id.rpartition("#")
    return f"{name}#{patient}" if sign else name


def _mild(fault: Fault, name: str) -> Fault:
    """The fault as one of a reading, which stops nothing."""
    severity = Severity.WARNING if fault.severity is Severity.ERROR else fault.severity
    return fault._replace(severity=severity, path=f"{name} {fault.path}")
