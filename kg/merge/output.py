"""The last look: sorted lines become the merged graph, each quad once, counted and compared on the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.ids import PREFIXES, VOCABULARY
from kg.merge.records import FROM_SOURCE, LINKS, OF_IDS, VERBATIM, is_kept_aside
from kg.merge.report import Clash
from kg.merge.sorting import Sorter
from kg.vocabulary import DCTERMS, KG, RDF

FUNCTIONAL = frozenset(
    node.encode()
    for node in (
        RDF.label,
        DCTERMS.title,
        DCTERMS.issued,
        KG.sex,
        KG.age,
        KG.ageInYears,
        KG.pmid,
        KG.pmcid,
        KG.doi,
        KG.metastatic,
        KG.stage,
        KG.grade,
        KG.status,
        KG.vitalStatus,
        KG.overallSurvival,
        KG.progressionFree,
        KG.diseaseFree,
        KG.modality,
        KG.category,
        KG.order,
        KG.proteinChange,
        KG.codingChange,
        KG.when,
        KG.start,
        KG.end,
        KG.duration,
    )
)
"""Properties of which a thing has one value: two are a clash."""

_NOT_DESCRIBING = VERBATIM | OF_IDS | {FROM_SOURCE}
_NOT_REFERRING = _NOT_DESCRIBING | frozenset(LINKS) | {RDF.type.encode()}
_OPEN = (
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
        "MESH",
    ),
    *("DRUGBANK", "CHEMBL.COMPOUND", "RXCUI", "UMLS", "CLINVAR", "CAID", "civic.vid", "PMID", "DOI"),
)
"""Prefixes of ids that a graph is asked to describe."""


@dataclass
class Outlet:
    """Counts and compares the quads that pass."""

    base: str
    width: int
    """Bytes of the number that stands behind each quad."""
    described: Sorter
    """Takes ids as they are described (0) or referred to (1)."""
    written: int = 0
    first: Counter[bytes] = field(default_factory=Counter)
    """Number of the input -> quads that it is the first to have; those of the merge itself under '.'."""
    clashes: list[Clash] = field(default_factory=list)
    _last: bytes = b""
    _key: tuple[bytes, bytes] = (b"", b"")
    _values: list[tuple[bytes, bytes]] = field(default_factory=list)
    _told: set[bytes] = field(default_factory=set)

    def pieces(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The quads, sorted, each once, in blocks of whole lines."""
        width = self.width + 1
        known = self._known()
        for block in blocks:
            lines = block.split(b"\n")
            lines.pop()
            lines.reverse()  # of equal quads the first is to be kept, and a dict keeps the last
            tags = [line[1 - width :] for line in lines]
            first = dict(zip([line[:-width] for line in lines], tags, strict=True))
            quads = list(first)
            quads.reverse()
            if quads and quads[0] == self._last:
                del first[quads.pop(0)]
            if not quads:
                continue
            self.first.update(first.values())
            self.written += len(quads)
            self._last = quads[-1]
            self._look(quads, known)
            yield b"\n".join(quads) + b"\n"
        self._close()
        self._tell(set(), 0)

    def _known(self) -> re.Pattern[bytes]:
        starts = [PREFIXES[prefix] for prefix in _OPEN] + [self.base]
        joined = b"|".join(re.escape(start.encode()) for start in sorted(starts))
        return re.compile(b"<(?!" + re.escape(VOCABULARY.encode()) + b")(?:" + joined + b")")

    def _look(self, quads: list[bytes], known: re.Pattern[bytes]) -> None:
        """Compare values, and note what is described and what is referred to."""
        rows = [quad.split(b" ", 3) for quad in quads]
        for number, row in enumerate(rows):
            if row[1] in FUNCTIONAL:
                self._compare(row[0], row[1], quads[number][len(row[0]) + len(row[1]) + 2 :])
        things = {row[2] for row in rows if row[1] not in _NOT_REFERRING} - self._told
        new = {one for one in things if known.match(one)}
        subjects = {row[0] for row in rows if row[1] not in _NOT_DESCRIBING}
        self._tell({one for one in subjects if known.match(one)}, 0)
        self._tell(new, 1)
        self._told |= new
        if len(self._told) > 300_000:
            self._told.clear()

    def _tell(self, nodes: set[bytes], mark: int) -> None:
        if nodes:
            end = b"\t%d\n" % mark
            self.described.add(end.join(nodes) + end)

    def _compare(self, subject: bytes, predicate: bytes, rest: bytes) -> None:
        if (subject, predicate) != self._key:
            self._close()
            self._key = (subject, predicate)
        if not is_kept_aside(rest):
            value, graph = rest[:-2].rsplit(b" ", 1)
            self._values.append((value, graph))

    def _close(self) -> None:
        """Keep the values of one property of one thing when they differ."""
        if len(self._values) > 1:
            found = Clash.of(*self._key, self._values)
            if found:
                self.clashes.append(found)
        self._values = []


def dangling(blocks: Iterable[bytes]) -> Iterator[str]:
    """The ids that are referred to and never described."""
    last = b""
    for block in blocks:
        for line in block.splitlines():
            node, mark = line[:-2], line[-1:]
            if mark == b"1" and node != last:
                yield node[1:-1].decode()
            last = node
