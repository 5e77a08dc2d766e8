"""The forms an answer may come in: what is asked for, and what came."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["results", "graph"]

ACCEPT: dict[Kind, str] = {
    "results": "application/sparql-results+json, application/sparql-results+xml;q=0.8, "
    "application/json;q=0.5, application/xml;q=0.4",
    "graph": "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.6, application/ld+json;q=0.5",
}
"""CSV and TSV are left out: an answer that breaks off between two rows looks whole in them."""

CLOSED = "application/rdf+xml, application/ld+json;q=0.8"
"""Forms of triples that show their own end."""

_TYPES: dict[Kind, dict[str, str]] = {
    "results": {
        "application/sparql-results+json": "json",
        "application/json": "json",
        "text/json": "json",
        "application/sparql-results+xml": "xml",
        "application/xml": "xml",
        "text/xml": "xml",
    },
    "graph": {
        "application/n-triples": "nt",
        "text/plain": "ttl",
        "text/turtle": "ttl",
        "application/x-turtle": "ttl",
        "text/n3": "ttl",
        "text/rdf+n3": "ttl",
        "application/rdf+xml": "rdf",
        "application/xml": "rdf",
        "text/xml": "rdf",
        "application/ld+json": "jsonld",
        "application/json": "jsonld",
    },
}
NAMES = {
    "json": "SPARQL results in JSON",
    "xml": "SPARQL results in XML",
    "nt": "N-Triples",
    "ttl": "Turtle",
    "rdf": "RDF/XML",
    "jsonld": "JSON-LD",
    "html": "an HTML page",
}
OPEN = frozenset({"nt", "ttl"})
"""Forms whose last line looks like any other."""

_XML_START = re.compile(
    rb"(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<([\w:.-]+)([^>]*)", re.DOTALL
)
_HTML = re.compile(
    rb"(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def media_type(header: str) -> str:
    """The type without its parameters: 'text/xml; charset=utf-8' -> 'text/xml'."""
    return header.partition(";")[0].strip().lower()


def form(header: str, head: bytes, kind: Kind) -> str:
    """The form of an answer by its first bytes where they are certain, else by its Content-Type.

    A key of NAMES, or '' when neither tells.

    >>> form("text/html", b'{"head": {"vars": []}', "results"), form("text/csv", b"a,b", "results")
    ('json', '')
    """
    return _sniffed(head.removeprefix(b"\xef\xbb\xbf").lstrip(), kind) or _TYPES[kind].get(
        media_type(header), ""
    )


def _sniffed(head: bytes, kind: Kind) -> str:
    if _HTML.match(head):
        return "html"
    if kind == "results" and re.match(rb'\{\s*"(?:head|results|boolean)"\s*:', head):
        return "json"
    if start := _XML_START.match(head):
        name = start[1].rpartition(b":")[2]
        if kind == "results" and name == b"sparql":
            return "xml"
        if kind == "graph" and name == b"RDF":
            return "rdf"
    return ""
