"""A case that is taken out of its graph is the case that the graph was built of, as far as a graph holds it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner
from held_cases import held
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_case_yaml_round_trip import cases as written_cases

import kg
from kg import builders, pipeline, store
from kg.builders.names import case_names
from kg.case import Case, Concept, TherapyLine
from kg.cli import main
from kg.demo import bundled
from kg.errors import Notepad
from kg.ids import BASE
from kg.recovery import cases
from kg.store import from_lines
from tests.benchmarks.cases import cases as invented


def recovered(*built: Case, base: str = BASE) -> tuple[list[Case], list[str]]:
    pad = Notepad("graph")
    found = list(cases(from_lines(pipeline.build(built, base)), pad))
    return found, [str(fault) for fault in pad.faults]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(written_cases(), st.sampled_from([BASE, "https://example.org/case/", "urn:x:"]))
def test_a_case_comes_back_out_of_its_graph(case: Case, base: str) -> None:
    found, _ = recovered(case, base=base)
    assert found == [held(case)]


def test_a_recovered_case_builds_the_same_graph() -> None:
    """Bundled and invented cases, whose names are grounded."""
    whole = [*kg.read(bundled()), *invented(60)]
    found, said = recovered(*whole)
    assert not said
    assert found == sorted(map(held, whole), key=lambda case: case_names(case).graph)
    assert set(from_lines(map(builders.quads, found))) == set(from_lines(map(builders.quads, whole)))


def test_cases_come_back_from_formats_without_named_graphs(tmp_path) -> None:
    store.write(pipeline.build(kg.read(bundled())), tmp_path / "all.ttl")
    pad = Notepad("all.ttl")
    assert sorted(case.id for case in cases(kg.load(tmp_path / "all.ttl").store, pad)) == sorted(
        case.id for case in kg.read(bundled())
    )
    assert pad.faults == []


def test_cases_come_back_out_of_a_merged_graph(tmp_path: Path) -> None:
    """Also where the merge leads with another vocabulary's term for a sex or a category."""
    kg.build(bundled()).write(tmp_path / "graph.nq")
    merged = CliRunner().invoke(
        main, ["merge", str(tmp_path / "graph.nq"), "-o", str(tmp_path / "merged.nq")], prog_name="kg"
    )
    assert merged.exit_code == 0, merged.output
    pad = Notepad("merged.nq")
    found = {case.id: case for case in cases(kg.load(tmp_path / "merged.nq").store, pad)}
    assert found == {case.id: held(case) for case in kg.read(bundled())}
    assert pad.faults == []


def test_what_belongs_to_no_case_is_counted(first_lines: list[str]) -> None:
    graph = from_lines(first_lines)
    (found,) = cases(graph, Notepad("graph"))
    graph.update(
        """PREFIX kg: <https://w3id.org/casekg/vocab/>
        INSERT { GRAPH ?g { ?p kg:says "twice", "three times" ; <urn:more> <urn:thing> . <urn:x> <urn:more> 1 } }
        WHERE { GRAPH ?g { ?case kg:hasPatient ?p } }"""
    )
    pad = Notepad("graph")
    assert list(cases(graph, pad)) == [found]
    (said,) = map(str, pad.faults)
    assert said == "graph: 4 triples beside the cases belong to none of them: kg:says (2), urn:more (2)"


@pytest.mark.parametrize(
    ("predicate", "values"),
    [
        ("kg:start", ['"soon"', '"2020-13-44-1"', '"P1Y2M3DT4H"', "<urn:x>", '"2020"@en']),
        ("kg:order", ['"first"', "1.5", "<urn:x>"]),
        ("kg:drugsStated", ['"maybe"']),
        ("kg:cycles", ['"99999999999999999999"']),
        ("kg:modality", ["<urn:x>", '"observed"']),
        ("kg:method", ["<urn:x>"]),
        ("kg:regimen", ["<urn:x>", "1"]),
        ("kg:confidence", ['"sure"', '"1e400"']),
        ("kg:evidence", ["<urn:x>", "[]", '"abstract"']),
    ],
)
def test_values_that_no_case_could_hold_are_passed_over_and_counted(
    predicate: str, values: list[str]
) -> None:
    for value in values:
        graph = from_lines(builders.quads(Case(id="a", therapy=(TherapyLine(drugs=(Concept("x"),)),))))
        graph.update(
            f"""PREFIX kg: <https://w3id.org/casekg/vocab/>
            DELETE {{ GRAPH ?g {{ ?line {predicate} ?old }} }} INSERT {{ GRAPH ?g {{ ?line {predicate} {value} }} }}
            WHERE {{ GRAPH ?g {{ ?line a kg:TherapyLine OPTIONAL {{ ?line {predicate} ?old }} }} }}"""
        )
        pad = Notepad("graph")
        (found,) = cases(graph, pad)
        assert len(found.therapy) == 1
        if value != '"2020"@en':
            assert predicate in str(pad.faults[-1])
        builders.quads(found)


def test_a_case_in_two_graphs_is_taken_once(first_lines: list[str]) -> None:
    graph = from_lines(first_lines)
    graph.extend([pyoxigraph.Quad(*quad.triple) for quad in graph])
    pad = Notepad("graph")
    assert [case.id for case in cases(graph, pad)] == ["PMID:37120151"]
    assert "is stated in two graphs" in str(pad.faults[0])
