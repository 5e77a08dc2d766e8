"""`kg queries`: the library as people look it up."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.questions import catalogue


def kg(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(main, ["queries", *arguments])


def test_the_list_names_every_question_once_with_summary_and_parameters() -> None:
    out = kg().stdout
    for query in catalogue.every():
        assert (
            sum(line.split()[:1] == [query.name] for line in out.splitlines() if line.startswith("  ")) == 1
        )
        assert query.summary.split()[0] in out
        assert all(f"{parameter.name}=" in out for parameter in query.params)


@pytest.mark.parametrize("name", catalogue.names())
def test_one_question_is_shown_with_its_text_and_example(name: str) -> None:
    out = kg(name).stdout
    query = catalogue.get(name)
    assert out.startswith(f"{name}: {query.summary}\n")
    assert query.example and query.example.call in out
    assert query.text.splitlines()[-1] in out
    assert "#+" not in out
    for parameter in query.params:
        assert parameter.description.split()[0] in out


def test_a_search_keeps_what_holds_every_word() -> None:
    out = kg("--search", "hierarchy disease").stdout
    assert "responders-by-disease" in out and "authors" not in out


def test_a_search_without_success_says_so() -> None:
    result = kg("--search", "zebrafish")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "zebrafish" in result.stderr


def test_a_mistyped_name_brings_the_nearest() -> None:
    result = kg("clams")
    assert result.exit_code == 2 and "claims" in result.stderr
