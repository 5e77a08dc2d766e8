"""Cases as case files: YAML with a document for each case, or JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path

from kg.case import Case
from kg.case_text import mapping, to_yaml
from kg.errors import Notepad
from kg.export import output
from kg.export.material import Material, Profile, Written
from kg.grounding import named_case

SUMMARY = "case files: YAML, or one case a line where OUT ends in .jsonl"

_LINES = frozenset({".jsonl", ".ndjson"})


def write(material: Material, out: Path, pad: Notepad, profile: Profile | None) -> Written:
    """Write every case, from which `kg build` makes the same graph."""
    as_lines = not _LINES.isdisjoint(suffix.lower() for suffix in out.suffixes[-2:])
    count = 0
    if profile:
        pad.note("", "case files name terms as kg does: the profile's ids are not in them")
    with output.file(out) as stream:
        for case in material.cases():
            named = named_case(case)
            stream.write((_line(named) if as_lines else f"---\n{to_yaml(named)}").encode())
            count += 1
    return Written({"cases": count})


def _line(case: Case) -> str:
    return f"{json.dumps(mapping(case), ensure_ascii=False, separators=(', ', ': '))}\n"
