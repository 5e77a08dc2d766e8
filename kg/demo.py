"""The bundled cases, and the first of them carried through end to end."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg import pipeline, store

if TYPE_CHECKING:
    import pyoxigraph

EXAMPLES = Path(__file__).parent / "examples"
FIRST = EXAMPLES / "first-case.yaml"


def bundled() -> list[str]:
    """The bundled case files, the first case first."""
    return [str(FIRST), *sorted(str(path) for path in EXAMPLES.glob("invented-*.yaml"))]


@cache
def bundled_store() -> pyoxigraph.Store:
    """The graph of all bundled cases, in memory."""
    lines, _ = pipeline.graph(bundled())
    return store.from_lines(lines)


def demo(folder: Path) -> tuple[Path, Path, Path]:
    """Write the first case, its graph and its page into the folder: case.yaml, graph.nq, view.html."""
    case_file, graph_file, page_file = (folder / name for name in ("case.yaml", "graph.nq", "view.html"))
    with store.writable(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with store.atomic(case_file) as out:
        out.write(FIRST.read_bytes())
    lines, _ = pipeline.graph([str(case_file)])
    store.write(lines, graph_file)
    from kg.picture import picture
    from kg.webpage import page

    page(picture(store.from_lines(lines))).write(page_file)
    return case_file, graph_file, page_file


def answer(graph_file: Path) -> str:
    """The answer to the demo's question as a table."""
    from kg.questions import run

    return run(store.load([graph_file]), "responders-by-gene", {"gene": "ERBB2"}).table()
