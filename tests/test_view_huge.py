"""Large stores: what is drawn is looked up, never everything read; the numbers said are those of the graph."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pyoxigraph
import pytest
from test_view_samples import small_case, store_of, terms

from kg.builders import quads as quad_lines
from kg.errors import UsageError
from kg.picture import picture
from kg.picture.choice import Focus, choose_near
from kg.picture.index import Index
from kg.picture.lookups import WHOLE, is_large
from kg.picture.reading import drawing

START = "https://example.org/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
THINGS = 16_000
HUB = 3_000
CASES = 1_500


def plain_lines() -> Iterator[str]:
    """Things of two classes in a ring with one hub, enough statements to be large."""
    for number in range(THINGS):
        here = f"<{START}{number}>"
        yield f"{here} <{TYPE}> <{START}vocab/{'Gene' if number % 4 else 'Pathway'}> .\n"
        yield f'{here} <{LABEL}> "thing {number}" .\n'
        yield f"{here} <{START}vocab/next> <{START}{(number + 1) % THINGS}> .\n"
        yield f"{here} <{START}vocab/near> <{START}{(number + 7) % THINGS}> .\n"
        if number < HUB:
            yield f"{here} <{START}vocab/binds> <{START}hub> .\n"
    yield f'<{START}hub> <{LABEL}> "Grand Hub" .\n'


def loaded(lines: Iterator[str]) -> pyoxigraph.Store:
    """The statements in a store."""
    store = pyoxigraph.Store()
    store.bulk_load(io.BytesIO("".join(lines).encode()), pyoxigraph.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def plain() -> pyoxigraph.Store:
    """A large graph without cases."""
    return loaded(plain_lines())


@pytest.fixture(scope="module")
def cohort() -> pyoxigraph.Store:
    """A large graph of many cases."""
    return loaded(chain((quad_lines(small_case(number)) for number in range(CASES)), [terms()]))


class Counting:
    """A store that counts the statements it hands out."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self.store = store
        self.handed = 0

    def quads_for_pattern(self, *pattern: Any) -> Iterator[pyoxigraph.Quad]:
        """Those of the store, counted."""
        for quad in self.store.quads_for_pattern(*pattern):
            self.handed += 1
            yield quad

    def query(self, *query: Any, **how: Any) -> Any:
        """The store's answer, its rows counted."""
        rows = list(self.store.query(*query, **how))  # type: ignore[arg-type]
        self.handed += len(rows)
        return iter(rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


def test_the_samples_are_large(plain: pyoxigraph.Store, cohort: pyoxigraph.Store) -> None:
    assert is_large(plain) and is_large(cohort)
    assert not is_large(store_of([small_case(1)]))


@pytest.mark.parametrize("focus", ["Grand Hub", "grand hub", "GRAND HUB", f"{START}hub"])
def test_a_focus_is_found_and_drawn_from_few_of_the_statements(plain: pyoxigraph.Store, focus: str) -> None:
    counting = Counting(plain)
    drawn = picture(counting, focus=focus, limit=60)  # type: ignore[arg-type]
    assert len(drawn.nodes) == 60
    assert "Grand Hub" in {node.label for node in drawn.nodes}
    assert counting.handed < WHOLE / 4


def test_around_a_hub_the_page_says_what_was_not_followed(plain: pyoxigraph.Store) -> None:
    drawn = picture(plain, focus="Grand Hub", depth=1, limit=60)
    assert f"more than {WHOLE:,} statements" in drawn.left_out[0]
    assert f"Grand Hub (60 of {HUB:,} statements" in drawn.left_out[1]


def test_a_focus_draws_the_same_neighbours_as_the_whole_graph_would(plain: pyoxigraph.Store) -> None:
    part = picture(plain, focus="thing 9000", depth=2, limit=100)
    whole = drawing(Index(plain))
    near = Focus("thing 9000", frozenset({f"{START}9000"}), 2)
    chosen = choose_near(whole, near, 100)
    assert {node.iri for node in part.nodes} == set(chosen.things)
    assert len(part.edges) == len(chosen.ties) == 16


def test_a_large_graph_folds_into_its_classes_with_exact_counts(plain: pyoxigraph.Store) -> None:
    counting = Counting(plain)
    drawn = picture(counting)  # type: ignore[arg-type]
    assert {node.label: node.kind for node in drawn.nodes} == {
        "gene: 12,000": "gene",
        "pathway: 4,000": "other",
    }
    assert all(fold.exact and fold.inside for fold in drawn.folds)
    assert "16,000 things" in drawn.left_out[1]
    assert counting.handed < WHOLE / 4


def test_a_misspelt_focus_is_a_message_with_a_near_name(plain: pyoxigraph.Store) -> None:
    with pytest.raises(UsageError, match="did you mean 'grand hub'"):
        picture(plain, focus="Grand Hubb")


@pytest.mark.parametrize("focus", ["no such > thing", "<x>", "a\x00b", '"', "\\", "http://[", ""])
def test_a_focus_of_any_characters_is_a_message_at_worst(plain: pyoxigraph.Store, focus: str) -> None:
    with pytest.raises(UsageError, match="names nothing"):
        picture(plain, focus=focus)


def test_many_cases_become_groups_with_exact_counts(cohort: pyoxigraph.Store) -> None:
    counting = Counting(cohort)
    drawn = picture(counting)  # type: ignore[arg-type]
    assert drawn.title == "1,500 cases"
    assert "breast lobular carcinoma: 1,500 cases" in {node.label for node in drawn.nodes}
    assert {"ERBB2 V777L", "pyrotinib"} <= {node.label for node in drawn.nodes}
    assert {edge.label for edge in drawn.edges} == {"1,500 cases"}
    assert counting.handed < WHOLE / 4


def test_the_cases_inside_a_group_have_their_timelines_and_statements(cohort: pyoxigraph.Store) -> None:
    drawn = picture(cohort)
    assert {node.kind for node in drawn.tucked} == {"patient"}
    assert drawn.timeline
    assert drawn.statements


@pytest.mark.parametrize("focus", ["small-7", "SMALL-7", "https://w3id.org/casekg/case/small-7"])
def test_one_case_of_many_is_drawn_by_its_name(cohort: pyoxigraph.Store, focus: str) -> None:
    drawn = picture(cohort, focus=focus, depth=1)
    kinds = {node.label: node.kind for node in drawn.nodes}
    assert kinds["Patient of small-7"] == "patient"
    assert kinds["breast lobular carcinoma"] == "disease"
    assert [row.label for row in drawn.timeline if row.number] == ["pyrotinib"]


def test_a_class_above_the_diseases_of_the_cases_is_a_focus(cohort: pyoxigraph.Store) -> None:
    drawn = picture(cohort, focus="breast cancer", depth=1, limit=40)
    assert "breast lobular carcinoma" in {node.label for node in drawn.nodes}
    assert len(drawn.nodes) == 40


def test_a_few_cases_in_a_large_graph_are_drawn_whole(plain: pyoxigraph.Store) -> None:
    lines = chain(plain_lines(), (quad_lines(small_case(number)) for number in range(3)), [terms()])
    drawn = picture(loaded(lines))
    alone = picture(store_of([small_case(number) for number in range(3)]))
    assert {node.label for node in drawn.nodes} == {node.label for node in alone.nodes}
    assert [row.label for row in drawn.timeline] == [row.label for row in alone.timeline]
    assert any("belongs to no case" in sentence for sentence in drawn.left_out)


def test_a_large_graph_without_classes_is_drawn_around_its_most_connected_thing() -> None:
    untyped = loaded(line for line in plain_lines() if f"<{TYPE}>" not in line)
    copies = (f'<{START}{number}> <{START}note> "{number}" .\n' for number in range(THINGS))
    untyped.bulk_load(io.BytesIO("".join(copies).encode()), pyoxigraph.RdfFormat.N_QUADS)
    drawn = picture(untyped, limit=50)
    assert "Grand Hub" in {node.label for node in drawn.nodes}
    assert any("names no classes" in sentence for sentence in drawn.left_out)


def test_a_large_picture_is_the_same_each_time(plain: pyoxigraph.Store, cohort: pyoxigraph.Store) -> None:
    assert picture(plain) == picture(plain)
    assert picture(plain, focus="Grand Hub") == picture(loaded(plain_lines()), focus="Grand Hub")
    assert picture(cohort) == picture(cohort)
