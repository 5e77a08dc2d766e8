"""Colours, borders and dashes: the page's light theme, for files that know no style sheet."""

from __future__ import annotations

from dataclasses import dataclass

from kg.picture.kinds import Kind

GROUND = "#ffffff"
LANE = "#f7f9fb"
LINE = "#d5dbe1"
TEXT = "#16202b"
QUIET = "#52606d"
RAISED = "#f6f8fa"
BAR = "#8fb9d6"
BETTER_BAR = "#56b4e9"
EDGE = "#7b8a99"
OUTLINE = "#26323f"
WARNING = "#b4430d"
VERDICTS = {"better": "#0b7a53", "worse": "#b4430d", "same": "#6b5d00", "mixed": TEXT}
"""Which way the disease went -> colour of the sign."""

MODALITIES = ("observed", "absent", "background", "hypothesis")
"""In the order of the legend."""
_OPACITY = {"absent": 0.0, "hypothesis": 0.08, "background": 0.22}
_DASHES = {"absent": (5.0, 3.0), "hypothesis": (1.5, 3.0)}
EDGE_DASHES = {"absent": "6 5", "hypothesis": "2 4"}
"""Modality of a connection -> its dashes."""


@dataclass(frozen=True, slots=True)
class Paint:
    """How a symbol is filled and bordered; lengths in units of the picture."""

    fill: str
    stroke: str
    width: float
    dash: tuple[float, ...] = ()


def paint(kind: Kind, modality: str) -> Paint:
    """Filled, hollow and dashed, hollow and dotted, or pale."""
    dash = _DASHES.get(modality, ())
    opacity = _OPACITY.get(modality, 0.34 if kind.boxed else 1.0)
    stroke = kind.colour if kind.boxed or dash else OUTLINE
    return Paint(mixed(kind.colour, opacity), stroke, 2.2 if dash else 1.2, dash)


def mixed(colour: str, opacity: float) -> str:
    """The colour at that opacity on white, as an opaque colour: every program shows it alike.

    >>> mixed("#000000", 0.5)
    '#808080'
    """
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * opacity):02x}" for part in parts)


def red_green_blue(colour: str) -> tuple[int, int, int]:
    """Its three parts from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
