"""The citation line that opens each record of PubMed's text format."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.readers.dates import iso_date
from kg.readers.pubmed import volume_issue

_END = r"(?:\.(?=\s|\Z))"
_OPENING = re.compile(
    r"(?:(?P<number>\d{1,7})[.:] )?(?P<journal>[^\s.].{0,250}?)\. "
    rf"(?P<date>(?:[A-Za-z]{{4,7}} )?(?:1[5-9]|20)\d\d[\w ,/&-]{{0,40}}?)(?P<end>;|:|{_END})"
)
_VOLUME = re.compile(rf"[^:]{{0,120}}?(?=:|{_END})")
_PAGES = re.compile(rf":\s?(?P<pages>.{{1,200}}?){_END}")
_DOI = re.compile(r"\bdoi:\s*(?P<doi>\S{1,500})", re.IGNORECASE)
_LONGEST = 3_000


@dataclass(frozen=True, slots=True)
class Citation:
    """What the line '1. Oncologist. 2023 Jul 5;28(7):e534-e541. doi: …' says."""

    number: int | None
    journal: str
    date: str
    """As printed: '2023 Jul 5'."""
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None


def citation(text: str) -> Citation | None:
    """The citation that the text is, unwrapped to one line, or None when it is none.

    >>> found = citation("1. Oncologist. 2023 Jul 5;28(7):e534-e541. doi: 10.1093/oncolo/oyad122.")
    >>> found.journal, found.date, found.volume, found.issue, found.pages, found.doi
    ('Oncologist', '2023 Jul 5', '28', '7', 'e534-e541', '10.1093/oncolo/oyad122')
    """
    text = text[:_LONGEST]
    opening = _OPENING.match(text)
    doi = _DOI.search(text)
    if not opening or not _is_opening(opening, doi is not None):
        return None
    at = opening.end("date")
    volume, issue = None, None
    if opening["end"] == ";" and (found := _VOLUME.match(text, at + 1)):
        volume, issue = _split(found.group())
        at = found.end()
    pages = _PAGES.match(text, at)
    return Citation(
        number=int(opening["number"]) if opening["number"] else None,
        journal=opening["journal"].removesuffix("[Preprint]").strip(),
        date=opening["date"].strip(),
        volume=volume,
        issue=issue,
        pages=pages["pages"].strip() if pages else None,
        doi=doi["doi"].rstrip(".,;") if doi else None,
    )


def _is_opening(opening: re.Match[str], with_doi: bool) -> bool:
    """Tell a citation from prose such as '1. Introduction. 2015 was good'."""
    try:
        iso_date(opening["date"])
    except ValueError:
        return opening["end"] == ";" and opening["number"] is not None
    return opening["number"] is not None or opening["end"] == ";" or with_doi


def _split(said: str) -> tuple[str | None, str | None]:
    """Volume and issue of '28(7)', '23 Suppl 10', '(12)', '104 ( Pt 12)', '12(3 (Pt 1))'."""
    said = said.strip()
    if not said.endswith(")"):
        return said or None, None
    depth = 0
    for at in range(len(said) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(said[at], 0)
        if depth == 0:
            return volume_issue(said[:at], said[at + 1 : -1])
    return said, None
