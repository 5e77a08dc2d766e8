"""The whole graph as Cytoscape JSON: Cytoscape opens the file, cytoscape.js takes its `elements`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import Notepad
from kg.export import output
from kg.export.material import Material, Profile, Written
from kg.export.network import Edge, Network, Thing

SUMMARY = "Cytoscape JSON of the whole graph: nodes with properties, lists where they have several values"


def write(material: Material, out: Path, pad: Notepad, profile: Profile | None) -> Written:
    """Write every node with its properties and every statement between two nodes."""
    network = Network(material.graph(profile, pad))
    counts = {"nodes": 0, "edges": 0}
    head = {
        "format_version": "1.0",
        "generated_by": "casekg",
        "target_cytoscapejs_version": "~2.1",
        "data": {"name": "casekg", "shared_name": "casekg"},
    }
    with output.file(out) as stream:
        stream.write((json.dumps(head, indent=1).removesuffix("\n}") + ',\n "elements": {').encode())
        for kind, elements in (("nodes", _nodes(network)), ("edges", _edges(network))):
            separator = f'{"," if kind == "edges" else ""}\n  "{kind}": [\n'
            for element in elements:
                counts[kind] += 1
                # Escaped beyond ASCII, so that neither an encoding nor a lone surrogate can spoil the file.
                stream.write((separator + json.dumps({"data": element})).encode())
                separator = ",\n"
            stream.write(b"\n  ]" if counts[kind] else f"{separator}  ]".encode())
        stream.write(b"\n }\n}\n")
    return Written(counts, dict(network.left_out))


def _nodes(network: Network) -> Iterator[dict[str, Any]]:
    return (_node(thing, network) for thing in network.things())


def _node(thing: Thing, network: Network) -> dict[str, Any]:
    values = {name: found if network.columns[name].many else found[0] for name, found in thing.values.items()}
    own = {"id": thing.id, "name": thing.name, "shared_name": thing.name}
    return own | {"types": list(thing.types), "graphs": list(thing.graphs)} | values


def _edges(network: Network) -> Iterator[dict[str, Any]]:
    return (_edge(edge, number) for number, edge in enumerate(network.edges(), 1))


def _edge(edge: Edge, number: int) -> dict[str, Any]:
    return {
        "id": f"e{number}",
        "source": edge.source,
        "target": edge.target,
        "name": edge.predicate,
        "interaction": edge.predicate,
        "shared_interaction": edge.predicate,
        "graphs": list(edge.graphs),
    }
