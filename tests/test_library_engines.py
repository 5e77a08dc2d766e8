"""The library's questions give the very rows of a store by every other engine: servers, DuckDB and Spark."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyoxigraph
import pytest
from served import serving

from kg import store
from kg.columnar import opened
from kg.columnar.tables import Tables
from kg.errors import UsageError
from kg.questions import run
from kg.questions.distant import Distant
from kg.questions.remote import Endpoint
from kg.serving.database import running
from tests.columnar_graphs import both, cohort_text, constructs, examples, selects

SELECTED = list(examples(selects()))
ASKED = [*examples(constructs()), *SELECTED]


def names(asked: list[tuple[str, dict[str, str]]]) -> list[str]:
    return [f"{name}-{'-'.join(values) or 'all'}" for name, values in asked]


class Engines:
    """One graph behind every engine of this machine."""

    def __init__(self, text: str, folder: Path, opened_until: ExitStack) -> None:
        self.store, table = both(text, folder)
        self.duckdb = opened("duckdb", [table])
        kept = folder / "store"
        store.write_store(text.splitlines(keepends=True), kept)
        ours = opened_until.enter_context(serving(folder, str(kept)))
        self.kg = Endpoint(f"{ours.page}query")
        other = opened_until.enter_context(running(kept, 0)).current
        self.oxigraph = Endpoint(f"http://{other.host}:{other.port}/query?union-default-graph=true")

    def others(self) -> dict[str, Distant]:
        return {"DuckDB": self.duckdb, "kg serve": self.kg, "oxigraph serve": self.oxigraph}


@pytest.fixture(scope="module")
def bundled(all_lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    with ExitStack() as until:
        yield Engines("".join(all_lines), tmp_path_factory.mktemp("bundled"), until)


@pytest.fixture(scope="module")
def cohort(all_lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    with ExitStack() as until:
        yield Engines("".join(all_lines) + cohort_text(200), tmp_path_factory.mktemp("cohort"), until)


@pytest.mark.parametrize(("name", "values"), SELECTED, ids=names(SELECTED))
def test_duckdb_gives_the_rows_of_the_store(name: str, values: dict[str, str], bundled: Engines) -> None:
    ours, theirs = run(bundled.store, name, values), run(bundled.duckdb, name, values)
    assert (theirs.columns, theirs.cells) == (ours.columns, ours.cells)


@pytest.mark.parametrize("server", ["kg", "oxigraph"])
@pytest.mark.parametrize(("name", "values"), ASKED, ids=names(ASKED))
def test_a_server_gives_the_rows_of_the_store(
    name: str, values: dict[str, str], server: str, bundled: Engines
) -> None:
    ours, theirs = run(bundled.store, name, values), run(getattr(bundled, server), name, values)
    assert (theirs.columns, theirs.cells) == (ours.columns, ours.cells)


FEWER = {"response-rates-by-disease": {"drug_class": "ALK inhibitor"}}
"""Values that spare the store a walk up the hierarchy for every line of every case."""


@pytest.mark.parametrize("name", [name for name, values in SELECTED if not values])
def test_every_engine_gives_the_rows_of_the_store_for_a_cohort(name: str, cohort: Engines) -> None:
    ours = run(cohort.store, name, FEWER.get(name))
    assert len(ours) or name == "unmapped-names"
    unlike = [
        engine
        for engine, graph in cohort.others().items()
        if run(graph, name, FEWER.get(name)).cells != ours.cells
    ]
    assert not unlike


@pytest.mark.parametrize("name", constructs())
def test_a_graph_as_the_answer_is_left_to_stores_and_servers(name: str, bundled: Engines) -> None:
    for _, values in examples([name]):
        with pytest.raises(UsageError, match=r"CONSTRUCT.* ask a store instead"):
            run(bundled.duckdb, name, values)


without_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
    reason="pyspark or Java is not installed",
)
Graphs = tuple[pyoxigraph.Store, Tables]
ONCE = [(name, next(values for one, values in SELECTED if one == name)) for name in selects()]
"""Each question with its example's values alone: Spark takes seconds for each."""


@pytest.fixture(scope="module")
def spark(all_lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graphs]:
    from kg.columnar.spark_engine import SparkEngine

    graph, table = both("".join(all_lines), tmp_path_factory.mktemp("spark"))
    engine = SparkEngine([table], "local[2]")
    yield graph, Tables(engine)
    engine.close()


@pytest.mark.spark
@without_spark
@pytest.mark.parametrize(("name", "values"), ONCE, ids=names(ONCE))
def test_spark_gives_the_rows_of_the_store(name: str, values: dict[str, str], spark: Graphs) -> None:
    ours, theirs = run(spark[0], name, values), run(spark[1], name, values)
    assert (theirs.columns, theirs.cells) == (ours.columns, ours.cells)


@pytest.mark.spark
@without_spark
def test_spark_walks_a_hierarchy_by_joins_where_it_is_large(
    spark: Graphs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.columnar.spark_engine.FEW", 0)
    ours, theirs = (run(graph, "responders-by-disease", {"disease": "breast cancer"}) for graph in spark)
    assert theirs.cells == ours.cells
    assert len(ours) > 0
