"""An answer: its columns and rows, as Python values, as a table, as a data frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.questions.cells import value
from kg.questions.layout import html_rows, table

if TYPE_CHECKING:
    from kg.questions.cells import Cell, Value


@dataclass(frozen=True)
class Answer:
    """What a graph answers; the rows are read once and kept.

    The rows of CONSTRUCT and DESCRIBE are triples, ASK has one row with the truth value.
    """

    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    """The rows as the engine's terms."""
    form: str = "SELECT"
    said: tuple[str, ...] = ()
    """What the values were taken for, one line each."""
    warnings: tuple[str, ...] = ()
    """What may be amiss with the question: names that the graph does not know."""

    @property
    def rows(self) -> tuple[tuple[Value, ...], ...]:
        """The rows as Python values; IRIs are written out in full."""
        return tuple(tuple(value(cell) for cell in row) for row in self.cells)

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        """The rows as Python values, one by one."""
        return (tuple(value(cell) for cell in row) for row in self.cells)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.cells)

    def __bool__(self) -> bool:
        """For ASK its truth value, else whether there is any row."""
        return bool(self.rows[0][0]) if self.form == "ASK" else bool(self.cells)

    def to_dicts(self) -> list[dict[str, Value]]:
        """One mapping of column to value per row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> Any:
        """The rows as a pandas DataFrame. Raises KgError when pandas is not installed."""
        from importlib import import_module

        try:
            pandas = import_module("pandas")
        except ImportError:
            raise KgError("pandas is not installed (pip install pandas), .to_dicts() needs no more") from None
        return pandas.DataFrame(list(self.rows), columns=list(self.columns))

    def table(self, width: int | None = None) -> str:
        """The rows as an aligned text table, IRIs as CURIEs; `width` is the room in characters."""
        return "".join(table(self.columns, self.cells, width))

    def _repr_html_(self) -> str:
        return "".join(html_rows(self.columns, self.cells))
