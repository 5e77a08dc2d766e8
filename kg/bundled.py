"""The bundled graph, ready for questions that name no data.

`kg.demo` makes it of the bundled cases. It stands apart because such a question is to be answered before
the rest of the house, or even pathlib, is loaded.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph

BUILT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "examples", "bundled.nq")
"""The graph of all bundled cases, sorted; `python -m kg.demo` builds it anew."""


@cache
def bundled_store() -> pyoxigraph.Store:
    """The graph of all bundled cases, in memory."""
    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load(path=BUILT, format=pyoxigraph.RdfFormat.N_QUADS)
    return store
