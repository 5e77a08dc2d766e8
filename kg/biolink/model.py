"""Classes and slots of the Biolink Model, read from the tables in `ontology/biolink`."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from kg.ids import PREFIXES
from kg.resources import folder

VOCABULARY = PREFIXES["biolink"]
ASSOCIATION = "Association"


class Class(NamedTuple):
    """A class or mixin."""

    name: str
    """As in IRIs: `SequenceVariant`."""
    parents: tuple[str, ...]
    """What it is a kind of, and its mixins."""
    prefixes: tuple[str, ...]
    """Prefixes of its identifiers, the preferred one first; none where the model names none."""


class Slot(NamedTuple):
    """A slot: a property of nodes or associations, or a predicate between nodes."""

    name: str
    """As in columns and IRIs: `primary_knowledge_source`."""
    values: str
    """`node` (a CURIE), `text`, `integer`, `float` or `boolean`."""
    many: bool
    """True when it takes a list."""
    predicate: bool
    """True when it relates nodes, as edges do."""


@lru_cache(maxsize=1)
def _classes() -> dict[str, Class]:
    rows = table("classes.tsv")
    return {name: Class(name, _parts(parents), _parts(prefixes)) for name, parents, prefixes in rows}


@lru_cache(maxsize=1)
def _slots() -> dict[str, Slot]:
    rows = table("slots.tsv")
    return {name: Slot(name, values, bool(many), bool(between)) for name, values, many, between in rows}


def class_of(name: str) -> Class | None:
    """The class of that name; None when Biolink has none."""
    return _classes().get(name)


def slot_of(name: str) -> Slot | None:
    """The slot of that name; None when Biolink has none."""
    return _slots().get(name)


@lru_cache(maxsize=1_000)
def ancestors(name: str) -> frozenset[str]:
    """The class itself and all classes and mixins above it."""
    found = class_of(name)
    if found is None:
        return frozenset()
    return frozenset((name,)).union(*map(ancestors, found.parents))


def table(name: str) -> list[list[str]]:
    """The rows of a table without its heading."""
    text = (folder("ontology") / "biolink" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
