"""Joining graphs: by IRI and by mappings, without losing, doubling or wrongly gluing anything.

`merge(names, out)` writes the joined graph and returns a `Report`. What is joined, what is refused and how
a merge is taken apart again stands in `docs/merge.md`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg import store
from kg.calling import make_callable
from kg.merge import writing
from kg.merge.report import Report
from kg.merge.run import Wanted, pieces

if TYPE_CHECKING:
    from kg.endpoint.graph_store import GraphStore

__all__ = ["Report", "Wanted", "merge", "merge_into", "merge_into_server", "trial"]


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


def merge_into(names: Sequence[str], folder: Path, wanted: Wanted | None = None) -> Report:
    """Join the inputs with what a store folder holds; it is replaced as a whole, or stays as it was.

    A folder that does not exist becomes a store. Raises as `merge`.
    """
    there = [str(folder)] if store.is_store(folder) else []
    return merge([*there, *names], folder, wanted)


def merge_into_server(names: Sequence[str], server: GraphStore, wanted: Wanted | None = None) -> Report:
    """Join the inputs and put the result into a server, graph by graph; first take out what is to be undone.

    What the server holds already is neither read nor joined. Raises EndpointError when it fails: what it
    has got by then stays, and the same call goes on where this one ended.
    """
    from kg.merge import into

    wanted = wanted or Wanted()
    report = Report(output=server.shown)
    if wanted.undo:
        into.drop(wanted.undo, server, wanted.base, report)
    if names:
        with tempfile.TemporaryDirectory(prefix="kg-merge-") as name:
            folder = Path(name)
            into.send(pieces(names, replace(wanted, undo=()), folder, report), server, folder, report)
    return report


def trial(names: Sequence[str], wanted: Wanted | None = None) -> Report:
    """What joining the inputs would do; nothing is written."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="kg-merge-") as folder:
        for _ in pieces(names, wanted or Wanted(), Path(folder), report):
            pass
    return report


make_callable(__name__)
