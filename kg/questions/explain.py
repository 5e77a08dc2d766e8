"""How the engine would answer a question: its plan with the time and rows of each step.

The engine's Python binding does not tell its plan, its command line does (the `oxigraph` wheel, the extra
`casekg[serve]`). It is given a copy of the graph in a temporary folder.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError, printable
from kg.ids import BASE

if TYPE_CHECKING:
    import pyoxigraph

    from kg.questions.engine import Graph, Question


def explained(graph: Graph, question: Question, graphs: Sequence[pyoxigraph.NamedNode] = ()) -> str:
    """The plan as text, and before it the query as the engine is given it.

    Raises UsageError for an endpoint, for chosen graphs and when the engine's command line is missing.
    """
    import pyoxigraph

    from kg.questions.engine import TRIPLES
    from kg.questions.portable import portable

    if not isinstance(graph, pyoxigraph.Store):
        raise UsageError("a server does not tell how it would answer (--explain is for files and stores)")
    if graphs:
        raise UsageError("--explain looks at the whole graph (leave out --graph, or write FROM)")
    program = engine_program()
    text = portable(question.text)
    with tempfile.TemporaryDirectory(prefix="kg-explain-") as folder:
        place, plan = Path(folder) / "store", Path(folder) / "plan.txt"
        _copy(graph, place)
        done = subprocess.run(  # noqa: S603  (a list, no shell: the query is one argument)
            [
                *(program, "query", "--location", str(place), "--union-default-graph"),
                *("--query", text, "--query-base", BASE),
                *("--results-format", "nt" if question.form in TRIPLES else "json"),
                *("--explain-file", str(plan), "--stats"),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not plan.exists():
            raise UsageError(f"the engine cannot explain this: {printable(done.stderr.strip())}")
        return f"{text.strip()}\n\n{plan.read_text(encoding='utf-8').rstrip()}\n"


def engine_program() -> str:
    """The path of the engine's command line. Raises UsageError when it is not installed."""
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    if not found:
        raise UsageError("this needs the engine's own program (pip install 'casekg[serve]')")
    return found


def _copy(graph: pyoxigraph.Store, place: Path) -> None:
    """A copy of the store in a folder: hard links for one on disk, else its quads."""
    import pyoxigraph

    try:
        graph.backup(str(place))
    except OSError:  # in memory
        copy = pyoxigraph.Store(str(place))
        copy.bulk_extend(iter(graph))
        copy.flush()
