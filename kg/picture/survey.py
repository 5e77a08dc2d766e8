"""Large stores in numbers, counted by the engine: many cases by disease, other graphs by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.picture import lookups
from kg.picture.cohort import MOST_DISEASES, SHARES, Cohort
from kg.picture.index import PARENT, TYPE
from kg.picture.nearby import Nearby, node_of
from kg.rdf import plain
from kg.vocabulary import KG, OBO

if TYPE_CHECKING:
    import pyoxigraph

SHARED = {
    "biomarker": plain(KG.hasReceptorStatus),
    "variant": plain(KG.hasVariant),
    "drug": plain(KG.receivedDrug),
}
"""Kind -> the patient's direct edge to things of this kind."""
_DISEASE = plain(OBO.has_disease)
_MOST = 1_000_000
"""Edges of one property that are counted."""
_RANKED = 2_000
"""Most frequent things that are ranked."""
_SAMPLE = 3_000
"""Statements whose two ends' kinds are looked at."""
_LOOKED_AT = 50_000
"""Statements of a property among which the most connected things are looked for."""
_SEEN = 400_000
"""Statements among which properties are looked for."""
_PROPERTIES = 60
"""Properties that are looked at for the most connected things."""


def cases(store: pyoxigraph.Store) -> int:
    """How many cases the store holds, counted to a million."""
    return lookups.number(store, f"?s a <{plain(KG.Case)}>", _MOST)


def some_cases(store: pyoxigraph.Store, most: int) -> list[str]:
    """The first cases by their IRIs, at most `most` of them."""
    query = f"SELECT DISTINCT ?s {{ ?s a <{plain(KG.Case)}> }} ORDER BY ?s LIMIT {most}"
    return _column(store, query, "s")


def cases_of(store: pyoxigraph.Store, patients: Iterable[str]) -> list[str]:
    """The cases of the patients; a patient that is no other's is its own case."""
    found: dict[str, None] = {}
    for patient in patients:
        query = f"SELECT DISTINCT ?s {{ ?s <{plain(KG.hasPatient)}> {node_of(patient)} }} ORDER BY ?s"
        found.update(dict.fromkeys(_column(store, query, "s")) or {patient: None})
    return list(found)


def _column(store: pyoxigraph.Store, query: str, name: str) -> list[str]:
    """The IRIs in one column of the query's solutions."""
    import pyoxigraph

    terms = (row[name] for row in lookups.ask(store, query))
    return [term.value for term in terms if isinstance(term, pyoxigraph.NamedNode)]


def cohort(store: pyoxigraph.Store, number: int, inside: int) -> Cohort:
    """The cohort of a store with that many cases; `inside` patients of each disease are named."""
    diseases = _numbers(store, _DISEASE)
    shown = list(diseases)[:MOST_DISEASES]
    shared = [
        (kind, iri, count)
        for kind, predicate in SHARED.items()
        for iri, count in _numbers(store, predicate).items()
        if count > 1
    ]
    shared.sort(key=lambda row: (-row[2], row[1]))
    both: dict[tuple[str, str], int] = {}
    for kind, predicate in SHARED.items():
        things = [iri for own, iri, _ in shared if own == kind][: SHARES[kind]]
        both |= _both(store, shown, predicate, things)
    return Cohort(
        number,
        number < _MOST,
        diseases,
        {iri: _first(store, iri, inside) for iri in shown},
        shared,
        both,
    )


def _numbers(store: pyoxigraph.Store, predicate: str) -> dict[str, int]:
    """What the property leads to -> how often, the most frequent first."""
    query = (
        f"SELECT ?o (COUNT(*) AS ?n) {{ SELECT ?o {{ ?s <{predicate}> ?o }} LIMIT {_MOST} }} "
        f"GROUP BY ?o ORDER BY DESC(?n) LIMIT {_RANKED}"
    )
    return _ranked(store, query)


def _ranked(store: pyoxigraph.Store, query: str) -> dict[str, int]:
    """Thing -> number, largest first, of a query for ?o and ?n."""
    import pyoxigraph

    rows = ((row["o"], int(row["n"].value)) for row in lookups.ask(store, query))
    found = [(term.value, count) for term, count in rows if isinstance(term, pyoxigraph.NamedNode)]
    return dict(sorted(found, key=lambda row: (-row[1], row[0])))


def _both(
    store: pyoxigraph.Store, diseases: list[str], predicate: str, things: list[str]
) -> dict[tuple[str, str], int]:
    """(disease, thing) -> patients with both.

    Asked as two lists that are joined: walking from each thing over its patients takes 100 times as long.
    """
    query = (
        f"SELECT ?d ?o (COUNT(*) AS ?n) {{ {{ SELECT ?s ?d {{ VALUES ?d {{ {_nodes(diseases)} }} "
        f"?s <{_DISEASE}> ?d }} }} {{ SELECT ?s ?o {{ VALUES ?o {{ {_nodes(things)} }} "
        f"?s <{predicate}> ?o }} }} }} GROUP BY ?d ?o"
    )
    return {(row["d"].value, row["o"].value): int(row["n"].value) for row in lookups.ask(store, query)}


def _nodes(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)


def _first(store: pyoxigraph.Store, disease: str, most: int) -> list[str]:
    query = f"SELECT ?s {{ ?s <{_DISEASE}> {node_of(disease)} }} LIMIT {20 * most}"
    return sorted(set(_column(store, query, "s")))[:most]


@dataclass(frozen=True, slots=True)
class Kinds:
    """A large graph without cases in numbers."""

    classes: dict[str, int]
    """Class -> things, the most frequent first."""
    exact: bool
    """False: counted over a part."""
    hubs: dict[str, list[str]]
    """Class -> the most connected of its things that were found."""
    links: list[tuple[str, str, str]]
    """(class, property, class) as seen in a part of the statements, sorted."""


def kinds(store: pyoxigraph.Store, most: int) -> Kinds:
    """The classes of a store, at most `most` of them, how they are tied, and what is most connected."""
    query = (
        f"SELECT ?o (COUNT(*) AS ?n) {{ SELECT ?o {{ ?s a ?o }} LIMIT {lookups.MOST_COUNTED} }} GROUP BY ?o"
    )
    classes = _ranked(store, query)
    shown = dict(list(classes.items())[:most])
    exact = sum(classes.values()) < lookups.MOST_COUNTED
    return Kinds(shown, exact, _hubs(store, set(shown)), _links(store, set(shown)))


def _hubs(store: pyoxigraph.Store, classes: set[str]) -> dict[str, list[str]]:
    """The things that the most statements lead to, by class, the most connected first."""
    found = _connected(store, 120)
    nearby = Nearby(store)
    hubs: dict[str, list[str]] = {}
    for iri in found:
        for kind in sorted(nearby.values(iri, TYPE))[:1]:
            if kind in classes:
                hubs.setdefault(kind, []).append(iri)
    return hubs


def _connected(store: pyoxigraph.Store, most: int) -> list[str]:
    """The things that the most statements lead to, among those looked at of each property."""
    seen = f"SELECT DISTINCT ?p {{ SELECT ?p {{ ?s ?p ?o }} LIMIT {_SEEN} }}"
    numbers: Counter[str] = Counter()
    for predicate in sorted(_column(store, seen, "p"))[:_PROPERTIES]:
        if predicate not in (TYPE, PARENT):
            query = (
                f"SELECT ?o (COUNT(*) AS ?n) {{ SELECT ?o {{ ?s <{predicate}> ?o }} LIMIT {_LOOKED_AT} }} "
                f"GROUP BY ?o ORDER BY DESC(?n) LIMIT {most}"
            )
            numbers.update(_ranked(store, query))
    return sorted(numbers, key=lambda iri: (-numbers[iri], iri))[:most]


def most_connected(store: pyoxigraph.Store) -> str:
    """The thing that the most of the first statements lead to; '' when none leads to a thing."""
    return next(iter(_connected(store, 1)), "")


def _links(store: pyoxigraph.Store, classes: set[str]) -> list[tuple[str, str, str]]:
    """How classes are tied in the first statements that the engine hands out."""
    query = (
        f"SELECT DISTINCT ?a ?p ?b {{ {{ SELECT ?s ?p ?o {{ ?s ?p ?o }} LIMIT {_SAMPLE} }} "
        "?s a ?a . ?o a ?b }"
    )
    rows = sorted((row["a"].value, row["p"].value, row["b"].value) for row in lookups.ask(store, query))
    return [
        (one, predicate, other)
        for one, predicate, other in rows
        if one in classes and other in classes and predicate not in (TYPE, PARENT)
    ]
