"""From a SPARQL query to a plan: each node of the algebra becomes a step over those below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from kg.columnar.dialect import Dialect
from kg.columnar.plan import UNIT, Closure, Plan, Relation, Step
from kg.errors import UsageError

Known = Mapping[str, tuple[str, ...]]
"""Variable -> the only values (coded) that it can have, where a query gives them."""

_DEEPEST = 60
"""Levels of groups within groups."""
_UNLIKE_A_NAME = re.compile(r"\W", re.ASCII)


def outside(construct: str, detail: str = "") -> UsageError:
    """The error for what SQL is not written for."""
    more = f" ({detail})" if detail else ""
    return UsageError(
        f"{construct} is not among what DuckDB and Spark are asked{more}: ask a store instead (build one with"
        " `kg build … -o STORE`, then `kg query -d STORE`)"
    )


class Translation:
    """The steps made so far, and the names given in them."""

    def __init__(self, dialect: Dialect, graphs: Sequence[str] = ()) -> None:
        self.dialect = dialect
        self.graphs = graphs
        """The named graphs that are asked, none for all."""
        self.graph: Any = None
        """The variable or IRI (of rdflib) of the GRAPH clause that is being translated."""
        self.enclosing: frozenset[str] = frozenset()
        """Variables of the groups around an EXISTS that is being translated."""
        self._steps: list[Step | Closure] = []
        self._names: dict[str, str] = {}
        self._made: dict[str, str] = {}
        self._depth = 0
        self._aliases = 0

    def alias(self) -> str:
        """A new name for the relation that an EXISTS looks into."""
        self._aliases += 1
        return f"e{self._aliases}"

    def quoted(self, text: str) -> str:
        """The text as a literal of SQL."""
        return self.dialect.quoted(text)

    def column(self, variable: str) -> str:
        """The column's name of a variable: SQL takes ?drug and ?Drug for one name, SPARQL does not."""
        if variable not in self._names:
            readable = _UNLIKE_A_NAME.sub("", variable)[:30]
            self._names[variable] = f"v{len(self._names)}_{readable}"
        return self._names[variable]

    def step(self, sql: str) -> str:
        """The name of the step with that SQL, made once."""
        if sql not in self._made:
            self._made[sql] = f"r{len(self._steps)}"
            self._steps.append(Step(self._made[sql], sql))
        return self._made[sql]

    def closure(self, edges: str, seeds: str, *, backwards: bool, reflexive: bool) -> str:
        """The name of the closure."""
        name = f"r{len(self._steps)}"
        self._steps.append(Closure(name, edges, seeds, backwards, reflexive))
        return name

    def relation(self, sql: str, columns: Mapping[str, bool], like: Relation | None = None) -> Relation:
        """A step as a relation, ordered like another."""
        keys = like.keys if like else ()
        return Relation(self.step(sql), dict(columns), keys, like.ordered_by if like else frozenset())

    def selected(self, relation: Relation, alias: str, but: Iterable[str] = ()) -> list[str]:
        """The columns of a relation as a select list has them."""
        left = set(but)
        names = [self.column(variable) for variable in relation.columns if variable not in left]
        return [f"{alias}.{name}" for name in (*names, *(key.column for key in relation.keys))]

    def values(self, columns: Sequence[str], rows: Sequence[Sequence[str | None]]) -> str:
        """The name of the step that holds those rows of codes."""
        names = ", ".join(columns)
        if not rows:
            empty = ", ".join(f"CAST(NULL AS STRING) AS {name}" for name in columns)
            return self.step(f"SELECT {empty} WHERE FALSE")
        written = ", ".join(
            "(" + ", ".join("CAST(NULL AS STRING)" if one is None else self.quoted(one) for one in row) + ")"
            for row in rows
        )
        return self.step(f"SELECT {names} FROM (VALUES {written}) AS t({names})")

    @contextmanager
    def within(self, **changed: Any) -> Iterator[None]:
        """Translate with another graph or other enclosing variables for a while."""
        before = {name: getattr(self, name) for name in changed}
        for name, value in changed.items():
            setattr(self, name, value)
        try:
            yield
        finally:
            for name, value in before.items():
                setattr(self, name, value)

    def of(self, node: Any, known: Known) -> Relation:
        """The relation of a node of the algebra. Raises UsageError for one that SQL is not written for."""
        if node.name not in _handlers():
            raise outside(_SAID.get(node.name, node.name))
        if self._depth > _DEEPEST:
            raise outside(f"a query with more than {_DEEPEST} groups within groups")
        self._depth += 1
        try:
            return _handlers()[node.name](self, node, known)
        finally:
            self._depth -= 1

    def plan(self, select: str, columns: Sequence[str]) -> Plan:
        """The plan that ends in that select."""
        return Plan(tuple(self._steps), select, tuple(columns))


_SAID = {"ServiceGraphPattern": "SERVICE"}


def _handlers() -> Mapping[str, Callable[[Translation, Any, Known], Relation]]:
    from kg.columnar import aggregates, groups, modifiers, patterns

    return {
        "BGP": patterns.triples,
        "Graph": groups.graph,
        "Join": groups.join,
        "LeftJoin": groups.optional,
        "Union": groups.union,
        "Minus": groups.minus,
        "Filter": groups.filtered,
        "Extend": groups.extended,
        "ToMultiSet": groups.multiset,
        "AggregateJoin": aggregates.aggregated,
        "Project": modifiers.projected,
        "Distinct": modifiers.distinct,
        "Reduced": modifiers.distinct,
        "OrderBy": modifiers.ordered,
        "Slice": modifiers.cut,
    }


def translated(text: str, dialect: Dialect, graphs: Sequence[str] = ()) -> Plan:
    """The plan of a SELECT or ASK whose prefixes are declared. Raises UsageError for any other query."""
    query = _parsed(text)
    if query.name not in {"SelectQuery", "AskQuery"}:
        form = query.name.removesuffix("Query").upper()
        raise outside(form, "they answer SELECT and ASK")
    if query.datasetClause:
        raise outside("FROM", "name graphs with --graph")
    made = Translation(dialect, graphs)
    node, ask = query.p, query.name == "AskQuery"
    found = made.of(node.p if ask and node.name == "Project" else node, {})
    if ask:
        return made.plan(f"SELECT 1 AS {UNIT} FROM {found.name} LIMIT 1", ())
    columns = [str(variable) for variable in query.PV]
    listed = ", ".join(
        made.column(name) if name in found.columns else "CAST(NULL AS STRING)" for name in columns
    )
    order = f" ORDER BY {', '.join(map(str, found.keys))}" if found.keys else ""
    return made.plan(f"SELECT {listed or UNIT} FROM {found.name}{order}", columns)


def _parsed(text: str) -> Any:
    """The algebra of the query; what it cannot be read for was said by the engine's own parser before."""
    from pyparsing import ParseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return translateQuery(parseQuery(text)).algebra
    except (ParseException, RecursionError) as error:
        raise outside("a form of this query", str(error) or "it is too deep") from None
