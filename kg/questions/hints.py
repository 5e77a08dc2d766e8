"""Why an answer may be empty or wrong: names in the question that the graph does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from kg.ids import BASE, PREFIXES, VOCABULARY, compress
from kg.questions.nearest import nearest
from kg.questions.syntax import declared_prefixes
from kg.questions.tokens import Token, tokens
from kg.resources import folder

if TYPE_CHECKING:
    import pyoxigraph

_GIVEN = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "xsd", "skos"))
"""Vocabularies whose absence explains little: a graph need not hold their every term."""


def unknown_terms(store: pyoxigraph.Store, text: str) -> Iterator[str]:
    """Yield one warning per term of our vocabulary that neither it nor the graph has."""
    for node in _named(text):
        if not node.value.startswith(VOCABULARY) or node.value == VOCABULARY or _holds(store, node):
            continue
        name, known = node.value.removeprefix(VOCABULARY), _vocabulary()
        if name not in known and not _is_term(name):
            near = nearest(name, known)
            hint = f" (did you mean kg:{near[0]}?)" if near else ""
            yield f"kg:{name} is no property or class of the vocabulary{hint}"


def reasons(store: pyoxigraph.Store, text: str) -> Iterator[str]:
    """Yield why there may be no answer: an empty graph, or the question's terms that are not in it."""
    if not len(store):
        yield "the graph is empty"
        return
    known = _vocabulary()
    for node in _named(text):
        value = node.value
        name = value.removeprefix(VOCABULARY)
        misspelt = name != value and name not in known and not _is_term(name)
        if not misspelt and not value.startswith(_GIVEN) and not _holds(store, node):
            yield f"nothing in the graph uses {compress(value) or f'<{value.removeprefix(BASE)}>'}"


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
    prefixes = PREFIXES | declared_prefixes(words)
    found: dict[str, None] = {}
    for position, word in enumerate(words):
        if word.kind in {"iri", "name"} and not _is_no_pattern(words, position):
            found[_full(word, prefixes)] = None
    nodes = []
    for value in found:
        try:
            nodes.append(pyoxigraph.NamedNode(value))
        except ValueError:
            continue  # relative to a BASE of the query's own
    return nodes


def _is_no_pattern(words: Sequence[Token], position: int) -> bool:
    """True in the prologue, for a datatype, a function's name and a dataset clause."""
    before = words[max(0, position - 2) : position]
    after = words[position + 1 : position + 2]
    return (
        any(word.is_word("PREFIX", "BASE", "FROM", "NAMED") for word in before)
        or (bool(before) and before[-1].text == "^^")
        or (bool(after) and after[0].text == "(" and words[position].text.startswith("xsd:"))
    )


def _full(word: Token, prefixes: dict[str, str]) -> str:
    if word.kind == "name":
        prefix, _, local = word.text.partition(":")
        return prefixes.get(prefix, "") + local.replace("\\", "")
    inner = word.text[1:-1]
    return inner if ":" in inner.partition("/")[0] else BASE + inner


def _holds(store: pyoxigraph.Store, node: pyoxigraph.NamedNode) -> bool:
    patterns = (
        store.quads_for_pattern(None, node, None),
        store.quads_for_pattern(None, None, node),
        store.quads_for_pattern(node, None, None),
        store.quads_for_pattern(None, None, None, node),
    )
    return any(next(iter(pattern), None) is not None for pattern in patterns)
