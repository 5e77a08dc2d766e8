"""The picture as DOT for Graphviz, every thing at its place."""

from __future__ import annotations

from collections.abc import Iterable

from kg.drawing.markup import number, xml_text
from kg.drawing.paint import EDGE, mixed, paint
from kg.drawing.programs import SHAPES
from kg.picture.kinds import BY_NAME
from kg.picture.model import Edge, Node, Picture
from kg.picture.nodes import RADIUS

_STYLES = {"absent": "dashed", "hypothesis": "dotted"}
_OPENING = (
    # Positions are in points and pinned: `dot -Tsvg` keeps them.
    'graph [layout=neato, inputscale=72, overlap=true, splines=line, outputorder=edgesfirst, charset="UTF-8",'
    ' labelloc=t, forcelabels=true, fontname="Arial"]',
    'node [fontname="Arial", fontsize=13, fontcolor="#16202b", fixedsize=true]',
    'edge [fontname="Arial", fontsize=10, fontcolor="#52606d", arrowsize=0.7]',
)


def dot(picture: Picture) -> str:
    """The picture as DOT text; the same picture gives the same text."""
    statements = [
        *_OPENING,
        "graph " + _written(label=_in_lines([picture.title, *picture.left_out])),
        *map(_thing, picture.nodes),
        *map(_tie, picture.edges),
    ]
    return "digraph {\n" + "".join(f"  {statement};\n" for statement in statements) + "}\n"


def quoted(text: str) -> str:
    r"""A quoted DOT string that shows exactly this text in a label, a tooltip or the like.

    Graphviz reads escapes (`\N` is the node's name) and HTML entities in such strings.

    >>> print(quoted('a "b" \\N <c> &lt;'))
    "a \"b\" \\N <c> &amp;lt;"
    """
    return _in_lines([text])


def _in_lines(lines: Iterable[str]) -> str:
    """A quoted DOT string that shows these lines under each other."""
    return '"' + "\\n".join(map(_shown, lines)) + '"'


def _shown(text: str) -> str:
    one_line = " ".join(xml_text(text).splitlines())
    return one_line.replace("\\", "\\\\").replace("&", "&amp;").replace('"', '\\"')


def _written(**attributes: str) -> str:
    """Attributes with values that are quoted or need no quotes."""
    return "[" + ", ".join(f"{name}={value}" for name, value in attributes.items()) + "]"


def _thing(node: Node) -> str:
    kind = BY_NAME[node.kind]
    look = paint(kind, node.modality)
    lines = [*node.lines, node.detail] if node.detail else node.lines
    wide, high = node.size if kind.boxed else (2 * RADIUS, 2 * RADIUS)
    style = ["filled", "rounded" if kind.boxed else "", _STYLES.get(node.modality, "")]
    return f"{node.key} " + _written(
        label=_in_lines(lines if kind.boxed else ()),
        **({} if kind.boxed else {"xlabel": _in_lines(lines)}),
        fontsize="12" if kind.boxed else "13",
        tooltip=quoted(f"{kind.title}: {node.label}"),
        shape=SHAPES[node.kind][0],
        style=quoted(",".join(filter(None, style))),
        fillcolor=quoted(look.fill),
        color=quoted(look.stroke),
        penwidth=f"{look.width:g}",
        width=number(wide / 72),
        height=number(high / 72),
        pos=quoted(f"{number(node.place[0])},{number(-node.place[1])}!"),
        iri=quoted(node.iri),
    )


def _tie(edge: Edge) -> str:
    return f"{edge.source} -> {edge.target} " + _written(
        label='""' if edge.faint else quoted(edge.label),
        edgetooltip=quoted(edge.label),
        color=quoted(mixed(EDGE, 0.4 if edge.faint else 0.85)),
        style=_STYLES.get(edge.modality, "solid"),
        iri=quoted(edge.iri),
    )
