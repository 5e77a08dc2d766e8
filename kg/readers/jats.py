"""JATS, the XML of full texts in PubMed Central: `<article>` alone or many in a `<pmc-articleset>`.

Sections are 'title', 'abstract' (each part after its heading: 'CASE: …'), and those of the body under
their titles in lower case, a sub-section after the one it stands in ('case presentation: treatment');
text outside of any section is 'body'. Paragraphs, rows of tables and items of lists stand on lines of
their own. A table is the section 'table 1': caption, rows with cells parted by ' | ', notes; a figure's
caption is 'figure 1'. References, acknowledgements, notes to the text and supplements are left out,
numbers that refer to the bibliography too. Sections have no offsets. Superscript numbers after a letter
or digit are written with '^', so that powers stay powers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kg.case import Publication
from kg.errors import Notepad
from kg.readers import jats_front as front
from kg.readers.jats_text import sections_of
from kg.readers.pieces import Text
from kg.readers.pubmed import Record, kept
from kg.readers.xml_records import elements

_RECORDS = frozenset({"article"})
_PROLOG = re.compile(
    r"(?:\s|\ufeff|<\?[^>]{0,500}>|<!--(?:[^-]|-(?!->)){0,2000}-->|<!DOCTYPE[^>\[]{0,1000}>)*"
)
_ROOT = re.compile(r"<(?:!DOCTYPE\s+)?(?:[\w.-]+:)?(?:article|pmc-articleset)(?=[\s>])")
_HTML = re.compile(r"<!DOCTYPE\s+html|<html\b", re.IGNORECASE)


def looks_like(head: str) -> bool:
    """True when a text that begins so is an article in JATS, or a set of them.

    >>> looks_like("<article article-type='case-report'><front>"), looks_like("<html><article>")
    (True, False)
    """
    start = _PROLOG.match(head)
    at = start.end() if start else 0
    return bool(_ROOT.match(head, at)) and not _HTML.search(head)


def records(text: Text, source: str, pad: Notepad) -> Iterator[Publication]:
    """Yield the articles of a file; what is wrong with them is noted under the name `source`.

    An article with a fault is left out and the others go on; where the XML itself breaks off, the
    articles before that place have been given.
    """
    return kept(_drafts(text, Notepad(source, pad.faults)))


def _drafts(text: Text, pad: Notepad) -> Iterator[tuple[Publication, Record]]:
    number = 0
    for number, (element, line) in enumerate(elements(text, _RECORDS, pad), 1):
        record = Record(pad, number, line)
        yield _publication(element, record), record
        element.clear()
    if not number and not any(pad.errors()):
        pad.error("", "no article in it", "save the full text as XML from PubMed Central again")


def _publication(article: Element, record: Record) -> Publication:
    meta = article.find("front/article-meta")
    if meta is None:
        meta = article.find("front-stub")
    if meta is None:
        record.error("article without article-meta", "save the full text again")
        return Publication()
    title = front.title(meta)
    sections = sections_of(title, article, meta)
    if article.find("body") is None:
        record.note("there is no full text in it, only the abstract")
    return Publication(
        title=title,
        authors=front.authors(meta),
        journal=front.journal(article),
        date=front.date(meta, record),
        volume=front.text(meta, "volume"),
        issue=front.text(meta, "issue"),
        pages=front.pages(meta),
        doi=front.identifier(meta, record, "doi"),
        pmid=front.identifier(meta, record, "pmid"),
        pmcid=front.pmcid(meta, record),
        issn=front.text(article, "front/journal-meta/issn-l", "front/journal-meta/issn"),
        language=front.language(article),
        types=front.types(article, meta),
        keywords=front.keywords(meta),
        copyright=front.text(meta, "permissions/copyright-statement"),
        conflict_of_interest=front.conflict(article),
        sections=sections,
    )
