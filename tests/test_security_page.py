"""What the page on security promises is held by tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NAMED = sorted(set(re.findall(r"`(test_\w+)`", (HERE.parent / "docs" / "security.md").read_text("utf-8"))))
DEFINED = {
    name
    for file in HERE.glob("test_*.py")
    for name in re.findall(r"def (test_\w+)\(", file.read_text("utf-8"))
}


def test_the_page_names_tests() -> None:
    assert len(NAMED) > 30


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_the_page_names_exists(name: str) -> None:
    assert name in DEFINED
