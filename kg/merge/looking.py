"""The look at sorted quads: which values may clash, and what is described."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress, count, islice
from operator import eq, itemgetter
from typing import NamedTuple

from kg.merge.records import NOT_DESCRIBING
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

_KEY = re.compile(rb"(<[^>]*+>) (<[^>]*+>) [^\n]*+\n")
"""Subject and predicate of a quad."""

Value = tuple[bytes, bytes, bytes]
"""Subject, functional property, and the rest of the quad."""


class Look(NamedTuple):
    """What is seen in a block of sorted quads."""

    last: bytes
    """The last subject."""
    described: set[bytes]
    """The subjects of which something is said."""
    values: list[Value]
    """The values that may have another beside them, within the block or in the next."""


def look(quads: bytes) -> Look:
    """Look at a block of sorted quads."""
    keys = _KEY.findall(quads)
    if NOT_DESCRIBING.isdisjoint(map(itemgetter(1), keys)):
        described = set(map(itemgetter(0), keys))
    else:
        described = {subject for subject, predicate in keys if predicate not in NOT_DESCRIBING}
    return Look(keys[-1][0], described, _values(quads, keys))


def _values(quads: bytes, keys: Sequence[tuple[bytes, bytes]]) -> list[Value]:
    last = len(keys) - 1
    twins = compress(count(), map(eq, keys, islice(keys, 1, None)))
    found = {at for twin in twins if keys[twin][1] in FUNCTIONAL for at in (twin, twin + 1)}
    if found:
        lines = quads.split(b"\n")
    else:
        lines = [quads[: quads.find(b"\n")], quads[quads.rfind(b"\n", 0, -1) + 1 : -1], b""]
    return [
        (*keys[at], lines[at if found else min(at, 1)][sum(map(len, keys[at])) + 2 :])
        for at in sorted(found | {0, last})
        if keys[at][1] in FUNCTIONAL
    ]
