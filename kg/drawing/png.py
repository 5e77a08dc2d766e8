"""The picture as PNG without a browser: the SVG, painted by resvg."""

from __future__ import annotations

from functools import cache

from kg.drawing.markup import xml_text
from kg.drawing.svg import size, svg
from kg.errors import KgError, UsageError
from kg.picture.model import Picture

LARGEST = 120_000_000
"""Most pixels of a file: about 1.5 GB of memory while it is painted."""
_PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" font-family="sans-serif">{}</svg>'


def png(picture: Picture, scale: float = 2.0) -> bytes:
    """The picture as a PNG file, `scale` pixels per unit; the same fonts give the same bytes.

    Raises UsageError for a scale that makes it too large or empty, KgError without resvg or fonts.
    """
    if not 0.05 <= scale <= 20:
        raise UsageError(f"--scale: {scale:g} is out of range (use 0.05 to 20; 2 is usual)")
    wide, high = (round(length * scale) for length in size(picture))
    if wide * high > LARGEST:
        most = (LARGEST / (wide * high)) ** 0.5 * scale
        raise UsageError(
            f"--scale {scale:g} makes {wide:,} × {high:,} pixels, too many for a PNG file "
            f"(use --scale {most:.2f} or less, a smaller --limit, or --format svg)"
        )
    if not _writes():
        raise KgError(
            "no font is installed, so a PNG would stand without words "
            "(install one, such as DejaVu or Liberation)"
        )
    return _painted(xml_text(svg(picture)), scale)


def _painted(text: str, scale: float) -> bytes:
    try:
        import resvg_py
    except ModuleNotFoundError:
        raise UsageError(
            "PNG needs the package resvg_py, which is not installed (pip install 'casekg[png]'; "
            "--format svg needs nothing)"
        ) from None
    return bytes(resvg_py.svg_to_bytes(svg_string=text, zoom=scale))


@cache
def _writes() -> bool:
    """False when letters come out as nothing, for want of any font."""
    return _painted(_PROBE.format('<text y="15">x</text>'), 1.0) != _painted(_PROBE.format(""), 1.0)
