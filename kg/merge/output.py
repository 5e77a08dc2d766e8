"""The last look: sorted lines become the merged graph, each quad once, counted and compared on the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress

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
_ROW = re.compile(rb"(<[^>]*+>) (<[^>]*+>) (<[^>]*+>)?+[^\n]*+\n")
"""Subject, predicate and object of a quad; no object where that is a text."""
_TOLD = 1_000_000
"""Ids that are held so that each is told once."""


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
    _last: bytes = b"\n"
    """The last quad, with its line's end."""
    _key: tuple[bytes, bytes] = (b"", b"")
    _values: list[tuple[bytes, bytes]] = field(default_factory=list)
    _told: set[bytes] = field(default_factory=set)

    def pieces(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The quads, sorted, each once, in blocks of whole lines."""
        known = self._known()
        for block in blocks:
            if quads := self._of_one_input(block) or self._of_several(block):
                self._last = quads[quads.rfind(b"\n", 0, -1) + 1 :]
                self._look(quads, known)
                yield quads
        self._close()
        self._tell(set(), 0)

    def _of_one_input(self, block: bytes) -> bytes:
        """The quads of a block whose lines all come from one input; none when they do not."""
        end = block[-self.width - 2 :]
        quads = block.replace(end, b"\n")
        if b"\t" in quads or quads.startswith(self._last):
            return b""
        count = (len(block) - len(quads)) // (self.width + 1)
        self.first[end[1:-1]] += count
        self.written += count
        return quads

    def _of_several(self, block: bytes) -> bytes:
        """The quads of a block, each once; none when the last block had them."""
        width = self.width + 1
        lines = block.split(b"\n")
        lines.pop()
        lines.reverse()  # of equal quads the first is to be kept, and a dict keeps the last
        tags = [line[1 - width :] for line in lines]
        first = dict(zip([line[:-width] for line in lines], tags, strict=True))
        first.pop(self._last[:-1], None)
        self.first.update(first.values())
        self.written += len(first)
        return b"\n".join([*reversed(first), b""])

    def _known(self) -> re.Pattern[bytes]:
        starts = [PREFIXES[prefix] for prefix in _OPEN] + [self.base]
        joined = b"|".join(re.escape(start.encode()) for start in sorted(starts))
        return re.compile(b"<(?!" + re.escape(VOCABULARY.encode()) + b")(?:" + joined + b")")

    def _look(self, quads: bytes, known: re.Pattern[bytes]) -> None:
        """Compare values, and note what is described and what is referred to."""
        subjects, predicates, things = zip(*_ROW.findall(quads), strict=True)
        used = set(predicates)
        if not used.isdisjoint(FUNCTIONAL):
            self._compare_all(quads, subjects, predicates)
        self._tell(
            {one for one in _beside(_NOT_DESCRIBING, used, predicates, subjects) if known.match(one)}, 0
        )
        new = _beside(_NOT_REFERRING, used, predicates, things) - self._told
        self._tell({one for one in new if known.match(one)}, 1)
        self._told |= new
        if len(self._told) > _TOLD:
            self._told.clear()

    def _compare_all(self, quads: bytes, subjects: Sequence[bytes], predicates: Sequence[bytes]) -> None:
        """Compare the values that may have another beside them, within the block or in the next."""
        last = len(subjects) - 1
        lines: list[bytes] = []
        for at in compress(range(last + 1), map(FUNCTIONAL.__contains__, predicates)):
            key = subjects[at], predicates[at]
            if (
                0 < at < last
                and key != (subjects[at - 1], predicates[at - 1])
                and key != (subjects[at + 1], predicates[at + 1])
            ):
                continue
            lines = lines or quads.split(b"\n")
            self._compare(*key, lines[at][len(key[0]) + len(key[1]) + 2 :])

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


def _beside(
    left_out: frozenset[bytes], used: set[bytes], predicates: Sequence[bytes], nodes: Sequence[bytes]
) -> set[bytes]:
    """The nodes of all rows but those with certain predicates."""
    if used.isdisjoint(left_out):
        return set(nodes)
    return {node for predicate, node in zip(predicates, nodes, strict=True) if predicate not in left_out}


def dangling(blocks: Iterable[bytes]) -> Iterator[str]:
    """The ids that are referred to and never described."""
    last = b""
    for block in blocks:
        for line in block.splitlines():
            node, mark = line[:-2], line[-1:]
            if mark == b"1" and node != last:
                yield node[1:-1].decode()
            last = node
