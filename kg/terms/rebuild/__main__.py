"""`python -m kg.terms.rebuild FOLDER [TARGET]`: make the derived tables anew from the releases in FOLDER."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from kg.errors import KgError
from kg.terms import index
from kg.terms.model import Kind, Term
from kg.terms.rebuild.curation import with_curated_names
from kg.terms.rebuild.diseases import diseases
from kg.terms.rebuild.drugs import drugs
from kg.terms.rebuild.genes import genes
from kg.terms.rebuild.ncit_diseases import ncit_diseases
from kg.terms.rebuild.shelf import Shelf
from kg.terms.rebuild.sites import sites
from kg.terms.rebuild.variant_types import variant_types
from kg.terms.tables import WITHDRAWN, place


def _diseases(shelf: Shelf) -> list[Term]:
    found = diseases(shelf)
    return [*found, *ncit_diseases(shelf, found)]


TABLES: dict[Kind, Callable[[Shelf], list[Term]]] = {
    Kind.DISEASE: _diseases,
    Kind.GENE: genes,
    Kind.DRUG: drugs,
    Kind.SITE: sites,
    Kind.VARIANT_TYPE: variant_types,
}
"""The derived tables; those of the other kinds are kept by hand."""


def rebuild(shelf: Shelf, target: Path) -> None:
    """Write the derived tables, then the files that lead to the terms of all tables."""
    for kind, make in TABLES.items():
        terms = with_curated_names(make(shelf))
        index.write_table(target / kind.table, (term for term in terms if not term.obsolete))
        if kind in WITHDRAWN:
            index.write_table(target / WITHDRAWN[kind], (term for term in terms if term.obsolete))
    index.write(target)


def main(arguments: list[str]) -> int:
    """Run the command; the exit code."""
    if len(arguments) not in (1, 2):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        rebuild(Shelf(Path(arguments[0])), Path(arguments[1]) if len(arguments) == 2 else place())
    except KgError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
