"""The page as an object that files and notebooks can take."""

from __future__ import annotations

import html
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.store import atomic
from kg.webpage.assembly import assemble

if TYPE_CHECKING:
    from kg.picture import Picture

NOTEBOOK_HEIGHT = 860
"""Height of the frame in a notebook, in pixels."""


@dataclass(frozen=True, slots=True)
class Page:
    """A picture's page: `html` is the whole of it, and so is its `str`."""

    picture: Picture
    html: str

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the page to that one file; KgError when it cannot be written."""
        with atomic(Path(path)) as out:
            out.write(self.html.encode())

    def __str__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        drawn = self.picture
        counted = f"{len(drawn.nodes)} things, {len(drawn.edges)} connections"
        return "\n".join([f"<Page {drawn.title!r}: {counted}>", *drawn.left_out])

    def _repr_mimebundle_(self, **_kinds: object) -> dict[str, str]:
        """The page in a frame of its own for notebooks, and a line of text for all else."""
        frame = (
            f'<iframe srcdoc="{html.escape(self.html)}" title="{html.escape(self.picture.title)}" '
            f'width="100%" height="{NOTEBOOK_HEIGHT}" frameborder="0" '
            'sandbox="allow-scripts allow-popups allow-downloads"></iframe>'
        )
        return {"text/html": frame, "text/plain": repr(self)}


def page(picture: Picture) -> Page:
    """The page of the picture; the same picture gives the same text."""
    return Page(picture, assemble(picture))
