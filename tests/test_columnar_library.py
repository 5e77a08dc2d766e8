"""The library's questions to tables give the very rows that a store gives, by DuckDB and by Spark."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator

import pyoxigraph
import pytest

from kg.columnar import opened
from kg.columnar.tables import Tables
from kg.questions import run
from tests.columnar_graphs import both, cohort_text, examples, selects

Graphs = tuple[pyoxigraph.Store, Tables]
ASKED = list(examples(selects()))
IDS = [f"{name}-{'-'.join(values) or 'all'}" for name, values in ASKED]


@pytest.fixture(scope="module")
def bundled(all_lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Graphs:
    store, table = both("".join(all_lines), tmp_path_factory.mktemp("bundled"))
    return store, opened("duckdb", [table])


@pytest.fixture(scope="module")
def cohort(all_lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Graphs:
    store, table = both("".join(all_lines) + cohort_text(200), tmp_path_factory.mktemp("cohort"))
    return store, opened("duckdb", [table])


@pytest.mark.parametrize(("name", "values"), ASKED, ids=IDS)
def test_duckdb_gives_the_rows_of_the_store(name: str, values: dict[str, str], bundled: Graphs) -> None:
    ours, theirs = run(bundled[0], name, values), run(bundled[1], name, values)
    assert (theirs.columns, theirs.cells) == (ours.columns, ours.cells)


FEWER = {"response-rates-by-disease": {"drug_class": "ALK inhibitor"}}
"""Values that spare the store a walk up the hierarchy for every line of every case."""


@pytest.mark.parametrize("name", [name for name, values in ASKED if not values])
def test_duckdb_gives_the_rows_of_the_store_for_a_cohort(name: str, cohort: Graphs) -> None:
    ours, theirs = (run(graph, name, FEWER.get(name)) for graph in cohort)
    assert len(ours) or name == "unmapped-names"
    assert theirs.cells == ours.cells


@pytest.fixture(scope="module")
def spark(all_lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graphs]:
    from kg.columnar.spark_engine import SparkEngine

    store, table = both("".join(all_lines), tmp_path_factory.mktemp("spark"))
    engine = SparkEngine([table], "local[2]")
    yield store, Tables(engine)
    engine.close()


@pytest.mark.spark
@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed")
@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed")
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("cohort-counts", {"of": "gene"}),
        ("response-rates", {"drug_class": "ALK inhibitor"}),
        ("known-of-variant", {"variant": "ERBB2 V777L"}),
        ("similar-cases", {"case": "PMID:37120151"}),
        ("publications", {}),
    ],
)
def test_spark_gives_the_rows_of_the_store(name: str, values: dict[str, str], spark: Graphs) -> None:
    ours, theirs = run(spark[0], name, values), run(spark[1], name, values)
    assert (theirs.columns, theirs.cells) == (ours.columns, ours.cells)


@pytest.mark.spark
@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed")
@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed")
def test_spark_walks_a_hierarchy_by_joins_where_it_is_large(
    spark: Graphs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.columnar.spark_engine.FEW", 0)
    ours, theirs = (run(graph, "responders-by-disease", {"disease": "breast cancer"}) for graph in spark)
    assert theirs.cells == ours.cells
    assert len(ours) > 0
