"""PubMed's text format: what 'Save > Format: Abstract (text)' writes.

A record opens with a numbered citation line, then come title, authors, addresses, links to comments
and errata, the abstract, its copyright line, the identifiers, and the conflict of interest statement,
as paragraphs between blank lines; several records follow each other in one file.

The format leaves out what the other two say: ISSN, publication types, the language of English
articles, and mostly the keywords. Links, names of collaborators and abstracts in further languages
are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.case import Publication, Section
from kg.errors import Notepad
from kg.readers.languages import code
from kg.readers.pieces import Text
from kg.readers.pubmed import Record, dated, kept, real_title
from kg.readers.pubmed_authors import addresses, authors, is_author_list
from kg.readers.pubmed_citation import Citation, citation
from kg.readers.pubmed_paragraphs import Block, Kind, Paragraph, blocks, ends_well, kind, said
from kg.readers.wrapped import breaks_at_hyphens, lines, section

_PMID_ALONE = re.compile(r"\n\n?PMID:[ \t]{0,3}[0-9]{1,9}[ \t]*(?:\[[^\]\n]*\])?[ \t]*(?=\n|\Z)")
_IDENTIFIER = re.compile(r"\b(?P<name>DOI|PMCID|PMID):\s*(?P<value>(?!(?:DOI|PMCID|PMID):)\S*)")
_LABEL = re.compile(r"\A(?:Author information|Conflict of interest statement|Key ?words):\s*", re.IGNORECASE)
_LANGUAGE = re.compile(r"\[Article in (?P<names>[^\];]+)")
_STATED = re.compile(r"©|\(c\)|copyright|all rights reserved", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|(?:crown )?copyright\b|published (?:by|\d{4})|(?:19|20)\d\d[ ,]|"
    r"this article is (?:protected by|a u\.?s)|this is an open access article|georg thieme|thieme|s\. karger|"
    r"springer|wiley|elsevier|lippincott|rsna)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:(?:from )?the )?(?:[\w'-]+ )?(?:department|dept|division|section|institut\w*|school|faculty|college|"
    r"cent(?:er|re)|laborator\w+|university|hospital|service|unit|clinic|abteilung|klinik)\b",
    re.IGNORECASE,
)
_NEVER_TITLES = frozenset((Kind.LANGUAGE, Kind.NO_AUTHORS, Kind.ADDRESSES, Kind.IDENTIFIERS, Kind.CONFLICT))
"""Any other beginning may be a title's in the title's place: 'Comment on: …', 'Reprint of: …'."""


@dataclass(slots=True)
class _Parts:
    """The paragraphs of one record by what they are."""

    citation: Citation | None = None
    title: Paragraph | None = None
    languages: list[str] = field(default_factory=list)
    authors: Paragraph | None = None
    addresses: Paragraph | None = None
    abstract: list[Paragraph] = field(default_factory=list)
    copyright: list[Paragraph] = field(default_factory=list)
    keywords: Paragraph | None = None
    identifiers: list[Paragraph] = field(default_factory=list)
    conflict: list[Paragraph] = field(default_factory=list)
    unknown: list[Paragraph] = field(default_factory=list)


def looks_like(head: str) -> bool:
    """True when a text that begins so is in PubMed's text format.

    That is when it opens with a citation line, or is prose with a line 'PMID: 37120151' of its own
    after a blank line.
    """
    start = head.lstrip("\ufeff \t\n")
    opening = start.split("\n\n", 1)[0][:1_000]
    if citation(" ".join(opening.split())):
        return True
    first = opening.split("\n", 1)[0]
    if re.match(r"[\w.@-]+:(?:\s|\Z)|[{\[<#%@-][\s{\"a-z!?%-]|PMID ?- |TY  - ", first):
        return False
    found = _PMID_ALONE.search(start)
    return bool(found and found.group().startswith("\n\n"))


def records(text: Text, source: str, pad: Notepad) -> Iterator[Publication]:
    """Yield the records of a file; what is wrong with them is noted under the name `source`.

    A record with a fault is left out and the others go on. Offsets of sections point into `text`.
    """
    return kept(_drafts(text, Notepad(source, pad.faults)))


def _drafts(text: Text, pad: Notepad) -> Iterator[tuple[Publication, Record]]:
    number = 0
    for block in blocks(lines(text)):
        first = block.paragraphs[0][0].number
        if block.is_loose and not any(kind(paragraph) is Kind.IDENTIFIERS for paragraph in block.paragraphs):
            pad.warn(
                "",
                "text that belongs to no record is passed over",
                "records open as '1. Journal. Year'",
                line=first,
            )
            continue
        number += 1
        record = Record(pad, number, first)
        yield _publication(block, record), record
    if not number:
        pad.error(
            "",
            "no PubMed record found",
            "a record opens with a line such as '1. Oncologist. 2023 Jul 5;28(7):1-9.'",
        )


def _publication(block: Block, record: Record) -> Publication:
    parts = _parts(block, record)
    cited = parts.citation
    identifiers = _identifiers(parts, record)
    sections = _sections(block, parts)
    listed = addresses(_unlabelled(parts.addresses)) if parts.addresses else {}
    return Publication(
        title=sections[0].text if sections and sections[0].name == "title" else None,
        authors=authors(said(parts.authors), listed, record) if parts.authors else (),
        journal=cited.journal if cited else None,
        date=dated(cited.date, record) if cited else None,
        volume=cited.volume if cited else None,
        issue=cited.issue if cited else None,
        pages=cited.pages if cited else None,
        doi=identifiers.get("DOI"),
        pmid=identifiers.get("PMID"),
        pmcid=identifiers.get("PMCID"),
        language=", ".join(parts.languages) or None,
        keywords=_keywords(parts.keywords),
        copyright=" ".join(said(paragraph) for paragraph in parts.copyright) or None,
        conflict_of_interest=_LABEL.sub("", " ".join(map(said, parts.conflict)), count=1) or None,
        sections=sections,
    )


def _sections(block: Block, parts: _Parts) -> tuple[Section, ...]:
    at_hyphens = breaks_at_hyphens(block.paragraphs)
    found = []
    if parts.title and real_title(said(parts.title)):
        found.append(section("title", parts.title, at_hyphens=at_hyphens))
    if parts.abstract:
        abstract = [line for paragraph in parts.abstract for line in paragraph]
        found.append(section("abstract", abstract, at_hyphens=at_hyphens))
    return tuple(found)


def _parts(block: Block, record: Record) -> _Parts:
    parts = _Parts()
    rest = list(block.paragraphs)
    if not block.is_loose:
        parts.citation = citation(said(rest.pop(0)))
    if parts.citation is None:
        record.warn("no citation line: journal, date, volume and pages are not known")
    rest = _take_head(rest, parts)
    for paragraph in rest:
        _sort_in(paragraph, parts)
    _take_copyright(parts)
    _take_address(parts)
    _say_leftovers(block, parts, record)
    return parts


def _take_head(paragraphs: Sequence[Paragraph], parts: _Parts) -> list[Paragraph]:
    """Take title, language and authors off the front; return what follows."""
    rest = list(paragraphs)
    if rest and kind(rest[0]) not in _NEVER_TITLES and not _is_untitled(rest):
        parts.title = rest.pop(0)
    while rest and kind(rest[0]) in {Kind.LANGUAGE, Kind.NO_AUTHORS}:
        if match := _LANGUAGE.match(said(rest.pop(0))):
            parts.languages += [code(name) for name in re.split(r",| and ", match["names"]) if name.strip()]
    if rest and kind(rest[0]) is Kind.TEXT:
        addressed = len(rest) > 1 and kind(rest[1]) is Kind.ADDRESSES
        if addressed or is_author_list(said(rest[0])):
            parts.authors = rest.pop(0)
    return rest


def _is_untitled(paragraphs: Sequence[Paragraph]) -> bool:
    """Authors stand where the title should: persons throughout, and no author list after them."""
    if not is_author_list(said(paragraphs[0]), strict=True):
        return False
    after = paragraphs[1] if len(paragraphs) > 1 else None
    return after is None or kind(after) is not Kind.TEXT or not is_author_list(said(after))


def _sort_in(paragraph: Paragraph, parts: _Parts) -> None:
    match kind(paragraph):
        case Kind.ADDRESSES if parts.addresses is None:
            parts.addresses = paragraph
        case Kind.IDENTIFIERS:
            parts.identifiers.append(paragraph)
        case Kind.CONFLICT:
            parts.conflict.append(paragraph)
        case Kind.KEYWORDS:
            parts.keywords = paragraph
        case Kind.TEXT if parts.conflict:
            parts.conflict.append(paragraph)
        case Kind.TEXT if parts.identifiers:
            parts.unknown.append(paragraph)
        case Kind.TEXT | Kind.OTHER_ABSTRACT:
            parts.abstract.append(paragraph)
        case _:
            pass  # links, collaborators and the like, which a publication does not hold


def _take_copyright(parts: _Parts) -> None:
    """Move the copyright lines from the abstract's end, and drop abstracts in further languages."""
    while parts.abstract and _is_copyright(said(parts.abstract[-1]), alone=len(parts.abstract) == 1):
        parts.copyright.insert(0, parts.abstract.pop())
    for at, paragraph in enumerate(parts.abstract):
        if kind(paragraph) is Kind.OTHER_ABSTRACT:
            del parts.abstract[at:]
            break


def _is_copyright(text: str, *, alone: bool) -> bool:
    if len(text) > 600 or not (_COPYRIGHT.match(text) or (_STATED.search(text) and not alone)):
        return False
    if text.startswith("©") or re.match(r"(?:crown )?copyright\b|\(c\) ", text, re.IGNORECASE):
        return True
    return not alone and bool(_STATED.search(text) or len(text) < 200)


def _take_address(parts: _Parts) -> None:
    """Before 2014 the first author's address stood as a paragraph of its own under the authors."""
    if parts.addresses or not parts.authors or len(parts.abstract) < 2:
        return
    text = said(parts.abstract[0])
    if len(text) <= 300 and text.count(",") >= 2 and _ADDRESS.match(text):
        parts.addresses = parts.abstract.pop(0)


def _say_leftovers(block: Block, parts: _Parts, record: Record) -> None:
    for paragraph in parts.unknown:
        record.warn("text after the identifiers is passed over", line=paragraph[0].number)
    last = block.paragraphs[-1][-1]
    if not parts.identifiers and not ends_well(block.paragraphs[-1]):
        record.error("the record breaks off before its PMID line", "save the record again", line=last.number)


def _identifiers(parts: _Parts, record: Record) -> dict[str, str]:
    """DOI, PMCID and PMID as printed, the DOI from the citation when no line of its own has it."""
    found: dict[str, str] = {}
    for paragraph in parts.identifiers:
        for match in _IDENTIFIER.finditer(said(paragraph)):
            name, value = match["name"], match["value"]
            line = paragraph[0].number
            if not value:
                record.error(f"the {name} line says nothing", "save the record again", line=line)
            elif found.setdefault(name, value) != value:
                record.error(
                    f"two {name}s: {found[name]} and {value}", "are two records glued together?", line=line
                )
    cited = parts.citation.doi if parts.citation else None
    if cited and cited.lower() != found.setdefault("DOI", cited).lower():
        _settle_doi(cited, found, record)
    return found


def _settle_doi(cited: str, found: dict[str, str], record: Record) -> None:
    shorter, longer = sorted((cited, found["DOI"]), key=len)
    if longer.lower().startswith(shorter.lower()):
        record.warn(f"the DOI {shorter} is cut; took {longer}")
        found["DOI"] = longer
    else:
        record.error(f"two DOIs: {cited} in the citation, {found['DOI']} below", "keep the right one")
        del found["DOI"]


def _keywords(paragraph: Paragraph | None) -> tuple[str, ...]:
    if paragraph is None:
        return ()
    text = _LABEL.sub("", said(paragraph), count=1).removesuffix(".")
    separator = ";" if ";" in text else ","
    return tuple(word.strip() for word in text.split(separator) if word.strip())


def _unlabelled(paragraph: Paragraph) -> Paragraph:
    """The lines of the addresses without the words 'Author information:'."""
    first, *rest = paragraph
    label = _LABEL.match(first.text)
    return (first._replace(text=first.text[label.end() :]), *rest) if label else paragraph
