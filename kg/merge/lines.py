"""Blocks of N-Quads lines: proven to be valid and canonical, or made so.

A line is canonical when it is as this package and its engine write it: single spaces, shortest escapes, a
graph, no blank node. Then two quads are the same when their lines are, and sorting finds it out. The
proof is one regular expression over a whole block, several times as fast as a parser; whatever it does not
recognise goes to the parser.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from kg.errors import KgError
from kg.ids import LEGACY_FORMS, PREFIXES
from kg.workers import pair

if TYPE_CHECKING:
    import pyoxigraph

BLOCK = 1 << 20
"""Bytes that are looked at together."""
_LONGEST = 64 << 20
"""Bytes of the longest line that is taken."""
_LARGE = 32 << 20
"""Bytes that one process reads alone."""

_CHARS = rb"[!$&-;=?-Z_a-z~]*+(?:%[0-9A-Fa-f]{2}[!$&-;=?-Z_a-z~]*+)*+"
ANY_IRI = rb"<[A-Za-z][A-Za-z0-9+.\-]*+:" + _CHARS + rb"(?:#" + _CHARS + rb")?+>"
_TEXT = rb'"[^"\\\x00-\x1f\x7f]*+(?:\\[tbnrf"\\][^"\\\x00-\x1f\x7f]*+)*+"'
_STRING = rb"<http://www\.w3\.org/2001/XMLSchema#string>"
LITERAL = _TEXT + rb"(?:@[a-z]{1,8}(?:-[a-z0-9]{1,8})*+|\^\^(?!" + _STRING + b")" + ANY_IRI + rb")?+"
_TRIPLE = ANY_IRI + b" " + ANY_IRI + b" (?:" + ANY_IRI + b"|" + LITERAL + b")"
_QUADS = re.compile(b"(?:" + _TRIPLE + b" " + ANY_IRI + b" \\.\n)*+")
_TRIPLES = re.compile(b"(?:" + _TRIPLE + b" \\.\n)*+")
_DUBIOUS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""Characters that the expressions let pass and the engine writes as escapes."""

_LEGACY = {old.encode(): PREFIXES[prefix].encode() for old, prefix in LEGACY_FORMS.items()}
_OLD_STARTS = re.compile(b"<(" + b"|".join(map(re.escape, sorted(_LEGACY, reverse=True))) + b")")
_SLASHED = tuple(PREFIXES[prefix].encode() for prefix in ("PMID", "PMC"))
"""Starts of IRIs that their sites write with a slash at the end, which is none of the id."""
_OLD = re.compile(
    b"<http(?:"
    + b"|".join(re.escape(old.removeprefix(b"http")) for old in sorted(_LEGACY, reverse=True))
    + b")"
)
"""The same for searching a block: with a start that the engine of expressions can look for."""


def blocks(stream: IO[bytes], name: str) -> Iterator[bytes]:
    """The stream in blocks of whole lines; a last line without its end gets one."""
    rest = b""
    while piece := stream.read(BLOCK):
        cut = piece.rfind(b"\n") + 1
        if not cut:
            rest += piece
            if len(rest) > _LONGEST:
                raise too_long(name)
            continue
        yield rest + piece[:cut]
        rest = piece[cut:]
    if rest:
        yield rest + b"\n"


def too_long(name: str) -> KgError:
    """The fault of a file whose lines have no end."""
    return KgError(f"{name}: a line is longer than {_LONGEST:,} bytes: no N-Quads file")


def spans(path: Path, name: str) -> Iterator[tuple[int, int]]:
    """Where the blocks of whole lines of a file begin and end."""
    with path.open("rb") as stream:
        start, last = 0, stream.seek(0, os.SEEK_END)
        while start < last:
            end = stream.seek(min(start + BLOCK, last)) + len(stream.readline(_LONGEST + 1))
            if end - start > BLOCK + _LONGEST:
                raise too_long(name)
            yield start, end
            start = end


def block_at(path: Path, span: tuple[int, int]) -> bytes:
    """One of the blocks of a file; a last line without its end gets one."""
    with path.open("rb") as stream:
        stream.seek(span[0])
        block = stream.read(span[1] - span[0])
    return block if block.endswith(b"\n") else block + b"\n"


def line_at(path: Path, start: int) -> bytes:
    """The line of a file that begins there, without its end."""
    with path.open("rb") as stream:
        stream.seek(start)
        return stream.readline().rstrip(b"\n")


def jobs(*paths: Path) -> int:
    """How many processes reading these files is worth."""
    return pair() if sum(path.stat().st_size for path in paths) > _LARGE else 1


def is_canonical(block: bytes) -> bool:
    """True when every line is a canonical quad."""
    return _fits(block, _QUADS)


def are_triples(block: bytes) -> bool:
    """True when every line is a canonical triple."""
    return _fits(block, _TRIPLES)


def _fits(block: bytes, form: re.Pattern[bytes]) -> bool:
    match = form.match(block)
    return match is not None and match.end() == len(block) and is_text(block)


def is_text(block: bytes) -> bool:
    """True when the block is UTF-8 without the characters that the engine writes as escapes."""
    if block.isascii():
        return True
    if any(sign in block for sign in _DUBIOUS):
        return False
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return True


def in_graph(block: bytes, graph: bytes) -> bytes:
    """The block of canonical triples as quads in that graph, a node."""
    return block.replace(b" .\n", b" " + graph + b" .\n")


def may_hold_legacy(block: bytes) -> bool:
    """True when the block holds a legacy form of IRI."""
    return _OLD.search(block) is not None


def without_legacy(block: bytes) -> tuple[bytes, int]:
    """The block with subjects, predicates and objects in our form of IRI, and how many lines changed."""
    lines = block.split(b"\n")
    changed = 0
    for number, line in enumerate(lines):
        if b"<" in line and _OLD_STARTS.search(line):
            parts = line.split(b" ", 2)
            thing, rest = parts[2], b""
            if thing.startswith(b"<"):
                thing, _, rest = thing.partition(b" ")
                rest = b" " + rest
            new = b" ".join((_modern(parts[0]), _modern(parts[1]), _modern(thing))) + rest
            changed += new != line
            lines[number] = new
    return b"\n".join(lines), changed


def _modern(token: bytes) -> bytes:
    """The node in our form of IRI."""
    match = _OLD_STARTS.match(token)
    if match is None:
        return token
    start = _LEGACY[match[1]]
    rest = token[match.end() :]
    if start in _SLASHED and rest.endswith(b"/>"):
        rest = rest[:-2] + b">"
    return b"<" + start + rest


Blank = tuple[str, str, str, str]
"""Subject, predicate, object and graph of a quad with a blank node, as N-Quads writes them."""


def parsed(
    quads: Iterable[pyoxigraph.Quad], graph: str, name: str, blank: Callable[[Blank], None]
) -> Iterator[str]:
    """Canonical lines of the quads; those of the default graph get `graph`.

    Those with blank nodes go to `blank` instead.
    """
    import pyoxigraph as engine

    for quad in quads:
        subject, predicate, thing = quad.subject, quad.predicate, quad.object
        if isinstance(thing, engine.Triple) or isinstance(subject, engine.Triple):
            raise KgError(f"{name}: states something of a statement (RDF 1.2), which a merge does not take")
        named = graph if isinstance(quad.graph_name, engine.DefaultGraph) else str(quad.graph_name)
        if any(isinstance(one, engine.BlankNode) for one in (subject, thing, quad.graph_name)):
            blank((str(subject), str(predicate), str(thing), named))
        else:
            yield f"{subject} {predicate} {thing} {named} .\n"


class Sum(NamedTuple):
    """How many lines there are, and a digest that does not depend on their order."""

    lines: int
    digest: int


def summed(lines: Iterable[bytes], wanted: set[bytes] | None = None) -> Sum:
    """The sum of the lines, or of those among them that are wanted."""
    from hashlib import sha256

    count = total = 0
    for line in lines:
        if wanted is None or line in wanted:
            count += 1
            total += int.from_bytes(sha256(line).digest())
    return Sum(count, total % (1 << 256))
