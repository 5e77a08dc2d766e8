"""Genes in a text: which one an alias means, and which stand together in a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.entities import Entity
from kg.extract.lexicon import Name, names
from kg.extract.phrases import rows
from kg.extract.plain import words
from kg.terms import Kind, Term

_STATUS = r"(?!\s?(?:[-+]|neg|pos|wild|wt\b|mut|ampl|not?\b|un|lost|absent))"
_BRACKETS = rf"(?:\s*[(\[]{_STATUS}[^()\[\]]{{0,40}}[)\]])?"
_PLACES = r"(?:\s(?:exons?|codons?)\s\d+(?:(?:,|\sand|-|/)\s?\d+){0,6})?"
_NOUN = r"(?:\s*(?:genes?|proteins?|oncogenes?|receptors?))?" + _PLACES
_CHANGE = r"(?:\s+(?:p\.)?[A-Z][a-z]{0,2}\d{2,4}[A-Za-z*]{1,3})?"
_AND = r"(?:,\s*(?:and|or|nor|and/or|as well as)?|/|&|\+|and/or|and|or|nor|as well as)"
_JOINT = rf"\s*{_AND}(?:\s+(?:also|both|the|a|an|either|of|in|for|on))*\s*"
_BETWEEN = re.compile("-?" + _CHANGE + _BRACKETS + _NOUN + _BRACKETS + _JOINT, re.IGNORECASE)
_SAME = re.compile(r"\s*[(\[/,]\s*(?:also known as |or |formerly )?")
_LONGEST_GAP = 70
_SHORT = 5
"""Up to so many letters and digits an alias is taken for a gene only where that gene is known in cancer."""
_SYMBOL_LIKE = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]{1,8}(?![A-Za-z0-9])")
_FAMILY = re.compile(r"/(?P<tail>[A-Z0-9]{1,2})(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Group:
    """Genes told together: 'KRAS, NRAS and BRAF'."""

    genes: tuple[Entity, ...]

    @property
    def start(self) -> int:
        """First character of the first gene."""
        return self.genes[0].start

    @property
    def end(self) -> int:
        """One past the last character of the last gene."""
        return self.genes[-1].end


@lru_cache(maxsize=1)
def cancer_genes() -> frozenset[str]:
    """Symbols preferred where an alias fits several genes."""
    return frozenset(row.phrase for row in rows("cancer-genes"))


@lru_cache(maxsize=1)
def _no_genes() -> frozenset[str]:
    return frozenset(row.phrase for row in rows("not-genes"))


def chosen(name: Name, surface: str) -> Term | None:
    """The gene that a name means: by its symbol, else the one known in cancer; None when that is not one.

    A short alias of a gene that no report of a tumour tells of is something else: 'FISH' is a test.
    """
    bare = re.sub(r"[\W_]", "", surface).upper()
    if surface.upper() in _no_genes() or bare in _no_genes():
        return None
    genes = [term for term in name.terms if term.kind is Kind.GENE]
    for term in genes:
        if term.label.upper().replace("-", "") == bare:
            return term
    known = [term for term in genes if term.label in cancer_genes()]
    if len(known) == 1:
        return known[0]
    return genes[0] if len(genes) == 1 and len(bare) > _SHORT else None


def is_symbol(short: str) -> bool:
    """True when a short form by itself names a gene known in cancer: its symbol, or an alias with a digit.

    >>> is_symbol("NTRK1"), is_symbol("TRKA"), is_symbol("PD-L1"), is_symbol("AMP")
    (True, False, True, False)
    """
    term = gene_named(short)
    if term is None or term.label not in cancer_genes():
        return False
    bare = re.sub(r"[\W_]", "", short).upper()
    return term.label.upper().replace("-", "") == bare or any(ch.isdigit() for ch in bare)


@lru_cache(maxsize=10_000)
def gene_named(letters: str) -> Term | None:
    """The gene with this symbol or alias, None without one."""
    told = words(letters)
    found = next(names(letters, told), None)
    if found is None or found.last != len(told.lower):
        return None
    return chosen(found, letters)


def gene(symbol: str) -> Term:
    """The gene of a symbol that a rule table names; LookupError when the term tables lack it."""
    term = gene_named(symbol)
    if term is None:
        raise LookupError(f"a rule names {symbol!r}, which is no gene in the term tables")
    return term


def inside(text: str) -> list[tuple[int, int, Term]]:
    """(first character, end, gene) of the genes in a longer name, such as 'leukemia with PML-RARA'."""
    found: list[tuple[int, int, Term]] = []
    for match in _SYMBOL_LIKE.finditer(text):
        if term := gene_named(match[0]):
            found.append((match.start(), match.end(), term))
    return found


def with_family(genes: Iterable[Entity], text: str) -> list[Entity]:
    """The genes, and those that a slash adds: 'BRCA1/2' names BRCA2 too, 'CDKN2A/B' CDKN2B."""
    found: list[Entity] = []
    for one in genes:
        found.append(one)
        tail = _FAMILY.match(text, one.end)
        while tail:
            other = gene_named(one.text[: -len(tail["tail"])] + tail["tail"])
            if other is None or other.id == one.id:
                break
            begin, end = tail.start("tail"), tail.end()
            found.append(Entity(one.topic, begin, end, text[begin:end], one.sentence, one.rule, other))
            tail = _FAMILY.match(text, end)
    return found


def groups(genes: Sequence[Entity], text: str) -> list[Group]:
    """Genes that only commas, 'and', 'or', slashes part; a name and its symbol in brackets count as one."""
    found: list[list[Entity]] = []
    for one in genes:
        last = found[-1][-1] if found else None
        if last and last.sentence == one.sentence and one.start - last.end < _LONGEST_GAP:
            if one.start == last.start:  # members of one family
                found[-1].append(one)
                continue
            between = text[last.end : one.start]
            if last.id == one.id and _SAME.fullmatch(between):
                found[-1][-1] = _widened(last, one, text)
                continue
            if _BETWEEN.fullmatch(between):
                found[-1].append(one)
                continue
        found.append([one])
    return [Group(tuple(genes)) for genes in found]


def _widened(first: Entity, second: Entity, text: str) -> Entity:
    """The stretch of both mentions, with the bracket that closes them."""
    end = second.end + 1 if text[second.end : second.end + 1] in {")", "]"} else second.end
    return Entity(
        first.topic, first.start, end, text[first.start : end], first.sentence, first.rule, first.term
    )
