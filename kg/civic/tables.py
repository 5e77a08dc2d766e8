"""CIViC's summary tables, told apart by their headings; those of 2021 and of today."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Table(StrEnum):
    """What the rows of a file are."""

    EVIDENCE = "evidence items"
    ASSERTIONS = "assertions"
    PROFILES = "molecular profiles"
    GROUPS = "variant groups"
    VARIANTS = "variants"
    GENES = "genes"
    DRUGS = "drugs"


_NEEDED: tuple[tuple[Table, frozenset[str]], ...] = (
    (Table.EVIDENCE, frozenset({"evidence_id", "evidence_type", "evidence_direction", "disease"})),
    (Table.ASSERTIONS, frozenset({"assertion_id", "assertion_type", "assertion_direction", "disease"})),
    (Table.PROFILES, frozenset({"molecular_profile_id", "name", "variant_ids"})),
    (Table.GROUPS, frozenset({"variant_group_id", "variant_group"})),
    (Table.VARIANTS, frozenset({"variant_id", "variant", "variant_types"})),
    (Table.GENES, frozenset({"gene_id", "name", "entrez_id"})),
    (Table.GENES, frozenset({"feature_id", "name", "feature_type"})),
    (Table.DRUGS, frozenset({"drug_id", "drug_name"})),
    (Table.DRUGS, frozenset({"therapy_id", "name"})),
)
KEYS: dict[Table, tuple[str, ...]] = {
    Table.EVIDENCE: ("evidence_id",),
    Table.ASSERTIONS: ("assertion_id",),
    Table.PROFILES: ("molecular_profile_id",),
    Table.GROUPS: ("variant_group_id",),
    Table.VARIANTS: ("variant_id",),
    Table.GENES: ("gene_id", "feature_id"),
    Table.DRUGS: ("drug_id", "therapy_id"),
}
"""The columns that name a row, the first that a file has."""
RECORDS = (Table.GENES, Table.DRUGS, Table.GROUPS, Table.VARIANTS, Table.PROFILES)
"""Tables that describe what statements name."""


class Row(NamedTuple):
    """A row of a table."""

    table: Table
    cells: dict[str, str]
    """Column -> cell, without the empty ones."""
    line: int = 0

    def first(self, *columns: str) -> str:
        """The first of these cells that says something, or ''."""
        return next((self.cells[name] for name in columns if name in self.cells), "")

    @property
    def key(self) -> str:
        """The row's id."""
        return self.first(*KEYS[self.table])


def table_of(heading: str) -> Table | None:
    r"""The table that begins with this line; None when it is none of CIViC's.

    >>> table_of("drug_name\tdrug_id\teids").value
    'drugs'
    """
    columns = frozenset(heading.rstrip("\r\n").split("\t"))
    return next((table for table, needed in _NEEDED if needed <= columns), None)


def row(table: Table, columns: Sequence[str], line: str, number: int) -> Row:
    """The cells of a line under their columns; a line may lack cells at its end."""
    cells = zip(columns, line.split("\t"), strict=False)
    return Row(table, {name: cell for name, cell in cells if cell and not cell.isspace()}, number)
