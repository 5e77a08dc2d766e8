"""Invented records for the tests of `kg extract`, in the layouts that PubMed saves."""

from __future__ import annotations

import json
from pathlib import Path

TEXTS = (
    "A 61-year-old woman with lung adenocarcinoma harbouring an EGFR L858R mutation was given "
    "gefitinib. She had a partial response lasting 14 months.",
    "We report a man with melanoma carrying BRAF V600E. Vemurafenib led to a complete response. "
    "No NRAS mutation was found.",
    "A patient with breast cancer, ER positive and HER2 negative, was treated with letrozole. The "
    "disease was stable for 8 months.",
)


def record(number: int, text: str | None = None) -> str:
    """A record as MEDLINE writes it, with an invented PMID."""
    said = TEXTS[number % len(TEXTS)] if text is None else text
    lines = [f"PMID- {90_000_000 + number}", f"TI  - An invented report, number {number}", "LA  - eng"]
    lines += [f"AB  - {said}"] if said else []
    lines += ["AU  - Made U", "DP  - 2021 Mar", "TA  - J Invent", "PT  - Case Reports"]
    return "\n".join([*lines, f"AID - 10.5555/made.{number} [doi]"]) + "\n"


def records(count: int) -> str:
    """Many records, one after the other."""
    return "\n".join(map(record, range(count)))


def folder_of(path: Path, count: int) -> Path:
    """A folder of records, one to a file."""
    path.mkdir()
    for number in range(count):
        (path / f"report-{number:03}.txt").write_text(record(number))
    return path


def lines_of(path: Path) -> list[dict[str, object]]:
    """What a file of JSON lines holds."""
    return [json.loads(line) for line in path.read_text().splitlines()]
