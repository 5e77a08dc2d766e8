"""The bundled graph, which questions without data are put to."""

from __future__ import annotations

from kg.demo import BUILT, bundled_store, built


def test_the_bundled_graph_is_what_the_bundled_cases_build() -> None:
    """`python -m kg.demo` makes it so."""
    assert BUILT.read_text(encoding="utf-8") == "".join(built())
    assert len(bundled_store()) == len(built())
