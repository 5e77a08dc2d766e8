"""Grounding a whole case: every name in it gets the id and label of its term, or a fault saying why not.

Unknown genes, ambiguous names and unknown ids are errors. An unknown disease, drug, site or event is
a warning: new drugs come faster than term tables, and such a name is kept, marked as unmapped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from kg.case import (
    AdverseEvent,
    Assertion,
    Biomarker,
    Case,
    Claim,
    Concept,
    Diagnosis,
    DrugFact,
    Interpretation,
    Measurement,
    Method,
    Observation,
    Outcome,
    Profile,
    Sample,
    TherapyLine,
    Variant,
    VariantFinding,
    changed,
)
from kg.errors import Notepad
from kg.ground import Grounding, Match, ground
from kg.ids import is_curie, is_foreign, normal_curie
from kg.terms import Kind, find, variant_mappings

Kinds = tuple[Kind, ...]

DISEASE = (Kind.DISEASE,)
GENE = (Kind.GENE,)
DRUG = (Kind.DRUG,)
DRUG_CLASS = (Kind.DRUG_CLASS,)
SITE = (Kind.SITE,)
STATUS = (Kind.STATUS,)
EVENT = (Kind.ADVERSE_EVENT, Kind.DISEASE)
TOPIC = (Kind.GENE, Kind.DRUG, Kind.DRUG_CLASS, Kind.DISEASE)
ANYTHING = (*TOPIC, Kind.SITE, Kind.ADVERSE_EVENT)
CLASS: Kinds = ()
"""Stages, units and the like are of vocabularies of which the tables hold little: one that stands for no term
is a word of the case's own, and no fault."""
PARTS: Kinds = ()
"""No name, but parts with names of their own."""

_NAMED: dict[type, dict[str, Kinds]] = {
    Case: {
        "diagnoses": PARTS,
        "biomarkers": PARTS,
        "variants": PARTS,
        "profiles": PARTS,
        "therapy": PARTS,
        "drug_facts": PARTS,
        "findings": PARTS,
        "measurements": PARTS,
        "samples": PARTS,
        "interpretations": PARTS,
        "outcome": PARTS,
        "claims": PARTS,
        "assertions": PARTS,
    },
    Diagnosis: {
        "disease": DISEASE,
        "specific": DISEASE,
        "site": SITE,
        "metastatic_sites": SITE,
        "onset": CLASS,
        "stages": CLASS,
        "tnm": CLASS,
        "laterality": CLASS,
    },
    Biomarker: {"term": STATUS, "gene": GENE},
    Variant: {"gene": GENE, "partner": GENE},
    VariantFinding: {"allelic_state": CLASS},
    Profile: {"members": PARTS},
    TherapyLine: {
        "drugs": DRUG,
        "adverse_events": PARTS,
        "intent": CLASS,
        "target": CLASS,
        "ended_because": CLASS,
        "regimen_term": CLASS,
        "procedure_term": CLASS,
        "procedure_site": CLASS,
        "route": CLASS,
    },
    AdverseEvent: {"event": EVENT, "drugs": DRUG},
    DrugFact: {"drug": DRUG, "drug_class": DRUG_CLASS},
    Observation: {
        "what": ANYTHING,
        "site": SITE,
        "onset": CLASS,
        "severity": CLASS,
        "modifiers": CLASS,
    },
    Measurement: {"assay": CLASS, "unit": CLASS, "result": CLASS},
    Sample: {
        "tissue": CLASS,
        "kind": CLASS,
        "material": CLASS,
        "histology": CLASS,
        "progression": CLASS,
        "grade": CLASS,
        "stage": CLASS,
        "tnm": CLASS,
        "markers": CLASS,
        "procedure": CLASS,
        "procedure_site": CLASS,
    },
    Interpretation: {"disease": CLASS},
    Outcome: {"cause": CLASS},
    Claim: {"subjects": TOPIC, "objects": TOPIC, "disease": DISEASE, "variants": PARTS, "biomarkers": PARTS},
    Assertion: {"profile": PARTS, "drugs": DRUG, "disease": DISEASE},
}
"""The fields of a part that are looked at, in that order, and what their names may stand for."""

P = TypeVar("P")


def ground_case(case: Case, pad: Notepad) -> Case:
    """The case with ids and labels; what could not be grounded is noted on the pad with path and line."""
    return _Grounder(case, pad).part(case, "")


_WITH_ID = re.compile(r"(?P<name>.*\S) \[(?P<id>[A-Za-z][\w.-]*:\S+)\]\Z", re.DOTALL)


@lru_cache(maxsize=100_000)
def _with_id(text: str) -> Concept | None:
    """The concept of a name with an id in brackets behind it: 'Leukocoria [HP:0000555]'; None of any other.

    So a term is written that no table has, or none of its kind.
    """
    match = _WITH_ID.match(text) if text.endswith("]") else None
    if not match or not (is_curie(match["id"]) or is_foreign(match["id"])):
        return None
    if term := find(match["id"]):
        return Concept(term.label, term.id, term.label)
    curie = normal_curie(match["id"]) if is_curie(match["id"]) else match["id"]
    return Concept(match["name"], curie, match["name"])


@lru_cache(maxsize=200_000)
def _plainly(text: str, kinds: Kinds) -> Concept | None:
    """The grounded concept of a name of which there is nothing to say; None for any other."""
    if named := _with_id(text):
        return named
    found = ground(text, *kinds)
    if found.term is None or found.match is Match.OBSOLETE:
        return None
    return Concept(text, found.term.id, found.term.label)


def grounded(text: str, kinds: tuple[Kind, ...]) -> Concept | None:
    """The concept that `ground_case` makes of a name, of any kind where none is given; None without one."""
    ready = _plainly(text, kinds)
    term = None if ready or not kinds else ground(text, *kinds).term
    return ready or (Concept(text, term.id, term.label) if term else None)


def named_case(case: Case) -> Case:
    """The case with a name in place of each term, from which `ground_case` finds the same terms again.

    The name of the source stays where it leads to the term, else the term's id takes its place.
    """
    return _Namer(case, Notepad("")).part(case, "")


@dataclass(frozen=True, slots=True)
class _Grounder:
    case: Case
    pad: Notepad
    said: set[str] = field(default_factory=set)
    """Names already complained of: one message per name, at its first place."""

    def concept(self, concept: Concept, kinds: tuple[Kind, ...], path: str) -> Concept:
        """The concept with its term, or as it was with a fault noted."""
        if concept.id:
            return concept
        if ready := _plainly(concept.text, kinds):
            return ready
        if not kinds:
            return concept
        found = ground(concept.text, *kinds)
        if (found.match is Match.OBSOLETE or found.term is None) and concept.text not in self.said:
            self.said.add(concept.text)
            self.complain(found, kinds, path)
        return Concept(concept.text, found.term.id, found.term.label) if found.term else concept

    def complain(self, found: Grounding, kinds: tuple[Kind, ...], path: str) -> None:
        """Note why a name was not, or not simply, grounded."""
        line = self.line_of(path)
        imported = self.case.method is Method.IMPORTED  # what others recorded is kept, whatever it is
        open_name = kinds != GENE and not is_curie(found.text)
        if found.term is not None:
            self.pad.warn(path, found.message, found.cure, line=line)
        elif imported or (found.match is Match.UNKNOWN and open_name):
            self.pad.warn(path, found.message, f"{found.cure}; kept as unmapped", line=line)
        else:
            self.pad.error(path, found.message, found.cure, line=line)

    def line_of(self, path: str) -> int | None:
        """The line of that path in the file, or of the nearest path around it."""
        while path and path not in self.case.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.case.lines.get(path)

    def part(self, part: P, path: str) -> P:
        """The part with its names grounded; `path` is empty for the case, else ends in a dot."""
        return changed(part, **self.names(part, path))

    def names(self, part: Any, path: str) -> dict[str, Any]:
        """The fields of the part that hold something to ground, grounded."""
        found: dict[str, Any] = {}
        for name, kinds in _NAMED[type(part)].items():
            if value := getattr(part, name):
                found[name] = self.value(value, kinds, f"{path}{name}")
        return found

    def value(self, value: Any, kinds: Kinds, path: str) -> Any:
        """The name or part grounded, or each of several."""
        if type(value) is Concept:
            return self.concept(value, kinds, path)
        if type(value) is tuple:
            return tuple([self.value(one, kinds, f"{path}[{i}]") for i, one in enumerate(value)])
        if type(value) is Biomarker:
            return self.biomarker(value, f"{path}.")
        if type(value) is VariantFinding:
            return self.finding(value, f"{path}.")
        return self.variant(value, f"{path}.") if type(value) is Variant else self.part(value, f"{path}.")

    def biomarker(self, biomarker: Biomarker, path: str) -> Biomarker:
        """Receptor and status together have a term only for the usual receptors; none is no fault."""
        names = self.names(biomarker, path)
        if "term" not in names:
            names["term"] = grounded(f"{biomarker.receptor} {biomarker.status}", STATUS)
        return changed(biomarker, **names)

    def variant(self, variant: Variant, path: str) -> Variant:
        """The variant with the ids that others give it."""
        names = self.names(variant, path)
        gene = names["gene"].id
        known = variant_mappings(gene, variant.protein) if gene and variant.protein else ()
        if known or variant.mappings:
            names["mappings"] = tuple(dict.fromkeys((*variant.mappings, *known)))
        return changed(variant, **names)

    def finding(self, finding: VariantFinding, path: str) -> VariantFinding:
        """The finding with its variant, whose fields stand beside its own in a case file."""
        variant = self.variant(finding.variant, path)
        return changed(finding, variant=variant, **self.names(finding, path))


@dataclass(frozen=True, slots=True)
class _Namer(_Grounder):
    """Goes the same way back."""

    def concept(self, concept: Concept, kinds: tuple[Kind, ...], path: str) -> Concept:
        """The concept by a name that is grounded to the same term."""
        if concept.id is None:
            return concept
        for name in (concept.text, concept.id):
            found = ground(name, *kinds)
            if found.match is not Match.OBSOLETE and found.term and found.term.id == concept.id:
                return Concept(name)
        return Concept(f"{concept.name} [{concept.id}]")

    def biomarker(self, biomarker: Biomarker, path: str) -> Biomarker:
        """The term only where receptor and status do not lead to it."""
        found = ground(f"{biomarker.receptor} {biomarker.status}", Kind.STATUS).term
        if "claims" in path or (biomarker.term and found and found.id == biomarker.term.id):
            biomarker = changed(biomarker, term=None)
        return self.part(biomarker, path)
