"""Where an answer goes and in which format, and what to tell the user when it is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from kg.errors import UsageError
from kg.questions import engine, formats, hints
from kg.questions.answer import cells_of, columns_of

if TYPE_CHECKING:
    import pyoxigraph

    from kg.questions.engine import Question

_TRIPLES = ("CONSTRUCT", "DESCRIBE")


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
            suffixes = [suffix.lower() for suffix in Path(self.path).suffixes]
            if suffixes and suffixes[-1] in {".gz", ".zst"}:
                suffixes.pop()
            if not suffixes or suffixes[-1] not in formats.SUFFIXES:
                known = " ".join(formats.SUFFIXES)
                raise UsageError(
                    f"{self.path}: the suffix names no format (name one with -f, or use {known})"
                )
            return formats.SUFFIXES[suffixes[-1]]
        if form in _TRIPLES:
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
    """A question put to a store, with what is wanted of its answer."""

    store: pyoxigraph.Store
    question: Question
    graphs: Sequence[pyoxigraph.NamedNode] = ()
    limit: int | None = None
    labels: bool = False
    guard: bool = False

    def write(self, where: Place) -> Outcome:
        """Write the answer; raises KgError for a graph or a place that fails."""
        import pyoxigraph

        name = where.format(self.question.form)
        result = engine.ask(self.store, self.question, self.graphs)
        remarks = list(hints.unknown_terms(self.store, self.question.text))
        with where.stream() as out:
            if name in formats.W3C and self.question.form not in _TRIPLES and not (self.labels or self.guard):
                written = formats.write_result(result, out, name)
                found = not written.is_empty(name)
                if name == "csv" and written.formula:
                    remarks.append(
                        "some texts begin like formulas: open with care, or ask again with --guard-formulas"
                    )
            else:
                found = self._write_rows(result, out, name, where.width)
        if isinstance(result, pyoxigraph.QueryBoolean):
            found = bool(result)
        elif not found:
            remarks += self._why_empty()
        return Outcome(found, tuple(remarks))

    def _write_rows(
        self,
        result: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples,
        out: IO[bytes],
        name: str,
        width: int | None,
    ) -> bool:
        """Write the rows one by one; True when there was any."""
        columns, rows = columns_of(result), list(cells_of(result, self.limit))
        if name in formats.GRAPHS:
            formats.write_triples(rows, out, name)
            return bool(rows)
        if self.labels:
            from kg.questions.labels import labelled

            columns, rows = labelled(self.store, columns, rows)
        formats.write_rows(columns, formats.guarded(rows) if self.guard else rows, out, name, width)
        return bool(rows)

    def _why_empty(self) -> Iterator[str]:
        yield "no rows"
        yield from hints.reasons(self.store, self.question.text)
