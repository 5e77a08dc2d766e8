"""Evidence statements as GA4GH VA-Spec 1.0 statements: a JSON array, or JSON lines."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from kg.errors import Notepad
from kg.export import output
from kg.export.material import Material, Profile, Written
from kg.vaspec import Graph, Writer
from kg.vaspec.writing import NotHeld
from kg.vocabulary import KG

SUMMARY = "GA4GH VA-Spec 1.0 statements: a JSON array, or one a line where OUT ends in .jsonl"

_LINES = frozenset({".jsonl", ".ndjson"})


def write(material: Material, out: Path, pad: Notepad, profile: Profile | None) -> Written:
    """Write every evidence statement that VA-Spec can hold, of cases and of catalogues, by id."""
    as_lines = not _LINES.isdisjoint(suffix.lower() for suffix in out.suffixes[-2:])
    start, between, end = ("", "\n", "\n") if as_lines else ("[\n", ",\n", "\n]\n")
    graph = Graph(material.graph(profile, pad))
    writer = Writer(graph)
    count, left_out = 0, Counter[str]()
    with output.file(out) as stream:
        stream.write(start.encode())
        for node in graph.instances(KG.EvidenceStatement):
            made = writer.statement(node)
            if isinstance(made, NotHeld):
                left_out[made.reason] += 1
                continue
            stream.write(((between if count else "") + _compact(made)).encode())
            count += 1
        if records := writer.unwritten():
            left_out["records of catalogues that no statement here is on"] = records
        stream.write((end if count or not as_lines else "").encode())
    return Written({"statements": count}, dict(sorted(left_out.items())))


def _compact(thing: object) -> str:
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":"))
