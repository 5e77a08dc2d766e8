"""What is known of one node, in words, and how two nodes are tied together."""

from __future__ import annotations

from kg.nodes.describe import describe
from kg.nodes.description import Description
from kg.nodes.paths import Wanted, paths
from kg.nodes.route import Paths

__all__ = ["Description", "Paths", "Wanted", "describe", "paths"]
