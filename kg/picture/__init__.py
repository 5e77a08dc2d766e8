"""From a store to a picture: what is drawn, where it stands, and what is known of each thing."""

from __future__ import annotations

from kg.picture.model import Picture
from kg.picture.picture import picture

__all__ = ["Picture", "picture"]
