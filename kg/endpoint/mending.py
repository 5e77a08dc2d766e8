"""Results that servers write and the engine refuses, though nothing of them is lost.

Written anew in plain form: blank nodes are numbered in the order of their appearance (Virtuoso writes
`nodeID://b1`), an empty language and an unbound `null` are left out, members the standard does not know
or places elsewhere are passed over. Whatever is wrong in the values stays, and the engine names it.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LARGEST = 200_000_000
"""Bytes of JSON that are read at once for mending."""
_IN_MEMORY = 8_000_000
_XML = "{http://www.w3.org/2005/sparql-results#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def mended(file: IO[bytes], form: str) -> IO[bytes]:
    """A new temporary file with the results in plain JSON. Raises ValueError where they are no results."""
    file.seek(0)
    columns, rows = _of_xml(file) if form == "xml" else _of_json(file)
    out = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (the caller closes it)
    try:
        out.write(b'{"head":{"vars":%s},"results":{"bindings":[' % json.dumps(columns).encode())
        names: dict[str, str] = {}
        for number, row in enumerate(rows):
            cells = {name: _plain(cell, names) for name, cell in row.items() if cell is not None}
            out.write((b"," if number else b"") + json.dumps(cells).encode())
        out.write(b"]}}")
    except BaseException:
        out.close()
        raise
    return out


def _of_json(file: IO[bytes]) -> tuple[list[str], Iterable[Mapping[str, Any]]]:
    text = file.read(_LARGEST + 1)
    if len(text) > _LARGEST:
        raise ValueError("too large to be mended")
    held = json.loads(text.decode("utf-8-sig"))
    try:
        columns, rows = held["head"]["vars"], held["results"]["bindings"]
    except (KeyError, TypeError):
        raise ValueError("no results") from None
    if not isinstance(columns, list) or not isinstance(rows, list):
        raise ValueError("no results")
    if not all(isinstance(name, str) for name in columns) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("no results")
    return columns, rows


def _of_xml(file: IO[bytes]) -> tuple[list[str], Iterable[Mapping[str, Any]]]:
    from defusedxml.ElementTree import iterparse

    columns: list[str] = []
    for _, element in iterparse(file):
        if element.tag == f"{_XML}variable":
            columns.append(element.get("name", ""))
        elif element.tag == f"{_XML}head":
            break
    file.seek(0)
    return columns, _rows_of_xml(iterparse(file))


def _rows_of_xml(events: Iterable[tuple[str, Element]]) -> Iterator[Mapping[str, Any]]:
    has_results = False
    for _, element in events:
        has_results = has_results or element.tag == f"{_XML}results"
        if element.tag == f"{_XML}result":
            yield {binding.get("name", ""): _cell(binding[0]) for binding in element if len(binding)}
            element.clear()
    if not has_results:
        raise ValueError("no results")


def _cell(element: Element) -> dict[str, Any]:
    """One value of the XML form as the JSON form has it."""
    kind = element.tag.removeprefix(_XML)
    if kind == "triple":
        parts = {part.tag.removeprefix(_XML): _cell(part[0]) for part in element if len(part)}
        return {"type": kind, "value": parts}
    found = {"type": kind, "value": element.text or ""}
    for key, attribute in (("xml:lang", _LANG), ("datatype", "datatype")):
        if attribute in element.attrib:
            found[key] = element.attrib[attribute]
    return found


def _plain(cell: object, names: dict[str, str]) -> object:
    if not isinstance(cell, dict):
        return cell
    if cell.get("type") == "bnode" and isinstance(cell.get("value"), str):
        return {"type": "bnode", "value": names.setdefault(cell["value"], f"b{len(names)}")}
    if cell.get("type") == "triple" and isinstance(cell.get("value"), dict):
        return {"type": "triple", "value": {key: _plain(part, names) for key, part in cell["value"].items()}}
    return {key: value for key, value in cell.items() if not (key == "xml:lang" and value == "")}
