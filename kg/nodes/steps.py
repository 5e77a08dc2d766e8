"""The steps of a path, each with the triples it is made of and the statements that these rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.builders.therapy import PROGRESSED, RESPONDED
from kg.ids import BASE
from kg.nodes.description import Entry
from kg.nodes.entries import EVENT, LINE, RESPONSE, entry, line, modality_of
from kg.nodes.kinds import kind_of
from kg.nodes.links import HIERARCHY, Links
from kg.nodes.near import Near
from kg.nodes.route import Path, Stop, Tie
from kg.picture.index import PARENT
from kg.picture.reading import IN_CASE
from kg.picture.statements import property_words
from kg.rdf import plain
from kg.vocabulary import KG, OBO, SKOS

_WORDS = {
    PARENT: "is a kind of",
    plain(SKOS.broader): "is part of, or a kind of",
    plain(SKOS.exactMatch): "is the same as",
}
_CATEGORIES = {
    plain(KG.respondedTo): RESPONDED,
    plain(KG.progressedOn): PROGRESSED,
    plain(KG.hadStableDiseaseOn): frozenset({"stable disease"}),
}
"""The patient's direct edge to a regimen -> the categories of response that make it."""
_BEHIND: dict[str, tuple[str, tuple[str, ...]]] = {
    plain(OBO.has_disease): (plain(KG.Diagnosis), (plain(KG.disease),)),
    plain(KG.hasMetastasisIn): (plain(KG.Diagnosis), (plain(KG.metastaticSite),)),
    plain(KG.hasReceptorStatus): (plain(KG.BiomarkerFinding), (plain(KG.statusTerm),)),
    plain(KG.hasVariant): (plain(KG.VariantFinding), (plain(KG.variant),)),
    plain(KG.hasProfile): (plain(KG.ProfileFinding), (plain(KG.profile),)),
    plain(KG.receivedRegimen): (LINE, (plain(KG.regimen),)),
    plain(KG.receivedDrug): (LINE, (plain(KG.regimen), plain(KG.drug))),
    plain(KG.respondedTo): (RESPONSE, (plain(KG.regimen),)),
    plain(KG.hadStableDiseaseOn): (RESPONSE, (plain(KG.regimen),)),
    plain(KG.progressedOn): (RESPONSE, (plain(KG.regimen),)),
    plain(KG.hadAdverseEvent): (EVENT, (plain(KG.event),)),
}
"""The patient's direct edge -> class of the statement beside it, and what leads from that to the thing."""


def stop(near: Near, iri: str) -> Stop:
    """The node as a stop of a path; a statement with its evidence."""
    kind = kind_of(near, iri)
    label = near.case_called(iri) if kind == "case" else near.label(iri)
    if not near.case_of(iri):
        return Stop(iri, label, kind)
    return Stop(iri, label, kind, modality_of(near, iri), _entry(near, iri))


def _entry(near: Near, iri: str) -> Entry:
    told = line(near, iri, events=False) if near.is_a(iri, LINE) else entry(near, iri)
    return replace(told, case=near.case_called(near.case_of(iri)), parts=())


def path(links: Links, nodes: Sequence[str]) -> Path:
    """The path through those nodes with all that is known of each step."""
    return Path(
        stops=tuple(stop(links.near, node) for node in nodes),
        steps=tuple(
            tuple(_tie(links.near, triple) for triple in links.between(one, other))
            for one, other in pairwise(nodes)
        ),
    )


def _tie(near: Near, triple: tuple[str, str, str]) -> Tie:
    subject, predicate, thing = triple
    return Tie(
        subject=subject,
        predicate=predicate,
        object=thing,
        words=_WORDS.get(predicate) or property_words(predicate),
        hierarchy=predicate in HIERARCHY,
        graphs=graphs(near, triple),
        support=tuple(_entry(near, iri) for iri in _support(near, triple)),
    )


def graphs(near: Near, triple: tuple[str, str, str]) -> tuple[str, ...]:
    """The named graphs that state the triple, sorted, without the start that all of ours share."""
    import pyoxigraph

    quads = near.store.quads_for_pattern(*map(pyoxigraph.NamedNode, triple))
    names = {
        quad.graph_name.value if isinstance(quad.graph_name, pyoxigraph.NamedNode) else "" for quad in quads
    }
    return tuple(sorted(name.removeprefix(f"{BASE}graph/") for name in names))


def _support(near: Near, triple: tuple[str, str, str]) -> list[str]:
    """The observed statements that stand beside a patient's direct edge; none for other triples."""
    subject, predicate, thing = triple
    if predicate not in _BEHIND:
        return []
    kind, chain = _BEHIND[predicate]
    statements = [
        statement
        for case in near.back(subject, plain(KG.hasPatient))
        for statement in near.back(case, IN_CASE)
        if near.is_a(statement, kind) and modality_of(near, statement) == "observed"
    ]
    fitting = [statement for statement in statements if thing in _ends_of(near, statement, chain)]
    wanted = _CATEGORIES.get(predicate)
    return [one for one in fitting if not wanted or near.first(one, plain(KG.categoryText)) in wanted]


def _ends_of(near: Near, start: str, chain: tuple[str, ...]) -> set[str]:
    """Where the properties lead, one after the other."""
    level = {start}
    for predicate in chain:
        level = {target for one in level for target in near.things(one, predicate)}
    return level
