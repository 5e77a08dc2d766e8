"""A graph in the ids that a target expects."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyoxigraph

from kg.biolink import contract
from kg.errors import Notepad
from kg.export.material import Profile
from kg.ids import compress, expand
from kg.rdf import plain
from kg.vocabulary import RDF, SKOS

_TYPE = plain(RDF.type)
_MATCH = pyoxigraph.NamedNode(plain(SKOS.exactMatch))


def renamed(store: pyoxigraph.Store, profile: Profile, pad: Notepad) -> pyoxigraph.Store:
    """The graph with each term under the target's id for it, and its own id kept as an exact match.

    Terms that share an id there keep their own, as does what the profile knows no id for.
    """
    names = _names(store, profile, pad)
    out = pyoxigraph.Store()
    out.extend(_renamed(quad, names) for quad in store)
    for quad in store:
        if quad.subject in names:
            out.add(pyoxigraph.Quad(names[quad.subject], _MATCH, quad.subject, quad.graph_name))
    return out


def _renamed(quad: pyoxigraph.Quad, names: dict[Any, Any]) -> pyoxigraph.Quad:
    subject = names.get(quad.subject, quad.subject)
    if quad.predicate.value == _TYPE:
        return pyoxigraph.Quad(subject, quad.predicate, quad.object, quad.graph_name)
    thing = names.get(quad.object, quad.object)
    if quad.predicate == _MATCH and thing == subject:
        thing = quad.subject
    return pyoxigraph.Quad(subject, quad.predicate, thing, quad.graph_name)


def _names(store: pyoxigraph.Store, profile: Profile, pad: Notepad) -> dict[Any, Any]:
    """Term -> what the target calls it, for those that it calls otherwise."""
    found: dict[Any, Any] = {}
    for node in {one for quad in store for one in _nodes(quad)}:
        curie = compress(node.value) or _own(node.value)
        wanted = profile.id_for(curie) if curie else None
        if wanted:
            found[node] = pyoxigraph.NamedNode(expand(wanted))
    shared = Counter(found.values())
    for node in sorted((node for node in found if shared[found[node]] > 1), key=str):
        what = f"shares {compress(found[node].value)} with another term"
        pad.warn(compress(node.value) or node.value, what, "it keeps its own id")
        del found[node]
    return {node: name for node, name in found.items() if node != name}


def _own(iri: str) -> str | None:
    """The CURIE of a variant that `kg` names."""
    curie = contract(iri)
    return curie if curie.startswith("casekg.variant:") else None


def _nodes(quad: pyoxigraph.Quad) -> list[pyoxigraph.NamedNode]:
    """The named things of a statement."""
    ends = (quad.subject,) if quad.predicate.value == _TYPE else (quad.subject, quad.object)
    return [one for one in ends if isinstance(one, pyoxigraph.NamedNode)]
