"""Families of genes told as one: what a text calls absent from 'BRCA' or 'RAS' is absent from each member."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kg.extract.document import Document
from kg.extract.entities import Entity
from kg.extract.genes import gene
from kg.extract.model import Topic
from kg.extract.phrases import rows

FAMILY = "gene families"
"""The rule of a member that only its family's name tells of."""


@lru_cache(maxsize=1)
def _families() -> dict[str, tuple[str, ...]]:
    return {row.phrase: tuple(row["genes"].split("|")) for row in rows("gene-families")}


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9-])(?:{'|'.join(map(re.escape, _families()))})(?![A-Za-z0-9])")


def with_families(genes: Sequence[Entity], document: Document) -> list[Entity]:
    """The genes, and the members of every family named, in text order."""
    if not any(name in document.text for name in _families()):
        return list(genes)
    found = list(genes)
    taken = {one.start for one in genes}
    for match in _names().finditer(document.text):
        if match.start() in taken:
            continue
        number = document.sentence_at(match.start())
        for symbol in _families()[match[0]]:
            found.append(
                Entity(Topic.GENE, match.start(), match.end(), match[0], number, FAMILY, gene(symbol))
            )
    return sorted(found, key=lambda one: one.start)
