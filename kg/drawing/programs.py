"""The kinds in the words of other programs: shapes of Graphviz and of Cytoscape."""

from __future__ import annotations

SHAPES: dict[str, tuple[str, str]] = {
    "patient": ("star", "star"),
    "publication": ("note", "tag"),
    "disease": ("hexagon", "hexagon"),
    "biomarker": ("doublecircle", "ellipse"),
    "finding": ("parallelogram", "rhomboid"),
    "site": ("pentagon", "pentagon"),
    "outcome": ("rpromoter", "right-rhomboid"),
    "profile": ("Mdiamond", "concave-hexagon"),
    "variant": ("diamond", "diamond"),
    "gene": ("square", "rectangle"),
    "line": ("box", "round-rectangle"),
    "response": ("invtriangle", "vee"),
    "event": ("octagon", "octagon"),
    "regimen": ("house", "cut-rectangle"),
    "drug": ("triangle", "triangle"),
    "drugclass": ("trapezium", "heptagon"),
    "evidence": ("box", "round-rectangle"),
    "claim": ("box", "round-rectangle"),
    "cases": ("tripleoctagon", "round-octagon"),
    "other": ("ellipse", "ellipse"),
}
"""Name of a kind -> its nearest shape in Graphviz 2.42 and in cytoscape.js 3, whose lists differ."""
