"""The statements of a picture with everything that is known of them, and the facts of a thing."""

from __future__ import annotations

from collections.abc import Callable, Collection

from kg.picture.index import LABEL, TYPE, Index, address
from kg.picture.kinds import BY_CLASS
from kg.picture.lettering import clean, length_in_words, words_of
from kg.picture.model import Evidence, Link, Statement
from kg.picture.reading import EDGE_WORDS, FOLDED, IN_CASE, MODALITY
from kg.rdf import plain
from kg.vocabulary import DCTERMS, FOAF, KG, OA, OBO, PROV, SKOS

_EVIDENCE = plain(KG.evidence)
_SHOWN_ELSEWHERE = frozenset(
    {
        TYPE,
        LABEL,
        IN_CASE,
        MODALITY,
        _EVIDENCE,
        *map(plain, (KG.method, PROV.hadPrimarySource, SKOS.altLabel, SKOS.exactMatch, SKOS.closeMatch)),
        plain(KG.record),  # data of the source's format, no fact of the case
        *map(plain, (DCTERMS.creator, DCTERMS.title, KG.says, PROV.wasAttributedTo)),
    }
)
SHORT_PATHS = frozenset(
    map(
        plain,
        (
            OBO.has_disease,
            KG.hasPatient,
            KG.hasVariant,
            KG.hasProfile,
            KG.hasReceptorStatus,
            KG.hasMetastasisIn,
            KG.receivedDrug,
            KG.receivedRegimen,
            KG.respondedTo,
            KG.hadStableDiseaseOn,
            KG.progressedOn,
            KG.hadAdverseEvent,
        ),
    )
)
"""The patient's direct edges, which hold only what was observed; a full statement stands beside each."""

_YES_NO = {"true": "yes", "false": "no"}


def statement(index: Index, iri: str, about: tuple[str, ...]) -> Statement:
    """The statement with its evidence, source and facts; `about` are keys of drawn nodes."""
    links = index.links_of(iri)
    kinds = [kind for kind in links.get(TYPE, []) if kind in BY_CLASS or kind in FOLDED]
    source = index.thing(iri, plain(PROV.hadPrimarySource))
    return Statement(
        iri=iri,
        kind=words_of(kinds[0]) if kinds else "statement",
        label=index.label(iri),
        modality=words_of(links[MODALITY][0]) if MODALITY in links else "",
        method=_asserted(index, iri, links[IN_CASE][0]),
        case=index.label(links[IN_CASE][0]),
        source=index.link(source) if source else None,
        evidence=evidence(index, iri),
        facts=facts(index, iri),
        about=about,
    )


def _asserted(index: Index, iri: str, case: str) -> str:
    """How the statement came here and through whom ('curated by A. Example'); '' when neither is told."""
    method, agent = index.thing(iri, plain(KG.method)), index.thing(case, plain(PROV.wasAttributedTo))
    words = words_of(method) if method else ""
    return f"{words or 'stated'} by {index.label(agent)}" if agent else words


def evidence(index: Index, iri: str) -> tuple[Evidence, ...]:
    """The stretches of text that a thing rests on, in the order of the text."""
    source = index.thing(iri, plain(PROV.hadPrimarySource))
    spans = index.links_of(iri).get(_EVIDENCE, [])
    return tuple(sorted((_evidence(index, span, source) for span in spans), key=_place))


def _place(evidence: Evidence) -> tuple[str, int, str]:
    return evidence.section, evidence.start or 0, evidence.quote


def _evidence(index: Index, span: str, source: str) -> Evidence:
    """The stretch of text: section, characters, words and document, as far as the graph has them."""
    start = end = None
    quote = ""
    for selector in index.links_of(span).get(plain(OA.hasSelector), []):
        start = _number(index.first(selector, plain(OA.start)), start)
        end = _number(index.first(selector, plain(OA.end)), end)
        quote = quote or clean(index.first(selector, plain(OA.exact)))
    section = index.thing(span, plain(OA.hasSource))
    document = index.thing(section, plain(DCTERMS.isPartOf)) or source or section
    name = clean(index.first(span, plain(KG.section)), 200)
    return Evidence(name, start, end, quote, _document(index, document) if document else None)


def _document(index: Index, iri: str) -> Link:
    """The document by its shortest name."""
    return Link(index.name(iri).label, iri, address(iri))


def _number(text: str, fallback: int | None) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else fallback


def facts(
    index: Index, iri: str, told: Callable[[str], str] | None = None, without: Collection[str] = ()
) -> tuple[tuple[str, str], ...]:
    """(property, value) pairs in words, sorted; without what the panel shows in places of its own.

    `told` says what to call the things that the properties lead to, their label if it is not given;
    `without` names further properties to leave out.
    """
    told = told or index.label
    hidden = _SHOWN_ELSEWHERE.union(without)
    found: set[tuple[str, str]] = set()
    for predicate, values in index.texts_of(iri).items():
        if predicate not in hidden:
            found.update((property_words(predicate), _literal(value)) for value in values)
    for predicate, targets in index.links_of(iri).items():
        if predicate not in hidden and predicate not in SHORT_PATHS:
            found.update((property_words(predicate), told(target)) for target in targets)
    return tuple(sorted(found))


def _literal(value: str) -> str:
    return _YES_NO.get(value) or clean(length_in_words(value))


def property_words(predicate: str) -> str:
    """A property in words."""
    if predicate == plain(OBO.allele_origin):
        return "origin"
    return EDGE_WORDS.get(predicate) or words_of(predicate)


def authors(index: Index, publication: str) -> tuple[tuple[str, str], ...]:
    """The authors of a publication in their order, as one fact; nothing when none is named."""
    people = index.links_of(publication).get(plain(DCTERMS.creator), [])
    rows = [
        (
            _number(index.first(person, plain(KG.authorPosition)), None) or 10**9,
            index.first(person, plain(FOAF.name)),
        )
        for person in people
    ]
    names = ", ".join(name or "?" for _, name in sorted(rows))
    return (("authors", clean(names)),) if names else ()
