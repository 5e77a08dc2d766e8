"""Which quads tie two things together, so that a path may run along them.

Left out is what ties everything to everything: classes, values of closed lists, publications, authors.
Statements that are not observed, and variants, profiles and regimens that only such statements name, are
no link either, unless their modality is asked for.
"""

from __future__ import annotations

from collections.abc import Collection

from kg.ids import PREFIXES
from kg.nodes.entries import modality_of
from kg.nodes.kinds import quick_kind
from kg.nodes.near import Near, in_order
from kg.picture.index import PARENT, TYPE
from kg.picture.reading import DEFINED_BY
from kg.picture.statements import SHORT_PATHS
from kg.rdf import plain
from kg.vocabulary import DCTERMS, KG, OA, OBO, PROV, SKOS

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
_HOLDERS = frozenset(map(plain, (KG.member,)))


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
        if iri not in self._found:
            ways: dict[str, set[str]] = {}
            for predicate, targets in self.near.links_of(iri).items():
                for target in targets:
                    if self._counts(predicate, target):
                        ways.setdefault(target, set()).add("up" if predicate in HIERARCHY else "side")
            for predicate, subjects in self.near.incoming(iri)[0].items():
                if self._counts(predicate, iri):
                    for subject in subjects:
                        ways.setdefault(subject, set()).add("down" if predicate in HIERARCHY else "side")
            self._found[iri] = {
                other: min(ways[other]) if len(ways[other]) == 1 else "side"
                for other in in_order(ways)
                if other != iri and self.usable(other)
            }
        return self._found[iri]

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

    def usable(self, iri: str) -> bool:
        """True when a path may run through the thing, or end there."""
        if iri in self._ends:
            return True
        if iri not in self._usable:
            fits = not self._via or quick_kind(self.near, iri) in self._via
            self._usable[iri] = fits and self._holds(iri)
        return self._usable[iri]

    def _holds(self, iri: str) -> bool:
        """True when what the thing stands for may be used by its modality."""
        if self.near.case_of(iri):
            modality = modality_of(self.near, iri)
            if modality not in self._modalities:
                self.left_out[iri] = modality
                return False
            return True
        if quick_kind(self.near, iri) in _NAMED_BY_STATEMENTS:
            return self._is_told(iri)
        return True

    def _is_told(self, iri: str) -> bool:
        """True when a usable statement names the variant, profile or regimen, or none does."""
        told = False
        incoming, _ = self.near.incoming(iri)
        if any(predicate in SHORT_PATHS for predicate in incoming):
            return True
        for predicate, subjects in incoming.items():
            for subject in subjects:
                if predicate in _HOLDERS:
                    held = self._is_told(subject)
                elif self.near.case_of(subject):
                    told, held = True, self._holds(subject)
                else:
                    continue
                if held:
                    return True
        return not told
