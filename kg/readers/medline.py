"""The MEDLINE format: what 'Save > Format: PubMed' and 'Send to > Citation manager' (.nbib) write.

Each field is a line 'TI  - …' whose continuation lines are indented; a record opens with PMID.
`journal` is the abbreviated title (TA), as in the other two formats, and author names are those of AU.
Groups among the authors (CN) come after the persons: the format does not keep their place. MeSH
terms, grants and abstracts in further languages (OAB) are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.case import Author, Publication, Section
from kg.errors import Notepad
from kg.readers.pieces import Text
from kg.readers.pubmed import Record, dated, kept, real_title, volume_issue
from kg.readers.wrapped import Line, breaks_at_hyphens, lines, section, unwrap

_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9]{1,3}) {0,2}-(?:[ \t]|\Z)")
_TYPICAL_TAGS = "PMID OWN STAT DCOM LR IS VI IP DP TI PG LID AB FAU AU AD LA PT TA JT SO AID CI COIS"
_TYPICAL = frozenset(_TYPICAL_TAGS.split())
_CONFLICT = re.compile(r"\AConflict of interest statement:\s*", re.IGNORECASE)
_ISSN = re.compile(r"(?P<issn>\d{4}-\d{3}[\dXx])(?P<linking> \(Linking\))?")
_OPENING = ("PMID", "OWN", "STAT", "TI", "BTI")


@dataclass(frozen=True, slots=True)
class _Field:
    tag: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return unwrap(self.lines)[0]


def looks_like(head: str) -> bool:
    """True when a text that begins so is in MEDLINE format: its first line is a field, two more follow."""
    tags = [
        match["tag"] if (match := _TAG.match(line[:8])) else None for line in head.split("\n") if line.strip()
    ]
    known = [tag for tag in tags if tag in _TYPICAL]
    first = tags[0] if tags else None
    return (first == "PMID" and len(known) >= 2) or (first in _TYPICAL and len(set(known)) >= 3)


def records(text: Text, source: str, pad: Notepad) -> Iterator[Publication]:
    """Yield the records of a file; what is wrong with them is noted under the name `source`.

    A record with a fault is left out and the others go on. Offsets of sections point into `text`.
    """
    return kept(_drafts(text, Notepad(source, pad.faults)))


def _drafts(text: Text, pad: Notepad) -> Iterator[tuple[Publication, Record]]:
    number = 0
    for number, wrapped in enumerate(_blocks(text), 1):
        record = Record(pad, number, wrapped[0].number)
        yield _publication(_fields(wrapped, record), record), record
    if not number:
        pad.error("", "no MEDLINE record found", "a record opens with a line such as 'PMID- 37120151'")


def _blocks(text: Text) -> Iterator[list[Line]]:
    """Yield the lines of each record: a new one at every PMID, and after a blank line where one begins."""
    current: list[Line] = []
    seen: set[str] = set()
    blank = False
    for line in lines(text):
        if not line.text.strip():
            blank = True
            continue
        match = _TAG.match(line.text[:8])
        tag = match["tag"] if match else ""
        if current and (tag == "PMID" or (blank and tag in _OPENING and tag in seen)):
            yield current
            current, seen = [], set()
        current.append(line)
        seen.add(tag)
        blank = False
    if current:
        yield current


def _fields(wrapped: Sequence[Line], record: Record) -> list[_Field]:
    """The fields in order; notes lines that belong to none."""
    found: list[tuple[str, list[Line]]] = []
    for line in wrapped:
        if match := _TAG.match(line.text[:8]):
            rest = line._replace(text=line.text[match.end() :], start=line.start + match.end())
            found.append((match["tag"], [rest]))
        elif found and line.text[0] in " \t":
            found[-1][1].append(line)
        else:
            what = f"{line.text[:60]!r} is neither a field nor, indented, its continuation"
            record.error(what, "write 'TI  - …', or indent the line by six blanks", line=line.number)
    return [_Field(tag, tuple(value)) for tag, value in found]


def _publication(fields: Sequence[_Field], record: Record) -> Publication:
    values: dict[str, list[str]] = {}
    for field in fields:
        values.setdefault(field.tag, []).append(field.text)
    volume, issue = volume_issue(_first(values, "VI"), _first(values, "IP"))
    sections = _sections(fields)
    return Publication(
        title=sections[0].text if sections and sections[0].name == "title" else None,
        authors=_authors(fields),
        journal=_first(values, "TA", "JT"),
        date=dated(_first(values, "DP"), record),
        volume=volume,
        issue=issue,
        pages=_first(values, "PG"),
        doi=_doi(values, record),
        pmid=_only(values, "PMID", record),
        pmcid=_only(values, "PMC", record),
        issn=_issn(values.get("IS", ())),
        language=", ".join(values.get("LA", ())) or None,
        types=tuple(values.get("PT", ())),
        keywords=tuple(word.removeprefix("*") for word in values.get("OT", ())),
        copyright=" ".join(values.get("CI", ())) or None,
        conflict_of_interest=_CONFLICT.sub("", " ".join(values.get("COIS", ()))) or None,
        sections=sections,
    )


def _first(values: dict[str, list[str]], *tags: str) -> str | None:
    return next((text for tag in tags for text in values.get(tag, ()) if text), None)


def _only(values: dict[str, list[str]], tag: str, record: Record) -> str | None:
    """The one value of an identifier; notes an empty line and a second value."""
    said = list(dict.fromkeys(values.get(tag, ())))
    if "" in said:
        record.error(f"the {tag} line says nothing", "save the record again")
    elif len(said) > 1:
        record.error(f"two {tag} lines: {said[0]} and {said[1]}", "are two records glued together?")
    return said[0] if said else None


def _doi(values: dict[str, list[str]], record: Record) -> str | None:
    texts = [text for tag in ("LID", "AID") for text in values.get(tag, ()) if text.lower().endswith("[doi]")]
    said = [text[: -len("[doi]")].strip() for text in texts]
    if len({doi.lower() for doi in said}) > 1:
        record.error(f"two DOIs: {said[0]} and {said[-1]}", "keep the right one")
    return said[0] if said else None


def _issn(said: Sequence[str]) -> str | None:
    """The linking ISSN, which joins print and electronic, else the first."""
    found = [match for text in said if (match := _ISSN.match(text))]
    linking = [match["issn"] for match in found if match["linking"]]
    return next(iter(linking + [match["issn"] for match in found]), None)


def _sections(fields: Sequence[_Field]) -> tuple[Section, ...]:
    at_hyphens = breaks_at_hyphens([field.lines for field in fields])
    by_tag: dict[str, tuple[Line, ...]] = {}
    for field in fields:
        by_tag.setdefault(field.tag, field.lines)
    title = section("title", by_tag.get("TI") or by_tag.get("BTI") or (), at_hyphens=at_hyphens)
    abstract = section("abstract", by_tag.get("AB", ()), at_hyphens=at_hyphens)
    return tuple(
        part for part in (title, abstract) if part.text and (part is abstract or real_title(part.text))
    )


def _authors(fields: Sequence[_Field]) -> tuple[Author, ...]:
    """Persons in order, each with the AD lines that follow its AU or FAU; then the groups."""
    persons: list[tuple[str, list[str]]] = []
    full = ""
    groups = []
    for field in fields:
        if field.tag == "FAU":
            full = field.text
            persons.append((full, []))
        elif field.tag == "AU":
            if persons and persons[-1][0] == full and full:
                persons[-1] = (field.text, persons[-1][1])
            else:
                persons.append((field.text, []))
            full = ""
        elif field.tag == "AD" and persons:
            persons[-1][1].append(field.text)
        elif field.tag == "CN":
            groups.append(Author(field.text))
    return (*(Author(name, tuple(addresses)) for name, addresses in persons if name), *groups)
