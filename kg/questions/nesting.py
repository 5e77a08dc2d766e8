"""How deep brackets stand in each other: an engine reads each in a deeper call, until its stack overflows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.questions.tokens import Token

DEEPEST = 100
"""Brackets in each other that are put to an engine; a few hundred end its process (Oxigraph 0.5)."""


def check_depth(text: str, source: str, words: Sequence[Token]) -> None:
    """Raise UsageError, with the place, for a text whose brackets are too deep in each other."""
    depth = 0
    for word in words:
        if word.kind == "mark":
            depth += (word.text in "([{") - (word.text in ")]}")
        if depth > DEEPEST:
            from kg.questions.faults import fault

            what = f"brackets are more than {DEEPEST} deep in each other here"
            raise fault(text, source, word.start, what, "ask with fewer brackets")
