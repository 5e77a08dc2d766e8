"""Grounding a whole case: every name in it gets the id and label of its term, or a fault saying why not.

Unknown genes, ambiguous names and unknown ids are errors. An unknown disease, drug, site or event is
a warning: new drugs come faster than term tables, and such a name is kept, marked as unmapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
    Finding,
    Interpretation,
    Measurement,
    Method,
    Observation,
    Outcome,
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

DISEASE = (Kind.DISEASE,)
GENE = (Kind.GENE,)
DRUG = (Kind.DRUG,)
DRUG_CLASS = (Kind.DRUG_CLASS,)
SITE = (Kind.SITE,)
EVENT = (Kind.ADVERSE_EVENT, Kind.DISEASE)
TOPIC = (Kind.GENE, Kind.DRUG, Kind.DRUG_CLASS, Kind.DISEASE)
_CLASSES: dict[type[Finding], tuple[str, ...]] = {
    Diagnosis: ("onset", "stages", "tnm", "laterality"),
    VariantFinding: ("allelic_state",),
    TherapyLine: (
        "intent",
        "target",
        "ended_because",
        "regimen_term",
        "procedure_term",
        "procedure_site",
        "route",
    ),
    Observation: ("onset", "severity", "modifiers"),
    Measurement: ("assay", "unit", "result"),
    Sample: (
        "tissue",
        "kind",
        "material",
        "histology",
        "progression",
        "grade",
        "stage",
        "tnm",
        "markers",
        "procedure",
        "procedure_site",
    ),
    Interpretation: ("disease",),
    Outcome: ("cause",),
}
"""The fields of a part that hold classes and need not be grounded."""

P = TypeVar("P", bound=Finding)

ANYTHING = (*TOPIC, Kind.SITE, Kind.ADVERSE_EVENT)


def ground_case(case: Case, pad: Notepad) -> Case:
    """The case with ids and labels; what could not be grounded is noted on the pad with path and line."""
    return _traced(case, _Grounder(case, pad))


def _traced(case: Case, work: _Grounder) -> Case:
    """The case with what `work` makes of every name in it."""
    return changed(
        case,
        diagnoses=tuple(work.diagnosis(d, f"diagnoses[{i}]") for i, d in enumerate(case.diagnoses)),
        biomarkers=tuple(work.biomarker(b, f"biomarkers[{i}]") for i, b in enumerate(case.biomarkers)),
        variants=tuple(work.finding(v, f"variants[{i}]") for i, v in enumerate(case.variants)),
        profiles=tuple(
            changed(p, members=work.variants(p.members, f"profiles[{i}].members"))
            for i, p in enumerate(case.profiles)
        ),
        therapy=tuple(work.line(line, f"therapy[{i}]") for i, line in enumerate(case.therapy)),
        drug_facts=tuple(work.drug_fact(f, f"drug_facts[{i}]") for i, f in enumerate(case.drug_facts)),
        findings=tuple(work.observation(o, f"findings[{i}]") for i, o in enumerate(case.findings)),
        measurements=tuple(work.classes(m, f"measurements[{i}]") for i, m in enumerate(case.measurements)),
        samples=tuple(work.classes(s, f"samples[{i}]") for i, s in enumerate(case.samples)),
        interpretations=tuple(
            work.classes(one, f"interpretations[{i}]") for i, one in enumerate(case.interpretations)
        ),
        outcome=case.outcome and work.classes(case.outcome, "outcome"),
        claims=tuple(work.claim(c, f"claims[{i}]") for i, c in enumerate(case.claims)),
        assertions=tuple(work.assertion(a, f"assertions[{i}]") for i, a in enumerate(case.assertions)),
    )


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


@lru_cache(maxsize=100_000)
def _plainly(text: str, kinds: tuple[Kind, ...]) -> Concept | None:
    """The grounded concept of a name of which there is nothing to say; None for any other."""
    found = ground(text, *kinds)
    if found.term is None or found.match is Match.OBSOLETE:
        return None
    return Concept(text, found.term.id, found.term.label)


def grounded(text: str, kinds: tuple[Kind, ...]) -> Concept | None:
    """The concept that `ground_case` makes of a name, of any kind where none is given; None without one."""
    ready = _with_id(text) or _plainly(text, kinds)
    term = None if ready or not kinds else ground(text, *kinds).term
    return ready or (Concept(text, term.id, term.label) if term else None)


def named_case(case: Case) -> Case:
    """The case with a name in place of each term, from which `ground_case` finds the same terms again.

    The name of the source stays where it leads to the term, else the term's id takes its place.
    """
    return _traced(case, _Namer(case, Notepad("")))


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
        if named := _with_id(concept.text):
            return named
        if ready := _plainly(concept.text, kinds):
            return ready
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

    def maybe(self, concept: Concept | None, kinds: tuple[Kind, ...], path: str) -> Concept | None:
        """The same for a field that may be empty."""
        return concept and self.concept(concept, kinds, path)

    def several(self, items: Iterable[Concept], kinds: tuple[Kind, ...], path: str) -> tuple[Concept, ...]:
        """The same for a list."""
        return tuple(self.concept(c, kinds, f"{path}[{i}]") for i, c in enumerate(items))

    def classes(self, part: P, path: str) -> P:
        """The part with those of its classes grounded that stand for a term; other names are its own words.

        Stages, units and the like are of vocabularies of which the tables hold little, so an unknown one
        is no fault.
        """
        found: dict[str, Any] = {}
        for name in _CLASSES[type(part)]:
            value = getattr(part, name)
            if isinstance(value, tuple):
                found[name] = tuple(map(self.known, value))
            elif value is not None:
                found[name] = self.known(value)
        return changed(part, **found) if found else part

    def known(self, concept: Concept) -> Concept:
        """The concept with its term where the tables have exactly one; else as it was."""
        if concept.id:
            return concept
        return _with_id(concept.text) or _plainly(concept.text, ()) or concept

    def diagnosis(self, diagnosis: Diagnosis, path: str) -> Diagnosis:
        return changed(
            self.classes(diagnosis, path),
            disease=self.concept(diagnosis.disease, DISEASE, f"{path}.disease"),
            specific=self.maybe(diagnosis.specific, DISEASE, f"{path}.specific"),
            site=self.maybe(diagnosis.site, SITE, f"{path}.site"),
            metastatic_sites=self.several(diagnosis.metastatic_sites, SITE, f"{path}.metastatic_sites"),
        )

    def biomarker(self, biomarker: Biomarker, path: str) -> Biomarker:
        """Receptor and status together have a term only for the usual receptors; none is no fault."""
        term = self.maybe(biomarker.term, (Kind.STATUS,), f"{path}.term")
        if term is None:
            found = ground(f"{biomarker.receptor} {biomarker.status}", Kind.STATUS)
            term = Concept(found.text, found.term.id, found.term.label) if found.term else None
        gene = self.maybe(biomarker.gene, GENE, f"{path}.gene")
        return changed(biomarker, term=term, gene=gene)

    def variant(self, variant: Variant, path: str) -> Variant:
        gene = self.concept(variant.gene, GENE, f"{path}.gene")
        known = variant_mappings(gene.id, variant.protein) if gene.id and variant.protein else ()
        return changed(
            variant,
            gene=gene,
            partner=self.maybe(variant.partner, GENE, f"{path}.partner"),
            mappings=tuple(dict.fromkeys((*variant.mappings, *known))),
        )

    def variants(self, variants: Iterable[Variant], path: str) -> tuple[Variant, ...]:
        return tuple(self.variant(v, f"{path}[{i}]") for i, v in enumerate(variants))

    def finding(self, finding: VariantFinding, path: str) -> VariantFinding:
        return changed(self.classes(finding, path), variant=self.variant(finding.variant, path))

    def line(self, line: TherapyLine, path: str) -> TherapyLine:
        return changed(
            self.classes(line, path),
            drugs=self.several(line.drugs, DRUG, f"{path}.drugs"),
            adverse_events=tuple(
                self.event(event, f"{path}.adverse_events[{i}]")
                for i, event in enumerate(line.adverse_events)
            ),
        )

    def event(self, event: AdverseEvent, path: str) -> AdverseEvent:
        return changed(
            event,
            event=self.concept(event.event, EVENT, f"{path}.event"),
            drugs=self.several(event.drugs, DRUG, f"{path}.drugs"),
        )

    def drug_fact(self, fact: DrugFact, path: str) -> DrugFact:
        return changed(
            fact,
            drug=self.concept(fact.drug, DRUG, f"{path}.drug"),
            drug_class=self.concept(fact.drug_class, DRUG_CLASS, f"{path}.drug_class"),
        )

    def observation(self, observation: Observation, path: str) -> Observation:
        return changed(
            self.classes(observation, path),
            what=self.concept(observation.what, ANYTHING, f"{path}.what"),
            site=self.maybe(observation.site, SITE, f"{path}.site"),
        )

    def claim(self, claim: Claim, path: str) -> Claim:
        return changed(
            claim,
            subjects=self.several(claim.subjects, TOPIC, f"{path}.subjects"),
            objects=self.several(claim.objects, TOPIC, f"{path}.objects"),
            disease=self.maybe(claim.disease, DISEASE, f"{path}.disease"),
            variants=self.variants(claim.variants, f"{path}.variants"),
            biomarkers=tuple(
                self.biomarker(b, f"{path}.biomarkers[{i}]") for i, b in enumerate(claim.biomarkers)
            ),
        )

    def assertion(self, assertion: Assertion, path: str) -> Assertion:
        return changed(
            assertion,
            profile=self.variants(assertion.profile, f"{path}.profile"),
            drugs=self.several(assertion.drugs, DRUG, f"{path}.drugs"),
            disease=self.concept(assertion.disease, DISEASE, f"{path}.disease"),
        )


@dataclass(frozen=True, slots=True)
class _Namer(_Grounder):
    """Goes the same way back."""

    def known(self, concept: Concept) -> Concept:
        """The class by a name that is grounded to the same term."""
        return self.concept(concept, (), "")

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
        gene = self.maybe(biomarker.gene, GENE, f"{path}.gene")
        return changed(biomarker, term=self.maybe(biomarker.term, (Kind.STATUS,), path), gene=gene)
