"""A line of therapy of which several responses are told: in the order told, in questions and in pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from kg import check, pipeline, store
from kg.picture import picture
from kg.questions import run

CASE = """\
case: several
invented: true
diagnoses: [{disease: lung adenocarcinoma}]
variants: [{gene: ALK, kind: rearrangement}]
therapy:
  - drugs: [alectinib]
    response: {category: partial response, progression_free: P8M}
    later_responses:
      - {category: complete response}
      - {category: disease progression, when: 2020-09}
  - drugs: [lorlatinib]
    response: {category: treatment failure}
outcome: {progression_free: P8M, disease_free: P2M}
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> pyoxigraph.Store:
    file: Path = tmp_path_factory.mktemp("later") / "several.yaml"
    file.write_text(CASE, encoding="utf-8")
    lines, _ = pipeline.graph([str(file)])
    return store.from_lines(lines)


def column(graph: pyoxigraph.Store, question: str, name: str) -> list[Any]:
    """One column of the answer, in its order."""
    answer = run(graph, question)
    place = answer.columns.index(name)
    return [row[place] for row in answer.rows]


def test_the_graph_is_sound(graph: pyoxigraph.Store) -> None:
    assert [found.name for found, _ in check.found(graph, "several", chosen=check.checks())] == []


def test_the_course_is_told_in_its_order(graph: pyoxigraph.Store) -> None:
    assert column(graph, "treatment-timeline", "response") == [
        "partial response",
        "complete response",
        "disease progression",
        "treatment failure",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "responders",
        "responders-by-gene",
        "responders-by-drug",
        "responders-by-drug-class",
        "responders-by-variant",
        "responders-by-disease",
    ],
)
def test_responders_are_found_by_each_response_and_by_no_progression(
    graph: pyoxigraph.Store, question: str
) -> None:
    assert set(column(graph, question, "response")) == {"partial response", "complete response"}


def test_progression_on_the_line_that_helped_is_resistance(graph: pyoxigraph.Store) -> None:
    assert set(column(graph, "resistance-after-response", "later")) == {"Alectinib"}
    assert set(column(graph, "resistance-after-response", "what")) == {"disease progression"}


def test_one_patient_who_responded_and_progressed_is_no_conflict(graph: pyoxigraph.Store) -> None:
    assert column(graph, "conflicting-responses", "regimen") == []


def test_responses_that_follow_each_other_are_no_weakness(graph: pyoxigraph.Store) -> None:
    assert "two responses" not in column(graph, "quality", "weakness")


def test_the_picture_ties_the_responses_and_the_timeline_tells_them_all(graph: pyoxigraph.Store) -> None:
    drawn = picture(graph)
    kinds = {node.label: node.kind for node in drawn.nodes}
    assert kinds["partial response"] == kinds["disease progression"] == "response"
    labels = {node.key: node.label for node in drawn.nodes}
    tied = {(labels[e.source], labels[e.target]) for e in drawn.edges if "followed by" in e.label}
    assert ("partial response", "complete response") in tied
    assert ("complete response", "disease progression") in tied
    first = next(row for row in drawn.timeline if row.number == "1")
    assert first.words == "partial response, then complete response, then disease progression"
    assert first.verdict == "better"
