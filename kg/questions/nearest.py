"""The likest of some words, for 'did you mean'."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str], count: int = 1, cutoff: float = 0.6) -> list[str]:
    """Up to `count` of the choices, the likest first; empty when none is like enough.

    Case decides only between words that are otherwise the same. The library for it is loaded here, when
    something went wrong, and not at start.

    >>> nearest("Clams", ["claims", "authors"])
    ['claims']
    """
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for choice in sorted(choices, key=lambda choice: (choice[:1].isupper() != word[:1].isupper(), choice)):
        folded.setdefault(choice.lower(), choice)
    return [folded[near] for near in get_close_matches(word.lower(), folded, count, cutoff)]
