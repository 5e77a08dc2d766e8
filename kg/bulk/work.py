"""From a piece to its part: the same reading, grounding and building as of a single case."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from kg import builders, quadtable, readers
from kg.builders import terms as terms_graph
from kg.bulk.pieces import Item, Piece, is_foreign
from kg.case import Case, Method, Publication
from kg.errors import Fault, FaultsError, Notepad, Severity
from kg.grounding import ground_case
from kg.pipeline import Seen, residue
from kg.readers import case_lines, case_quick, phenopackets

LEVEL = 3
"""Of compression: faster than building, and a twentieth of the size."""
BATCH = 50
"""Cases that go through each step together: a seventh quicker than all steps for each in turn, since what
a step needs stays in the processor's caches."""


@dataclass(frozen=True, slots=True)
class How:
    """What decides, besides a piece, what becomes of it."""

    folder: str
    """Where parts are put."""
    base: str
    extract: bool
    check: bool = False
    parquet: bool = False
    """Write each part as a table of quads, too."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a piece; the quads themselves stand in its part."""

    key: str
    cases: tuple[str, ...] = ()
    """The ids of its cases, in order."""
    quads: int = 0
    sha256: str = ""
    """Of the part's file."""
    terms: tuple[str, ...] = ()
    """CURIEs of the terms that its cases name."""
    faults: tuple[Fault, ...] = ()
    """With lines counted from the piece's first."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cycles meanwhile: cases have none, and looking at all of them takes time."""
    wanted = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if wanted:
            gc.enable()


@_uncollected()
def made(how: How, piece: Piece, skip: frozenset[str] = frozenset()) -> Made:
    """Build the piece's part, unless it is there already. `skip` names cases that another piece has."""
    key = f"{piece.key}-{_digest(sorted(skip))}" if skip else piece.key
    if found := kept(how.folder, key):
        return found
    pad = Notepad(piece.source, list(piece.faults))
    part = _Part(how)
    seen = Seen(dict.fromkeys(skip, "another piece of the inputs"))
    reads = _reads(how, piece)
    while batch := list(islice(reads, BATCH)):
        grounded = [one if one.ready else one.grounded() for one in batch]
        cases = [case for one in grounded if (case := _wanted(one, skip, seen, pad))]
        part.add(cases, builders.counted(cases, how.base))
    if how.check:
        pad.faults += _found(part.texts, piece.source)
    return part.put(key, tuple(pad.faults))


class _Read(NamedTuple):
    """A case that was read, if any, and what is to be said there."""

    case: Case | None
    pad: Notepad
    ready: bool = False
    """True for what has no names to ground, or whose names were."""

    def grounded(self) -> _Read:
        """The same with ids and labels."""
        return _Read(self.case and ground_case(self.case, self.pad), self.pad, True)


def _wanted(read: _Read, skip: frozenset[str], seen: Seen, pad: Notepad) -> Case | None:
    """The case when it is one to build; what is to be said of it goes on the pad."""
    case, own, _ = read
    # a phenopacket gets an id of its own; a case that another piece has was told of there
    once = seen.once(case, own.source, own) if case and (case.record or case.id not in skip) else None
    pad.faults += own.faults
    return None if any(own.errors()) else once


class _Part:
    """A part while it is made; each case is packed at once, which is quicker than all of them together."""

    def __init__(self, how: How) -> None:
        import zstandard

        self.texts: list[str] = []
        """What was added; only where it is needed once more."""
        self._how = how
        self._packer = zstandard.ZstdCompressor(level=LEVEL).compressobj()
        self._packed: list[bytes] = []
        self._quads = 0
        self._cases: list[str] = []
        self._terms: set[str] = set()

    def add(self, cases: Sequence[Case], built: Sequence[tuple[str, int]]) -> None:
        """Take cases, each with its quads and their number."""
        self._packed += [self._packer.compress(text.encode()) for text, _ in built]
        self._quads += sum(quads for _, quads in built)
        self._cases += [case.id for case in cases]
        for case in cases:
            self._terms.update(terms_graph.named_terms(case))
        if self._how.check or self._how.parquet:
            self.texts += [text for text, _ in built]

    def put(self, key: str, faults: tuple[Fault, ...]) -> Made:
        """Write the part, then the note that it is complete."""
        packed = b"".join((*self._packed, self._packer.flush()))
        terms = tuple(sorted(self._terms))
        made = Made(key, tuple(self._cases), self._quads, sha256(packed).hexdigest(), terms, faults)
        folder = Path(self._how.folder)
        _written(folder / f"{key}.nq.zst", packed)
        if self._how.parquet:
            _written(folder / f"{key}.parquet", quadtable.parquet("".join(self.texts)))
        _written(folder / f"{key}.json", json.dumps(asdict(made), separators=(",", ":")).encode())
        return made


def kept(folder: str, key: str) -> Made | None:
    """What became of that piece before; None when it has no part yet."""
    try:
        said = json.loads((Path(folder) / f"{key}.json").read_text(encoding="utf-8"))
    except OSError:
        return None
    return of_json(said)


def of_json(said: dict[str, Any]) -> Made:
    """What a part's note says."""
    faults = tuple(Fault._make(one)._replace(severity=Severity(one[5])) for one in said["faults"])
    return Made(**said | {"cases": tuple(said["cases"]), "terms": tuple(said["terms"]), "faults": faults})


def _written(path: Path, data: bytes) -> None:
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)


def _digest(values: Sequence[str]) -> str:
    return sha256(json.dumps(values).encode()).hexdigest()[:16]


def _found(texts: Sequence[str], source: str) -> Iterator[Fault]:
    from kg import check, store

    graph = store.from_lines(texts)
    return (fault for _, fault in check.found(graph, source, chosen=check.query_checks()))


def _reads(how: How, piece: Piece) -> Iterator[_Read]:
    """Yield what is read of the piece, in order."""
    for number, raw in enumerate(piece.lines.split(b"\n"), 1):
        if raw and not raw.isspace():
            yield from _of_line(raw, number, piece.source)
    for name in piece.files:
        yield from _of_file(how, name)
    yield from _of_items(how, ((item, piece.source) for item in piece.items))


def _of_line(raw: bytes, number: int, source: str) -> Iterable[_Read]:
    own = Notepad(source)
    try:
        line = raw.decode()
    except UnicodeDecodeError as error:
        own.error("", f"is not UTF-8 at byte {error.start + 1}", "save it as UTF-8", line=number)
        return [_Read(None, own)]
    if quick := case_quick.case_of(line, number, source, residue):
        return [_Read(quick, own)]
    if phenopackets.looks_like(line):
        found = list(phenopackets.read_cases(line, own))
        own.faults = [fault._replace(line=number) for fault in own.faults]
    else:
        found = list(case_lines.read_carefully(line, number, own, residue))
    return [_Read(None, own), *[_Read(case, Notepad(source)) for case in found]]


def _of_file(how: How, name: str) -> Iterator[_Read]:
    own, foreign = Notepad(name), Notepad(name)
    try:
        yield from _of_items(how, ((item, name) for item in readers.read_either(name, own, residue)))
    except FaultsError as error:
        own.faults += error.faults
    yield _Read(None, foreign if any(own.errors()) and is_foreign(name, foreign) else own)


def _of_items(how: How, items: Iterable[tuple[Item, str]]) -> Iterator[_Read]:
    for item, name in items:
        if isinstance(item, Case):
            yield _Read(item, Notepad(name))
            continue
        document, source = item
        own = Notepad(source)
        found = list(_of_document(how, document, own))
        yield _Read(found[0] if found else None, own, True)
        yield from (_Read(case, Notepad(source), True) for case in found[1:])


def _of_document(how: How, document: Publication, own: Notepad) -> Iterator[Case]:
    from kg.extraction.document import cases_of
    from kg.extraction.names import name_of

    if how.extract:
        yield from cases_of(document, name_of(document, own.source), own)
    elif document.curie:
        yield Case(id=document.curie, method=Method.IMPORTED, source=own.source, publication=document)
    else:
        readers.say_nameless(document, own)
