"""Where an answer goes and in which format, and what to tell the user when it is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import IO, TYPE_CHECKING, NamedTuple

from kg.errors import UsageError
from kg.questions import catalogue, engine, formats, glance
from kg.questions.cells import cells_of, columns_of

if TYPE_CHECKING:
    import pyoxigraph

    from kg.questions.cells import Cell
    from kg.questions.engine import Graph, Question, Result

_FORMULAS = "some texts begin like formulas: open with care, or ask again with --guard-formulas"


class Place(NamedTuple):
    """A file or standard output, and the format if it was named."""

    path: str | None = None
    named: str | None = None
    is_terminal: bool = False

    def format(self, form: str) -> str:
        """The format: as named, by the suffix, table on a terminal, tsv or ttl in a pipe."""
        if self.named:
            return self.named
        if self.path and self.path != "-":
            from pathlib import Path

            suffixes = [suffix.lower() for suffix in Path(self.path).suffixes]
            if suffixes and suffixes[-1] in {".gz", ".zst"}:
                suffixes.pop()
            if not suffixes or suffixes[-1] not in formats.SUFFIXES:
                known = " ".join(formats.SUFFIXES)
                raise UsageError(
                    f"{self.path}: the suffix names no format (name one with -f, or use {known})"
                )
            return formats.SUFFIXES[suffixes[-1]]
        if form in engine.TRIPLES:
            return "ttl"
        return "table" if self.is_terminal else "tsv"

    def check(self, form: str) -> None:
        """Raise UsageError when an answer of that form cannot go there."""
        formats.check(self.format(form), form)

    @property
    def width(self) -> int | None:
        """The room for a table: the terminal's, or what COLUMNS says; None for any."""
        if not self.path and (self.is_terminal or "COLUMNS" in os.environ):
            import shutil

            return shutil.get_terminal_size().columns
        return None

    @contextmanager
    def stream(self) -> Iterator[IO[bytes]]:
        """The stream to write to; a file takes its place only when it is complete."""
        if not self.path or self.path == "-":
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
            return
        from pathlib import Path

        from kg.store import atomic, compressing

        target = Path(self.path)
        with atomic(target) as raw, compressing(raw, target.suffix.lower()) as out:
            yield out


class Outcome(NamedTuple):
    """What came of a question."""

    found: bool
    """False when ASK is false or there is no row."""
    remarks: tuple[str, ...] = ()


class Asked(NamedTuple):
    """A question put to a graph, with what is wanted of its answer."""

    graph: Graph
    question: Question
    graphs: Sequence[pyoxigraph.NamedNode] = ()
    limit: int | None = None
    labels: bool = False
    guard: bool = False

    def write(self, where: Place) -> Outcome:
        """Write the answer; raises KgError for a graph or a place that fails."""
        import pyoxigraph

        result = engine.ask(self.graph, self.question, self.graphs)
        remarks = list(self._misspelt())
        with where.stream() as out, engine.reading():
            found, said = self._written(result, out, where)
        remarks += said
        if isinstance(result, pyoxigraph.QueryBoolean):
            found = bool(result)
        elif not found:
            remarks += self._why_empty()
        return Outcome(found, tuple(remarks))

    def _written(self, result: Result, out: IO[bytes], where: Place) -> tuple[bool, list[str]]:
        """Write the answer in its format; whether there was any row, and what to say of them."""
        name = where.format(self.question.form)
        if self.question.form in engine.TRIPLES and name in formats.GRAPHS:
            return formats.write_triples(islice(result, self.limit), out, name), []  # type: ignore[arg-type]
        if name in formats.W3C and self.question.form not in engine.TRIPLES and not self._changes_cells:
            written = formats.write_result(result, out, name)
            return not written.is_empty(name), [_FORMULAS] if name == "csv" and written.formula else []
        columns, rows = columns_of(result), cells_of(result, self.limit)
        if self.labels:
            from kg.questions.labels import labelled

            columns, rows = labelled(self.graph, columns, rows)
        counted = Counted(formats.guarded(rows) if self.guard else rows)
        formats.write_rows(columns, counted, out, name, where.width)
        return counted.number > 0, []

    @property
    def _changes_cells(self) -> bool:
        return self.labels or self.guard

    def _misspelt(self) -> Iterator[str]:
        import pyoxigraph

        text = self.question.text
        if catalogue.is_ours(self.question.query):
            return  # its names are tested, and those of a template need not be in any graph
        if not isinstance(self.graph, pyoxigraph.Store) or not glance.knows_all_names(self.graph, text):
            from kg.questions import hints

            yield from hints.unknown_terms(self.graph, text)

    def _why_empty(self) -> Iterator[str]:
        from kg.questions import hints

        yield "no rows"
        yield from hints.reasons(self.graph, self.question.text, self.graphs)


class Counted:
    """Rows that are counted as they go by."""

    def __init__(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        """The rows, once."""
        for row in self._rows:
            self.number += 1
            yield row
