"""A graph in memory as a store folder, for as long as it is served."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.store import full_disk_told

if TYPE_CHECKING:
    import pyoxigraph


@contextmanager
def stored(graph: pyoxigraph.Store) -> Iterator[Path]:
    """A store folder with all of the graph, readable by this user alone; removed at the end.

    Raises KgError when the folder for temporary files takes it not.
    """
    import pyoxigraph

    with tempfile.TemporaryDirectory(prefix="kg-serve-") as name:
        folder = Path(name)
        try:
            with full_disk_told(folder):
                written = pyoxigraph.Store(str(folder))
                written.bulk_extend(iter(graph))
                written.flush()
                del written  # closes it: a second process is to read the folder
        except OSError as error:
            raise KgError(f"{folder}: cannot be written: {error.strerror or error}") from None
        yield folder
