"""How a merged graph remembers what it was made of, so that it can be taken apart again.

A merged graph is made of pairs: a source, and a quad that it states. Beside the quads, which stand in the
named graphs where their sources have them, there are

- in `<base>graph/sources`: what is known of each source, and `GRAPH kg:fromSource SOURCE`;
- in `GRAPH/ids`, beside a named graph: `LEADER kg:mergedFrom ID` where the graph says ID and LEADER stands
  now; `SOURCE kg:statedAs "triple"`, the triple as stated, where a graph uses several ids of one clique, so
  that the leader alone would not tell which; `SOURCE kg:states "triple"` for a triple of a graph that several
  sources have, but not all of them this triple, `SOURCE kg:statesAllOf SUBJECT` for all triples of a subject;
- in `JOINED`: `LEADER skos:exactMatch ID`, made anew by each merge.

Triples that say which ids match (`VERBATIM`) are never rewritten.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress, count
from typing import NamedTuple

from kg.errors import KgError
from kg.ids import PREFIXES
from kg.rdf import text
from kg.vocabulary import DCTERMS, KG, RDF, SKOS

JOINED = b"<https://w3id.org/casekg/graph/joined>"
"""The graph of what a merge joined; the same whatever the base, so that any merge finds it."""

MERGED_FROM = KG.mergedFrom.encode()
STATED_AS = KG.statedAs.encode()
STATES = KG.states.encode()
STATES_ALL = KG.statesAllOf.encode()
FROM_SOURCE = KG.fromSource.encode()
OF_IDS = frozenset({MERGED_FROM, STATED_AS, STATES, STATES_ALL})
_SOURCE = re.compile(rb"<[^>]*source/[0-9a-f]{32}>\Z")
"""A source's node, by which the lines about it are told from what a source itself says of sources."""

EXACT = SKOS.exactMatch.encode()
CLAIMED = frozenset(
    f"<{iri}>".encode()
    for iri in (
        f"{PREFIXES['owl']}sameAs",
        f"{PREFIXES['owl']}equivalentClass",
        f"{PREFIXES['biolink']}same_as",
    )
)
VERBATIM = CLAIMED | {EXACT}
"""Predicates whose triples say which ids match: they are kept as their source has them."""
LINKS = {
    f"<{PREFIXES['skos']}{name}Match>".encode(): name for name in ("broad", "narrow", "close", "related")
}
NOT_DESCRIBING = VERBATIM | OF_IDS | {FROM_SOURCE}
"""Predicates that say nothing of what a thing is."""
NOT_REFERRING = NOT_DESCRIBING | LINKS.keys() | {RDF.type.encode()}
"""Predicates whose objects a graph is not asked to describe."""
ROW = re.compile(rb"(<[^>]*+>) (<[^>]*+>) (<[^>]*+>)?+[^\n]*+\n")
"""Subject, predicate and object of a canonical quad; no object where that is a text."""
_IDS = b"/ids>"
_SOURCES = b"graph/sources>"


def companion(graph: bytes) -> bytes:
    """The graph that remembers of another which ids it uses."""
    return graph[:-1] + _IDS


def is_kept_aside(line: bytes) -> bool:
    """True when the line stands where a merge keeps what it knows of sources and ids."""
    return line.endswith((_IDS + b" .", _SOURCES + b" .", JOINED + b" ."))


def is_record(parts: list[bytes]) -> bool:
    """True for subject, predicate and the rest of a line that a merge wrote about sources and ids."""
    predicate, rest = parts[1], parts[2]
    if rest.endswith(JOINED + b" ."):
        return True
    if rest.endswith(_IDS + b" ."):
        return predicate in OF_IDS
    return predicate == FROM_SOURCE or is_source(parts[0])


def quoted(triple: bytes) -> bytes:
    """The triple as a literal."""
    return text(triple.decode()).encode()


def unquoted(literal: bytes) -> bytes:
    """The triple in a literal. Raises KgError when it is none."""
    import pyoxigraph

    try:
        line = b"<x:> <x:> " + literal + b" ."
        (quad,) = pyoxigraph.parse(line, pyoxigraph.RdfFormat.N_QUADS)
        value = quad.object.value
        (inner,) = pyoxigraph.parse(f"{value} .", pyoxigraph.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError):
        raise KgError(f"a merged graph holds a record that is no triple: {literal.decode()}") from None
    return str(inner.triple).encode()


@dataclass
class Memory:
    """What one input remembers of its making; empty for a graph that no merge made."""

    sources: dict[bytes, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    """Source -> the lines about it, without those that tie graphs to it."""
    graphs: dict[bytes, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    """Graph -> its sources."""
    renamed: dict[bytes, dict[bytes, bytes]] = field(default_factory=lambda: defaultdict(dict))
    """Graph -> leader -> the one id that the graph says for it."""
    several: dict[bytes, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    """Graph -> leaders for which it says several ids."""
    stated: dict[tuple[bytes, bytes], set[bytes]] = field(default_factory=lambda: defaultdict(set))
    """Graph and source -> triples as stated."""
    partly: dict[tuple[bytes, bytes], set[bytes]] = field(default_factory=lambda: defaultdict(set))
    """Graph and triple (or subject) -> the sources that state it, where not all of the graph's do."""

    def take(self, lines: Iterable[bytes]) -> None:
        """Remember what the records among the lines say."""
        for line in lines:
            parts = line.split(b" ", 2)
            if not is_record(parts) or parts[2].endswith(JOINED + b" ."):
                continue
            subject, predicate, rest = parts
            thing, graph = rest[:-2].rsplit(b" ", 1)
            if predicate == FROM_SOURCE:
                self.graphs[subject].add(thing)
            elif graph.endswith(_IDS):
                self._id(graph[: -len(_IDS)] + b">", subject, predicate, thing)
            else:
                self.sources[subject].add(line)

    def _id(self, graph: bytes, subject: bytes, predicate: bytes, thing: bytes) -> None:
        if predicate == STATED_AS:
            self.stated[graph, subject].add(unquoted(thing))
        elif predicate == STATES:
            self.partly[graph, unquoted(thing)].add(subject)
        elif predicate == STATES_ALL:
            self.partly[graph, thing].add(subject)
        elif subject in self.several[graph]:
            pass
        elif self.renamed[graph].setdefault(subject, thing) != thing:
            del self.renamed[graph][subject]
            self.several[graph].add(subject)

    def forget(self, sources: set[bytes], graphs: set[bytes]) -> None:
        """Let go of these sources and named graphs, and of the sources that then have no graph."""
        for graph in list(self.graphs):
            self.graphs[graph] -= sources
            if graph in graphs:
                self.graphs[graph] = set()
        kept = set().union(*self.graphs.values())
        for source in [*self.sources]:
            if source not in kept:
                del self.sources[source]

    def pairs(self, line: bytes) -> tuple[bytes, tuple[bytes, ...]] | None:
        """The line as it was stated, and the sources that state it; None for what the merge wrote.

        No source for a graph that no source is known of.
        """
        parts = line.split(b" ", 2)
        if is_kept_aside(line) and is_record(parts):
            return None
        subject, predicate, rest = parts
        thing, graph = rest[:-2].rsplit(b" ", 1)
        if graph not in self.graphs:
            return line, ()
        sources = self.graphs[graph]
        if self.partly:
            triple = b" ".join((subject, predicate, thing))
            some = self.partly.get((graph, triple)) or self.partly.get((graph, subject))
            sources = sources & some if some else sources
        if predicate not in VERBATIM:
            several, renamed = self.several.get(graph, ()), self.renamed.get(graph, {})
            if subject in several or thing in several:
                return None
            subject, thing = renamed.get(subject, subject), renamed.get(thing, thing)
        return b" ".join((subject, predicate, thing, graph, b".")), tuple(sorted(sources)) or _NOBODY

    def restated(self, block: bytes) -> bytes:
        """The lines of a block as they were stated, without those that the merge wrote or nobody states."""
        subjects, _, things = zip(*ROW.findall(block), strict=True)
        lines = block.split(b"\n")
        lines.pop()
        graphs = [line[line.rfind(b" ") + 1 :] for line in (line[:-2] for line in lines)]
        odd = {graph for graph in set(graphs) if self._is_odd(graph)}
        asked = ((odd, graphs), (self._leaders, subjects), (self._leaders, things))
        for at in {at for some, nodes in asked for at in compress(count(), map(some.__contains__, nodes))}:
            pair = self.pairs(lines[at])
            lines[at] = pair[0] if pair and not is_forgotten(pair[1]) else b""
        return b"".join([line + b"\n" for line in lines if line])

    def _is_odd(self, graph: bytes) -> bool:
        """True for a graph of which a line may be the merge's, or be stated by nobody."""
        return is_kept_aside(graph + b" .") or graph in self._parted or self.graphs.get(graph) == set()

    @cached_property
    def _leaders(self) -> frozenset[bytes]:
        """What may stand for another id."""
        return frozenset(
            leader for some in (self.renamed, self.several) for one in some.values() for leader in one
        )

    @cached_property
    def _parted(self) -> frozenset[bytes]:
        """Graphs of which not all sources state all."""
        return frozenset(graph for graph, _ in self.partly)

    def verbatim(self) -> Iterator[tuple[bytes, tuple[bytes, ...]]]:
        """The lines that are remembered as stated, each with its source."""
        for (graph, source), triples in self.stated.items():
            if source in self.graphs[graph]:
                yield from ((b"%b %b ." % (triple, graph), (source,)) for triple in triples)


_NOBODY = (b"",)


def is_forgotten(sources: tuple[bytes, ...]) -> bool:
    """True when all sources of a line were let go."""
    return sources == _NOBODY


def partly_stated(graph: bytes, triples: dict[bytes, list[bytes]], every: int) -> Iterator[bytes]:
    """Records of which sources state a subject's triples in a graph of `every` sources.

    None when all do; one for each source when the same ones state all its triples.
    """
    end = companion(graph)
    who = {tuple(sources) for sources in triples.values()}
    if len(who) == 1:
        (sources,) = who
        if len(sources) < every:
            subject = next(iter(triples)).split(b" ", 1)[0]
            yield from (b" ".join((source, STATES_ALL, subject, end, b".")) for source in sources)
        return
    for triple, stating in triples.items():
        if len(stating) < every:
            text_of = quoted(triple)
            yield from (b" ".join((source, STATES, text_of, end, b".")) for source in stating)


def is_source(node: bytes) -> bool:
    """True for a node that a merge made for a source."""
    return _SOURCE.match(node) is not None


class Source(NamedTuple):
    """A source as a merge describes it."""

    node: bytes
    file_name: str
    digest: str
    form: str
    quads: int

    def lines(self, graph: bytes) -> Iterator[bytes]:
        """The lines about it, in that graph."""
        end = b" %b ." % graph
        count = f'"{self.quads}"^^<{PREFIXES["xsd"]}integer>'
        for predicate, value in (
            (RDF.type, KG.Source),
            (KG.sourceFile, text(self.file_name)),
            (KG.sha256, text(self.digest)),
            (DCTERMS.format, text(self.form)),
            (KG.quadCount, count),
        ):
            yield self.node + f" {predicate} {value}".encode() + end
