"""What a writer gets, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from kg import pipeline, store
from kg.case import Case
from kg.errors import KgError
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
        *,
        base: str = BASE,
    ) -> None:
        """Grounded cases, and what opens the graph that stands beside them, if any."""
        self._cases = tuple(cases)
        self._graph = graph
        self._base = base

    def cases(self) -> Iterator[Case]:
        """Yield every case. Raises KgError when there is none."""
        if not self._cases:
            raise KgError("there is no case to write (give case files)")
        yield from self._cases

    @cached_property
    def store(self) -> pyoxigraph.Store:
        """The graph of all cases and what stands beside them; not to be written to."""
        given = self._graph() if self._graph else None
        if given is not None and not self._cases:
            return given
        whole = store.from_lines(pipeline.build(self._cases, self._base))
        if given is not None:
            whole.extend(iter(given))
        return whole
