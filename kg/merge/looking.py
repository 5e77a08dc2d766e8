"""The look at merged quads: which values may clash, what is described, and what is referred to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress

from kg.ids import PREFIXES, VOCABULARY
from kg.merge.records import FROM_SOURCE, LINKS, OF_IDS, VERBATIM
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

Value = tuple[bytes, bytes, bytes]
"""Subject, functional property, and the rest of the quad."""


class Look:
    """Looks at blocks of quads, in their order or at some of them; holds what it has told already."""

    def __init__(self, base: str) -> None:
        starts = [PREFIXES[prefix] for prefix in _OPEN] + [base]
        joined = b"|".join(re.escape(start.encode()) for start in sorted(starts))
        self._known = re.compile(b"<(?!" + re.escape(VOCABULARY.encode()) + b")(?:" + joined + b")")
        self._told: set[bytes] = set()

    def at(self, quads: bytes) -> tuple[list[Value], bytes]:
        """The values that may clash, and lines of ids that are described (0) or referred to (1)."""
        subjects, predicates, things = zip(*_ROW.findall(quads), strict=True)
        used = set(predicates)
        values = [] if used.isdisjoint(FUNCTIONAL) else _values(quads, subjects, predicates)
        described = _beside(_NOT_DESCRIBING, used, predicates, subjects)
        new = _beside(_NOT_REFERRING, used, predicates, things) - self._told
        self._told |= new
        if len(self._told) > _TOLD:
            self._told.clear()
        return values, self._lines(described, 0) + self._lines(new, 1)

    def _lines(self, nodes: set[bytes], mark: int) -> bytes:
        end = b"\t%d\n" % mark
        return b"".join([node + end for node in nodes if self._known.match(node)])


def _values(quads: bytes, subjects: Sequence[bytes], predicates: Sequence[bytes]) -> list[Value]:
    """The values that may have another beside them, within the block or in the next."""
    last = len(subjects) - 1
    lines: list[bytes] = []
    found: list[Value] = []
    for at in compress(range(last + 1), map(FUNCTIONAL.__contains__, predicates)):
        key = subjects[at], predicates[at]
        if (
            0 < at < last
            and key != (subjects[at - 1], predicates[at - 1])
            and key != (subjects[at + 1], predicates[at + 1])
        ):
            continue
        lines = lines or quads.split(b"\n")
        found.append((*key, lines[at][len(key[0]) + len(key[1]) + 2 :]))
    return found


def _beside(
    left_out: frozenset[bytes], used: set[bytes], predicates: Sequence[bytes], nodes: Sequence[bytes]
) -> set[bytes]:
    """The nodes of all rows but those with certain predicates."""
    if used.isdisjoint(left_out):
        return set(nodes)
    return {node for predicate, node in zip(predicates, nodes, strict=True) if predicate not in left_out}
