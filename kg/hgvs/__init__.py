"""Protein and coding changes in HGVS, read in every spelling that clinicians use, written in one.

The parser is our own: of the packages compared (2026-11) `hgvs` 1.5.7 needs a PostgreSQL driver and
IPython, `ferro-hgvs` 1.0.0 is 10 MB of machine code that asks for a sequence accession, and `mavehgvs`
0.8.1 knows no one-letter forms; none says what is wrong with a faulty name.
The grammar follows the HGVS nomenclature (https://hgvs-nomenclature.org).
"""

from kg.hgvs.coding import coding_change, is_splice_site
from kg.hgvs.protein import ProteinChange, protein_change
from kg.hgvs.residues import RESIDUES, HgvsError

__all__ = ["RESIDUES", "HgvsError", "ProteinChange", "coding_change", "is_splice_site", "protein_change"]
