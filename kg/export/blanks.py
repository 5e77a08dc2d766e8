"""Blank nodes of a graph by names that depend on nothing but the graph, as a merge gives them."""

from __future__ import annotations

import pyoxigraph

from kg.blanks import labelled, parts
from kg.errors import KgError, Notepad


def named(store: pyoxigraph.Store, pad: Notepad) -> pyoxigraph.Store:
    """The store, its blank nodes named anew; as it is where none is, or they are too much alike."""
    if not store.query(_ANY):
        return store
    blank = [quad for quad in store if _is_blank(quad)]
    try:
        groups = list(labelled(map(parts, blank), "the graph"))
    except KgError:
        what = "blank nodes that nothing tells apart are called differently in every run"
        pad.note("", what, "give them names of their own")
        return store
    whole = pyoxigraph.Store()
    whole.extend(quad for quad in store if not _is_blank(quad))
    for name, group in groups:
        lines = "".join(f"{' '.join(_called(node, name) for node in quad)} .\n" for quad in group)
        whole.extend(pyoxigraph.parse(lines, pyoxigraph.RdfFormat.N_QUADS))
    return whole


_ANY = """\
ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } FILTER(isBlank(?s) || isBlank(?o) || isBlank(?g)) }"""


def _is_blank(quad: pyoxigraph.Quad) -> bool:
    return any(isinstance(one, pyoxigraph.BlankNode) for one in (quad.subject, quad.object, quad.graph_name))


def _called(node: str, group: str) -> str:
    """The node; a blank one by the name of its group and its number in there."""
    return f"_:b{group}-{node[2:]}" if node.startswith("_:") else node
