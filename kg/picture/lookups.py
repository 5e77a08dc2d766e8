"""Questions to a store too large to be read: each is bounded, and answered where the index is.

Counting and filtering happen inside the engine, which compares numbers and decodes no text; what is
handed over to Python is the little that is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.picture.index import IDENTIFIER, NAMES, PARENT, SYNONYMS, TYPE
from kg.picture.nearby import node_of

if TYPE_CHECKING:
    import pyoxigraph

WHOLE = 60_000
"""Most statements of a store that are read into memory; of larger ones only what is drawn is looked up."""
MOST_COUNTED = 2_000_000
"""Statements at which counting ends; beyond, 'more than' is said."""
MOST_SCANNED = 150_000
"""Names of one property that are gone over for one that no look-up finds."""
_SAME_NAME = 400
"""Things of one name that are found."""
_CROWD = 400
"""Statements that are looked at, beside four for each thing wanted, to find what leads to a thing."""


def ask(store: pyoxigraph.Store, query: str) -> Iterator[Any]:
    """The solutions of a query over all graphs.

    A filter costs a look-up of the text of each row, some 25 microseconds on disk, where counting and
    joining costs two: queries over many rows go without.
    """
    yield from store.query(query, use_default_graph_as_union=True)  # type: ignore[misc]


def number(store: pyoxigraph.Store, pattern: str, most: int) -> int:
    """How many solutions the pattern has, counted to `most`."""
    query = f"SELECT (COUNT(*) AS ?n) {{ SELECT ?s {{ {pattern} }} LIMIT {most} }}"
    return int(next(ask(store, query))["n"].value)


def is_large(store: pyoxigraph.Store, most: int = WHOLE) -> bool:
    """True when the store holds more statements than are read at once."""
    return number(store, "?s ?p ?o", most + 1) > most


def exists(store: pyoxigraph.Store, iri: str) -> bool:
    """True when some statement is made of the thing or leads to it."""
    node = node_of(iri)
    if node is None:
        return False
    found = store.quads_for_pattern(node, None, None, None)
    back = store.quads_for_pattern(None, None, node, None)
    return next(iter(found), None) is not None or next(iter(back), None) is not None


def used(store: pyoxigraph.Store, iri: str) -> bool:
    """True when the thing is tied to another by more than being a class of it or below it."""
    return bool(leading(store, iri, 1))


def leading(store: pyoxigraph.Store, iri: str, most: int) -> list[str]:
    """Things that lead to this one other than as their class or parent, at most `most`, sorted."""
    import pyoxigraph

    node = node_of(iri)
    if node is None:
        return []
    query = f"SELECT DISTINCT ?s ?p {{ ?s ?p {node} }} LIMIT {4 * most + _CROWD}"
    found: set[str] = set()
    for row in ask(store, query):
        if len(found) == most:
            break
        if isinstance(row["s"], pyoxigraph.NamedNode) and row["p"].value not in (TYPE, PARENT):
            found.add(row["s"].value)
    return sorted(found)


def count_leading(store: pyoxigraph.Store, iri: str, most: int = MOST_COUNTED) -> int:
    """How many statements lead to the thing, counted to `most`."""
    return number(store, f"?s ?p {node_of(iri)}", most)


def named(store: pyoxigraph.Store, text: str) -> set[str]:
    """The things of this name, synonym or identifier, letter case apart; common spellings cost a look-up."""
    import pyoxigraph

    known = {*NAMES, *SYNONYMS, IDENTIFIER}
    spelt = dict.fromkeys((text, text.lower(), text.upper(), text.capitalize(), text.title()))
    found: set[str] = set()
    for spelling in spelt:
        for literal in (pyoxigraph.Literal(spelling), pyoxigraph.Literal(spelling, language="en")):
            for quad in islice(store.quads_for_pattern(None, None, literal, None), _SAME_NAME):
                if quad.predicate.value in known and isinstance(quad.subject, pyoxigraph.NamedNode):
                    found.add(quad.subject.value)
    return found or _named_otherwise(store, text)


def _named_otherwise(store: pyoxigraph.Store, text: str) -> set[str]:
    """The same by going over the names one by one, of each property as many as may be gone over."""
    import pyoxigraph

    wanted = pyoxigraph.Literal(text.lower())
    query = (
        f"SELECT DISTINCT ?s {{ {_every_name()} FILTER(isIRI(?s) && LCASE(STR(?l)) = {wanted}) }} LIMIT 400"
    )
    return {row["s"].value for row in ask(store, query)}


def _every_name() -> str:
    """The pattern of all names, at most `MOST_SCANNED` of each property."""
    return " UNION ".join(
        f"{{ SELECT ?s ?l {{ ?s <{name}> ?l }} LIMIT {MOST_SCANNED} }}" for name in (*NAMES, *SYNONYMS)
    )


def names_near(store: pyoxigraph.Store, text: str) -> list[str]:
    """Names in the store that begin like the text, to offer for a misspelt one."""
    import difflib

    import pyoxigraph

    start = pyoxigraph.Literal(text[:2].lower())
    query = f"SELECT DISTINCT ?l {{ {_every_name()} FILTER(STRSTARTS(LCASE(STR(?l)), {start})) }} LIMIT 20000"
    known = sorted({row["l"].value.lower() for row in ask(store, query)})
    return difflib.get_close_matches(text.lower(), known, 3, 0.6)


def below(store: pyoxigraph.Store, iri: str, most: int) -> list[str]:
    """The class and those below it, nearest first, at most `most`."""
    import pyoxigraph

    found = {iri: None}
    waiting = [iri]
    parent = pyoxigraph.NamedNode(PARENT)
    while waiting and len(found) < most:
        onward: set[str] = set()
        for here in waiting:
            for quad in store.quads_for_pattern(None, parent, node_of(here), None):
                if isinstance(quad.subject, pyoxigraph.NamedNode) and quad.subject.value not in found:
                    onward.add(quad.subject.value)
        waiting = sorted(onward)[:most]
        found.update(dict.fromkeys(waiting))
    return list(found)[:most]
