"""Values of a property graph ↔ RDF: typed where that loses nothing, and beside it as written where it would.

A property that Biolink has is written as Biolink's, any other in a place of its own; `name` is the label
and `category` the type. A value that would not be written back the same (another letter case, an order,
a number such as 1e5) is kept as written, too.
"""

from __future__ import annotations

import json
import math
import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from kg import rdf
from kg.biolink import VOCABULARY, class_of, contract, expanded, slot_of
from kg.rdf import Node
from kg.vocabulary import RDF

UNKNOWN = "https://w3id.org/casekg/kgx/"
"""Start of the properties that Biolink does not have."""
_OURS = "https://w3id.org/casekg/kgx#"


class AS_WRITTEN:  # noqa: N801  (a namespace, as those of kg.vocabulary)
    """What is kept so that a row can be given back letter for letter."""

    cell = rdf.iri(f"{_OURS}cell")
    """`column=text` of a TSV cell."""
    value = rdf.iri(f"{_OURS}value")
    """`key=JSON` of a JSON value."""
    cells = rdf.iri(f"{_OURS}cells")
    """A whole row of TSV as a JSON object: one of several rows with the same id."""
    values = rdf.iri(f"{_OURS}values")
    """The same for a JSON object."""
    id = rdf.iri(f"{_OURS}id")
    """The id, where the IRI does not lead back to it."""
    node_columns = rdf.iri(f"{_OURS}nodeColumns")
    edge_columns = rdf.iri(f"{_OURS}edgeColumns")


_INTEGER = re.compile(r"(?:0|-?[1-9]\d{0,17})\Z")
_FLOAT = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z")
_PIPE = re.compile(r"(?<!\\)\|")
_BOOLEANS = {"true": rdf.TRUE, "false": rdf.FALSE}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_CACHED = 50_000
_SHORT = 200


class Column:
    """One property: how its values are written in RDF."""

    def __init__(self, name: str) -> None:
        slot = slot_of(name)
        self.name = name
        self.kind = "category" if name == "category" else slot.values if slot else "text"
        self.known = slot is not None
        self.many = bool(slot and slot.many)
        self.between = bool(slot and slot.predicate)
        self.predicate = _predicate(name, self.known)
        self._cells: dict[str, tuple[str, ...]] = {}

    def of_cell(self, cell: str) -> tuple[str, ...]:
        """Predicate and object, as triples go on behind their subject, for what a TSV cell says."""
        found = self._cells.get(cell)
        if found is None:
            found = self._of_cell(cell)
            if len(cell) < _SHORT:
                if len(self._cells) >= _CACHED:
                    self._cells.clear()
                self._cells[cell] = found
        return found

    def _of_cell(self, cell: str) -> tuple[str, ...]:
        items = self.items(cell)
        objects = [self._object(item) for item in items]
        tails = [f"{self.predicate} {node}" for node, _ in objects]
        same = all(back for _, back in objects) and items == sorted(set(items))
        if not same or self.between or self.joined(items) != cell:
            tails.append(f"{AS_WRITTEN.cell} {rdf.text(f'{named(self.name)}={cell}')}")
        return tuple(dict.fromkeys(tails))

    def items(self, cell: str) -> list[str]:
        r"""The values in a cell: parted by pipes that no backslash stands before, where a list may stand."""
        if not self._listed or "|" not in cell:
            return [cell]
        return [item.replace("\\|", "|") for item in _PIPE.split(cell) if item]

    @property
    def _listed(self) -> bool:
        return self.many or not self.known

    def joined(self, items: list[str]) -> str:
        """The items as one cell; the reverse of `items`."""
        return "|".join(item.replace("|", "\\|") for item in items) if self._listed else items[0]

    def parsed(self, cell: str) -> Any:
        """What a cell says, as JSON has it."""
        found = [self._read(item) for item in self.items(cell)]
        return found if self.many or len(found) > 1 else found[0] if found else ""

    def _read(self, item: str) -> str | float | bool:
        if self.kind == "boolean" and item.lower() in _BOOLEANS:
            return item.lower() == "true"
        if self.kind in {"integer", "float"} and _INTEGER.match(item):
            return int(item)
        if self.kind == "float" and _FLOAT.match(item) and math.isfinite(float(item)):
            return float(item)
        return item

    def of_value(self, value: Any) -> tuple[str, ...]:
        """The same for a value of JSON."""
        items = value if isinstance(value, list) else [value]
        plain = [item for item in items if item is not None and not isinstance(item, dict | list)]
        objects = [self._typed(item) for item in plain]
        tails = [f"{self.predicate} {node}" for node, _ in objects]
        shown = [written(item) for item in plain]
        same = len(plain) == len(items) > 0 and all(back for _, back in objects)
        as_list = isinstance(value, list)
        if (
            not same
            or self.between
            or shown != sorted(set(shown))
            or as_list != (self.many or len(items) > 1)
        ):
            said = json.dumps(value, ensure_ascii=False, sort_keys=True)
            tails.append(f"{AS_WRITTEN.value} {rdf.text(f'{named(self.name)}={said}')}")
        return tuple(dict.fromkeys(tails))

    def _typed(self, item: str | float | bool) -> tuple[Node, bool]:
        if isinstance(item, bool):
            return rdf.boolean(item), True
        if isinstance(item, int):
            return rdf.integer(item), True
        if isinstance(item, float):
            return _double(repr(item)), math.isfinite(item)
        if self.kind in {"node", "category"}:
            return self._object(item)
        return rdf.text(item), True

    def _object(self, item: str) -> tuple[Node, bool]:
        """The object for one item of text, and whether it is written back the same."""
        if self.kind == "text":
            return rdf.text(item), True
        if self.kind == "category":
            return category(item)
        if self.kind == "node":
            return _thing(item)
        if self.kind == "boolean" and item.lower() in _BOOLEANS:
            return _BOOLEANS[item.lower()], item in {"True", "False"}
        return _number(item, self.kind)


def _predicate(name: str, known: bool) -> Node:
    if name == "name":
        return RDF.label
    if name == "category":
        return RDF.type
    return rdf.iri(VOCABULARY + name if known else UNKNOWN + quote(name, safe=""))


def named(name: str) -> str:
    """The column's name as it stands before '='."""
    return name.replace("%", "%25").replace("=", "%3D")


def category(item: str) -> tuple[Node, bool]:
    """The class of a category, and whether it is written back the same; a missing prefix is Biolink's."""
    if ":" not in item and class_of(item):
        return rdf.iri(VOCABULARY + item), False
    iri, back = expanded(item)
    return rdf.iri(iri), back


def _thing(item: str) -> tuple[Node, bool]:
    """The node that an item names; text that names none known stays text."""
    if ":" in item and " " not in item:
        iri, back = expanded(item)
        if not iri.startswith("https://w3id.org/casekg/id/"):
            return rdf.iri(iri), back
    return rdf.text(item), True


def _number(item: str, kind: str) -> tuple[Node, bool]:
    if kind in {"integer", "float"} and _INTEGER.match(item):
        return rdf.integer(int(item)), True
    if kind == "float" and _FLOAT.match(item) and math.isfinite(float(item)):
        shown = repr(float(item))
        return _double(shown), shown == item
    return rdf.text(item), True


def _double(shown: str) -> Node:
    return Node(f'"{shown}"^^<{_XSD}double>')


@lru_cache(maxsize=10_000)
def column(name: str) -> Column:
    """The column of that name."""
    return Column(name)


def written(value: Any) -> str:
    """A value of JSON as a cell's text: True and False as KGX writes them."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | float | int):
        return str(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def value_of(kind: str, text: str, datatype: str = "") -> str | int | float | bool:
    """What a node of RDF says in JSON: the id behind an IRI, a number, a truth value or a text."""
    if kind == "iri":
        return contract(text)
    if datatype == f"{_XSD}boolean":
        return text == "true"
    if datatype == f"{_XSD}integer":
        return int(text)
    if datatype in {f"{_XSD}double", f"{_XSD}float"}:
        return float(text)
    return text
