"""Every check is seen to fail: on a bad graph of its own, and every constraint of every shape besides.

A bad graph is the good one of `test_check_graph` after one SPARQL update from `data/bad-graphs`. The
file's name is the check that must object, with `--` and a word when there are several; where other
checks rightly object, too, a line `# faults:` names all. Relative IRIs in a file start at the case.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from rdflib.plugins.sparql import prepareQuery
from test_check_graph import good_store

from kg import check
from kg.errors import Severity
from kg.ids import PREFIXES

BAD = sorted((Path(__file__).parent / "data" / "bad-graphs").glob("*.ru"))
CASE = "https://w3id.org/casekg/case/PMID:37120151/"
HEAD = f"BASE <{CASE}>\nPREFIX graph: <https://w3id.org/casekg/graph/>\n" + "".join(
    f"PREFIX {prefix}: <{start}>\n" for prefix, start in PREFIXES.items()
)


QUERIES = tuple(found for found in check.checks() if found.query)


def objections(store: pyoxigraph.Store, chosen: tuple[check.Check, ...]) -> set[str]:
    """The names of the checks that find a fault."""
    return {found.name for found, _ in check.found(store, "bad", chosen=chosen)}


def expected(path: Path) -> set[str]:
    """The names of the checks that must find a fault in that bad graph."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# faults:"):
            return set(line.removeprefix("# faults:").split())
    return {path.stem.partition("--")[0]}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_graph_is_found_by_its_check_and_by_no_other(path: Path) -> None:
    store = good_store()
    before = set(store)
    store.update(HEAD + path.read_text(encoding="utf-8"))
    assert set(store) != before, "the update changes nothing"
    name = path.stem.partition("--")[0]
    chosen = QUERIES if name in {found.name for found in QUERIES} else check.checks()
    assert objections(store, chosen) == expected(path) & {found.name for found in chosen}
    assert name in expected(path)


def test_every_check_query_has_its_bad_graph() -> None:
    queries = {found.name for found in QUERIES}
    shown = {path.stem.partition("--")[0] for path in BAD}
    assert queries - shown == set()
    assert shown - {found.name for found in check.checks()} == set()


def test_every_check_says_what_it_is_and_how_to_mend_it() -> None:
    for found in check.checks():
        assert found.summary, found.name
        assert found.cure, found.name
        assert found.severity in set(Severity)
        assert found.cure[0].islower() or found.cure.split()[0] in {"IRIs"}, found.name
        assert not found.cure.endswith("."), found.name


def test_a_check_query_is_plain_ordered_and_selects_node_and_what() -> None:
    for found in QUERIES:
        text = found.query or ""
        assert "SELECT DISTINCT ?node ?what WHERE" in text, found.name
        assert text.rstrip().endswith("ORDER BY ?node ?what"), found.name
        assert "SERVICE" not in text, found.name
        prepareQuery(text)  # a second engine reads it, too
