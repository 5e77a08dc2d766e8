"""Groups and cases that fold: nothing is lost, counts add up, and foreign graphs of any shape are drawn."""

from __future__ import annotations

import io

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_view_samples import INFUSION, LOBULAR, TABLET, V777L, chain, rich_case, small_case, store_of

from kg.case import Case, Concept, Diagnosis, Modality, TherapyLine, VariantFinding
from kg.picture import Picture, picture
from kg.picture.model import Fold
from kg.webpage import page

START = "https://example.org/"
OTHER = Concept("breast adenocarcinoma", "MONDO:0004988", "breast adenocarcinoma")


def turtle(text: str) -> pyoxigraph.Store:
    """A store of a few statements; the empty prefix is that of examples."""
    store = pyoxigraph.Store()
    prefixes = f"@prefix : <{START}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    store.load(io.BytesIO((prefixes + text).encode()), pyoxigraph.RdfFormat.TURTLE)
    return store


def folds(drawn: Picture) -> dict[str, Fold]:
    """Label of the node -> fold."""
    labels = {node.key: node.label for node in drawn.nodes}
    return {labels[fold.key]: fold for fold in drawn.folds}


def many_cases(count: int) -> pyoxigraph.Store:
    """Cases of two diseases, two thirds of them of the first."""
    made = []
    for number in range(count):
        disease = LOBULAR if number % 3 else OTHER
        drugs = (TABLET,) if number % 2 else (INFUSION,)
        own = VariantFinding(
            variant=V777L, modality=Modality.ABSENT if number % 5 == 0 else Modality.OBSERVED
        )
        made.append(
            Case(
                id=f"many-{number:03}",
                diagnoses=(Diagnosis(disease=disease),),
                variants=(own,),
                therapy=(TherapyLine(drugs=drugs),),
            )
        )
    return store_of(made)


def test_up_to_the_limit_every_case_can_be_folded_into_its_patient() -> None:
    drawn = picture(store_of([rich_case(), small_case(1), small_case(2)]))
    assert [fold.opened and fold.stays for fold in drawn.folds] == [True, True, True]
    inside = [key for fold in drawn.folds for key in fold.inside]
    assert len(inside) == len(set(inside))
    shared = {node.label for node in drawn.nodes if node.cases > 1 and node.kind != "patient"}
    by_key = {node.key: node.label for node in drawn.nodes}
    assert shared and not shared & {by_key[key] for key in inside}


def test_a_folded_case_stays_tied_to_what_it_shares() -> None:
    drawn = picture(store_of([rich_case(), small_case(1)]))
    fold = folds(drawn)["Patient of small-1"]
    bridges = {edge.target for edge in drawn.tucked_edges if edge.stands_in and edge.source == fold.key}
    assert {node.label for node in drawn.nodes if node.key in bridges} == {"pyrotinib"}


def test_above_the_limit_a_case_holds_its_own_things_for_the_page_to_open() -> None:
    drawn = picture(store_of([small_case(number) for number in range(12)]), limit=30)
    opened = [fold for fold in drawn.folds if fold.inside]
    assert opened
    assert all(fold.count == 2 and not fold.opened for fold in drawn.folds)
    assert {node.kind for node in drawn.tucked} == {"line", "response"}
    drawn_keys = {node.key for node in drawn.nodes}
    assert not drawn_keys & {node.key for node in drawn.tucked}


def test_too_many_cases_become_groups_by_disease_with_their_counts() -> None:
    drawn = picture(many_cases(60), limit=20)
    assert len(drawn.nodes) <= 20
    found = {label: fold.count for label, fold in folds(drawn).items()}
    assert found == {"breast lobular carcinoma: 40 cases": 40, "breast adenocarcinoma: 20 cases": 20} or (
        found == {"breast lobular carcinoma: 40 cases": 40, "MONDO:0004988: 20 cases": 20}
    )
    assert drawn.title == "60 cases"
    assert drawn.left_out[0].startswith("60 cases are folded into groups by disease")


def test_a_variant_that_was_not_found_ties_no_group_to_it() -> None:
    drawn = picture(many_cases(60), limit=20)
    label = {node.key: node.label for node in drawn.nodes}
    words = {
        label[edge.source].partition(":")[0]: edge.label
        for edge in drawn.edges
        if label[edge.target] == "ERBB2 V777L"
    }
    assert words["breast lobular carcinoma"] == "32 cases"


def test_a_patient_of_two_diseases_is_inside_one_group_and_counted_in_both() -> None:
    both = (Diagnosis(disease=LOBULAR), Diagnosis(disease=OTHER))
    drawn = picture(store_of([Case(id=f"two-{number}", diagnoses=both) for number in range(40)]), limit=20)
    assert [fold.count for fold in drawn.folds] == [40, 40]
    inside = [key for fold in drawn.folds for key in fold.inside]
    assert inside and len(inside) == len(set(inside))


def test_cases_without_a_disease_are_a_group_of_their_own() -> None:
    cases = [Case(id=f"bare-{number}", therapy=(TherapyLine(drugs=(TABLET,)),)) for number in range(30)]
    found = folds(picture(store_of(cases), limit=10))
    assert found["no disease stated: 30 cases"].count == 30


def test_the_timeline_shows_the_first_cases_and_says_how_many_it_leaves_out() -> None:
    drawn = picture(store_of([small_case(number) for number in range(15)]))
    assert len({row.case for row in drawn.timeline}) == 12
    assert any("12 of 15" in sentence for sentence in drawn.left_out)


def test_a_graph_of_several_classes_folds_into_them_and_counts_every_thing() -> None:
    lines = [f":g{n} a :Gene ; :treats :d{n % 7} . :d{n % 7} a :Disease ." for n in range(300)]
    drawn = picture(turtle("\n".join(lines)), limit=50)
    kinds = {node.label: node.kind for node in drawn.nodes}
    found = {label: (fold.count, kinds[label]) for label, fold in folds(drawn).items()}
    assert found == {"gene: 300": (300, "gene"), "disease: 7": (7, "disease")}
    assert [edge.label for edge in drawn.edges] == ["300 connections"]
    assert len(drawn.tucked) <= 160


def test_a_small_graph_of_several_classes_has_a_lane_for_each() -> None:
    drawn = picture(turtle(":a a :Gene ; :p :b . :b a :Pathway . :c a :Gene ; :p :b ."))
    assert [lane.title for lane in drawn.lanes] == ["gene", "pathway"]


def test_more_classes_than_groups_leave_the_rest_in_one() -> None:
    lines = [f":t{n} a :Class{n % 60} ; :p :t{n + 1} ." for n in range(400)]
    drawn = picture(turtle("\n".join(lines)), limit=100)
    assert len(drawn.nodes) == 40
    assert sum(fold.count for fold in drawn.folds) == 401


@pytest.mark.parametrize(
    "names",
    [
        'rdfs:label "wanted"',
        '<http://www.w3.org/2004/02/skos/core#prefLabel> "wanted"',
        '<http://schema.org/name> "wanted"',
        '<https://schema.org/name> "wanted"',
        '<http://purl.org/dc/terms/title> "wanted"',
        '<http://xmlns.com/foaf/0.1/name> "wanted"',
    ],
)
def test_names_of_any_vocabulary_are_labels_and_can_be_asked_for(names: str) -> None:
    store = turtle(f":x {names} ; :p :y .")
    assert {node.label for node in picture(store, focus="wanted").nodes} == {"wanted", "y"}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (':a :p "only a text" .', {"a"}),
        (":a a :T .", {"a"}),
        (":a :p :a .", {"a"}),
        (":a :p :b . :b :p :a .", {"a", "b"}),
        (":a rdfs:subClassOf :b . :b rdfs:subClassOf :a .", {"a", "b"}),
        (":a :p [ :q :b ] ; :r :c .", {"a", "c"}),
        ("<urn:uuid:1> <urn:p> <mailto:x@example.org> .", {"1", "x@example.org"}),
        (":a%20b :p :c .", {"a b", "c"}),
    ],
)
def test_graphs_of_any_shape_are_drawn(text: str, labels: set[str]) -> None:
    drawn = picture(turtle(text))
    assert {node.label for node in drawn.nodes} == labels
    for node in drawn.nodes:
        assert picture(turtle(text), focus=node.iri).nodes


@pytest.mark.parametrize("text", ["", "[] :p [ :q [] ] ."])
def test_a_graph_with_nothing_to_draw_gives_a_page_that_says_so(text: str) -> None:
    drawn = picture(turtle(text))
    assert drawn.nodes == ()
    assert "nothing that can be drawn" in drawn.left_out[-1]
    assert "nothing that can be drawn" in page(drawn).html


@pytest.mark.parametrize("limit", [1, 2, 3, 10, 50, 300])
def test_no_folded_picture_holds_more_than_the_limit(limit: int) -> None:
    for store in (many_cases(40), chain(400)):
        drawn = picture(store, limit=limit)
        assert 0 < len(drawn.nodes) <= limit
        keys = {node.key for node in (*drawn.nodes, *drawn.tucked)}
        ends = {end for edge in (*drawn.edges, *drawn.tucked_edges) for end in (edge.source, edge.target)}
        assert ends <= keys
        assert {key for fold in drawn.folds for key in (fold.key, *fold.inside)} <= keys


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.integers(0, 30)), min_size=1, max_size=80),
    st.integers(1, 20),
)
def test_every_graph_folds_to_the_limit_and_loses_no_thing(
    rows: list[tuple[int, int, int]], limit: int
) -> None:
    text = "\n".join(f":n{a} :p{b} :n{c} . :n{a} a :C{a % 4} ." for a, b, c in rows)
    drawn = picture(turtle(text), limit=limit)
    whole = picture(turtle(text), limit=1_000)
    assert 0 < len(drawn.nodes) <= limit
    if drawn.folded:
        assert sum(fold.count for fold in drawn.folds) == len(whole.nodes)


@pytest.mark.parametrize("focus", ["small-7", "https://w3id.org/casekg/case/small-7"])
def test_a_case_is_a_focus_by_its_identifier(focus: str) -> None:
    drawn = picture(store_of([small_case(number) for number in range(9)]), focus=focus, depth=1)
    assert [node.label for node in drawn.nodes if node.kind == "patient"] == ["Patient of small-7"]


def test_a_folded_page_is_the_same_each_time() -> None:
    assert page(picture(many_cases(40), limit=20)).html == page(picture(many_cases(40), limit=20)).html
