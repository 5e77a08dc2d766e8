"""Knowledge graphs from oncology case reports.

`kg.extract`, `kg.read`, `kg.build`, `kg.load`, `kg.query`, `kg.describe`, `kg.path`, `kg.view`,
`kg.export`, `kg.merge` and `kg.diff` mirror the command line; see `kg.api`.
Nothing is imported before it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.version import __version__

__all__ = [
    "Graph",
    "Wanted",
    "__version__",
    "build",
    "describe",
    "diff",
    "examples",
    "export",
    "extract",
    "load",
    "merge",
    "path",
    "query",
    "read",
    "targets",
    "view",
]

if TYPE_CHECKING:
    from kg.api import (
        Graph,
        build,
        describe,
        diff,
        examples,
        export,
        extract,
        load,
        merge,
        path,
        query,
        read,
        targets,
        view,
    )
    from kg.nodes import Wanted


def __getattr__(name: str) -> Any:
    """Import the API when one of its names is asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from kg import api, nodes

    return getattr(nodes if name == "Wanted" else api, name)


def __dir__() -> list[str]:
    return sorted(__all__)
