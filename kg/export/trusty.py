"""Trusty URIs of RDF: names that hold a hash of what they name (specification 1, module RA).

http://trustyuri.net/spec/v1.FADQoZWcYugekAb4jW-Zm3_5Cd9tmkkYEV0bxK2fLSKao.md
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

import pyoxigraph

HOLE = " "
"""Stands for the code in the names that are hashed."""

Row = tuple[str, str, str, Any]
"""Graph, subject and predicate as IRIs, the object as an IRI or a literal; each with `HOLE` for the code."""


def code(rows: Iterable[Row]) -> str:
    """The artifact code of the quads: 'RA' and 43 characters."""
    lines = []
    for graph, subject, predicate, thing in sorted(set(rows), key=_order):
        lines += [graph, subject, predicate, _written(thing)]
    digest = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).digest()
    return "RA" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _order(row: Row) -> tuple[Any, ...]:
    """By graph, subject, predicate and object: IRIs before literals, a text with a language first."""
    *names, thing = row
    if isinstance(thing, str):
        return (*names, 0, thing)
    datatype = "" if thing.language else thing.datatype.value
    return (*names, 1, thing.value, datatype, thing.language or "")


def _written(thing: str | pyoxigraph.Literal) -> str:
    if isinstance(thing, str):
        return thing
    kind = f"@{thing.language.lower()}" if thing.language else f"^{thing.datatype.value}"
    return kind + " " + thing.value.replace("\\", "\\\\").replace("\n", "\\n")
