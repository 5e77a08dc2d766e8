"""Changes of a store by SPARQL Update: all of a request's operations, or none."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from kg import stamp
from kg import store as stores
from kg.errors import KgError, UsageError, printable
from kg.ids import BASE, PREFIXES
from kg.questions import syntax
from kg.questions.tokens import plain as as_every_engine_reads_it


class Change(NamedTuple):
    """What an update did, in quads."""

    before: int
    after: int


def update(folder: Path, text: str, source: str, services: Collection[str] = ()) -> Change:
    """Change the store in that folder. Raises UsageError for a bad update, KgError when it cannot be done."""
    import pyoxigraph

    if not stores.is_store(folder):
        cure = "kg build … -o FOLDER makes one of cases, kg query -d FILE only reads"
        raise UsageError(f"{folder}: is no store folder ({cure})")
    text = as_every_engine_reads_it(text)
    syntax.check_update(text, source, services=services)
    stamp.check(folder)
    try:
        store = pyoxigraph.Store(str(folder))
    except (OSError, RuntimeError) as error:
        raise KgError(f"{folder}: cannot be changed: {stores.refusal(error)}") from None
    try:
        before = len(store)
        store.update(text, base_iri=BASE, prefixes=PREFIXES)
        store.flush()
        return Change(before, len(store))
    except (OSError, RuntimeError) as error:
        raise KgError(f"{folder}: nothing was changed: {printable(str(error))}") from None
    finally:
        # An error keeps this frame, and with it an open store that goes on tidying its files: whoever reads
        # the folder meanwhile may find it broken.
        del store
        stamp.renew(folder)
