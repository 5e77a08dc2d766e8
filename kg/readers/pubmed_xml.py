"""PubMed XML: a PubmedArticleSet as PubMed, E-utilities and the yearly baseline files hold it.

`journal` is the abbreviated title (MedlineTA), as in the other two formats. Markup inside titles and
abstracts is flattened. Sections have no offsets: XML text does not stand in the file as it reads.
Entities are never expanded and nothing is fetched: a file that declares entities is a fault. Books,
MeSH terms, grants, references and abstracts in further languages are passed over, books with a
warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from kg.case import Author, Publication, Section
from kg.errors import Notepad
from kg.readers.pieces import Text
from kg.readers.pubmed import Record, dated, kept, real_title, volume_issue
from kg.readers.xml_records import elements, every, flat, stated

_ROOT = re.compile(r"<(?:!DOCTYPE\s+)?(?:PubmedArticleSet|PubmedArticle|PubmedBookArticle(?:Set)?)\b")
_CONFLICT = re.compile(r"\AConflict of interest statement:\s*", re.IGNORECASE)
_RECORDS = frozenset(("PubmedArticle", "PubmedBookArticle"))
_JOURNAL = ("Journal/ISOAbbreviation", "Journal/Title")
_ISSUE = "Journal/JournalIssue"


def looks_like(head: str) -> bool:
    """True when a text that begins so is PubMed XML."""
    return head.lstrip("\ufeff \t\n").startswith("<") and bool(_ROOT.search(head))


def records(text: Text, source: str, pad: Notepad) -> Iterator[Publication]:
    """Yield the records of a file; what is wrong with them is noted under the name `source`.

    A record with a fault is left out and the others go on; where the XML itself breaks off, the
    records before that place have been given.
    """
    return kept(_drafts(text, Notepad(source, pad.faults)))


def _drafts(text: Text, pad: Notepad) -> Iterator[tuple[Publication, Record]]:
    number = 0
    for number, (element, line) in enumerate(elements(text, _RECORDS, pad), 1):
        record = Record(pad, number, line)
        if element.tag == "PubmedArticle":
            yield _publication(element, record), record
        else:
            record.warn("a book record is passed over", "kg reads journal articles")
        element.clear()
    if not number and not any(pad.errors()):
        pad.error("", "no PubmedArticle in it", "save the records as XML from PubMed again")


def _publication(element: Element, record: Record) -> Publication:
    citation = _child(element, "MedlineCitation", record)
    article = _child(citation, "Article", record)
    title = real_title(flat(article.find("ArticleTitle")))
    volume, number = volume_issue(stated(article, f"{_ISSUE}/Volume"), stated(article, f"{_ISSUE}/Issue"))
    conflict = stated(citation, "CoiStatement") or ""
    return Publication(
        title=title,
        authors=_authors(article.find("AuthorList")),
        journal=stated(citation, "MedlineJournalInfo/MedlineTA") or stated(article, *_JOURNAL),
        date=dated(_date(article), record),
        volume=volume,
        issue=number,
        pages=_pages(article),
        doi=_doi(element, article, record),
        pmid=stated(citation, "PMID"),
        pmcid=stated(element, "PubmedData/ArticleIdList/ArticleId[@IdType='pmc']"),
        issn=stated(citation, "MedlineJournalInfo/ISSNLinking") or stated(article, "Journal/ISSN"),
        language=", ".join(every(article, "Language")) or None,
        types=every(article, "PublicationTypeList/PublicationType"),
        keywords=every(citation, "KeywordList/Keyword"),
        copyright=stated(article, "Abstract/CopyrightInformation"),
        conflict_of_interest=_CONFLICT.sub("", conflict) or None,
        sections=_sections(title, _abstract(article.find("Abstract"))),
    )


def _child(element: Element, name: str, record: Record) -> Element:
    found = element.find(name)
    if found is None and not record.faulty:
        record.error(f"{element.tag} without {name}", "save the record again")
    return Element(name) if found is None else found


def _sections(title: str | None, abstract: str) -> tuple[Section, ...]:
    named = (("title", title), ("abstract", abstract))
    return tuple(Section(name=name, text=text) for name, text in named if text)


def _abstract(element: Element | None) -> str:
    """The paragraphs of the abstract, each after its label, as PubMed's text format prints them."""
    paragraphs = []
    for part in element.iterfind("AbstractText") if element is not None else ():
        label, text = part.get("Label", "").strip(), flat(part)
        paragraphs.append(f"{label}: {text}" if label and text else text)
    return " ".join(text for text in paragraphs if text)


def _authors(listed: Element | None) -> tuple[Author, ...]:
    """The valid authors in order; the first spelling of one corrected later is marked invalid."""
    found = []
    for author in listed.iterfind("Author") if listed is not None else ():
        name = stated(author, "CollectiveName") or _person(author)
        if name and author.get("ValidYN") != "N":
            found.append(
                Author(name, every(author, "AffiliationInfo/Affiliation") or every(author, "Affiliation"))
            )
    return tuple(found)


def _person(author: Element) -> str:
    """'Tian H', 'Smith JA 3rd', as AU of the MEDLINE format has it."""
    parts = (
        stated(author, "LastName"),
        stated(author, "Initials") or stated(author, "ForeName"),
        stated(author, "Suffix"),
    )
    return " ".join(part for part in parts if part)


def _date(article: Element) -> str | None:
    """The date of the issue, or of the electronic publication where the issue has none."""
    date = article.find("Journal/JournalIssue/PubDate")
    if date is None or not len(date):
        date = article.find("ArticleDate")
    if date is None:
        return None
    if said := stated(date, "MedlineDate"):
        return said
    year, month, day = (stated(date, name) for name in ("Year", "Month", "Day"))
    if season := stated(date, "Season"):
        return f"{year or ''} {season}".strip()
    separator = "/" if (month or "").isdigit() else " "
    return separator.join(part for part in (year, month, day) if part) or None


def _pages(article: Element) -> str | None:
    if said := stated(article, "Pagination/MedlinePgn"):
        return said
    pages = [text for name in ("StartPage", "EndPage") if (text := stated(article, f"Pagination/{name}"))]
    return "-".join(dict.fromkeys(pages)) or None


def _doi(element: Element, article: Element, record: Record) -> str | None:
    said: Sequence[str] = [
        text
        for found in article.iterfind("ELocationID[@EIdType='doi']")
        if found.get("ValidYN") != "N" and (text := flat(found))
    ]
    said = [*said, *every(element, "PubmedData/ArticleIdList/ArticleId[@IdType='doi']")]
    if len({doi.lower() for doi in said}) > 1:
        record.error(f"two DOIs: {said[0]} and {said[-1]}", "keep the right one")
    return said[0] if said else None
