"""From a picture to one HTML file that stands alone: no address loaded, no markup from the data."""

from __future__ import annotations

from kg.webpage.page import Page, page

__all__ = ["Page", "page"]
