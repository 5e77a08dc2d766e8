"""Check queries that are written for speed find what their plain forms find, in graphs changed at random.

The plain forms are `data/plain-checks`: slower, easier to read, otherwise of the same name and meaning.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
from test_validation import graph

from kg import check
from kg.resources import folder

PLAIN = sorted((Path(__file__).parent / "data" / "plain-checks").glob("*.rq"))
CHANGES = ((0, 0), (60, 11), (200, 12), (200, 13), (500, 14), (900, 15), (900, 16))


@cache
def changed(changes: int, seed: int) -> pyoxigraph.Store:
    """The graph after so many changes."""
    return graph(changes, seed)


def said(query: Path, store: pyoxigraph.Store) -> list[tuple[str, str]]:
    return [(fault.path, fault.what) for fault in check.asked(check.read_query(query), store, "x")]


@pytest.mark.parametrize("plain", PLAIN, ids=lambda path: path.stem)
def test_a_quick_query_says_what_its_plain_form_says(plain: Path) -> None:
    quick = folder("queries") / "checks" / plain.name
    number = 0
    for changes, seed in CHANGES:
        store = changed(changes, seed)
        expected = said(plain, store)
        assert said(quick, store) == expected
        number += len(expected)
    assert number, "no change gave the check anything to find"
