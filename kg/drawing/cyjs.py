"""The picture as Cytoscape JSON: Cytoscape opens the file, cytoscape.js takes its `elements`."""

from __future__ import annotations

import json
from typing import Any

from kg.drawing.records import names, things, ties
from kg.picture.model import Picture


def cyjs(picture: Picture) -> str:
    """The picture as JSON text; the same picture gives the same text."""
    known = names(picture)
    nodes = [
        {
            "data": {"id": known[node.key], "name": node.label, "shared_name": node.label, **record},
            "position": {"x": node.place[0], "y": node.place[1]},
        }
        for node, record in things(picture)
    ]
    edges = [
        {
            "data": {
                "id": name,
                "source": known[edge.source],
                "target": known[edge.target],
                "name": edge.label,
                "shared_interaction": edge.label,
                **record,
            }
        }
        for name, edge, record in ties(picture)
    ]
    whole: dict[str, Any] = {
        "format_version": "1.0",
        "generated_by": "casekg",
        "target_cytoscapejs_version": "~2.1",
        "data": {"name": picture.title, "shared_name": picture.title, "left_out": " ".join(picture.left_out)},
        "elements": {"nodes": nodes, "edges": edges},
    }
    # Escaped beyond ASCII, so that neither an encoding nor a lone surrogate can spoil the file.
    return json.dumps(whole, indent=1) + "\n"
