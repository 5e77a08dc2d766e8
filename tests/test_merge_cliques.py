"""Which ids a merge takes for one thing, and which mappings it refuses: traps with real ids."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ids import expand
from kg.merge import termfacts
from kg.merge.cliques import Decision, decide
from kg.merge.knowledge import Edge, Facts
from kg.merge.vocabularies import shown

DBSNP = "http://identifiers.org/dbsnp/rs121913468"
VARIANT = "https://w3id.org/casekg/variant/HGNC:3430:p."


def iri(name: str) -> str:
    return name if "//" in name else expand(name)


def decided(*pairs: tuple[str, str], with_tables: bool = True, **labels: str) -> Decision:
    names = {iri(curie.replace("_", ":", 1)): frozenset({label}) for curie, label in labels.items()}
    edges = [Edge(iri(one), iri(other)) for one, other in pairs]
    return decide(edges, Facts(labels=names), with_tables=with_tables)


def glued(decision: Decision, one: str, other: str) -> bool:
    return any({iri(one), iri(other)} <= set(clique.members) for clique in decision.cliques)


def reasons(decision: Decision) -> dict[frozenset[str], str]:
    return {frozenset((shown(one), shown(other))): why for one, other, why in decision.refused}


@pytest.mark.parametrize("with_tables", [True, False])
@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("MONDO:0005051", "MONDO:0000552", "two terms of one vocabulary (MONDO)"),
        ("HGNC:3430", "HGNC:3236", "two terms of one vocabulary (HGNC)"),
        ("HGNC:3430", "NCBIGene:1956", "but NCBIGene:1956 is HGNC:3236 EGFR"),
        ("MONDO:0005051", "EFO:0000553", "EFO:0000553 is obsolete (use MONDO:0005051)"),
        ("NCIT:C82492", "DRUGBANK:DB00072", "DRUGBANK:DB00072 is NCIT:C1647 Trastuzumab"),
        ("NCIT:C82492", "CHEBI:231601", "CHEBI:231601 is NCIT:C1647 Trastuzumab"),
        ("DOID:3457", "NCIT:C3771", "NCIT:C3771 is MONDO:0000552 breast lobular carcinoma"),
        ("DOID:3457", "MONDO:0000552", "DOID:3457 is MONDO:0005051 invasive lobular breast carcinoma"),
        ("civic.vid:35", DBSNP, "a dbSNP id names a place"),
        ("HGNC:3430", "UniProtKB:P00533", "two kinds of things: gene and protein"),
        ("HGNC:3430", "MONDO:0005051", "two kinds of things: disease and gene"),
        ("ONCOTREE:BRCA", "HGNC:1100", "two kinds of things: disease and gene"),
    ],
)
def test_a_mapping_that_cannot_be_right_is_refused_with_its_reason(one, other, why, with_tables):
    decision = decided((one, other), with_tables=with_tables)
    assert not glued(decision, one, other)
    assert why in "; ".join(reasons(decision).values())


@pytest.mark.parametrize(
    ("labels", "why"),
    [
        ({"CHEBI_31690": "imatinib methanesulfonate", "DRUGBANK_DB99999": "Imatinib"}, "a salt and its base"),
        ({"CHEBI_31690": "imatinib", "DRUGBANK_DB99999": "Imatinib Mesylate"}, "a salt and its base"),
        ({"CHEBI_31690": "x", "DRUGBANK_DB99999": "x deruxtecan"}, "a conjugate and its antibody"),
        ({"CHEBI_31690": "Doxorubicin", "DRUGBANK_DB99999": "liposomal doxorubicin"}, "two forms"),
    ],
)
def test_drugs_whose_names_say_different_things_are_not_glued(labels, why):
    decision = decided(("CHEBI:31690", "DRUGBANK:DB99999"), **labels)
    assert decision.cliques == ()
    assert [one.why for one in decision.refused] == [why]


def test_two_changes_with_one_dbsnp_id_stay_two():
    decision = decided((f"{VARIANT}Asp769His", DBSNP), (f"{VARIANT}Asp769Tyr", DBSNP))
    assert decision.cliques == ()
    assert len(decision.refused) == 2


@pytest.mark.parametrize("with_tables", [True, False])
def test_the_cross_references_of_do_to_plain_lobular_concepts_glue_nothing(with_tables):
    found = ("NCIT:C3771", "UMLS:C0206692", "MESH:D018275", "SNOMEDCT:89740008")
    decision = decided(*(("DOID:3457", one) for one in found), with_tables=with_tables)
    assert not any(glued(decision, "DOID:3457", one) for one in found)
    assert "contested" in reasons(decision)[frozenset(("DOID:3457", "MESH:D018275"))]


def test_the_leader_is_the_first_in_the_order_of_its_kind():
    decision = decided(("NCIT:C9999999", "DOID:9999999"), ("MONDO:9999999", "DOID:9999999"))
    assert [shown(one) for one in decision.cliques[0].members] == [
        "MONDO:9999999",
        "DOID:9999999",
        "NCIT:C9999999",
    ]
    assert termfacts.cliques()[expand("NCBIGene:2064")].members[0] == expand("HGNC:3430")
    assert termfacts.cliques()[expand("DRUGBANK:DB05773")].members[0] == expand("NCIT:C82492")


def test_a_chain_that_joins_two_terms_is_cut_and_what_hangs_on_it_stays():
    decision = decided(
        ("MONDO:9999991", "UMLS:C9999991"),
        ("UMLS:C9999991", "DOID:9999991"),
        ("DOID:9999991", "MESH:D9999991"),
        ("MESH:D9999991", "MONDO:9999992"),
        ("MONDO:9999992", "SNOMEDCT:9999992"),
        ("MONDO:9999993", "DOID:9999993"),
    )
    assert len(decision.refused) == 4
    assert all("would join MONDO:9999991 and MONDO:9999992" in one.why for one in decision.refused)
    assert glued(decision, "MONDO:9999992", "SNOMEDCT:9999992")
    assert glued(decision, "MONDO:9999993", "DOID:9999993")


def test_a_mapping_to_two_terms_of_one_vocabulary_decides_for_neither():
    decision = decided(("DOID:9999991", "MONDO:9999991"), ("DOID:9999991", "MONDO:9999992"))
    assert decision.cliques == ()
    assert len(decision.refused) == 2


def test_same_as_glues_only_what_is_known_to_be_of_one_kind():
    mine = "https://example.org/her2"
    facts = Facts(types={mine: frozenset({"gene"})})
    edge = [Edge(mine, expand("HGNC:3430"), is_claimed=True)]
    assert decide(edge, Facts()).cliques == ()
    assert mine in decide(edge, facts).cliques[0].members


def test_what_the_tables_state_themselves_is_left_to_them():
    assert decided(("HGNC:3430", "NCBIGene:2064"), with_tables=False) == Decision((), ())


def test_the_tables_tie_no_gene_to_a_protein_and_no_id_to_two_terms():
    assert expand("UniProtKB:P04626") not in termfacts.cliques()
    assert {clique.members[0] for clique in termfacts.cliques().values()} <= set(termfacts.cliques())


IDS = [f"{prefix}:{number}" for prefix in ("MONDO", "DOID", "UMLS", "MESH", "NCBIGene") for number in "789"]
PAIRS = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1])
)


@settings(max_examples=200, deadline=None)
@given(PAIRS, st.randoms(use_true_random=False))
def test_no_order_and_no_direction_of_the_mappings_matters(pairs, random):
    mixed = [pair[:: random.choice((1, -1))] for pair in pairs] + pairs[:1]
    random.shuffle(mixed)
    assert decided(*mixed) == decided(*pairs)


@settings(max_examples=200, deadline=None)
@given(PAIRS)
def test_no_clique_holds_two_terms_of_one_vocabulary_or_two_kinds(pairs):
    for clique in decided(*pairs).cliques:
        prefixes = [shown(one).partition(":")[0] for one in clique.members]
        assert len(prefixes) == len(set(prefixes))
        assert not {"NCBIGene", "MONDO"} <= set(prefixes)


@settings(max_examples=200, deadline=None)
@given(PAIRS)
def test_every_mapping_is_glued_or_refused(pairs):
    decision = decided(*pairs)
    for one, other in pairs:
        assert glued(decision, one, other) or frozenset((one, other)) in reasons(decision)
