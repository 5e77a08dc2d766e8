"""GA4GH phenopackets v2, families and cohorts: JSON, JSON Lines, YAML and protobuf's binary form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.case import Case
from kg.errors import Fault, Notepad
from kg.phenopackets import binary
from kg.phenopackets.packets import cases_of, is_packet, kind_of
from kg.phenopackets.schema import ENUMS, MESSAGES, Field
from kg.readers.json_stream import BadJson, JsonStream
from kg.readers.pieces import Text, pieces
from kg.readers.yaml_nodes import BadYaml, Entries, Items, Node, Scalar, documents

_CURE = "fetch or save it again"
MAX_YAML = 5_000_000
"""Characters of the longest YAML file that is read."""

_JSON_PART = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?|[{}\[\]]')
_YAML_KEY = re.compile(r"^(?:[\"']?)([A-Za-z_]\w*)(?:[\"']?)\s*:(?=\s|\Z)", re.MULTILINE)


def looks_like(head: str) -> bool:
    """True when a text that starts so is a phenopacket, a family, a cohort, or several of them.

    >>> looks_like('{"id": "p1", "subject": {"id": "s"}}'), looks_like("case: PMID:37120151")
    (True, False)
    """
    text = head.removeprefix("\ufeff").lstrip()
    if text.startswith(("{", "[")):
        return is_packet(_json_keys(text))
    return not text.startswith("<") and is_packet(_YAML_KEY.findall(text))


def _json_keys(text: str) -> list[str]:
    """The keys of the first object, as far as the text goes."""
    level, depth, keys = 1 + text.startswith("["), 0, []
    for part in _JSON_PART.finditer(text):
        if part[0] in "{[":
            depth += 1
        elif part[0] in "}]":
            depth -= 1
            if depth < level:
                break
        elif depth == level and part[2]:
            keys.append(part[1])
    return keys


def is_binary(head: bytes) -> bool:
    """True when bytes that start so are a phenopacket in protobuf's binary form."""
    return binary.looks_like(head)


def is_base64(head: bytes) -> bool:
    """True when bytes that start so are that form as text in base64."""
    return binary.is_base64(head)


def read_binary(stream: BinaryIO, pad: Notepad) -> Iterator[Case]:
    """Yield the cases of binary messages; faults go on the pad."""
    data = stream.read(binary.MAX_BYTES + 1)
    if len(data) > binary.MAX_BYTES:
        pad.error("", f"is longer than {binary.MAX_BYTES:,} bytes", "save its packets one by one")
        return
    found = list(binary.split(data, pad))
    for number, one in enumerate(found):
        own = Notepad(pad.source)
        if (message := binary.message_of(one, own)) is not None:
            yield from cases_of(message, own)
        pad.faults += _placed(own, f"[{number}]" if len(found) > 1 else "")


def read_cases(text: Text, pad: Notepad) -> Iterator[Case]:
    """Yield the cases of a text that `looks_like` knows, packet by packet; faults go on the pad."""
    given = pieces(text)
    held: list[str] = []
    rest = iter(given)
    for piece in rest:
        held.append(piece)
        if piece.strip(" \t\r\n\ufeff"):
            break
    start = "".join(held).lstrip(" \t\r\n\ufeff")
    every = _again(held, rest)
    values = _json(every, pad) if start.startswith(("{", "[")) else _yaml(every, pad)
    yield from _cases(values, pad)


def _again(held: list[str], rest: Iterator[str]) -> Iterator[str]:
    yield from held
    yield from rest


def _cases(values: Iterator[tuple[str, Any]], pad: Notepad) -> Iterator[Case]:
    """The cases of the values, each with its place in the file, '' for the only one."""
    for place, value in values:
        own = Notepad(pad.source)
        yield from cases_of(value, own)
        pad.faults += _placed(own, place)


def _placed(pad: Notepad, place: str) -> list[Fault]:
    """The faults with the packet's place in the file before their paths."""
    if not place:
        return pad.faults
    return [fault._replace(path=f"{place}.{fault.path}".rstrip(".")) for fault in pad.faults]


def _json(text: Iterator[str], pad: Notepad) -> Iterator[tuple[str, Any]]:
    """The values of an array, of lines, or the one of the file."""
    stream = JsonStream(text)
    try:
        if stream.peek() == "[":
            for number, _ in enumerate(stream.elements()):
                yield f"[{number}]", stream.value()
        else:
            yield from _following(stream, pad)
        if stream.peek():
            raise BadJson("text goes on after the end of the list", stream.line)
    except BadJson as bad:
        pad.error("", bad.what, _CURE, line=bad.line)


def _following(stream: JsonStream, pad: Notepad) -> Iterator[tuple[str, Any]]:
    """The values that follow each other; after a faulty one, reading goes on at the next line with one."""
    number = 0
    while stream.peek():
        first = stream.line
        try:
            value = stream.value()
            yield (f"[{number}]" if number or stream.peek() else ""), value
        except BadJson as bad:
            begun = f", in what begins in line {first}" if bad.line > first else ""
            pad.error("", f"{bad.what}{begun}", _CURE, line=bad.line)
            stream.pass_until("\n{")
        number += 1


def _yaml(text: Iterator[str], pad: Notepad) -> Iterator[tuple[str, Any]]:
    """The documents of a YAML text."""
    whole = "".join(text)
    if len(whole) > MAX_YAML:
        pad.error("", f"is longer than {MAX_YAML:,} characters of YAML", "save it as JSON")
        return

    def tagged(line: int, what: str, cure: str) -> None:
        pad.error("", what, cure, line=line)

    try:
        found = list(documents(whole, tagged))
    except BadYaml as bad:
        pad.error("", bad.what, bad.cure, line=bad.line)
        return
    for number, node in enumerate(found):
        keys = node.entries if isinstance(node, Entries) else ()
        kind = kind_of({key.text: True for key, _ in keys if isinstance(key, Scalar)})
        yield (f"[{number}]" if len(found) > 1 else ""), _message(node, kind)


def _message(node: Node, name: str) -> Any:
    """The node as JSON, its scalars as the fields of the message have them."""
    if not isinstance(node, Entries):
        return _value(node, None)
    fields = MESSAGES.get(name, {})
    return {
        key.text: _value(value, fields.get(key.text))
        for key, value in node.entries
        if isinstance(key, Scalar)
    }


def _value(node: Node, field: Field | None) -> Any:
    if isinstance(node, Items):
        return [_value(item, field) for item in node.items]
    if isinstance(node, Entries):
        return _message(node, field.kind if field else "")
    if node.empty:
        return None
    return _scalar(node, field.kind if field else "string")


def _scalar(node: Scalar, kind: str) -> Any:
    """The scalar as its field's kind has it; what does not fit stays text, and is told as a fault."""
    if kind == "bool" and node.plain and node.text in {"true", "false"}:
        return node.text == "true"
    if kind in {"double", *ENUMS, "int32", "uint32", "int64", "uint64"} and node.plain:
        if re.fullmatch(r"-?[0-9]{1,20}", node.text):
            return int(node.text)
        if re.fullmatch(r"-?[0-9]{1,30}\.[0-9]{0,30}(?:[eE][+-]?[0-9]{1,3})?", node.text):
            return float(node.text)
    return node.text
