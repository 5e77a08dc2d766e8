"""What stands above the drawing in words: title, badge of invented cases, document, what was left out."""

from __future__ import annotations

from collections.abc import Iterable

from kg.drawing.markup import Strip, bold_width, tag, words
from kg.drawing.paint import LINE, QUIET, RAISED, TEXT, WARNING
from kg.picture.lettering import broken, width
from kg.picture.model import Picture

_TITLE, _BESIDE, _SMALL = 19.0, 13.5, 11.5
_BADGE = "invented for demonstration"


def heading(picture: Picture, wide: float) -> Strip:
    """The title with its badge, and below it the document that the picture is drawn from."""
    badge_wide = width(_BADGE, _SMALL) + 16 if picture.invented else 0.0
    lines = broken(picture.title, (wide - badge_wide - 12) / 1.08, 2, _TITLE)
    leading = 1.25 * _TITLE
    drawn = [
        words(text, 0, (at + 0.5) * leading, _TITLE, font_weight="bold", fill=TEXT)
        for at, text in enumerate(lines)
    ]
    height = len(lines) * leading
    if picture.invented:
        drawn.append(_badge(bold_width(lines[-1], _TITLE) + 10, height - leading / 2, badge_wide))
    if picture.subtitle:
        below = paragraph(broken(picture.subtitle, wide, 2, _BESIDE), _BESIDE, QUIET, height)
        drawn.append(below.markup)
        height += below.height
    return Strip("".join(drawn), height)


def _badge(x: float, y: float, wide: float) -> str:
    frame = tag(
        "rect",
        x=x,
        y=y - 9,
        width=wide,
        height=18,
        rx=9,
        fill="none",
        stroke=WARNING,
        stroke_dasharray="3 2",
    )
    return frame + words(_BADGE, x + wide / 2, y, _SMALL, fill=WARNING, text_anchor="middle")


def paragraph(lines: Iterable[str], font: float, colour: str, down: float = 0.0) -> Strip:
    """Lines of text under each other, the first one `down` below the top."""
    leading = 1.35 * font
    drawn = [words(text, 0, down + (at + 0.5) * leading, font, fill=colour) for at, text in enumerate(lines)]
    return Strip("".join(drawn), leading * len(drawn))


def left_out(sentences: Iterable[str], wide: float) -> Strip:
    """A framed note of what is not drawn; nothing when everything is."""
    lines = [line for sentence in sentences for line in broken(sentence, wide - 20, 4, 12.5)]
    if not lines:
        return Strip()
    text = paragraph(lines, 12.5, TEXT, 6)
    frame = tag("rect", width=wide, height=text.height + 12, rx=6, fill=RAISED, stroke=LINE)
    return Strip(frame + tag("g", text.markup, transform="translate(10 0)"), text.height + 12)
