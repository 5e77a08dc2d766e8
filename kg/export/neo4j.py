"""The whole graph as CSV files for Neo4j's bulk import, with the command that imports them.

Headers follow the operations manual, names are those that neosemantics makes of IRIs (`kg__stage`, label
`Resource`, property `uri`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from kg.errors import Notepad
from kg.export import output
from kg.export.material import Material, Profile, Written
from kg.export.network import Column, Network, Thing

SUMMARY = "a folder of CSV files for neo4j-admin database import, and the command"

_TYPES = {
    "integer": "long",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
    "duration": "duration",
    "text": "string",
}
"""Kind of a column -> type in the header."""
DELIMITERS = (";", "|", "¦", "\x1f")
"""Between the values of a list: the first that no value holds."""
UNSPLIT = "lists that hold every possible delimiter"


def write(material: Material, out: Path, pad: Notepad, profile: Profile | None) -> Written:
    """Write nodes.csv, relationships.csv and import.sh into the folder."""
    network = Network(material.graph(profile, pad))
    delimiter, lines = _survey(network)
    with output.folder(out) as folder:
        with (folder / "nodes.csv").open("wb") as stream:
            nodes = _nodes(network, delimiter, stream)
        with (folder / "relationships.csv").open("wb") as stream:
            edges = _edges(network, delimiter, stream)
        (folder / "import.sh").write_text(_command(delimiter, lines), encoding="utf-8")
    return Written({"nodes": nodes, "relationships": edges}, dict(network.left_out))


def _survey(network: Network) -> tuple[str, bool]:
    """What separates the values of lists, and whether a value goes over several lines."""
    held: set[str] = set()
    lines = False
    for thing in network.things():
        for text in (thing.name, *_texts(thing, network.columns.values())):
            lines = lines or "\n" in text or "\r" in text
        for text in (*_texts(thing, (one for one in network.columns.values() if one.many)), *thing.types):
            held.update(one for one in DELIMITERS if one in text)
        held.update(one for one in DELIMITERS for graph in thing.graphs if one in graph)
    for edge in network.edges():
        held.update(one for one in DELIMITERS for graph in edge.graphs if one in graph)
    free = [one for one in DELIMITERS if one not in held]
    if not free:
        network.left_out[UNSPLIT] += 1
    return (free or list(DELIMITERS))[0], lines


def _texts(thing: Thing, columns: Iterable[Column]) -> Iterator[str]:
    for column in columns:
        yield from (one for one in thing.values.get(column.name, ()) if isinstance(one, str))


def _nodes(network: Network, delimiter: str, stream: IO[bytes]) -> int:
    """Write the nodes; the number of them."""
    columns = list(network.columns.values())
    typed = (f"{_key(one.name)}:{_TYPES[one.kind]}{'[]' * one.many}" for one in columns)
    _header(stream, ["uri:ID", ":LABEL", "name:string", "graphs:string[]", *typed])
    count = 0
    for thing in network.things():
        labels = delimiter.join(("Resource", *map(_key, thing.types)))
        cells = (_cell(thing.values.get(one.name), one.many, delimiter) for one in columns)
        _row(stream, [thing.id, labels, thing.name, delimiter.join(thing.graphs) or None, *cells])
        count += 1
    return count


def _edges(network: Network, delimiter: str, stream: IO[bytes]) -> int:
    """Write the relationships; the number of them."""
    _header(stream, [":START_ID", ":END_ID", ":TYPE", "graphs:string[]"])
    count = 0
    for edge in network.edges():
        graphs = delimiter.join(edge.graphs) or None
        _row(stream, [edge.source, edge.target, _key(edge.predicate), graphs])
        count += 1
    return count


def _key(name: str) -> str:
    """The name of a property, label or type: 'kg:stage' -> 'kg__stage', an IRI as it is."""
    prefix, colon, local = name.partition(":")
    return name if local.startswith("//") or not colon else f"{prefix}__{local}"


def _cell(values: list[Any] | None, many: bool, delimiter: str) -> str | None:
    if values is None:
        return None
    return delimiter.join(map(_text, values)) if many else _text(values[0])


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _row(stream: IO[bytes], cells: Iterable[str | None]) -> None:
    """Write a line; what is not there is empty, and an empty text stands in quotes."""
    stream.write((",".join("" if cell is None else _quoted(cell) for cell in cells) + "\n").encode())


def _header(stream: IO[bytes], names: Iterable[str]) -> None:
    plain = (name if re.fullmatch(r"[\w.:\[\]-]+", name) else _quoted(name) for name in names)
    stream.write((",".join(plain) + "\n").encode())


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _command(delimiter: str, lines: bool) -> str:
    """The command, for a database that does not exist yet."""
    options = [f"--array-delimiter='{delimiter}'" if delimiter.isprintable() else "--array-delimiter=U+001F"]
    options += ["--multiline-fields=true"] if lines else []
    return (
        "#!/bin/sh\n"
        "# Run in this folder; the database named first must not exist yet, or be overwritten with\n"
        "# --overwrite-destination. Then: CREATE DATABASE or start the server.\n"
        'neo4j-admin database import full "${1:-neo4j}" \\\n'
        f"  --nodes=nodes.csv --relationships=relationships.csv {' '.join(options)}\n"
    )
