"""From a case to quads: one module per part of a case, each a function without side effects.

A new kind of finding gets a dataclass in `kg.case`, a module (or a function beside its kin) here, a
row in `PARTS`, and its terms in `kg.vocabulary` and `ontology/kg.ttl`.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg import rdf
from kg.builders import (
    biomarker,
    claim,
    diagnosis,
    measurement,
    patient,
    publication,
    therapy,
    unmapped,
    variant,
)
from kg.builders.names import case_names
from kg.case import Case
from kg.ids import BASE
from kg.rdf import Triple

PARTS = (
    patient.triples,
    publication.triples,
    diagnosis.triples,
    biomarker.triples,
    variant.triples,
    therapy.triples,
    measurement.triples,
    claim.triples,
    unmapped.triples,
)
"""The parts of a case, in the order in which they are written."""


def quads(case: Case, base: str = BASE) -> str:
    """The case as N-Quads in its own named graph, each line once, always in the same order."""
    return counted((case,), base)[0][0]


def counted(cases: Sequence[Case], base: str = BASE) -> list[tuple[str, int]]:
    """The same of each case, with the number of quads; quicker for several than one by one."""
    names = [case_names(case, base) for case in cases]
    triples: list[list[Triple]] = [[] for _ in cases]
    for part in PARTS:
        for case, around, found in zip(cases, names, triples, strict=True):
            found.extend(part(case, around))
    unique = [dict.fromkeys(found) for found in triples]
    return [(rdf.lines(one, around.graph), len(one)) for one, around in zip(unique, names, strict=True)]
