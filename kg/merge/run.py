"""A merge from its inputs to its output, on one screen: read → decide → rewrite → sort → write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from kg.errors import UsageError
from kg.ids import BASE
from kg.merge import facts, output, records, termfacts
from kg.merge.arrival import Arrival, Room
from kg.merge.arrivals import arrive
from kg.merge.cliques import Decision, decide
from kg.merge.leading import Leading
from kg.merge.records import Memory
from kg.merge.report import Joined, Report, SourceCount
from kg.merge.rewriting import Flow, Rewriter


@dataclass(frozen=True)
class Wanted:
    """How a merge is to be done."""

    base: str = BASE
    name: str | None = None
    """The graph of triples that have none, instead of their file's name."""
    own_mappings: bool = True
    """Whether the term tables' own mappings glue; they warn of wrong ones in any case."""
    undo: Sequence[str] = ()
    """Sources or graphs to take out."""


@dataclass
class _Merge:
    """A merge under way."""

    wanted: Wanted
    report: Report
    flows: list[Flow] = field(default_factory=list)
    graphs: dict[bytes, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    """Graph -> its sources, of all inputs."""


def pieces(names: Sequence[str], wanted: Wanted, folder: Path, report: Report) -> Iterator[bytes]:
    """The merged graph as sorted N-Quads, in blocks of whole lines; the report is full when all have passed.

    `folder` takes what does not fit into memory. Raises KgError and FaultsError for inputs that cannot be
    read, before the first block comes.
    """
    merge = _Merge(wanted, report)
    room = Room(folder, wanted.base, wanted.name)
    arrivals = arrive(names, room)
    report.remarks += room.faults
    _take(merge, arrivals)
    decision = _decided(merge)
    leaders = _leaders(decision, wanted)
    shared = frozenset(graph for graph, sources in merge.graphs.items() if len(sources) > 1)
    rewriter = Rewriter(Leading(leaders, wanted.base), shared, folder, merge.flows)
    rewriter.rewrite()
    rewriter.record(_records(merge, rewriter, decision))
    tally = output.Tally()
    yield from output.merged(rewriter.quads.parts(), rewriter.referred.parts(), rewriter.width, folder, tally)
    _finish(merge, tally, rewriter.width)


def _take(merge: _Merge, arrivals: Iterable[Arrival]) -> None:
    """What each input remembers, and what is to be taken out; then which graphs come from where."""
    for number, arrival in enumerate(arrivals, 1):
        memory = Memory()
        memory.take(arrival.scan.aside)
        own = f"<{merge.wanted.base}source/{arrival.digest[:32]}>".encode()
        merge.flows.append(Flow(arrival, memory, own, number))
    if merge.wanted.undo:
        _undo(merge)
    for flow in merge.flows:
        for graph, sources in flow.memory.graphs.items():
            merge.graphs[graph] |= sources
        for graph in _graphs_of_its_own(flow):
            merge.graphs[graph].add(flow.own)


def _graphs_of_its_own(flow: Flow) -> set[bytes]:
    """The graphs of an input that no source is remembered of."""
    left = {graph for graph in flow.arrival.scan.graphs if graph not in flow.memory.graphs}
    if not flow.is_made():
        return left
    aside = {graph for graph in left if records.is_kept_aside(graph + b" .")}
    stated = {line[line.rfind(b" <") + 1 : -2] for line in flow.arrival.scan.aside if _is_stated(line)}
    return (left - aside) | (left & stated)


def _is_stated(line: bytes) -> bool:
    return not records.is_record(line.split(b" ", 2))


def _undo(merge: _Merge) -> None:
    """Take the sources and graphs out that are to be undone. Raises UsageError for one that is not there."""
    for name in merge.wanted.undo:
        sources: set[bytes] = set()
        graphs: set[bytes] = set()
        for flow in merge.flows:
            sources |= facts.sources_named(name, flow.memory, merge.wanted.base)
            graphs |= facts.graphs_named(name, flow.memory, merge.wanted.base) if not sources else set()
        if not sources and not graphs:
            known = sorted({one for flow in merge.flows for one in facts.source_names(flow.memory)})
            listed = ", ".join(known[:20]) or "none: this graph was not made by kg merge"
            raise UsageError(f"--undo {name}: there is no such source or graph (sources: {listed})")
        for flow in merge.flows:
            flow.memory.forget(sources, set() if sources else graphs)
        merge.report.undone.append(name)


def _decided(merge: _Merge) -> Decision:
    """The cliques that the mappings of all inputs make."""
    lines = [line for flow in merge.flows for line in facts.mapping_lines(flow)]
    edges = list(facts.edges(lines))
    known = facts.gathered(edges, merge.flows)
    for flow in merge.flows:
        for name, count in flow.arrival.scan.links.items():
            merge.report.links[name] = merge.report.links.get(name, 0) + count
    merge.report.links = dict(sorted(merge.report.links.items()))
    decision = decide(edges, known, with_tables=merge.wanted.own_mappings)
    merge.report.refused = list(decision.refused)
    return decision


def _leaders(decision: Decision, wanted: Wanted) -> dict[bytes, bytes]:
    """Id -> leader, as nodes, of all cliques."""
    found = dict(_own_leaders()) if wanted.own_mappings else {}
    found.update(_led(decision.cliques))
    return found


@lru_cache(maxsize=1)
def _own_leaders() -> dict[bytes, bytes]:
    return dict(_led(own for iri, own in termfacts.cliques().items() if iri == own.members[0]))


def _led(cliques: Iterable[termfacts.Clique]) -> Iterator[tuple[bytes, bytes]]:
    for clique in cliques:
        if len(clique.members) > 1:
            leader = f"<{clique.members[0]}>".encode()
            yield from ((f"<{iri}>".encode(), leader) for iri in clique.members)


def _records(merge: _Merge, rewriter: Rewriter, decision: Decision) -> Iterator[bytes]:
    """What the merge writes beside the quads: sources, ids, and what was joined."""
    yield from _source_records(merge)
    kinds = {clique.members[0]: clique.kind for clique in decision.cliques}
    several: dict[bytes, set[bytes]] = defaultdict(set)
    for leader, uses in groupby(_uses(rewriter.uses.lines()), key=lambda use: use[0]):
        by_graph: dict[bytes, list[bytes]] = defaultdict(list)
        for _, one, graph in uses:
            by_graph[graph].append(one)
        ids = sorted({one for some in by_graph.values() for one in some})
        yield from (
            b" ".join((leader, records.MERGED_FROM, one, records.companion(graph), b"."))
            for graph, some in by_graph.items()
            for one in some
            if len(some) > 1 or one != leader
        )
        for graph, some in by_graph.items():
            if len(some) > 1:
                several[graph].add(leader)
        yield from (
            b" ".join((leader, records.EXACT, one, records.JOINED, b".")) for one in ids if one != leader
        )
        _note_joined(merge, leader, ids, by_graph, kinds)
    for flow in merge.flows:
        yield from rewriter.several(flow, several)
    yield from _partly(merge, rewriter, several)


def _uses(lines: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    for line in lines:
        leader, one, graph = line.split(b"\t")
        yield leader, one, graph


def _note_joined(
    merge: _Merge,
    leader: bytes,
    ids: list[bytes],
    graphs: Collection[bytes],
    kinds: dict[str, str],
) -> None:
    """Report what several sources name, or what got another id."""
    sources = set().union(*(merge.graphs[graph] for graph in graphs))
    if len(sources) > 1 or ids != [leader]:
        iri = leader[1:-1].decode()
        own = termfacts.cliques().get(iri)
        kind = kinds.get(iri) or (own.kind if own else "")
        merge.report.joined.append(Joined(kind, iri, tuple(one[1:-1].decode() for one in ids)))


def _source_records(merge: _Merge) -> Iterator[bytes]:
    end = f"<{merge.wanted.base}graph/sources>".encode()
    used = set().union(*merge.graphs.values()) if merge.graphs else set()
    for flow in merge.flows:
        for lines in flow.memory.sources.values():
            yield from sorted(lines)
        if flow.own in used:
            arrival = flow.arrival
            count = flow.read if not flow.is_made() else arrival.scan.quads
            source = records.Source(flow.own, arrival.file_name, arrival.digest, arrival.form, count)
            yield from source.lines(end)
    for graph, sources in merge.graphs.items():
        yield from (b" ".join((graph, records.FROM_SOURCE, one, end, b".")) for one in sources)


def _partly(merge: _Merge, rewriter: Rewriter, several: dict[bytes, set[bytes]]) -> Iterator[bytes]:
    """Records of the triples that not all sources of their graph state."""
    lines = (line.rsplit(b"\t", 1) for line in rewriter.partly.lines())
    for _, rows in groupby(lines, key=lambda row: row[0][: row[0].find(b" ")]):
        graphs: dict[bytes, dict[bytes, list[bytes]]] = defaultdict(lambda: defaultdict(list))
        for line, source in rows:
            subject, predicate, rest = line.split(b" ", 2)
            thing, graph = rest[:-2].rsplit(b" ", 1)
            leaders = several.get(graph, ())
            if predicate in records.VERBATIM or not (subject in leaders or thing in leaders):
                graphs[graph][b" ".join((subject, predicate, thing))].append(source)
        for graph, triples in graphs.items():
            yield from records.partly_stated(graph, triples, len(merge.graphs[graph]))


def _finish(merge: _Merge, tally: output.Tally, width: int) -> None:
    """Fill the rest of the report."""
    report = merge.report
    report.quads = tally.written
    report.bookkeeping = tally.first[b"." * width]
    report.clashes = tally.clashes
    report.dangling = tally.dangling
    for flow in merge.flows:
        arrival = flow.arrival
        new = tally.first[b"%0*d" % (width, flow.number)]
        report.sources.append(
            SourceCount(
                arrival.name, arrival.form, arrival.digest, flow.read, new, flow.read - new,
                arrival.modernised, arrival.skolemised,
            )
        )  # fmt: skip
