"""The picture as a pyvis network: positions fixed, physics off, nothing for pyvis to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyvis.network import Network

    from kg.view import Picture

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "interaction": {
        "hover": True,
        "dragNodes": False,
        "selectable": False,
        "hoverConnectedEdges": False,
        "keyboard": {"enabled": False},
        "tooltipDelay": 10_000_000,
    },
    "nodes": {"shape": "custom"},
    "edges": {
        "smooth": False,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
        "chosen": False,
        "width": 1.2,
    },
}
"""Options of vis-network. Selection and keyboard are ours, so that mouse, touch and keys do the same."""


def network(picture: Picture) -> Network:
    """The network with short ids; labels are drawn by our own script from the picture's data."""
    from pyvis.network import Network

    made = Network(directed=True)  # undirected, pyvis drops the second connection between two nodes
    made.options = OPTIONS
    for node in picture.nodes:
        x, y = node.place
        made.add_node(node.key, label=node.lines[0] or " ", shape="custom", group=node.kind, x=x, y=y)
    for edge in picture.edges:
        made.add_edge(edge.source, edge.target)
    for number, drawn in enumerate(made.edges):
        drawn["id"] = f"e{number}"
    return made
