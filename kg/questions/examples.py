"""The examples of questions, held against what a graph answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.questions.layout import text

if TYPE_CHECKING:
    from kg.questions.answer import Answer
    from kg.questions.header import Example


def plain(cell: Any) -> str:
    """A cell as the rows of an example spell it: literals bare, IRIs as CURIEs, '' where nothing is."""
    if cell is None:
        return ""
    return str(cell.value) if hasattr(cell, "datatype") else text(cell)


def differences(example: Example, answer: Answer) -> Iterator[str]:
    """Lines that say where the answer is not what the example states; none when it is.

    `-` marks a row that the example states and the answer lacks, `+` one that came in its place.
    """
    from difflib import unified_diff

    stated = [_line(row) for row in example.rows]
    came = [_line(map(plain, row)) for row in answer.cells[: len(stated)]]
    if stated != came:
        marked = unified_diff(stated, came, lineterm="", n=1)
        yield from (line for line in marked if not line.startswith(("---", "+++", "@@")))
    if example.total is not None and len(answer) != example.total:
        yield f"{counted(example.total)} stated, {len(answer)} came"


def counted(number: int) -> str:
    """'1 row', '3 rows'."""
    return f"{number:,} row" if number == 1 else f"{number:,} rows"


def _line(cells: Any) -> str:
    return " | ".join(cells)
