"""Where a gene, variant, drug, disease or any other thing is spoken of, gathered by case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from kg.nodes import cases, many
from kg.nodes.description import Entry, Section
from kg.nodes.entries import (
    CLAIM,
    CLASSIFICATION,
    EVIDENCE_STATEMENT,
    LINE,
    WHOLE,
    entry,
    lines_of,
    told,
)
from kg.nodes.near import Near, in_order, natural
from kg.picture.index import PARENT, TYPE
from kg.picture.reading import IN_CASE
from kg.picture.statements import SHORT_PATHS, property_words
from kg.rdf import plain
from kg.vocabulary import KG, OA, OBO, PROV, SKOS

if TYPE_CHECKING:
    import pyoxigraph

_GROUPS = frozenset(map(plain, (KG.member, KG.drug, OBO.affected_gene)))
"""Properties that lead from a profile, regimen or variant to its part."""
_APART = frozenset({CLAIM, EVIDENCE_STATEMENT, CLASSIFICATION})
_UNTOLD = SHORT_PATHS | {
    TYPE,
    PARENT,
    IN_CASE,
    *map(plain, (SKOS.broader, SKOS.exactMatch, SKOS.closeMatch, PROV.hadPrimarySource, KG.evidence)),
    *map(plain, (KG.fusionPartner, OA.hasSource, OA.hasSelector)),
}
_FINDING_LINKS = frozenset(
    map(plain, (KG.variant, KG.regimen, KG.disease, KG.statusTerm, KG.event, KG.what, KG.metastaticSite))
)
"""Properties that only statements about a patient have."""
_WORLD_LINKS = {
    **dict.fromkeys(
        map(plain, (KG.subject, KG.object, KG.inDisease, KG.inVariantContext, KG.inStatusContext)), CLAIM
    ),
    **dict.fromkeys(map(plain, (KG.therapy, KG.condition)), EVIDENCE_STATEMENT),
    plain(KG.drugClass): CLASSIFICATION,
}
"""Property -> the class of the statements about the world that have it."""
_TOO_MANY = 20_000
"""Things that lead to a node by one property, behind which they are counted and not named."""
_CLOSED = frozenset(
    map(
        plain,
        (KG.modality, KG.method, KG.relation, KG.certainty, KG.strength, KG.predicate, KG.direction),
    )
)
"""Properties of statements that lead to values of closed lists, of which nothing else is said."""
_TITLES = {
    plain(OBO.affected_gene): "Variants of it in the graph",
    plain(KG.member): "Molecular profiles with it",
    plain(KG.drug): "Regimens with it",
}
_FINDINGS = (
    ("observed", "Observed in", WHOLE),
    ("absent", "Explicitly absent in", "looked for and not found, or ruled out"),
    ("background", "Told as background in", "told of others, not of the case's patient"),
    ("hypothesis", "Supposed in", "not found"),
    ("", "Told without a modality in", "the graph does not say whether this was observed"),
)
"""Modality of findings, title, how to read them; in the order of telling."""
_NOTES = {
    "background": "what sources tell as known; no finding in a patient of this graph",
    "hypothesis": "what sources suppose",
    "observed": "",
    "absent": "what sources say does not hold",
    "": "the graph does not say how they are meant",
}


class Said(NamedTuple):
    """A statement that speaks of a thing."""

    case: str
    modality: str
    world: str
    """Its class when it is about the world and not about the case's patient; '' otherwise."""


@dataclass
class Mentions:
    """Everything that is said of a thing, and of what is below it."""

    statements: dict[str, Said] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    """Property -> things that are no statements and lead here: variants of a gene, regimens of a drug."""
    hubs: dict[str, int] = field(default_factory=dict)
    """Property -> how many things lead here by it, where these are too many to name, or say nothing."""


def mentions(store: pyoxigraph.Store, iri: str, below: list[str]) -> Mentions:
    """What is said of the thing, of the profiles and regimens that hold it, and of the terms below it."""
    counts = many.counts(store, iri)
    found = Mentions()
    found.hubs = {
        link: n for link, n in counts.items() if link in _CLOSED or (n > _TOO_MANY and link not in _UNTOLD)
    }
    shut = _UNTOLD | _CLOSED | found.hubs.keys()
    level, seen = [iri, *below], {iri, *below}
    while level:
        edges = sorted(many.leading(store, level, shut))
        found.statements |= _statements(store, edges)
        upper: dict[str, None] = {}
        for subject, predicate, here in edges:
            if subject in found.statements:
                continue
            if here == iri:
                found.groups.setdefault(predicate, []).append(subject)
            if predicate in _GROUPS and subject not in seen:
                upper[subject] = None
        seen |= upper.keys()
        level = list(upper)
    return found


def _statements(store: pyoxigraph.Store, edges: list[tuple[str, str, str]]) -> dict[str, Said]:
    """Those of the edges' subjects that are statements."""
    by_link = {subject: _WORLD_LINKS[link] for subject, link, _ in edges if link in _WORLD_LINKS}
    unsure = {subject for subject, link, _ in edges if link not in _FINDING_LINKS} - by_link.keys()
    subjects = sorted({subject for subject, _, _ in edges})
    cases = {iri: (case, modality) for iri, case, modality in sorted(many.standing(store, subjects))}
    worlds = {iri: kind for iri, kind in many.types(store, sorted(unsure & cases.keys())) if kind in _APART}
    worlds |= by_link
    return {iri: Said(*cases[iri], worlds.get(iri, "")) for iri in subjects if iri in cases}


def sections(near: Near, found: Mentions, limit: int) -> Iterator[Section]:
    """Yield where it was observed, where it is absent, and what is claimed."""
    apart: dict[tuple[str, str], list[str]] = {}
    by_case: dict[str, dict[str, list[str]]] = {}
    for iri, said in found.statements.items():
        if said.world:
            apart.setdefault((said.world, said.modality), []).append(iri)
        else:
            by_case.setdefault(said.modality, {}).setdefault(said.case, []).append(iri)
    for modality, title, note in _FINDINGS:
        rows = by_case.get(modality, {})
        if rows:
            heading = f"{title} {len(rows):,} case{'s' if len(rows) != 1 else ''}"
            yield _by_case(near, Section(heading, (), len(rows), note), rows, limit, modality == "observed")
    yield from _apart(near, apart, limit)


def _by_case(near: Near, empty: Section, rows: dict[str, list[str]], limit: int, with_lines: bool) -> Section:
    """The section filled: for each case its statements and, if wanted, what was given and came of it."""
    entries = []
    for case in sorted(rows, key=natural)[:limit]:
        parts = told(near, rows[case])
        if with_lines and not any(near.is_a(iri, LINE) for iri in rows[case]):
            held = {part.iri for part in parts}
            parts += [one for one in lines_of(near, case) if one.iri not in held]
        entries.append(Entry(near.case_called(case), case, facts=_of_case(near, case), parts=tuple(parts)))
    has_lines = any(near.is_a(part.iri, LINE) for item in entries for part in item.parts)
    note = "" if empty.note == WHOLE and not has_lines else empty.note
    return replace(empty, entries=tuple(entries), note=note)


def _of_case(near: Near, case: str) -> tuple[tuple[str, str], ...]:
    return tuple(fact for fact in cases.facts(near, case) if fact[0] != "invented")


def _apart(near: Near, apart: dict[tuple[str, str], list[str]], limit: int) -> Iterator[Section]:
    """Yield the statements about the world, by class and modality."""
    for kind, title in (
        (CLASSIFICATION, "What sources say it is"),
        (EVIDENCE_STATEMENT, "Evidence statements"),
        (CLAIM, "Claims"),
    ):
        for modality in ("observed", "background", "hypothesis", "absent", ""):
            chosen = in_order(apart.get((kind, modality), ()))
            if chosen:
                entries = tuple(entry(near, iri, case=True) for iri in chosen[:limit])
                heading = f"{title}: {modality}" if modality else f"{title} without a modality"
                yield Section(heading, entries, len(chosen), _NOTES[modality])


def groups(near: Near, found: Mentions, limit: int) -> Iterator[Section]:
    """Yield what else leads to the thing: variants of a gene, regimens of a drug."""
    for predicate in sorted({*found.groups, *found.hubs}, key=property_words):
        title = _TITLES.get(predicate, f"It is the {property_words(predicate)!r} of")
        things = in_order(found.groups.get(predicate, ()))
        entries = tuple(Entry(near.called(iri), iri) for iri in things[:limit])
        if number := found.hubs.get(predicate):
            yield Section(f"{title} {number:,} things", (), 0, "not named one by one")
        else:
            yield Section(title, entries, len(things))
