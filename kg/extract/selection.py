"""Which of several readings of one thing count: the closer of two, the present against the absent one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from kg.case import Modality
from kg.extract.entities import Alteration
from kg.extract.phrases import rows

AS_WRITTEN = "changes: as written"
"""The rule of changes in a notation of their own: '185delAG', 'EGFRvIII'."""
_LABELS = frozenset({"positive", "negative", "overexpression"})
_VAGUE = {
    "mutation": None,
    "alteration": None,
    "deletion": frozenset({"exon deletion", "in-frame deletion", "frameshift", "deletion"}),
    "insertion": frozenset({"in-frame insertion", "frameshift"}),
    "exon deletion": frozenset({"in-frame deletion", "frameshift", "exon deletion"}),
    "in-frame insertion": frozenset({"in-frame insertion", "frameshift"}),
}
"""Kinds that a closer change makes needless -> the kinds of closer changes that do; None for all kinds."""
_PAIRED = re.compile(
    r"[\s,;:/(\[)]*(?:p\.|exon \d+|resulting in|leading to|encoding|causing)?[\s,;:/(\[]*", re.IGNORECASE
)
_WILD = re.compile(r"wild-?\s?type|\bwt\b", re.IGNORECASE)
_AMPLIFIED = re.compile(r"amplif", re.IGNORECASE)
_NEAR = 60
_ADJACENT = 3
_NEIGHBOURS = 20
"""Changes before and after one that may tell the same more closely."""
_REPEATS = "said more closely elsewhere"
REPEATED = frozenset({_REPEATS, "told as present elsewhere", "told of the amplified gene"})
"""Why a change counts for nothing although it was understood."""


def settled(found: Sequence[Alteration], text: str) -> list[Alteration]:
    """The changes with those marked in `unread` that another one tells more closely, or contradicts."""
    _pair(found, text)
    usable = [one for one in found if one.gene and not one.unread]
    for at, one in enumerate(usable):
        near = (*usable[max(0, at - _NEIGHBOURS) : at], *usable[at + 1 : at + 1 + _NEIGHBOURS])
        if any(
            not other.unread and ((_shared(one, other) and _closer(one, other)) or _labelled(one, other))
            for other in near
        ):
            one.unread = _REPEATS
    _contradicted([one for one in usable if not one.unread], text)
    return list(found)


def _labelled(one: Alteration, other: Alteration) -> bool:
    """True for 'positive' of 'positive for BRAF V600E', 'alterations' of 'negative for ALK alterations'."""
    if one.gene is None or other.gene is None or one.gene.id != other.gene.id:
        return False
    if one.kind == "positive":
        return bool(other.protein) and 0 <= other.start - one.end <= _ADJACENT
    absent = one.modality is Modality.ABSENT and one.kind == "alteration" and one.exon is None
    return absent and other.kind == "negative" and one.gene.label in _fused() and _overlap(one, other)


@lru_cache(maxsize=1)
def _fused() -> frozenset[str]:
    """Genes whose alteration, where no other is told, is a fusion."""
    return frozenset(row.phrase for row in rows("markers") if row["negative"] in {"rearrangement", "fusion"})


def _shared(one: Alteration, other: Alteration) -> bool:
    return other.modality is one.modality and bool(_ids(one) & _ids(other))


def _ids(one: Alteration) -> set[str]:
    return {term.id for term in (one.gene, one.partner) if term}


def _closer(one: Alteration, other: Alteration) -> bool:
    """True when the other says more of the same event."""
    if one.partner or one.protein or one.coding:
        return False
    if one.kind in _LABELS:
        return other.kind not in _LABELS and other.kind != "loss" and _overlap(one, other)
    if one.kind not in _VAGUE or one.sentence != other.sentence or one.rule == AS_WRITTEN:
        return False
    return _says_more(one, other)


def _says_more(one: Alteration, other: Alteration) -> bool:
    """True when the other change of the same sentence is a closer name for a vague one."""
    fitting = _VAGUE[one.kind]
    fits = fitting is None or other.kind in fitting
    if one.exon is not None and one.kind != "mutation" and other.coding and not other.protein:
        return False  # 'exon 20 insertion (c.2326G>TTGT)' says where and what
    if other.protein or other.coding:
        return fits or other.kind == "mutation"
    if one.exon is None and (other.exon is not None or other.rule == AS_WRITTEN):
        return fits or other.rule == AS_WRITTEN
    said = other.kind not in _VAGUE and other.kind not in _LABELS | {"methylation", "loss"}
    return fitting is None and said and _overlap(one, other)


def _overlap(one: Alteration, other: Alteration) -> bool:
    return one.start < other.end and other.start < one.end


def _pair(found: Sequence[Alteration], text: str) -> None:
    """'c.2573T>G (p.L858R)' is one change."""
    for first, second in pairwise(found):
        between = text[first.end : second.start]
        coded, named = (first, second) if first.coding else (second, first)
        if not (coded.coding and named.protein and not named.coding and not coded.protein):
            continue
        if len(between) < _NEAR and _PAIRED.fullmatch(between) and coded.gene in (None, named.gene):
            named.coding, coded.unread = coded.coding, _REPEATS


def _contradicted(found: Sequence[Alteration], text: str) -> None:
    """An absent change counts only when no change of that kind is told of that gene as present."""
    there = [one for one in found if one.modality is Modality.OBSERVED]
    present = {(gene, _class(one)) for one in there for gene in _ids(one)}
    changed = {(gene, _event(one)) for one in there for gene in _ids(one)}
    for one in found:
        if one.kind == "negative" and any((gene, "fusion") in present for gene in _ids(one)):
            one.unread = "told as present elsewhere"
        if one.modality is not Modality.ABSENT or one.kind in _LABELS:
            continue
        same = changed if one.protein or one.coding or one.exon else present
        event = _event(one) if same is changed else _class(one)
        if any((gene, event) in same for gene in _ids(one)):
            one.unread = "told as present elsewhere"
        elif _WILD.search(one.text) and any((gene, "amplification") in present for gene in _ids(one)):
            near = text[max(0, one.start - 80) : one.end + 80]
            one.unread = "told of the amplified gene" if _AMPLIFIED.search(near) else ""


def _event(one: Alteration) -> str:
    return one.protein or one.coding or f"{one.exon or ''} {one.kind}"


def _class(one: Alteration) -> str:
    """The kind of event, as far as one kind rules another out."""
    if one.kind in {"fusion", "rearrangement"}:
        return "fusion"
    if one.kind in {"amplification", "copy number gain", "methylation", "loss", *_LABELS}:
        return one.kind
    return "mutation"
