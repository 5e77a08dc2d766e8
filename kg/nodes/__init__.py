"""What is known of one node, in words, and how two nodes are tied together."""

from __future__ import annotations

from kg.nodes.describe import describe
from kg.nodes.description import Description

__all__ = ["Description", "describe"]
