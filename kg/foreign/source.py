"""A source: the files that make up one foreign graph, how they are opened, and what is said of them."""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from kg import rdf
from kg.errors import Notepad
from kg.ids import slug
from kg.rdf import Node
from kg.readers import packages
from kg.readers.pieces import Broken
from kg.readers.unpacking import Spoilt
from kg.vocabulary import DCTERMS, KG, RDF

if TYPE_CHECKING:
    from kg.readers.packages import Part

HEAD = 8_000
"""Bytes looked at to tell a format."""
LONGEST_LINE = 1 << 26
"""Bytes after which a line is refused."""
_PIECE = 1 << 20
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Format:
    """A format of graphs."""

    name: str
    looks_like: Callable[[str, str], bool]
    """Told from how a file begins, and from its own name without folder and suffix."""
    source_name: Callable[[str], str]
    """The name of the graph for a file of that name: 'x_nodes' and 'x_edges' are both of 'x'."""
    quads: Callable[[Source, Notepad, str], Iterator[str]]
    """N-Quads in the source's graph; what is faulty, and what cannot be carried over, goes on the pad."""


@dataclass(frozen=True, slots=True)
class Source:
    """Files that belong to one graph."""

    name: str
    form: Format
    files: tuple[str, ...]
    facts: dict[Node, list[Node]] = field(default_factory=dict)
    """Property -> values that the format's reader found stated of the whole, such as its licence."""

    def graph(self, base: str) -> Node:
        """The named graph of its statements."""
        return rdf.iri(f"{base}graph/{slug(self.name)}")

    def parts(self, pad: Notepad) -> Iterator[Part]:
        """Each file, or member of an archive, that is of the source's format; may be asked again."""
        for name in self.files:
            for part in packages.parts(name, Notepad(name, pad.faults)):
                try:
                    fits = not part.packed or self.form.looks_like(head_of(part), part.stem)
                except Spoilt as error:
                    error.note(Notepad(part.name, pad.faults))
                    continue
                if fits:
                    yield part

    def described(self, base: str) -> str:
        """N-Quads in the graph of sources: the files' names and checksums, the format, what else is known."""
        own = self.graph(base)
        triples = [f"{own} {RDF.type} {KG.Source}", f"{own} {RDF.label} {rdf.text(self.name)}"]
        triples.append(f"{own} {DCTERMS.format} {rdf.text(self.form.name)}")
        for file in self.files:
            triples.append(f"{own} {KG.sourceFile} {rdf.text(PurePath(file).name)}")
            triples.append(f"{own} {KG.sha256} {rdf.text(_checksum(file))}")
        for fact, values in sorted(self.facts.items()):
            triples += [f"{own} {fact} {value}" for value in dict.fromkeys(values)]
        return rdf.quads(triples, rdf.iri(f"{base}graph/sources"))


def head_of(part: Part) -> str:
    """How the part begins, as text. Spoilt when it cannot be unpacked."""
    head = part.stream.peek(HEAD) if isinstance(part.stream, io.BufferedReader) else b""
    return head[:HEAD].decode("utf-8", "replace").removeprefix("\ufeff")


def lines(part: Part, pad: Notepad, *, table: bytes = b"") -> Iterator[tuple[int, str]]:
    """Each line with its number, without its end; what cannot be read on is noted on the pad.

    Nothing is mended, for a graph is given back as it came. Of a table, whose cells that byte parts, a last
    row that is cut short is noted and left out.
    """
    number = signs = 0
    full = bool(table)
    """Whether all rows so far have the cells of the heading: some tables leave empty ones away at the end."""
    try:
        while raw := part.stream.readline(LONGEST_LINE):
            number += 1
            if number == 1:
                raw = raw.removeprefix(_BOM)
                signs = raw.count(table)
            if len(raw) >= LONGEST_LINE:
                pad.error(
                    "", f"a line of more than {LONGEST_LINE:,} bytes", "is this the right file?", line=number
                )
                return
            if table and raw[-1:] != b"\n" and _is_cut(raw.count(table), signs if full else 0, number, pad):
                return
            full = full and raw.count(table) >= signs
            yield number, raw.rstrip(b"\r\n").decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"byte {error.start + 1} of this line is not UTF-8"
        pad.error("", what, "save the file as UTF-8", line=number)
    except Spoilt as error:
        error.note(pad)


def _is_cut(signs: int, wanted: int, number: int, pad: Notepad) -> bool:
    """True, with a fault, when the last row of a table, which has no line end, lacks cells; else a note."""
    if signs < wanted:
        what = f"the file ends in this row, after {signs + 1} of {wanted + 1} cells"
        pad.error("", what, "it seems cut short: fetch or save it again", line=number)
        return True
    pad.note(
        "",
        "the last row has no line end",
        "if the file was cut here, its last cell is not whole",
        line=number,
    )
    return False


def text(part: Part, pad: Notepad) -> Iterator[str]:
    """The text of a part in pieces. Broken, with the fault on the pad, where it cannot be read on."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    number = 1
    try:
        data = part.stream.read(_PIECE).removeprefix(_BOM)
        while data:
            piece = decoder.decode(data)
            number += piece.count("\n")
            yield piece
            data = part.stream.read(_PIECE)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        line = number + error.object[: error.start].count(b"\n")
        pad.error("", "what stands here is not UTF-8", "save the file as UTF-8", line=line)
        raise Broken from None
    except Spoilt as error:
        error.note(pad)
        raise Broken from None


def _checksum(file: str) -> str:
    with Path(file).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
