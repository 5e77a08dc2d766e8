"""Rows as a Parquet file, for columnar engines and data frames; needs the extra `casekg[parquet]`.

A column is integer, double or boolean when every value in it is, and text otherwise; IRIs are text,
unbound cells are null. Types are known only at the end, so the rows go through a temporary file.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.questions.cells import value

if TYPE_CHECKING:
    from kg.questions.cells import Cell

AT_ONCE = 50_000
"""Rows of a row group."""
_LARGEST = 2**63


def write_parquet(columns: Sequence[str], rows: Iterable[tuple[Cell, ...]], out: IO[bytes]) -> None:
    """Write the rows. Raises UsageError when pyarrow is not installed."""
    import tempfile

    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise UsageError("parquet needs pyarrow (pip install 'casekg[parquet]')") from None
    kinds: list[set[type]] = [set() for _ in columns]
    with tempfile.TemporaryFile(prefix="kg-answer-") as kept:
        for batch in _batches(rows):
            for column, seen in zip(batch, kinds, strict=True):
                seen.update(map(_kind, column))
            pickle.dump(batch, kept)
        types = [_type(seen - {type(None)}) for seen in kinds]
        schema = pyarrow.schema(list(zip(columns, [getattr(pyarrow, name)() for name in types], strict=True)))
        kept.seek(0)
        with parquet.ParquetWriter(out, schema) as writer:
            for batch in _kept(kept):
                arrays = [
                    [_as(name, cell) for cell in cells] for name, cells in zip(types, batch, strict=True)
                ]
                writer.write_table(pyarrow.table(arrays, schema=schema))


def _batches(rows: Iterable[tuple[Cell, ...]]) -> Iterator[list[list[Any]]]:
    """The rows as columns of Python values, some thousand at a time."""
    remaining = iter(rows)
    while batch := [tuple(map(value, row)) for row in islice(remaining, AT_ONCE)]:
        yield [list(column) for column in zip(*batch, strict=True)]


def _kept(kept: IO[bytes]) -> Iterator[list[list[Any]]]:
    """The batches again; the file is our own and has no name."""
    while True:
        try:
            yield pickle.load(kept)  # noqa: S301
        except EOFError:
            return


def _kind(cell: Any) -> type:
    """The cell's type; an integer too large for a column of integers counts as text."""
    return str if isinstance(cell, int) and not -_LARGEST <= cell < _LARGEST else type(cell)


def _type(kinds: set[type]) -> str:
    """The name in pyarrow of the type that holds all of them."""
    if kinds == {bool}:
        return "bool_"
    if kinds == {int}:
        return "int64"
    return "float64" if kinds and kinds <= {int, float, Decimal} else "string"


def _as(name: str, cell: Any) -> Any:
    """The cell as its column's type holds it."""
    if cell is None or name in {"bool_", "int64"}:
        return cell
    if name == "float64":
        return float(cell)
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
