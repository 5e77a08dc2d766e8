"""Facts of proteins and variants."""

from __future__ import annotations

from kg.terms import reference_residue, variant_mappings
from kg.terms.molecules import protein_length


def test_the_reference_residues_of_erbb2():
    assert (reference_residue("HGNC:3430", 769), reference_residue("HGNC:3430", 777)) == ("D", "V")
    assert reference_residue("HGNC:3430", 1) == "M"
    assert protein_length("HGNC:3430") == 1255


def test_no_residue_outside_a_protein_or_of_an_unknown_one():
    assert reference_residue("HGNC:3430", 0) is None
    assert reference_residue("HGNC:3430", 1256) is None
    assert reference_residue("HGNC:3236", 858) is None
    assert protein_length("HGNC:3236") is None


def test_variant_ids_name_one_change_alone():
    for protein in ("p.Asp769His", "p.Val777Leu"):
        ids = variant_mappings("HGNC:3430", protein)
        assert list(ids) == sorted(ids)
        assert {i.partition(":")[0] for i in ids} >= {"CLINVAR", "CAID", "civic.vid", "ga4gh"}
        assert not any("rs1219" in i for i in ids)
    assert variant_mappings("HGNC:3430", "p.Leu755Ser") == ()
