"""From files to cases. Formats are told by content, never by suffix.

A new reader is a module with `looks_like(head) -> bool` and `records(text, source, pad)` (documents)
or `read_cases` (cases), and a row in `_FORMATS`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path

from kg.case import Case, Method, Publication
from kg.errors import FaultsError, Notepad
from kg.readers import case_yaml, medline, pubmed_text, pubmed_xml
from kg.readers.decode import decode

STANDARD_INPUT = "-"
HEAD = 4_000
"""Characters looked at to tell a format."""

Residue = Callable[[str, int], str | None]
"""Gene name and position -> the reference residue's letter, None where unknown."""


@dataclass(frozen=True, slots=True)
class Format:
    """A document format that becomes publications."""

    name: str
    looks_like: Callable[[str], bool]
    records: Callable[[str, str, Notepad], Iterator[Publication]]


_CASE_SUFFIXES = (".yaml", ".yml", ".json")
"""A file of unknown content with such a name is meant as a case: its faults are told as a case's."""

_FORMATS = (
    Format("PubMed XML", pubmed_xml.looks_like, pubmed_xml.records),
    Format("MEDLINE", medline.looks_like, medline.records),
    Format("PubMed text", pubmed_text.looks_like, pubmed_text.records),
)


def inputs(names: Iterable[str]) -> Iterator[str]:
    """The files behind file names, folders (their files, sorted) and glob patterns (sorted).

    Raises FaultsError for what is not there.
    """
    for name in names:
        path = Path(name)
        if name == STANDARD_INPUT or path.is_file():
            yield name
        elif path.is_dir():
            found = sorted(str(file) for file in path.rglob("*") if _is_plain(file, path))
            yield from _some(found, name, "the folder holds no file")
        elif has_magic(name):
            yield from _some(_matching(name), name, "no file matches")
        elif path.exists():
            yield name  # a pipe or a device
        else:
            raise _fault(name, "there is no such file or folder")


def _matching(pattern: str) -> list[str]:
    # glob.glob, unlike Path.glob, takes patterns that start at the root
    return sorted(name for name in glob(pattern, recursive=True) if Path(name).is_file())  # noqa: PTH207


def _is_plain(file: Path, folder: Path) -> bool:
    return file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)


def _some(found: list[str], name: str, empty: str) -> list[str]:
    if not found:
        raise _fault(name, empty)
    return found


def _fault(name: str, what: str, cure: str = "") -> FaultsError:
    pad = Notepad(name)
    pad.error("", what, cure)
    return FaultsError(pad.faults)


def recognised(head: str) -> bool:
    """True when a text that begins so is a case or a record of a known format."""
    return case_yaml.looks_like(head) or any(form.looks_like(head) for form in _FORMATS)


def read_text(name: str, pad: Notepad) -> str | None:
    """The decoded text of a file or of standard input; None, with a fault noted, when unreadable."""
    try:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        pad.error("", f"cannot be read: {error.strerror or error}")
        return None
    text = decode(data, pad.source, pad)
    return None if any(pad.errors()) else text


def read(name: str, pad: Notepad, residue: Residue | None = None) -> Iterator[Case]:
    """The cases of one file or, for '-', of standard input; faults go on the pad.

    A document without curated facts becomes a case with its publication alone.
    """
    text = read_text(name, pad)
    if text is None:
        return
    head = text[:HEAD]
    unknown = not any(form.looks_like(head) for form in _FORMATS)
    if case_yaml.looks_like(head) or (unknown and Path(name).suffix.lower() in _CASE_SUFFIXES):
        yield from case_yaml.read_cases(text, pad.source, pad, residue)
        return
    for publication in documents(text, pad):
        if publication.curie:
            yield Case(id=publication.curie, method=Method.IMPORTED, source=name, publication=publication)
        else:
            title = repr(publication.title) if publication.title else "a record without a title"
            pad.error("", f"{title} has no PMID, DOI or PMCID", "a case needs one of them as its name")


def read_documents(name: str, pad: Notepad) -> Iterator[Publication]:
    """The publications of one file of PubMed records; faults go on the pad."""
    text = read_text(name, pad)
    if text is not None:
        yield from documents(text, pad, "a PubMed record")


def documents(text: str, pad: Notepad, wanted: str = "a case in YAML or a record") -> Iterator[Publication]:
    """The publications in a text of any known format; a fault on the pad when it is of none."""
    if not text.strip():
        pad.error("", "is empty", f"give {wanted}")
        return
    known = next((form for form in _FORMATS if form.looks_like(text[:HEAD])), None)
    if known is None:
        names = ", ".join(form.name for form in _FORMATS)
        pad.error("", f"is not {wanted}", f"kg reads {names}, and cases in YAML or JSON")
        return
    yield from known.records(text, pad.source, pad)
