"""The paragraphs of PubMed's text format: what each is, and which make up one record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from kg.readers.pubmed_citation import citation
from kg.readers.wrapped import Line, unwrap

Paragraph = tuple[Line, ...]


class Kind(Enum):
    """What a paragraph is, told by how it begins."""

    TEXT = auto()
    """Title, authors, abstract or copyright, which only their place tells apart."""
    LANGUAGE = auto()
    NO_AUTHORS = auto()
    ADDRESSES = auto()
    LINKS = auto()
    OTHER_ABSTRACT = auto()
    KEYWORDS = auto()
    IDENTIFIERS = auto()
    CONFLICT = auto()
    ASIDE = auto()
    """Lists that a publication does not hold: collaborators, grants, MeSH terms."""


@dataclass(frozen=True, slots=True)
class Block:
    """The paragraphs of one record."""

    paragraphs: tuple[Paragraph, ...]
    is_loose: bool
    """True when it does not open with a number or citation line."""


_BEGINNINGS = re.compile(
    "|".join(
        f"(?P<{kind.name}>{pattern})"
        for kind, pattern in (
            (Kind.IDENTIFIERS, r"(?:DOI|PMCID|PMID):"),
            (Kind.CONFLICT, r"Conflict of interest statement:"),
            (Kind.ADDRESSES, r"Author information:"),
            (Kind.LANGUAGE, r"\[Article in [A-Z]"),
            (Kind.NO_AUTHORS, r"\[No authors? listed\.?\]"),
            (
                Kind.LINKS,
                r"(?:Comment (?:in|on)|Erratum (?:in|for)|Update (?:in|of)|"
                r"(?:Partial )?[Rr]etraction (?:in|of)|"
                r"Expression of concern (?:in|for)|"
                r"(?:(?:Corrected|Retracted) and )?[Rr]epublished (?:in|from)|"
                r"Summary for patients in|Original report in|Reprint (?:in|of)|Preprint (?:in|of)|"
                r"Reviewed in|Dataset (?:described|use reported) in|"
                r"Associated (?:data|dataset|publication)|Cites)"
                r"[ \t]*(?::|\Z)",
            ),
            (
                Kind.OTHER_ABSTRACT,
                r"(?:Publisher|Plain[ -][Ll]anguage[ -][Ss]ummary|plain-language-summary): ?",
            ),
            (Kind.KEYWORDS, r"(?:K(?:ey|EY) ?(?:words|WORDS)):"),
            (
                Kind.ASIDE,
                r"Collaborators(?:\(\d+\))?:|(?:Publication [Tt]ypes?|M[Ee]SH [Tt]erms|Substances|"
                r"Grant [Ss]upport|Grants?|Secondary [Ss]ource ID|Personal [Nn]ame as [Ss]ubject|"
                r"Free P[Mm]C [Aa]rticle|Free [Aa]rticle)(?::|\Z)|"
                r"\[?(?:No abstract available|Abstract available from the publisher)\.?\]?[ \t]*\Z",
            ),
        )
    )
)
_IDENTIFIER_LINE = re.compile(r"(?:DOI|PMCID|PMID):[ \t]*\S*(?:[ \t]+\[[^\]]*\])?[ \t]*\Z")
_NUMBERED = re.compile(r"(?P<number>\d{1,7})[.:] \S")
_OPENING_LINES = 4
_OPENING_WIDTH = 400


def said(paragraph: Paragraph) -> str:
    """The paragraph on one line."""
    return unwrap(paragraph)[0]


def kind(paragraph: Paragraph) -> Kind:
    """What the paragraph is, by its first words."""
    return _kind(paragraph[0].text)


def _kind(line: str) -> Kind:
    found = _BEGINNINGS.match(line[:120])
    return Kind[found.lastgroup] if found and found.lastgroup else Kind.TEXT


def ends_well(paragraph: Paragraph) -> bool:
    """False when the last line stops in the middle of a sentence."""
    last = paragraph[-1].text[-200:].rstrip()
    return last.endswith((".", "!", "?", ")", "]", '"', "”", "’", "»", "*")) or kind(paragraph) is Kind.LINKS


def blocks(lines: Iterable[Line]) -> Iterator[Block]:
    """Yield the records of a file, also where blank lines between them are missing.

    A record begins at a citation line ('2. Oncologist. 2023 Jul 5;…'), or, when that line is broken, at
    the next number after a record that is complete. Text without citation line that ends in a PMID
    line is a record too.
    """
    current: list[Paragraph] = []
    loose, number, complete = True, 0, False
    for paragraph in _paragraphs(lines):
        opened = _opened(paragraph, number, complete=complete, first=not current and number == 0)
        after = complete and loose and kind(paragraph) is Kind.TEXT
        if current and (opened is not None or after):
            yield Block(tuple(current), loose)
            current, complete = [], False
        if not current:
            loose, number = opened is None, opened if opened is not None else number
        current.append(paragraph)
        complete = complete or kind(paragraph) is Kind.IDENTIFIERS
    if current:
        yield Block(tuple(current), loose)


def _opened(paragraph: Paragraph, number: int, *, complete: bool, first: bool) -> int | None:
    """The number of the record that this paragraph opens, or None when it opens none."""
    match = _NUMBERED.match(paragraph[0].text[:_OPENING_WIDTH])
    if not match and not first:
        return None
    if found := _citation(paragraph):
        return found
    if match and complete and int(match["number"]) == number + 1:
        return number + 1
    return None


def _citation(paragraph: Paragraph) -> int | None:
    opening = " ".join(line.text[:_OPENING_WIDTH].strip() for line in paragraph[:_OPENING_LINES])
    found = citation(opening)
    return (found.number or 1) if found else None


def _paragraphs(lines: Iterable[Line]) -> Iterator[Paragraph]:
    """Yield runs of lines between blank lines, split also where a labelled part begins."""
    current: list[Line] = []
    for line in lines:
        blank = not line.text.strip()
        if current and (blank or _begins(line, current)):
            yield tuple(current)
            current = []
        if not blank:
            current.append(line)
    if current:
        yield tuple(current)


def _begins(line: Line, current: list[Line]) -> bool:
    """Whether a new paragraph begins here although no blank line stands before it."""
    now = _kind(current[0].text)
    if now is Kind.IDENTIFIERS:
        return _kind(line.text) is not Kind.IDENTIFIERS and not current[-1].text.rstrip().endswith(":")
    if now in {Kind.LANGUAGE, Kind.NO_AUTHORS}:
        return True
    if now is Kind.CONFLICT and _NUMBERED.match(line.text[:20]):
        return _citation((line,)) is not None
    begun = _kind(line.text)
    if begun is Kind.IDENTIFIERS:
        return bool(_IDENTIFIER_LINE.match(line.text[:400]))
    return begun in {Kind.LANGUAGE, Kind.CONFLICT, Kind.ADDRESSES}
