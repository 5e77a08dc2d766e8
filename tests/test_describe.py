"""`kg describe`: a node in words, and never more than the graph states."""

from __future__ import annotations

import json

import pyoxigraph
import pytest
from civic_rows import evidence, item
from click.testing import CliRunner

import kg
from kg import store
from kg.cli import main
from kg.errors import KgError, UsageError
from kg.ids import expand
from kg.nodes import describe
from kg.nodes.description import Entry

PATIENT_EDGES = ("hasVariant", "hasProfile", "receivedDrug", "receivedRegimen", "hadAdverseEvent")


@pytest.fixture(scope="module")
def graph(all_lines) -> pyoxigraph.Store:
    return store.from_lines(all_lines)


def entries(told):
    """Every entry of a description with the section it stands in, inner ones too."""

    def inner(entry: Entry):
        yield entry
        for part in entry.parts:
            yield from inner(part)

    return [(section, entry) for section in told.sections for top in section.entries for entry in inner(top)]


def statements(graph, modality):
    predicate = pyoxigraph.NamedNode(expand("kg:modality"))
    found = graph.quads_for_pattern(None, predicate, pyoxigraph.NamedNode(expand(f"kg:{modality}")))
    return {quad.subject.value for quad in found}


def things(graph):
    """All that is worth describing: every IRI that a quad begins at, but for evidence selectors."""
    found = {quad.subject.value for quad in graph if isinstance(quad.subject, pyoxigraph.NamedNode)}
    return sorted(iri for iri in found if "#" not in iri)


def test_a_case_is_told_in_the_order_of_its_course(graph):
    told = describe(graph, "invented-lung")
    titles = [section.title for section in told.sections]
    assert titles[:4] == ["Patient", "Diagnosis", "Biomarkers", "Variants"]
    (therapy,) = [section for section in told.sections if section.title.startswith("Therapy")]
    assert [entry.words for entry in therapy.entries] == [
        "line 1: Cisplatin + Pemetrexed",
        "line 2: Alectinib",
        "line 3: Lorlatinib",
    ]
    assert therapy.entries[1].parts[0].words == (
        "response to the whole line: partial response (durable, RECIST 1.1)"
    )


def test_the_id_that_a_case_shares_with_its_publication_means_the_case(graph):
    told = describe(graph, "PMID:37120151")
    assert told.kind == "case"
    assert "PMID:37120151" in dict(told.facts)["publication"]
    assert describe(graph, "http://www.ncbi.nlm.nih.gov/pubmed/37120151").kind == "publication"


def test_an_invented_case_is_said_to_be_so_wherever_it_is_named(graph):
    for name in ("invented-lung", "ALK", "alectinib"):
        lines = [line for line in describe(graph, name).text().splitlines() if "case invented-lung" in line]
        assert lines
        assert all("(invented)" in line for line in lines)


def test_nothing_absent_is_told_as_present(graph):
    absent = statements(graph, "absent")
    assert len(absent) >= 3
    met = set()
    for iri in things(graph):
        for section, entry in entries(describe(graph, iri, limit=1000)):
            if entry.iri in absent and entry.modality is not None:
                met.add(entry.iri)
                assert entry.modality == "absent"
                assert not section.title.startswith(("Observed", "Diagnosis", "Variants", "Other"))
    assert met == absent


def test_a_gene_that_was_only_looked_for_was_observed_nowhere(graph):
    told = describe(graph, "EGFR")
    titles = [section.title for section in told.sections]
    assert "Explicitly absent in 1 case" in titles
    assert not any(title.startswith("Observed") for title in titles)
    assert "no EGFR mutation [EXPLICITLY ABSENT]" in told.text()
    assert "EXPLICITLY ABSENT" in told.markdown()


def test_every_statement_shows_its_modality_in_every_form(graph):
    told = describe(graph, "PMID:37120151", limit=1000)
    shown = [entry for _, entry in entries(told) if entry.modality is not None]
    assert {entry.modality for entry in shown} == {"observed", "background", "hypothesis"}
    for text in (told.text(10_000), told.markdown().replace("**", "")):
        assert sum(text.count(f"[{entry}]") for entry in ("observed", "background", "hypothesis")) == len(
            shown
        )


def test_every_statement_of_a_case_is_told_once(graph):
    in_case = pyoxigraph.NamedNode(expand("kg:inCase"))
    for name in ("PMID:37120151", "invented-lung", "invented-ovary"):
        told = describe(graph, name, limit=1000)
        case = pyoxigraph.NamedNode(told.iri)
        wanted = {quad.subject.value for quad in graph.quads_for_pattern(None, in_case, case)}
        shown = [entry.iri for _, entry in entries(told) if entry.modality is not None]
        assert sorted(shown) == sorted(wanted)


def test_a_response_is_told_of_the_whole_line_alone(graph):
    for name in ("pyrotinib", "trastuzumab emtansine", "ERBB2 V777L"):
        responses = [
            (section, entry) for section, entry in entries(describe(graph, name)) if "/response/" in entry.iri
        ]
        assert responses
        for section, entry in responses:
            assert entry.words.startswith("response to the whole line: ")
            assert "never to one drug or variant" in section.note


def test_the_place_in_the_text_stands_behind_each_statement(graph):
    told = describe(graph, "ERBB2 D769H")
    assert "PMID:37120151, abstract, characters 941-986" in told.text()


def test_the_sentence_is_quoted_when_the_graph_holds_it(graph):
    quoted = (
        "<https://w3id.org/casekg/publication/PMID:37120151/abstract#selector=941,986> "
        '<http://www.w3.org/ns/oa#exact> "two invented words" <https://w3id.org/casekg/graph/x> .\n'
    )
    richer = store.from_lines([*(f"{quad} .\n" for quad in graph), quoted])
    assert "“two invented words” (PMID:37120151, abstract, characters 941-986)" in describe(
        richer, "ERBB2 D769H"
    ).text(200)


@pytest.mark.parametrize(
    "name", ["ERBB2 V777L", "HER2 p.Val777Leu", "<variant/HGNC:3430:p.Val777Leu>", "erbb2 v777l"]
)
def test_a_variant_is_found_under_its_spellings(graph, name):
    assert describe(graph, name).label == "ERBB2 V777L"


@pytest.mark.parametrize("name", ["breast cancer", "MONDO:0007254", "NCIT:C9335", expand("MONDO:0007254")])
def test_a_disease_is_found_by_name_curie_mapping_and_iri(graph, name):
    told = describe(graph, name)
    assert (told.label, told.kind) == ("breast cancer", "disease")
    assert "metastatic invasive lobular breast carcinoma" in told.text()


def test_a_disease_of_the_background_is_not_observed(graph):
    told = describe(graph, "MONDO:0008903")  # lung cancer: observed below it, claimed of itself
    claimed = [entry for section, entry in entries(told) if section.title == "Claims: background"]
    assert [entry.modality for entry in claimed] == ["background"]


def test_two_graphs_with_the_same_case_are_told_once(graph):
    copy = [f"{quad.subject} {quad.predicate} {quad.object} <https://example.org/copy> .\n" for quad in graph]
    both = store.from_lines([*(f"{quad} .\n" for quad in graph), *copy])
    for name in ("PMID:37120151", "ERBB2", "pyrotinib", "breast cancer"):
        assert describe(both, name) == describe(graph, name)


def test_what_is_not_shown_is_counted(graph):
    told = describe(graph, "ERBB2", limit=1)
    (claims,) = [section for section in told.sections if section.title == "Claims: background"]
    assert len(claims.entries) == 1
    assert claims.total > 5
    assert f"… and {claims.total - 1} more" in told.text()


def test_no_line_is_wider_than_asked(graph):
    for name in ("PMID:37120151", "ERBB2", "lung"):
        for width in (40, 72):
            assert max(map(len, describe(graph, name).text(width).splitlines())) <= width


def test_the_same_question_gets_the_same_words(graph, all_lines):
    turned = store.from_lines(reversed(all_lines))
    for name in ("PMID:37120151", "ERBB2", "lung cancer"):
        assert describe(turned, name).text() == describe(graph, name).text()


def test_a_store_is_asked_and_not_read_whole(graph):
    from kg.nodes.near import Near

    near = Near(graph)
    assert (near.links, near.texts) == ({}, {})
    assert near.label(expand("HGNC:3430")) == "ERBB2"


def test_any_graph_can_be_described():
    plain = store.from_lines(
        [
            "<https://example.org/a> <https://example.org/likes> <https://example.org/b> .\n",
            '<https://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "Ann" .\n',
        ]
    )
    assert "likes: b" in describe(plain, "Ann").text()
    assert "'likes' of" in describe(plain, "https://example.org/b").text()


def test_what_the_graph_does_not_hold_is_an_error(graph):
    with pytest.raises(KgError, match="the graph says nothing of MONDO:9999999"):
        describe(graph, "MONDO:9999999")
    with pytest.raises(UsageError, match=r"did you mean '[Pp]yrotinib'"):
        describe(graph, "pyrotinb")
    with pytest.raises(UsageError, match="say which node"):
        describe(graph, " ")


def test_python_has_the_same(graph):
    import kg

    assert kg.describe(kg.Graph(graph), "pyrotinib", limit=3) == describe(graph, "pyrotinib", limit=3)
    found = kg.path(kg.Graph(graph), "ERBB2", "pyrotinib", kg.Wanted(count=2))
    assert [len(path.steps) for path in found.paths] == [3, 3]


def test_the_command_writes_text_json_and_markdown():
    text = CliRunner().invoke(main, ["describe", "pyrotinib"])
    assert text.exit_code == 0
    assert text.stdout.startswith("Pyrotinib\n  drug  NCIT:C111895")
    found = json.loads(CliRunner().invoke(main, ["describe", "pyrotinib", "-f", "json"]).stdout)
    assert (found["id"], found["kind"]) == ("NCIT:C111895", "drug")
    assert CliRunner().invoke(main, ["describe", "pyrotinib", "-f", "md"]).stdout.startswith("# Pyrotinib")


def test_the_command_says_what_it_took_a_name_for_unless_it_is_to_be_quiet():
    assert "ERBB2 (HGNC:3430), synonym" in CliRunner().invoke(main, ["describe", "HER2"]).stderr
    assert CliRunner().invoke(main, ["describe", "HER2", "-q"]).stderr == ""


def test_names_are_completed_from_their_first_letters():
    from click.shell_completion import ShellComplete

    complete = ShellComplete(main, {}, "kg", "_KG_COMPLETE").get_completions
    assert "Pyrotinib" in [item.value for item in complete(["describe"], "pyrot")]
    assert "ERBB2" in [item.value for item in complete(["describe"], "ERBB")]
    assert complete(["describe"], "p") == []


def test_a_variant_is_meant_before_what_a_catalogue_records_of_it(tmp_path):
    graph = kg.load([evidence(tmp_path, item(1)), *kg.examples()[:1]])
    assert kg.describe(graph, "ERBB2 V777L").iri == "https://w3id.org/casekg/variant/HGNC:3430:p.Val777Leu"
