"""A question in another graph's words finds the cases below its term, and none beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg import demo
from kg.cli import main
from tests.test_hetionet import GRAPH as HETIONET

LOBULAR = "case: {name}\ndiagnoses:\n  - {{disease: '{disease}'}}\n"
WALK = "rdfs:subClassOf*/(skos:exactMatch|^skos:exactMatch)?/rdfs:subClassOf*"


def asked(data: list[Path | str], *arguments: str) -> list[str]:
    result = CliRunner().invoke(main, ["query", *arguments, "-f", "csv", *(f"-d{name}" for name in data)])
    assert result.exit_code == 0, result.stderr
    return sorted({line.partition(",")[0].rpartition("/case/")[2] for line in result.stdout.splitlines()[1:]})


@pytest.fixture
def graphs(tmp_path: Path) -> list[Path | str]:
    """ILC, plain lobular carcinoma and lung cancer beside a graph in Disease Ontology's terms."""
    cases = {"plain": "MONDO:0000552", "lung": "MONDO:0005061", "in-situ": "MONDO:0006270"}
    for name, disease in cases.items():
        (tmp_path / f"{name}.yaml").write_text(LOBULAR.format(name=name, disease=disease), encoding="utf-8")
    (tmp_path / "het.json").write_text(json.dumps(HETIONET), encoding="utf-8")
    return [demo.FIRST, *sorted(tmp_path.iterdir())]


@pytest.mark.parametrize("disease", ["DOID:1612", "MONDO:0007254", "breast cancer"])
def test_ilc_answers_for_breast_cancer_in_any_vocabulary(graphs: list[Path | str], disease: str) -> None:
    found = asked(graphs, "cases-by-disease", "-p", f"disease={disease}")
    assert found == ["PMID:37120151", "in-situ", "plain"]


def test_ilc_of_the_disease_ontology_is_not_glued_to_plain_lobular(graphs: list[Path | str]) -> None:
    assert asked(graphs, "cases-by-disease", "-p", "disease=DOID:3457") == ["PMID:37120151"]
    assert asked(graphs, "cases-by-disease", "-p", "disease=MONDO:0005051") == ["PMID:37120151"]


def test_cross_references_are_not_followed_twice(tmp_path: Path, graphs: list[Path | str]) -> None:
    """DOID:3457 points at the plain lobular concept of NCIT: that must not tie plain lobular to ILC."""
    obo = "http://purl.obolibrary.org/obo/"
    trap = tmp_path / "trap.nt"
    match = "http://www.w3.org/2004/02/skos/core#exactMatch"
    trap.write_text(f"<{obo}DOID_3457> <{match}> <{obo}NCIT_C3771> .\n", encoding="utf-8")
    for disease in ("DOID:3457", "MONDO:0005051"):
        assert asked([*graphs, trap], "cases-by-disease", "-p", f"disease={disease}") == ["PMID:37120151"]


def test_a_merged_graph_is_walked_from_the_other_graphs_own_node(graphs: list[Path | str]) -> None:
    text = f"SELECT DISTINCT ?case {{ ?f kg:disease ?d ; kg:inCase ?case . ?d {WALK} DOID:1612 }}"
    assert asked(graphs, "-e", text) == ["PMID:37120151", "in-situ", "plain"]


def test_hetionets_genes_of_the_disease_meet_the_cases(graphs: list[Path | str]) -> None:
    text = (
        "SELECT DISTINCT ?case ?gene { ?f kg:disease ?d ; kg:inCase ?case ; kg:modality kg:observed ."
        f" ?d {WALK} ?theirs . ?theirs biolink:condition_associated_with_gene ?gene }}"
    )
    assert asked(graphs, "-e", text) == ["PMID:37120151", "in-situ", "plain"]


def test_other_questions_on_diseases_take_the_other_vocabulary_too(graphs: list[Path | str]) -> None:
    assert asked(graphs, "responders-by-disease", "-p", "disease=DOID:1612") == ["PMID:37120151"]
    assert asked(graphs, "responders", "-p", "disease=DOID:1612") == ["PMID:37120151"]


def test_a_graph_without_our_terms_is_asked_for_its_own(tmp_path: Path) -> None:
    (tmp_path / "het.json").write_text(json.dumps(HETIONET), encoding="utf-8")
    text = tmp_path / "genes.rq"
    text.write_text(
        "#+ summary: Which genes are tied to a disease?\n"
        "#+ params:\n#+   disease: {type: term, kind: disease, description: It., example: lung cancer}\n"
        "SELECT ?gene WHERE { VALUES ?disease { UNDEF }\n"
        "  ?disease <https://w3id.org/biolink/vocab/condition_associated_with_gene> ?gene }\nORDER BY ?gene\n",
        encoding="utf-8",
    )
    arguments = ["query", str(text), "-p", "disease=DOID:1612", "-d", str(tmp_path / "het.json"), "-f", "csv"]
    result = CliRunner().invoke(main, arguments)
    assert result.stdout.split()[1:] == ["http://identifiers.org/ncbigene/2064"], result.stderr


def test_a_claim_in_no_disease_is_no_answer_for_a_disease() -> None:
    graph = kg.build(kg.examples())
    claims = kg.query(graph, "claims")
    made_in = kg.query(graph, "claims", disease="cancer")
    place = list(claims.columns).index("in")
    assert any(row[place] is None for row in claims.rows)
    assert {row[place] is None for row in made_in.rows} == {False}
