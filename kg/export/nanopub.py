"""Nanopublications with trusty URIs: one for each statement, and one for each case with its document.

Each has four graphs: head, assertion, provenance (document, place in the text, method, how sure) and
publication info. They are neither signed nor dated: who publishes them does that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyoxigraph

from kg import store
from kg.errors import KgError, Notepad
from kg.export import output
from kg.export.material import Material, Profile, Written
from kg.export.parts import BESIDE, Part, parts
from kg.export.trusty import HOLE, Row, code
from kg.rdf import plain
from kg.vocabulary import DCTERMS, PROV, RDF

SUMMARY = (
    "nanopublications with trusty URIs, one for each statement: N-Quads, or TriG where OUT ends in .trig"
)

# http://www.nanopub.org/nschema, http://purl.org/nanopub/x/
_NP = "http://www.nanopub.org/nschema#"
_EXAMPLE = "http://purl.org/nanopub/x/ExampleNanopub"
_GRAPHS = {"hasAssertion": "#assertion", "hasProvenance": "#provenance", "hasPublicationInfo": "#pubinfo"}
_HEAD = "#Head"


@dataclass(frozen=True, slots=True)
class Nanopub:
    """One nanopublication: its rows with a hole where its code stands."""

    base: str
    rows: tuple[Row, ...]

    @property
    def iri(self) -> str:
        """Its trusty URI."""
        return f"{self.base}np/{code(self.rows)}"

    def lines(self) -> Iterator[str]:
        """Its quads as N-Quads, in sorted order."""
        hole, iri = f"{self.base}np/{HOLE}", self.iri
        for row in sorted(self.rows, key=str):
            graph, subject, predicate, thing = (
                pyoxigraph.NamedNode(part.replace(hole, iri)) if isinstance(part, str) else part
                for part in row
            )
            yield f"{subject} {predicate} {thing} {graph} .\n"


def write(material: Material, out: Path, pad: Notepad, profile: Profile | None) -> Written:
    """Write a nanopublication for each statement and each case of the graph."""
    graph = material.graph(profile, pad)
    left: dict[str, int] = {}
    counts = {"nanopublications": 0, "quads": 0}
    with output.file(out) as stream:
        _put(_counted(nanopubs(parts(graph, left)), counts), stream, out)
        if not counts["nanopublications"]:
            raise KgError(
                "the graph states nothing that could be a nanopublication (give cases, or their graph)"
            )
    return Written(counts, {noun: left[noun] for noun in BESIDE if left.get(noun)})


def _put(lines: Iterable[str], stream: IO[bytes], out: Path) -> None:
    trig = any(suffix.lower() == ".trig" for suffix in out.suffixes[-2:])
    store.write_stream(lines, stream, "TRIG" if trig else "N_QUADS")


def _counted(made: Iterable[Nanopub], counts: dict[str, int]) -> Iterator[str]:
    for one in made:
        counts["nanopublications"] += 1
        counts["quads"] += len(one.rows)
        yield from one.lines()


def nanopubs(made: Iterable[Part]) -> Iterator[Nanopub]:
    """The nanopublication of each part of a graph."""
    return (_nanopub(one) for one in made)


def _nanopub(part: Part) -> Nanopub:
    this = f"{part.base}np/{HOLE}"
    rows: dict[Row, None] = {(this + _HEAD, this, plain(RDF.type), f"{_NP}Nanopublication"): None}
    for name, suffix in _GRAPHS.items():
        rows[(this + _HEAD, this, _NP + name, this + suffix)] = None
    assertion, provenance, info = (this + suffix for suffix in _GRAPHS.values())
    for triple in part.assertion:
        rows[(assertion, *_named(triple, this))] = None
    rows[(provenance, assertion, plain(PROV.hadPrimarySource), part.source)] = None
    for triple in part.provenance:
        rows[(provenance, *_named(triple, this))] = None
    rows[(info, this, plain(RDF.label), pyoxigraph.Literal(part.label))] = None
    if part.graph:
        rows[(info, this, plain(DCTERMS.isPartOf), part.graph)] = None
    for agent in part.agents:
        rows[(info, this, plain(PROV.wasAttributedTo), agent)] = None
    if part.invented:
        rows[(info, this, plain(RDF.type), _EXAMPLE)] = None
    return Nanopub(part.base, tuple(rows))


def _named(triple: pyoxigraph.Triple, this: str) -> tuple[str, str, object]:
    """The triple as strings and literals; a blank node gets a name inside the nanopublication."""

    def named(node: object) -> object:
        if isinstance(node, pyoxigraph.BlankNode):
            return f"{this}#_{node.value}"
        return node.value if isinstance(node, pyoxigraph.NamedNode) else node

    return str(named(triple.subject)), triple.predicate.value, named(triple.object)
