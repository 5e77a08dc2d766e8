"""Which quads tie two things together, so that a path may run along them.

Left out is what ties everything to everything: classes, values of closed lists, publications, authors.
Statements that are not observed, and variants, profiles and regimens that only such statements name, are
no link either, unless their modality is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from kg.ids import PREFIXES
from kg.nodes import many
from kg.nodes.kinds import quick_kind
from kg.nodes.near import Near, in_order
from kg.picture.index import PARENT, TYPE
from kg.picture.reading import DEFINED_BY
from kg.picture.statements import SHORT_PATHS
from kg.rdf import plain
from kg.vocabulary import DCTERMS, KG, OA, OBO, PROV, SKOS

if TYPE_CHECKING:
    import pyoxigraph

HIERARCHY = frozenset({PARENT, plain(SKOS.broader)})
_SOURCE = plain(PROV.hadPrimarySource)
_TRIVIAL = frozenset(
    {
        TYPE,
        DEFINED_BY,
        _SOURCE,
        *map(plain, (KG.modality, KG.method, KG.relation, KG.certainty, KG.strength, KG.predicate)),
        *map(plain, (KG.direction, KG.category, KG.effect, KG.evidence, KG.sex, OBO.allele_origin)),
        *map(plain, (DCTERMS.creator, DCTERMS.type, DCTERMS.isPartOf, PROV.wasAttributedTo)),
        *map(plain, (OA.hasSource, OA.hasSelector, SKOS.closeMatch, KG.fusionPartner)),
    }
)
"""Properties whose things are shared by all and sundry, or that another property repeats."""
_META = (PREFIXES["owl"], PREFIXES["sh"], PREFIXES["rdfs"] + "domain", PREFIXES["rdfs"] + "range")
_OPENED_BY = {"publication": _SOURCE}
"""Kind of node that is asked for -> property that then counts."""
_NAMED_BY_STATEMENTS = frozenset({"variant", "profile", "regimen"})
_MEMBER = plain(KG.member)


class Links:
    """The ties of a store, as far as paths may use them; what was left out is counted."""

    def __init__(
        self, near: Near, ends: tuple[str, str], modalities: Collection[str], via: Collection[str]
    ) -> None:
        self.near = near
        self.left_out: dict[str, str] = {}
        """Statement that was met and not used -> its modality."""
        self._ends = ends
        self._modalities = frozenset(modalities)
        self._via = frozenset(via)
        self._shut = _TRIVIAL - {_OPENED_BY[kind] for kind in via if kind in _OPENED_BY}
        self._usable: dict[str, bool] = {}
        self._found: dict[str, dict[str, str]] = {}

    def of(self, iri: str) -> dict[str, str]:
        """The things that are tied to this one, in natural order of their IRIs -> how one gets there.

        'up' and 'down' are steps of the hierarchy, 'side' is any other.
        """
        self.fetch([iri])
        return self._found[iri]

    def way(self, one: str, other: str) -> str:
        """How one gets from a thing to another that is tied to it; both were met before."""
        if one in self._found:
            return self._found[one].get(other, "side")
        return {"up": "down", "down": "up"}.get(self._found[other].get(one, "side"), "side")

    def fetch(self, iris: Iterable[str]) -> None:
        """Ask for what is tied to all of these at once, so that `of` need not ask one by one."""
        fresh = [iri for iri in dict.fromkeys(iris) if iri not in self._found]
        if not fresh:
            return
        ways: dict[str, dict[str, set[str]]] = {iri: {} for iri in fresh}
        for subject, predicate, thing in self._edges(fresh):
            if self._counts(predicate, thing):
                climbs = predicate in HIERARCHY
                if subject in ways:
                    ways[subject].setdefault(thing, set()).add("up" if climbs else "side")
                if thing in ways:
                    ways[thing].setdefault(subject, set()).add("down" if climbs else "side")
        usable = self._usable_of({other for tied in ways.values() for other in tied})
        for iri, tied in ways.items():
            self._found[iri] = {
                other: min(tied[other]) if len(tied[other]) == 1 else "side"
                for other in in_order(tied)
                if other != iri and other in usable
            }

    def _edges(self, iris: list[str]) -> Iterator[tuple[str, str, str]]:
        """Yield all triples from and to the things that may count as ties."""
        store, ends = self.near.store, [iri for iri in iris if iri in self._ends]
        yield from many.following(store, iris, self._shut)
        yield from many.leading(store, iris, self._shut)
        yield from many.leading(store, ends)
        for end in self._ends:
            pattern = f"?here ?p {{ ?here ?p <{end}> }}"
            yield from ((here, predicate, end) for here, predicate in many.rows(store, pattern, iris))

    def between(self, one: str, other: str) -> list[tuple[str, str, str]]:
        """The triples that tie the two things, both ways, sorted."""
        rows = [
            (start, predicate, end)
            for start, end in ((one, other), (other, one))
            for predicate, targets in self.near.links_of(start).items()
            if end in targets and self._counts(predicate, end)
        ]
        return sorted(rows)

    def _counts(self, predicate: str, thing: str) -> bool:
        """True when the property ties what it leads from to what it leads to."""
        if predicate in self._shut:
            return thing in self._ends
        return not predicate.startswith(_META)

    def _usable_of(self, iris: set[str]) -> set[str]:
        """Those of the things that a path may run through, or end at."""
        fresh = sorted(iris - self._usable.keys() - set(self._ends))
        store = self.near.store
        kinds = _kinds(store, fresh)
        fitting = [iri for iri in fresh if not self._via or kinds[iri] in self._via]
        held = self._standing(fitting)
        groups = [iri for iri in fitting if iri not in held and kinds[iri] in _NAMED_BY_STATEMENTS]
        told = self._told(groups)
        for iri in fresh:
            self._usable[iri] = False
        for iri in fitting:
            self._usable[iri] = held.get(iri, told.get(iri, True))
        return {iri for iri in iris if iri in self._ends or self._usable[iri]}

    def _standing(self, iris: Iterable[str]) -> dict[str, bool]:
        """Statement -> whether its modality makes it a link; what is no statement is left out."""
        found: dict[str, bool] = {}
        for iri, _, modality in many.standing(self.near.store, iris):
            usable = modality in self._modalities or iri in self._ends
            found[iri] = usable
            if not usable:
                self.left_out[iri] = modality
        return found

    def _told(self, groups: list[str]) -> dict[str, bool]:
        """Variant, profile or regimen -> whether a usable statement names it, or none does at all."""
        if not groups:
            return {}
        store = self.near.store
        short = ", ".join(f"<{link}>" for link in sorted(SHORT_PATHS))
        pattern = f"?here {{ ?x ?p ?here FILTER(?p IN ({short})) }}"
        observed = {iri for (iri,) in many.rows(store, pattern, groups)}
        edges = list(many.leading(store, [iri for iri in groups if iri not in observed], self._shut))
        held = self._standing(sorted({subject for subject, _, _ in edges}))
        holders = self._told(sorted({subject for subject, link, _ in edges if link == _MEMBER} - held.keys()))
        held |= holders
        said: dict[str, list[bool]] = {}
        for subject, _, iri in edges:
            if subject in held:
                said.setdefault(iri, []).append(held[subject])
        return {iri: iri in observed or iri not in said or any(said[iri]) for iri in groups}


def _kinds(store: pyoxigraph.Store, iris: list[str]) -> dict[str, str]:
    """The quick kind of each thing, as `kg.nodes.kinds` tells it."""
    classes: dict[str, list[str]] = {iri: [] for iri in iris}
    for iri, kind in many.types(store, iris):
        classes[iri].append(kind)
    return {iri: quick_kind(iri, sorted(found)) for iri, found in classes.items()}
