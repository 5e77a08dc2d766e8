"""Changes so well known that reports tell them without their gene."""

from __future__ import annotations

from functools import lru_cache

from kg.extract.phrases import rows
from kg.extract.written import Change


@lru_cache(maxsize=1)
def _hotspots() -> dict[str, tuple[str, ...]]:
    return {row.phrase: tuple(row["genes"].split("|")) for row in rows("hotspots")}


def known_genes(change: Change) -> tuple[str, ...]:
    """The genes in which a well-known change is met, none for another change."""
    return _hotspots().get(_short(change.protein), ()) if change.protein else ()


@lru_cache(maxsize=10_000)
def _short(protein: str) -> str:
    from kg.hgvs import protein_change

    return protein_change(protein).short
