"""Reader of OBO Graphs JSON, the form of `mondo.json`, `uberon.json` and their like."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.terms.formats.entry import Entry, Release, curie_of, mapping_of, unreadable
from kg.terms.formats.files import opened
from kg.terms.formats.json_stream import JsonStream

_EXACT = "hasExactSynonym"
_EXACT_MATCH = "http://www.w3.org/2004/02/skos/core#exactMatch"
_REPLACED_BY = "http://purl.obolibrary.org/obo/IAO_0100001"
_SUBCLASS = "is_a"


def read(path: Path) -> Release:
    """The classes of all graphs of the file; properties and individuals are left out."""
    try:
        return _read(path)
    except (KeyError, TypeError, AttributeError) as error:
        raise unreadable(path, f"not the shape of OBO Graphs JSON: {error}") from error


def _read(path: Path) -> Release:
    nodes: list[dict[str, Any]] = []
    parents: dict[str, list[str]] = {}
    version = ""
    with opened(path) as stream:
        walk = JsonStream(stream, path)
        for key in walk.members():
            if key != "graphs":
                walk.value()
                continue
            for _ in walk.elements():
                version = _graph(walk, nodes, parents) or version
    entries = (_entry(node, parents.get(node["id"], [])) for node in nodes)
    return Release(version, tuple(entry for entry in entries if entry))


def _graph(walk: JsonStream, nodes: list[dict[str, Any]], parents: dict[str, list[str]]) -> str:
    version = ""
    for key in walk.members():
        if key == "nodes":
            for _ in walk.elements():
                node = walk.value()
                if node.get("type", "CLASS") == "CLASS" and "id" in node:
                    nodes.append(node)
        elif key == "edges":
            for _ in walk.elements():
                edge = walk.value()
                if edge.get("pred") == _SUBCLASS:
                    parents.setdefault(edge["sub"], []).append(edge["obj"])
        elif key == "meta":
            version = str((walk.value() or {}).get("version") or "")
        else:
            walk.value()
    return version


def _entry(node: dict[str, Any], parents: list[str]) -> Entry | None:
    meta = node.get("meta") or {}
    if not (label := node.get("lbl")):
        return None
    properties = [(said.get("pred"), said.get("val", "")) for said in meta.get("basicPropertyValues", ())]
    mapped = (mapping_of(value) for predicate, value in properties if predicate == _EXACT_MATCH)
    replaced = [curie_of(value) for predicate, value in properties if predicate == _REPLACED_BY]
    return Entry(
        id=curie_of(node["id"]),
        label=label,
        synonyms=tuple(said["val"] for said in meta.get("synonyms", ()) if said.get("pred") == _EXACT),
        parents=tuple(curie_of(parent) for parent in parents),
        mappings=tuple(curie for curie in mapped if curie),
        obsolete=bool(meta.get("deprecated")),
        replaced_by=replaced[0] if len(replaced) == 1 else None,
    )
