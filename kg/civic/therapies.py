"""CIViC's lists of drugs: parted where a comma parts two, and how the drugs go together."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.case import Concept
from kg.civic.model import Together
from kg.ground import ground
from kg.terms import Kind, find

_COMMA = re.compile(r",(?!\s)")
_INTERACTIONS = {
    "combination": Together.COMBINATION,
    "substitutes": Together.SUBSTITUTES,
    "sequential": Together.SEQUENTIAL,
}


def listed(cell: str) -> tuple[str, ...]:
    """The names in a cell: a comma before a space, inside brackets or inside a number is part of a name.

    >>> listed("Trametinib,HER2 Inhibitor CP-724,714")
    ('Trametinib', 'HER2 Inhibitor CP-724,714')
    """
    names: list[str] = []
    for piece in _COMMA.split(cell):
        if names and _goes_on(names[-1], piece):
            names[-1] += f",{piece}"
        elif piece:
            names.append(piece)
    return tuple(name.strip() for name in names)


def _goes_on(before: str, piece: str) -> bool:
    inside = before.count("(") > before.count(")") or before.count("[") > before.count("]")
    number = before[-1:].isdigit() and piece[:1].isdigit() and not (_known(before) and _known(piece))
    return inside or number


def _known(name: str) -> bool:
    return therapy(name).id is not None


@lru_cache(maxsize=50_000)
def therapy(name: str, ncit: str = "") -> Concept:
    """The drug or class of drugs: by its NCIT id, else by name; without a term when neither is known."""
    term = find(f"NCIT:{ncit.removeprefix('NCIT:').removeprefix('ncit:')}") if ncit else None
    term = term or ground(name, Kind.DRUG, Kind.DRUG_CLASS).term
    return Concept(name, term.id, term.label) if term else Concept(name)


def together(names: tuple[str, ...], interaction: str) -> Together:
    """How the therapies of a statement go together."""
    if len(names) < 2:
        return Together.ONE
    return _INTERACTIONS.get(interaction.strip().casefold(), Together.UNSTATED)
