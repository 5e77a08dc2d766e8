"""Names and ids find their terms, or a reason why not."""

from __future__ import annotations

import pytest

from kg.ground import Match, ground
from kg.terms import Kind


@pytest.mark.parametrize(
    ("text", "kind", "match", "curie"),
    [
        ("invasive lobular carcinoma of the breast", Kind.DISEASE, Match.SYNONYM, "MONDO:0005051"),
        ("invasive lobular breast carcinoma", Kind.DISEASE, Match.EXACT, "MONDO:0005051"),
        ("ILC", Kind.DISEASE, Match.SYNONYM, "MONDO:0005051"),
        ("NSCLC", Kind.DISEASE, Match.SYNONYM, "MONDO:0005233"),
        ("breast cancers", Kind.DISEASE, Match.SYNONYM, "MONDO:0007254"),
        ("oestrogen-receptor positive breast cancer", Kind.DISEASE, Match.EXACT, "MONDO:0006512"),
        ("TNBC", Kind.DISEASE, Match.SYNONYM, "MONDO:0005494"),
        ("Metastatic Breast Carcinoma", Kind.DISEASE, Match.EXACT, "NCIT:C153238"),
        ("NCIT:C7950", Kind.DISEASE, Match.MAPPED, "MONDO:0005051"),
        ("DOID:1612", Kind.DISEASE, Match.MAPPED, "MONDO:0007254"),
        ("DOID:3457", Kind.DISEASE, Match.MAPPED, "MONDO:0005051"),
        ("mondo:0005051", Kind.DISEASE, Match.IDENTIFIER, "MONDO:0005051"),
        ("http://purl.obolibrary.org/obo/MONDO_0005051", Kind.DISEASE, Match.IDENTIFIER, "MONDO:0005051"),
        ("HER2", Kind.GENE, Match.SYNONYM, "HGNC:3430"),
        ("ERBB2", Kind.GENE, Match.EXACT, "HGNC:3430"),
        ("her2/neu", Kind.GENE, Match.SYNONYM, "HGNC:3430"),
        ("B-RAF", Kind.GENE, Match.EXACT, "HGNC:1097"),
        ("MLL", Kind.GENE, Match.SYNONYM, "HGNC:7132"),
        ("NCBIGene:2064", Kind.GENE, Match.MAPPED, "HGNC:3430"),
        ("ENSEMBL:ENSG00000141736", Kind.GENE, Match.MAPPED, "HGNC:3430"),
        ("pyrotinib", Kind.DRUG, Match.EXACT, "NCIT:C111895"),
        ("T-DM1", Kind.DRUG, Match.SYNONYM, "NCIT:C82492"),
        ("ado-trastuzumab emtansine", Kind.DRUG, Match.SYNONYM, "NCIT:C82492"),
        ("Kadcyla", Kind.DRUG, Match.SYNONYM, "NCIT:C82492"),
        ("trastuzumab", Kind.DRUG, Match.EXACT, "NCIT:C1647"),
        ("DRUGBANK:DB14993", Kind.DRUG, Match.MAPPED, "NCIT:C111895"),
        ("anti-HER2 antibody-drug conjugate", Kind.DRUG_CLASS, Match.SYNONYM, "kg:HER2AntibodyDrugConjugate"),
        ("irreversible TKI", Kind.DRUG_CLASS, Match.SYNONYM, "kg:IrreversibleTyrosineKinaseInhibitor"),
        ("ER positive", Kind.STATUS, Match.SYNONYM, "NCIT:C15492"),
        ("ER+", Kind.STATUS, Match.SYNONYM, "NCIT:C15492"),
        ("HER2-", Kind.STATUS, Match.SYNONYM, "NCIT:C68749"),
        ("PR-", Kind.STATUS, Match.SYNONYM, "NCIT:C15497"),
        ("complete response", Kind.RESPONSE, Match.SYNONYM, "NCIT:C4870"),
        ("disease progression", Kind.RESPONSE, Match.EXACT, "NCIT:C17747"),
        ("progressive disease", Kind.RESPONSE, Match.EXACT, "NCIT:C35571"),
        ("bone", Kind.SITE, Match.SYNONYM, "UBERON:0001474"),
        ("oesophagus", Kind.SITE, Match.EXACT, "UBERON:0001043"),
        ("diarrhoea", Kind.ADVERSE_EVENT, Match.EXACT, "HP:0002014"),
        ("missense variant", Kind.VARIANT_TYPE, Match.EXACT, "SO:0001583"),
        ("vicc:e000008", Kind.EVIDENCE, Match.MAPPED, "kg:caseStudyEvidence"),
        ("woman", Kind.SEX, Match.SYNONYM, "PATO:0000383"),
    ],
)
def test_names_and_ids_find_their_term(text, kind, match, curie):
    found = ground(text, kind)
    assert (found.match, found.term and found.term.id) == (match, curie)
    assert found.message == found.cure == ""


def test_an_alias_that_is_another_genes_symbol_is_that_gene():
    from kg.terms import all_terms

    symbols = {term.label: term.id for term in all_terms(Kind.GENE) if not term.obsolete}
    clashing = [
        (name, symbols[name])
        for term in all_terms(Kind.GENE)
        for name in term.synonyms
        if not term.obsolete and symbols.get(name, term.id) != term.id
    ]
    assert clashing
    for name, curie in clashing[::10]:
        assert ground(name, Kind.GENE).term.id == curie, name


def test_an_alias_of_two_genes_is_ambiguous_and_lists_both():
    from collections import Counter

    from kg.terms import all_terms

    genes = [term for term in all_terms(Kind.GENE) if not term.obsolete]
    counted = Counter(name for term in genes for name in term.synonyms)
    symbols = {term.label.lower() for term in genes}
    name = next(
        n for n, count in sorted(counted.items()) if count == 2 and n.lower() not in symbols and n.isalnum()
    )
    found = ground(name, Kind.GENE)
    assert found.match is Match.AMBIGUOUS
    assert found.term is None
    assert {t.id for t in found.candidates} >= {t.id for t in genes if name in t.synonyms}
    assert all(term.id in found.message for term in found.candidates[:6])
    assert found.cure


@pytest.mark.parametrize(
    ("text", "replacement"),
    [("EFO:0000553", "MONDO:0005051"), ("HGNC:6", "HGNC:12469"), ("EFO:0008509", "MONDO:0000552")],
)
def test_an_obsolete_id_gives_its_replacement(text, replacement):
    found = ground(text)
    assert found.match is Match.OBSOLETE
    assert found.term.id == replacement
    assert text in found.message
    assert replacement in found.cure


def test_an_obsolete_id_without_replacement_gives_none():
    found = ground("HGNC:1", Kind.GENE)
    assert (found.match, found.term) == (Match.OBSOLETE, None)
    assert "no replacement" in found.cure


def test_a_name_that_a_current_term_has_is_not_the_obsolete_one():
    assert ground("invasive lobular carcinoma", Kind.DISEASE).match is Match.SYNONYM


def test_an_unknown_name_names_its_neighbours():
    found = ground("KRASS", Kind.GENE)
    assert (found.match, found.term) == (Match.UNKNOWN, None)
    assert found.message == "'KRASS' is not a gene in the term tables"
    assert "'KRAS'" in found.cure


def test_a_name_like_no_other_gets_no_neighbours():
    assert ground("qqqqzzzzxxxx", Kind.SEX).cure == "give its id"


@pytest.mark.parametrize(
    "text", ["", "  ", "-", "MONDO:9999999", "https://example.org/x", ":", "a:b", "\n", "💊"]
)
def test_nonsense_is_unknown_and_says_so(text):
    found = ground(text, Kind.DISEASE)
    assert (found.match, found.term) == (Match.UNKNOWN, None)
    assert found.message
    assert found.cure


def test_an_id_of_another_kind_is_told_for_what_it_is():
    found = ground("HGNC:3430", Kind.DISEASE)
    assert found.match is Match.UNKNOWN
    assert "is the gene ERBB2 (HGNC:3430), not a disease" in found.message


def test_oncotree_brca_is_a_disease_and_no_gene():
    assert ground("ONCOTREE:BRCA").term.label == "invasive breast carcinoma"
    assert ground("BRCA", Kind.GENE).match is Match.UNKNOWN


def test_a_name_of_two_kinds_is_ambiguous_only_when_both_are_asked_for():
    assert ground("ILC", Kind.DISEASE, Kind.GENE).match is Match.AMBIGUOUS
    assert ground("ILC", Kind.DISEASE).found
    assert ground("ILC", Kind.GENE).found
