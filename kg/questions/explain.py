"""How the engine would answer a question: its plan with the time and rows of each step.

The engine's Python binding does not tell its plan, its command line does (the `oxigraph` wheel, the extra
`casekg[serve]`). It is given a copy of the graph in a temporary folder.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError, printable
from kg.ids import BASE, compress
from kg.questions.catalogue import MARK

if TYPE_CHECKING:
    import pyoxigraph

    from kg.questions.engine import Graph, Question

_IRI = re.compile(r"<([^<>]*)>")


def explained(graph: Graph, question: Question, graphs: Sequence[pyoxigraph.NamedNode] = ()) -> str:
    """The query as the engine is given it, and its plan: per step the rows found and the time taken.

    Raises UsageError for an endpoint and for chosen graphs, KgError when the engine's program is missing.
    """
    import pyoxigraph

    from kg.program import program
    from kg.questions.engine import TRIPLES
    from kg.questions.portable import portable

    if not isinstance(graph, pyoxigraph.Store):
        return graph.explained(question, graphs)
    if graphs:
        raise UsageError("--explain looks at the whole graph (leave out --graph, or write FROM)")
    text = portable(question.text)
    with tempfile.TemporaryDirectory(prefix="kg-explain-") as folder:
        place, plan = Path(folder) / "store", Path(folder) / "plan.json"
        _copy(graph, place)
        done = subprocess.run(  # noqa: S603  (a list, no shell: the query is one argument)
            [
                *(program(), "query", "--location", str(place), "--union-default-graph"),
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
        steps = "\n".join(_steps(json.loads(plan.read_bytes())["plan"]))
        asked = "\n".join(line for line in text.strip().splitlines() if not line.startswith(MARK))
        return f"{asked}\n\n{'rows':>12} {'ms':>10}  step\n{steps}\n"


def _steps(node: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """One line per step of the plan, the steps it draws from below it, further in."""
    rows, seconds = node.get("number of results", 0), node.get("duration in seconds", 0.0)
    name = _IRI.sub(lambda match: compress(match[1]) or match[0], printable(node["name"]))
    yield f"{rows:>12,} {seconds * 1000:>10,.2f}  {'  ' * depth}{name}"
    for child in node.get("children", ()):
        yield from _steps(child, depth + 1)


def _copy(graph: pyoxigraph.Store, place: Path) -> None:
    """A copy of the store in a folder: hard links for one on disk, else its quads."""
    import pyoxigraph

    try:
        graph.backup(str(place))
    except RuntimeError:  # in memory
        copy = pyoxigraph.Store(str(place))
        copy.bulk_extend(iter(graph))
        copy.flush()
