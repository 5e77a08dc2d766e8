"""Kinds of fields: how a node of the file becomes a value, and what is said when it does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import isfinite
from typing import Any, Protocol

from kg.errors import Notepad, printable
from kg.hgvs import HgvsError
from kg.readers.case_values import WrongValue, plain_text
from kg.readers.yaml_nodes import Entries, Items, Node, Scalar

MAX_FAULTS = 50
"""So many faults of a file are told one by one, the rest by their number."""

Residue = Callable[[str, int], str | None]
"""(gene as named, position) -> the one-letter residue of the unchanged protein, None where unknown."""


@dataclass
class Tally:
    """The faults of one file, of which the first `MAX_FAULTS` go to the notepad."""

    pad: Notepad
    found: int = 0

    def add(self, path: str, what: str, cure: str, line: int | None) -> None:
        """Note a fault, or count it when enough have been told."""
        self.found += 1
        if self.found <= MAX_FAULTS:
            self.pad.error(path, what, cure, line=line)

    def close(self) -> None:
        """Say how many faults were not told."""
        if (more := self.found - MAX_FAULTS) > 0:
            self.pad.error("", f"{more:,} more faults are not shown", "mend these first")


@dataclass
class Page:
    """One document while it is read: its faults, and the line of every path."""

    tally: Tally
    residue: Residue | None = None
    lines: dict[str, int] = field(default_factory=dict)

    def fault(self, node: Node, path: str, what: str, cure: str = "") -> None:
        """Note what is wrong with a node, and how to mend it."""
        self.tally.add(path, what, cure, node.line)


class Kind(Protocol):
    """How one field is read."""

    def read(self, node: Node, path: str, page: Page) -> Any:
        """The value, or None after a fault has been noted."""


def shape(node: Node) -> str:
    """What a node is, in a message."""
    return {Scalar: "text", Items: "a list", Entries: "a mapping"}[type(node)]


def _said(node: Scalar) -> str:
    return repr(printable(node.text, 80))


def full(node: Node, path: str, page: Page) -> bool:
    """False, with a fault, when the node holds nothing."""
    nothing = node.empty if isinstance(node, Scalar) else not node[0]
    if nothing:
        what = "has no value" if isinstance(node, Scalar) else f"is {shape(node).replace('a ', 'an empty ')}"
        page.fault(node, path, what, "give a value, or leave the key out when nothing is stated")
    return not nothing


def _scalar(node: Node, path: str, page: Page, wanted: str) -> Scalar | None:
    """The node when it is a scalar with something in it, else None and a fault."""
    if not full(node, path, page):
        return None
    if isinstance(node, Scalar):
        return node
    page.fault(node, path, f"is {shape(node)} where {wanted} is expected", f"write {wanted} after the ':'")
    return None


@dataclass(frozen=True, slots=True)
class Text:
    """Words, read by a function that knows what they may be; bare numbers are words too."""

    parse: Callable[[str], Any] = plain_text
    wanted: str = "text"

    def read(self, node: Node, path: str, page: Page) -> Any:
        """What the function makes of the words."""
        scalar = _scalar(node, path, page, self.wanted)
        if scalar is None:
            return None
        if scalar.plain and scalar.text in {"true", "false", "True", "False", "TRUE", "FALSE"}:
            page.fault(
                node, path, f"is {scalar.text} where {self.wanted} is expected", "put it in quotes if meant"
            )
            return None
        try:
            return self.parse(plain_text(scalar.text))
        except (WrongValue, HgvsError) as wrong:
            page.fault(node, path, wrong.what, wrong.cure)
            return None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]
    make: Callable[[str], Any] = str

    def read(self, node: Node, path: str, page: Page) -> Any:
        """The word, as `make` takes it."""
        scalar = _scalar(node, path, page, "text")
        if scalar is None:
            return None
        text = scalar.text.strip()
        if text in self.options:
            return self.make(text)
        near = did_you_mean(text, self.options)
        choices = f"choose one of: {', '.join(self.options)}" if not near or len(self.options) <= 6 else ""
        cure = " ".join(filter(None, (near, choices)))
        page.fault(node, path, f"{_said(scalar)} is not allowed here", cure)
        return None


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    def read(self, node: Node, path: str, page: Page) -> bool | None:
        """The truth value; only the bare words true and false are one."""
        scalar = _scalar(node, path, page, "true or false")
        if scalar is None:
            return None
        if scalar.plain and scalar.text in {"true", "false"}:
            return scalar.text == "true"
        hint = {"true": "true", "yes": "true", "false": "false", "no": "false"}.get(scalar.text.lower())
        cure = f"write {hint} without quotes" if hint else "write true or false, or leave the key out"
        page.fault(node, path, f"{_said(scalar)} is neither true nor false", cure)
        return None


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    low: int
    high: int

    def read(self, node: Node, path: str, page: Page) -> int | None:
        """The number; digits without quotes."""
        scalar = _scalar(node, path, page, "a whole number")
        if scalar is None:
            return None
        bounds = f"write a whole number from {self.low} to {self.high}"
        if re.fullmatch(r"[0-9]{1,9}", scalar.text):
            number = int(scalar.text)
            if scalar.plain and self.low <= number <= self.high:
                return number
            bounds = bounds if scalar.plain else f"write {number} without quotes"
        page.fault(node, path, f"{_said(scalar)} is not a number allowed here", bounds)
        return None


@dataclass(frozen=True, slots=True)
class Fraction:
    """A number from 0 to 1."""

    def read(self, node: Node, path: str, page: Page) -> float | None:
        """The number; '35%' and the like are told how to be written."""
        scalar = _scalar(node, path, page, "a number from 0 to 1")
        if scalar is None:
            return None
        if scalar.plain and re.fullmatch(
            r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,3})?", scalar.text
        ):
            number = float(scalar.text)
            if 0 <= number <= 1:
                return number
        cure = "write a number from 0 to 1"
        if percent := re.fullmatch(r"([0-9]{1,2}(?:\.[0-9]{1,6})?) ?%?", scalar.text):
            cure = f"write {round(float(percent[1]) / 100, 8):g} for {percent[1]}%"
        page.fault(node, path, f"{_said(scalar)} is not a fraction from 0 to 1", cure)
        return None


@dataclass(frozen=True, slots=True)
class Number:
    """Any number."""

    def read(self, node: Node, path: str, page: Page) -> float | None:
        """The number; digits without quotes."""
        scalar = _scalar(node, path, page, "a number")
        if scalar is None:
            return None
        if (
            scalar.plain
            and re.fullmatch(
                r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,3})?", scalar.text
            )
            and isfinite(number := float(scalar.text))
        ):
            return number
        page.fault(node, path, f"{_said(scalar)} is not a number", "write digits without quotes, like 25.5")
        return None


def did_you_mean(text: str, options: tuple[str, ...]) -> str:
    """The cure that names the nearest option, '' when none is near."""
    folded = {option.casefold(): option for option in options}
    near = get_close_matches(text[:100].casefold(), list(folded), 1, 0.6)
    return f"did you mean '{folded[near[0]]}'?" if near else ""
