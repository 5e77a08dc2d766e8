"""From files to cases. Formats are told by content, never by suffix.

A new reader is a module with `looks_like(head) -> bool` and `records(text, source, pad)` (documents)
or `read_cases` (cases), and a row in `_FORMATS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from glob import glob, has_magic
from itertools import takewhile
from pathlib import Path

from kg.case import Case, Method, Publication
from kg.errors import FaultsError, Notepad
from kg.readers import (
    bioc,
    case_lines,
    case_yaml,
    jats,
    medline,
    packages,
    phenopackets,
    plain_text,
    pubmed_text,
    pubmed_xml,
    pubtator,
)
from kg.readers.pieces import Broken, Text, decoded, peeked
from kg.readers.unpacking import Spoilt

STANDARD_INPUT = packages.STANDARD_INPUT
HEAD = 4_000
"""Characters looked at to tell a format."""

Residue = Callable[[str, int], str | None]
"""Gene name and position -> the reference residue's letter, None where unknown."""


@dataclass(frozen=True, slots=True)
class Format:
    """A document format that becomes publications."""

    name: str
    looks_like: Callable[[str], bool]
    records: Callable[[Text, str, Notepad], Iterator[Publication]]


_CASE_SUFFIXES = (".yaml", ".yml", ".json", ".jsonl", ".ndjson")
"""A file of unknown content with such a name is meant as a case: its faults are told as a case's."""

_FORMATS = (
    Format("PubMed XML", pubmed_xml.looks_like, pubmed_xml.records),
    Format("MEDLINE", medline.looks_like, medline.records),
    Format("JATS full text", jats.looks_like, jats.records),
    Format("BioC JSON", bioc.looks_like, bioc.records),
    Format("PubTator", pubtator.looks_like, pubtator.records),
    Format("PubMed text", pubmed_text.looks_like, pubmed_text.records),
)
_MISSING = "there is no such file or folder"
_GRAPHS = "; of graphs KGX as TSV, CSV or JSON, Hetionet, CIViC's tables and VA-Spec"
PLAIN = Format("plain text", plain_text.looks_like, plain_text.records)
"""Read only where it is asked for: every text looks like one."""
_CASE = re.compile(r"^\s*[\"']?case[\"']?\s*:", re.MULTILINE)


def inputs(names: Iterable[str]) -> Iterator[str]:
    """The files behind file names, folders (their files, sorted) and glob patterns (sorted).

    Raises FaultsError for what is not there.
    """
    given = list(names)
    if missing := [name for name in given if _is_missing(name)]:
        raise FaultsError(fault for name in missing for fault in _fault(name, _MISSING).faults)
    for name in given:
        path = Path(name)
        if name == STANDARD_INPUT or path.is_file():
            yield name
        elif path.is_dir():
            found = sorted(str(file) for file in path.rglob("*") if is_plain(file, path))
            yield from _some(found, name, "the folder holds no file")
        elif has_magic(name):
            yield from _some(_matching(name), name, "no file matches")
        else:
            yield name  # a pipe or a device


def without(names: Iterable[str], output: str) -> list[str]:
    """The names, where a folder or pattern that has the output among its files gives way to its other files.

    So a build into its own folder is not taken for one of its inputs the next time. Raises as `inputs`.
    """
    kept, out = list[str](), Path(output).resolve()
    for name in names:
        files = list(inputs([name])) if is_several(name) and _may_hold(name, out) else []
        others = [file for file in files if not Path(file).resolve().is_relative_to(out)]
        kept += [name] if others == files else _some(others, name, "there is no file but the output's")
    return kept


def _may_hold(name: str, out: Path) -> bool:
    above = Path(*takewhile(lambda part: not has_magic(part), Path(name).parts))
    return out.exists() and out.is_relative_to(above.resolve())


def is_several(name: str) -> bool:
    """True for a folder or a pattern."""
    path = Path(name)
    return path.is_dir() or (has_magic(name) and not path.exists())


def _is_missing(name: str) -> bool:
    return name != STANDARD_INPUT and not has_magic(name) and not Path(name).exists()


def _matching(pattern: str) -> list[str]:
    # glob.glob, unlike Path.glob, takes patterns that start at the root
    return sorted(name for name in glob(pattern, recursive=True) if Path(name).is_file())  # noqa: PTH207


def is_plain(file: Path, folder: Path) -> bool:
    """True for a file that is hidden neither by its own name nor by that of a folder within the folder."""
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
    forms = (case_yaml, phenopackets, *_FORMATS)
    return any(form.looks_like(head) for form in forms)


def read(name: str, pad: Notepad, residue: Residue | None = None) -> Iterator[Case]:
    """The cases of one file, of what is packed in it, or, for '-', of standard input; faults go on the pad.

    A document without curated facts becomes a case with its publication alone.
    """
    for found in read_either(name, pad, residue):
        if isinstance(found, Case):
            yield found
        elif curie := found[0].curie:
            yield Case(id=curie, method=Method.IMPORTED, source=found[1], publication=found[0])
        else:
            say_nameless(found[0], pad if found[1] == name else Notepad(found[1], pad.faults))


def say_nameless(publication: Publication, pad: Notepad) -> None:
    """Note the fault of a document that has no identifier where a case takes its name from one."""
    title = repr(publication.title) if publication.title else "a record without a title"
    pad.error("", f"{title} has no PMID, DOI or PMCID", "a case needs one of them as its name")


def read_either(
    name: str, pad: Notepad, residue: Residue | None = None
) -> Iterator[Case | tuple[Publication, str]]:
    """As `read`, but each document as it is, with the name of the file or archive member it stands in."""
    for one in _opened(name, pad, "a case in YAML or a record", cases=True):
        if one.packets:
            yield from _of_packets(one)
            continue
        if one.form is None:
            yield from _cases(one, residue)
            continue
        source = one.part.name if one.part.packed else name
        yield from ((publication, source) for publication in _publications(one, one.form))


def read_documents(name: str, pad: Notepad, *, plain: bool = False) -> Iterator[Publication]:
    """The publications of one file of records, or of what is packed in it; faults go on the pad.

    Files of any size are read record by record. With `plain` a text of no known format is a document, too,
    called after its file, with the text as its abstract.
    """
    for one in _opened(name, pad, "a PubMed record", plain=plain):
        yield from _publications(one, one.form or PLAIN)


def documents(text: str, pad: Notepad, wanted: str = "a case in YAML or a record") -> Iterator[Publication]:
    """The publications in a text of any known format; a fault on the pad when it is of none."""
    if not text.strip():
        pad.error("", "is empty", f"give {wanted}")
        return
    known = _format(text[:HEAD])
    if known is None:
        _say_unknown(pad, wanted)
        return
    yield from known.records(text, pad.source, pad)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A text whose format is known."""

    part: packages.Part
    pad: Notepad
    text: Iterator[str]
    form: Format | None
    """None for a case, or for a plain text where these are wanted."""
    packets: bool = False
    """True for phenopackets, which become cases, too; binary ones are read from the part's stream."""


def _opened(
    name: str, pad: Notepad, wanted: str, *, cases: bool = False, plain: bool = False
) -> Iterator[_Opened]:
    """Yield what is to be read of a file; what holds nothing to read is told once at the end."""
    passed: list[str] = []
    found, before = 0, len(list(pad.errors()))
    for part in packages.parts(name, pad):
        own = Notepad(part.name, pad.faults)
        try:
            known = _binary(part, own, cases) or (
                None if part.packed and packages.is_binary(part) else _known(part, own, name, cases, plain)
            )
        except Spoilt as error:
            error.note(own)
        except Broken:
            pass
        else:
            found += known is not None
            if known:
                yield known
            elif part.packed:
                passed.append(part.name)
            else:
                _say_unknown(pad, wanted, _GRAPHS if cases else "")
    if len(list(pad.errors())) == before:
        _say_passed(passed, found, pad, wanted)


def _binary(part: packages.Part, own: Notepad, cases: bool) -> _Opened | None:
    """The part when it is a phenopacket in binary form. Broken, with a fault, when that is in base64."""
    head = packages.head_of(part) if cases else b""
    if phenopackets.is_binary(head):
        return _Opened(part, own, iter(()), None, packets=True)
    if phenopackets.is_base64(head):
        own.error("", "is a phenopacket in base64", "decode it first: base64 -d < FILE > FILE.pb")
        raise Broken
    return None


def _known(part: packages.Part, own: Notepad, name: str, cases: bool, plain: bool) -> _Opened | None:
    """The part with its format; None when it has none that is wanted. Broken, Spoilt when unreadable."""
    head, text = peeked(decoded(part.stream, own), HEAD)
    if cases and phenopackets.looks_like(head):
        return _Opened(part, own, text, None, packets=True)
    is_case = case_yaml.looks_like(head)
    form = None if is_case and cases else _format(head)
    meant = cases and form is None and not part.packed and Path(name).suffix.lower() in _CASE_SUFFIXES
    if form or meant or (is_case and cases) or (plain and not _CASE.search(head)):
        return _Opened(part, own, text, form)
    return None


def _format(head: str) -> Format | None:
    return next((form for form in _FORMATS if form.looks_like(head)), None)


def _publications(one: _Opened, form: Format) -> Iterator[Publication]:
    """The publications of a text as far as it can be read."""
    try:
        for publication in form.records(one.text, one.pad.source, one.pad):
            yield replace(publication, name=one.part.stem or None) if form is PLAIN else publication
    except Spoilt as error:
        error.note(one.pad)
    except Broken:
        pass


def _of_packets(one: _Opened) -> Iterator[Case]:
    """The cases of phenopackets as far as they can be read."""
    try:
        if phenopackets.is_binary(packages.head_of(one.part)):
            found = phenopackets.read_binary(one.part.stream, one.pad)
        else:
            found = phenopackets.read_cases(one.text, one.pad)
        yield from (replace(case, source=one.part.name) for case in found)
    except Spoilt as error:
        error.note(one.pad)
    except Broken:
        pass


def _cases(one: _Opened, residue: Residue | None) -> Iterator[Case]:
    """The cases of a text as far as it can be read."""
    try:
        yield from case_lines.read_cases(one.text, one.pad.source, one.pad, residue)
    except Spoilt as error:
        error.note(one.pad)
    except Broken:
        pass


def _say_unknown(pad: Notepad, wanted: str, graphs: str = "") -> None:
    names = ", ".join(form.name for form in _FORMATS)
    pad.error("", f"is not {wanted}", f"kg reads {names}, phenopackets, and cases in YAML or JSON{graphs}")


def _say_passed(passed: Sequence[str], found: int, pad: Notepad, wanted: str) -> None:
    """Say which members of an archive were passed over, as a fault when nothing else was in it."""
    shown = ", ".join(passed[:3]) + (", …" if len(passed) > 3 else "")
    if not found and not passed and not any(pad.errors()):
        pad.error("", "the archive holds no file", f"give one with {wanted} in it")
    elif not found and passed:
        pad.error("", f"no file in the archive is {wanted}: {shown}", "is this the right archive?")
    elif passed:
        count = f"{len(passed)} file{'s' * (len(passed) > 1)} in the archive"
        pad.note("", f"{count} passed over, being no records: {shown}")
