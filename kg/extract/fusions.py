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

NAMED_ABSENT = "named alterations: absent"
"""The rule of fusions that a name of their own calls absent: 'Philadelphia-negative'."""
_NAMED = Phrases("named-alterations")
_FUSED = re.compile(r"\)?(?:\s(?:exons?|introns?|ex)\s?\d+)?\s?(?:-|::|--|/|:)\s?")
_NOT_FUSED = re.compile(
    r"[\s-]*(?:inhibit|pathway|signal|directed|targeted|axis|ratio|TKI|blockade|therap|antibod|cluster"
    r"|locus)",
    re.IGNORECASE,
)
_NEAR = re.compile(r"fusion|fused|rearrang|transloc|transcript|\bt\(|\binv\(|chimer", re.IGNORECASE)
_REACH = 40
_NEARBY = 30
_PART = r"(?:(?:the\s)?(?:exons?|introns?)\s\d+(?:\s?-\s?\d+)?\s(?:of\s)?)?"
_FUSION_OF = re.compile(
    rf"\b(?:fusion|fusing|fused|rearrangement|translocation)s?\s(?:genes?\s|transcripts?\s)?"
    rf"(?:of|between|involving|joining|with)?\s?{_PART}(?:the\s)?$",
    re.IGNORECASE,
)
_OF_TWO = re.compile(rf"\s(?:gene\s|exon\s\d+\s)?(?:and|with|to)\s{_PART}(?:the\s)?", re.IGNORECASE)
_IS_FUSED = re.compile(
    r"\s(?:gene\s)?(?:(?:is|was|were|being|been)\s)?fused\s(?:in-?frame\s)?(?:to|with)\s(?:the\s)?"
    r"|\s(?:gene\s)?fusions?\s(?:with\s(?:the\s)?(?:\w+\s)?partner\s(?:gene\s)?"
    r"|\((?:fusion\s)?partner[:,]?\s)",
    re.IGNORECASE,
)
"""'KIF5B was fused to RET', 'an ALK fusion (partner: HIP1)'."""
_AS_PARTNER = re.compile(
    r"\sas\s(?:its|the|an?)?\s?(?:(?:new|novel|fusion|upstream|downstream|5'|3'|gene)\s){0,2}partner\b",
    re.IGNORECASE,
)
_NAMES_PARTNER = re.compile(r"\s(?:gene\s)?(?:fusions?|rearrangement)\s(?:with|\()", re.IGNORECASE)
"""The gene named second is then the partner, told first in a fusion's name."""
_FUSION_WITH = re.compile(r"\s(?:gene\s)?(?:fusion|rearrangement)\swith\s(?:the\s)?", re.IGNORECASE)
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
            pair = (left.term, right.term)
            if _NAMES_PARTNER.match(text, left.end):
                pair = (right.term, left.term)
            yield Fusion(left.start, right.end, *pair, "fusions")
    told = document.words
    for found in _NAMED.found(told):
        start, end = told.starts[found.first], told.ends[found.last - 1]
        if found.row["capitals"] and not text[start:end].startswith(found.row["capitals"]):
            continue
        partner, _, symbol = found.row["means"].removeprefix("no ").partition("::")
        rule = NAMED_ABSENT if found.row["means"].startswith("no ") else "named alterations"
        yield Fusion(start, end, gene(partner), gene(symbol), rule)


def _is_told(text: str, left: Entity, right: Entity) -> bool:
    """True when words say that two genes are fused, not a hyphen between them."""
    between = text[left.end : right.start]
    if _IS_FUSED.fullmatch(between):
        return True
    if _FUSION_WITH.fullmatch(between):
        return bool(_AS_PARTNER.match(text, right.end))
    if not _OF_TWO.fullmatch(between):
        return False
    said = _FUSION_OF.search(text, max(0, left.start - 60), left.start)
    return said is not None and ("fus" in said[0].lower() or "between" in said[0].lower())


def _is_fusion(text: str, left: Entity, right: Entity) -> bool:
    between = text[left.end : right.start]
    if len(between) > _REACH or _NOT_FUSED.match(text, right.end):
        return False
    if _is_told(text, left, right):
        return True
    if not _FUSED.fullmatch(between):
        return False
    if "::" in between:
        return True
    before = text[max(0, left.start - 60) : left.start]
    near = before[-_NEARBY:] + " " + text[right.end : right.end + _NEARBY]
    if between.strip(" )") in {"/", ":"}:
        known = left.term is not None and left.term.label in _FIRST
        in_list = text[left.start - 1 : left.start] == "/" or text[right.end : right.end + 1] == "/"
        return (known or bool(_NEAR.search(near))) and not in_list
    return bool(_SYMBOL.fullmatch(left.text) and _SYMBOL.fullmatch(right.text))
