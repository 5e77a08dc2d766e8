"""From a piece to its part: the same reading, grounding and building as of a single case."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

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
    for read, own in _cases(how, piece, pad):
        # a phenopacket gets an id of its own; a case that another piece has was told of there
        case = seen.once(read, own.source, own) if read.record or read.id not in skip else None
        pad.faults += own.faults
        if case and not any(own.errors()):
            part.add(case, *builders.counted(case, how.base))
    if how.check:
        pad.faults += _found(part.texts, piece.source)
    return part.put(key, tuple(pad.faults))


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

    def add(self, case: Case, text: str, quads: int) -> None:
        """Take a case with its quads and their number."""
        self._packed.append(self._packer.compress(text.encode()))
        self._quads += quads
        self._cases.append(case.id)
        self._terms.update(terms_graph.named_terms(case))
        if self._how.check or self._how.parquet:
            self.texts.append(text)

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


def _cases(how: How, piece: Piece, pad: Notepad) -> Iterator[tuple[Case, Notepad]]:
    """Yield the grounded cases of the piece, each with what is to be said of it alone."""
    if piece.lines:
        yield from _of_lines(piece, pad)
    for name in piece.files:
        yield from _of_items(how, _read(name, pad))
    yield from _of_items(how, ((item, piece.source) for item in piece.items))


def _of_lines(piece: Piece, pad: Notepad) -> Iterator[tuple[Case, Notepad]]:
    for number, raw in enumerate(piece.lines.split(b"\n"), 1):
        if not raw.strip():
            continue
        for case in _of_line(raw, number, pad):
            own = Notepad(piece.source)
            yield ground_case(case, own), own


def _of_line(raw: bytes, number: int, pad: Notepad) -> Iterator[Case]:
    try:
        line = raw.decode()
    except UnicodeDecodeError as error:
        pad.error("", f"is not UTF-8 at byte {error.start + 1}", "save it as UTF-8", line=number)
        return
    if quick := case_quick.case_of(line, number, pad.source, residue):
        yield quick
    elif phenopackets.looks_like(line):
        own = Notepad(pad.source)
        yield from phenopackets.read_cases(line, own)
        pad.faults += (fault._replace(line=number) for fault in own.faults)
    else:
        yield from case_lines.read_carefully(line, number, pad, residue)


def _read(name: str, pad: Notepad) -> Iterator[tuple[Item, str]]:
    own = Notepad(name)
    try:
        yield from ((item, name) for item in readers.read_either(name, own, residue))
    except FaultsError as error:
        own.faults += error.faults
    if not (any(own.errors()) and is_foreign(name, pad)):
        pad.faults += own.faults


def _of_items(how: How, items: Iterator[tuple[Item, str]]) -> Iterator[tuple[Case, Notepad]]:
    for item, name in items:
        own = Notepad(name)
        if isinstance(item, Case):
            yield ground_case(item, own), own
            continue
        document, own = item[0], Notepad(item[1])
        found = list(_of_document(how, document, own))
        yield from ((case, own if case is found[0] else Notepad(item[1])) for case in found)


def _of_document(how: How, document: Publication, own: Notepad) -> Iterator[Case]:
    from kg.extraction.document import cases_of
    from kg.extraction.names import name_of

    if how.extract:
        yield from cases_of(document, name_of(document, own.source), own)
    elif document.curie:
        yield Case(id=document.curie, method=Method.IMPORTED, source=own.source, publication=document)
    else:
        readers.say_nameless(document, own)
