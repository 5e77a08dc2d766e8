"""The whole picture as one SVG file: heading, timeline, legend, note of what is missing, network.

The file is plain XML without scripts, style sheets or references to anything outside.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.drawing.heading import heading, left_out
from kg.drawing.legend import legend
from kg.drawing.lines import connections
from kg.drawing.markup import FAMILY, Strip, escaped, moved, number, tag, words
from kg.drawing.paint import GROUND, LANE, LINE, QUIET
from kg.drawing.symbols import thing
from kg.drawing.timeline import timelines
from kg.picture.kinds import BY_NAME
from kg.picture.model import Lane, Node, Picture, Point
from kg.picture.nodes import RADIUS

MARGIN = 24.0
GAP = 14.0
"""Between the parts, in units of the picture."""
_NARROWEST = 900.0
_READABLE = 1_700.0
"""Wider pictures are looked at from farther away: their headings grow with them."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def svg(picture: Picture) -> str:
    """The picture as SVG text; the same picture gives the same text."""
    plan = _plan(picture)
    grown = f"translate({number(MARGIN)} {number(MARGIN)}) scale({plan.grown:.4g})"
    head = tag("g", plan.head.markup, transform=grown)
    return _file(picture, head + moved(_network(picture), *plan.network), (plan.wide, plan.high))


def size(picture: Picture) -> Point:
    """Width and height of the SVG, in its units."""
    plan = _plan(picture)
    return plan.wide, plan.high


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the two parts of the file stand."""

    head: Strip
    grown: float
    """How much the head is enlarged."""
    network: Point
    """How far the network is moved."""
    wide: float
    high: float


def _plan(picture: Picture) -> _Plan:
    left, top, right, bottom = bounds(picture)
    wide = max(right - left, _NARROWEST)
    grown = max(1.0, wide / _READABLE)
    head = _head(picture, wide / grown)
    below = MARGIN + head.height * grown + GAP
    place = (MARGIN + (wide - (right - left)) / 2 - left, below - top)
    return _Plan(head, grown, place, wide + 2 * MARGIN, below + bottom - top + MARGIN)


def bounds(picture: Picture) -> Box:
    """The rectangle around all things, labels and lanes; of no size for an empty picture."""
    boxes = [box(node) for node in picture.nodes]
    boxes += [(lane.x, lane.y, lane.x + lane.width, lane.y + lane.height) for lane in picture.lanes]
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def box(node: Node) -> Box:
    """The rectangle that a thing fills, label and all."""
    (x, y), (wide, high) = node.place, node.size
    top = y - (high / 2 if BY_NAME[node.kind].boxed else RADIUS)
    return x - wide / 2, top, x + wide / 2, top + high


def _head(picture: Picture, wide: float) -> Strip:
    """Everything above the network."""
    drawn, y = [], 0.0
    strips = (
        heading(picture, wide),
        timelines(picture, wide),
        legend(picture, wide),
        left_out(picture.left_out, wide),
    )
    for strip in strips:
        if strip.markup:
            drawn.append(moved(strip.markup, 0, y))
            y += strip.height + GAP
    return Strip("".join(drawn), max(y - GAP, 0.0))


def _network(picture: Picture) -> str:
    """Lanes, then connections, then things."""
    lanes = "".join(map(_lane, picture.lanes))
    things = tag("g", *map(thing, picture.nodes), text_anchor="middle") if picture.nodes else ""
    return lanes + connections(picture) + things


def _lane(lane: Lane) -> str:
    frame = tag(
        "rect", x=lane.x, y=lane.y, width=lane.width, height=lane.height, rx=12, fill=LANE, stroke=LINE
    )
    return frame + words(lane.title, lane.x + 14, lane.y + 17, 12.5, font_weight="bold", fill=QUIET)


def _file(picture: Picture, drawn: str, size: tuple[float, float]) -> str:
    """The root element with what screen readers say of the picture."""
    wide, high = map(number, size)
    root = tag(
        "svg",
        tag("title", escaped(picture.title or "Graph")),
        tag("desc", escaped(described(picture))),
        tag("rect", width="100%", height="100%", fill=GROUND),
        drawn,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        width=wide,
        height=high,
        viewBox=f"0 0 {wide} {high}",
        font_family=FAMILY,
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'


def described(picture: Picture) -> str:
    """What the picture shows, in sentences."""
    counted = f"{len(picture.nodes):,} things, {len(picture.edges):,} connections."
    made_up = "Invented for demonstration." if picture.invented else ""
    return " ".join(filter(None, (picture.subtitle, made_up, counted, *picture.left_out)))
