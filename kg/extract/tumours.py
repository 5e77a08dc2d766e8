"""Tumours in a text, and what only looks like one: 'lymphoma kinase', 'breast cancer 2 gene'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.extract.diseases import disease_named, meant
from kg.extract.document import Document
from kg.extract.entities import Entity
from kg.extract.lexicon import Name
from kg.extract.model import Topic
from kg.terms import Kind, Term

_NO_DISEASE_AFTER = re.compile(
    r"[\s-]+(?:markers?|boards?|cent(?:er|re)s?|research|registry|hospital|institute|society|genome"
    r"|panels?|vaccines?"
    r"|kinases?|virus(?:es)?|viral|inhibitory|susceptibility|genes?|proteins?|oncogenes?|antigens?|associated"
    r"|cell lines?|stem cells?|screening|risk|predisposition|syndromes?|related\s(?:changes?|features?)"
    # a number that belongs to a gene's name ('B-cell lymphoma 2'), not to a time or a count
    r"|(?:extra[\s-]large|\d)(?![\w%]|[./,-]\d|\s?(?:x|months?|years?|yrs?|weeks?|days?|mo|cm|mm|patients"
    r"|cases|times)\b)"
    r"|type \d (?:gene|protein|mutation))(?![\w])",
    re.IGNORECASE,
)
_NO_DISEASE_BEFORE = re.compile(
    r"\b(?:murine|rat|mouse|feline|avian|simian|anti|Friend|Rous|Kirsten|Harvey)[\s-]$", re.IGNORECASE
)
_SHORT = 5
_ENDINGS = ("oma", "omas", "emia", "emias", "aemia", "omata")
_SPELT_OUT = (
    "adenocarcinoma carcinoma carcinomas adenocarcinomas lymphoma leukemia leukaemia melanoma sarcoma"
    " glioblastoma myeloma cholangiocarcinoma choriocarcinoma carcinosarcoma mesothelioma neuroblastoma"
    " medulloblastoma retinoblastoma"
    " hepatoblastoma osteosarcoma chondrosarcoma rhabdomyosarcoma leiomyosarcoma"
    " liposarcoma angiosarcoma fibrosarcoma"
    " astrocytoma oligodendroglioma ependymoma seminoma thymoma plasmacytoma pheochromocytoma paraganglioma"
)
_SPELT = _SPELT_OUT.split()
"""Long words for tumours that are told through one slip of typing."""


def tumour(document: Document, name: Name, surface: str, own: bool = False) -> Entity | None:
    """The tumour that a name means; None for other things and where it is part of a longer name."""
    term = meant(name.terms, surface)
    text = document.text
    if term is None or (not own and _is_gene_rather(name.terms, surface)):
        return None
    if _NO_DISEASE_AFTER.match(text, name.end) or _NO_DISEASE_BEFORE.search(
        text[max(0, name.start - 10) : name.start]
    ):
        return None
    if _NON.search(text, max(0, name.start - 5), name.start):
        return _without_first(document, name)
    return _entity(document, name.start, name.end, term, "names")


def _without_first(document: Document, name: Name) -> Entity | None:
    """What remains of a tumour whose first words are denied: 'non-squamous lung cancer' is a lung cancer."""
    start = name.start
    while (blank := document.text.find(" ", start, name.end)) > 0:
        start = blank + 1
        if term := disease_named(document.text[start : name.end]):
            return _entity(document, start, name.end, term, "names")
    return None


_NON = re.compile(r"\bnon[\s-]$", re.IGNORECASE)
_SHORT_NAMES = (
    "NSCLC SCLC GIST AML CML CLL ALL MDS MPN GBM HCC RCC CRC DLBCL CMML APL ATLL ALCL PTCL MCL DTC MTC ATC"
    " PTC ILC IDC TNBC MPM PDAC PCNSL MM cHL ECD CTCL CRPC"
)
_KNOWN_SHORT = frozenset(_SHORT_NAMES.split())


def _is_gene_rather(terms: Sequence[Term], surface: str) -> bool:
    """True for a short name that genes have, too, unless every oncologist reads it as the tumour."""
    genes = any(term.kind is Kind.GENE for term in terms)
    return genes and len(surface) < _SHORT and surface not in _KNOWN_SHORT


def _entity(document: Document, start: int, end: int, term: Term, rule: str) -> Entity:
    return Entity(
        Topic.DISEASE, start, end, document.text[start:end], document.sentence_at(start), rule, term
    )


def misspelt(document: Document) -> Iterator[Entity]:
    """Tumours whose last word has one letter too many, too few, wrong or swapped: 'lung adenocrcinoma'."""
    words, text = document.words, document.text
    for at, word in enumerate(words.lower):
        if len(word) < 7 or not word.endswith(_ENDINGS):
            continue
        right = _corrected(word)
        if right is None:
            continue
        for back in (3, 2, 1, 0):
            if at < back:
                continue
            first = words.starts[at - back]
            before = text[first : words.starts[at]]
            term = disease_named(before + right) if not re.search(r"[.;:,()]", before) else None
            if term:
                entity = _entity(document, first, words.ends[at], term, "diseases: typing slip")
                entity.confidence = 0.8
                yield entity
                break


@lru_cache(maxsize=20_000)
def _corrected(word: str) -> str | None:
    if word in _SPELT or disease_named(word):
        return None
    return next((right for right in _SPELT if _one_slip(word, right)), None)


def _one_slip(word: str, right: str) -> bool:
    """True when one letter is added, left out, changed, or two neighbours swapped."""
    if abs(len(word) - len(right)) > 1 or word[0] != right[0]:
        return False
    at = next(
        (n for n, (a, b) in enumerate(zip(word, right, strict=False)) if a != b), min(len(word), len(right))
    )
    rest, wanted = word[at:], right[at:]
    if rest[1:] == wanted or rest == wanted[1:] or rest[1:] == wanted[1:]:
        return True
    return rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
