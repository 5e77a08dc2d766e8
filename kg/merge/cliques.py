"""From mappings to cliques: which identifiers mean one thing, and which mappings are refused.

The result is a function of the set of mappings: nothing here looks at their order or number. Three steps:

1. A mapping that cannot be right by itself is refused: two terms of one vocabulary, two kinds of things,
   a withdrawn term, a salt and its base, an id that names no single change.
2. What the term tables tie together is one node; a mapping between two nodes that may not be one, because
   their members are two terms of one vocabulary or two kinds of things, is refused.
3. Where a chain of the mappings that are left would still join two such nodes, nobody can tell which link
   of the chain is wrong: all links on the ways between such nodes are refused. What only hangs on such a
   chain stays glued to where it hangs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.merge import termfacts
from kg.merge.knowledge import Edge, Facts, Refusal
from kg.merge.vocabularies import DRUG, is_dbsnp, rank, shown, vocabulary
from kg.merge.wording import difference


@dataclass(frozen=True)
class Decision:
    """The cliques, and what was refused; both in a stable order."""

    cliques: tuple[termfacts.Clique, ...]
    refused: tuple[Refusal, ...]


_Tags = dict[tuple[str, str], set[str]]
"""What a node is marked with: ("vocabulary", prefix) -> its terms of it, ("kind", "") -> its kinds."""


def decide(edges: Iterable[Edge], facts: Facts, *, with_tables: bool = True) -> Decision:
    """The cliques of all edges, and of the tables' own mappings where an edge touches them.

    Mappings that the tables state themselves are left to them: with `with_tables` they glue, without not.
    """
    strongest: dict[tuple[str, str], bool] = {}
    for edge in edges:
        pair = (min(edge.one, edge.other), max(edge.one, edge.other))
        if pair not in strongest and _is_known(*pair):
            continue
        strongest[pair] = strongest.get(pair, True) and edge.is_claimed
    nodes = _Nodes(facts, with_tables)
    contested = _contested(strongest)
    refused: list[Refusal] = []
    links: set[tuple[str, str]] = set()
    for (one, other), is_claimed in strongest.items():
        why = (
            _fault(one, other, is_claimed, facts)
            or _doubt(one, other, contested)
            or nodes.conflict(nodes.of(one), nodes.of(other))
        )
        if why:
            refused.append(Refusal(one, other, why))
        elif nodes.of(one) != nodes.of(other):
            links.add((one, other))
    groups, broken = _components(links, nodes)
    refused += broken
    found = (_clique(group, nodes, facts) for group in groups if len(group) > 1)
    return Decision(tuple(sorted(found, key=lambda one: one.members)), tuple(sorted(refused)))


def _is_known(one: str, other: str) -> bool:
    """True for a mapping that the term tables state, too: what they make of it is decided there."""
    return one == other or termfacts.states(one, other)


def _fault(one: str, other: str, is_claimed: bool, facts: Facts) -> str:
    """Why the two can never be one thing; '' when nothing speaks against it."""
    if is_dbsnp(one) or is_dbsnp(other):
        return "a dbSNP id names a place where several changes occur, never one change"
    if gone := next((iri for iri in (one, other) if facts.is_obsolete(iri)), None):
        instead = termfacts.withdrawn().get(gone)
        return f"{shown(gone)} is obsolete" + (f" (use {instead})" if instead else "")
    if vocabulary(one) == vocabulary(other):
        return f"two terms of one vocabulary ({vocabulary(one)})"
    return _by_kind(one, other, is_claimed, facts)


def _by_kind(one: str, other: str, is_claimed: bool, facts: Facts) -> str:
    """Why things of their kinds, and with their names, cannot be one; '' when they can."""
    kinds = facts.kinds(one), facts.kinds(other)
    if all(kinds) and kinds[0] != kinds[1]:
        return f"two kinds of things: {' and '.join(sorted(kinds[0] | kinds[1]))}"
    if is_claimed and not (len(kinds[0]) == 1 and kinds[0] == kinds[1]):
        return "sameAs glues only what is known to be of one kind"
    tied = termfacts.cliques().get(one), termfacts.cliques().get(other)
    if tied[0] and tied[1] and tied[0] != tied[1]:
        return _two_terms(one, other, tied[0].members[0], tied[1].members[0])
    if DRUG in kinds[0] | kinds[1] or not any(kinds):
        return difference(facts.names(one), facts.names(other))
    return ""


def _contested(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Identifiers that a mapping ties to another term than the tables do -> the mapping's other end.

    DO's 3457, invasive lobular carcinoma, is such a one: DO itself refers to the plain lobular concepts.
    """
    found: dict[str, str] = {}
    tied = termfacts.cliques()
    for pair in sorted(pairs):
        one, other = pair
        if one in tied and other in tied and tied[one] != tied[other]:
            found.setdefault(one, other)
            found.setdefault(other, one)
    return found


def _doubt(one: str, other: str, contested: Mapping[str, str]) -> str:
    """Why the mapping is not believed: its end is contested, and the tables do not confirm it; else ''."""
    tied = termfacts.cliques()
    for iri in (one, other):
        if iri in contested and (one not in tied or tied[one] != tied.get(other)):
            return f"what {shown(iri)} means is contested: it is mapped to {shown(contested[iri])}, too"
    return ""


def _two_terms(one: str, other: str, first: str, second: str) -> str:
    def said(iri: str, leader: str) -> str:
        name = termfacts.label(leader)
        return f"{shown(iri)} is {shown(leader)}" + (f" {name}" if name else "")

    return f"{said(one, first)}, but {said(other, second)}"


class _Nodes:
    """Identifiers as nodes: those of one term of the tables are one node, named by its leader."""

    def __init__(self, facts: Facts, with_tables: bool) -> None:
        self._facts = facts
        self._tables = termfacts.cliques() if with_tables else {}
        self._tags: dict[str, _Tags] = {}

    def of(self, iri: str) -> str:
        """The node of an identifier."""
        own = self._tables.get(iri)
        return own.members[0] if own else iri

    def members(self, node: str) -> tuple[str, ...]:
        """The identifiers of a node."""
        own = self._tables.get(node)
        return own.members if own else (node,)

    def tags(self, node: str) -> _Tags:
        """What the node is marked with; a term of the tables marks its ids even where they do not glue."""
        if node not in self._tags:
            tags: _Tags = defaultdict(set)
            for iri in self.members(node):
                tags["vocabulary", vocabulary(iri)].add(iri)
                if kinds := self._facts.kinds(iri):
                    tags["kind", ""] |= kinds
                if own := termfacts.cliques().get(iri):
                    tags["term", ""].add(own.members[0])
            self._tags[node] = tags
        return self._tags[node]

    def conflict(self, one: str, other: str) -> str:
        """Why two nodes may not be one; '' when they may."""
        if one == other:
            return ""
        ours, theirs = self.tags(one), self.tags(other)
        for tag in sorted(ours.keys() & theirs.keys()):
            if ours[tag] != theirs[tag]:
                return _said(tag, min(ours[tag]), min(theirs[tag]))
        return ""


def _said(tag: tuple[str, str], one: str, other: str) -> str:
    first, second = sorted((one, other))
    if tag[0] == "kind":
        return f"would join two kinds of things: {first} and {second}"
    return f"would join {shown(first)} and {shown(second)}"


def _components(links: set[tuple[str, str]], nodes: _Nodes) -> tuple[list[list[str]], list[Refusal]]:
    """The nodes that are glued to one another, and the links that are not."""
    ways: dict[str, set[str]] = defaultdict(set)
    for one, other in links:
        ways[nodes.of(one)].add(nodes.of(other))
        ways[nodes.of(other)].add(nodes.of(one))
    cut: dict[frozenset[str], str] = {}
    for group in _groups(ways):
        if said := _conflict_in(group, nodes):
            cut.update(dict.fromkeys(_ways_between(group, ways, nodes), said))
    for pair in cut:
        one, other = sorted(pair)
        ways[one].discard(other)
        ways[other].discard(one)
    refused = [
        Refusal(one, other, f"is part of a chain that {why}")
        for one, other in links
        if (why := cut.get(frozenset((nodes.of(one), nodes.of(other)))))
    ]
    return _groups(ways), refused


def _groups(ways: Mapping[str, set[str]]) -> list[list[str]]:
    """The connected groups, each sorted."""
    seen: set[str] = set()
    groups = []
    for start in sorted(ways):
        if start in seen:
            continue
        seen.add(start)
        group, waiting = [start], [start]
        while waiting:
            new = ways[waiting.pop()] - seen
            seen |= new
            group += new
            waiting += new
        groups.append(sorted(group))
    return groups


def _by_tag(group: Iterable[str], nodes: _Nodes) -> dict[tuple[str, str], dict[frozenset[str], list[str]]]:
    """Tag -> its values within the group -> the nodes that have them."""
    found: dict[tuple[str, str], dict[frozenset[str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for node in group:
        for tag, values in nodes.tags(node).items():
            found[tag][frozenset(values)].append(node)
    return found


def _conflict_in(group: Iterable[str], nodes: _Nodes) -> str:
    """Why the group may not be one thing; '' when it may."""
    for tag, values in sorted(_by_tag(group, nodes).items()):
        if len(values) > 1:
            one, other = sorted(min(value) for value in values)[:2]
            return _said(tag, one, other)
    return ""


def _ways_between(group: Iterable[str], ways: Mapping[str, set[str]], nodes: _Nodes) -> set[frozenset[str]]:
    """The links between conflicting nodes: what is left when all free ends are taken off, one by one."""
    held = {
        node
        for values in _by_tag(group, nodes).values()
        if len(values) > 1
        for same in values.values()
        for node in same
    }
    left = {node: set(ways[node]) for node in group}
    ends = [node for node in left if len(left[node]) == 1 and node not in held]
    while ends:
        node = ends.pop()
        for neighbour in left.pop(node):
            left[neighbour].discard(node)
            if len(left[neighbour]) == 1 and neighbour not in held:
                ends.append(neighbour)
    return {frozenset((node, neighbour)) for node, others in left.items() for neighbour in others}


def _clique(group: Iterable[str], nodes: _Nodes, facts: Facts) -> termfacts.Clique:
    members = [iri for node in group for iri in nodes.members(node)]
    kinds = frozenset().union(*(facts.kinds(iri) for iri in members))
    kind = min(kinds, default="")
    return termfacts.Clique(kind, tuple(sorted(members, key=lambda iri: rank(kind, iri))))
