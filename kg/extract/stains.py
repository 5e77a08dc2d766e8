"""Proteins shown by stains: other markers in a list with one, and a loss that is the protein's."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.entities import Entity
from kg.extract.phrases import rows

_STAINS = "vimentin|desmin|synaptophysin|chromogranin(?: A)?|cytokeratin|calretinin|actin"
_MARKER = rf"(?:[A-Z][A-Z0-9]*(?:-[0-9]+)?|{_STAINS})\b"
NEXT_MARKER = re.compile(rf"(?:,\s*(?:and\s|or\s)?|\band\s|\bor\s|/)\s*{_MARKER}")
MARKER_BEFORE = re.compile(rf"\b{_MARKER}\s*(?:,\s*(?:and\b|or\b)?|\band\b|\bor\b|/)")
"""Other markers in a list of stains: 'CD117 and DOG-1 were positive'."""
_PROTEIN = re.compile(r"express|stain|protein|immuno|nuclear|reactiv", re.IGNORECASE)


def is_of_protein(whose: Entity, near: str) -> bool:
    """True when a loss is of the protein, as stains show it ('loss of E-cadherin'), not of the gene."""
    label = whose.term.label if whose.term else ""
    is_symbol = label in whose.text.upper().replace("-", "")
    return bool(_PROTEIN.search(near)) or label in _stained() or not is_symbol


@lru_cache(maxsize=1)
def _stained() -> frozenset[str]:
    return frozenset(row.phrase for row in rows("markers") if row["counts"] == "negative")
