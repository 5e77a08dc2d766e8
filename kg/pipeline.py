"""The whole flow on one screen: read → place in the text → ground → build → store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg import builders, readers, texts
from kg.builders import terms as terms_graph
from kg.case import Case, Publication
from kg.errors import Fault, FaultsError, Notepad, Severity, UsageError
from kg.grounding import ground_case
from kg.ids import BASE


@dataclass
class Report:
    """What became of the inputs."""

    cases: int = 0
    files: int = 0
    quads: int = 0
    faults: list[Fault] = field(default_factory=list)
    """Errors, warnings and notes, in the order of the inputs."""

    @property
    def errors(self) -> list[Fault]:
        """The faults that stop a build."""
        return [fault for fault in self.faults if fault.severity == "error"]

    @property
    def remarks(self) -> list[Fault]:
        """Warnings and notes."""
        return [fault for fault in self.faults if fault.severity != "error"]


def cases(names: Iterable[str], text: Iterable[str] = (), report: Report | None = None) -> Iterator[Case]:
    """The grounded cases of all inputs; every fault of every input goes on the report.

    `text` names files of PubMed records: the documents that the cases were read from.
    """
    report = report if report is not None else Report()
    given = dict(_documents(text, report))
    documents = texts.by_id(given)
    seen: dict[str, str] = {}
    for name in readers.inputs(names):
        pad = Notepad("<stdin>" if name == readers.STANDARD_INPUT else name)
        report.files += 1
        for case in readers.read(name, pad, _residue):
            if case.id in seen:
                pad.error(
                    "case", f"{case.id!r} was read before, from {seen[case.id]}", "give each case its own id"
                )
                continue
            seen[case.id] = name
            report.cases += 1
            document = texts.find(case, documents)
            if document:
                given.pop(document, None)
            placed = texts.beside(case, document, pad) if document else case
            yield ground_case(placed, pad)
        report.faults += pad.faults
    for publication, source in given.items():
        what = f"the record of {publication.title!r} belongs to no case"
        report.faults.append(Fault(source, "", what, severity=Severity.WARNING))


def _documents(names: Iterable[str], report: Report) -> Iterator[tuple[Publication, str]]:
    """Each document with the file it came from."""
    for name in readers.inputs(names):
        pad = Notepad(name)
        yield from ((publication, name) for publication in readers.read_documents(name, pad))
        report.faults += pad.faults


def _residue(gene: str, position: int) -> str | None:
    """The reference residue of a gene, given by any of its names; None where none is known."""
    from kg.ground import ground
    from kg.terms import Kind, reference_residue

    term = ground(gene, Kind.GENE).term
    return reference_residue(term.id, position) if term else None


def build(grounded: Iterable[Case], base: str = BASE, report: Report | None = None) -> Iterator[str]:
    """N-Quads, a piece at a time: each case in its own named graph, then the terms that they name."""
    ids: set[str] = set()
    for case in grounded:
        yield _counted(builders.quads(case, base), report)
        ids.update(terms_graph.named_terms(case))
    yield _counted(terms_graph.quads(ids, base), report)


def _counted(quads: str, report: Report | None) -> str:
    if report:
        report.quads += quads.count("\n")
    return quads


def graph(
    names: Iterable[str], text: Iterable[str] = (), base: str = BASE, *, check: bool = False
) -> tuple[list[str], Report]:
    """The graph of all inputs as pieces of N-Quads, and the report.

    Raises FaultsError naming every error; with `check`, also those that the check queries find.
    """
    report = Report()
    pieces = list(build(cases(names, text, report), base, report))
    if check and not report.errors:
        report.faults += _found(pieces, ", ".join(names))
    if report.errors:
        raise FaultsError(report.errors)
    return pieces, report


def _found(pieces: list[str], source: str) -> Iterator[Fault]:
    from kg import check, store

    graph = store.from_lines(pieces)
    return (fault for _, fault in check.found(graph, source, chosen=check.query_checks()))


def usable_base(base: str) -> str:
    """The base, ending in / or #. Raises UsageError when it cannot start an IRI."""
    if not re.match(r"(https?://|urn:)[^\s<>\"{}|\\^`]+\Z", base):
        raise UsageError(
            f"--base: {base!r} cannot start an IRI (give something like https://example.org/kg/)"
        )
    return base if base.endswith(("/", "#", ":")) else f"{base}/"
