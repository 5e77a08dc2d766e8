"""The whole flow on one screen: read → place in the text → ground → build → store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kg import builders, readers, texts
from kg.builders import terms as terms_graph
from kg.case import Case, Publication
from kg.errors import Fault, FaultsError, Notepad, Severity, UsageError
from kg.ground import ground
from kg.grounding import ground_case
from kg.ids import BASE
from kg.phenopackets import packets as phenopackets
from kg.terms import Kind, reference_residue

if TYPE_CHECKING:
    from kg.extraction.names import Names


@dataclass
class Report:
    """What became of the inputs."""

    cases: int = 0
    files: int = 0
    graphs: int = 0
    """Foreign graphs."""
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


def cases(
    names: Iterable[str],
    text: Iterable[str] = (),
    report: Report | None = None,
    *,
    extract: bool = True,
) -> Iterator[Case]:
    """The grounded cases of all inputs; every fault of every input goes on the report.

    A document that no curated case of the inputs is about is read by `kg.extract`; without `extract` it
    becomes a case with its publication alone. `text` names files of PubMed records: the documents that
    the cases were read from; a document among the inputs serves its curated case in the same way.
    """
    report = report if report is not None else Report()
    given = dict(_documents(text, report))
    items = _read(names, given, report) if extract else _stated(names, report)
    yield from _placed(items, texts.by_id(given), given, report)
    for publication, source in given.items():
        what = f"the record of {publication.title!r} belongs to no case"
        report.faults.append(Fault(source, "", what, severity=Severity.WARNING))


class _Item(NamedTuple):
    """A case, the input it comes from, and where to note its faults."""

    case: Case
    name: str
    pad: Notepad
    ready: bool = False
    """True when it was just read from its document and grounded."""


def _placed(
    items: Iterable[_Item],
    documents: Mapping[str, Publication],
    given: dict[Publication, str],
    report: Report,
) -> Iterator[Case]:
    """The cases beside their documents, grounded, each id once; in `given` stays what belongs to none."""
    seen = Seen()
    for read, name, pad, ready in items:
        case = seen.once(read, name, pad)
        if case is None:
            continue
        own = Notepad(pad.source)
        built = case if ready else _ready(case, documents, given, own)
        pad.faults += own.faults
        if not any(own.errors()):
            report.cases += 1
            yield built


def _ready(
    case: Case, documents: Mapping[str, Publication], given: dict[Publication, str], pad: Notepad
) -> Case:
    """The case beside its document, which is then no longer among those without a case, and grounded."""
    document = texts.find(case, documents)
    if document:
        given.pop(document, None)
    return ground_case(texts.beside(case, document, pad) if document else case, pad)


@dataclass
class Seen:
    """The cases read so far, by id."""

    names: dict[str, str] = field(default_factory=dict)
    packets: dict[str, int] = field(default_factory=dict)
    """Id of a case that comes of a phenopacket -> hash of the case; ids such as 'arbitrary.id' recur."""

    def once(self, case: Case, name: str, pad: Notepad) -> Case | None:
        """The case, a phenopacket under an id of its own; None for one that was read before."""
        packet = hash(case) if case.record is not None else None
        if case.id in self.names:
            first = self.names[case.id]
            if packet is None:
                what = f"{case.id!r} was read before, from {first}"
                pad.error("case", what, "give each case its own id")
                return None
            if packet != self.packets.get(case.id):
                what = f"{case.id!r} is also the id of a packet in {first}"
                case = phenopackets.renamed(case)
                pad.warn("id", what, f"the case is called {case.id}; give each packet an id of its own")
        if case.id in self.names:
            pad.warn("id", f"the same packet was read before, from {self.names[case.id]}", "it is read once")
            return None
        self.names[case.id] = name
        if packet is not None:
            self.packets[case.id] = packet
        return case


def _stated(names: Iterable[str], report: Report) -> Iterator[_Item]:
    """The cases that the inputs state, documents as their publication alone."""
    for name in readers.inputs(names):
        pad = _pad(name, report)
        yield from (_Item(case, name, pad) for case in readers.read(name, pad, residue))
        report.faults += pad.faults


def _read(names: Iterable[str], given: dict[Publication, str], report: Report) -> Iterator[_Item]:
    """The cases that the inputs state, and those that are read from documents without one, in order.

    A document may stand before its case, so all are gathered first; those with a case go to `given`.
    """
    pads = [(name, _pad(name, report)) for name in readers.inputs(names)]
    found = [(one, name, pad) for name, pad in pads for one in readers.read_either(name, pad, residue)]
    curated = [one for one, *_ in found if isinstance(one, Case)]
    known = set(texts.by_id(one.publication for one in curated if one.publication))
    known |= {one.id.partition("#")[0].lower() for one in curated}
    for one, *_ in found:
        if not isinstance(one, Case) and not known.isdisjoint(_keys(one[0])):
            given[one[0]] = one[1]
    return chain(_items(found, known), _noted((pad for _, pad in pads), report))


def _noted(pads: Iterable[Notepad], report: Report) -> Iterator[_Item]:
    """Nothing, but when it is asked for, all is read: then the faults go on the report."""
    for pad in pads:
        report.faults += pad.faults
    yield from ()


_Found = Iterable[tuple[Case | tuple[Publication, str], str, Notepad]]


def _items(found: _Found, known: set[str]) -> Iterator[_Item]:
    """The cases as they are, and the documents of which no case is known, read."""
    from kg.extraction.names import Names

    called = Names()
    for one, name, pad in found:
        if isinstance(one, Case):
            yield _Item(one, name, pad)
        elif known.isdisjoint(_keys(one[0])):
            yield from (_Item(case, name, pad, True) for case in _extracted(*one, pad, called))


def _extracted(publication: Publication, source: str, pad: Notepad, called: Names) -> Iterator[Case]:
    """The grounded cases of a document."""
    from kg.extraction.document import cases_of
    from kg.extraction.names import name_of

    name = name_of(publication, source)
    if publication.curie is None:
        name, _ = called.numbered(name)
    yield from (replace(case, source=source) for case in cases_of(publication, name, pad))


def _keys(publication: Publication) -> set[str]:
    """Whatever a case may be known to be of this publication by."""
    ids = (publication.pmid, publication.doi, publication.pmcid, publication.curie)
    return {one.lower() for one in ids if one}


def _pad(name: str, report: Report) -> Notepad:
    report.files += 1
    return Notepad("<stdin>" if name == readers.STANDARD_INPUT else name)


def _documents(names: Iterable[str], report: Report) -> Iterator[tuple[Publication, str]]:
    """Each document with the file it came from."""
    for name in readers.inputs(names):
        pad = Notepad(name)
        yield from ((publication, name) for publication in readers.read_documents(name, pad))
        report.faults += pad.faults


def residue(gene: str, position: int) -> str | None:
    """The reference residue of a gene, given by any of its names; None where none is known."""
    term = ground(gene, Kind.GENE).term
    return reference_residue(term.id, position) if term else None


def build(grounded: Iterable[Case], base: str = BASE, report: Report | None = None) -> Iterator[str]:
    """N-Quads, a piece at a time: each case in its own named graph, then the terms that they name."""
    ids: set[str] = set()
    for case in grounded:
        [(text, number)] = builders.counted((case,), base)
        yield _counted(text, number, report)
        ids.update(terms_graph.named_terms(case))
    text = terms_graph.quads(ids, base)
    yield _counted(text, text.count("\n"), report)


def _counted(text: str, quads: int, report: Report | None) -> str:
    if report:
        report.quads += quads
    return text


def graph(
    names: Iterable[str],
    text: Iterable[str] = (),
    base: str = BASE,
    *,
    check: bool = False,
    keep_going: bool = False,
    **how: bool,
) -> tuple[list[str], Report]:
    """The graph of all inputs as pieces of N-Quads, and the report; `how` is as in `cases`.

    Raises FaultsError naming every error; with `check`, also those that the check queries find. With
    `keep_going` it is the graph of the faultless cases, and the errors are on the report.
    """
    report = Report()
    pieces = list(build(cases(names, text, report, **how), base, report))
    if check and (keep_going or not report.errors):
        report.faults += _found(pieces, ", ".join(names))
    if report.errors and not keep_going:
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
