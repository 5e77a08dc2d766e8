"""Facts of molecules: reference protein sequences, and the ids that catalogues give protein changes."""

from __future__ import annotations

from functools import lru_cache

from kg.terms.tables import sorted_file

PROTEINS = "proteins.tsv"
VARIANTS = "variants.tsv"


def reference_residue(gene_id: str, position: int) -> str | None:
    """The one-letter residue at a position (from 1) of the gene's reference protein.

    None when the table has no protein of that gene, or the position lies outside it (see
    `protein_length` to tell the two apart).

    >>> reference_residue("HGNC:3430", 769)
    'D'
    """
    sequence = _sequence(gene_id)
    return sequence[position - 1] if 0 < position <= len(sequence) else None


def protein_length(gene_id: str) -> int | None:
    """How many residues the gene's reference protein has; None when the table has none."""
    return len(_sequence(gene_id)) or None


def variant_mappings(gene_id: str, protein: str) -> tuple[str, ...]:
    """The ids of a protein change in CIViC, ClinVar, ClinGen, GA4GH VRS 2 and its HGVS forms, sorted.

    Only ids that name this change alone; a dbSNP id covers every change at its position and is not
    among them. Empty when the table does not know the change.

    >>> variant_mappings("HGNC:3430", "p.Val777Leu")[0]
    'CAID:CA135387'
    """
    return _variants(gene_id).get(protein, ())


@lru_cache(maxsize=1_000)
def _sequence(gene_id: str) -> str:
    return next((cells[3] for cells in sorted_file(PROTEINS).rows(gene_id)), "")


@lru_cache(maxsize=10_000)
def _variants(gene_id: str) -> dict[str, tuple[str, ...]]:
    return {cells[1]: tuple(cells[2].split("|")) for cells in sorted_file(VARIANTS).rows(gene_id)}
