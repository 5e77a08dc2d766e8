"""The formats that a picture is written in, by name and by suffix."""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import UsageError
from kg.picture.model import Picture

SUFFIXES: dict[str, str] = {
    ".html": "html",
    ".htm": "html",
    ".png": "png",
    ".svg": "svg",
    ".dot": "dot",
    ".gv": "dot",
    ".graphml": "graphml",
    ".cyjs": "cyjs",
    ".json": "cyjs",
}
"""Suffix of a file -> name of the format."""

FORMATS = tuple(dict.fromkeys(SUFFIXES.values()))


def format_for(output: str | os.PathLike[str], asked: str | None = None) -> str:
    """The format that was asked for, else the one of the suffix.

    Raises UsageError for a suffix that names none, and for one that contradicts what was asked for.
    """
    suffix = Path(output).suffix.lower()
    named = SUFFIXES.get(suffix)
    if asked is None and named is None:
        known = " ".join(SUFFIXES)
        said = f"unknown suffix {suffix!r}" if suffix else "no suffix that tells the format"
        raise UsageError(f"{os.fspath(output)}: {said} (use one of {known}, or --format {'|'.join(FORMATS)})")
    if asked and named and asked != named:
        raise UsageError(
            f"{os.fspath(output)}: --format {asked} and the suffix {suffix!r} disagree (change one of them)"
        )
    return asked or named or ""


def drawn(picture: Picture, form: str, scale: float = 2.0) -> bytes:
    """The picture as a file of that format, any but 'html'; `scale` is for PNG.

    Raises UsageError for an unknown format, and what `kg.drawing.png` raises.
    """
    if form == "svg":
        from kg.drawing.svg import svg

        return svg(picture).encode()
    if form == "png":
        from kg.drawing.png import png

        return png(picture, scale)
    if form == "dot":
        from kg.drawing.dot import dot

        return dot(picture).encode()
    if form == "graphml":
        from kg.drawing.graphml import graphml

        return graphml(picture)
    if form == "cyjs":
        from kg.drawing.cyjs import cyjs

        return cyjs(picture).encode()
    raise UsageError(f"{form!r} is no format of a picture (use one of {', '.join(FORMATS)})")
