"""Choosing terms by their place in the hierarchy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

ALIKE = (
    "MONDO:0018153",
    "MONDO:0015564",
    "MONDO:0019088",
    "MONDO:0006412",
    "MONDO:0015534",
    "MONDO:0015691",
)
"""Erdheim-Chester and Castleman disease, lymphoproliferation after transplantation, Rosai-Dorfman disease,
juvenile xanthogranuloma, hypereosinophilic syndrome: told and treated like tumours, though MONDO has them
elsewhere."""


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
