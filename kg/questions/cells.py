"""The cells of an answer: terms of the engine, and what they are in Python."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    import pyoxigraph

    from kg.questions.engine import Result

    Cell = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple | None

    Value = str | int | float | Decimal | bool | None
    """A cell in Python: IRIs and texts are strings, an unbound cell is None."""

TRIPLE_COLUMNS = ("subject", "predicate", "object")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = {"integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"}


def value(cell: Cell) -> Value:
    """The cell as a Python value; a number that does not fit its type stays text."""
    datatype = getattr(getattr(cell, "datatype", None), "value", "")
    said = getattr(cell, "value", None)
    if said is None:
        return None if cell is None else str(cell)
    kind = datatype.removeprefix(_XSD) if datatype.startswith(_XSD) else ""
    if kind == "boolean":
        return said in {"true", "1"}
    try:
        if kind in _WHOLE:
            return int(said)
        if kind == "decimal":
            from decimal import Decimal

            return Decimal(said)
        if kind in {"double", "float"}:
            return float(said)
    except (ValueError, ArithmeticError):
        pass
    return str(said)


def cells_of(result: Result, limit: int | None = None) -> Iterator[tuple[Cell, ...]]:
    """The rows of an answer; triples, which come as lines, as rows of three."""
    import pyoxigraph

    if isinstance(result, pyoxigraph.QueryBoolean):
        yield (pyoxigraph.Literal(bool(result)),)
    elif isinstance(result, pyoxigraph.QuerySolutions):
        for solution in result:
            yield tuple(solution)
    else:
        from kg.questions.ordering import parsed

        for triple in parsed(islice(result, limit)):
            yield (triple.subject, triple.predicate, triple.object)


def columns_of(result: Result) -> tuple[str, ...]:
    """The names of the columns: the variables of a SELECT, 'answer' for ASK."""
    import pyoxigraph

    if isinstance(result, pyoxigraph.QueryBoolean):
        return ("answer",)
    if isinstance(result, pyoxigraph.QuerySolutions):
        return tuple(variable.value for variable in result.variables)
    return TRIPLE_COLUMNS
