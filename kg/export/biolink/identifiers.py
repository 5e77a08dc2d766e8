"""The id under which a concept goes out: one that Biolink accepts for its category, or a profile's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg import terms
from kg.biolink import class_of, contract
from kg.builders.names import unmapped_node
from kg.builders.variant import variant_label
from kg.case import Concept, Variant
from kg.errors import Notepad
from kg.export.material import Profile
from kg.ids import BASE
from kg.rdf import plain
from kg.terms import Kind

_OF_KINDS = {
    Kind.DISEASE: "Disease",
    Kind.GENE: "Gene",
    Kind.DRUG: "Drug",
    Kind.SITE: "AnatomicalEntity",
    Kind.ADVERSE_EVENT: "PhenotypicFeature",
    Kind.STATUS: "ClinicalFinding",
    Kind.RESPONSE: "ClinicalFinding",
}
_FINDINGS = {
    "NCIT": "ClinicalFinding",
    "EFO": "ClinicalFinding",
    "HP": "PhenotypicFeature",
    "MESH": "PhenotypicFeature",
}
"""Prefix of a finding -> its category: Biolink tells them apart by vocabulary."""
_NO_ID = "NamedThing"
_SHOWN = 5


class Found(NamedTuple):
    """An id, its category, and the other ids of the same thing."""

    id: str
    category: str
    others: tuple[str, ...] = ()


class Identifiers:
    """Finds ids and remembers what was not as wanted."""

    def __init__(self, profile: Profile | None) -> None:
        self._profile = profile
        self._unmapped: dict[str, None] = {}
        self._unaccepted: dict[str, None] = {}
        self._close: dict[str, None] = {}

    def of(self, thing: Concept, category: str | None = None) -> Found:
        """The id of a concept. A name without a term is a thing without category, its id made of the name."""
        if thing.id is None:
            self._unmapped[thing.text] = None
            return Found(contract(plain(unmapped_node(BASE, thing.text))), _NO_ID)
        term = terms.find(thing.id)
        kind = _category(thing.id, category or (_OF_KINDS.get(term.kind) if term else None))
        return self._chosen((thing.id, *(term.mappings if term else ())), kind, thing.name)

    def of_variant(self, own: str, variant: Variant) -> Found:
        """The id of a variant: ClinGen's or ClinVar's where they are known, else ours."""
        known = [one for one in variant.mappings if _prefix(one) in {"CAID", "CLINVAR", "civic.vid"}]
        wanted = self._profile.id_for(own) if self._profile else None
        accepted = [one for prefix in ("CAID", "CLINVAR") for one in _only(prefix, known)]
        chosen = wanted or (accepted[0] if accepted else own)
        if _prefix(chosen) in {"CAID", "CLINVAR"} and variant.coding is None:
            self._close[f"{variant_label(variant)} ({chosen})"] = None
        return Found(chosen, "SequenceVariant", tuple(one for one in (own, *known) if one != chosen))

    def _chosen(self, known: tuple[str, ...], category: str, name: str) -> Found:
        """Of the ids of a thing the profile's, or the first that Biolink accepts; no guess among several."""
        others = [one for one in known if ":" in one]
        if self._profile:
            wanted = self._profile.id_for(known[0])
            if wanted:
                return Found(wanted, category, tuple(one for one in others if one != wanted))
        accepted = class_of(category).prefixes if class_of(category) else ()  # type: ignore[union-attr]
        if not accepted or _prefix(known[0]) in accepted:
            return Found(known[0], category, tuple(others[1:]))
        for prefix in accepted:
            for one in _only(prefix, others):
                return Found(one, category, tuple(other for other in others if other != one))
        self._unaccepted[f"{name} ({known[0]})"] = None
        return Found(known[0], category, tuple(others[1:]))

    def say(self, pad: Notepad) -> None:
        """Tell what was not as wanted, counted and the first by name."""
        for found, what in (
            (self._unmapped, "names without id that go out as a biolink:NamedThing, {}"),
            (
                self._unaccepted,
                "ids that Biolink does not prefer for their category, kept for want of others, {}",
            ),
            (
                self._close,
                "variants known by their protein change that go out under the id of a change of DNA, {}",
            ),
        ):
            if found:
                pad.note("", f"{what.format(f'{len(found):,}')}: {_listed(found)}")


def _listed(found: Iterable[str]) -> str:
    names = sorted(found)
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def _category(curie: str, category: str | None) -> str:
    """The category; findings are told apart by the vocabulary, and unknown things have none."""
    if category in {"ClinicalFinding", "PhenotypicFeature", None}:
        return _FINDINGS.get(_prefix(curie), _NO_ID)
    return category or _NO_ID


def _prefix(curie: str) -> str:
    return curie.partition(":")[0]


def _only(prefix: str, known: Iterable[str]) -> Iterator[str]:
    """The one id with that prefix; nothing when there are several."""
    found = [one for one in known if _prefix(one) == prefix]
    yield from found if len(found) == 1 else ()
