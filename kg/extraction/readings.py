"""Documents read one after the other, for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.errors import Notepad
from kg.extract.model import Reading
from kg.extraction.document import grounded, reading_of
from kg.extraction.names import Names
from kg.extraction.steps import files, steps, told_apart


def readings(names: Iterable[str]) -> Iterator[Reading]:
    """Yield the readings of all documents behind the names; FaultsError at the end for what was faulty."""
    faulty = Notepad("")
    for step in told_apart(steps(files(names)), Names(), once=False):
        faulty.faults += step.faults
        if step.publication is not None:
            pad = Notepad(step.source)
            yield grounded(reading_of(step.publication, step.name, pad), pad)
    faulty.raise_errors()
