"""What `import kg` offers: what the commands of the same names do.

>>> import kg
>>> graph = kg.build(kg.examples()[0])
>>> kg.query(graph, "responders-by-gene", gene="ERBB2").columns[:2]
('case', 'gene')
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg import demo, pipeline, store
from kg.case import Case
from kg.errors import Fault, FaultsError, Notepad
from kg.ids import BASE

if TYPE_CHECKING:
    import networkx
    import pyoxigraph
    import rdflib

    from kg.export import Material, Profile, Written
    from kg.extract.model import Reading
    from kg.merge import Report
    from kg.merge import Wanted as MergeWanted
    from kg.merge.difference import Difference
    from kg.nodes import Description, Paths, Wanted
    from kg.questions.answer import Answer
    from kg.webpage import Page

Source = str | os.PathLike[str]


@dataclass(frozen=True)
class Graph:
    """A graph in memory (or a store folder opened read-only), with its views for other libraries."""

    store: pyoxigraph.Store
    remarks: tuple[Fault, ...] = ()
    """Warnings and notes of those who read what it is made of."""

    def __len__(self) -> int:
        """How many quads it holds."""
        return len(self.store)

    def write(self, path: Source) -> None:
        """Write it to a file, in the format of the suffix, or to a store folder; atomic and sorted."""
        store.write(sorted(f"{quad} .\n" for quad in self.store), path)

    def dataset(self) -> rdflib.Dataset:
        """It as an rdflib Dataset over the same store."""
        return store.dataset(self.store)

    def network(self) -> networkx.MultiDiGraph[str]:
        """It as a networkx MultiDiGraph."""
        return store.network(self.store)


def examples() -> list[str]:
    """The files of the bundled cases, the first case first."""
    return demo.bundled()


def extract(sources: Source | Iterable[Source]) -> Iterator[Reading]:
    """Read texts: yield the grounded cases and all marks of each document in files, folders or patterns.

    `.cases`, `.marks` and `.unread` hold what was found; `kg.build(reading.cases)` makes the graph of it.
    A record that cannot be read is passed over, and FaultsError naming all of them is raised at the end.
    """
    from kg.extraction.readings import readings

    return readings(_names(sources))


def read(
    sources: Source | Iterable[Source], *, text: Sequence[Source] = (), extract: bool = True
) -> list[Case]:
    """The grounded cases of files, folders or patterns; `text` names their PubMed records.

    Records that no case is about are read, too; without `extract`, only their publication is taken.
    Raises FaultsError naming every fault.
    """
    report = pipeline.Report()
    texts = [os.fspath(name) for name in text]
    found = list(pipeline.cases(_names(sources), texts, report, extract=extract))
    if report.errors:
        raise FaultsError(report.errors)
    return found


def build(
    sources: Source | Case | Iterable[Source | Case], *, text: Sequence[Source] = (), base: str = BASE
) -> Graph:
    """The graph of cases and of files of cases or foreign graphs. Raises FaultsError naming every fault."""
    given = [sources] if isinstance(sources, str | os.PathLike | Case) else list(sources)
    usable = pipeline.usable_base(base)
    pieces: Iterable[str] = pipeline.build([item for item in given if isinstance(item, Case)], usable)
    report = pipeline.Report()
    if names := _names(item for item in given if not isinstance(item, Case)):
        from kg.inputs import graph

        found, report = graph(names, _names(text), usable)
        pieces = chain(pieces, found)
    return Graph(store.from_lines(pieces), tuple(report.remarks))


def load(sources: Source | Iterable[Source], *, base: str = BASE) -> Graph:
    """The graph in graph files or a store folder; cases and graphs of other projects are built on the way.

    Takes what the option -d of the commands takes. Raises FaultsError naming every fault of cases and
    foreign graphs, KgError for what cannot be read.
    """
    from kg.inputs import opened

    whole, remarks = opened(_names(sources), base=pipeline.usable_base(base))
    return Graph(whole, tuple(remarks))


def query(graph: Graph | Source | Iterable[Source], question: str, **values: str) -> Answer:
    """The answer to a question of the library, by name, or to the text of a SPARQL query.

    `values` are the question's parameters; names, CURIEs and IRIs are accepted for terms.
    """
    from kg.questions import run

    return run(_graph(graph).store, question, values)


def describe(graph: Graph | Source | Iterable[Source], name: str, *, limit: int = 10) -> Description:
    """What the graph states of the node that a name, CURIE, IRI or case id means, in words.

    `.text(width)`, `.markdown()` and `.to_dict()` write it; at most `limit` entries a section.
    """
    from kg.nodes import describe

    return describe(_graph(graph).store, name, limit=limit)


def path(
    graph: Graph | Source | Iterable[Source], start: str, end: str, wanted: Wanted | None = None
) -> Paths:
    """How two nodes are tied together: the shortest path with the evidence of each step.

    `wanted` asks for more, longer or other paths: `kg.Wanted(count=3, modalities=("background",))`.
    """
    from kg.nodes import paths

    return paths(_graph(graph).store, start, end, wanted)


def view(
    graph: Graph | Source | Iterable[Source],
    *,
    focus: str | None = None,
    depth: int = 2,
    limit: int = 300,
    height: int = 860,
) -> Page:
    """The graph as a page that notebooks show inline, in a frame of `height` pixels.

    `.write(path)` makes the file that its suffix names (HTML, PNG, SVG, DOT, GraphML, Cytoscape JSON);
    `.svg()` and `.png(scale=2)` return theirs.
    """
    from kg.picture import picture
    from kg.webpage import page

    return page(picture(_graph(graph).store, focus, depth, limit), height)


def export(
    material: Graph | Source | Case | Iterable[Source | Case],
    to: str,
    output: Source,
    *,
    profile: Profile | None = None,
) -> Written:
    """Write a graph, cases, or files of either in a format of another program; `kg.targets()` names them.

    `.counts` of the answer says what was written, `.left_out` what the format has no place for. Raises
    FaultsError naming every fault, and KgError for what cannot be written.
    """
    from kg.export import write

    pad = Notepad("")
    written = write(_material(material, pad), to, Path(output), pad, profile)
    pad.raise_errors()
    return written


def merge(
    sources: Source | Iterable[Source],
    output: Source | None = None,
    *,
    mappings: Iterable[Source] = (),
    wanted: MergeWanted | None = None,
) -> Report:
    """Join graphs, cases and mapping tables into a file or store folder; without `output`, only tell.

    `.joined`, `.refused`, `.clashes` and `.sources` of the answer say what came of it, `.text()` and
    `.json()` write it. `wanted` is a `kg.merge.Wanted`. Raises FaultsError for faulty cases, KgError for
    what cannot be read or written.
    """
    from kg.merge import merge, trial

    names = [*_names(sources), *_names(mappings)]
    return trial(names, wanted) if output is None else merge(names, Path(output), wanted)


def diff(first: Source, second: Source, *, base: str = BASE) -> Difference:
    """How two graphs differ, named graph by named graph; `.is_none` when they do not."""
    from kg.merge.difference import difference

    return difference(os.fspath(first), os.fspath(second), base)


def targets() -> dict[str, str]:
    """The formats of `kg.export`: name -> what it is."""
    from kg.export import TARGETS

    return {name: target.summary for name, target in TARGETS.items()}


def _material(given: Graph | Source | Case | Iterable[Source | Case], pad: Notepad) -> Material:
    from kg.export import Material
    from kg.inputs import material

    if isinstance(given, Graph):
        return Material(graph=lambda: given.store, pad=pad)
    items = [given] if isinstance(given, str | os.PathLike | Case) else list(given)
    names = _names(item for item in items if not isinstance(item, Case))
    cases = [item for item in items if isinstance(item, Case)]
    return material(names, pad, cases)


def _graph(graph: Graph | Source | Iterable[Source]) -> Graph:
    return graph if isinstance(graph, Graph) else load(graph)


def _names(sources: Source | Iterable[Source]) -> list[str]:
    given = [sources] if isinstance(sources, str | Path | os.PathLike) else sources
    return [os.fspath(name) for name in given]
