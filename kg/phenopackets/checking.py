"""A phenopacket's JSON held against the schema: in one spelling, with a fault for all that does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from typing import Any

from kg.errors import CONTROL, Notepad, printable
from kg.phenopackets.schema import ENUMS, MESSAGES, SCALARS, Field

Json = dict[str, Any]

MAX_DEPTH = 60
"""Messages inside each other; VRS variations may hold further ones without end."""
MAX_FAULTS = 20
"""So many faults of a packet are told one by one, the rest by their number."""

_TIME = re.compile(
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})\Z"
)
_BOUNDS = {
    "int32": (-(2**31), 2**31 - 1),
    "uint32": (0, 2**32 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint64": (0, 2**64 - 1),
}
_WHOLE = re.compile(r"-?[0-9]{1,20}\Z")
_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{0,30})?(?:[eE][+-]?[0-9]{1,3})?\Z")


def checked(value: Any, message: str, pad: Notepad) -> Json | None:
    """The message with its fields as JSON names them, absent ones left out; None after a fault was noted.

    Values stay as they are written, so that what is kept of them is what stood in the file.
    """
    check = _Check(pad)
    found = check.message(value, message, "", 0)
    if (more := check.faults - MAX_FAULTS) > 0:
        pad.error("", f"{more:,} more faults are not shown", "mend these first")
    return None if check.faults else found


@dataclass
class _Check:
    pad: Notepad
    faults: int = 0

    def fault(self, path: str, what: str, cure: str = "") -> None:
        self.faults += 1
        if self.faults <= MAX_FAULTS:
            self.pad.error(path, what, cure)

    def message(self, value: Any, name: str, path: str, depth: int) -> Json:
        """The message's fields, faults noted."""
        if not isinstance(value, dict):
            self.fault(path, f"is {_shape(value)} where an object is expected", f"give a {name}")
            return {}
        if depth > MAX_DEPTH:
            self.fault(path, f"objects are nested more than {MAX_DEPTH} deep")
            return {}
        fields = MESSAGES[name]
        out: Json = {}
        chosen: dict[str, str] = {}
        for key, item in value.items():
            field = fields.get(key)
            place = f"{path}.{key}" if path else str(key)
            if field is None:
                self.unknown(key, name, printable(place, 200))
            elif item is not None:
                self.single(field, chosen, place, out)
                out[field.name] = self.field(item, field, place, depth)
        return out

    def unknown(self, key: str, name: str, place: str) -> None:
        known = {field.name for field in MESSAGES[name].values()}
        near = get_close_matches(key[:100], sorted(known), 1, 0.6)
        cure = f"did you mean '{near[0]}'?" if near else f"it has: {', '.join(sorted(known))}"
        self.fault(place, f"is no field of {name} in phenopackets v2", cure)

    def single(self, field: Field, chosen: dict[str, str], place: str, out: Json) -> None:
        """A field comes once, and of a group of choices only one."""
        if field.name in out:
            self.fault(place, "is given twice, in two spellings", "keep one of them")
        elif field.choice and (other := chosen.setdefault(field.choice, field.name)) != field.name:
            self.fault(place, f"stands beside '{other}', of which only one may be given", "keep one of them")

    def field(self, value: Any, field: Field, path: str, depth: int) -> Any:
        """The value of a field, a list item by item."""
        if not field.listed:
            return self.value(value, field.kind, path, depth)
        if not isinstance(value, list):
            self.fault(path, f"is {_shape(value)} where a list is expected", "put it in [ ]")
            return []
        return [self.value(item, field.kind, f"{path}[{at}]", depth) for at, item in enumerate(value)]

    def value(self, value: Any, kind: str, path: str, depth: int) -> Any:
        if kind in SCALARS:
            if fault := _SCALAR[kind](value, kind):
                self.fault(path, *fault)
            return value
        if kind in ENUMS:
            return self.choice(value, kind, path)
        return self.message(value, kind, path, depth + 1)

    def choice(self, value: Any, kind: str, path: str) -> str:
        """The name of an enumeration's value, which may be given by its number."""
        options = ENUMS[kind]
        if isinstance(value, str) and value in options:
            return value
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(options):
            return options[value]
        said = printable(repr(value), 60)
        near = get_close_matches(str(value)[:60].upper(), options, 1, 0.6)
        cure = f"did you mean {near[0]}?" if near else f"one of {', '.join(options)}"
        self.fault(path, f"{said} is not allowed here", cure)
        return options[0]


_Fault = tuple[str, str] | None


def _string(value: Any, kind: str) -> _Fault:
    if not isinstance(value, str):
        return f"is {_shape(value)} where text is expected", "put it in quotes"
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        return "holds half a character (a lone surrogate)", "write the text again"
    if match := CONTROL.search(value):
        return f"holds the control character U+{ord(match[0]):04X}", "remove it"
    return None


def _bool(value: Any, kind: str) -> _Fault:
    return None if isinstance(value, bool) else (f"is {_shape(value)}", "write true or false without quotes")


def _whole(value: Any, kind: str) -> _Fault:
    low, high = _BOUNDS[kind]
    text = isinstance(value, str) and _WHOLE.match(value)
    number = int(value) if text or (isinstance(value, int | float) and value == value // 1) else None
    if number is None or isinstance(value, bool):
        return f"{printable(repr(value), 40)} is not a whole number", "write its digits"
    return None if low <= number <= high else (f"{number} is out of range", f"from {low} to {high}")


def _double(value: Any, kind: str) -> _Fault:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return None
    if isinstance(value, str) and (_NUMBER.match(value) or value in {"NaN", "Infinity", "-Infinity"}):
        return None
    return f"{printable(repr(value), 40)} is not a number", "write digits without quotes"


def _time(value: Any, kind: str) -> _Fault:
    if isinstance(value, str) and _TIME.match(value) and not value.startswith("0000"):
        return None
    said = printable(repr(value), 60)
    return f"{said} is not a timestamp", "write it like 2021-05-14T10:35:00Z"


def _map(value: Any, kind: str) -> _Fault:
    if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
        return next((fault for item in chain(value, value.values()) if (fault := _string(item, kind))), None)
    return "is not an object whose values are text", 'write it like {"genomeAssembly": "GRCh38"}'


_SCALAR: dict[str, Callable[[Any, str], _Fault]] = {
    "string": _string,
    "bool": _bool,
    "int32": _whole,
    "uint32": _whole,
    "int64": _whole,
    "uint64": _whole,
    "double": _double,
    "time": _time,
    "map": _map,
}


def _shape(value: Any) -> str:
    shapes = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return shapes.get(type(value), "a number")
