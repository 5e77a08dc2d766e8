"""Plans answered by DuckDB on this machine: one statement, in which every step is a table expression."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from kg.columnar import places, spelling
from kg.columnar.dialect import Dialect, DuckDialect
from kg.columnar.functions import definitions
from kg.columnar.plan import Closure, Plan, Step
from kg.errors import KgError, UsageError, printable

_AT_ONCE = 10_000
_LONGEST = 600


class DuckEngine:
    """DuckDB over Parquet files.

    Raises UsageError without the package, KgError for files that are no quads.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.dialect: Dialect = DuckDialect()
        files = places.files(names, addresses=False)
        spill = tempfile.mkdtemp(prefix="kg-duckdb-")
        weakref.finalize(self, shutil.rmtree, spill, ignore_errors=True)
        with _told():
            self._base = _module().connect(config=_settings(spill))
            self._base.execute("SET preserve_insertion_order = false")
            for statement in definitions(self.dialect):
                self._base.execute(statement)
            listed = ", ".join(map(self.dialect.quoted, files))
            self._base.execute(f"CREATE TEMP VIEW stored AS SELECT * FROM read_parquet([{listed}])")
            self._spell()

    def _spell(self) -> None:
        """Make the view of the quads, in the store's spelling."""
        found = self._base.execute(spelling.doubtful(self.dialect)).fetchall()
        pairs = spelling.spelt_otherwise(row[0] for row in found)
        if pairs:
            self._base.execute(f"CREATE TEMP TABLE {spelling.TABLE} (raw VARCHAR, code VARCHAR)")
            self._base.executemany(f"INSERT INTO {spelling.TABLE} VALUES (?, ?)", pairs)
        self._base.execute(
            f"CREATE TEMP VIEW quads AS {spelling.quads(self.dialect, any_otherwise=bool(pairs))}"
        )

    def rows(self, plan: Plan) -> Iterator[tuple[str | None, ...]]:
        """The rows of the plan's select."""
        with _told():
            cursor = self._base.execute(statement(plan))
            while batch := cursor.fetchmany(_AT_ONCE):
                yield from batch

    def explained(self, plan: Plan) -> str:
        """The statement, and DuckDB's plan with the rows and the time of each operator."""
        text = statement(plan)
        with _told():
            told = self._base.execute(f"EXPLAIN ANALYZE {text}").fetchall()
        return f"{text}\n\n{told[0][1]}\n"


def statement(plan: Plan) -> str:
    """The plan as one statement."""
    steps = [_recursive(step) if isinstance(step, Closure) else _plain(step) for step in plan.steps]
    listed = ",\n".join(steps)
    return f"WITH RECURSIVE\n{listed}\n{plan.select}" if steps else plan.select


def _plain(step: Step) -> str:
    return f"{step.name} AS ({step.sql})"


def _recursive(step: Closure) -> str:
    """The pairs so far, until an edge brings no new one; a cycle brings none."""
    seed, free = ("o", "s") if step.backwards else ("s", "o")
    if step.reflexive:
        start = f"SELECT x AS s, x AS o FROM {step.seeds}"
    else:
        start = f"SELECT e.s, e.o FROM {step.edges} e JOIN {step.seeds} x ON e.{seed} = x.x"
    kept = "e.s, c.o" if step.backwards else "c.s, e.o"
    more = f"SELECT {kept} FROM {step.name} c JOIN {step.edges} e ON e.{seed} = c.{free}"
    return f"{step.name}(s, o) AS ({start} UNION {more})"


def _settings(spill: str) -> dict[str, str]:
    """Nothing is fetched from the network, and what does not fit into memory goes to a folder of our own."""
    return {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "temp_directory": spill,
    }


def _module() -> Any:
    try:
        import duckdb
    except ImportError:
        raise UsageError("--engine duckdb needs DuckDB (pip install 'casekg[duckdb]')") from None
    return duckdb


@contextmanager
def _told() -> Iterator[None]:
    """Turn what DuckDB says of files and memory into a message."""
    module = _module()
    try:
        yield
    except module.BinderException as error:
        raise KgError(
            f"DuckDB: {_first(error)} (tables of quads have the columns of `kg build --parquet`)"
        ) from None
    except module.Error as error:
        raise KgError(f"DuckDB: {_first(error)}") from None


def _first(error: Exception) -> str:
    return printable(str(error).strip().partition("\n")[0], _LONGEST)
