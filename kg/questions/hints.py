"""Why an answer may be empty or wrong: names in the question that the graph does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, TypeGuard

from kg.ids import BASE, PREFIXES, VOCABULARY, compress, faithful, iri_for
from kg.questions.nearest import nearest
from kg.questions.prologue import prologue
from kg.questions.syntax import declared_prefixes
from kg.questions.tokens import Token, tokens
from kg.resources import folder

if TYPE_CHECKING:
    import pyoxigraph

    from kg.questions.engine import Graph

_GIVEN = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "xsd", "skos"))
"""Vocabularies whose absence explains little: a graph need not hold their every term."""


def unknown_terms(store: Graph, text: str) -> Iterator[str]:
    """Yield one warning per name that is likely misspelt: a prefix, a term of ours, a property."""
    words = tokens(text)
    yield from _odd_prefixes(words)
    properties = _properties_asked(words)
    for node in _named(text):
        if node.value.startswith(VOCABULARY):
            name, known = node.value.removeprefix(VOCABULARY), _vocabulary()
            if name and name not in known and not _is_term(name) and not _holds(store, node):
                near = nearest(name, known)
                hint = f" (did you mean kg:{near[0]}?)" if near else ""
                yield f"kg:{name} is no property or class of the vocabulary{hint}"
        elif not _is_local(store):
            continue  # a server would be asked about every name of every question
        elif node.value in properties and not _holds(store, node) and (like := _like(store, node.value)):
            yield f"no triple has the property {_short(node.value)} (did you mean {_short(like)}?)"


def reasons(store: Graph, text: str, graphs: Sequence[pyoxigraph.NamedNode] = ()) -> Iterator[str]:
    """Yield why there may be no answer: an empty graph, terms that are not in it, patterns without match.

    `graphs` are the named graphs that were asked, none for all.
    """
    if _is_empty(store):
        yield "the graph is empty"
        return
    known, found, properties = _vocabulary(), False, _properties_asked(tokens(text))
    for node in _named(text):
        value = node.value
        name = value.removeprefix(VOCABULARY)
        misspelt = name != value and name not in known and not _is_term(name)
        if misspelt or (value in properties and not _holds(store, node) and _like(store, value)):
            found = True  # said already, with what is meant
        elif not value.startswith(_GIVEN) and not _holds(store, node):
            found = True
            other = _other_spelling(store, value)
            hint = f" (did you mean {_short(other)}?)" if other else ""
            yield f"nothing in the graph uses {_short(value)}{hint}"
    if not found and _is_local(store):
        from kg.questions.emptiness import explanation

        yield from explanation(store, text, graphs)


def _is_local(store: Graph) -> TypeGuard[pyoxigraph.Store]:
    """True for a store on this machine, where looking costs little."""
    return not getattr(store, "is_remote", False)


def _is_empty(store: Graph) -> bool:
    """True when it holds nothing; a large store takes long to count."""
    if not _is_local(store):
        return not len(store)
    return next(iter(store.quads_for_pattern(None, None, None)), None) is None


def _odd_prefixes(words: Sequence[Token]) -> Iterator[str]:
    """Yield a warning for each PREFIX whose IRI is nearly that of a well-known vocabulary."""
    usual = {_bare(iri): (prefix, iri) for prefix, iri in PREFIXES.items()}
    declared = declared_prefixes(words)
    for prefix, iri in declared.items():
        known, right = usual.get(_bare(iri), ("", iri))
        if iri != right and iri not in PREFIXES.values():
            yield f"PREFIX {prefix}: <{iri}> is not the vocabulary {known}:, which is <{right}>"


def _bare(iri: str) -> str:
    """The IRI without what is often written otherwise: http or https, www., the last # or /."""
    return iri.removeprefix("http://").removeprefix("https://").removeprefix("www.").rstrip("#/_").lower()


def _other_spelling(store: Graph, value: str) -> str | None:
    """The same IRI as the graph spells it: http for https, another known form, capitals."""
    import pyoxigraph

    swapped = value.replace("https://", "http://", 1) if value.startswith("https") else ""
    forms = [swapped or value.replace("http://", "https://", 1)]
    if curie := compress(value):
        forms += [iri_for(curie), value.removesuffix("/")]
    return next((form for form in forms if form != value and _holds(store, pyoxigraph.NamedNode(form))), None)


def _properties_asked(words: Sequence[Token]) -> frozenset[str]:
    """The IRIs that stand as properties in the question's plain triples."""
    names = prologue(words)
    asked = set()
    for before, word, behind in zip(words, words[1:], words[2:], strict=False):
        is_term = behind.kind in _TERMS or behind.text in {"[", "("}
        starts = before.kind in {"variable", "iri", "name", "blank"} or before.text in {";", "["}
        if word.kind in {"iri", "name"} and is_term and starts:
            asked.add(names.iri(word))
    return frozenset(asked)


_TERMS = frozenset({"variable", "iri", "name", "string", "number", "blank"})


def _like(store: Graph, value: str) -> str | None:
    """The graph's property of the same vocabulary whose name is most like that IRI's."""
    near = nearest(value, (other for other in _properties(store) if _space(other) == _space(value)), 1, 0.9)
    local = value[len(_space(value)) :]
    if not near or not nearest(local, [near[0][len(_space(value)) :]], 1, _ALIKE):
        return None
    return near[0]


_ALIKE = 0.75
"""How like two names must be: `lable` is like `label`, `creator` is not like `created`."""


def _space(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/"), iri.rfind("_")) + 1]


_MANY = 500


def _properties(store: Graph) -> Iterator[str]:
    """The graph's properties, some hundreds at most, found by what its first triples use."""
    if not _is_local(store):
        return
    seen = {quad.predicate.value for quad in islice(store.quads_for_pattern(None, None, None), _LOOKED)}
    yield from sorted(seen)[:_MANY]


_LOOKED = 50_000
"""Triples that are looked through for properties."""


def _short(value: str) -> str:
    return faithful(value) or f"<{value.removeprefix(BASE)}>"


def _is_term(name: str) -> bool:
    """True for a term of the tables: drug classes have ids of our own."""
    from kg.terms import find

    return find(f"kg:{name}") is not None


@cache
def _vocabulary() -> frozenset[str]:
    """The local names of our classes, properties and individuals, as `ontology/kg.ttl` declares them."""
    text = (folder("ontology") / "kg.ttl").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^kg:(\w+) a ", text, re.MULTILINE))


def _named(text: str) -> list[pyoxigraph.NamedNode]:
    """The IRIs that the query's patterns name, each once, in order; prologue and datatypes left out."""
    import pyoxigraph

    words = tokens(text)
    names = prologue(words)
    found: dict[str, None] = {}
    for position, word in enumerate(words):
        if word.kind in {"iri", "name"} and not _is_no_pattern(words, position):
            found[names.iri(word)] = None
    nodes = []
    for value in found:
        try:
            nodes.append(pyoxigraph.NamedNode(value))
        except ValueError:
            continue  # no IRI at all: the engine has said so, or does not mind
    return nodes


def _is_no_pattern(words: Sequence[Token], position: int) -> bool:
    """True in the prologue, for a datatype, a function's name, a dataset and a server."""
    before = words[max(0, position - 2) : position]
    after = words[position + 1 : position + 2]
    return (
        any(word.is_word("PREFIX", "BASE", "FROM", "NAMED", "SERVICE", "SILENT") for word in before)
        or (bool(before) and before[-1].text == "^^")
        or (bool(after) and after[0].text == "(" and words[position].text.startswith("xsd:"))
    )


def _holds(store: Graph, node: pyoxigraph.NamedNode) -> bool:
    import pyoxigraph

    if not isinstance(store, pyoxigraph.Store):
        from kg.endpoint import EndpointError

        try:
            return store.holds(node)
        except EndpointError:
            return True  # an answer is not lost for a hint
    patterns = (
        store.quads_for_pattern(None, node, None),
        store.quads_for_pattern(None, None, node),
        store.quads_for_pattern(node, None, None),
        store.quads_for_pattern(None, None, None, node),
    )
    return any(next(iter(pattern), None) is not None for pattern in patterns)
