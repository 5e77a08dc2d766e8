"""CIViC's tables become evidence statements that meet those of cases, with nothing glued and nothing lost."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from civic_rows import (
    ASSERTIONS,
    D769H,
    HER2,
    TODAY,
    V777L,
    VARIANT_ROWS,
    VARIANTS,
    assertion,
    evidence,
    item,
    table,
)
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kg import check, foreign, store
from kg.civic import meanings, therapies, variants
from kg.civic.reading import disease
from kg.civic.tables import KEYS, Table, table_of
from kg.cli import main
from kg.errors import Notepad
from kg.ids import BASE, expand
from kg.vocabulary import EVIDENCE_DIRECTIONS, EVIDENCE_PREDICATES

SHARED = Path(__file__).parents[2] / "shared" / "data" / "graphs" / "civic"
NEEDS_CIVIC = pytest.mark.skipif(not SHARED.is_dir(), reason="CIViC's tables are not beside this checkout")
KG = "https://w3id.org/casekg/vocab/"
CIVIC = "https://w3id.org/casekg/civic/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
CASE_V777L = f"{BASE}variant/HGNC:3430:p.Val777Leu"


def read(*names: str) -> tuple[pyoxigraph.Store, list[str]]:
    pads: dict[str, Notepad] = {}
    whole = store.from_lines(foreign.quads(foreign.sources(names), pads, BASE))
    return whole, [str(fault) for pad in pads.values() for fault in pad.faults]


def values(graph: pyoxigraph.Store, subject: str, predicate: str) -> list[str]:
    nodes = pyoxigraph.NamedNode(subject), pyoxigraph.NamedNode(predicate)
    return sorted(quad.object.value for quad in graph.quads_for_pattern(*nodes, None, None))


def of_item(graph: pyoxigraph.Store, number: int, predicate: str) -> list[str]:
    return values(graph, expand(f"civic.eid:{90_000 + number}"), f"{KG}{predicate}")


def test_an_item_meets_the_variant_and_the_regimen_of_cases(tmp_path: Path) -> None:
    graph, said = read(evidence(tmp_path, item(1)))
    assert said == []
    assert of_item(graph, 1, "profile") == [f"{BASE}profile/HGNC:3430:p.Val777Leu"]
    assert of_item(graph, 1, "condition") == [expand("MONDO:0007254")]
    assert of_item(graph, 1, "predicate") == [f"{KG}predictsSensitivityTo"]
    assert of_item(graph, 1, "strength") == [f"{KG}preclinicalEvidence"]
    assert of_item(graph, 1, "modality") == [f"{KG}background"]
    (regimen,) = of_item(graph, 1, "therapy")
    assert len(values(graph, regimen, f"{KG}drug")) == 1
    assert expand("DOID:1612") in values(graph, expand("MONDO:0007254"), f"{SKOS}exactMatch")
    assert list(check.faults(graph, "civic")) == []


def test_drugs_are_a_regimen_only_when_they_were_given_together(tmp_path: Path) -> None:
    two = {"drugs": "Lapatinib,Trastuzumab"}
    graph, _ = read(
        evidence(
            tmp_path,
            item(1, **two, drug_interaction_type="Combination"),
            item(2, **two, drug_interaction_type="Substitutes"),
            item(3, **two, drug_interaction_type="Sequential"),
            item(4, **two),
        )
    )
    kinds = {number: of_item(graph, number, "therapy") for number in range(1, 5)}
    assert [len(values(graph, one, f"{KG}drug")) for one in kinds[1]] == [2]
    assert [len(values(graph, one, f"{KG}drug")) for one in kinds[2]] == [1, 1]
    assert [values(graph, one, f"{KG}interaction") for one in kinds[3] + kinds[4]] == [
        ["sequential"],
        ["not stated"],
    ]
    assert len({*kinds[1], *kinds[2], *kinds[3], *kinds[4]}) == 5


@pytest.mark.parametrize(
    ("written", "direction"),
    [("Supports", "supports"), ("Does Not Support", "disputes"), ("N/A", "neutral")],
)
def test_the_direction_is_that_of_the_evidence(tmp_path: Path, written: str, direction: str) -> None:
    graph, _ = read(evidence(tmp_path, item(1, evidence_direction=written)))
    assert of_item(graph, 1, "direction") == [f"{KG}{direction}"]


def test_what_is_not_accepted_is_a_hypothesis_that_questions_leave_out(tmp_path: Path) -> None:
    name = evidence(tmp_path, item(1), item(2, evidence_status="submitted", drugs="Lapatinib"))
    graph, _ = read(name)
    assert of_item(graph, 2, "modality") == [f"{KG}hypothesis"]
    assert of_item(graph, 2, "reviewStatus") == ["submitted"]
    result = CliRunner().invoke(main, ["query", "evidence-statements", "-d", name, "-f", "csv"])
    assert "Neratinib" in result.stdout
    assert "Lapatinib" not in result.stdout


def test_the_library_tells_what_catalogue_and_case_know_of_a_variant(tmp_path: Path) -> None:
    name = evidence(
        tmp_path, item(1), item(2, **D769H, evidence_type="Prognostic", clinical_significance="Poor Outcome")
    )
    graph = str(tmp_path / "case.nq")
    made = CliRunner().invoke(main, ["build", "kg/examples/first-case.yaml", "-o", graph])
    assert made.exit_code == 0, made.stderr
    asked = ["query", "known-of-variant", "-d", name, "-d", graph, "-f", "csv", "-p"]
    known = CliRunner().invoke(main, [*asked, "variant=ERBB2 V777L"]).stdout
    assert "ERBB2 V777L predicts sensitivity to Neratinib in breast cancer" in known
    assert "PMID:37120151" in known
    assert "worse outcome" in CliRunner().invoke(main, [*asked, "variant=ERBB2 D769H"]).stdout


def test_variants_keep_their_ids_and_no_id_that_covers_several(tmp_path: Path) -> None:
    name = table(tmp_path / "any-name.tsv", VARIANTS, VARIANT_ROWS)
    graph, said = read(name)
    assert said == []
    assert values(graph, CASE_V777L, f"{SKOS}exactMatch")[0] == expand("civic.vid:44")
    assert set(values(graph, CASE_V777L, f"{SKOS}closeMatch")) == {
        expand("CLINVAR:44991"),
        expand("CAID:CA135387"),
    }
    assert values(graph, expand("civic.vid:44"), f"{CIVIC}variant_aliases") == ["VAL777LEU,RS121913471"]
    assert values(graph, expand("civic.vid:44"), f"{CIVIC}assertion_civic_urls") == [
        "https://civicdb.org/links/assertions/1,https://civicdb.org/links/assertions/2"
    ]
    category = f"{BASE}variant/HGNC:3430:category:kinase-domain-mutation"
    assert values(graph, category, f"{SKOS}exactMatch") == [expand("civic.vid:90413")]
    assert f"{KG}VariantCategory" in values(graph, category, expand("rdf:type"))


def test_two_changes_of_one_residue_stay_two_nodes(tmp_path: Path) -> None:
    rows = [
        {**VARIANT_ROWS[0], "variant": "D769H", "variant_id": "35", "variant_aliases": "RS121913468"},
        {**VARIANT_ROWS[0], "variant": "D769Y", "variant_id": "36", "variant_aliases": "RS121913468"},
    ]
    graph, _ = read(table(tmp_path / "v.tsv", VARIANTS, rows))
    for change, number in (("His", 35), ("Tyr", 36)):
        matches = values(graph, f"{BASE}variant/HGNC:3430:p.Asp769{change}", f"{SKOS}exactMatch")
        assert expand(f"civic.vid:{number}") in matches
        assert not any("rs121913468" in one.lower() for one in matches)


def test_two_records_of_one_variant_are_close_and_not_the_same(tmp_path: Path) -> None:
    rows = [
        VARIANT_ROWS[0] | {"variant": "L866M"},
        VARIANT_ROWS[0] | {"variant": "L866M", "variant_id": "90045"},
    ]
    graph, _ = read(table(tmp_path / "v.tsv", VARIANTS, rows))
    node = f"{BASE}variant/HGNC:3430:p.Leu866Met"
    assert values(graph, node, f"{SKOS}exactMatch") == []
    assert {expand("civic.vid:44"), expand("civic.vid:90045")} <= set(
        values(graph, node, f"{SKOS}closeMatch")
    )


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("V777L", ["p.Val777Leu"]),
        ("Y772_A775DUP", ["p.Tyr772_Ala775dup"]),
        ("W88R (c.262T>A)", ["p.Trp88Arg"]),
        ("A56fs (c.164_165insG)", ["c.164_165insG"]),
        ("c.790+1G>A", ["c.790+1G>A"]),
        ("V777L and AMPLIFICATION", ["p.Val777Leu", "amplification"]),
        ("EXON 20 MUTATION", ["mutation"]),
        ("MUTATION", ["mutation"]),
        ("S310F/Y", ["S310F/Y"]),
        ("V777L and SERUM LEVELS", ["V777L and SERUM LEVELS"]),
        ("rs1136201", ["rs1136201"]),
        ("OVEREXPRESSION", ["OVEREXPRESSION"]),
        ("P780INS", ["P780INS"]),
    ],
)
def test_a_name_is_a_change_only_when_it_states_one(name: str, keys: list[str]) -> None:
    found = variants.members(name, variants.gene("ERBB2", "2064"))
    said = [
        one.name if isinstance(one, variants.Category) else one.protein or one.coding or one.kind
        for one in found
    ]
    assert said == keys


def test_a_fusion_names_both_genes_and_the_change_that_it_bears() -> None:
    fusion, change = variants.members("BCR-ABL T315I", variants.gene("ABL1", "25"))
    assert isinstance(fusion, variants.Variant)
    assert isinstance(change, variants.Variant)
    assert (fusion.partner and fusion.partner.name, fusion.gene.name) == ("BCR", "ABL1")
    assert (change.gene.name, change.protein) == ("ABL1", "p.Thr315Ile")
    assert variants.members("BCR-ABL", variants.gene("ERBB2", "2064"))[0] == variants.Category(
        variants.gene("ERBB2", "2064"), "BCR-ABL"
    )


def test_a_table_of_today_tells_profiles_by_their_names(tmp_path: Path) -> None:
    row = item(
        1, molecular_profile="ERBB2 D769H AND ERBB2 V777L", therapies="Neratinib", significance="Resistance"
    )
    graph, said = read(table(tmp_path / "today.tsv", TODAY, [row]))
    assert said == []
    assert of_item(graph, 1, "profile") == [f"{BASE}profile/HGNC:3430:p.Asp769His+HGNC:3430:p.Val777Leu"]
    assert of_item(graph, 1, "predicate") == [f"{KG}predictsResistanceTo"]


def test_an_assertion_leads_to_its_evidence(tmp_path: Path) -> None:
    names = table(tmp_path / "a.tsv", ASSERTIONS, [assertion(1)]), evidence(tmp_path, item(1), item(2))
    graph, said = read(*names)
    assert said == []
    found = values(graph, expand("civic.aid:9001"), expand("SEPIO:0000084"))
    assert found == [expand("civic.eid:90001"), expand("civic.eid:90002")]


def test_the_disease_that_civic_has_most_items_of_and_classes_of_drugs_have_terms(tmp_path: Path) -> None:
    drugs = "Mitogen-Activated Protein Kinase Kinase Inhibitor,Taxane Compound"
    cells = {"disease": "Von Hippel-Lindau Disease", "doid": "14175", "drugs": drugs}
    graph, said = read(evidence(tmp_path, item(1, **cells)))
    assert said == []
    found = {quad.object.value for quad in graph}
    assert {expand("MONDO:0008667"), f"{KG}MEKInhibitor", f"{KG}Taxane"} <= found


@NEEDS_CIVIC
def test_hardly_a_disease_or_drug_of_civic_is_without_a_term() -> None:
    lines = (SHARED / "nightly-ClinicalEvidenceSummaries.tsv").read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    rows = [dict(zip(columns, line.split("\t"), strict=False)) for line in lines[1:]]
    named = [(row["disease"], f"DOID:{row['doid']}" if row["doid"] else None) for row in rows]
    drugs = [name for row in rows for name in therapies.listed(row["drugs"])]
    assert sum(disease(*one).id not in {None, one[1]} for one in named) == 3_690
    assert sum(therapies.therapy(name).id is not None for name in drugs) == 2_994
    assert (len(named), len(drugs)) == (3_706, 3_070)


def test_names_without_a_term_are_counted_and_named(tmp_path: Path) -> None:
    odd = {"drugs": "Moonshine", "disease": "Lunacy", "doid": ""}
    graph, said = read(evidence(tmp_path, item(1, **odd), item(2, **odd)))
    assert len(said) == 2
    assert "1 drugs without a term: 'Moonshine'" in said[0]
    assert "1 diseases without a term: 'Lunacy'" in said[1]
    assert of_item(graph, 1, "condition") == [f"{BASE}unmapped/lunacy"]


def test_rows_that_cannot_be_used_are_told_with_their_lines(tmp_path: Path) -> None:
    name = evidence(
        tmp_path,
        item(1, evidence_type="Lunar"),
        item(2, evidence_id=""),
        item(3, citation="a\tb" + "\t" * 30),
        item(4, gene="", variant=""),
        item(5),
        item(5, rating="1"),
    )
    _, said = read(name)
    told = "\n".join(said)
    for line, what in (
        (2, "'Lunar'"),
        (3, "has no id"),
        (4, "cells in a row"),
        (5, "no variant"),
        (7, "90005"),
    ):
        assert any(fault.startswith(f"{name}:{line}: ") and what in fault for fault in said), told
    assert len(said) == 5


def test_any_order_of_files_makes_the_same_graph(tmp_path: Path) -> None:
    names = [
        table(tmp_path / "v.tsv", VARIANTS, VARIANT_ROWS),
        evidence(tmp_path, item(1), item(2, **HER2, variant="SERUM LEVELS", variant_id="90416")),
        table(tmp_path / "a.tsv", ASSERTIONS, [assertion(1)]),
    ]
    one, other = (set(read(*order)[0]) for order in (names, names[::-1]))
    assert {quad for quad in one if "/graph/sources" not in str(quad)} == {
        quad for quad in other if "/graph/sources" not in str(quad)
    }


def test_the_vocabulary_has_every_meaning() -> None:
    assert set(meanings.PREDICATES) | {"predicts sensitivity to"} == set(EVIDENCE_PREDICATES)
    assert set(meanings.DIRECTIONS.values()) == set(EVIDENCE_DIRECTIONS)
    assert set(KEYS) == set(Table)


@given(
    st.lists(
        st.sampled_from(["Neratinib", "Lapatinib", "HER2 Inhibitor CP-724,714", "Fluorouracil, 5-FU"]),
        max_size=5,
    )
)
def test_a_list_of_drugs_is_parted_as_it_was_joined(names: list[str]) -> None:
    assert list(therapies.listed(",".join(names))) == names


@NEEDS_CIVIC
def test_every_cell_of_every_evidence_item_is_in_the_graph() -> None:
    names = sorted(str(path) for path in SHARED.glob("*.tsv"))
    graph, said = read(*names)
    assert not [fault for fault in said if "left out" in fault]
    lines = (SHARED / "nightly-ClinicalEvidenceSummaries.tsv").read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    assert table_of(lines[0]) is Table.EVIDENCE
    told = {
        "evidence_statement": expand("dcterms:description"),
        "evidence_level": f"{KG}evidenceLevel",
        "evidence_status": f"{KG}reviewStatus",
        "rating": f"{KG}rating",
    }
    for line in lines[1:]:
        row = dict(zip(columns, line.split("\t"), strict=True))
        own, variant = expand(f"civic.eid:{row['evidence_id']}"), expand(f"civic.vid:{row['variant_id']}")
        for column, cell in row.items():
            if cell.strip():
                kept = values(graph, own, told.get(column, f"{CIVIC}{column}"))
                assert cell in (kept or values(graph, variant, f"{CIVIC}{column}")), (own, column)
    assert len(lines) == 3_707


@NEEDS_CIVIC
def test_what_civic_knows_of_the_first_case() -> None:
    graph, _ = read(*sorted(str(path) for path in SHARED.glob("*.tsv")))
    profile, label = pyoxigraph.NamedNode(f"{KG}profile"), expand("rdfs:label")
    for key, items in (("p.Val777Leu", {288, 1177}), ("p.Asp769His", {279})):
        node = pyoxigraph.NamedNode(f"{BASE}profile/HGNC:3430:{key}")
        found = {quad.subject.value for quad in graph.quads_for_pattern(None, profile, node, None)}
        assert found == {expand(f"civic.eid:{number}") for number in items}
    labels = " ".join(
        quad.object.value for quad in graph.quads_for_pattern(None, pyoxigraph.NamedNode(label), None, None)
    )
    assert "pyrotinib" not in labels.lower()
    assert V777L["variant"] in labels


def test_a_question_by_the_disease_that_civic_names_finds_the_case_below_it(tmp_path: Path) -> None:
    merged = str(tmp_path / "all.nq")
    names = [evidence(tmp_path, item(1)), "kg/examples/first-case.yaml"]
    assert CliRunner().invoke(main, ["merge", *names, "-o", merged]).exit_code == 0
    found = CliRunner().invoke(
        main, ["query", "cases-by-disease", "-d", merged, "-f", "csv", "-p", "disease=DOID:1612"]
    )
    assert "PMID:37120151" in found.stdout
    assert "MONDO_0005051" in found.stdout or "MONDO:0005051" in found.stdout
    again = str(tmp_path / "again.nq")
    assert CliRunner().invoke(main, ["merge", merged, *names, "-o", again]).exit_code == 0
    assert Path(again).read_bytes() == Path(merged).read_bytes()
    nothing = CliRunner().invoke(
        main, ["query", "evidence-statements", "-d", names[0], "-f", "csv", "-p", "drug=pyrotinib"]
    )
    assert "Pyrotinib" not in nothing.stdout
