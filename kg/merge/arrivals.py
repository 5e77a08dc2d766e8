"""Inputs on their way into a merge: whatever the user names becomes a file of canonical N-Quads lines.

A canonical N-Quads file stays where it is; anything else is written anew into the merge's own folder. Each
input is looked at once on its way (see `kg.merge.scanning`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg import blanks, foreign, inputs, pipeline, store
from kg.errors import Fault, FaultsError, KgError, Notepad
from kg.merge import lines, plain, sssom
from kg.merge.arrival import Arrival, Room
from kg.merge.files import Pieces, digest, stem
from kg.merge.lines import Blank
from kg.merge.scanning import may_remember
from kg.merge.sssom import is_table
from kg.questions import sources
from kg.workers import spread

if TYPE_CHECKING:
    import pyoxigraph

_LINES = {"N_QUADS", "N_TRIPLES"}
_PLACE = re.compile(r"Parser error (?:at|between) [^:]*: ")


def arrive(names: Iterable[str], room: Room) -> list[Arrival]:
    """All inputs, in the order given. Raises FaultsError with the faults of all case files among them."""
    arrivals: list[Arrival] = []
    faults: list[Fault] = []
    for name, source in _taken(names, room):
        try:
            arrivals.append(_arrival(name, source, room, len(arrivals)))
        except FaultsError as error:
            faults += error.faults
    if faults:
        raise FaultsError(faults)
    return arrivals


def _taken(names: Iterable[str], room: Room) -> Iterator[tuple[str, foreign.Source | None]]:
    """What the names stand for: folders of graphs taken apart, the files of a foreign graph together."""
    strange: list[str] = []
    for name in names:
        if name == store.STANDARD_STREAM or is_table(name):
            yield name, None
            continue
        given = inputs.divided([name])
        strange += given.foreign
        yield from ((case, None) for case in given.cases)
        yield from ((str(path), None) for graph in given.graphs for path in sources.expanded(graph))
    yield from ((source.files[0], source) for source in foreign.sources(strange, room.name))


def _arrival(name: str, source: foreign.Source | None, room: Room, number: int) -> Arrival:
    with ExitStack() as stack:
        writer = _Writer(name, room, number, stack)
        if name == store.STANDARD_STREAM:
            return writer.piped(sys.stdin.buffer)
        path = Path(name)
        pad = Notepad(name, room.faults)
        if source:
            return writer.foreign(source)
        if is_table(name):
            return writer.from_lines(sssom.quads(path, room.graph(stem(path)), pad), "SSSOM", path)
        if inputs.holds_cases(name):
            pieces, report = pipeline.graph([name], base=room.base)
            room.faults += report.remarks
            return writer.from_lines(pieces, "cases", path)
        if store.is_store(path):
            return writer.from_quads(iter(store.open_store(path)), "store", path)
        return writer.from_file(path, format_named(path))


def format_named(path: Path) -> str:
    """The name of the format that a graph file's suffix says. Raises KgError for any other file."""
    found = store.format_of(path)
    if found is None:
        known = " ".join(sorted(store.SUFFIXES))
        raise KgError(f"{path}: not a graph file by its suffix (kg reads {known}, also with .gz or .zst)")
    return found


class _Writer:
    """Takes one input's lines as they come, proves them, and writes them anew where they must change."""

    def __init__(self, name: str, room: Room, number: int, stack: ExitStack) -> None:
        self._name = name
        self._room = room
        self._stack = stack
        self._place = room.folder / f"input-{number}.nq"
        self._out: IO[bytes] | None = None
        self._passed = 0
        self._source: Path | None = None
        self._blank: list[Blank] = []
        self._arrival = Arrival(name, "", "", self._place, "")
        self._graph = ""

    def from_lines(self, pieces: Iterable[str], form: str, *files: Path) -> Arrival:
        """An input whose reader gives N-Quads lines."""
        self._graph = self._room.graph(stem(files[0]))
        self._begin()
        for block in lines.blocks(Pieces(pieces), self._name):  # type: ignore[arg-type]
            self._take(block)
        names = ", ".join(sorted(path.name for path in files))
        return self._ended(form, names, digest(*files))

    def foreign(self, source: foreign.Source) -> Arrival:
        """An input of one or several files of another knowledge graph. Raises FaultsError for faulty ones."""
        pads: dict[str, Notepad] = {}
        pieces = foreign.quads([source], pads, self._room.base)
        files = [Path(name) for name in source.files]
        arrival = self.from_lines(pieces, source.form.name, *files)
        for pad in pads.values():
            pad.raise_errors()
            self._room.faults += pad.remarks()
        return arrival

    def from_quads(self, quads: Iterable[pyoxigraph.Quad], form: str, path: Path) -> Arrival:
        """An input whose quads the engine gives."""
        self._graph = self._room.graph(stem(path))
        self._begin()
        self._write_parsed(quads)
        return self._ended(form, path.name, "" if form == "store" else digest(path))

    def from_file(self, path: Path, format_name: str, file_name: str = "") -> Arrival:
        """An input that is a graph file."""
        import pyoxigraph

        self._graph = self._room.graph(stem(Path(file_name or path.name)))
        form = getattr(pyoxigraph.RdfFormat, format_name)
        packed = path.suffix.lower() if path.suffix.lower() in store.COMPRESSED else ""
        with store.reading(path) as raw, store.faults_told(format_name, self._name):
            stream = store.decompressing(raw, packed)
            if format_name not in _LINES:
                self._begin()
                self._write_parsed(pyoxigraph.parse(store.whole(stream, format_name), form))
            else:
                self._source = None if packed else path
                if packed:
                    self._begin()
                self._take_all(stream, path, 1 if packed else lines.jobs(path))
        return self._ended(form.name, file_name or path.name, digest(path))

    def piped(self, stream: IO[bytes]) -> Arrival:
        """An input from standard input, its format told by how it begins."""
        kept = self._place.with_suffix(".piped")
        with kept.open("wb") as out:
            while piece := stream.read(lines.BLOCK):
                out.write(piece)
        with kept.open("rb") as raw:
            head = raw.read(4096)
        suffix = next((one for one, start in sources.STARTS.items() if head.startswith(start)), "")
        if suffix:
            kept = kept.rename(kept.with_suffix(suffix))
            with kept.open("rb") as raw, store.faults_told("N_QUADS", "<stdin>"):
                head = store.decompressing(raw, suffix).read(4096)
        return self.from_file(kept, sources.format_of_content(head), "stdin")

    def _begin(self) -> None:
        """Write anew what is to come, and what has passed already."""
        if self._out is not None:
            return
        self._out = self._stack.enter_context(self._place.open("wb"))
        if self._source and self._passed:
            with self._source.open("rb") as old:
                left = self._passed
                while left:
                    piece = old.read(min(left, lines.BLOCK))
                    self._out.write(piece)
                    left -= len(piece)

    def _take_all(self, stream: IO[bytes], path: Path, jobs: int) -> None:
        """The lines of a stream; those of a large file are proven in several processes."""
        number = 0
        if jobs == 1:
            for block in lines.blocks(stream, self._name):
                self._take(block, number)
                number += block.count(b"\n")
            return
        spans = lines.spans(path, self._name)
        for span, count, graphs in spread(partial(plain.seen, path), spans, jobs):
            if graphs is None or self._out or may_remember(graphs):
                self._take(lines.block_at(path, span), number, graphs)
            else:
                self._passed += span[1] - span[0]
                self._arrival.scan.note(count, graphs)
            number += count

    def _take(self, block: bytes, number: int = 0, graphs: set[bytes] | None = None) -> None:
        """Prove a block of lines, mend it where that is needed, look at it, and keep it.

        `graphs` are those of a block that is known to be plain.
        """
        graphs = graphs or plain.graphs(block)
        if graphs is not None:
            self._kept(block)
            self._arrival.scan.see_plain(block, graphs)
            return
        old = block
        if not lines.is_canonical(block):
            if lines.are_triples(block):
                block = lines.in_graph(block, self._graph.encode())
            else:
                block = self._mended(block, number)
        if lines.may_hold_legacy(block):
            block, changed = lines.without_legacy(block)
            self._arrival.modernised += changed
        if block is not old:
            self._begin()
        self._kept(block)
        if block:
            self._arrival.scan.see(block)

    def _kept(self, block: bytes) -> None:
        if self._out is None:
            self._passed += len(block)
        else:
            self._out.write(block)

    def _mended(self, block: bytes, number: int) -> bytes:
        import pyoxigraph

        try:
            quads = pyoxigraph.parse(block, pyoxigraph.RdfFormat.N_QUADS)
            return "".join(lines.parsed(quads, self._graph, self._name, self._keep)).encode()
        except SyntaxError as error:
            error.lineno = (error.lineno or 1) + number
            error.msg = _PLACE.sub("", error.msg)  # it counts from the block's first line
            raise

    def _write_parsed(self, quads: Iterable[pyoxigraph.Quad]) -> None:
        held: list[str] = []
        for line in lines.parsed(quads, self._graph, self._name, self._keep):
            held.append(line)
            if len(held) == 5_000:
                self._take("".join(held).encode())
                held = []
        if held:
            self._take("".join(held).encode())

    def _keep(self, quad: Blank) -> None:
        self._blank.append(quad)
        if len(self._blank) > blanks.MOST:
            raise blanks.too_many(self._name)

    def _ended(self, form: str, file_name: str, found: str) -> Arrival:
        arrival = self._arrival
        if self._blank:
            self._begin()
            named = "".join(sorted(blanks.named(self._blank, self._room.base, self._name)))
            self._take(named.encode())
            arrival.skolemised = len(self._blank)
        if self._out is None and self._source:
            arrival.path = self._source
        elif self._out is None:
            self._begin()
        arrival.form, arrival.file_name, arrival.digest = form, file_name, found or self._content()
        return arrival

    def _content(self) -> str:
        """A digest of what a store holds, whatever the order it gives it in."""
        if self._out:
            self._out.flush()
        held = (line for block in self._arrival.blocks() for line in block.splitlines())
        return f"{lines.summed(held).digest:064x}"
