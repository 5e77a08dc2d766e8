"""What CIViC calls a variant: a change of ours, several that go together, or a category."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.builders.variant import variant_label
from kg.case import Concept, Variant
from kg.civic.model import Category
from kg.ground import ground
from kg.hgvs import HgvsError, coding_change, is_splice_site, protein_change
from kg.terms import Kind, find, mapped, variant_mappings

Member = Variant | Category

_AND = re.compile(r"\s+(?:and|AND)\s+")
_CODING = re.compile(r"\s*\(?(c\.[^\s()]+)\)?\Z")
_SHOUTED = re.compile(r"(?<=\d)(?:DELINS|DEL|INS|DUP|FS)|(?<=\d[A-Z])(?:FS)(?=\W|X\d|\d|\Z)")
_FUSION = re.compile(
    r"(?P<five>[A-Z0-9][A-Za-z0-9]*)(?:-|::)(?P<three>[A-Z][A-Za-z0-9]*)(?:\s+(?P<rest>.+))?\Z"
)
_EXON = re.compile(r"exon (\d+) (deletion|mutation|skipping mutation|skipping)\Z", re.IGNORECASE)
_EXON_KINDS = {"deletion": "exon deletion", "mutation": "mutation"}
_KINDS = {
    "mutation": "mutation",
    "amplification": "amplification",
    "fusion": "fusion",
    "rearrangement": "rearrangement",
    "deletion": "deletion",
}
_DNA_ONLY = frozenset({"frameshift", "synonymous"})
"""Kinds of protein change that many changes of the DNA share, so that a stated one tells them apart."""


@lru_cache(maxsize=100_000)
def gene(symbol: str, entrez: str = "") -> Concept:
    """The gene by its NCBI id, else by its symbol; without a term when neither is known."""
    terms = mapped(f"NCBIGene:{entrez}") if entrez.isdigit() else ()
    term = terms[0] if len(terms) == 1 else ground(symbol, Kind.GENE).term
    return Concept(symbol, term.id, term.label) if term else Concept(symbol)


@lru_cache(maxsize=100_000)
def members(name: str, of: Concept) -> tuple[Member, ...]:
    """The changes that a variant's name stands for, or the category that it is.

    >>> erbb2 = gene("ERBB2", "2064")
    >>> members("V777L", erbb2)[0].protein, members("KINASE DOMAIN MUTATION", erbb2)[0].name
    ('p.Val777Leu', 'KINASE DOMAIN MUTATION')
    """
    found: list[Member] = []
    for part in _AND.split(name.strip()):
        one = _one(part.strip(), of)
        if one is None:
            return (Category(of, name.strip()),)
        found += one
    # the same change twice, or the change of a fusion that was named before
    return tuple(dict.fromkeys(found))


def member_label(member: Member) -> str:
    """A variant as people write it; a category as its source writes it, behind the gene."""
    if isinstance(member, Category):
        gene = member.gene.name
        return member.name if member.name.startswith(f"{gene} ") else f"{gene} {member.name}"
    return variant_label(member)


def dna_level(name: str) -> bool:
    """True for a name that states the change of the DNA: it means that change alone."""
    return bool(_CODING.search(name))


def _one(name: str, of: Concept) -> list[Variant] | None:
    if exon := _EXON.match(name):
        on_exon = _EXON_KINDS.get(exon[2].lower(), "exon skipping")
        return [Variant(gene=of, exon=int(exon[1]), kind=on_exon)]
    if kind := _KINDS.get(name.lower()):
        return [Variant(gene=of, kind=kind)]
    if change := _change(name, of):
        return [change]
    return _fused(name, of)


def _change(name: str, of: Concept) -> Variant | None:
    """The change of protein or DNA that the name states and nothing more; None when it is not one."""
    stated = _CODING.search(name)
    try:
        coding = coding_change(stated[1]) if stated else None
        rest = name[: stated.start()].strip() if stated else name
        protein = protein_change(_SHOUTED.sub(lambda match: match[0].lower(), rest)) if rest else None
    except HgvsError:
        return None
    if protein is None or (coding and protein.kind in _DNA_ONLY):
        dna = protein.kind if protein else "splice site" if coding and is_splice_site(coding) else None
        return Variant(gene=of, coding=coding, kind=dna) if coding else None
    known = variant_mappings(of.id, protein.normal) if of.id else ()
    return Variant(gene=of, protein=protein.normal, coding=coding, kind=protein.kind, mappings=known)


def _fused(name: str, of: Concept) -> list[Variant] | None:
    """A fusion of the gene with another, and the change that it bears."""
    match = _FUSION.match(name)
    if not match:
        return None
    five, three = _fused_gene(match["five"], of), _fused_gene(match["three"], of)
    if not (five.id and three.id and of.id in {five.id, three.id}) or five.id == three.id:
        return None
    fusion = Variant(gene=_plain(three), partner=_plain(five), kind="fusion")
    rest = (match["rest"] or "").strip()
    if not rest or rest.lower() == "fusion":
        return [fusion]
    change = _change(rest, of)
    return [fusion, change] if change else None


def _fused_gene(symbol: str, of: Concept) -> Concept:
    """One of two fused genes; a name that several genes have is that of the gene the variant is one of."""
    found = ground(symbol, Kind.GENE)
    mine = not found.term and any(term.id == of.id for term in found.candidates)
    return Concept(symbol, of.id, of.label) if mine else gene(symbol)


def _plain(concept: Concept) -> Concept:
    """The gene under its symbol of today, whatever this name called it."""
    term = find(concept.id) if concept.id else None
    return Concept(term.label, term.id, term.label) if term else concept


def profile(name: str) -> tuple[Member, ...]:
    """The members of a molecular profile by its name: 'ERBB2 D769H AND ERBB2 V777L'.

    >>> [one.protein for one in profile("ERBB2 D769H AND ERBB2 V777L")]
    ['p.Asp769His', 'p.Val777Leu']
    """
    if re.search(r"\b(?:OR|NOT)\b|[()]", _CODING.sub("", name)):
        return (_named(name),)
    found: list[Member] = []
    for part in name.split(" AND "):
        symbol, _, rest = part.strip().partition(" ")
        if "::" in symbol:
            five, _, three = symbol.partition("::")
            fused = _fused(f"{five}::{three} {rest}".strip(), gene(three)) or _fused(
                f"{five}::{three} {rest}".strip(), gene(five)
            )
            found += fused or [Category(gene(three if gene(three).id else five), part.strip())]
        elif gene(symbol).id and rest:
            found += members(rest, gene(symbol))
        else:
            return (_named(name),)
    return tuple(dict.fromkeys(found))


def _named(name: str) -> Category:
    """A profile that is kept by its name alone, under the first gene that it names."""
    symbol = re.split(r"[\s(:]+", name.strip("( "), maxsplit=1)[0]
    return Category(gene(symbol), name)
