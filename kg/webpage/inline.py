"""What a notebook shows of a page: a frame with the page itself, or the still picture.

A notebook that is not trusted loses frames and style sheets (JupyterLab's sanitizer lets neither
through, and takes HTML before SVG). So an image stands beside the frame, hidden by a style sheet as
long as there is a frame: where both are taken out, the image shows.
"""

from __future__ import annotations

import base64
import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.webpage.page import Page

LARGEST = 1_000_000
"""Longest still picture that is put into a notebook, in characters."""


def bundle(page: Page) -> dict[str, str]:
    """The page by media type, the richest first."""
    still = page.svg()
    if len(still) > LARGEST:
        return {"text/html": _framed(page, ""), "text/plain": repr(page)}
    return {"text/html": _framed(page, still), "image/svg+xml": still, "text/plain": repr(page)}


def _framed(page: Page, still: str) -> str:
    """The page in a frame that may run its own scripts and nothing else; the still picture behind it."""
    title = html.escape(page.picture.title)
    frame = (
        f'<iframe srcdoc="{html.escape(page.html)}" title="{title}" width="100%" '
        f'height="{page.height}" frameborder="0" '
        'sandbox="allow-scripts allow-popups allow-downloads"></iframe>'
    )
    if not still:
        return f"<div>{frame}</div>"
    coded = base64.b64encode(still.encode()).decode()
    return (
        '<div class="casekg-view"><style>.casekg-view iframe ~ img { display: none }</style>'
        f'{frame}<img src="data:image/svg+xml;base64,{coded}" alt="{title}" width="100%"></div>'
    )
