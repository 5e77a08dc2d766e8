"""Questions about many nodes at once: the engine answers them many times faster than one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.vocabulary import KG, RDF, SKOS

if TYPE_CHECKING:
    import pyoxigraph

_AT_ONCE = 2_000
"""Nodes in one question; more would only make its text longer."""


def rows(store: pyoxigraph.Store, pattern: str, iris: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """Each different row that the pattern has for one of the nodes, over the union of all graphs.

    The pattern is `columns { … }` with `?here` for the node; columns without a value are ''.
    """
    import pyoxigraph

    columns, _, body = pattern.partition("{")
    waiting = iter(iris)
    while some := list(islice(waiting, _AT_ONCE)):
        given = " ".join(str(pyoxigraph.NamedNode(iri)) for iri in some)
        text = f"SELECT DISTINCT {columns} {{ VALUES ?here {{ {given} }} {body}"
        answer = store.query(text, use_default_graph_as_union=True)
        for row in answer:  # type: ignore[union-attr]
            yield tuple(cell.value if cell else "" for cell in row)


def leading(
    store: pyoxigraph.Store, iris: Iterable[str], without: Collection[str] = ()
) -> Iterator[tuple[str, str, str]]:
    """Yield (subject, property, node) for what leads to the nodes by any property but those."""
    pattern = f"?s ?p ?here {{ ?s ?p ?here {_not_in(without)} FILTER(isIRI(?s)) }}"
    yield from rows(store, pattern, iris)


def following(
    store: pyoxigraph.Store, iris: Iterable[str], without: Collection[str] = ()
) -> Iterator[tuple[str, str, str]]:
    """Yield (node, property, object) for the things that the nodes lead to by any property but those."""
    pattern = f"?here ?p ?o {{ ?here ?p ?o {_not_in(without)} FILTER(isIRI(?o)) }}"
    yield from rows(store, pattern, iris)


def standing(store: pyoxigraph.Store, iris: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (statement, its case, its modality) for those of the nodes that are statements."""
    pattern = f"?here ?case ?m {{ ?here {KG.inCase} ?case OPTIONAL {{ ?here {KG.modality} ?m }} }}"
    for statement, case, modality in rows(store, pattern, iris):
        yield statement, case, modality.rpartition("/")[2]


def types(store: pyoxigraph.Store, iris: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (node, class) for the classes of the nodes."""
    yield from rows(store, f"?here ?t {{ ?here {RDF.type} ?t }}", iris)


def below(store: pyoxigraph.Store, iri: str) -> list[str]:
    """Everything below a term in the hierarchy, sorted."""
    found = rows(store, f"?d {{ ?d ({RDF.subClassOf}|{SKOS.broader})+ ?here FILTER(isIRI(?d)) }}", [iri])
    return sorted({child for (child,) in found} - {iri})


def counts(store: pyoxigraph.Store, iri: str) -> dict[str, int]:
    """Property -> how many different things it leads from to the node; counted without reading them."""
    import pyoxigraph

    node = str(pyoxigraph.NamedNode(iri))
    text = f"SELECT ?p (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p {node} }} GROUP BY ?p"
    answer = store.query(text, use_default_graph_as_union=True)
    found = {row[0].value: int(row[1].value) for row in answer}  # type: ignore[union-attr]
    return dict(sorted(found.items()))


def _not_in(predicates: Collection[str]) -> str:
    names = ", ".join(f"<{predicate}>" for predicate in sorted(predicates))
    return f"FILTER(?p NOT IN ({names}))" if names else ""


def called(store: pyoxigraph.Store, lower: str, predicates: Iterable[str]) -> list[str]:
    """The things whose name in lower case is this text; every name is looked at."""
    import pyoxigraph

    links = " ".join(f"<{predicate}>" for predicate in predicates)
    same = f"FILTER(LCASE(STR(?l)) = {pyoxigraph.Literal(lower)} && isIRI(?s))"
    text = f"SELECT DISTINCT ?s {{ VALUES ?p {{ {links} }} ?s ?p ?l {same} }}"
    answer = store.query(text, use_default_graph_as_union=True)
    return sorted(row[0].value for row in answer)  # type: ignore[union-attr]


def labels(store: pyoxigraph.Store, classes: Iterable[str]) -> Iterator[str]:
    """Yield the labels of all things of those classes."""
    for (name,) in rows(store, f"?l {{ ?s {RDF.type} ?here ; {RDF.label} ?l }}", classes):
        yield name
