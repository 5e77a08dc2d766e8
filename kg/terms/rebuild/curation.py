"""What the maintainers state themselves: tables in `ontology/terms/curation`, laid over the vocabularies."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.terms.model import Term
from kg.terms.rebuild.origin import with_more
from kg.terms.tables import place


def rows(name: str, where: Path | None = None) -> Iterator[dict[str, str]]:
    """The rows of a curation table by column; lines that start with `#` are remarks."""
    text = ((where or place() / "curation") / name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def with_curated_names(terms: Iterable[Term]) -> list[Term]:
    """The terms with the well-known names of `curation/names.tsv` that their vocabularies lack."""
    more: dict[str, list[str]] = {}
    for row in rows("names.tsv"):
        more.setdefault(row["id"], []).extend(row["names"].split("|"))
    return [with_more(term, synonyms=more.get(term.id, ())) for term in terms]
