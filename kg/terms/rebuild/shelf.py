"""The folder of releases: which file is which, and what the vocabularies' own lists hold."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.terms.formats import Release, read
from kg.terms.formats.files import opened, text_lines

_NCIT = re.compile(r"C\d+\Z")
_AGENT = re.compile(r"antineoplastic|antitumor activit|immunomodulating activit", re.IGNORECASE)
_OTHER = re.compile(r"\b(?:regimen|therapy|procedure|carcinoma|tumor)\b", re.IGNORECASE)
_NAME = 60
"""Longest name of an agent; longer ones describe a preparation of cells."""

_DATE = re.compile(r"\d{4}[-_]\d{2}(?:[-_]\d{2})?")


@dataclass(frozen=True)
class Shelf:
    """A folder with one sub-folder per vocabulary."""

    folder: Path

    def one(self, *patterns: str) -> Path:
        """The first file that fits a pattern, patterns tried in order; KgError when none does."""
        for pattern in patterns:
            if found := sorted(self.folder.glob(pattern)):
                return found[-1]
        raise KgError(f"{self.folder}: no file fits {' or '.join(patterns)}")

    def release(self, *patterns: str) -> tuple[Release, str]:
        """The release that fits, and its version: as stated inside, else as its file's name tells."""
        path = self.one(*patterns)
        release = read(path)
        return release, release.version or dated(path)

    def table(self, *patterns: str) -> Iterator[dict[str, str]]:
        """The rows of a tab- or comma-separated file by column; comment lines are left out."""
        path = self.one(*patterns)
        comma = "," if ".csv" in path.name else "\t"
        with text_lines(path) as lines:
            texts = (line for _, line in lines if line and not line.startswith("#"))
            yield from csv.DictReader(texts, delimiter=comma)

    def json(self, *patterns: str) -> Any:
        """The content of a JSON file."""
        with opened(self.one(*patterns)) as stream:
            return json.load(stream)


def dated(path: Path) -> str:
    """The date in a file's name, as ISO 8601; '' when there is none.

    >>> dated(Path("oncotree_2025_10_03.json"))
    '2025-10-03'
    """
    found = _DATE.search(path.name)
    return found[0].replace("_", "-") if found else ""


@lru_cache(maxsize=4)
def current_ids(shelf: Shelf) -> frozenset[str]:
    """The ids that DO, MeSH, OncoTree and NCIt list themselves.

    A mapping to one of these vocabularies is kept only when its object is here: mapping sets outlive
    the terms they point to.
    """
    found = {row["id"] for row in shelf.table("doid/HumanDO.tsv")}
    with text_lines(shelf.one("mesh/mesh_id_label_mappings.tsv*")) as lines:
        found |= {f"MESH:{line.partition(chr(9))[0]}" for _, line in lines}
    found |= {f"ONCOTREE:{node['code']}" for node in oncotree(shelf)}
    return frozenset(found | ncit_labels(shelf).keys())


@lru_cache(maxsize=4)
def ncit_labels(shelf: Shelf) -> dict[str, str]:
    """NCIt id -> label, the newest list that has it."""
    found: dict[str, str] = {}
    for pattern in ("ncit/ncit-disease-*.json*", "ncit/mondo_ncit_import.obo"):
        entries = shelf.release(pattern)[0].entries
        found |= {entry.id: entry.label for entry in entries if entry.id.startswith("NCIT:")}
    found |= gdc_terms(shelf)
    found |= {entry.id: entry.label for entry in shelf.release("ncit/ncit_*.owl")[0].entries}
    found |= {f"NCIT:{row['Code']}": row["Preferred Term"] for row in shelf.table("ncit/Neoplasm_Core.csv")}
    rows = shelf.table("ncit/mondo_ingest_ncit_unmapped_*.tsv")
    return found | {row["subject_id"]: row["subject_label"] for row in rows}


def gdc_terms(shelf: Shelf) -> dict[str, str]:
    """NCIt id -> label, as the Genomic Data Commons' dictionary of terms states them."""
    return {curie: label for curie, label, _ in _gdc(shelf)}


def gdc_agents(shelf: Shelf) -> dict[str, str]:
    """NCIt id -> label of the terms that the dictionary describes as acting against neoplasms."""
    agents = ((curie, label) for curie, label, said in _gdc(shelf) if _AGENT.search(said))
    return {curie: label for curie, label in agents if len(label) <= _NAME and not _OTHER.search(label)}


@lru_cache(maxsize=4)
def _gdc(shelf: Shelf) -> tuple[tuple[str, str, str], ...]:
    """Id, label and description of every NCIt term of the dictionary, by id."""
    import yaml

    with opened(shelf.one("ncit/gdc_terms_enum.yaml*")) as stream:
        said = yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe
    return tuple(sorted(set(_gdc_terms(said))))


def _gdc_terms(said: Any) -> Iterator[tuple[str, str, str]]:
    if not isinstance(said, dict):
        return
    for key, value in said.items():
        for defined in value if isinstance(value, list) else [value]:
            if key == "termDef" and isinstance(defined, dict) and _is_ncit(defined):
                label = " ".join(str(defined["term"]).split())
                yield f"NCIT:{defined['term_id']}", label, " ".join(str(said.get("description")).split())
        yield from _gdc_terms(value)


def _is_ncit(defined: dict[str, Any]) -> bool:
    return str(defined.get("source")).startswith("NCI") and bool(_NCIT.match(str(defined.get("term_id"))))


@lru_cache(maxsize=4)
def oncotree(shelf: Shelf) -> tuple[dict[str, Any], ...]:
    """The nodes of OncoTree, parents before children."""
    waiting = list(shelf.json("oncotree/oncotree_*.json").values())
    found = []
    while waiting:
        node = waiting.pop(0)
        found.append(node)
        waiting.extend(node["children"].values())
    return tuple(found)
