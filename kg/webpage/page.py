"""The page as an object that files and notebooks can take."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.store import atomic
from kg.webpage.assembly import assemble

if TYPE_CHECKING:
    import networkx

    from kg.picture import Picture

NOTEBOOK_HEIGHT = 860
"""Height of the frame in a notebook, in pixels."""


@dataclass(frozen=True, slots=True)
class Page:
    """A picture's page: `html` is the whole of it, and so is its `str`; other formats on demand."""

    picture: Picture
    html: str
    height: int = NOTEBOOK_HEIGHT
    """Of the frame in a notebook, in pixels."""

    def svg(self) -> str:
        """The picture as one SVG file: timeline, legend and network as on the page."""
        from kg.drawing.svg import svg

        return svg(self.picture)

    def png(self, scale: float = 2.0) -> bytes:
        """The same as a PNG file, `scale` pixels per unit; KgError without the extra `casekg[png]`."""
        from kg.drawing.png import png

        return png(self.picture, scale)

    def network(self) -> networkx.MultiDiGraph[str]:
        """What is drawn as a networkx graph: labels, kinds, modalities, identifiers and places with it."""
        from kg.drawing.graphml import network

        return network(self.picture)

    def write(self, path: str | os.PathLike[str], *, scale: float = 2.0) -> None:
        """Write that one file in the format of its suffix: .html .png .svg .dot .gv .graphml .cyjs .json.

        `scale` is for PNG. Raises UsageError for another suffix, KgError when it cannot be written.
        """
        from kg.drawing.formats import drawn, format_for

        form = format_for(path)
        content = self.html.encode() if form == "html" else drawn(self.picture, form, scale)
        with atomic(Path(path)) as out:
            out.write(content)

    def __str__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        drawn = self.picture
        counted = f"{len(drawn.nodes)} things, {len(drawn.edges)} connections"
        return "\n".join([f"<Page {drawn.title!r}: {counted}>", *drawn.left_out])

    def _repr_mimebundle_(self, **_kinds: object) -> dict[str, str]:
        """For notebooks: the page in a frame of its own, the still picture, and a line of text."""
        from kg.webpage.inline import bundle

        return bundle(self)


def page(picture: Picture, height: int = NOTEBOOK_HEIGHT) -> Page:
    """The page of the picture; the same picture gives the same text."""
    return Page(picture, assemble(picture), height)
