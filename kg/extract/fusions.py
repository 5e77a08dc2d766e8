"""Fusions of two genes: EML4-ALK, BCR::ABL1, 'fusion of EWSR1 and FLI1', and names of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.extract.document import Document
from kg.extract.entities import Entity
from kg.extract.genes import gene
from kg.extract.phrases import Phrases
from kg.terms import Term

_NAMED = Phrases("named-alterations")
_FUSED = re.compile(r"\)?\s?(?:-|::|--|/|:)\s?")
_NOT_FUSED = re.compile(
    r"[\s-]*(?:inhibit|pathway|signal|directed|targeted|axis|ratio|TKI|blockade|therap|antibod|cluster|locus)",
    re.IGNORECASE,
)
_NEAR = re.compile(r"fusion|fused|rearrang|transloc|transcript|\bt\(|\binv\(|chimer", re.IGNORECASE)
_REACH = 30
_FUSION_OF = re.compile(
    r"\b(?:fusion|fusing|fused|rearrangement|translocation)s?\s(?:gene\s)?(?:of|between|involving|joining|with)?\s?(?:the\s)?$",
    re.IGNORECASE,
)
_OF_TWO = re.compile(r"\s(?:gene\s|exon\s\d+\s)?(?:and|with|to)\s(?:the\s)?", re.IGNORECASE)
_SYMBOL = re.compile(r"[A-Za-z0-9\u0370-\u03ff-]{2,10}(?:\s?\([A-Za-z0-9-]+\))?")


_FIRST = frozenset(
    {"BCR", "EML4", "PML", "ETV6", "NPM1", "IGH", "KIF5B", "TMPRSS2", "EWSR1", "SS18", "FUS", "PAX3", "CBFB"}
    | {"RUNX1", "KMT2A", "COL1A1", "NAB2", "DEK", "TCF3", "FIP1L1", "CD74", "NUP98"}
)
"""Genes that a slash joins to the gene they are fused with, where no other word tells of a fusion."""


class Fusion(NamedTuple):
    """Two genes fused, the 5' partner first as written, and the rule that says so."""

    start: int
    end: int
    partner: Term | None
    gene: Term | None
    rule: str


def fusions(document: Document, genes: Sequence[Entity]) -> Iterator[Fusion]:
    """Every fusion with both genes named."""
    text = document.text
    for left, right in pairwise(genes):
        if left.id != right.id and _is_fusion(text, left, right):
            yield Fusion(left.start, right.end, left.term, right.term, "fusions")
    told = document.words
    for found in _NAMED.found(told):
        start, end = told.starts[found.first], told.ends[found.last - 1]
        if found.row["capitals"] and not text[start:end].startswith(found.row["capitals"]):
            continue
        partner, _, symbol = found.row["means"].partition("::")
        yield Fusion(start, end, gene(partner), gene(symbol), "named alterations")


def _is_fusion(text: str, left: Entity, right: Entity) -> bool:
    between = text[left.end : right.start]
    if len(between) > _REACH or _NOT_FUSED.match(text, right.end):
        return False
    before = text[max(0, left.start - 40) : left.start]
    if _OF_TWO.fullmatch(between):
        said = _FUSION_OF.search(before)
        return said is not None and ("fus" in said[0].lower() or "between" in said[0].lower())
    if not _FUSED.fullmatch(between):
        return False
    if "::" in between:
        return True
    near = before[-_REACH:] + " " + text[right.end : right.end + _REACH]
    if between.strip(" )") in {"/", ":"}:
        known = left.term is not None and left.term.label in _FIRST
        in_list = text[left.start - 1 : left.start] == "/" or text[right.end : right.end + 1] == "/"
        return (known or bool(_NEAR.search(near))) and not in_list
    return bool(_SYMBOL.fullmatch(left.text) and _SYMBOL.fullmatch(right.text))
