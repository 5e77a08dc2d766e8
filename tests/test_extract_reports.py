"""Whole case sections of our own, read as a scorer sees them; each expectation was checked by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.case import Publication, Section
from kg.errors import Notepad
from kg.extract.predictions import prediction
from kg.extract.reading import read
from kg.grounding import ground_case

REPORTS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "extract_reports.jsonl").read_text("utf-8").splitlines()
]
FIELDS = ("genes", "variants", "drugs", "receptor_status", "negated", "outcome")


def told(text: str) -> dict[str, Any]:
    """The fields of a text that are compared, tumours by their ids."""
    reading = read(Publication(pmid="1", sections=(Section(name="abstract", text=text),)))
    cases = [ground_case(case, Notepad("report")) for case in reading.cases]
    line = prediction("report", cases)
    return {name: line[name] for name in FIELDS} | {"diseases": [one["mondo"] for one in line["diseases"]]}


@pytest.mark.parametrize("report", REPORTS, ids=[report["text"][:40] for report in REPORTS])
def test_a_report_gives_its_facts_and_nothing_else(report: dict[str, Any]) -> None:
    assert told(report["text"]) == report["told"]
