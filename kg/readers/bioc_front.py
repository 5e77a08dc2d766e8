"""The bibliography of a BioC document, as PubTator and PubMed Central write it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from kg.case import Author, Publication
from kg.readers.bioc_passages import infons
from kg.readers.jats_front import initials
from kg.readers.passages import Assembled, clean
from kg.readers.pubmed import Record, dated
from kg.readers.pubmed_citation import citation

_NAME = re.compile(r"name_(\d{1,4})\Z")
_PMID = re.compile(r"[1-9]\d{0,8}\Z")
_PMCID = re.compile(r"(?:PMC)?([1-9]\d{0,9})\Z", re.IGNORECASE)


def publication(document: dict[str, Any], record: Record, source: str) -> Publication:
    """What the document says of itself, without its text."""
    said = _merged(document)
    line = said.get("journal", "")
    printed = citation(line if line.endswith(".") else f"{line}.") if line else None
    # PubTator cuts long citations: a DOI at the very end may be half of one.
    whole = printed is not None and printed.doi is not None and f"{printed.doi}. " in line
    journal = document.get("journal")
    return Publication(
        authors=_authors(document, said),
        journal=journal if isinstance(journal, str) else printed.journal if printed else None,
        date=dated(printed.date if printed else said.get("year"), record),
        volume=printed.volume if printed else said.get("volume") or None,
        issue=printed.issue if printed else said.get("issue") or None,
        pages=printed.pages if printed else _pages(said),
        doi=said.get("article-id_doi") or (printed.doi if printed and whole else None),
        pmid=_pmid(document, said, source),
        pmcid=_pmcid(document, said, source),
        keywords=(),
        copyright=said.get("license") or None,
    )


def with_text(bibliography: Publication, title: str | None, made: Assembled) -> Publication:
    """The publication with its sections and hints."""
    return replace(bibliography, title=title, sections=made.sections, hints=made.hints)


def _merged(document: dict[str, Any]) -> dict[str, str]:
    """The key-value pairs of the document and of its first passage, which stands for the front matter."""
    first = next((one for one in document["passages"] if isinstance(one, dict)), {})
    return {key: clean(value) for key, value in {**infons(document), **infons(first)}.items()}


def _pages(said: dict[str, str]) -> str | None:
    first, last = said.get("fpage"), said.get("lpage")
    return "-".join(dict.fromkeys(filter(None, (first, last)))) or said.get("elocation-id") or None


def _pmid(document: dict[str, Any], said: dict[str, str], source: str) -> str | None:
    own = document.get("pmid")
    if isinstance(own, int | str) and str(own).strip():
        return str(own).strip()
    if stated := said.get("article-id_pmid"):
        return stated
    name = str(document.get("id") or "")
    return name if _PMID.match(name) and not source.upper().startswith("PMC") else None


def _pmcid(document: dict[str, Any], said: dict[str, str], source: str) -> str | None:
    name = str(document.get("id") or "")
    own = name if name.upper().startswith("PMC") or source.upper().startswith("PMC") else ""
    stated = str(document.get("pmcid") or "") or said.get("article-id_pmc") or own
    found = _PMCID.match(stated)
    return f"PMC{found[1]}" if found else None


def _authors(document: dict[str, Any], said: dict[str, str]) -> tuple[Author, ...]:
    """The authors from PubTator's list or line of names, or from PubMed Central's numbered pairs."""
    listed = document.get("authors")
    if isinstance(listed, list):
        return tuple(Author(clean(name)) for name in listed if isinstance(name, str) and name.strip())
    if line := said.get("authors"):
        return tuple(Author(name.strip()) for name in line.split(",") if name.strip())
    numbered = sorted((int(found[1]), value) for key, value in said.items() if (found := _NAME.match(key)))
    return tuple(Author(name) for _, value in numbered if (name := _name(value)))


def _name(said: str) -> str:
    """'surname:Tian;given-names:Hao' as 'Tian H'."""
    pairs = dict(part.partition(":")[::2] for part in said.split(";"))
    parts = (pairs.get("surname", ""), initials(pairs.get("given-names", "")), pairs.get("suffix", ""))
    return " ".join(part.strip() for part in parts if part.strip())
