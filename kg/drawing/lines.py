"""Connections as SVG: lines between the rims of things, with an arrow head, dashed by modality."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from kg.drawing.markup import escaped, number, tag
from kg.drawing.paint import EDGE, EDGE_DASHES, mixed
from kg.picture.kinds import BY_NAME
from kg.picture.model import Edge, Node, Picture, Point
from kg.picture.nodes import RADIUS

_MANY = 600
"""With more connections than this, hovering names none: the file would double."""


def connections(picture: Picture) -> str:
    """All connections; those that look alike share one group."""
    nodes = {node.key: node for node in picture.nodes}
    groups: dict[tuple[bool, str], list[Edge]] = {}
    for edge in picture.edges:
        groups.setdefault((edge.faint, EDGE_DASHES.get(edge.modality, "")), []).append(edge)
    named = len(picture.edges) <= _MANY
    return "".join(
        _group(look, "".join(_drawn(groups[look], nodes, (_width(look[0]), named))))
        for look in sorted(groups, reverse=True)  # the faint ones lie below
    )


def _width(faint: bool) -> float:
    return 0.9 if faint else 1.3


def _group(look: tuple[bool, str], lines: str) -> str:
    faint, dashes = look
    colour = mixed(EDGE, 0.45 if faint else 0.85)
    return tag(
        "g",
        lines,
        stroke=colour,
        fill=colour,
        stroke_width=_width(faint),
        stroke_dasharray=dashes or None,
    )


def _drawn(edges: Iterable[Edge], nodes: dict[str, Node], how: tuple[float, bool]) -> Iterator[str]:
    """Line and arrow head of each connection; `how` is its width, and whether hovering names it."""
    width, named = how
    for edge in edges:
        source, target = nodes[edge.source], nodes[edge.target]
        if source is target:
            parts = tag("path", d=_loop(source), fill="none")
        else:
            start, end = rim(source, target.place), rim(target, source.place)
            line = tag("path", d=f"M{_point(start)}L{_point(end)}")
            parts = line + tag("path", d=_head(start, end, 6 + 1.6 * width), stroke="none")
        said = f"{source.label} – {edge.label} – {target.label}"
        yield tag("g", tag("title", escaped(said)), parts) if named else parts


def rim(node: Node, toward: Point) -> Point:
    """Where a line from the middle of the thing towards that point leaves its symbol."""
    x, y = node.place
    dx, dy = toward[0] - x, toward[1] - y
    length = math.hypot(dx, dy) or 1.0
    if not BY_NAME[node.kind].boxed:
        return x + dx / length * (RADIUS + 2), y + dy / length * (RADIUS + 2)
    wide, high = node.size
    part = min(wide / 2 / max(abs(dx), 1e-9), high / 2 / max(abs(dy), 1e-9), 1.0)
    return x + dx * part, y + dy * part


def _head(start: Point, end: Point, size: float) -> str:
    """The arrow head at the end of a line as path data."""
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    corners = [
        (end[0] - size * math.cos(angle + turn), end[1] - size * math.sin(angle + turn))
        for turn in (-0.4, 0.4)
    ]
    return "M" + "L".join(map(_point, (end, *corners))) + "Z"


def _point(point: Point) -> str:
    return f"{number(point[0])},{number(point[1])}"


def _loop(node: Node) -> str:
    """A connection of a thing with itself: a small bow at its upper right."""
    x, y = node.place
    return f"M{number(x + 5)},{number(y - RADIUS)}c12,-24 36,-6 12,10"
