"""Amino acids by their one-letter and three-letter names, and the error for names that are none."""

from __future__ import annotations

import re
from difflib import get_close_matches

from kg.errors import KgError, printable

RESIDUES: dict[str, str] = {
    "A": "Ala", "R": "Arg", "N": "Asn", "D": "Asp", "C": "Cys", "Q": "Gln", "E": "Glu", "G": "Gly",
    "H": "His", "I": "Ile", "L": "Leu", "K": "Lys", "M": "Met", "F": "Phe", "P": "Pro", "S": "Ser",
    "T": "Thr", "W": "Trp", "Y": "Tyr", "V": "Val", "U": "Sec", "*": "Ter",
}  # fmt: skip
"""One-letter -> three-letter residue names; '*' is the stop codon."""

_LETTERS = {name: letter for letter, name in RESIDUES.items()} | {letter: letter for letter in RESIDUES}


class HgvsError(KgError, ValueError):
    """A change that is not HGVS; `what` is wrong and `cure` says what would be right."""

    def __init__(self, what: str, cure: str = "") -> None:
        self.what = what
        self.cure = cure
        super().__init__(f"{what} ({cure})" if cure else what)

    def __reduce__(self) -> tuple[type[HgvsError], tuple[str, str]]:
        """Pickle by both parts, so that worker processes can report it."""
        return type(self), (self.what, self.cure)


def residue(name: str) -> str:
    """The one-letter residue of a name in either form; HgvsError when there is none."""
    if letter := _LETTERS.get(name):
        return letter
    if name == "X":
        raise HgvsError("'X' is no residue that a protein has", "name the residue that stands there")
    said = repr(printable(name, 20))
    near = get_close_matches(name.capitalize(), list(RESIDUES.values()), 1, 0.6) if len(name) == 3 else []
    letters = "one of " + " ".join(sorted(RESIDUES)[1:])
    raise HgvsError(f"{said} is not an amino acid", f"did you mean {near[0]!r}?" if near else letters)


def residues(names: str) -> str:
    """One-letter residues of a run in either form: 'TyrVal' and 'YV' -> 'YV'; a stop only at the end."""
    pieces = re.findall(r"[A-Z][a-z]{2}|.", names, re.DOTALL)
    letters = "".join(residue("Ter" if piece == "X" else piece) for piece in pieces)
    if "*" in letters[:-1]:
        raise HgvsError(f"{printable(names, 40)!r} goes on after a stop", "end it with the stop")
    return letters
