"""Joining graphs: by IRI and by mappings, without losing, doubling or wrongly gluing anything.

`merge(names, out)` writes the joined graph and returns a `Report`. What is joined, what is refused and how
a merge is taken apart again stands in `docs/merge.md`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from kg.merge import writing
from kg.merge.report import Report
from kg.merge.run import Wanted, pieces

__all__ = ["Report", "Wanted", "merge", "trial"]


def merge(names: Sequence[str], out: Path, wanted: Wanted | None = None) -> Report:
    """Join the inputs into a file or store folder: all of it or, on any failure, nothing.

    Raises FaultsError for faulty cases, KgError for what cannot be read or written, UsageError for an
    unusable output.
    """
    writing.check(out)
    report = Report(output=str(out))
    with writing.room(out) as folder:
        writing.write(pieces(names, wanted or Wanted(), folder, report), out, folder)
    return report


def trial(names: Sequence[str], wanted: Wanted | None = None) -> Report:
    """What joining the inputs would do; nothing is written."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="kg-merge-") as folder:
        for _ in pieces(names, wanted or Wanted(), Path(folder), report):
            pass
    return report
