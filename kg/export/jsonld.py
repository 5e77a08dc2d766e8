"""The graph as JSON-LD, compacted with our context, which stands in the file itself.

Literals keep their lexical forms, so that what is read back is equal to the quad.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import pyoxigraph

from kg.errors import Notepad
from kg.export import output
from kg.export.material import Material, Profile, Written
from kg.export.network import TRIPLE_TERMS
from kg.ids import PREFIXES
from kg.resources import folder

SUMMARY = "JSON-LD with kg's own context, one @graph per case"

_TYPE = f"{PREFIXES['rdf']}type"
_STRING = f"{PREFIXES['xsd']}string"
_LANGUAGE = f"{PREFIXES['rdf']}langString"

Object = dict[str, Any]


def write(material: Material, out: Path, pad: Notepad, profile: Profile | None) -> Written:
    """Write all quads, a named graph at a time, each in sorted order."""
    context = _context()
    terms = _Terms(context)
    store = material.graph(profile, pad)
    graphs = sorted(store.named_graphs(), key=str)
    count, left = 0, len(list(filter(_is_quoted, store)))
    with output.file(out) as stream:
        _put(stream, f'{{"@context": {_compact(context)},\n"@graph": [')
        separator = "\n"
        for graph in (pyoxigraph.DefaultGraph(), *graphs):
            quads = sorted(store.quads_for_pattern(None, None, None, graph), key=str)
            quads = [quad for quad in quads if not _is_quoted(quad)]
            count += len(quads)
            for part in _written(graph, quads, terms):
                _put(stream, f"{separator}{part}")
                separator = ",\n"
        _put(stream, "\n]}\n")
    return Written({"quads": count, "named graphs": len(graphs)}, {TRIPLE_TERMS: left} if left else {})


def _is_quoted(quad: pyoxigraph.Quad) -> bool:
    return isinstance(quad.object, pyoxigraph.Triple)


def _context() -> Object:
    text = (folder("ontology") / "context.jsonld").read_text(encoding="utf-8")
    context: Object = json.loads(text)["@context"]
    return context


def _put(stream: IO[bytes], text: str) -> None:
    stream.write(text.encode())


def _compact(thing: object) -> str:
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":"))


def _written(graph: Any, quads: Iterable[pyoxigraph.Quad], terms: _Terms) -> Iterator[str]:
    """The nodes of a graph as text: by themselves in the default graph, else all in one object."""
    nodes = (_compact(node) for node in _nodes(quads, terms))
    if isinstance(graph, pyoxigraph.DefaultGraph):
        yield from nodes
    else:
        yield f'{{"id":{_compact(terms.name(graph))},"@graph":[\n' + ",\n".join(nodes) + "\n]}"


def _nodes(quads: Iterable[pyoxigraph.Quad], terms: _Terms) -> Iterator[Object]:
    """One object per subject; the quads come sorted by subject and predicate."""
    node: Object = {}
    subject = None
    for quad in quads:
        if quad.subject != subject:
            if node:
                yield _single(node)
            subject, node = quad.subject, {"id": terms.name(quad.subject)}
        key, value = terms.entry(quad.predicate.value, quad.object)
        node.setdefault(key, []).append(value)
    if node:
        yield _single(node)


def _single(node: Object) -> Object:
    """The node with lists of one value written as that value."""
    return {
        key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in node.items()
    }


@dataclass(frozen=True)
class _Terms:
    """The context turned around: from IRIs to what stands for them in the file."""

    context: Object
    _named: dict[str, tuple[str, str]] = field(default_factory=dict)
    """IRI -> its term and the datatype that the context gives its values, '' for none."""

    def __post_init__(self) -> None:
        for term, entry in self.context.items():
            start, kind = (entry["@id"], entry.get("@type", "")) if isinstance(entry, dict) else (entry, "")
            if term not in PREFIXES and isinstance(start, str) and not start.startswith("@"):
                self._named[_full(start)] = (term, kind if kind in {"", "@id"} else _full(kind))

    def name(self, node: Any) -> str:
        """An IRI as a CURIE where a prefix fits, a blank node as it is."""
        if isinstance(node, pyoxigraph.BlankNode):
            return str(node)
        return _short(node.value)

    def entry(self, predicate: str, thing: Any) -> tuple[str, Any]:
        """Key and value that stand for predicate and object."""
        literal = isinstance(thing, pyoxigraph.Literal)
        if predicate == _TYPE and not literal:
            return "type", self._named.get(getattr(thing, "value", ""), (self.name(thing), ""))[0]
        key, kind = self._named.get(predicate, ("", ""))
        key = key or self.name(pyoxigraph.NamedNode(predicate))
        if not literal:
            return key, self.name(thing) if kind == "@id" else {"@id": self.name(thing)}
        return key, self._literal(thing, kind)

    def _literal(self, thing: pyoxigraph.Literal, kind: str) -> Any:
        datatype = thing.datatype.value
        if datatype == (kind or _STRING):
            return thing.value
        if datatype == _STRING:
            return {"@value": thing.value}
        if datatype == _LANGUAGE:
            return {"@value": thing.value, "@language": thing.language}
        return {"@value": thing.value, "@type": self.name(thing.datatype)}


_STARTS = sorted(((start, prefix) for prefix, start in PREFIXES.items()), key=lambda pair: -len(pair[0]))


@lru_cache(maxsize=200_000)
def _short(iri: str) -> str:
    """The IRI as a CURIE where a prefix fits."""
    for start, prefix in _STARTS:
        # two slashes behind a colon would be read as those of a URL
        if iri.startswith(start) and not iri.startswith("//", len(start)):
            return f"{prefix}:{iri[len(start) :]}"
    return iri


def _full(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local
