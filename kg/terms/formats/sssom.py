"""Reader of SSSOM mapping tables; of them only the exact matches."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.terms.formats.entry import Entry, Release, curie_of, mapping_of, unreadable
from kg.terms.formats.files import text_lines

EXACT = "skos:exactMatch"
NEEDED = ("subject_id", "predicate_id", "object_id")


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row: the subject relates to the object in this way."""

    subject: str
    subject_label: str
    predicate: str
    object: str
    object_label: str


def mappings(path: Path) -> tuple[str, tuple[Mapping, ...]]:
    """The set's version and its rows; rows whose object has a prefix we do not know are left out."""
    version, columns, rows = "", dict[str, int](), []
    with text_lines(path) as lines:
        for number, line in lines:
            if line.startswith("#"):
                version = _version(line) or version
            elif not columns:
                columns = heading(line, path, number)
            elif line:
                cells = line.split("\t")
                cells += [""] * (max(columns.values()) + 1 - len(cells))
                if row := _mapping(cells, columns):
                    rows.append(row)
    return version, tuple(rows)


def heading(line: str, path: Path, number: int) -> dict[str, int]:
    """Name -> place of each column. Raises the path's fault when one that is needed is missing."""
    columns = {name: at for at, name in enumerate(line.split("\t"))}
    if missing := [name for name in NEEDED if name not in columns]:
        raise unreadable(path, f"the heading lacks {', '.join(missing)}", line=number)
    return columns


def read(path: Path) -> Release:
    """One entry for each subject, with its exact matches."""
    version, rows = mappings(path)
    found: dict[str, list[Mapping]] = {}
    for row in rows:
        if row.predicate == EXACT:
            found.setdefault(row.subject, []).append(row)
    entries = (
        Entry(id=subject, label=same[0].subject_label, mappings=tuple(row.object for row in same))
        for subject, same in found.items()
    )
    return Release(version, tuple(entries))


def _mapping(cells: list[str], columns: dict[str, int]) -> Mapping | None:
    def cell(name: str) -> str:
        return cells[columns[name]].strip() if name in columns else ""

    if not (target := mapping_of(cell("object_id"))):
        return None
    subject = curie_of(cell("subject_id"))
    return Mapping(subject, cell("subject_label"), cell("predicate_id"), target, cell("object_label"))


def _version(comment: str) -> str:
    name, colon, value = comment.lstrip("# ").partition(":")
    return value.strip() if colon and name.strip() == "mapping_set_version" else ""
