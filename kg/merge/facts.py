"""What the inputs say of the identifiers that mappings name, and of the sources that can be taken out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.ids import slug
from kg.merge import records, termfacts
from kg.merge.knowledge import Edge, Facts
from kg.merge.records import Memory
from kg.merge.rewriting import Flow
from kg.merge.vocabularies import DRUG, kind_of, kind_of_type
from kg.vocabulary import KG, RDF

_LABELS = (f"{RDF.label} ".encode(), f"{KG.mappedLabel} ".encode())
_TYPE = f"{RDF.type} ".encode()


def mapping_lines(flow: Flow) -> Iterator[bytes]:
    """The mappings of an input, without those of sources that are taken out."""
    for line in flow.arrival.scan.mappings:
        pair = flow.memory.pairs(line)
        if pair and not records.is_forgotten(pair[1]):
            yield pair[0]


def edges(lines: Iterable[bytes]) -> Iterator[Edge]:
    """The mappings that may glue."""
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        thing = rest[: rest.find(b"> ")]
        yield Edge(subject[1:-1].decode(), thing[1:].decode(), predicate != records.EXACT)


def gathered(found: Iterable[Edge], flows: Iterable[Flow]) -> Facts:
    """Kinds and labels of the ids that mappings name, as far as they are needed, and what is deprecated."""
    every = {iri for edge in found for iri in edge[:2]}
    wanted = {f"<{iri}>".encode() for iri in every if _asks(iri)}
    types: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, set[str]] = defaultdict(set)
    deprecated: set[str] = set()
    for flow in flows:
        deprecated |= {node[1:-1].decode() for node in flow.arrival.scan.deprecated}
        if wanted:
            for block in flow.blocks():
                _look(block, wanted, types, labels)
    return Facts(_frozen(types), _frozen(labels), frozenset(deprecated & every))


def _asks(iri: str) -> bool:
    """True when only the graphs can tell what an id means: its kind, or for a drug its names."""
    own = termfacts.cliques().get(iri)
    kind = own.kind if own else kind_of(iri)
    return not kind or kind == DRUG


def _frozen(found: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {iri: frozenset(values) for iri, values in found.items()}


def _look(block: bytes, wanted: set[bytes], types: dict[str, set[str]], labels: dict[str, set[str]]) -> None:
    for sign in (*_LABELS, _TYPE):
        at = block.find(sign)
        while at >= 0:
            end = block.find(b"\n", at)
            subject = block[block.rfind(b"\n", 0, at) + 1 : at - 1]
            if subject in wanted:
                value = block[at + len(sign) : end - 2].rsplit(b" ", 1)[0].decode()
                if sign != _TYPE:
                    labels[subject[1:-1].decode()].add(value.rpartition('"')[0][1:])
                elif kind := kind_of_type(value[1:-1]):
                    types[subject[1:-1].decode()].add(kind)
            at = block.find(sign, end)


def source_names(memory: Memory) -> set[str]:
    """The file names of the sources that an input remembers."""
    return {name for lines in memory.sources.values() for name in _file_names(lines)}


def sources_named(name: str, memory: Memory, base: str) -> set[bytes]:
    """The sources that a file name, its beginning before the first dot, an IRI or a digest's start means.

    A source that several files made together is meant by each of them, and by the name of its only graph.
    """
    found = _of_one_graph(f"{base}graph/{slug(name)}", memory, base)
    for source, lines in memory.sources.items():
        names = {one for said in _file_names(lines) for one in (said, *said.split(", "))}
        names |= {one.partition(".")[0] for one in names}
        iri = source[1:-1].decode()
        if name in names or name == iri or (len(name) >= 8 and iri.rpartition("/")[2].startswith(name)):
            found.add(source)
    return found


def _of_one_graph(graph: str, memory: Memory, base: str) -> set[bytes]:
    """The sources that state that graph alone, beside what they say of themselves and of terms."""
    own = f"<{graph}>".encode()
    shared = {own, *(f"<{base}graph/{name}>".encode() for name in ("sources", "terms"))}
    elsewhere = (sources for one, sources in memory.graphs.items() if one not in shared)
    return set(memory.graphs.get(own, ())).difference(*elsewhere)


def graphs_named(name: str, memory: Memory, base: str) -> set[bytes]:
    """The named graphs that an IRI, a case id or a graph's own name means."""
    choices = {name, f"{base}graph/{name}", f"{base}graph/{slug(name)}"}
    return {graph for graph in memory.graphs if graph[1:-1].decode() in choices}


def _file_names(lines: Iterable[bytes]) -> Iterator[str]:
    sign = f" {KG.sourceFile} ".encode()
    for line in lines:
        if sign in line:
            literal = line.split(sign, 1)[1][:-2].rsplit(b" ", 1)[0]
            yield _value(literal)


def _value(literal: bytes) -> str:
    import pyoxigraph

    (quad,) = pyoxigraph.parse(b"<x:> <x:> " + literal + b" .", pyoxigraph.RdfFormat.N_QUADS)
    return str(quad.object.value)
