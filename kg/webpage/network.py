"""The picture as a pyvis network: positions fixed, physics off, nothing for pyvis to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyvis.network import Network

    from kg.picture import Picture

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
    "edges": {"smooth": False, "chosen": False},
}
"""Options of vis-network. Selection and keyboard are ours, so that mouse, touch and keys do the same."""


def network(picture: Picture) -> Network:
    """The network with short ids; labels are drawn by our own script from the picture's data."""
    from pyvis.network import Network

    made = Network(directed=True)  # undirected, pyvis drops the second connection between two nodes
    made.options = OPTIONS
    for node in (*picture.nodes, *picture.tucked):
        x, y = node.place
        made.add_node(node.key, label=node.lines[0] or " ", shape="custom", group=node.kind, x=x, y=y)
    for edge in picture.edges:
        made.add_edge(edge.source, edge.target)
    for number, drawn in enumerate(made.edges):
        # Lines are drawn by our own script, too; the network keeps them for what it computes.
        drawn.update(id=f"e{number}", hidden=True)
    return made
