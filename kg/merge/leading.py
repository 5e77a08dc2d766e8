"""Quads with the leaders of cliques in the place of ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import compress, count
from typing import NamedTuple

from kg.ids import PREFIXES, VOCABULARY
from kg.merge.records import NOT_REFERRING, ROW, VERBATIM

_OPEN = tuple(
    f"<{PREFIXES[prefix]}".encode()
    for prefix in (
        *(
            "MONDO",
            "DOID",
            "NCIT",
            "HP",
            "UBERON",
            "CHEBI",
            "EFO",
            "HGNC",
            "NCBIGene",
            "ENSEMBL",
            "UniProtKB",
        ),
        *(
            "MESH",
            "DRUGBANK",
            "CHEMBL.COMPOUND",
            "RXCUI",
            "UMLS",
            "CLINVAR",
            "CAID",
            "civic.vid",
            "PMID",
            "DOI",
        ),
    )
)
"""Starts of the ids that a graph is asked to describe."""
_OWN = f"<{VOCABULARY}".encode()

Use = tuple[bytes, bytes]
"""An id, and a graph that uses it."""


class Led(NamedTuple):
    """A block of quads with leaders."""

    lines: list[bytes]
    """Without their ends."""
    referred: set[bytes]
    """The nodes that they refer to, as far as a graph is asked to describe them."""
    uses: set[Use]
    """The ids of cliques that were found."""


@dataclass(frozen=True)
class Leading:
    """Puts the leaders of cliques in the place of ids."""

    leaders: Mapping[bytes, bytes]
    """Id -> leader, as nodes; a leader leads itself."""
    base: str

    def of(self, block: bytes, tag: bytes) -> Led:
        """A block of canonical quads with leaders, and `tag` behind each line."""
        subjects, predicates, things = zip(*ROW.findall(block), strict=True)
        lines = block.split(b"\n")
        lines.pop()
        uses: set[Use] = set()
        is_led = self.leaders.__contains__
        for at in {*compress(count(), map(is_led, subjects)), *compress(count(), map(is_led, things))}:
            if predicates[at] not in VERBATIM:
                graph = lines[at][lines[at].rfind(b" <") + 1 : -2]
                uses |= {(one, graph) for one in (subjects[at], things[at]) if is_led(one)}
                lines[at] = self.line(lines[at])
        rows = zip(predicates, things, strict=True)
        named = {thing for predicate, thing in rows if predicate not in NOT_REFERRING}
        ids = {one for one, _ in uses} & named
        referred = self._asked_for((named - ids) | {self.leaders[one] for one in ids})
        return Led([line + tag for line in lines], referred, uses)

    def line(self, line: bytes) -> bytes:
        """One line with leaders."""
        subject, predicate, rest = line.split(b" ", 2)
        if predicate in VERBATIM:
            return line
        thing, ended, behind = rest.partition(b" ") if rest.startswith(b"<") else (rest, b"", b"")
        get = self.leaders.get
        return b" ".join((get(subject, subject), predicate, get(thing, thing))) + ended + behind

    def _asked_for(self, nodes: Iterable[bytes]) -> set[bytes]:
        """Those of the nodes that a graph is asked to describe."""
        own = f"<{self.base}".encode()
        return {
            node
            for node in nodes
            if node.startswith(_OPEN) or (node.startswith(own) and not node.startswith(_OWN))
        }
