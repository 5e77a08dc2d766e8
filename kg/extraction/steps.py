"""The documents of all inputs, one after the other, each with what its reader had to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg import readers
from kg.case import Publication
from kg.errors import Fault, FaultsError, Notepad
from kg.extraction.names import Names, name_of, stem
from kg.readers.packages import stem_of


@dataclass(frozen=True, slots=True)
class Step:
    """A document, or the end of a file."""

    file: int
    """Which of the inputs, counted from 0."""
    position: int
    """Which step of its file, counted from 1."""
    source: str
    """The file as messages name it."""
    faults: tuple[Fault, ...] = ()
    publication: Publication | None = None
    name: str = ""
    """The id of its case."""
    label: str = ""
    """What scorers know it by: the file's name when the file holds it alone, else its PMID."""
    claimed: str = ""
    """What no later document may be called; '' when nothing need be remembered."""


def files(names: Iterable[str], output: str | None = None) -> list[str]:
    """The files behind the inputs, without what an earlier run put out among them.

    Raises FaultsError naming every input that is not there.
    """
    found: list[str] = []
    faults: list[Fault] = []
    for name in names:
        try:
            listed = list(readers.inputs([name]))
        except FaultsError as error:
            faults += error.faults
            continue
        found += [one for one in listed if one == name or not _is_own(one, output)]
    if faults:
        raise FaultsError(faults)
    return found


def _is_own(name: str, output: str | None) -> bool:
    """True for the output file, and for a case file in the output folder."""
    if output is None:
        return False
    path, target = Path(name).absolute(), Path(output).absolute()
    return path == target or (path.parent == target and path.suffix == ".yaml" and target.is_dir())


def steps(files: Sequence[str], start: tuple[int, int] = (0, 0)) -> Iterator[Step]:
    """Yield the steps after `start`, which is a file's number and the last step done of it."""
    for number, name in enumerate(files):
        if number < start[0]:
            continue
        done = start[1] if number == start[0] else 0
        yield from (step for step in _of_file(number, name) if step.position > done)


def _of_file(number: int, name: str) -> Iterator[Step]:
    pad = Notepad("<stdin>" if name == readers.STANDARD_INPUT else name)
    found = readers.read_documents(name, pad, plain=True)
    current, following = next(found, None), next(found, None)
    alone = following is None and name != readers.STANDARD_INPUT
    position = 0
    while current is not None:
        position += 1
        called = name_of(current, name)
        label = stem_of(name) if alone else current.pmid or called
        faults = (*_taken(pad), *_plain(current, pad.source))
        yield Step(number, position, pad.source, faults, current, called, label)
        current, following = following, next(found, None)
    yield Step(number, position + 1, pad.source, _taken(pad))


def _taken(pad: Notepad) -> tuple[Fault, ...]:
    """What the pad holds, which it then holds no more."""
    faults = tuple(pad.faults)
    pad.faults.clear()
    return faults


def _plain(publication: Publication, source: str) -> Iterator[Fault]:
    if publication.name is not None and publication.curie is None:
        pad = Notepad(source)
        pad.note("", "is no PubMed, JATS, BioC or PubTator document", "was read as plain text")
        yield from pad.faults


def told_apart(found: Iterable[Step], names: Names, *, once: bool) -> Iterator[Step]:
    """The steps with names of documents without an id made different.

    With `once` a document whose id was read before is left out, with a warning.
    """
    for step in found:
        if step.publication is None:
            yield step
        elif step.publication.curie is None:
            name, kept = names.numbered(step.name)
            yield replace(step, name=name, claimed=kept)
        elif not once:
            yield step
        elif claimed := names.claim(stem(step.name)):
            yield replace(step, claimed=claimed)
        else:
            pad = Notepad(step.source)
            pad.warn(step.name, "was read before", "the first one was kept")
            yield replace(step, publication=None, faults=(*step.faults, *pad.faults))


def chunks(found: Iterable[Step], size: int) -> Iterator[list[Step]]:
    """The steps in lists of that many, and fewer at the end."""
    rest = iter(found)
    for first in rest:
        taken = [first]
        for step in rest:
            taken.append(step)
            if len(taken) >= size:
                break
        yield taken


def state_of(name: str) -> list[str | int]:
    """What tells that a file was changed."""
    found = Path(name).stat()
    return [name, found.st_size, found.st_mtime_ns]
