"""A store asked for one thing after the other, so that a large one is never read whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.ids import BASE, compress
from kg.picture.index import PARENT, TYPE, Index, Values
from kg.picture.reading import IN_CASE
from kg.rdf import plain
from kg.vocabulary import KG, SKOS

if TYPE_CHECKING:
    import pyoxigraph

_UPWARDS = (PARENT, plain(SKOS.broader))
_DIGITS = re.compile(r"(\d+)")


class Near(Index):
    """What a store says of the things that are asked for, over the union of its graphs."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        super().__init__(store, subjects=())

    def links_of(self, iri: str) -> Values:
        """Property -> IRIs that the thing is tied to, sorted."""
        return self._row(iri)[0]

    def texts_of(self, iri: str) -> Values:
        """Property -> literals of the thing, sorted."""
        return self._row(iri)[1]

    def _term(self, iri: str) -> tuple[Values, Values]:
        """Nothing beyond the row, which holds what all graphs say."""
        return {}, {}

    def _row(self, iri: str) -> tuple[Values, Values]:
        if iri not in self._term_rows:
            import pyoxigraph

            links: Values = {}
            texts: Values = {}
            for quad in self.store.quads_for_pattern(pyoxigraph.NamedNode(iri), None, None):
                if isinstance(quad.object, pyoxigraph.BlankNode | pyoxigraph.Triple):
                    continue
                table = texts if isinstance(quad.object, pyoxigraph.Literal) else links
                table.setdefault(quad.predicate.value, []).append(quad.object.value)
            for values in (*links.values(), *texts.values()):
                values[:] = sorted(set(values), key=natural)
            self._term_rows[iri] = links, texts
        return self._term_rows[iri]

    def is_a(self, iri: str, kind: str) -> bool:
        """True when the thing is stated to be of that class."""
        return kind in self.links_of(iri).get(TYPE, ())

    def case_of(self, iri: str) -> str:
        """The case that a statement belongs to; '' for what is no statement."""
        return self.thing(iri, IN_CASE)

    def holds(self, iri: str) -> bool:
        """True when any quad begins or ends at the thing."""
        links, texts = self._row(iri)
        return bool(links or texts or next(self._back(iri, None), None))

    def back_any(self, iri: str, predicate: str) -> bool:
        """True when the property leads here from anything."""
        return next(self._back(iri, predicate), None) is not None

    def back(self, iri: str, predicate: str) -> list[str]:
        """The things from which the property leads here, each once, in natural order of their IRIs."""
        return sorted(set(self._back(iri, predicate)), key=natural)

    def above(self, iri: str, levels: int) -> Iterator[list[str]]:
        """The terms above this one, level by level, each once; at most `levels` levels."""
        seen = {iri}
        level = [iri]
        for _ in range(levels):
            upper = {up for one in level for predicate in _UPWARDS for up in self.things(one, predicate)}
            level = sorted(upper - seen, key=natural)
            if not level:
                return
            seen.update(level)
            yield level

    def _back(self, iri: str, predicate: str | None) -> Iterator[str]:
        """The named things that lead to this one."""
        import pyoxigraph

        node = pyoxigraph.NamedNode(iri)
        named = pyoxigraph.NamedNode(predicate) if predicate else None
        quads = iter(self.store.quads_for_pattern(None, named, node))
        for quad in quads:
            if isinstance(quad.subject, pyoxigraph.NamedNode):
                yield quad.subject.value

    def called(self, iri: str) -> str:
        """The thing's label with its CURIE behind it, where it has one."""
        curie = compress(iri)
        label = self.label(iri)
        own = curie is None or curie == label or iri.startswith(BASE) or curie.startswith("kg:")
        return label if own else f"{label} ({curie})"

    def case_called(self, case: str) -> str:
        """The case's label; an invented one is said to be so."""
        invented = self.first(case, plain(KG.invented)) == "true"
        return f"{self.label(case)} (invented)" if invented else self.label(case)


def id_of(iri: str) -> str:
    """The IRI as people read it: its CURIE, else `<…>`, relative to our own base."""
    return compress(iri) or f"<{iri.removeprefix(BASE)}>"


@lru_cache(maxsize=50_000)
def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A sort key that counts numbers: claim/2 before claim/10."""
    parts = _DIGITS.split(text)
    return tuple((int(part), part) if i % 2 else (0, part) for i, part in enumerate(parts))


def in_order(iris: Iterable[str]) -> list[str]:
    """The IRIs, each once, in natural order."""
    return sorted(set(iris), key=natural)
