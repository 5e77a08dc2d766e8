"""Kinds of fields that hold others: lists, and mappings with known keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import printable
from kg.readers.case_kinds import Choice, Kind, Page, did_you_mean, full, shape
from kg.readers.yaml_nodes import Entries, Items, Node, Scalar


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of things of one kind."""

    item: Kind

    def read(self, node: Node, path: str, page: Page) -> tuple[Any, ...] | None:
        """The values in order."""
        if not isinstance(node, Items):
            cure = "put '- ' before it, one entry each" if isinstance(node, Entries) else _in_brackets(node)
            page.fault(node, path, f"is {shape(node)} where a list is expected", cure)
            return None
        if not full(node, path, page):
            return None
        values = []
        for position, item in enumerate(node.items):
            place = f"{path}[{position}]"
            page.lines[place] = item.line
            values.append(self.item.read(item, place, page))
        return tuple(values)


def _in_brackets(node: Node) -> str:
    """The cure for a single word where a list is expected."""
    text = printable(node.text, 60) if isinstance(node, Scalar) else ""
    return f"write [{text}]" if text and not re.search(r"[,\[\]{}:#]", text) else "write it like [one, two]"


@dataclass(frozen=True, slots=True)
class OneOrMore:
    """One thing, or a list of them; always read as a tuple."""

    item: Kind

    def read(self, node: Node, path: str, page: Page) -> tuple[Any, ...] | None:
        """All of them in order."""
        if isinstance(node, Items):
            return Listed(self.item).read(node, path, page)
        value = self.item.read(node, path, page)
        return None if value is None else (value,)


@dataclass(frozen=True, slots=True)
class ByShape:
    """A field that may be written in several shapes, each with its own kind."""

    text: Kind | None = None
    items: Kind | None = None
    entries: Kind | None = None

    def read(self, node: Node, path: str, page: Page) -> Any:
        """The value, read by the kind for the node's shape."""
        kinds = {Scalar: self.text, Items: self.items, Entries: self.entries}
        kind = kinds[type(node)] or self.items or self.text or self.entries
        return kind.read(node, path, page) if kind else None


Values = dict[str, Any]
"""Field -> value of one mapping; None for a field whose fault has been noted."""


@dataclass(frozen=True, slots=True)
class Place:
    """A mapping while its fields are checked against each other."""

    node: Entries
    path: str
    page: Page

    def fault(self, key: str, what: str, cure: str = "") -> None:
        """Note a fault at a field of the mapping, or at the mapping itself when it lacks the field."""
        path = f"{self.path}.{key}" if self.path else key
        line = self.page.lines.get(path)
        self.page.tally.add(path if line else self.path, what, cure, line or self.node.line)


def _no_check(values: Values, place: Place) -> None:
    """No field of the mapping depends on another."""


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys."""

    name: str
    fields: Mapping[str, Kind]
    make: Callable[..., Any]
    required: tuple[str, ...] = ()
    check: Callable[[Values, Place], None] = _no_check
    """Looks at the fields together and may add to them; fields whose fault was noted are None."""
    may_be_empty: bool = False

    def read(self, node: Node, path: str, page: Page) -> Any:
        """What `make` makes of the fields, None when any of them is at fault."""
        if not isinstance(node, Entries):
            if full(node, path, page):
                page.fault(node, path, f"is {shape(node)} where {self.name} is expected", self._example())
            return None
        if not self.may_be_empty and not full(node, path, page):
            return None
        before = page.tally.found
        values = self._values(node, path, page)
        place = Place(node, path, page)
        for key in self.required:
            if key not in values:
                page.fault(node, path, f"'{key}' is missing", self._addition(key))
        self.check(values, place)
        return self.make(**values) if page.tally.found == before else None

    def _example(self) -> str:
        keys = list(self.required or self.fields)[:2]
        return f"write it like {{{', '.join(f'{key}: …' for key in keys)}}}"

    def _addition(self, key: str) -> str:
        kind = self.fields[key]
        choices = f", one of: {', '.join(kind.options)}" if isinstance(kind, Choice) else ""
        return f"add '{key}: …'{choices}"

    def _values(self, node: Entries, path: str, page: Page) -> Values:
        """The fields that the mapping gives."""
        values: Values = {}
        seen: dict[str, int] = {}
        for key_node, value in node.entries:
            if not isinstance(key_node, Scalar):
                page.fault(
                    key_node, path, f"has {shape(key_node)} as a key", "a key is one of the field names"
                )
                continue
            key = key_node.text
            shown = key if key in self.fields else printable(key, 60)
            place = f"{path}.{shown}" if path else shown
            if key in seen:
                page.fault(key_node, place, f"is given twice, first in line {seen[key]}", "keep one of them")
                continue
            seen[key] = key_node.line
            kind = self.fields.get(key)
            if kind is None:
                page.fault(key_node, place, *self._unknown(key))
                continue
            page.lines[place] = key_node.line
            values[key] = kind.read(value, place, page)
        return values

    def _unknown(self, key: str) -> tuple[str, str]:
        """What to say of a key that the mapping does not have."""
        if key == "<<":
            return "merge keys are not read", "write the fields out"
        keys = tuple(self.fields)
        said = printable(key, 60)
        return f"'{said}' is not a field of {self.name}", did_you_mean(
            key, keys
        ) or f"choose one of: {', '.join(keys)}"
