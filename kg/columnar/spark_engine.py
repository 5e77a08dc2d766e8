"""Plans answered by a Spark cluster: every step is a view, every closure a few rounds of joins."""

from __future__ import annotations

import re
import weakref
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

FEW = 200_000
"""Edges, and seeds, up to which a closure is put together by the driver."""
_NAME = re.compile(r"\br\d+\b")


class SparkEngine:
    """Spark over Parquet files; the session ends with the process, or with `close`.

    Raises UsageError without pyspark or Java, KgError for a cluster that cannot be had and files that are no
    quads.
    """

    def __init__(self, names: Sequence[str], master: str | None = None) -> None:
        self.dialect: Dialect = SparkDialect()
        files = places.files(names, addresses=True)
        session = ExitStack()
        self._session: SparkSession = session.enter_context(session_of(master, "kg query"))
        self.close = weakref.finalize(self, session.close)
        """Ends the session; the end of the process does it in time, before its threads stand still."""
        with told():
            if (master or "").startswith("local"):  # as many as there are cores is plenty on one machine
                cores = self._session.sparkContext.defaultParallelism
                self._session.conf.set("spark.sql.shuffle.partitions", str(2 * cores))
            for statement in definitions(self.dialect):
                self._session.sql(statement)
            self._session.read.parquet(*files).createOrReplaceTempView("stored")
            self._spell()

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
        """The select over the steps as table expressions, and over the closures as views made before."""
        steps: list[Step] = []
        for step in plan.steps:
            if isinstance(step, Step):
                steps.append(step)
            else:
                self._closed(step, steps).createOrReplaceTempView(step.name)
        return self._session.sql(_statement(steps, plan.select))

    def _closed(self, step: Closure, before: Sequence[Step]) -> DataFrame:
        """The pairs of a closure: of few edges, as hierarchies of terms have, put together here."""
        edges = self._session.sql(_statement(before, f"SELECT s, o FROM {step.edges}"))
        seeds = self._session.sql(_statement(before, f"SELECT x FROM {step.seeds}"))
        near, far = ("o", "s") if step.backwards else ("s", "o")
        edges = edges.selectExpr(f"{near} AS near", f"{far} AS far").persist()
        try:
            found = self._pairs(edges, seeds, step.reflexive)
        finally:
            edges.unpersist()
        first, second = ("end", "seed") if step.backwards else ("seed", "end")
        return found.selectExpr(f"{first} AS s", f"{second} AS o")

    def _pairs(self, edges: DataFrame, seeds: DataFrame, reflexive: bool) -> DataFrame:
        """Each seed with every end: put together here where there are few, else by joins."""
        few = edges.limit(FEW + 1).collect()
        starts = seeds.limit(FEW + 1).collect() if len(few) <= FEW else []
        if len(few) > FEW or len(starts) > FEW:
            return _joined(edges, seeds, reflexive)
        pairs = closed([tuple(row) for row in few], [row[0] for row in starts], reflexive)
        return self._session.createDataFrame(pairs, "seed string, end string")


def closed(edges: Sequence[tuple[str, ...]], seeds: Sequence[str], reflexive: bool) -> list[tuple[str, str]]:
    """The pairs of each seed with every end of a chain of edges from it.

    >>> closed([("a", "b"), ("b", "a")], ["a"], False)
    [('a', 'a'), ('a', 'b')]
    """
    further: dict[str, list[str]] = {}
    for near, far in edges:
        further.setdefault(near, []).append(far)
    found = []
    for seed in seeds:
        ends, rest = {seed} if reflexive else set(), [seed]
        while rest:
            new = [far for far in further.get(rest.pop(), ()) if far not in ends]
            ends.update(new)
            rest += new
        found += [(seed, end) for end in sorted(ends)]
    return found


def _joined(edges: DataFrame, seeds: DataFrame, reflexive: bool) -> DataFrame:
    """The same by joins, a round for each length of chain that brings new pairs."""
    ties = edges.join(seeds, edges["near"] == seeds["x"]).selectExpr("x AS seed", "far AS end")
    if reflexive:
        ties = ties.union(seeds.selectExpr("x AS seed", "x AS end"))
    found = new = ties.distinct().localCheckpoint()
    while not new.isEmpty():
        longer = new.join(edges, new["end"] == edges["near"]).selectExpr("seed", "far AS end")
        new = longer.subtract(found).localCheckpoint()
        found = found.union(new)
    return found


def _statement(steps: Sequence[Step], select: str) -> str:
    """The select over those of the steps that it needs."""
    needed, wanted = [], set(_NAME.findall(select))
    for step in reversed(steps):
        if step.name in wanted:
            needed.append(f"{step.name} AS ({step.sql})")
            wanted.update(_NAME.findall(step.sql))
    listed = ",\n".join(reversed(needed))
    return f"WITH\n{listed}\n{select}" if needed else select


def _written(step: Step | Closure) -> Any:
    if isinstance(step, Step):
        return step.sql
    kind = "reflexive closure" if step.reflexive else "closure"
    return f"{kind} of {step.edges} {'up to' if step.backwards else 'from'} {step.seeds}"
