"""Proteins shown by stains: other markers in a list with one, and a loss that is the protein's."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.phrases import rows
from kg.terms import Term

_STAINS = "vimentin|desmin|synaptophysin|chromogranin(?: A)?|cytokeratin|calretinin|actin"
_MARKER = rf"(?:[A-Z][A-Z0-9]*(?:-[0-9]+)?|{_STAINS})\b"
NEXT_MARKER = re.compile(rf"(?:,\s*(?:and\s|or\s)?|\band\s|\bor\s|/)\s*{_MARKER}")
MARKER_BEFORE = re.compile(rf"\b{_MARKER}\s*(?:,\s*(?:and\b|or\b)?|\band\b|\bor\b|/)")
"""Other markers in a list of stains: 'CD117 and DOG-1 were positive'."""
_PROTEIN = re.compile(r"express|stain|protein|immuno|nuclear|reactiv", re.IGNORECASE)


def is_of_protein(whose: Term | None, near: str) -> bool:
    """True when a loss is of the protein, as stains show it, not of the gene."""
    return bool(_PROTEIN.search(near)) or (whose is not None and whose.label in _stained())


@lru_cache(maxsize=1)
def _stained() -> frozenset[str]:
    return frozenset(row.phrase for row in rows("markers") if row["counts"] == "negative")
