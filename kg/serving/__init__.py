"""A graph behind HTTP: a SPARQL 1.1 endpoint that only reads, and a page to type queries into."""

from __future__ import annotations

from kg.serving.folder import stored
from kg.serving.server import Settings, address, serve
from kg.serving.stopping import stopping

__all__ = ["Settings", "address", "serve", "stopping", "stored"]
