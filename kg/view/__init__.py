"""From a store to a picture: what is drawn, where it stands, and what is known of each thing."""

from __future__ import annotations

from kg.view.model import Picture
from kg.view.picture import picture

__all__ = ["Picture", "picture"]
