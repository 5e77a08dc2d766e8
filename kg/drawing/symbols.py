"""One thing of the picture as SVG: its symbol or box, filled by modality, and its label."""

from __future__ import annotations

from kg.drawing.markup import escaped, moved, tag, words
from kg.drawing.paint import LANE, OUTLINE, QUIET, TEXT, paint
from kg.picture.kinds import BY_NAME, Kind
from kg.picture.lettering import LEADING, width
from kg.picture.model import Node
from kg.picture.nodes import RADIUS, SMALL


def thing(node: Node) -> str:
    """The node at its place; hovering over it shows its kind and whole label."""
    kind = BY_NAME[node.kind]
    said = ", ".join(filter(None, (f"{kind.title}: {node.label}", node.detail, node.modality)))
    shape = _box(node, kind) if kind.boxed else symbol(kind, node.modality, RADIUS)
    return moved(tag("title", escaped(said)) + shape + _label(node, kind), *node.place)


def symbol(kind: Kind, modality: str, radius: float) -> str:
    """A kind's symbol around the origin; absent ones are struck through."""
    look = paint(kind, modality)
    thin = min(1.0, radius / 11)  # small symbols of the legend have fine borders
    shape = tag(
        "path",
        d=kind.path,
        transform=f"scale({radius:g})",
        fill=look.fill,
        stroke=look.stroke,
        stroke_width=thin * look.width / radius,
        stroke_linejoin="round",
        stroke_dasharray=" ".join(f"{thin * part / radius:.3f}" for part in look.dash) or None,
    )
    return shape + (strike(radius) if modality == "absent" else "")


def strike(radius: float) -> str:
    """The stroke through what was looked for and not found."""
    reach = 0.95 * radius
    return tag(
        "path",
        d=f"M{-reach:.1f},{reach:.1f}L{reach:.1f},{-reach:.1f}",
        stroke=OUTLINE,
        stroke_width=min(2.0, radius / 5),
    )


def _box(node: Node, kind: Kind) -> str:
    wide, high = node.size
    look = paint(kind, node.modality)
    return tag(
        "rect",
        x=-wide / 2,
        y=-high / 2,
        width=wide,
        height=high,
        rx=high / 2.4 if node.kind == "line" else 6,
        fill=look.fill,
        stroke=look.stroke,
        stroke_width=look.width,
        stroke_dasharray=" ".join(f"{part:g}" for part in look.dash) or None,
    )


def _label(node: Node, kind: Kind) -> str:
    """The lines of the label, inside the box or below the symbol, and the small line under them."""
    line = node.font * LEADING
    height = len(node.lines) * line + (14 if node.detail else 0)
    top = -height / 2 if kind.boxed else RADIUS + 6
    rows = [(text, top + (at + 0.5) * line, node.font, TEXT) for at, text in enumerate(node.lines)]
    if node.detail:
        rows.append((node.detail, top + (len(rows) + 0.5) * line - 1.5, SMALL, QUIET))
    back = "" if kind.boxed else _behind(rows)
    return back + "".join(words(text, 0, y, font, fill=colour) for text, y, font, colour in rows if text)


def _behind(rows: list[tuple[str, float, float, str]]) -> str:
    """A pale ground that keeps each line readable on connections."""
    return "".join(
        tag(
            "rect",
            x=-0.46 * width(text, font),
            y=y - 0.55 * font,
            width=0.92 * width(text, font),
            height=1.15 * font,
            fill=LANE,
            fill_opacity=0.82,
        )
        for text, y, font, _ in rows
        if text
    )
