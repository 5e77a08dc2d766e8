"""Questions to graphs that stand as tables: SPARQL → SQL for DuckDB on one machine and Spark on many.

`codes` says how a term is written into one column; `plan` what a question comes to; `translation` and the
modules below it turn the algebra of a query into steps of SQL; `duckdb_engine` and `spark_engine` answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.columnar.tables import Tables


def opened(engine: str, names: Sequence[str], master: str | None = None) -> Tables:
    """The tables of those files and folders, behind 'duckdb' or 'spark'; `master` is Spark's cluster.

    Raises UsageError for names of no tables and without the engine's package.
    """
    from kg.columnar.tables import Tables

    if engine == "spark":
        from kg.columnar.spark_engine import SparkEngine

        return Tables(SparkEngine(names, master))
    from kg.columnar.duckdb_engine import DuckEngine

    return Tables(DuckEngine(names))
