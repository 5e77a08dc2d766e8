"""The bundled graph, which questions without data are put to."""

from __future__ import annotations

from pathlib import Path

from kg.bundled import BUILT, bundled_store
from kg.demo import built


def test_the_bundled_graph_is_what_the_bundled_cases_build() -> None:
    """`python -m kg.demo` makes it so."""
    assert Path(BUILT).read_text(encoding="utf-8") == "".join(built())
    assert len(bundled_store()) == len(built())
