"""Which node a name means: a case before its publication, a term, a variant, or any label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import KgError, UsageError, printable
from kg.ids import expand, is_curie
from kg.nodes.near import id_of
from kg.questions.naming import label, named
from kg.rdf import plain
from kg.vocabulary import DCTERMS, KG, RDF

if TYPE_CHECKING:
    import pyoxigraph

_IN_GRAPH = "variant|profile|regimen|case|publication|unmapped"


def node(store: pyoxigraph.Store, text: str) -> tuple[str, str]:
    """The IRI of the node that a name, CURIE or IRI means, and what it was taken for.

    The graph holds the node. Raises UsageError with the choices when several are meant, KgError when
    the graph holds nothing of the kind.
    """
    text = text.strip()
    if not text:
        raise UsageError("say which node: a name, CURIE or IRI")
    found, said = _case(store, text) or _named(store, text)
    if not _is_in(store, found):
        shown = said.removesuffix(", which the graph does not hold")
        raise KgError(f"the graph says nothing of {printable(shown)} (give the graph that does with -d)")
    return found.value, said


def _case(store: pyoxigraph.Store, text: str) -> tuple[pyoxigraph.NamedNode, str] | None:
    """The case of that id; its publication, which often has the same one, is told in its description."""
    import pyoxigraph

    spelt, kind = pyoxigraph.Literal(text), pyoxigraph.NamedNode(plain(RDF.type))
    identifier = pyoxigraph.NamedNode(plain(DCTERMS.identifier))
    for quad in store.quads_for_pattern(None, identifier, spelt):
        case = quad.subject
        if isinstance(case, pyoxigraph.NamedNode) and next(
            iter(store.quads_for_pattern(case, kind, pyoxigraph.NamedNode(plain(KG.Case)))), None
        ):
            return case, f"{label(store, case)} ({id_of(case.value)})"
    return None


def _named(store: pyoxigraph.Store, text: str) -> tuple[pyoxigraph.NamedNode, str]:
    """The node that the term tables or the graph's labels know."""
    held = _as_written(store, text) or _labelled(store, text)
    if held:
        return held
    try:
        return named(store, text, "")
    except UsageError as unknown:
        if " may be " in str(unknown) or "obsolete" in str(unknown):
            raise
        try:
            return named(store, text, _IN_GRAPH)
        except UsageError as absent:
            raise UsageError(_of_more_help(str(unknown), str(absent))) from None


def _of_more_help(by_tables: str, by_graph: str) -> str:
    """Of two messages the one that names choices; that of the term tables when both do, or neither."""
    if "may be" in by_graph:
        return by_graph
    return by_graph if "did you mean" in by_graph and "did you mean" not in by_tables else by_tables


def _as_written(store: pyoxigraph.Store, text: str) -> tuple[pyoxigraph.NamedNode, str] | None:
    """The node of the CURIE, when the graph says anything of it; else its mapping may be known."""
    import pyoxigraph

    if not is_curie(text):
        return None
    found = pyoxigraph.NamedNode(expand(text))
    if next(iter(store.quads_for_pattern(found, None, None)), None) is None:
        return None
    name = label(store, found)
    return found, f"{name} ({id_of(found.value)})" if name else id_of(found.value)


def _labelled(store: pyoxigraph.Store, text: str) -> tuple[pyoxigraph.NamedNode, str] | None:
    """The one thing of the graph, other than a statement, that is called exactly so."""
    import pyoxigraph

    name = pyoxigraph.NamedNode(expand("rdfs:label"))
    in_case = pyoxigraph.NamedNode(plain(KG.inCase))
    found = {quad.subject for quad in store.quads_for_pattern(None, name, pyoxigraph.Literal(text))}
    things = [
        thing
        for thing in found
        if isinstance(thing, pyoxigraph.NamedNode)
        and not next(iter(store.quads_for_pattern(thing, in_case, None)), None)
    ]
    return (things[0], f"{text} ({id_of(things[0].value)})") if len(things) == 1 else None


def _is_in(store: pyoxigraph.Store, found: pyoxigraph.NamedNode) -> bool:
    patterns = (
        store.quads_for_pattern(found, None, None),
        store.quads_for_pattern(None, None, found),
    )
    return any(next(iter(pattern), None) is not None for pattern in patterns)
