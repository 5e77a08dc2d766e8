"""The whole graph as GraphML with typed columns, for Gephi, networkx and igraph.

GraphML knows no lists: a column in which some node has several values holds lists in JSON.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.drawing.markup import xml_text
from kg.errors import Notepad
from kg.export import output
from kg.export.material import Material, Profile, Written
from kg.export.network import Network, Thing

if TYPE_CHECKING:
    import networkx

SUMMARY = "GraphML of the whole graph: nodes with typed properties, several values as a JSON list"


def write(material: Material, out: Path, pad: Notepad, profile: Profile | None) -> Written:
    """Write every node with its properties and every statement between two nodes."""
    import networkx

    network = Network(material.graph(profile, pad))
    made = _made(network)
    with output.file(out) as stream:
        # Not write_graphml: that writes other bytes where lxml is installed.
        networkx.write_graphml_xml(made, stream, edge_id_from_attribute="id")
        stream.write(b"\n")
    counts = {"nodes": made.number_of_nodes(), "edges": made.number_of_edges()}
    return Written(counts, dict(network.left_out))


def _made(network: Network) -> networkx.MultiDiGraph[str]:
    """The graph as a networkx graph, its strings fit for XML."""
    import networkx

    made: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for thing in network.things():
        made.add_node(thing.id, **_record(thing, network))
    for number, edge in enumerate(network.edges(), 1):
        record = {"id": f"e{number}", "label": edge.predicate, "graphs": _list(edge.graphs)}
        made.add_edge(edge.source, edge.target, key=record["id"], **record)
    return made


def _record(thing: Thing, network: Network) -> dict[str, Any]:
    own = {"label": xml_text(thing.name), "types": _list(thing.types), "graphs": _list(thing.graphs)}
    for name, values in thing.values.items():
        own[name] = _list(values) if network.columns[name].many else _fit(values[0])
    return own


def _list(values: Any) -> str:
    return xml_text(json.dumps(list(values), ensure_ascii=False))


def _fit(value: Any) -> Any:
    return xml_text(value) if isinstance(value, str) else value
