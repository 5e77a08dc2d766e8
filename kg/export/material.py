"""What a writer gets, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from kg import pipeline, store
from kg.case import Case
from kg.errors import KgError, Notepad
from kg.ids import BASE

if TYPE_CHECKING:
    import pyoxigraph


class Profile(Protocol):
    """Which ids a target expects."""

    def id_for(self, curie: str) -> str | None:
        """The CURIE that the target knows the same thing by; None where none is known for certain."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an export."""

    counts: Mapping[str, int]
    """What was written: plural noun -> how many ('nodes': 12)."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """What the format has no place for: plural noun -> how many."""


class Material:
    """Cases and the graph of them, each made when it is first asked for."""

    def __init__(
        self,
        cases: Sequence[Case] = (),
        graph: Callable[[], pyoxigraph.Store] | None = None,
        pad: Notepad | None = None,
        *,
        base: str = BASE,
    ) -> None:
        """Grounded cases, and what opens the graph that stands beside them, if any.

        The pad takes what is to be said of cases that are taken out of the graph.
        """
        self._cases = tuple(cases)
        self._graph = graph
        self._pad = pad or Notepad("")
        self._base = base

    @property
    def has_graph(self) -> bool:
        """Whether a graph stands beside the cases, or instead of them."""
        return self._graph is not None

    def cases(self) -> Iterator[Case]:
        """Yield every case: those given, then those in the graph. Raises KgError when there is none."""
        found = False
        for case in self.any_cases():
            found = True
            yield case
        if not found:
            raise KgError("the graph states no case, and this format holds cases alone")

    def any_cases(self) -> Iterator[Case]:
        """The same for formats that hold more than cases: there may be none."""
        yield from self._cases
        given = {case.id for case in self._cases}
        for case in self._recovered():
            if case.id in given:
                what = "stands in a case file and in a graph"
                self._pad.warn(f"case {case.id}", what, "the case file was taken")
            else:
                yield case

    def _recovered(self) -> Iterator[Case]:
        from kg.recovery import cases

        if self._beside is not None:
            yield from cases(self._beside, self._pad)

    @cached_property
    def _beside(self) -> pyoxigraph.Store | None:
        from kg.export import blanks

        return blanks.named(self._graph(), self._pad) if self._graph else None

    @cached_property
    def store(self) -> pyoxigraph.Store:
        """The graph of all cases and what stands beside them; not to be written to."""
        if self._beside is not None and not self._cases:
            return self._beside
        whole = store.from_lines(pipeline.build(self._cases, self._base))
        if self._beside is not None:
            whole.extend(iter(self._beside))
        return whole

    def graph(self, profile: Profile | None, pad: Notepad) -> pyoxigraph.Store:
        """The graph, in the ids that the profile expects; terms that would fall together are noted."""
        if profile is None:
            return self.store
        from kg.export.renaming import renamed

        return renamed(self.store, profile, pad)

    def quads(self, profile: Profile | None, pad: Notepad) -> Iterator[pyoxigraph.Quad]:
        """Every quad of the graph, the default graph first, each graph in sorted order."""
        import pyoxigraph

        graph = self.graph(profile, pad)
        for name in (pyoxigraph.DefaultGraph(), *sorted(graph.named_graphs(), key=str)):
            yield from sorted(graph.quads_for_pattern(None, None, None, name), key=str)
