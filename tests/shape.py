"""The page on the graph's shape: its diagrams, drawn as SVG, and its tables, both made of the vocabulary.

`python -m tests.shape` writes `docs/shape/*.svg` and the tables of `docs/shape.md` anew; `docs/shape/diagrams.txt` says
what the diagrams show. Boxes stand in columns, each property is a line of its box, and arrows lead from there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.ids import VOCABULARY, compress
from kg.resources import folder

DOCS = Path(__file__).parents[1] / "docs"
ONTOLOGY = Graph().parse(folder("ontology") / "kg.ttl")
ALIGNMENTS = (RDFS.subPropertyOf, SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)
WORD = re.compile(r'"[^"]+"|\S+')
TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.S)
LINE, HEAD, GAP, BETWEEN, LETTER = 20, 44, 26, 76, 7.3
"""Heights of a property and of a heading; gaps between boxes and columns; the width of a letter."""
STYLE = """
  svg { --paper: #ffffff; --ink: #1f2933; --soft: #5b6875; --line: #9aa5b1; --head: #e3edf7; --arrow: #2f6fab; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #10161d; --ink: #e6ebf0; --soft: #a3afbb; --line: #4d5a67; --head: #1f3347; --arrow: #7db8ec; }
  }
  text { font: 12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: var(--ink); }
  .name { font: 600 13px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
  .soft { fill: var(--soft); }
  .paper { fill: var(--paper); }
  .box { fill: var(--paper); stroke: var(--line); }
  .head { fill: var(--head); stroke: var(--line); }
  .arrow { fill: none; stroke: var(--arrow); stroke-width: 1.4; marker-end: url(#tip); }
  #tip path { fill: var(--arrow); }
"""


@dataclass(frozen=True)
class Row:
    """A property of a box, or a mark: `!` for a value of a closed list, `<` for a class that the box is a kind of."""

    property: str
    range: str
    name: str = ""

    @property
    def text(self) -> str:
        """What the line says of the property."""
        marks = {"!": self.range, "<": "a kind of"}
        return marks.get(self.property) or f"{self.property} {self.name}".strip()

    @property
    def shown(self) -> str:
        """What it says of the range."""
        return "" if self.property == "!" or self.range.startswith('"') else self.range.removesuffix(":")


@dataclass(frozen=True)
class Box:
    """A class and what is shown of it."""

    term: str
    name: str
    column: int
    rows: tuple[Row, ...]

    @property
    def curie(self) -> str:
        """What stands under the name; nothing where there is no class."""
        return "" if self.term.startswith('"') else self.term

    @property
    def height(self) -> int:
        return HEAD + LINE * len(self.rows) + (6 if self.rows else 0)


@dataclass(frozen=True)
class Diagram:
    """Boxes in columns."""

    name: str
    title: str
    boxes: tuple[Box, ...]


def diagrams() -> Iterator[Diagram]:
    """Those of `docs/shape/diagrams.txt`."""
    text = (DOCS / "shape" / "diagrams.txt").read_text(encoding="utf-8")
    for part in re.split(r"^== ", text, flags=re.M)[1:]:
        head, _, body = part.partition("\n")
        name, _, title = head.partition(" | ")
        yield Diagram(name, title, tuple(_boxes(body)))


def _boxes(body: str) -> Iterator[Box]:
    for column, lines in enumerate(re.split(r"^--\n", body, flags=re.M)):
        for entry in re.split(r"\n(?=\S)", lines.strip()):
            head, *rows = entry.splitlines()
            term, *name = WORD.findall(head)
            yield Box(term, " ".join(name) or _label(term), column, tuple(_row(row) for row in rows))


def _row(line: str) -> Row:
    first, second, *name = WORD.findall(line)
    return Row(first, second, " ".join(name))


def _label(term: str) -> str:
    """The label in kg.ttl; the words themselves where there is no class."""
    if term.startswith('"'):
        return term.strip('"')
    return str(ONTOLOGY.value(URIRef(VOCABULARY + term.removeprefix("kg:")), RDFS.label))


def svg(diagram: Diagram) -> str:
    """The diagram as SVG, readable on light and on dark pages."""
    places, width, height = _places(diagram.boxes)
    body = [
        *_arrows(diagram.boxes, places),
        *(line for box in diagram.boxes for line in _box(box, places[box.term])),
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" role="img">',
            f"<title>{escape(diagram.title)}</title>",
            f"<style>{STYLE}</style>",
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
            'orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>',
            f'<rect class="paper" width="{width}" height="{height}"/>',
            *body,
            "</svg>\n",
        ]
    )


def _width(box: Box) -> int:
    """Room for the longest of its lines."""
    shown = [f"{row.text}   {row.shown}" for row in box.rows]
    return round(LETTER * max(map(len, [f"{box.name}  ", box.curie, *shown, " " * 18]))) + 24


def _places(boxes: Iterable[Box]) -> tuple[dict[str, tuple[int, int, int]], int, int]:
    """Left, top and width of each box by its class; width and height of the whole."""
    columns: dict[int, list[Box]] = {}
    for box in boxes:
        columns.setdefault(box.column, []).append(box)
    heights = {n: sum(box.height + GAP for box in held) - GAP for n, held in columns.items()}
    places, left, most = {}, 24, max(heights.values())
    for number, held in columns.items():
        wide, top = max(map(_width, held)), 24 + (most - heights[number]) // 2
        for box in held:
            places[box.term] = (left, top, wide)
            top += box.height + GAP
        left += wide + BETWEEN
    return places, left - BETWEEN + 48, most + 48


def _box(box: Box, place: tuple[int, int, int]) -> Iterator[str]:
    left, top, wide = place
    yield f'<rect class="box" x="{left}" y="{top}" width="{wide}" height="{box.height}" rx="4"/>'
    yield f'<rect class="head" x="{left}" y="{top}" width="{wide}" height="{HEAD}" rx="4"/>'
    yield f'<text class="name" x="{left + 12}" y="{top + (18 if box.curie else 27)}">{escape(box.name)}</text>'
    if box.curie:
        yield f'<text class="soft" x="{left + 12}" y="{top + 35}">{escape(box.curie)}</text>'
    for number, row in enumerate(box.rows):
        line = top + HEAD + LINE * number + 17
        yield f'<text x="{left + 12}" y="{line}">{escape(row.text)}</text>'
        if row.shown:
            right = f'x="{left + wide - 12}" y="{line}" text-anchor="end"'
            yield f'<text class="soft" {right}>{escape(row.shown)}</text>'


def _arrows(boxes: Iterable[Box], places: dict[str, tuple[int, int, int]]) -> Iterator[str]:
    for box in boxes:
        for number, row in enumerate(box.rows):
            if row.range in places:
                left, top, wide = places[box.term]
                yield _arrow((left, top + HEAD + LINE * number + 13, wide), places[row.range])


def _arrow(start: tuple[int, int, int], end: tuple[int, int, int]) -> str:
    """From the side of a line to the heading of a box: to the right, to the left, or around in one column."""
    (left, y, wide), (to, top, other) = start, end
    middle = top + HEAD // 2
    if to > left:
        x, aim, bend, back = left + wide, to, 46, -46
    elif to < left:
        x, aim, bend, back = left, to + other, -46, 46
    else:
        x, aim, bend, back = left + wide, to + other, 40, 40
    return f'<path class="arrow" d="M{x} {y}C{x + bend} {y} {aim + back} {middle} {aim} {middle}"/>'


def page(text: str) -> str:
    """The page with its tables as the vocabulary has them."""
    made = {"classes": _classes, "properties": _properties, "values": _values}
    return TABLE.sub(lambda found: f"{found[1]}{''.join(made[found[2]]())}{found[3]}", text)


def _terms(*kinds: URIRef) -> list[Node]:
    return sorted({term for kind in kinds for term in ONTOLOGY.subjects(RDF.type, kind)}, key=str)


def _cells(term: Node, *predicates: URIRef) -> str:
    found = sorted({compress(str(one)) for wanted in predicates for one in ONTOLOGY.objects(term, wanted)})
    return ", ".join(f"`{one}`" for one in found)


def _words(term: Node, predicate: URIRef) -> str:
    return ", ".join(sorted(str(one) for one in ONTOLOGY.objects(term, predicate))).replace("|", "\\|")


def _classes() -> Iterator[str]:
    yield "| class | label | below | matches | what it is |\n|---|---|---|---|---|\n"
    for term in _terms(OWL.Class):
        cells = (_cells(term, RDFS.subClassOf), _cells(term, *ALIGNMENTS))
        yield f"| `{compress(str(term))}` | {_words(term, RDFS.label)} | {' | '.join(cells)} | {_words(term, RDFS.comment)} |\n"


def _properties() -> Iterator[str]:
    yield "| property | label | domain | range | matches | what it says |\n|---|---|---|---|---|---|\n"
    for term in _terms(OWL.ObjectProperty, OWL.DatatypeProperty):
        stands = _cells(term, RDFS.domain) or _words(term, SKOS.scopeNote)
        cells = (stands, _cells(term, RDFS.range) or "any term", _cells(term, *ALIGNMENTS))
        yield f"| `{compress(str(term))}` | {_words(term, RDFS.label)} | {' | '.join(cells)} | {_words(term, RDFS.comment)} |\n"


def _values() -> Iterator[str]:
    yield "| list | values |\n|---|---|\n"
    for kind in _terms(OWL.Class):
        held = sorted(compress(str(one)) for one in ONTOLOGY.subjects(RDF.type, kind))
        if held:
            yield f"| `{compress(str(kind))}` | {', '.join(f'`{one}`' for one in held)} |\n"


def main() -> None:
    """Write the diagrams and the tables."""
    for diagram in diagrams():
        (DOCS / "shape" / f"{diagram.name}.svg").write_text(svg(diagram), encoding="utf-8")
    path = DOCS / "shape.md"
    path.write_text(page(path.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
