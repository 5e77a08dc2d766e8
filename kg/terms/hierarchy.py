"""Choosing terms by their place in the hierarchy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping


def below(roots: Collection[str], parents: Mapping[str, Collection[str]]) -> set[str]:
    """The roots and everything under them."""
    children: dict[str, list[str]] = {}
    for child, ups in parents.items():
        for up in ups:
            children.setdefault(up, []).append(child)
    return _reached(roots, children)


def above(starts: Iterable[str], parents: Mapping[str, Collection[str]]) -> set[str]:
    """The starts and everything over them."""
    return _reached(starts, parents)


def _reached(starts: Iterable[str], ways: Mapping[str, Collection[str]]) -> set[str]:
    found = set(starts)
    waiting = list(found)
    while waiting:
        for further in ways.get(waiting.pop(), ()):
            if further not in found:
                found.add(further)
                waiting.append(further)
    return found
