"""Fixtures that several test files share."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import demo, pipeline

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material beside the checkout; tests that need it skip without it."""
    if not SHARED.is_dir() or not any(SHARED.iterdir()):
        pytest.skip("needs the reference material in ../shared, which is not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def seed(shared: Path) -> Path:
    """The PubMed record of the first case, as its user saved it."""
    return shared / "eval" / "seed" / "pmid-37120151.txt"


@pytest.fixture(scope="session")
def first_lines() -> list[str]:
    """The first case as N-Quads lines."""
    return pipeline.graph([str(demo.FIRST)])[0]


@pytest.fixture(scope="session")
def all_lines() -> list[str]:
    """All bundled cases as N-Quads lines."""
    return pipeline.graph(demo.bundled())[0]
