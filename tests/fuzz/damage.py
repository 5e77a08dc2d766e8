"""Strategies that damage good inputs: texts by the piece, JSON by the node, archives by the byte."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]

NASTY = (
    "", " ", "\n", "\r\n", "\t", "\n\n", "0", "-1", "1e999", "99999999999999999999", "٣", "²", "nan", "true", "null", "~", "{", "}",
    "[", "]", "(", ")", "<", ">", "&amp;", "&#0;", "&#xD800;", "&x;", "<!--", "<![CDATA[", "]]>", "<?x?>", '"', "'", "\\", "\\u0000",
    "\\ud800", "|", "||", ";", ",", ":", "::", "#", "---", "...", "*a", "&a ", "!!python/name:os.system", "<<: ", "\0", "\x1b[31m",
    "\x85", "\u2028", "\u202e", "\ufeff", "\ufffd", "\ufffe", "\U0001f9ec", "e\u0301", "İ", "ß", "ǆ", "_:b", "HGNC:3430", "MONDO:0005051", "PMID:1",
    "http://", "https://w3id.org/casekg/case/a", "javascript:x()", "../../etc/passwd", "2020-02-30", "P1Y", "=cmd()", "a" * 300,
    "%", "%s", "{0}", "${x}", "SERVICE <http://x/> {}",
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, 10**30, "", " ", "x", "HGNC:3430", "\x00", "\ud83d", "a\nb", "<b>", [], [[]], [None], {}, {"a": 1},
    {"": None}, {"id": {}}, ["x", 1, {}], [[["x"]]], {"@id": 1}, "9" * 40, "2020-13-45", "P-1Y", float("inf"), float("nan"),
)  # fmt: skip
_PIECE = re.compile(r"\w+|\s+|[^\w\s]")
_MOST = 5
"""Damages to one input."""


@st.composite
def texts(draw: Draw, seeds: Sequence[str], words: Sequence[str] = ()) -> bytes:
    """One of the seeds with pieces taken away, doubled, moved, replaced or added, in UTF-8 or nearly so."""
    pieces = _PIECE.findall(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(0, _MOST))):
        _damage(draw, pieces, (*NASTY, *words))
    data = "".join(pieces).encode("utf-8", "surrogatepass")
    return draw(octets(data)) if draw(st.integers(0, 9)) == 0 else data


def _damage(draw: Draw, pieces: list[str], words: Sequence[str]) -> None:
    start = draw(st.integers(0, len(pieces)))
    end = min(len(pieces), start + draw(st.sampled_from((0, 1, 1, 1, 2, 5, 40, 10_000))))
    kind = draw(st.sampled_from(("word", "word", "text", "drop", "double", "move", "line")))
    if kind == "word":
        pieces[start:end] = [draw(st.sampled_from(words))]
    elif kind == "text":
        pieces[start:end] = [draw(st.text(max_size=8))]
    elif kind == "drop":
        del pieces[start:end]
    elif kind == "double":
        pieces[start:start] = pieces[start:end][:200] * draw(st.integers(1, 5))
    elif kind == "move":
        taken = pieces[start:end]
        del pieces[start:end]
        to = draw(st.integers(0, len(pieces)))
        pieces[to:to] = taken
    else:
        pieces.insert(start, "\n")


@st.composite
def octets(draw: Draw, data: bytes) -> bytes:
    """The data with bytes changed, or cut, or doubled."""
    held = bytearray(data)
    for _ in range(draw(st.integers(1, _MOST))):
        at = draw(st.integers(0, len(held)))
        kind = draw(st.sampled_from(("set", "cut", "insert", "drop")))
        if kind == "cut":
            del held[at:]
        elif kind == "insert":
            held[at:at] = draw(st.binary(max_size=6))
        else:
            held[at : at + 1] = draw(st.binary(min_size=1, max_size=1)) if kind == "set" else b""
    return bytes(held)


@st.composite
def trees(draw: Draw, seeds: Sequence[Any], *, lines: bool = False) -> bytes:
    """One of the seeds with nodes replaced, dropped, doubled or renamed, as JSON; as JSON lines where asked."""
    tree = [copy.deepcopy(draw(st.sampled_from(seeds)))]
    for _ in range(draw(st.integers(0, _MOST))):
        places = list(_places(tree))
        if places:
            _graft(draw, *draw(st.sampled_from(places)))
    text = (
        "\n".join(json.dumps(one) for one in _listed(tree[0]))
        if lines
        else json.dumps(tree[0] if tree else None)
    )
    damaged = draw(st.integers(0, 7)) == 0
    return draw(texts((text,))) if damaged else text.encode("utf-8", "surrogatepass")


def _listed(tree: Any) -> list[Any]:
    return tree if isinstance(tree, list) else [tree]


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every container with a key of it."""
    keys: Any = tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield tree, key
        yield from _places(tree[key])


def _graft(draw: Draw, holder: Any, key: Any) -> None:
    kind = draw(st.sampled_from(("odd", "odd", "odd", "drop", "double", "wrap", "rename")))
    if kind == "odd":
        holder[key] = copy.deepcopy(draw(st.sampled_from(ODD) | st.text(max_size=5)))
    elif kind == "drop" and isinstance(holder, dict):
        del holder[key]
    elif kind == "double" and isinstance(holder, list):
        holder.insert(key, copy.deepcopy(holder[key]))
    elif kind == "rename" and isinstance(holder, dict):
        holder[draw(st.sampled_from((*holder, "x", "", "id", "@id", "type")))] = holder.pop(key)
    else:
        holder[key] = draw(st.sampled_from(([holder[key]], {"x": holder[key]})))
