"""From a store to a picture: what is drawn, where it stands, what is left out and said so."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_view_samples import INFUSION, TABLET, chain, rich_case, small_case, store_of

from kg.errors import UsageError
from kg.picture import Picture, picture
from kg.picture.kinds import BY_NAME, KINDS
from kg.picture.lettering import broken, clean, length_in_words, months, width
from kg.picture.nodes import RADIUS
from kg.picture.timeline import moment

if TYPE_CHECKING:
    from kg.picture.model import Edge, Node


@pytest.fixture(scope="module")
def rich() -> Picture:
    """The picture of the case with a thing of every kind."""
    return picture(store_of([rich_case()]))


def node(drawn: Picture, label: str) -> Node:
    """The node with that label."""
    return next(node for node in drawn.nodes if node.label == label)


def edges(drawn: Picture, source: str, target: str) -> list[Edge]:
    """The connections between two nodes, by their labels."""
    first, second = node(drawn, source).key, node(drawn, target).key
    return [edge for edge in drawn.edges if (edge.source, edge.target) == (first, second)]


def rectangle(one: Node, upright: bool) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what a node fills, label and all."""
    (x, y), (wide, high) = (one.upright if upright else one.place), one.size
    top = y - high / 2 if BY_NAME[one.kind].boxed else y - RADIUS
    return x - wide / 2, top, x + wide / 2, top + high


def test_every_kind_has_a_shape_of_its_own() -> None:
    shapes = [kind.path for kind in KINDS if not kind.boxed]
    assert len(set(shapes)) == len(shapes)
    assert len({kind.colour for kind in KINDS}) == len(KINDS)


def test_a_case_is_drawn_with_its_patient_tumour_and_treatment(rich: Picture) -> None:
    drawn = {node.label: node.kind for node in rich.nodes}
    assert drawn["Patient of made-up-1"] == "patient"
    assert drawn["breast lobular carcinoma"] == "disease"
    assert drawn["ERBB2 V777L"] == "variant"
    assert drawn["ERBB2"] == "gene"
    assert drawn["2. pyrotinib + trastuzumab emtansine"] == "line"
    assert drawn["pyrotinib"] == "drug"
    assert drawn["diarrhoea"] == "event"


@pytest.mark.parametrize("upright", [False, True])
def test_nothing_overlaps_in_either_layout(rich: Picture, upright: bool) -> None:
    for one, other in combinations(rich.nodes, 2):
        left, top, right, bottom = rectangle(one, upright)
        left2, top2, right2, bottom2 = rectangle(other, upright)
        apart = right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top
        assert apart, f"{one.label} covers {other.label}"


def test_the_tall_layout_is_narrow(rich: Picture) -> None:
    boxes = [rectangle(one, upright=True) for one in rich.nodes]
    assert max(box[2] for box in boxes) - min(box[0] for box in boxes) < 560


def test_lines_of_therapy_stand_from_left_to_right(rich: Picture) -> None:
    lines = [one for one in rich.nodes if one.kind == "line"]
    assert [one.label[:2] for one in sorted(lines, key=lambda one: one.place[0])] == ["1.", "2."]


def test_what_was_not_found_is_marked_absent_and_its_gene_is_not(rich: Picture) -> None:
    assert node(rich, "EGFR T790M").modality == "absent"
    assert "explicitly absent" in node(rich, "EGFR T790M").detail
    assert node(rich, "EGFR").modality != "absent"
    assert edges(rich, "Patient of made-up-1", "EGFR T790M")[0].modality == "absent"


def test_a_disease_of_the_background_is_no_disease_of_the_patient(rich: Picture) -> None:
    assert node(rich, "lung cancer").modality == "background"
    assert edges(rich, "Patient of made-up-1", "lung cancer") == []


def test_a_hypothesis_is_marked_and_its_connections_are_faint(rich: Picture) -> None:
    claim = next(one for one in rich.nodes if one.kind == "claim" and one.modality == "hypothesis")
    own = [edge for edge in rich.edges if edge.source == claim.key]
    assert own
    assert all(edge.faint and edge.modality == "hypothesis" for edge in own)


def test_a_response_belongs_to_the_line_and_to_no_single_drug(rich: Picture) -> None:
    response = node(rich, "response (significant, durable)")
    sources = {edge.source for edge in rich.edges if edge.target == response.key}
    assert sources == {node(rich, "2. pyrotinib + trastuzumab emtansine").key}


def test_a_regimen_of_one_drug_is_drawn_as_the_drug() -> None:
    drawn = picture(store_of([small_case(1)]))
    assert "regimen" not in {one.kind for one in drawn.nodes}
    assert any("/regimen/" in alias for alias in node(drawn, "pyrotinib").aliases)


def test_the_disease_carries_what_the_panel_shows(rich: Picture) -> None:
    disease = node(rich, "breast lobular carcinoma")
    assert disease.detail == "metastatic"
    assert disease.synonyms == ("lobular breast cancer",)
    assert [parent.label for parent in disease.parents] == ["breast cancer"]
    assert disease.ids[0].label == "MONDO:0000552"
    said = next(
        rich.statements[number]
        for number in disease.statements
        if rich.statements[number].kind == "diagnosis"
    )
    assert said.modality == "observed"
    assert said.method == "curated"
    assert said.source is not None
    assert (said.evidence[0].section, said.evidence[0].start, said.evidence[0].end) == ("abstract", 120, 164)
    assert said.evidence[0].quote == "a sentence that was made up for this test"
    assert ("metastatic", "yes") in said.facts


def test_the_publication_names_its_authors_in_order(rich: Picture) -> None:
    facts = dict(node(rich, "A made-up report").facts)
    assert facts["authors"] == "Ada Example, Bo Example"


def test_every_statement_of_the_case_is_in_the_table(rich: Picture) -> None:
    """2 lines, 2 responses, 1 event, 1 diagnosis, 2 biomarkers, 3 variants, 1 profile and the rest."""
    assert len(rich.statements) == 18


def test_the_timeline_follows_the_order_and_says_what_is_not_dated(rich: Picture) -> None:
    first, second = [row for row in rich.timeline if row.number]
    assert (first.dated, second.dated) == (False, True)
    assert first.verdict == "worse"
    assert (first.start, first.end) == (0.0, second.start)
    assert (second.start, second.end, second.open_ended) == (14.0, 23.0, True)
    assert second.words == "response (significant, durable)"
    assert "for 9 months" in second.stated


def test_a_shared_disease_ties_cases_together() -> None:
    drawn = picture(store_of([small_case(1), small_case(2)]))
    disease = node(drawn, "breast lobular carcinoma")
    assert disease.cases == 2
    assert len([edge for edge in drawn.edges if edge.target == disease.key]) == 2
    assert drawn.title == "2 cases"


def test_too_many_cases_fold_into_what_they_share() -> None:
    drawn = picture(store_of([small_case(number) for number in range(12)]), limit=30)
    assert sum(one.kind == "patient" for one in drawn.nodes) == 12
    assert len(edges(drawn, "Patient of small-3", "pyrotinib")) == 1
    assert "24 of" in drawn.left_out[0]


def test_too_many_things_of_one_kind_fold_into_neighbourhoods_and_the_page_says_so() -> None:
    drawn = picture(chain(500), limit=100)
    assert drawn.folded
    assert 1 < len(drawn.nodes) <= 100
    assert sum(fold.count for fold in drawn.folds) == 500
    assert "500" in drawn.left_out[0]


def test_no_picture_of_a_graph_holds_more_than_the_limit() -> None:
    for limit in (1, 2, 7, 40):
        assert 0 < len(picture(store_of([rich_case(), small_case(1)]), limit=limit).nodes) <= limit


def test_a_focus_draws_its_neighbourhood_and_counts_the_rest() -> None:
    drawn = picture(chain(100), focus="thing 0", depth=1)
    assert {one.label for one in drawn.nodes} == {f"thing {number}" for number in range(5)}
    assert drawn.left_out[0].startswith("95 of 100 things are not drawn")


@pytest.mark.parametrize("focus", ["ERBB2", "erbb2", "HGNC:3430", "http://identifiers.org/hgnc/3430"])
def test_a_focus_may_be_a_label_a_curie_or_an_iri(focus: str) -> None:
    drawn = picture(store_of([rich_case()]), focus=focus, depth=1)
    assert node(drawn, "ERBB2 V777L")
    assert "pyrotinib" not in {one.label for one in drawn.nodes}


@pytest.mark.parametrize("focus", ["lobular breast cancer", "breast cancer", "MONDO:0007254"])
def test_a_focus_may_be_a_synonym_or_a_class_above(focus: str) -> None:
    assert node(picture(store_of([rich_case()]), focus=focus, depth=1), "breast lobular carcinoma")


def test_a_focus_near_the_limit_keeps_what_is_closest() -> None:
    drawn = picture(chain(100), focus="thing 0", depth=3, limit=5)
    assert {one.label for one in drawn.nodes} == {f"thing {number}" for number in range(5)}
    assert any("the picture holds 5" in sentence for sentence in drawn.left_out)


def test_an_unknown_focus_is_a_message_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="did you mean 'pyrotinib'"):
        picture(store_of([rich_case()]), focus="pyrotinb")


@pytest.mark.parametrize(("depth", "limit"), [(0, 10), (1, 0)])
def test_depth_and_limit_below_one_are_refused(depth: int, limit: int) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        picture(chain(3), depth=depth, limit=limit)


def test_an_empty_graph_is_an_empty_picture() -> None:
    assert picture(store_of([])).nodes == ()


def test_blank_nodes_are_counted_not_drawn() -> None:
    drawn = picture(
        store_of([], "_:x <https://example.org/p> <https://example.org/o> <https://example.org/g> .\n")
    )
    assert "1 statements about blank nodes" in drawn.left_out[0]


def test_one_picture_of_one_graph_whatever_the_order_of_cases() -> None:
    forward = picture(store_of([rich_case(), small_case(1, (TABLET, INFUSION))]))
    backward = picture(store_of([small_case(1, (TABLET, INFUSION)), rich_case()]))
    assert forward == backward


@given(st.text(max_size=300), st.floats(60, 400), st.integers(1, 5))
def test_broken_lines_are_never_wider_than_asked(text: str, widest: float, most: int) -> None:
    lines = broken(clean(text), widest, most)
    assert 1 <= len(lines) <= most
    assert all(width(line) <= widest for line in lines)


@given(st.text(max_size=200))
def test_cleaned_text_is_printable(text: str) -> None:
    assert clean(text) == "" or clean(text).isprintable()


@pytest.mark.parametrize(
    ("value", "words", "number"),
    [
        ("P4M", "4 months", 4.0),
        ("P1Y", "1 year", 12.0),
        ("P1Y6M", "1 year 6 months", 18.0),
        ("-P2M", "2 months", -2.0),
        ("soon", "soon", None),
        ("P", "P", None),
    ],
)
def test_lengths_in_words_and_months(value: str, words: str, number: float | None) -> None:
    assert length_in_words(value) == words
    assert months(value) == number


@pytest.mark.parametrize("value", ["2021-13", "yesterday", "20210101", "2021-02-30", "", "12"])
def test_a_date_that_is_none_has_no_place_on_the_timeline(value: str) -> None:
    assert moment(value) is None
