"""What a graph says of a case, grouped as people read one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.nodes.description import Entry, Section
from kg.nodes.entries import (
    CLAIM,
    CLASSIFICATION,
    EVENT,
    EVIDENCE_STATEMENT,
    LINE,
    RESPONSE,
    WHOLE,
    entry,
    line,
    modality_of,
    ordered_lines,
)
from kg.nodes.near import Near, id_of
from kg.picture.index import TYPE
from kg.picture.reading import IN_CASE
from kg.picture.statements import authors, evidence
from kg.picture.statements import facts as plain_facts
from kg.rdf import plain
from kg.vocabulary import DCTERMS, KG, PROV

_GROUPS: tuple[tuple[str, str], ...] = (
    (plain(KG.Diagnosis), "Diagnosis"),
    (plain(KG.BiomarkerFinding), "Biomarkers"),
    (plain(KG.VariantFinding), "Variants"),
    (plain(KG.ProfileFinding), "Molecular profiles (variants found together)"),
    (LINE, "Therapy, in order"),
    (RESPONSE, "Responses"),
    (EVENT, "Adverse events"),
    (plain(KG.Observation), "Other findings"),
    (plain(KG.Measurement), "Measurements"),
    (plain(KG.Sample), "Samples"),
    (plain(KG.Interpretation), "Interpretations"),
    (plain(KG.Outcome), "Outcome"),
)
"""Class of statement about the patient -> its title, in the order of telling."""

_OF_THE_WORLD = (
    (EVIDENCE_STATEMENT, "Evidence statements", "what the source takes the case as evidence for"),
    (CLASSIFICATION, "What the source says the drugs are", ""),
    (CLAIM, "Claims of the source", "about the world, not findings in this patient"),
)
_UNDER_LINES = (plain(KG.responseTo), plain(KG.underLine))
_ELSEWHERE = {
    "absent": ("Explicitly absent", "looked for and not found, or ruled out"),
    "background": ("Background", "told of others, not of this patient"),
    "hypothesis": ("Hypotheses", "supposed, not found"),
    "": ("Without a modality", "the graph does not say whether this was observed"),
}


def sections(near: Near, case: str, limit: int) -> Iterator[Section]:
    """Yield the case's sections: the person, findings by class, what is absent, claims."""
    yield from _person(near, case)
    statements = near.back(case, IN_CASE)
    lines = [iri for iri in statements if near.is_a(iri, LINE)]
    nested = {part for one in lines for link in _UNDER_LINES for part in near.back(one, link)}
    world = {kind for kind, _, _ in _OF_THE_WORLD}
    own = [iri for iri in statements if iri not in nested and not _classes(near, iri) & world]
    observed = [iri for iri in own if modality_of(near, iri) == "observed"]
    for kind, title in _GROUPS:
        chosen = [iri for iri in observed if near.is_a(iri, kind)]
        yield from _section(near, title, chosen, limit, WHOLE if kind == LINE else "")
    known = {kind for kind, _ in _GROUPS}
    yield from _section(near, "Also observed", [i for i in observed if not _classes(near, i) & known], limit)
    for modality, (title, note) in _ELSEWHERE.items():
        chosen = [iri for iri in own if modality_of(near, iri) == modality]
        yield from _section(near, title, chosen, limit, note)
    for kind, title, note in _OF_THE_WORLD:
        yield from _section(near, title, [iri for iri in statements if near.is_a(iri, kind)], limit, note)


def _person(near: Near, case: str) -> Iterator[Section]:
    """The patient, as far as anything is stated of the person."""
    people = near.things(case, plain(KG.hasPatient))
    entries = [
        Entry(", ".join(map(": ".join, stated)), patient, evidence=evidence(near, patient))
        for patient in people
        if (stated := plain_facts(near, patient, None, [plain(KG.ageInYears)]))
    ]
    if entries:
        yield Section("Patient", tuple(entries), len(entries))


def _classes(near: Near, iri: str) -> set[str]:
    return set(near.links_of(iri).get(TYPE, ()))


def _section(near: Near, title: str, chosen: Sequence[str], limit: int, note: str = "") -> Iterator[Section]:
    """The section, unless it would be empty."""
    if chosen:
        lines = ordered_lines(near, (iri for iri in chosen if near.is_a(iri, LINE)))
        ordered = [*(iri for iri in chosen if iri not in lines), *lines]
        shown = [line(near, iri) if iri in lines else entry(near, iri) for iri in ordered[:limit]]
        yield Section(title, tuple(shown), len(chosen), note)


def facts(near: Near, case: str) -> Iterator[tuple[str, str]]:
    """Yield who reported the case and who recorded it."""
    if near.first(case, plain(KG.invented)) == "true":
        yield "invented", "yes: no such patient exists"
    for source in near.things(case, plain(PROV.hadPrimarySource)):
        yield "publication", publication(near, source)
    people = [near.label(agent) for agent in near.things(case, plain(PROV.wasAttributedTo))]
    method = near.thing(case, plain(KG.method)).rpartition("/")[2]
    if people or method:
        yield "recorded", ", ".join(filter(None, (method, f"by {', '.join(people)}" if people else "")))


def publication(near: Near, iri: str) -> str:
    """The publication in one line: title, journal, year, identifier."""
    title = near.first(iri, plain(DCTERMS.title)).rstrip(".")
    journal = near.first(iri, plain(KG.journal))
    year = near.first(iri, plain(DCTERMS.issued))[:4]
    return ". ".join(filter(None, (title, " ".join(filter(None, (journal, year))), id_of(iri))))


def reported(near: Near, iri: str, limit: int) -> Iterator[Section]:
    """Yield the cases that come from a publication."""
    cases = [
        case
        for case in near.back(iri, plain(PROV.hadPrimarySource))
        if plain(KG.Case) in near.links_of(case).get(TYPE, ())
    ]
    if cases:
        entries = tuple(Entry(near.case_called(case), case) for case in cases[:limit])
        yield Section("Cases that it reports", entries, len(cases))


def bibliography(near: Near, iri: str) -> Iterator[tuple[str, str]]:
    """Yield the publication's title and authors; its other fields are plain facts."""
    if title := near.first(iri, plain(DCTERMS.title)):
        yield "title", title
    yield from authors(near, iri)
