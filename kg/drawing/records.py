"""What files for other programs say of each thing and connection: one flat record of typed values."""

from __future__ import annotations

from collections.abc import Iterator

from kg.drawing.paint import red_green_blue
from kg.drawing.programs import SHAPES
from kg.picture.kinds import BY_NAME
from kg.picture.model import Edge, Evidence, Node, Picture

Record = dict[str, str | int | float | bool]
_APART = " | "
"""Between the members of a list: tables of other programs have no lists in common."""


def names(picture: Picture) -> dict[str, str]:
    """Key of each node -> its id in files: its IRI, so that files of several pictures join; else its key."""
    iris = [node.iri for node in picture.nodes]
    return {
        node.key: node.iri if iris.count(node.iri) == 1 and node.iri else node.key for node in picture.nodes
    }


def things(picture: Picture) -> Iterator[tuple[Node, Record]]:
    """Each node with its record; empty values are kept, so that every column has one type."""
    for node in picture.nodes:
        kind = BY_NAME[node.kind]
        red, green, blue = red_green_blue(kind.colour)
        yield (
            node,
            {
                "label": node.label,
                "kind": kind.title,
                "iri": node.iri,
                "curie": node.ids[0].label if node.ids else "",
                "modality": node.modality,
                "detail": node.detail,
                "same_as": _APART.join(link.label for link in node.ids[1:]),
                "synonyms": _APART.join(node.synonyms),
                "parents": _APART.join(link.label for link in node.parents),
                "facts": _APART.join(f"{name}: {value}" for name, value in node.facts),
                "evidence": _APART.join(_evidence(picture, node)),
                "statements": len(node.statements),
                "cases": node.cases,
                "x": node.place[0],
                "y": node.place[1],
                "width": node.size[0],
                "height": node.size[1],
                "colour": kind.colour,
                "r": red,
                "g": green,
                "b": blue,
                "shape": SHAPES[node.kind][1],
            },
        )


def ties(picture: Picture) -> Iterator[tuple[str, Edge, Record]]:
    """An id, the connection and its record, in the order of the picture."""
    for position, edge in enumerate(picture.edges):
        yield (
            f"e{position}",
            edge,
            {
                "label": edge.label,
                "interaction": edge.label,
                "iri": edge.iri,
                "modality": edge.modality,
                "claimed": edge.faint,
            },
        )


def _evidence(picture: Picture, node: Node) -> list[str]:
    """The sentences that the statements about the thing rest on, or their places; each once."""
    found = [place for at in node.statements for place in picture.statements[at].evidence]
    return list(dict.fromkeys(filter(None, map(_quoted, found))))


def _quoted(place: Evidence) -> str:
    """The words, else section and characters; with the document."""
    where = f"{place.section} {place.start}-{place.end}" if place.start is not None else place.section
    said = place.quote or where
    return f"{said} ({place.document.label})" if place.document and said else said
