"""The bundled cases, and the first of them carried through end to end."""

from __future__ import annotations

from pathlib import Path

from kg import store
from kg.bundled import BUILT

EXAMPLES = Path(__file__).parent / "examples"
FIRST = EXAMPLES / "first-case.yaml"
REPORT = EXAMPLES / "invented-report.txt"
"""A text to read, made up."""


def bundled() -> list[str]:
    """The bundled case files, the first case first."""
    return [str(FIRST), *sorted(str(path) for path in EXAMPLES.glob("invented-*.yaml"))]


def built() -> list[str]:
    """The lines of the graph of all bundled cases, sorted."""
    from kg import pipeline

    lines, _ = pipeline.graph(bundled())
    return sorted("".join(lines).splitlines(keepends=True))


def demo(folder: Path) -> tuple[Path, Path, Path]:
    """Write the first case, its graph and its page into the folder, and a text to read beside them.

    The files are case.yaml, graph.nq, view.html (which come back) and report.txt.
    """
    from kg import pipeline
    from kg.picture import picture
    from kg.webpage import page

    case_file, graph_file, page_file = (folder / name for name in ("case.yaml", "graph.nq", "view.html"))
    with store.writable(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for source, copy in ((FIRST, case_file), (REPORT, folder / "report.txt")):
        with store.atomic(copy) as out:
            out.write(source.read_bytes())
    lines, _ = pipeline.graph([str(case_file)])
    store.write(lines, graph_file)
    page(picture(store.from_lines(lines))).write(page_file)
    return case_file, graph_file, page_file


def answer(graph_file: Path) -> str:
    """The answer to the demo's question as a table."""
    from kg.questions import run

    return run(store.load([graph_file]), "responders-by-gene", {"gene": "ERBB2"}).table()


if __name__ == "__main__":
    store.write(built(), BUILT)
