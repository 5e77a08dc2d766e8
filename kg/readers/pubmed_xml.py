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
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from kg.case import Author, Publication, Section
from kg.errors import Notepad
from kg.readers.pubmed import Record, dated, kept, real_title, volume_issue

if TYPE_CHECKING:
    from defusedxml.ElementTree import DefusedXMLParser

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_ROOT = re.compile(r"<(?:!DOCTYPE\s+)?(?:PubmedArticleSet|PubmedArticle|PubmedBookArticle(?:Set)?)\b")
_CONFLICT = re.compile(r"\AConflict of interest statement:\s*", re.IGNORECASE)
_RECORDS = frozenset(("PubmedArticle", "PubmedBookArticle"))
_JOURNAL = ("Journal/ISOAbbreviation", "Journal/Title")
_ISSUE = "Journal/JournalIssue"
_CHUNK = 1 << 16


class _Builder(TreeBuilder):
    """Keeps each finished record with the line it opens at, and forgets it from the tree."""

    def __init__(self) -> None:
        super().__init__()
        self.parser: DefusedXMLParser | None = None
        self.finished: list[tuple[Element, int]] = []
        self._line = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        if tag in _RECORDS and self.parser is not None:
            self._line = self.parser.parser.CurrentLineNumber
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        element = super().end(tag)
        if tag in _RECORDS:
            self.finished.append((element, self._line))
        return element


def looks_like(head: str) -> bool:
    """True when a text that begins so is PubMed XML."""
    return head.lstrip("\ufeff \t\n").startswith("<") and bool(_ROOT.search(head))


def records(text: str, source: str, pad: Notepad) -> Iterator[Publication]:
    """Yield the records of a file; what is wrong with them is noted under the name `source`.

    A record with a fault is left out and the others go on; where the XML itself breaks off, the
    records before that place have been given.
    """
    return kept(_drafts(text, Notepad(source, pad.faults)))


def _drafts(text: str, pad: Notepad) -> Iterator[tuple[Publication, Record]]:
    number = 0
    for number, (element, line) in enumerate(_elements(text, pad), 1):
        record = Record(pad, number, line)
        if element.tag == "PubmedArticle":
            yield _publication(element, record), record
        else:
            record.warn("a book record is passed over", "kg reads journal articles")
        element.clear()
    if not number and not any(pad.errors()):
        pad.error("", "no PubmedArticle in it", "save the records as XML from PubMed again")


def _elements(text: str, pad: Notepad) -> Iterator[tuple[Element, int]]:
    """Yield each record and its line, then note where and why the XML breaks off, if it does."""
    from defusedxml.common import DefusedXmlException

    start = len(text) - len(text.lstrip("\ufeff \t\n"))
    skipped = text.count("\n", 0, start)
    builder, parser = _parser()
    try:
        for at in range(start, len(text), _CHUNK):
            parser.feed(text[at : at + _CHUNK])
            yield from ((element, line + skipped) for element, line in builder.finished)
            builder.finished.clear()
        parser.close()
    except DefusedXmlException:
        line = parser.parser.CurrentLineNumber + skipped
        what = "declares XML entities, which are never expanded"
        pad.error("", what, "save the records from PubMed again", line=line)
    except ParseError as error:
        yield from ((element, line + skipped) for element, line in builder.finished)
        _say_broken(error, pad, skipped)


def _parser() -> tuple[_Builder, DefusedXMLParser]:
    """A parser that passes over a DOCTYPE naming PubMed's DTD, which is normal, and refuses all entities."""
    from defusedxml.ElementTree import DefusedXMLParser

    builder = _Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    builder.parser = parser
    return builder, parser


def _say_broken(error: ParseError, pad: Notepad, skipped: int) -> None:
    line, _ = error.position
    why = str(error).partition(": line")[0]
    if why.startswith(("junk after", "XML or text declaration not at start")):
        cure = "two XML files glued together: separate them; records after this place were not read"
    elif why.startswith(("no element found", "unclosed")):
        cure = "the file is cut: save it again; the records before this place were read"
    else:
        cure = "mend it or save it again; records after this place were not read"
    pad.error("", f"the XML is broken: {why}", cure, line=line + skipped)


def _publication(element: Element, record: Record) -> Publication:
    citation = _child(element, "MedlineCitation", record)
    article = _child(citation, "Article", record)
    title = real_title(_text(article.find("ArticleTitle")))
    volume, number = volume_issue(_said(article, f"{_ISSUE}/Volume"), _said(article, f"{_ISSUE}/Issue"))
    conflict = _said(citation, "CoiStatement") or ""
    return Publication(
        title=title,
        authors=_authors(article.find("AuthorList")),
        journal=_said(citation, "MedlineJournalInfo/MedlineTA") or _said(article, *_JOURNAL),
        date=dated(_date(article), record),
        volume=volume,
        issue=number,
        pages=_pages(article),
        doi=_doi(element, article, record),
        pmid=_said(citation, "PMID"),
        pmcid=_said(element, "PubmedData/ArticleIdList/ArticleId[@IdType='pmc']"),
        issn=_said(citation, "MedlineJournalInfo/ISSNLinking") or _said(article, "Journal/ISSN"),
        language=", ".join(_all(article, "Language")) or None,
        types=_all(article, "PublicationTypeList/PublicationType"),
        keywords=_all(citation, "KeywordList/Keyword"),
        copyright=_said(article, "Abstract/CopyrightInformation"),
        conflict_of_interest=_CONFLICT.sub("", conflict) or None,
        sections=_sections(title, _abstract(article.find("Abstract"))),
    )


def _child(element: Element, name: str, record: Record) -> Element:
    found = element.find(name)
    if found is None and not record.faulty:
        record.error(f"{element.tag} without {name}", "save the record again")
    return Element(name) if found is None else found


def _text(element: Element | None) -> str:
    """The text of an element on one line, its markup flattened; blanks of other kinds are kept."""
    return "" if element is None else _BLANKS.sub(" ", "".join(element.itertext())).strip(" ")


def _said(element: Element | None, *paths: str) -> str | None:
    if element is None:
        return None
    return next((text for path in paths if (text := _text(element.find(path)))), None)


def _all(element: Element, path: str) -> tuple[str, ...]:
    return tuple(text for found in element.iterfind(path) if (text := _text(found)))


def _sections(title: str | None, abstract: str) -> tuple[Section, ...]:
    named = (("title", title), ("abstract", abstract))
    return tuple(Section(name=name, text=text) for name, text in named if text)


def _abstract(element: Element | None) -> str:
    """The paragraphs of the abstract, each after its label, as PubMed's text format prints them."""
    paragraphs = []
    for part in element.iterfind("AbstractText") if element is not None else ():
        label, text = part.get("Label", "").strip(), _text(part)
        paragraphs.append(f"{label}: {text}" if label and text else text)
    return " ".join(text for text in paragraphs if text)


def _authors(listed: Element | None) -> tuple[Author, ...]:
    """The valid authors in order; the first spelling of one corrected later is marked invalid."""
    found = []
    for author in listed.iterfind("Author") if listed is not None else ():
        name = _said(author, "CollectiveName") or _person(author)
        if name and author.get("ValidYN") != "N":
            found.append(
                Author(name, _all(author, "AffiliationInfo/Affiliation") or _all(author, "Affiliation"))
            )
    return tuple(found)


def _person(author: Element) -> str:
    """'Tian H', 'Smith JA 3rd', as AU of the MEDLINE format has it."""
    parts = (
        _said(author, "LastName"),
        _said(author, "Initials") or _said(author, "ForeName"),
        _said(author, "Suffix"),
    )
    return " ".join(part for part in parts if part)


def _date(article: Element) -> str | None:
    """The date of the issue, or of the electronic publication where the issue has none."""
    date = article.find("Journal/JournalIssue/PubDate")
    if date is None or not len(date):
        date = article.find("ArticleDate")
    if date is None:
        return None
    if said := _said(date, "MedlineDate"):
        return said
    year, month, day = (_said(date, name) for name in ("Year", "Month", "Day"))
    if season := _said(date, "Season"):
        return f"{year or ''} {season}".strip()
    separator = "/" if (month or "").isdigit() else " "
    return separator.join(part for part in (year, month, day) if part) or None


def _pages(article: Element) -> str | None:
    if said := _said(article, "Pagination/MedlinePgn"):
        return said
    pages = [text for name in ("StartPage", "EndPage") if (text := _said(article, f"Pagination/{name}"))]
    return "-".join(dict.fromkeys(pages)) or None


def _doi(element: Element, article: Element, record: Record) -> str | None:
    said: Sequence[str] = [
        text
        for found in article.iterfind("ELocationID[@EIdType='doi']")
        if found.get("ValidYN") != "N" and (text := _text(found))
    ]
    said = [*said, *_all(element, "PubmedData/ArticleIdList/ArticleId[@IdType='doi']")]
    if len({doi.lower() for doi in said}) > 1:
        record.error(f"two DOIs: {said[0]} and {said[-1]}", "keep the right one")
    return said[0] if said else None
