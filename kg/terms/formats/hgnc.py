"""Reader of HGNC's gene table: the complete set, or a download with chosen columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from kg.terms.formats.entry import Entry, Release, unreadable
from kg.terms.formats.files import text_lines

_COLUMNS = {
    "id": ("hgnc_id", "HGNC ID"),
    "symbol": ("symbol", "Approved symbol"),
    "name": ("name", "Approved name"),
    "status": ("status", "Status"),
    "aliases": ("alias_symbol", "Alias symbols"),
    "alias_names": ("alias_name", "Alias names"),
    "previous": ("prev_symbol", "Previous symbols"),
    "previous_names": ("prev_name", "Previous name"),
    "NCBIGene": ("entrez_id", "NCBI Gene ID(supplied by NCBI)", "NCBI Gene ID"),
    "ENSEMBL": ("ensembl_gene_id", "Ensembl gene ID"),
    "UniProtKB": ("uniprot_ids", "UniProt ID(supplied by UniProt)"),
}
"""Our name for a column -> the names it has in HGNC's files, old and new."""

_NEEDED = ("id", "symbol", "name", "status")
_SEE = re.compile(r"HGNC:\s?\d+")


def read(path: Path) -> Release:
    """The genes of the file: approved ones, and withdrawn ones as obsolete with what replaces them."""
    with text_lines(path) as lines:
        rows = csv.reader((line for _, line in lines), delimiter="\t")
        try:
            columns = _columns(path, next(rows, []))
            return Release("", tuple(_entries(path, rows, columns)))
        except csv.Error as error:
            raise unreadable(path, f"is no table of tab-separated cells: {error}") from error


def _columns(path: Path, heading: list[str]) -> dict[str, int]:
    found = {
        name: heading.index(known)
        for name, spellings in _COLUMNS.items()
        for known in spellings
        if known in heading
    }
    if missing := [_COLUMNS[name][0] for name in _NEEDED if name not in found]:
        raise unreadable(path, f"the heading lacks {', '.join(missing)}", line=1)
    return found


def _entries(path: Path, rows: Iterator[list[str]], columns: dict[str, int]) -> Iterator[Entry]:
    for number, cells in enumerate(rows, 2):
        if not cells:
            continue
        if len(cells) <= max(columns.values()):
            raise unreadable(path, f"the line has {len(cells)} columns", line=number)
        said = {name: cells[at].strip() for name, at in columns.items()}
        if said["id"].startswith("HGNC:"):
            yield _approved(said) if said["status"] == "Approved" else _withdrawn(said)


def _approved(said: dict[str, str]) -> Entry:
    columns = ("aliases", "previous", "alias_names", "previous_names")
    names = (name for column in columns for name in _many(said.get(column, "")))
    ids = (
        f"{prefix}:{i}"
        for prefix in ("NCBIGene", "ENSEMBL", "UniProtKB")
        for i in _many(said.get(prefix, ""))
    )
    return Entry(id=said["id"], label=said["symbol"], synonyms=(said["name"], *names), mappings=tuple(ids))


def _withdrawn(said: dict[str, str]) -> Entry:
    see = list(dict.fromkeys(found.replace(" ", "") for found in _SEE.findall(said["name"])))
    note = (
        f"{said['status'].lower()}{', see ' if len(see) > 1 else ''}{', '.join(see) if len(see) > 1 else ''}"
    )
    return Entry(
        id=said["id"],
        label=said["symbol"],
        obsolete=True,
        replaced_by=see[0] if len(see) == 1 else None,
        note=note,
    )


def _many(cell: str) -> list[str]:
    """The values of a cell: HGNC's complete set parts them by `|`, its custom downloads by `, `."""
    parts = cell.split("|") if "|" in cell else re.split(r",\s", cell)
    return [part.strip().strip('"') for part in parts if part.strip()]
