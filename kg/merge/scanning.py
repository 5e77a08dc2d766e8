"""The first look at an input: its graphs, its mappings, and what it remembers of an earlier merge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.ids import PREFIXES
from kg.merge.plain import LOOKED_AT
from kg.merge.records import LINKS, VERBATIM, is_kept_aside

_DEPRECATED = f"<{PREFIXES['owl']}deprecated>".encode()
_SIGNS = tuple(end + b" " for end in LOOKED_AT)
_ASIDE = (b"/ids> .\n", b"graph/sources> .\n", b"graph/joined> .\n")


@dataclass
class Scan:
    """What was seen in one input."""

    quads: int = 0
    graphs: set[bytes] = field(default_factory=set)
    mappings: list[bytes] = field(default_factory=list)
    """Lines whose predicate says that two ids match exactly."""
    links: Counter[str] = field(default_factory=Counter)
    """How often ids are related in each other way."""
    deprecated: set[bytes] = field(default_factory=set)
    aside: list[bytes] = field(default_factory=list)
    """Lines where a merge keeps what it knows of sources and ids."""

    def see(self, block: bytes) -> None:
        """Look at a block of canonical lines."""
        count = block.count(b"\n")
        self.quads += count
        may_be_aside = self._see_graphs(block, count)
        for sign in _SIGNS:
            at = block.find(sign)
            while at >= 0:
                end = block.find(b"\n", at)
                self._take(block[block.rfind(b"\n", 0, at) + 1 : end])
                at = block.find(sign, end)
        if may_be_aside:
            self._see_aside(block)

    def see_plain(self, block: bytes, graphs: set[bytes]) -> None:
        """Look at a block of plain quads in these graphs."""
        self.note(block.count(b"\n"), graphs)
        if may_remember(graphs):
            self._see_aside(block)

    def note(self, count: int, graphs: set[bytes]) -> None:
        """Take in a block of plain quads, none of which is where a merge keeps what it knows."""
        self.quads += count
        self.graphs |= graphs

    def _see_aside(self, block: bytes) -> None:
        for sign in _ASIDE:
            at = block.find(sign)
            while at >= 0:
                line = block[block.rfind(b"\n", 0, at) + 1 : at + len(sign) - 1]
                if is_kept_aside(line):
                    self.aside.append(line)
                at = block.find(sign, at + 1)

    def _see_graphs(self, block: bytes, count: int) -> bool:
        """Note the graphs; True when one of them is where a merge keeps what it knows."""
        end = block[block.rfind(b" <", 0, block.find(b"\n")) : block.find(b"\n") + 1]
        if block.count(end) == count:
            self.graphs.add(end[1:-3])
            return is_kept_aside(end[:-1])
        lines = block.split(b"\n")
        lines.pop()
        found = {line[line.rfind(b" <") + 1 : -2] for line in lines}
        self.graphs |= found
        return may_remember(found)

    def _take(self, line: bytes) -> None:
        subject, predicate, rest = line.split(b" ", 2)
        if predicate in VERBATIM:
            if rest.startswith(b"<"):
                self.mappings.append(line)
        elif predicate in LINKS:
            self.links[LINKS[predicate]] += 1
        elif predicate == _DEPRECATED and rest.startswith((b'"true"', b'"1"')):
            self.deprecated.add(subject)


def may_remember(graphs: Iterable[bytes]) -> bool:
    """True when one of the graphs is where a merge keeps what it knows."""
    return any(is_kept_aside(graph + b" .") for graph in graphs)
