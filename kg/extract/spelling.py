"""Whether words are written as a term can be: abbreviations in capitals, genes as genes are."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.phrases import rows
from kg.terms import Kind, Term

_CAPITALS = 5
"""Up to this many letters a name is an abbreviation, which counts only as it is written."""
_SYMBOL = 11
"""Letters of the longest symbol; what is longer is a name in words."""
_NOT_ALNUM = re.compile(r"[\W_]+")


@lru_cache(maxsize=4)
def listed(use: str) -> frozenset[str]:
    """The words of `rules/words.tsv` that are listed for a use."""
    return frozenset(row.phrase for row in rows("words") if row["use"] == use)


def is_written(surface: str, term: Term) -> bool:
    """True when the surface can be this term: abbreviations in their own capitals, genes as genes are."""
    if term.kind is Kind.GENE:
        return _is_gene(surface, term)
    letters = sum(ch.isalnum() for ch in surface)
    if letters > _CAPITALS and not (letters < 9 and " " in surface and not _has_blank(surface, term)):
        return True
    bare = _bare(surface)
    return (
        any(_bare(name) == bare for name in term.names)
        or (
            surface.islower()
            and letters > 3
            and any(name.lower() == surface for name in term.names if not name.isupper())
        )
        or (
            surface[1:].islower()
            and any(name.lower() == surface.lower() and name[1:].islower() for name in term.names)
        )
    )


def _has_blank(surface: str, term: Term) -> bool:
    lower = surface.lower()
    return any(name.lower() == lower for name in term.names)


@lru_cache(maxsize=50_000)
def _spellings(term: Term) -> tuple[frozenset[str], frozenset[str]]:
    bare = frozenset(_bare(name) for name in term.names)
    return bare, frozenset(name.lower() for name in bare)


def _is_gene(surface: str, term: Term) -> bool:
    """Symbols in capitals (or with a digit in them), names of several words in any case."""
    letters = sum(ch.isalpha() for ch in surface)
    if surface in listed("gene in small letters") or (
        (" " in surface or "-" in surface) and letters > _SYMBOL
    ):
        return True
    bare, lower = _spellings(term)
    mine = _bare(surface)
    if mine in bare:
        return mine != mine.lower() or any(ch.isdigit() for ch in mine) or "-" in surface or letters > 5
    if mine.lower() not in lower:
        return letters > _SYMBOL
    if surface in listed("no gene in small letters"):
        return False
    return any(ch.isupper() or ch.isdigit() or ch == "-" for ch in surface) or surface == term.label.lower()


def _bare(name: str) -> str:
    return _NOT_ALNUM.sub("", name)
