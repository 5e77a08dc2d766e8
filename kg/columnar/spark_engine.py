"""Plans answered by a Spark cluster: every step is a view, every closure a few rounds of joins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from kg.bulk.spark import session_of, told
from kg.columnar import places, spelling
from kg.columnar.dialect import Dialect, SparkDialect
from kg.columnar.functions import definitions
from kg.columnar.plan import Closure, Plan, Step

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_NAME = re.compile(r"\br\d+\b")


class SparkEngine:
    """Spark over Parquet files; the session ends with the process, or with `close`.

    Raises UsageError without pyspark or Java, KgError for a cluster that cannot be had and files that are no
    quads.
    """

    def __init__(self, names: Sequence[str], master: str | None = None) -> None:
        self.dialect: Dialect = SparkDialect()
        files = places.files(names, addresses=True)
        self._open = ExitStack()
        self._session: SparkSession = self._open.enter_context(session_of(master, "kg query"))
        self._made: dict[str, DataFrame] = {}
        with told():
            for statement in definitions(self.dialect):
                self._session.sql(statement)
            self._session.read.parquet(*files).createOrReplaceTempView("stored")
            self._spell()

    def close(self) -> None:
        """End the session."""
        self._open.close()

    def _spell(self) -> None:
        """Make the view of the quads, in the store's spelling."""
        found = self._session.sql(spelling.doubtful(self.dialect)).collect()
        pairs = spelling.spelt_otherwise(row[0] for row in found)
        if pairs:
            table = self._session.createDataFrame(pairs, "raw string, code string")
            table.createOrReplaceTempView(spelling.TABLE)
        view = spelling.quads(self.dialect, any_otherwise=bool(pairs))
        self._session.sql(view).createOrReplaceTempView("quads")

    def rows(self, plan: Plan) -> Iterator[tuple[str | None, ...]]:
        """The rows of the plan's select."""
        with told():
            for row in self._answer(plan).toLocalIterator():
                yield tuple(row)

    def explained(self, plan: Plan) -> str:
        """The steps, the select, and Spark's physical plan."""
        steps = [f"{step.name} := {_written(step)}" for step in plan.steps]
        with told():
            physical = self._answer(plan)._jdf.queryExecution().simpleString()
        return "\n".join([*steps, plan.select, "", str(physical), ""])

    def _answer(self, plan: Plan) -> DataFrame:
        uses = _uses(plan)
        for step in plan.steps:
            frame = self._closed(step) if isinstance(step, Closure) else self._session.sql(step.sql)
            if uses.get(step.name, 0) > 1:
                frame = frame.persist()
            frame.createOrReplaceTempView(step.name)
        return self._session.sql(plan.select)

    def _closed(self, step: Closure) -> DataFrame:
        """The pairs of a closure, a round of joins for each length of chain that brings new ones."""
        edges = self._session.table(step.edges).persist()
        seeds = self._session.table(step.seeds)
        near, far = ("o", "s") if step.backwards else ("s", "o")
        edges = edges.selectExpr(f"{near} AS near", f"{far} AS far")
        ties = edges.join(seeds, edges["near"] == seeds["x"]).selectExpr("x AS seed", "far AS end").distinct()
        if step.reflexive:
            ties = ties.union(seeds.selectExpr("x AS seed", "x AS end")).distinct()
        found = new = ties.localCheckpoint()
        while not new.isEmpty():
            longer = new.join(edges, new["end"] == edges["near"]).selectExpr("seed", "far AS end")
            new = longer.subtract(found).localCheckpoint()
            found = found.union(new)
        first, second = ("end", "seed") if step.backwards else ("seed", "end")
        return found.selectExpr(f"{first} AS s", f"{second} AS o")


def _uses(plan: Plan) -> dict[str, int]:
    """How often each step is used by others."""
    found: dict[str, int] = {}
    for step in plan.steps:
        text = f"{step.edges} {step.seeds}" if isinstance(step, Closure) else step.sql
        for name in _NAME.findall(text):
            found[name] = found.get(name, 0) + 1
    return found


def _written(step: Step | Closure) -> Any:
    if isinstance(step, Step):
        return step.sql
    kind = "reflexive closure" if step.reflexive else "closure"
    return f"{kind} of {step.edges} {'up to' if step.backwards else 'from'} {step.seeds}"
