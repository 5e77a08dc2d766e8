"""`kg path`: how two nodes are tied together, along triples that the graph holds and nothing else."""

from __future__ import annotations

import json
from itertools import combinations

import networkx
import pyoxigraph
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import store
from kg.cli import main
from kg.errors import KgError, UsageError
from kg.ids import expand
from kg.nodes import Wanted, paths

NAMES = ("ERBB2", "pyrotinib", "MONDO:0005051", "ALK", "alectinib", "EGFR", "lung cancer", "invented-ovary")
EVERY = ("observed", "background", "hypothesis", "absent")


@pytest.fixture(scope="module")
def graph(all_lines) -> pyoxigraph.Store:
    return store.from_lines(all_lines)


def triples(found):
    return [
        (tie.subject, tie.predicate, tie.object)
        for path in found.paths
        for step in path.steps
        for tie in step
    ]


def invented(*edges: tuple[str, str]) -> pyoxigraph.Store:
    """A graph of plain links, far from any vocabulary."""
    lines = [
        f"<https://e.org/{one}> <https://e.org/likes> <https://e.org/{other}> .\n" for one, other in edges
    ]
    return store.from_lines(lines)


@pytest.mark.parametrize(("one", "other"), [*combinations(NAMES, 2)])
def test_every_step_is_a_triple_of_the_graph(graph, one, other):
    for wanted in (Wanted(), Wanted(count=None), Wanted(count=4, longest=5, modalities=EVERY)):
        found = paths(graph, one, other, wanted)
        assert bool(found.why) != bool(found.paths)
        for triple in triples(found):
            assert next(iter(graph.quads_for_pattern(*map(pyoxigraph.NamedNode, triple))), None)
        for path in found.paths:
            assert path.stops[0].iri == found.start.iri
            assert path.stops[-1].iri == found.end.iri
            assert len(path.steps) == len(path.stops) - 1 <= wanted.longest
            assert all(path.steps)
            for ties, here, there in zip(path.steps, path.stops, path.stops[1:], strict=False):
                assert all({tie.subject, tie.object} == {here.iri, there.iri} for tie in ties)


@pytest.mark.parametrize(("one", "other"), [*combinations(NAMES, 2)])
def test_only_what_was_observed_ties_things_together_unless_asked(graph, one, other):
    for path in paths(graph, one, other, Wanted(count=5)).paths:
        assert {stop.modality for stop in path.stops} <= {None, "observed"}
        assert {entry.modality for step in path.steps for tie in step for entry in tie.support} <= {
            "observed"
        }


def test_from_a_gene_to_a_drug_with_the_place_in_the_text(graph):
    found = paths(graph, "ERBB2", "pyrotinib")
    assert [stop.label for stop in found.paths[0].stops] == [
        "ERBB2",
        "ERBB2 D769H",
        "patient of PMID:37120151",
        "Pyrotinib",
    ]
    text = found.text()
    assert "PMID:37120151, abstract, characters 941-986" in text
    assert "line 2: Pyrotinib + Trastuzumab Emtansine [observed]" in text
    assert "there are 2 paths of that length" in " ".join(found.remarks)
    assert len(paths(graph, "ERBB2", "pyrotinib", Wanted(count=None))) == 2


def test_what_is_absent_is_a_link_only_when_asked_and_is_marked(graph):
    found = paths(graph, "EGFR", "ALK")
    assert not found.paths
    assert dict(found.left_out)["absent"] == 1
    assert "--modality absent" in " ".join(found.remarks)
    asked = paths(graph, "EGFR", "ALK", Wanted(modalities=("absent",)))
    assert "no EGFR mutation [EXPLICITLY ABSENT]" in asked.text()
    assert "EXPLICITLY ABSENT" in asked.dot()
    assert "EXPLICITLY ABSENT" in asked.markdown()


def test_a_profile_that_is_only_supposed_ties_no_variants(graph):
    """The fusion alone is a profile in an evidence statement, which is a hypothesis."""
    found = paths(graph, "<profile/HGNC:1316::HGNC:427:fusion>", "alectinib", Wanted(via=("profile",)))
    assert not found.paths


def test_a_claim_is_a_link_when_its_modality_is_asked_for(graph):
    found = paths(graph, "lung cancer", "ERBB2", Wanted(modalities=("background",)))
    claim = found.paths[0].stops[1]
    assert (claim.kind, claim.modality) == ("claim", "background")
    assert "[background]" in found.text()
    assert found.to_dict()["paths"][0]["nodes"][1]["statement"]["modality"] == "background"


def test_no_path_climbs_to_a_class_and_down_again_to_go_on(graph):
    up = expand("rdfs:subClassOf")
    for one, other in combinations(NAMES, 2):
        for path in paths(graph, one, other, Wanted(count=5)).paths:
            ways = [
                {(tie.predicate == up, tie.subject == stop.iri) for tie in step}
                for stop, step in zip(path.stops, path.steps, strict=False)
            ]
            climbs = [way == {(True, True)} for way in ways]
            descends = [way == {(True, False)} for way in ways]
            peaks = [climbs[i] and descends[i + 1] for i in range(len(ways) - 1)]
            assert not any(peaks) or all(up or down for up, down in zip(climbs, descends, strict=True))


def test_two_drugs_meet_in_their_class(graph):
    found = paths(graph, "pyrotinib", "alectinib")
    labels = [stop.label for stop in found.paths[0].stops]
    assert "tyrosine kinase inhibitor" in labels
    assert all(tie.hierarchy for step in found.paths[0].steps for tie in step)
    assert "hierarchy" in found.text()


def test_no_path_runs_through_classes_closed_lists_or_publications(graph):
    hubs = {
        expand(curie) for curie in ("kg:observed", "kg:curated", "kg:Case", "biolink:Gene", "PMID:37120151")
    }
    for one, other in combinations(NAMES, 2):
        for path in paths(graph, one, other, Wanted(count=6, modalities=EVERY)).paths:
            assert hubs.isdisjoint(stop.iri for stop in path.stops)


def test_a_publication_is_reached_when_it_is_an_end(graph):
    found = paths(graph, expand("PMID:37120151"), "pyrotinib")
    assert found.paths[0].stops[0].kind == "publication"


def test_only_nodes_of_the_kinds_asked_for_are_passed(graph):
    found = paths(graph, "ALK", "alectinib", Wanted(via=("variant", "patient", "regimen")))
    inner = [stop.kind for path in found.paths for stop in path.stops[1:-1]]
    assert inner
    assert set(inner) <= {"variant", "patient", "regimen"}


def test_longer_paths_follow_the_shortest(graph):
    found = paths(graph, "ERBB2", "pyrotinib", Wanted(count=6, longest=6))
    lengths = [len(path.steps) for path in found.paths]
    assert len(lengths) == 6
    assert lengths == sorted(lengths)
    assert lengths[:3] == [3, 3, lengths[2]]
    assert len({tuple(stop.iri for stop in path.stops) for path in found.paths}) == 6


def test_why_there_is_none_is_said(graph):
    assert (
        "none has at most 2 steps (--max-length 4"
        in paths(graph, "ERBB2", "pyrotinib", Wanted(longest=2)).why
    )
    apart = invented(("a", "b"), ("c", "d"))
    why = paths(apart, "https://e.org/a", "https://e.org/d").why
    assert why == "1 thing is tied to a, near or far, and d is not among it"
    with pytest.raises(KgError, match="the graph says nothing of Osimertinib"):
        paths(graph, "ERBB2", "osimertinib")
    with pytest.raises(UsageError, match="are the same node"):
        paths(graph, "ERBB2", "HER2")


def test_the_same_graph_in_another_order_gives_the_same_paths(graph, all_lines):
    turned = store.from_lines(reversed(all_lines))
    for one, other in combinations(NAMES[:5], 2):
        wanted = Wanted(count=5, modalities=EVERY)
        assert paths(turned, one, other, wanted).to_dict() == paths(graph, one, other, wanted).to_dict()


def test_copies_in_other_graphs_add_no_path(graph):
    copy = [f"{quad.subject} {quad.predicate} {quad.object} <https://example.org/copy> .\n" for quad in graph]
    both = store.from_lines([*(f"{quad} .\n" for quad in graph), *copy])
    found = paths(both, "ERBB2", "pyrotinib", Wanted(count=None))
    assert len(found) == 2
    assert "https://example.org/copy" in found.paths[0].steps[0][0].graphs


EDGES = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), min_size=1, max_size=16)


@settings(max_examples=60, deadline=None)
@given(EDGES)
def test_the_paths_are_the_shortest_that_there_are(edges):
    graph = invented(*edges)
    plain = networkx.Graph((one, other) for one, other in edges if one != other)
    for one, other in combinations(sorted(plain), 2):
        found = paths(graph, f"https://e.org/{one}", f"https://e.org/{other}", Wanted(count=None))
        shown = {tuple(stop.label for stop in path.stops) for path in found.paths}
        wanted = set()
        if networkx.has_path(plain, one, other):
            wanted = {tuple(nodes) for nodes in networkx.all_shortest_paths(plain, one, other)}
        assert shown == wanted


def test_the_command_writes_text_json_markdown_and_dot():
    def run(*arguments: str):
        result = CliRunner().invoke(main, ["path", "ERBB2", "pyrotinib", *arguments])
        assert result.exit_code == 0, result.output
        return result

    assert run().stdout.startswith("ERBB2 to Pyrotinib: 3 steps\n")
    assert "ERBB2: ERBB2 (HGNC:3430)" in run().stderr
    assert run("-q").stderr == ""
    assert len(json.loads(run("-f", "json", "--all").stdout)["paths"]) == 2
    assert run("-f", "md").stdout.startswith("## ERBB2 to Pyrotinib: 3 steps")
    assert run("-f", "dot").stdout.startswith("digraph paths {")


def test_no_path_is_no_error_and_leaves_standard_output_empty():
    result = CliRunner().invoke(main, ["path", "EGFR", "ALK"])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no path from EGFR to ALK" in result.stderr


def test_all_and_a_number_are_not_asked_together():
    result = CliRunner().invoke(main, ["path", "EGFR", "ALK", "--all", "-k", "3"])
    assert result.exit_code == 2


def test_quotes_and_line_breaks_in_labels_stay_inside_a_dot_string():
    hostile = store.from_lines(
        [
            "<https://e.org/a> <https://e.org/likes> <https://e.org/b> .\n",
            '<https://e.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "x\\"];\\n evil [\\\\" .\n',
        ]
    )
    drawn = paths(hostile, "https://e.org/a", "https://e.org/b").dot()
    assert '\\"]; evil [\\\\ (thing)"' in drawn
    assert len(drawn.splitlines()) == 7
