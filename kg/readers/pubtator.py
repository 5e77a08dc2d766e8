"""PubTator's text format: `pmid|t|title`, `pmid|a|abstract`, and a line with tabs for each annotation.

Annotations become hints; relations between them are passed over. Offsets count title and abstract as
one text with one character between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.case import Publication
from kg.errors import Notepad
from kg.readers.bioc import say_lost
from kg.readers.passages import Mark, Passage, assembled, identifiers
from kg.readers.pieces import Text
from kg.readers.pubmed import Record, kept
from kg.readers.wrapped import Line, lines

_TEXT = re.compile(r"(?P<id>[^\s|]{1,40})\|(?P<part>[ta])\|")
_NUMBER = re.compile(r"[0-9]{1,9}\Z")
_SOURCE = "PubTator"


@dataclass(slots=True)
class _Document:
    """The lines of one document."""

    id: str
    line: int
    title: Line | None = None
    abstract: Line | None = None
    marks: list[Line] = field(default_factory=list)


def looks_like(head: str) -> bool:
    """True when a text that begins so is in PubTator's text format.

    >>> looks_like("99000001|t|A title"), looks_like("a|b|c")
    (True, False)
    """
    first = head.lstrip("\ufeff \t\n")
    return bool(re.match(r"[^\s|]{1,40}\|t\|", first))


def records(text: Text, source: str, pad: Notepad) -> Iterator[Publication]:
    """Yield the documents of a file; what is wrong with them is noted under the name `source`.

    A document with a fault is left out and the others go on. Sections have no offsets.
    """
    return kept(_drafts(text, Notepad(source, pad.faults)))


def _drafts(text: Text, pad: Notepad) -> Iterator[tuple[Publication, Record]]:
    for number, document in enumerate(_documents(text, pad), 1):
        record = Record(pad, number, document.line)
        yield _publication(document, record), record


def _documents(text: Text, pad: Notepad) -> Iterator[_Document]:
    """Yield the documents; a new one begins at each title and after a blank line."""
    current: _Document | None = None
    for line in lines(text):
        match = _TEXT.match(line.text[:60])
        if match and (current is None or match["part"] == "t" or match["id"] != current.id):
            if current:
                yield current
            current = _Document(match["id"], line.number)
        if match and current:
            rest = line._replace(text=line.text[match.end() :])
            if match["part"] == "t":
                current.title = rest
            else:
                current.abstract = rest
        elif current and "\t" in line.text:
            current.marks.append(line)
        elif line.text.strip():
            what = f"{line.text[:60]!r} is neither text nor an annotation"
            pad.error("", what, "a line is 'pmid|t|…', 'pmid|a|…' or has tabs", line=line.number)
    if current:
        yield current


def _publication(document: _Document, record: Record) -> Publication:
    title = document.title.text if document.title else ""
    after = len(title) + 1
    marks = [mark for line in document.marks if (mark := _mark(line, document.id, record))]
    passages = [Passage(("title",), title, 0, tuple(mark for mark in marks if mark.start < after))]
    if document.abstract:
        rest = tuple(mark for mark in marks if mark.start >= after)
        passages.append(Passage(("abstract",), document.abstract.text, after, rest))
    made = assembled(passages, _SOURCE)
    if made.lost:
        say_lost(made.lost, record)
    pmcid = document.id if document.id.upper().startswith("PMC") else None
    return Publication(
        title=next((one.text for one in made.sections if one.name == "title"), None),
        pmid=None if pmcid else document.id,
        pmcid=pmcid,
        sections=made.sections,
        hints=made.hints,
    )


def _mark(line: Line, name: str, record: Record) -> Mark | None:
    """The annotation on a line; None for a relation, or with a fault noted for what is neither."""
    cells = line.text.split("\t")
    if cells[0].strip() != name:
        what = f"an annotation of {cells[0][:40]!r} stands under {name!r}"
        record.error(what, "part the documents with a blank line", line=line.number)
        return None
    if len(cells) < 5 or not (_NUMBER.match(cells[1]) and _NUMBER.match(cells[2])):
        if not _NUMBER.match(cells[1]):
            return None
        record.error("an annotation has start, end, text and type", "mend the line", line=line.number)
        return None
    kind = cells[4].strip() or "annotation"
    said = cells[5] if len(cells) > 5 else ""
    return Mark(int(cells[1]), int(cells[2]), cells[3], kind, identifiers(said, kind, kind))
