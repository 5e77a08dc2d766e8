"""Which node a name means: a case before its publication, a term, a variant, or any label.

Every step but the last asks an index, so that a right name costs the same in a large store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.errors import KgError, UsageError, printable
from kg.ground import Grounding, Match, ground
from kg.hgvs import protein_change
from kg.ids import expand, iri_for, is_curie, is_foreign
from kg.nodes import many
from kg.nodes.near import id_of, natural
from kg.questions.naming import label
from kg.questions.values import iri as iri_of
from kg.rdf import plain
from kg.terms import Kind
from kg.vocabulary import DCTERMS, FOAF, KG, RDF, SKOS

if TYPE_CHECKING:
    import pyoxigraph

_LABELS = (plain(RDF.label), plain(DCTERMS.title), plain(FOAF.name))
_IDENTIFIERS = tuple(map(plain, (DCTERMS.identifier, KG.pmid, KG.doi, KG.pmcid)))
_LATER = {plain(one): 1 for one in (KG.MolecularProfile, KG.Regimen, KG.Unmapped, KG.CatalogueRecord)}
"""Classes whose things often are called like their only part or what they tell of: that is preferred."""
_LISTED = 8
"""Choices that a message names."""
_LIKE_ENOUGH = 70
"""Least likeness, of 100, of a name that is proposed."""


def node(store: pyoxigraph.Store, text: str) -> tuple[str, str]:
    """The IRI of the node that a name, CURIE, IRI or case id means, and what it was taken for.

    The store holds the node. Raises UsageError with the choices when several are meant or none is known,
    KgError when a known thing is not in the store.
    """
    text = text.strip()
    if not text:
        raise UsageError("say which node: a name, CURIE, IRI or case id")
    if "://" in text or text.startswith("<"):
        return _held(store, iri_of(text, "node").value)
    for found in _exact(store, text):
        if found:
            return _one_of(store, text, found)
    grounding = ground(text)
    if grounding.term:
        return _term(store, text, grounding)
    present = [expand(term.id) for term in grounding.candidates if _is_in(store, expand(term.id))]
    for found in (present, *_spelt(store, text)):
        if found:
            return _one_of(store, text, found)
    if is_curie(text) and not grounding.candidates:
        return _held(store, expand(text))
    raise _unknown(store, text, grounding)


def _exact(store: pyoxigraph.Store, text: str) -> Iterator[list[str]]:
    """Yield what the graph calls exactly so: a case, a CURIE, a thing by its label, by an identifier."""
    cases = set(_with(store, text, _IDENTIFIERS[:1]))
    yield [iri for iri, kind in many.types(store, sorted(cases)) if kind == plain(KG.Case)]
    if is_curie(text) or is_foreign(text):
        yield [iri for iri in (iri_for(text),) if _is_subject(store, iri)]
    yield _things(store, _with(store, text, _LABELS))
    yield _things(store, _with(store, text, _IDENTIFIERS))


def _spelt(store: pyoxigraph.Store, text: str) -> Iterator[list[str]]:
    """Yield the variant that is written otherwise, the things so called in other letter case."""
    yield _things(store, [iri for other in _variants(text) for iri in _with(store, other, _LABELS)])
    yield _things(store, _with(store, text, (plain(SKOS.altLabel),)))
    yield _things(store, many.called(store, text.lower(), _LABELS))


def _variants(text: str) -> Iterator[str]:
    """The label of a variant said otherwise: 'HER2 p.Val777Leu' -> 'ERBB2 V777L'."""
    gene, _, change = text.partition(" ")
    if not change:
        return
    term = ground(gene, Kind.GENE).term
    symbol = term.label if term else gene.upper()
    yield f"{symbol} {change}"
    for spelling in (change, change.upper()):
        try:
            yield f"{symbol} {protein_change(spelling).short}"
        except (KgError, ValueError):
            continue  # a fusion, an amplification: its label is all there is


def _with(store: pyoxigraph.Store, text: str, predicates: Sequence[str]) -> list[str]:
    """The things that have exactly this text under one of the properties."""
    import pyoxigraph

    return [
        quad.subject.value
        for predicate in predicates
        for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode(predicate), pyoxigraph.Literal(text))
        if isinstance(quad.subject, pyoxigraph.NamedNode)
    ]


def _things(store: pyoxigraph.Store, iris: Sequence[str]) -> list[str]:
    """Those that are no statements; of these the ones whose class does not stand behind."""
    chosen = sorted(set(iris), key=natural)
    statements = {iri for iri, _, _ in many.standing(store, chosen)}
    chosen = [iri for iri in chosen if iri not in statements]
    rank = dict.fromkeys(chosen, 0)
    if len(chosen) > 1:
        rank |= {iri: _LATER[kind] for iri, kind in many.types(store, chosen) if kind in _LATER}
    first = min(rank.values(), default=0)
    return [iri for iri in chosen if rank[iri] == first]


def _one_of(store: pyoxigraph.Store, text: str, found: Sequence[str]) -> tuple[str, str]:
    """The only one. Raises UsageError naming them when there are several."""
    if len(found) == 1:
        return _held(store, found[0])
    choices = " or ".join(_told(store, iri) for iri in found[:_LISTED])
    more = f" or one of {len(found) - _LISTED:,} more" if len(found) > _LISTED else ""
    raise UsageError(f"{printable(text)!r} may be {choices}{more} (give the CURIE or IRI of the one meant)")


def _term(store: pyoxigraph.Store, text: str, grounding: Grounding) -> tuple[str, str]:
    """The term's node, or another that the graph calls so where it lacks that."""
    term = grounding.term
    found = expand(term.id) if term else ""
    if term and _is_in(store, found):
        how = "" if grounding.match is Match.EXACT else f", {grounding.match}"
        return found, f"{_told(store, found)}{how}"
    for others in _spelt(store, text):
        if others:
            return _one_of(store, text, others)
    return _held(store, found)


def _held(store: pyoxigraph.Store, found: str) -> tuple[str, str]:
    """The node. Raises KgError when no quad begins or ends there."""
    if not _is_in(store, found):
        term = ground(found).term
        shown = f"{term.label} ({term.id})" if term else id_of(found)
        raise KgError(f"the graph says nothing of {printable(shown)} (give the graph that does with -d)")
    return found, _told(store, found)


def _told(store: pyoxigraph.Store, found: str) -> str:
    import pyoxigraph

    name = label(store, pyoxigraph.NamedNode(found))
    return printable(f"{name} ({id_of(found)})" if name else id_of(found))


def _unknown(store: pyoxigraph.Store, text: str, grounding: Grounding) -> UsageError:
    """What to say of a name that means nothing, or that the term tables leave open."""
    if grounding.candidates:
        return UsageError(printable(f"{grounding.message} ({grounding.cure})"))
    from rapidfuzz import fuzz, process
    from rapidfuzz.utils import default_process

    from kg.terms.nearest import nearest

    names = sorted({*nearest(text), *many.labels(store, map(plain, (KG.Case, KG.Variant)))})
    near = process.extract(
        text, names, scorer=fuzz.ratio, processor=default_process, score_cutoff=_LIKE_ENOUGH, limit=3
    )
    cure = (
        f"did you mean {' or '.join(repr(name) for name, _, _ in near)}?" if near else "give its CURIE or IRI"
    )
    return UsageError(f"neither the graph nor the term tables know {printable(text)!r} ({cure})")


def _is_subject(store: pyoxigraph.Store, iri: str) -> bool:
    import pyoxigraph

    return next(iter(store.quads_for_pattern(pyoxigraph.NamedNode(iri), None, None)), None) is not None


def _is_in(store: pyoxigraph.Store, iri: str) -> bool:
    import pyoxigraph

    leading = store.quads_for_pattern(None, None, pyoxigraph.NamedNode(iri))
    return _is_subject(store, iri) or next(iter(leading), None) is not None
