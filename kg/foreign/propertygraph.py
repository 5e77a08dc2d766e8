"""Nodes and edges with properties → RDF, in the shape that KGX has for it, and without loss.

An edge is a direct triple, unless it is negated, and a `biolink:Association` with everything that is said
of it. Its IRI is its id, or made of its content. Nothing depends on the order of the files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from kg import rdf
from kg.biolink import ASSOCIATION, FOREIGN, VOCABULARY, expanded
from kg.errors import Notepad
from kg.foreign.columns import AS_WRITTEN, Column
from kg.foreign.rows import Row, Survey, key, meant, surveyed
from kg.foreign.source import Source
from kg.rdf import Node
from kg.vocabulary import RDF

EDGE = "https://w3id.org/casekg/edge/"
"""Start of the IRIs of edges without an id of their own."""

Rows = Callable[[Source, Notepad], Iterator[Row]]
"""Reads the rows of a source; asked twice, once with a pad that nobody reads."""

_PIECE = 2_000
"""Rows to a piece of N-Quads."""
_SUBJECT = f"{rdf.iri('http://www.w3.org/1999/02/22-rdf-syntax-ns#subject')} "
_PREDICATE = f"{rdf.iri('http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate')} "
_OBJECT = f"{rdf.iri('http://www.w3.org/1999/02/22-rdf-syntax-ns#object')} "
_SUBCLASS = "biolink:subclass_of"
_ASSOCIATION = rdf.iri(VOCABULARY + ASSOCIATION)
_NAMED_THING = rdf.iri(f"{VOCABULARY}NamedThing")
_TYPE = f"{RDF.type} "
_TRUE = frozenset({"True", "true", "1"})


def quads(source: Source, pad: Notepad, base: str, rows: Rows) -> Iterator[str]:
    """N-Quads of all faultless rows in the source's graph."""
    before = sum(1 for _ in pad.errors())
    survey = surveyed(rows(source, pad), pad)
    faulty = sum(1 for _ in pad.errors()) > before
    said = Notepad("") if faulty else pad  # what leads nowhere may lead to a faulty row
    yield from _written(rows(source, Notepad(pad.source)), survey, source.graph(base), said)


def _written(rows: Iterable[Row], survey: Survey, graph: Node, pad: Notepad) -> Iterator[str]:
    triples: list[str] = []
    strange: dict[str, int] = {}
    loose = count = 0
    for number, row in enumerate(rows):
        if number in survey.repeats:
            continue
        if row.ends is None:
            _node(row, key(meant(row.id)) in survey.shared_nodes, triples, strange)
        else:
            _edge(row, number in survey.shared_edges, triples, strange)
            if survey.loose:
                loose += any(key(meant(end)) in survey.loose for end in (row.ends[0], row.ends[2]))
        count += 1
        if count % _PIECE == 0:
            yield rdf.quads(triples, graph)
            triples.clear()
    yield rdf.quads(triples, graph)
    _say(survey, loose, strange, pad)


def _node(row: Row, shared: bool, triples: list[str], strange: dict[str, int]) -> None:
    subject, back = _named(row.id, strange)
    if not back:
        triples.append(f"{subject} {AS_WRITTEN.id} {rdf.text(row.id)}")
    typed = False
    for column, value in row.values:
        tails = _tails(column, value, row.from_tsv)
        typed = typed or (column.kind == "category" and _names_class(tails))
        triples += [f"{subject} {tail}" for tail in tails]
    if not typed:
        triples += _untyped(subject, row, _NAMED_THING)
    if shared:
        whole: dict[str, Any] = {"id": row.id} | {column.name: value for column, value in row.values}
        kept = AS_WRITTEN.cells if row.from_tsv else AS_WRITTEN.values
        said = json.dumps(whole, ensure_ascii=False, sort_keys=True)
        triples.append(f"{subject} {kept} {rdf.text(said)}")


def _names_class(tails: tuple[str, ...]) -> bool:
    """False for a list of categories that is empty."""
    return any(tail.startswith(_TYPE) for tail in tails)


def _untyped(subject: Node, row: Row, kind: Node) -> list[str]:
    """The class of a row that names none, and that it named none."""
    stated = any(column.kind == "category" for column, _ in row.values)  # then it is kept as written already
    kept = () if stated else (AS_WRITTEN.cell, AS_WRITTEN.value)
    return [f"{subject} {RDF.type} {kind}", *(f"{subject} {how} {rdf.text('category=')}" for how in kept)]


def _tails(column: Column, value: Any, from_tsv: bool) -> tuple[str, ...]:
    return column.of_cell(value) if from_tsv else column.of_value(value)


def _edge(row: Row, shared: bool, triples: list[str], strange: dict[str, int]) -> None:
    assert row.ends is not None
    names, nodes = row.ends, []
    edge = _own(row, shared)
    for name, part, what in zip(names, (_SUBJECT, _PREDICATE, _OBJECT), _PARTS, strict=True):
        node, back = _predicate(name) if part is _PREDICATE else _named(name, strange)
        nodes.append(node)
        triples.append(f"{edge} {part}{node}")
        if not back:
            triples.append(f"{edge} {what} {rdf.text(name)}")
    if row.id and (shared or edge.startswith(f"<{EDGE}") or not expanded(row.id)[1]):
        triples.append(f"{edge} {AS_WRITTEN.id} {rdf.text(row.id)}")
    negated = typed = False
    for column, value in row.values:
        tails = _tails(column, value, row.from_tsv)
        typed = typed or (column.kind == "category" and _names_class(tails))
        negated = negated or (column.name == "negated" and str(value) in _TRUE)
        triples += [f"{edge} {tail}" for tail in tails]
    if not typed:
        triples += _untyped(edge, row, _ASSOCIATION)
    if not negated:
        triples.append(" ".join(nodes))
        if names[1] == _SUBCLASS:  # Biolink's own mapping; hierarchies are walked by this
            triples.append(f"{nodes[0]} {RDF.subClassOf} {nodes[2]}")


_PARTS = tuple(rdf.iri(f"https://w3id.org/casekg/kgx#{name}") for name in ("subject", "predicate", "object"))


def _own(row: Row, shared: bool) -> Node:
    """The IRI of an edge: its id, or made of its content where it has none or another edge has the same."""
    if row.id and not shared:
        return rdf.iri(expanded(row.id)[0])
    return rdf.iri(EDGE + row.content())


@lru_cache(maxsize=10_000)
def _predicate(name: str) -> tuple[Node, bool]:
    if ":" not in name:
        return rdf.iri(VOCABULARY + name), False
    iri, back = expanded(name)
    return rdf.iri(iri), back


@lru_cache(maxsize=100_000)
def _node_of(identifier: str) -> tuple[Node, bool, str]:
    iri, back = expanded(identifier)
    prefix = identifier.partition(":")[0] if ":" in identifier and iri.startswith(FOREIGN) else ""
    return rdf.iri(iri), back, prefix


def _named(identifier: str, strange: dict[str, int]) -> tuple[Node, bool]:
    node, back, prefix = _node_of(identifier)
    if prefix:
        strange[prefix] = strange.get(prefix, 0) + 1
    return node, back


def _say(survey: Survey, loose: int, strange: dict[str, int], pad: Notepad) -> None:
    """Tell of edges that lead to nodes nobody describes, and of ids with prefixes nobody knows."""
    if not survey.nodes and survey.edges:
        pad.note("", f"{survey.edges:,} edges and no nodes: what they tie together has no names here")
    elif survey.loose_count:
        first = ", ".join(sorted(survey.loose)[:3])
        what = f"{loose:,} edges lead to {survey.loose_count:,} ids without a node: {first}"
        pad.warn("", what + (", …" if survey.loose_count > 3 else ""), "is a file of nodes missing?")
    if strange:
        shown = ", ".join(sorted(strange)[:5]) + (", …" if len(strange) > 5 else "")
        noun = "prefix" if len(strange) == 1 else "prefixes"
        what = f"{len(strange):,} {noun} that neither kg nor Biolink knows: {shown}"
        pad.note("", what, f"their ids are kept under {FOREIGN}")
