"""SVG as text: elements whose every value is escaped, and strips that stack to a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.picture.lettering import width

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})

FAMILY = "Arial, 'Liberation Sans', Helvetica, sans-serif"
"""Fonts that are alike in width everywhere; the layout counts on it."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Markup that fills the width of the picture, and the height that it takes."""

    markup: str = ""
    height: float = 0.0


def xml_text(text: str) -> str:
    r"""The text without what XML cannot hold: each such character becomes U+FFFD.

    >>> xml_text("a\x00b") == "a\ufffdb"
    True
    """
    return _NO_XML.sub("\ufffd", text)


def escaped(text: str) -> str:
    """The text as it may stand in an XML element or attribute.

    >>> escaped('<a href="x">')
    '&lt;a href=&quot;x&quot;&gt;'
    """
    return xml_text(text).translate(_ESCAPES)


def number(value: float) -> str:
    """At most two decimals, none that say nothing.

    >>> number(2.0), number(-0.001), number(1.256)
    ('2', '0', '1.26')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def tag(element: str, *children: str, **attributes: str | float | None) -> str:
    """An element; underscores of attribute names are hyphens, None leaves one out, children are markup.

    >>> tag("rect", x=1.5, stroke_width=2, rx=None)
    '<rect x="1.5" stroke-width="2"/>'
    """
    written = "".join(
        f' {name.replace("_", "-")}="{escaped(value) if isinstance(value, str) else number(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return f"<{element}{written}>{inside}</{element}>" if inside else f"<{element}{written}/>"


def words(text: str, x: float, y: float, font: float, **attributes: str | float | None) -> str:
    """Text whose middle line is at y; more attributes as for `tag`."""
    return tag("text", escaped(text), x=x, y=y + 0.35 * font, font_size=font, **attributes)


def bold_width(text: str, font: float) -> float:
    """About how wide the text is in bold letters."""
    return 1.08 * width(text, font)


def moved(markup: str, x: float, y: float) -> str:
    """The markup moved to that point; nothing stays nothing."""
    return tag("g", markup, transform=f"translate({number(x)} {number(y)})") if markup else ""
