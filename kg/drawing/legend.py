"""The legend: every kind and modality that is drawn, with its number."""

from __future__ import annotations

from collections import Counter

from kg.drawing.markup import Strip, escaped, moved, tag
from kg.drawing.paint import LINE, MODALITIES, OUTLINE, QUIET, RAISED, TEXT
from kg.drawing.symbols import strike, symbol
from kg.picture.kinds import KINDS, Kind
from kg.picture.lettering import width
from kg.picture.model import Picture

_FONT = 12.5
_HIGH, _GAP = 24.0, 5.0
_SWATCHES: dict[str, dict[str, str | float]] = {
    "observed": {"fill": QUIET},
    "absent": {"fill": "none", "stroke_dasharray": "3.5 2"},
    "background": {"fill": QUIET, "fill_opacity": 0.3},
    "hypothesis": {"fill": "none", "stroke_dasharray": "1.2 2"},
}


def legend(picture: Picture, wide: float) -> Strip:
    """The entries in rows of that width."""
    kinds = Counter(node.kind for node in picture.nodes)
    modalities = Counter(node.modality for node in picture.nodes)
    entries = [(_icon(kind), kind.title, kinds[kind.name], "none") for kind in KINDS if kinds[kind.name]]
    entries += [(_swatch(name), name, modalities[name], RAISED) for name in MODALITIES if modalities[name]]
    drawn, x, y = [], 0.0, 0.0
    for icon, name, count, ground in entries:
        said = f"{count:,}"
        long = 26 + 0.95 * width(f"{name} {said}", _FONT) + 10
        if x and x + long > wide:
            x, y = 0.0, y + _HIGH + _GAP
        drawn.append(moved(_entry(icon, (name, said), long, ground), x, y))
        x += long + _GAP
    return Strip("".join(drawn), y + _HIGH) if drawn else Strip()


def _entry(icon: str, said: tuple[str, str], long: float, ground: str) -> str:
    """Symbol, name and number in a frame."""
    name, count = said
    frame = tag("rect", width=long, height=_HIGH, rx=12, fill=ground, stroke=LINE)
    label = tag(
        "text",
        _part(name, TEXT) + _part(f" {count}", QUIET),
        x=26,
        y=_HIGH / 2 + 0.35 * _FONT,
        font_size=_FONT,
    )
    return frame + moved(icon, 15, _HIGH / 2) + label


def _part(text: str, colour: str) -> str:
    """A stretch of a line in that colour."""
    return tag("tspan", escaped(text), fill=colour)


def _icon(kind: Kind) -> str:
    if kind.path:
        return symbol(kind, "", 6.5)
    look: dict[str, str | float] = {"fill": kind.colour, "stroke": OUTLINE, "stroke_width": 0.7}
    return tag("rect", x=-8, y=-5, width=16, height=10, rx=2.5, **look)


def _swatch(modality: str) -> str:
    circle = tag("circle", r=6, stroke=QUIET, stroke_width=1.3, **_SWATCHES[modality])
    return circle + (strike(5.5) if modality == "absent" else "")
