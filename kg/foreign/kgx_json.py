"""KGX as JSON lines (a node or an edge a line) and as one JSON object with `nodes` and `edges`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from kg import rdf
from kg.errors import Notepad
from kg.foreign import kgx_tsv, propertygraph
from kg.foreign.columns import AS_WRITTEN, column
from kg.foreign.rows import UNWRITABLE, Row, is_writable
from kg.foreign.source import Source, lines, text
from kg.foreign.tally import Tally
from kg.readers.json_stream import BadJson, JsonStream, once
from kg.readers.packages import Part
from kg.readers.pieces import Broken

_LINE = re.compile(r'\s*\{\s*"')
_WHOLE = re.compile(r'\s*\{\s*"(?:nodes|edges)"\s*:\s*\[\s*(?:\{|\])')
_LOOKED_AT = 20
"""Lines that are looked at."""
_ENDS = kgx_tsv.EDGE_COLUMNS

source_name = kgx_tsv.source_name


def is_lines(head: str, stem: str) -> bool:
    """True for lines of objects, one of the first with the keys of a row, or some in a file so named."""
    listed = head.lstrip().split("\n")
    if not _LINE.match(listed[0]) or _WHOLE.match(listed[0]):
        return False
    return any(_is_row(line, called=bool(kgx_tsv.PAIR.search(stem))) for line in listed[:_LOOKED_AT])


def _is_row(line: str, *, called: bool) -> bool:
    has = {name for name in ("id", "category", *_ENDS) if f'"{name}"' in line}
    if has.issuperset(_ENDS) or (called and has):
        return True
    return has.issuperset({"id", "category"}) and '"biolink:' in line


def is_whole(head: str, stem: str) -> bool:
    """True for an object that begins with `nodes` or `edges` of KGX."""
    return bool(_WHOLE.match(head)) and any(f'"{name}"' in head for name in ("category", "predicate"))


def quads_of_lines(source: Source, pad: Notepad, base: str) -> Iterator[str]:
    """N-Quads of the rows in a source of JSON lines."""
    return propertygraph.quads(source, pad, base, _each_line)


def quads(source: Source, pad: Notepad, base: str) -> Iterator[str]:
    """N-Quads of the rows in a source of JSON objects."""
    return propertygraph.quads(source, pad, base, _each_object)


def _each_line(source: Source, pad: Notepad) -> Iterator[Row]:
    return _rows(source, pad, _parsed_lines)


def _each_object(source: Source, pad: Notepad) -> Iterator[Row]:
    return _rows(source, pad, _walked)


_Objects = Iterable[tuple[int, Any]]


def _rows(source: Source, pad: Notepad, read: Callable[[Part, Notepad], _Objects]) -> Iterator[Row]:
    tally = Tally(pad)
    keys: dict[str, dict[str, None]] = {"nodes": {}, "edges": {}}
    for part in source.parts(pad):
        for line, found in read(part, Notepad(part.name, pad.faults)):
            if row := _row(found, (part.name, line), tally):
                keys["edges" if row.ends else "nodes"].update(dict.fromkeys(found))
                yield row
    tally.close()
    for kept, names in ((AS_WRITTEN.node_columns, "nodes"), (AS_WRITTEN.edge_columns, "edges")):
        if keys[names]:
            source.facts[kept] = [rdf.text("\t".join(keys[names]))]


def _parsed_lines(part: Part, pad: Notepad) -> Iterator[tuple[int, Any]]:
    """Each line's value; lines that are no JSON are noted."""
    tally = Tally(pad)
    for number, line in lines(part, pad):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line, object_pairs_hook=once)
        except (ValueError, RecursionError) as error:
            said = error.msg if isinstance(error, json.JSONDecodeError) else str(error) or "nested too deeply"
            what = f"is not JSON: {said.removesuffix(' starting at')}"
            tally.error(
                "lines that are no JSON",
                what,
                "mend the line, or fetch the file again",
                where=(part.name, number),
            )
    tally.close()


def _walked(part: Part, pad: Notepad) -> Iterator[tuple[int, Any]]:
    """Each element of `nodes` and `edges`; whatever else the object holds is noted."""
    stream = JsonStream(text(part, pad))
    try:
        for key in stream.members():
            if key in {"nodes", "edges"}:
                for _ in stream.elements():
                    stream.peek()
                    yield stream.line, stream.value()
            else:
                stream.value()
                pad.warn("", f"{key!r} beside nodes and edges is not carried over")
    except BadJson as error:
        pad.error("", error.what, "fetch or save the file again", line=error.line)
    except Broken:
        pass  # it is told already


def _row(found: Any, place: tuple[str, int], tally: Tally) -> Row | None:
    """The row that an object states; None, with a fault, when it states none."""
    if not isinstance(found, dict):
        tally.error("values that are no objects", "neither a node nor an edge", where=place)
        return None
    if not is_writable(found):
        tally.error("objects that cannot be written", UNWRITABLE, where=place)
        return None
    named = found.get("id")
    if not isinstance(named, str | None) or (named == "" and "subject" not in found):
        tally.error("ids that are no texts", f"the id is {named!r}", "give it as text", where=place)
        return None
    if "subject" in found or "object" in found or "predicate" in found:
        return _edge(found, place, tally)
    if named is None:
        tally.error("nodes without an id", "the node has no id", "give it one", where=place)
        return None
    kgx_tsv.doubt(named, place, tally)
    return Row(None, named, _values(found, {"id"}), place, False)


def _edge(found: dict[str, Any], place: tuple[str, int], tally: Tally) -> Row | None:
    lacking = [name for name in _ENDS if not isinstance(found.get(name), str) or not found[name]]
    if lacking:
        said = ", ".join(lacking)
        tally.error(f"edges without {said}", f"the edge has no {said}", where=place)
        return None
    subject, predicate, target = (found[name] for name in _ENDS)
    kgx_tsv.doubt(subject, place, tally)
    kgx_tsv.doubt(target, place, tally)
    values = _values(found, {"id", *_ENDS})
    return Row((subject, predicate, target), found.get("id") or "", values, place, False)


def _values(found: dict[str, Any], apart: set[str]) -> tuple[tuple[Any, Any], ...]:
    return tuple((column(name), value) for name, value in found.items() if name not in apart)
