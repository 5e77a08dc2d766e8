"""A graph that stands as tables, asked in SPARQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from kg.columnar import codes
from kg.columnar.dialect import Dialect
from kg.columnar.plan import Plan
from kg.columnar.translation import translated
from kg.questions.distant import Distant
from kg.questions.portable import portable

if TYPE_CHECKING:
    import pyoxigraph

    from kg.questions.cells import Cell
    from kg.questions.distant import Result
    from kg.questions.engine import Question


class Engine(Protocol):
    """What answers a plan."""

    dialect: Dialect

    def rows(self, plan: Plan) -> Iterator[tuple[str | None, ...]]:
        """The rows of the plan's select, as codes."""

    def explained(self, plan: Plan) -> str:
        """The plan in SQL, and what the engine makes of it."""


class Tables(Distant):
    """A graph in tables. Questions outside of what SQL is written for raise UsageError."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine

    def ask(self, text: str, form: str, graphs: Sequence[pyoxigraph.NamedNode] = ()) -> Result:
        """The whole answer to a SELECT or ASK over the union of all graphs, or over the graphs given."""
        from kg.questions.formats import solutions

        plan = self._plan(text, graphs)
        if form == "ASK":
            return _truth(next(self._engine.rows(plan), None) is not None)
        answer: Result = solutions(plan.columns, map(_cells, self._engine.rows(plan)))
        return answer

    def explained(self, question: Question, graphs: Sequence[pyoxigraph.NamedNode] = ()) -> str:
        """The question in SQL, and what the engine makes of it."""
        return self._engine.explained(self._plan(question.text, graphs))

    def _plan(self, text: str, graphs: Sequence[pyoxigraph.NamedNode]) -> Plan:
        return translated(portable(text), self._engine.dialect, [graph.value for graph in graphs])


def _cells(row: tuple[str | None, ...]) -> tuple[Cell, ...]:
    return tuple(None if code is None else codes.decoded(code) for code in row)


def _truth(found: bool) -> pyoxigraph.QueryBoolean:
    """The engine's own truth value, which all that writes answers knows."""
    import pyoxigraph

    answer = pyoxigraph.Store().query("ASK {}" if found else "ASK { ?s ?p ?o }")
    assert isinstance(answer, pyoxigraph.QueryBoolean)
    return answer
