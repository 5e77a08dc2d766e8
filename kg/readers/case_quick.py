"""A case from the plain values of JSON, without looking for faults: for files of many cases.

Each form of `kg.readers.case_forms` is turned once into functions that take values which are plainly right.
Whatever is not ends in None; `kg.readers.case_yaml` then reads the same text carefully and says what is
wrong. A test holds both to the same cases.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial, singledispatch
from typing import Any, NoReturn, cast

from kg.case import Case, Variant, changed, made
from kg.hgvs import HgvsError, protein_change
from kg.readers.case_checks import Reference, wrong_residue
from kg.readers.case_forms import CASE
from kg.readers.case_kinds import Choice, Flag, Fraction, Kind, Number, Page, Residue, Text, Whole
from kg.readers.case_records import ByShape, Listed, OneOrMore, Place, Record
from kg.readers.case_values import WrongValue, plain_text

_Take = Callable[[Any], Any]

_BREAKS = re.compile("[\x85\u2028\u2029\ufeff]")
"""What YAML, as which the careful reading takes JSON, folds or drops inside a text."""
_LARGEST = 1e29
"""No number of more digits is taken without a closer look."""
_MOST_REMEMBERED = 20_000
"""So many texts of a field are remembered with what they stand for."""


class _Unsure(Exception):
    """Something is not plainly right."""


@dataclass(frozen=True, slots=True)
class _Strict:
    """The place of a check that has no patience."""

    page: Page

    def fault(self, *_: str) -> NoReturn:
        """Leave the rest to the careful reading."""
        raise _Unsure


def case_of(line: str, number: int, source: str, residue: Residue | None = None) -> Case | None:
    """The faultless case in a line of JSON; None when it takes a closer look."""
    try:
        case: Case = _reader(residue)(_DECODER.decode(line))
    except (_Unsure, ValueError, RecursionError):
        return None
    return changed(case, source=source, lines={"": number})


_DECODER = json.JSONDecoder(object_pairs_hook=tuple)
"""Makes a mapping a tuple of its pairs, which shows a key that is given twice."""


@cache
def _reader(residue: Residue | None) -> _Take:
    """What takes a whole case; made once for each way of asking for residues."""
    strict = _Strict(Page(cast(Any, None), residue))
    return _taking(CASE, cast(Place, strict))


@singledispatch
def _taking(kind: Kind, place: Place) -> _Take:
    """The function that takes a plain value of that kind, or raises _Unsure."""
    raise TypeError(f"no quick way to read a {type(kind).__name__}")


@_taking.register
def _(kind: Text, _: Place) -> _Take:
    seen: dict[str, Any] = {}
    parse = None if kind.parse is plain_text else kind.parse

    def take(value: Any) -> Any:
        if type(value) is not str:
            raise _Unsure
        if value in seen:
            return seen[value]
        plain = value.isprintable() and value[:1] != " " != value[-1:] != ""
        if plain and parse is None:
            return value
        return _remember(seen, value, _parsed(parse, value, plain))

    return take


def _parsed(parse: Callable[[str], Any] | None, value: str, plain: bool) -> Any:
    """What the field makes of the text; `plain` when there is nothing around or in it to look for."""
    if not plain and _BREAKS.search(value):
        raise _Unsure
    try:
        text = value if plain else plain_text(value)
        return parse(text) if parse else text
    except (WrongValue, HgvsError):
        raise _Unsure from None


def _remember(seen: dict[str, Any], value: str, made: Any) -> Any:
    if len(seen) >= _MOST_REMEMBERED:
        seen.clear()
    seen[value] = made
    return made


@_taking.register
def _(kind: Choice, _: Place) -> _Take:
    return _by_word({option: kind.make(option) for option in kind.options})


def _by_word(made: Mapping[Any, Any]) -> _Take:
    def take(value: Any) -> Any:
        if type(value) is not str or value not in made:
            raise _Unsure
        return made[value]

    return take


@_taking.register
def _(_kind: Flag, _: Place) -> _Take:
    def take(value: Any) -> bool:
        if type(value) is not bool:
            raise _Unsure
        return value

    return take


@_taking.register
def _(kind: Whole, _: Place) -> _Take:
    def take(value: Any) -> int:
        if type(value) is not int or not kind.low <= value <= kind.high:
            raise _Unsure
        return value

    return take


@_taking.register
def _(_kind: Fraction, _: Place) -> _Take:
    def take(value: Any) -> float:
        if type(value) not in (int, float) or not 0 <= value <= 1:
            raise _Unsure
        return float(value)

    return take


@_taking.register
def _(_kind: Number, _: Place) -> _Take:
    def take(value: Any) -> float:
        if type(value) not in (int, float) or not abs(value) < _LARGEST:
            raise _Unsure
        return float(value)

    return take


@_taking.register
def _(kind: Listed, place: Place) -> _Take:
    item = _taking(kind.item, place)

    def take(value: Any) -> tuple[Any, ...]:
        if type(value) is not list or not value:
            raise _Unsure
        return tuple([item(one) for one in value])

    return take


@_taking.register
def _(kind: OneOrMore, place: Place) -> _Take:
    item, several = _taking(kind.item, place), _taking(Listed(kind.item), place)
    return lambda value: several(value) if type(value) is list else (item(value),)


@_taking.register
def _(kind: ByShape, place: Place) -> _Take:
    shapes = ((str, kind.text), (list, kind.items), (tuple, kind.entries))
    takes = {shape: _taking(inner, place) for shape, inner in shapes if inner}

    def take(value: Any) -> Any:
        taken = takes.get(type(value))
        if taken is None:
            raise _Unsure
        return taken(value)

    return take


@_taking.register
def _(kind: Reference, place: Place) -> _Take:
    shapes = _taking(kind.shapes, place)

    def take(value: Any) -> Any:
        found: Variant = shapes(value)
        change = found.protein if type(value) is str else None
        if change and wrong_residue(found.gene, protein_change(change), place.page):
            raise _Unsure
        return found

    return take


@_taking.register
def _(kind: Record, place: Place) -> _Take:
    takes = {key: _taking(inner, place) for key, inner in kind.fields.items()}
    required, may_be_empty, check, make = kind.required, kind.may_be_empty, kind.check, kind.make
    whole: _Take = partial(made, make) if isinstance(make, type) else lambda values: make(**values)

    def take(value: Any) -> Any:
        if type(value) is not tuple or not (value or may_be_empty):
            raise _Unsure
        try:
            values = {key: takes[key](inner) for key, inner in value}
        except KeyError:
            raise _Unsure from None
        if len(values) != len(value):
            raise _Unsure
        for key in required:
            if key not in values:
                raise _Unsure
        check(values, place)
        return whole(values)

    return take
