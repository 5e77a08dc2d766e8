"""The picture as GraphML with typed columns, for Cytoscape, Gephi, networkx and igraph."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from kg.drawing.markup import xml_text
from kg.drawing.records import Record, names, things, ties

if TYPE_CHECKING:
    import networkx

    from kg.picture import Picture


def graphml(picture: Picture) -> bytes:
    """The picture as a GraphML file; the same picture gives the same bytes."""
    import networkx

    out = io.BytesIO()
    # Not write_graphml: that writes other bytes where lxml is installed.
    networkx.write_graphml_xml(network(picture), out, edge_id_from_attribute="id")
    return out.getvalue() + b"\n"


def network(picture: Picture) -> networkx.MultiDiGraph[str]:
    """The picture as a networkx graph, its strings fit for XML."""
    import networkx

    made: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    made.graph.update(title=xml_text(picture.title), left_out=xml_text(" ".join(picture.left_out)))
    known = {key: xml_text(name) for key, name in names(picture).items()}
    for node, record in things(picture):
        made.add_node(known[node.key], **_fit(record))
    for name, edge, record in ties(picture):
        made.add_edge(known[edge.source], known[edge.target], key=name, id=name, **_fit(record))
    return made


def _fit(record: Record) -> Record:
    return {name: xml_text(value) if isinstance(value, str) else value for name, value in record.items()}
