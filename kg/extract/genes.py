"""Genes in a text: which one an alias means, and which stand together in a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.entities import Entity
from kg.extract.lexicon import Name
from kg.extract.phrases import rows
from kg.terms import Kind, Term

_BETWEEN = re.compile(
    r"\s*(?:\([^()]{0,40}\))?\s*(?:genes?|mutations?|proteins?|oncogenes?|receptors?|amplifications?|rearrangements?|fusions?|translocations?|alterations?)?\s*"
    r"(?:,|/|&|\+|and|or|nor|and/or|as well as|, and|, or|, nor|and the|or the|,? but not)\s*(?:the\s|of\s|in\s|/)?\s*",
    re.IGNORECASE,
)
_PLAIN_BETWEEN = re.compile(
    r"\s*(?:\([^()]{0,40}\))?\s*(?:genes?|proteins?|oncogenes?)?\s*(?:,|/|&|and|or|nor|and/or|, and|, or|, nor|and the|or the)\s*(?:the\s|of\s|in\s)?\s*",
    re.IGNORECASE,
)
_SAME = re.compile(r"\s*[(\[/,]\s*(?:also known as |or |formerly )?")


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


def chosen(name: Name, surface: str) -> Term | None:
    """The gene that a name means: by its symbol, else the one known in cancer; None when that leaves several."""
    genes = [term for term in name.terms if term.kind is Kind.GENE]
    bare = re.sub(r"[\W_]", "", surface).upper()
    for term in genes:
        if term.label.upper().replace("-", "") == bare:
            return term
    known = [term for term in genes if term.label in cancer_genes()]
    if len(known) == 1:
        return known[0]
    return genes[0] if len(genes) == 1 else None


def groups(genes: Sequence[Entity], text: str) -> list[Group]:
    """Genes that only commas, 'and', 'or', slashes part; a name and its symbol in brackets count as one."""
    found: list[list[Entity]] = []
    for gene in genes:
        last = found[-1][-1] if found else None
        between = text[last.end : gene.start] if last else ""
        if last and len(between) < 60 and (last.sentence == gene.sentence):
            if last.id == gene.id and _SAME.fullmatch(between):
                found[-1][-1] = _widened(last, gene, text)
                continue
            if _PLAIN_BETWEEN.fullmatch(between):
                found[-1].append(gene)
                continue
        found.append([gene])
    return [Group(tuple(genes)) for genes in found]


def _widened(first: Entity, second: Entity, text: str) -> Entity:
    """The stretch of both mentions, with the bracket that closes them."""
    end = second.end + 1 if text[second.end : second.end + 1] == ")" else second.end
    return Entity(
        first.topic, first.start, end, text[first.start : end], first.sentence, first.rule, first.term
    )
