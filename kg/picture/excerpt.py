"""What to read of a large store: the things around the focus, or the cases; found by look-ups alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.ids import iris_for
from kg.picture import lookups
from kg.picture.index import TYPE, Index
from kg.picture.lettering import clean
from kg.picture.nearby import MOST_LINKS, Nearby, node_of
from kg.picture.reading import IN_CASE, NEVER, PROFILE, REGIMEN
from kg.rdf import plain
from kg.vocabulary import KG

if TYPE_CHECKING:
    import pyoxigraph

_PATIENT, _CASE = plain(KG.hasPatient), plain(KG.Case)
_GROUPS = frozenset({REGIMEN, PROFILE})
_ROUNDS = 3
"""Statements and groups in a row that are no step of their own: line, regimen, drug."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The part of a large store that is read."""

    subjects: tuple[str, ...]
    seeds: tuple[str, ...] = ()
    """Things that the focus names."""
    nearby: Nearby | None = None
    """What was looked up on the way."""
    notes: tuple[str, ...] = ()
    """What was not looked at, one sentence each."""


def named(store: pyoxigraph.Store, focus: str, most: int) -> tuple[str, ...]:
    """The things that a focus names, at most `most`; a class that nothing uses stands for those below it.

    Raises UsageError when it names nothing.
    """
    found = {iri for iri in iris_for(focus) if lookups.exists(store, iri)}
    found = found or lookups.named(store, clean(focus))
    if not found:
        near = lookups.names_near(store, clean(focus))
        offered = " or ".join(repr(name) for name in near)
        cure = f"did you mean {offered}?" if near else "try an id or a label of the graph"
        raise UsageError(f"--focus: {focus!r} names nothing in this graph ({cure})")
    chosen: dict[str, None] = {}
    for one in sorted(found):
        if lookups.used(store, one):
            chosen[one] = None
            continue
        lower = [other for other in lookups.below(store, one, MOST_LINKS)[1:] if lookups.used(store, other)]
        chosen.update(dict.fromkeys(lower or [one]))
    return tuple(chosen)[:most]


def around(store: pyoxigraph.Store, focus: str, depth: int, limit: int) -> Excerpt:
    """The things within `depth` steps of the focus, not many more than `limit` of them.

    Raises UsageError when the focus names nothing.
    """
    seeds = named(store, focus, limit)
    walk = _Walk(store, limit)
    level = walk.reached(seeds)
    for _ in range(depth):
        walk.fan = max(limit // max(len(level) // 2, 1), 10)
        level = walk.reached(walk.beyond(level, 3 * limit))
    return Excerpt(
        tuple(walk.found), seeds, walk.nearby, _not_followed(store, list(walk.crowded), seeds, max(limit, 10))
    )


def _not_followed(
    store: pyoxigraph.Store, crowded: Sequence[str], seeds: Sequence[str], fan: int
) -> tuple[str, ...]:
    """What is said of things with more connections than were followed."""
    if not crowded:
        return ()
    counts = [(iri, lookups.count_leading(store, iri)) for iri in crowded if iri in seeds][:3]
    told = [f"{_name(store, iri)} ({fan:,} of {_number(count)} statements about it)" for iri, count in counts]
    others = len(crowded) - len(told)
    if others:
        told.append(f"{others:,} {'other ' if told else ''}thing{'s' if others > 1 else ''} next to it")
    return (f"Not every connection was followed of {' and '.join(told)}: the graph is read in part.",)


def _number(count: int) -> str:
    return f"more than {count:,}" if count >= lookups.MOST_COUNTED else f"{count:,}"


def _name(store: pyoxigraph.Store, iri: str) -> str:
    return Index(store, ()).label(iri)


def of_cases(store: pyoxigraph.Store, cases: Iterable[str], limit: int) -> Excerpt:
    """Everything that the given cases state, and what their things are made of."""
    walk = _Walk(store, limit)
    walk.reached(cases)
    said = [one for case in tuple(walk.found) for one in _told_in(store, case)]
    level = walk.reached([*said, *(one for case in tuple(walk.found) for one in walk.after(case))])
    for _ in range(2):
        level = walk.reached(one for thing in level for one in walk.after(thing))
    return Excerpt(tuple(walk.found), nearby=walk.nearby)


def _told_in(store: pyoxigraph.Store, case: str) -> list[str]:
    """The statements of a case."""
    import pyoxigraph

    found = store.quads_for_pattern(None, pyoxigraph.NamedNode(IN_CASE), node_of(case), None)
    return sorted({quad.subject.value for quad in found if isinstance(quad.subject, pyoxigraph.NamedNode)})


class _Walk:
    """A walk through a store from thing to thing; statements and groups on the way are no steps."""

    def __init__(self, store: pyoxigraph.Store, limit: int) -> None:
        self.store = store
        self.nearby = Nearby(store)
        self.fan = max(limit, 10)
        """Most connections of one thing that are followed."""
        self.found: dict[str, None] = {}
        self.crowded: dict[str, None] = {}
        """Things with more connections than are followed."""

    def reached(self, iris: Iterable[str]) -> list[str]:
        """The new things among these and behind the statements and groups among them, now found."""
        level: list[str] = []
        arrived = list(dict.fromkeys(iris))
        for _ in range(_ROUNDS):
            fresh = [iri for iri in arrived if iri not in self.found]
            self.found.update(dict.fromkeys(fresh))
            level += fresh
            arrived = self._behind(fresh)
            if not arrived:
                break
        return level

    def _behind(self, iris: list[str]) -> list[str]:
        """What the statements and groups among the things lead to, and the patients of cases."""
        onward: dict[str, None] = {}
        for iri in iris:
            cases = self.nearby.values(iri, IN_CASE)
            if cases or _GROUPS.intersection(self.nearby.values(iri, TYPE)):
                onward.update(dict.fromkeys([*cases, *self.after(iri)]))
            onward.update(dict.fromkeys(self.nearby.values(iri, _PATIENT)))
        return list(onward)

    def beyond(self, level: list[str], most: int) -> Iterator[str]:
        """Things next to those of the level, until there are too many to draw."""
        number = len(self.found)
        for position, thing in enumerate(level):
            if number > most:
                self.crowded.update(dict.fromkeys(level[position:]))
                return
            near = self.next_to(thing)
            number += len(near)
            yield from near

    def after(self, iri: str) -> list[str]:
        """Things that this one leads to, sorted, without what no picture draws."""
        found = sorted({thing for predicate, thing in self.nearby.links(iri) if predicate not in NEVER})
        if len(found) > self.fan:
            self.crowded[iri] = None
        return found[: self.fan]

    def next_to(self, iri: str) -> list[str]:
        """Things on either side of this one, those that lead to it by their rank."""
        before = lookups.leading(self.store, iri, 4 * self.fan)
        if len(before) > self.fan:
            self.crowded[iri] = None
            before = sorted(before[: 2 * self.fan], key=lambda one: (self._rank(one), one))
        return [*self.after(iri), *before[: self.fan]]

    def _rank(self, iri: str) -> int:
        """Statements and things of cases before what has a class, and that before the rest."""
        types = self.nearby.values(iri, TYPE)
        if _CASE in types or self.nearby.values(iri, IN_CASE):
            return 0
        return 1 if types else 2
