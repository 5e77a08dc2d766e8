"""Making the two files that lead from names and mapped ids to the terms: `python -m kg.terms.index [FOLDER]`.

Run it after every change of a table; a test holds the files against the tables.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.terms.folding import fold, singular
from kg.terms.model import Kind, Term
from kg.terms.naming import write_trie
from kg.terms.tables import (
    COLUMNS,
    NAMES,
    WITHDRAWN,
    XREFS,
    SortedFile,
    cells_of,
    parts,
    place,
    spaced,
    term_of,
)


def write(where: Path) -> None:
    """Sort the folder's tables and write `names.tsv`, `xrefs.tsv` and `names.marisa` beside them."""
    terms: list[Term] = []
    for kind in Kind:
        for name in parts(kind):
            table = [term_of(cells, kind) for cells in SortedFile(where / name).all()]
            write_table(where / name, table)
            terms += table
    write_lines(where / NAMES, names_heading(terms), name_lines(terms))
    write_lines(where / XREFS, "# mapped id, id", xref_lines(terms))
    write_trie(where, terms)


def names_heading(terms: Iterable[Term]) -> str:
    """The first line of the names file: which prefixes the tables of which kinds hold."""
    kinds: dict[str, set[Kind]] = {}
    for term in terms:
        kinds.setdefault(term.id.partition(":")[0], set()).add(term.kind)
    parts = (
        f"{prefix}={','.join(kind for kind in Kind if kind in kinds[prefix])}" for prefix in sorted(kinds)
    )
    return "\t".join(("# folded name, kind, id", *parts))


def name_lines(terms: Iterable[Term]) -> Iterator[str]:
    """A line for every folded name of every term; the singular too where a name is a plural."""
    for term in terms:
        keys = {fold(name) for name in term.names}
        if term.kind is not Kind.GENE:
            keys |= {fold(singular(name)) for name in term.names}
        for key in keys - {""}:
            yield f"{key}\t{term.kind}\t{spaced(term.id)}"


def xref_lines(terms: Iterable[Term]) -> Iterator[str]:
    """A line for every mapping of every current term."""
    for term in terms:
        for mapping in () if term.obsolete else term.mappings:
            yield f"{spaced(mapping)}\t{spaced(term.id)}"


def write_table(path: Path, terms: Iterable[Term]) -> None:
    """Write a term table; ids of withdrawn entries with a space."""
    rows: Iterable[list[str]] = map(cells_of, terms)
    if path.name in WITHDRAWN.values():
        rows = ([spaced(curie), *rest] for curie, *rest in rows)
    write_lines(path, "\t".join(COLUMNS), ("\t".join(row) for row in rows))


def write_lines(path: Path, heading: str, lines: Iterable[str]) -> None:
    """Write the heading and the lines, sorted and each once; the old file stays until all is written."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        rows = sorted({line.encode() for line in lines})
        beside.write_bytes(b"\n".join([heading.encode(), *rows, b""]))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else place())
