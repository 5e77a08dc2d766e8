"""Cases and graphs in the formats of other programs.

A target is a module with `SUMMARY` and `write(material, out, pad, profile) -> Written`, and a row in
`TARGETS`. A writer puts its output in place when it is complete (`kg.export.output`), counts what it wrote,
and counts and names what the format has no place for.
"""

from __future__ import annotations

import difflib
import importlib
from pathlib import Path
from typing import NamedTuple

from kg.calling import make_callable
from kg.errors import Notepad, UsageError
from kg.export.material import Material, Profile, Written

__all__ = ["TARGETS", "Material", "Profile", "Target", "Written", "target", "write"]


class Target(NamedTuple):
    """A format that can be written."""

    module: str
    summary: str
    """The module's `SUMMARY`, here, too, so that help and completion import no writer; a test holds both."""
    stream: str | None = None
    """The suffix of what is written to standard output; None where the target is more than one file."""


TARGETS: dict[str, Target] = {
    "case": Target("case_files", "case files: YAML, or one case a line where OUT ends in .jsonl", ".yaml"),
    "kgx": Target("kgx", "KGX, Biolink 4.4.4: two tables, OUT_nodes.tsv and OUT_edges.tsv"),
    "kgx-jsonl": Target("kgx_jsonl", "KGX, Biolink 4.4.4: JSON lines, OUT_nodes.jsonl and OUT_edges.jsonl"),
    "vaspec": Target(
        "vaspec",
        "GA4GH VA-Spec 1.0 statements: a JSON array, or one a line where OUT ends in .jsonl",
        ".json",
    ),
    "graphml": Target(
        "graphml",
        "GraphML of the whole graph: nodes with typed properties, several values as a JSON list",
        ".graphml",
    ),
    "cyjs": Target(
        "cyjs",
        "Cytoscape JSON of the whole graph: nodes with properties, lists where they have several values",
        ".cyjs",
    ),
    "neo4j": Target("neo4j", "a folder of CSV files for neo4j-admin database import, and the command"),
    "parquet": Target(
        "parquet",
        "a Parquet table with a quad a row: subject, predicate, object, kind, datatype, language, graph",
        ".parquet",
    ),
    "phenopacket": Target(
        "phenopacket",
        "GA4GH phenopackets v2: a folder of JSON files, .jsonl, or one packet as .json or .pb (protobuf)",
        ".jsonl",
    ),
    "nanopub": Target(
        "nanopub",
        "nanopublications with trusty URIs, one for each statement: N-Quads, or TriG where OUT ends in .trig",
        ".nq",
    ),
    "jsonld": Target("jsonld", "JSON-LD with kg's own context, one @graph per case", ".jsonld"),
}
"""Name after --to -> target, in the order of `kg export --list`."""


def target(name: str) -> Target:
    """The target of that name. Raises UsageError with the nearest names."""
    if name in TARGETS:
        return TARGETS[name]
    near = difflib.get_close_matches(name.lower(), TARGETS, n=2)
    cure = f"did you mean {' or '.join(map(repr, near))}?" if near else f"one of {', '.join(TARGETS)}"
    raise UsageError(f"--to: {name!r} is no format that kg writes ({cure})")


def write(material: Material, to: str, out: Path, pad: Notepad, profile: Profile | None = None) -> Written:
    """Write the material to `out` in the format called `to`. Raises KgError for what cannot be written."""
    module = importlib.import_module(f"kg.export.{target(to).module}")
    written: Written = module.write(material, out, pad, profile)
    return written


make_callable(__name__)
