"""What PubMed's three formats have in common: checking a record, and records that come twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.case import Publication
from kg.errors import Notepad
from kg.readers.dates import iso_date

_PMID = re.compile(r"[1-9][0-9]{0,8}")
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\"]+")
_PMCID = re.compile(r"(PMC[1-9][0-9]{0,9})(?:\.[0-9]+)?")
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_VOLUME_WITH_ISSUE = re.compile(r"(?P<volume>[^()]*)\((?P<issue>.*)\)")
NO_TITLE = frozenset(("[Not Available]", "[not available]", "[Title not available]"))
"""What PubMed prints where it has no title."""


@dataclass(slots=True)
class Record:
    """Which record of a file is being read, to say what is wrong with it and remember that it is."""

    pad: Notepad
    number: int
    """Counted from 1."""
    line: int
    faulty: bool = False

    def error(self, what: str, cure: str = "", *, line: int | None = None) -> None:
        """Note a fault; the record is left out."""
        self.faulty = True
        self.pad.error(f"record {self.number}", what, cure, line=line or self.line)

    def warn(self, what: str, cure: str = "", *, line: int | None = None) -> None:
        """Note something doubtful; the record stays."""
        self.pad.warn(f"record {self.number}", what, cure, line=line or self.line)

    def note(self, what: str, cure: str = "", *, line: int | None = None) -> None:
        """Note something that was done."""
        self.pad.note(f"record {self.number}", what, cure, line=line or self.line)


def kept(drafts: Iterable[tuple[Publication, Record]]) -> Iterator[Publication]:
    """Yield the records without a fault, each PMID once.

    Identifiers are checked and brought into form. A record with a fault of its own is left out after
    the fault was noted, and so is one that repeats a PMID: with a warning when it says the same, as
    a fault when it says something else.
    """
    seen: dict[str, tuple[int, int]] = {}
    for draft, record in drafts:
        publication = _checked(draft, record)
        if not record.faulty and (publication.pmid is None or _is_new(publication, record, seen)):
            yield publication


def _is_new(publication: Publication, record: Record, seen: dict[str, tuple[int, int]]) -> bool:
    pmid = publication.pmid or ""
    texts = tuple(section.text for section in publication.sections)
    content = hash((replace(publication, sections=()), texts))
    if pmid not in seen:
        seen[pmid] = (record.line, content)
        return True
    line, before = seen[pmid]
    if content == before:
        record.warn(
            f"PMID {pmid} stands already at line {line}; this repetition is left out", "delete one of the two"
        )
    else:
        record.error(
            f"PMID {pmid} stands already at line {line} and says something else", "keep the right one"
        )
    return False


def _checked(draft: Publication, record: Record) -> Publication:
    """The publication with its identifiers in form; notes what is wrong or missing."""
    publication = replace(
        draft,
        pmid=_pmid(draft.pmid, record),
        doi=_doi(draft.doi, record),
        pmcid=_pmcid(draft.pmcid, record),
    )
    if record.faulty:
        return publication
    if not publication.title:
        record.warn("no title", "is the record complete?")
    if not (draft.pmid or draft.doi or draft.pmcid):
        record.warn("neither PMID nor DOI: nothing to know the publication by", "add the line 'PMID: …'")
    elif not draft.pmid:
        record.warn("no PMID", "is the record complete?")
    return publication


def _pmid(said: str | None, record: Record) -> str | None:
    if not said or _PMID.fullmatch(said):
        return said or None
    record.error(
        f"PMID {said[:80]!r} is not a number of 1 to 9 digits", "write it as in PubMed, such as 37120151"
    )
    return None


def _doi(said: str | None, record: Record) -> str | None:
    if not said:
        return None
    doi = _DOI_PREFIX.sub("", said, count=1)
    if _DOI.fullmatch(doi):
        return doi
    record.error(f"{said[:200]!r} is not a DOI", "a DOI looks like 10.1093/oncolo/oyad122")
    return None


def _pmcid(said: str | None, record: Record) -> str | None:
    if not said:
        return None
    if match := _PMCID.fullmatch(said):
        return match[1]
    record.error(f"{said[:80]!r} is not a PMCID", "a PMCID looks like PMC10322140")
    return None


def dated(said: str | None, record: Record) -> str | None:
    """The date in ISO 8601, or None with a warning when it cannot be read."""
    if not said:
        return None
    try:
        return iso_date(said)
    except ValueError:
        record.warn(f"{said[:80]!r} is not a date", "write it as 2023 Jul 5")
        return None


def volume_issue(volume: str | None, issue: str | None) -> tuple[str | None, str | None]:
    """Volume and issue, also where the volume holds the part in brackets: '104 ( Pt 12)' -> 104, Pt 12."""
    volume, issue = (volume or "").strip(), (issue or "").strip()
    if not issue and (match := _VOLUME_WITH_ISSUE.fullmatch(volume)):
        volume, issue = match["volume"].strip(), match["issue"].strip()
    return volume or None, issue or None


def real_title(title: str) -> str | None:
    """The title, None where PubMed says that it has none."""
    return title if title.rstrip(". ") not in NO_TITLE and title else None
