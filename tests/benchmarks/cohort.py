"""A cohort for the benchmark of questions: lean invented cases beside all of MONDO.

The cases are those of `tests.benchmarks.cases`, made leaner and given the names that the questions'
examples ask for, each among the commoner ones of its kind, so that no question is timed on an empty
answer. Half of the missense variants are at a few places; the others are rare.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from kg import pipeline
from kg.builders import quads as case_quads
from kg.builders import terms as terms_graph
from kg.case import Case, Concept, TherapyLine, Variant
from kg.demo import bundled
from kg.ground import ground
from kg.hgvs import protein_change
from kg.rdf import quads as written
from kg.terms import Kind, all_terms
from tests.benchmarks.cases import cases as full_cases

NAMED = {
    Kind.DRUG: (
        3,
        ("trastuzumab", "pyrotinib", "T-DM1", "alectinib", "pertuzumab", "olaparib", "lorlatinib"),
    ),
    Kind.GENE: (4, ("ERBB2", "ALK", "PIK3CA")),
    Kind.DISEASE: (
        0,
        ("lung adenocarcinoma", "invasive lobular breast carcinoma", "ovarian serous adenocarcinoma"),
    ),
}
"""What the examples name, and how many terms of that kind are commoner: one drug or gene of interest is in a
few of a hundred cancers, lung adenocarcinoma leads any cohort."""
HOTSPOTS = ("V777L", "D769H", "G1202R")
"""Changes that half of a gene's missense variants are: a few common, many rare."""


def cohort(count: int) -> Iterator[Case]:
    """The cases, leaner by half and with common terms swapped for those that examples name."""
    some = list(full_cases(2_000))
    table = _swaps(some)
    draw = random.Random(7)
    for case in full_cases(count):
        yield _lean(_swapped(_hotspots(case, draw), table), draw)


def _swaps(some: Iterable[Case]) -> dict[str, Concept]:
    """Id of a common term -> the term of the examples that takes its place."""
    seen: dict[Kind, Counter[str]] = {kind: Counter() for kind in NAMED}
    for case in some:
        seen[Kind.DISEASE].update(d.disease.id for d in case.diagnoses if d.disease.id)
        seen[Kind.GENE].update(f.variant.gene.id for f in case.variants if f.variant.gene.id)
        seen[Kind.DRUG].update(drug.id for line in case.therapy for drug in line.drugs if drug.id)
    table = {}
    for kind, (commoner, names) in NAMED.items():
        for (common, _), name in zip(seen[kind].most_common()[commoner:], names, strict=False):
            term = ground(name, kind).term
            if term is None:
                raise SystemExit(f"no term for {name}")
            table[common] = Concept(term.label, term.id, term.label)
    return table


def _swapped(thing: Any, table: dict[str, Concept]) -> Any:
    """The same with other concepts in it, however deep."""
    if isinstance(thing, Concept):
        return table.get(thing.id or "", thing)
    if isinstance(thing, tuple):
        return tuple(dict.fromkeys(_swapped(item, table) for item in thing))
    if not is_dataclass(thing) or isinstance(thing, type):
        return thing
    changed = {}
    for field in fields(thing):
        old = getattr(thing, field.name)
        if isinstance(old, tuple) or is_dataclass(old):
            changed[field.name] = _swapped(old, table)
    return replace(thing, **changed) if changed else thing


def _hotspots(case: Case, draw: random.Random) -> Case:
    """The case with half of its missense variants at the same few places."""
    table: dict[Variant, Variant] = {}
    for finding in case.variants:
        if finding.variant.protein and draw.random() < 0.5:
            place = draw.choices(HOTSPOTS, weights=(6, 3, 1))[0]
            table[finding.variant] = replace(finding.variant, protein=protein_change(place).normal)

    def moved(members: tuple[Variant, ...]) -> tuple[Variant, ...]:
        return tuple(dict.fromkeys(table.get(member, member) for member in members))

    return replace(
        case,
        variants=tuple(replace(f, variant=table.get(f.variant, f.variant)) for f in case.variants),
        profiles=tuple(replace(profile, members=moved(profile.members)) for profile in case.profiles),
        assertions=tuple(replace(said, profile=moved(said.profile)) for said in case.assertions),
    )


def _lean(case: Case, draw: random.Random) -> Case:
    """The case as most reports are: one line of therapy or two, evidence for the diagnosis, little else.

    One evidence statement in five disputes what it says.
    """
    publication = case.publication and replace(case.publication, authors=case.publication.authors[:1])
    direction = "disputes" if draw.random() < 0.2 else "supports"
    return replace(
        case,
        publication=publication,
        biomarkers=tuple(replace(b, evidence=()) for b in case.biomarkers[: draw.choice((0, 0, 1))]),
        variants=tuple(replace(v, evidence=()) for v in case.variants),
        profiles=tuple(replace(p, evidence=()) for p in case.profiles),
        therapy=tuple(_lean_line(line, draw) for line in case.therapy[: draw.choice((1, 1, 1, 3))]),
        outcome=draw.choice((None, case.outcome)),
        claims=tuple(replace(claim, evidence=()) for claim in case.claims[: draw.choice((0, 0, 1))]),
        assertions=tuple(
            replace(said, evidence=(), direction=direction) for said in case.assertions[: draw.choice((0, 1))]
        ),
    )


def _lean_line(line: TherapyLine, draw: random.Random) -> TherapyLine:
    response = line.response and replace(line.response, evidence=(), criteria=None)
    events = line.adverse_events[: draw.choice((0, 0, 1))]
    return replace(line, evidence=(), response=response, adverse_events=events)


def lines(count: int) -> Iterator[str]:
    """N-Quads of the cases, of the bundled ones, of the terms that they name and of all of MONDO."""
    ids: set[str] = set()
    for case in [*cohort(count), *pipeline.cases(bundled())]:
        yield case_quads(case)
        ids.update(terms_graph.named_terms(case))
    ids.update(term.id for term in all_terms(Kind.DRUG_CLASS))
    yield terms_graph.quads(ids)
    diseases = (
        term for term in all_terms(Kind.DISEASE) if term.id.startswith("MONDO:") and not term.obsolete
    )
    triples = [triple for term in diseases for triple in terms_graph.term_triples(term, in_full=False)]
    yield written(triples, terms_graph.graph_node())
