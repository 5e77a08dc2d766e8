"""A node described: what it is, where it stands, and what the graph states about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.nodes import cases, many, mentions, naming
from kg.nodes.description import Description, Entry, Section
from kg.nodes.entries import LINE, entry, line
from kg.nodes.kinds import CASE, kind_of
from kg.nodes.near import Near, in_order
from kg.picture.index import PARENT
from kg.picture.statements import facts
from kg.rdf import plain
from kg.vocabulary import KG, OBO, SKOS

if TYPE_CHECKING:
    import pyoxigraph

LIMIT = 10
"""Entries of a section that are written out unless more are asked for."""
_LEVELS = 4
"""Levels of the hierarchy above a term that are named."""
_PATIENT = plain(OBO.patient)
_BROADER = plain(SKOS.broader)
_UPWARDS = frozenset({PARENT, _BROADER})


def describe(store: pyoxigraph.Store, name: str, *, limit: int = LIMIT) -> Description:
    """Everything that the store states of the node that a name, CURIE, IRI or case id means.

    At most `limit` entries a section; how many there are is said. Raises UsageError when several nodes
    are meant, KgError when the store says nothing of it.
    """
    iri, said = naming.node(store, name)
    near = Near(store)
    if near.is_a(iri, _PATIENT):
        iri = next(iter(near.back(iri, plain(KG.hasPatient))), iri)
    return _described(near, iri, said, limit)


def _described(near: Near, iri: str, said: str, limit: int) -> Description:
    return Description(
        iri=iri,
        label=near.case_called(iri) if near.is_a(iri, CASE) else near.label(iri),
        kind=kind_of(near, iri),
        taken_for=said,
        synonyms=near.synonyms(iri),
        parents=tuple(tuple(map(near.link, level)) for level in near.above(iri, _LEVELS)),
        upwards="is part of, or a kind of" if near.things(iri, _BROADER) else "is a kind of",
        matches=tuple(near.name(match) for match in in_order(near.matches(iri))),
        facts=tuple(_gathered(_facts(near, iri), limit)),
        sections=tuple(_sections(near, iri, limit)),
    )


def _facts(near: Near, iri: str) -> Iterator[tuple[str, str]]:
    if near.is_a(iri, CASE):
        yield from cases.facts(near, iri)
    elif not near.case_of(iri):
        yield from cases.bibliography(near, iri)
        yield from facts(near, iri, near.called, _UPWARDS)


def _gathered(pairs: Iterable[tuple[str, str]], limit: int) -> Iterator[tuple[str, str]]:
    """One fact for each property, its values joined; more than `limit` are counted."""
    rows: dict[str, list[str]] = {}
    for words, value in pairs:
        rows.setdefault(words, []).append(value)
    for words, values in rows.items():
        more = f" … and {len(values) - limit:,} more" if len(values) > limit else ""
        yield words, "; ".join(values[:limit]) + more


def _sections(near: Near, iri: str, limit: int) -> list[Section]:
    """What is stated of the thing."""
    if near.is_a(iri, CASE):
        return list(cases.sections(near, iri, limit))
    if near.case_of(iri):
        return [_statement(near, iri)]
    found = mentions.mentions(near.store, iri, many.below(near.store, iri))
    return [
        *cases.reported(near, iri, limit),
        *_kinds(near, iri, limit),
        *mentions.sections(near, found, limit),
        *mentions.groups(near, found, limit),
    ]


def _statement(near: Near, iri: str) -> Section:
    told = line(near, iri) if near.is_a(iri, LINE) else entry(near, iri)
    case = Entry(near.case_called(near.case_of(iri)), near.case_of(iri), parts=(told,))
    return Section("Stated in", (case,), 1)


def _kinds(near: Near, iri: str, limit: int) -> Iterator[Section]:
    """The terms directly below."""
    children = in_order(child for up in sorted(_UPWARDS) for child in near.back(iri, up))
    if children:
        entries = tuple(Entry(near.called(child), child) for child in children[:limit])
        yield Section("Kinds of it in the graph", entries, len(children))
