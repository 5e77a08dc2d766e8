"""A store, or the part of it that is drawn, in plain dictionaries; and the words for things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.ids import PREFIXES, VOCABULARY, compress, expand
from kg.picture.lettering import clean, words_of
from kg.picture.model import Link
from kg.picture.nearby import TERMS, Nearby
from kg.rdf import plain
from kg.vocabulary import DCTERMS, EFFECT_TERMS, FOAF, ORIGIN_TERMS, RDF, RESPONSE_TERMS, SEX_TERMS, SKOS

if TYPE_CHECKING:
    import pyoxigraph

    from kg.picture.nearby import Term

LABEL, TYPE, PARENT = plain(RDF.label), plain(RDF.type), plain(RDF.subClassOf)
NAMES = (
    LABEL,
    f"{PREFIXES['skos']}prefLabel",
    plain(DCTERMS.title),
    plain(FOAF.name),
    f"{PREFIXES['schema']}name",
    "http://schema.org/name",
    "http://purl.org/dc/elements/1.1/title",
    f"{PREFIXES['biolink']}name",
)
"""Properties that hold what a thing is called, the first that is stated counts."""
IDENTIFIER = plain(DCTERMS.identifier)
SYNONYMS = (
    plain(SKOS.altLabel),
    *(f"http://www.geneontology.org/formats/oboInOwl#has{kind}Synonym" for kind in ("Exact", "Related")),
    f"{PREFIXES['biolink']}synonym",
)
_MATCHES = (plain(SKOS.exactMatch), plain(SKOS.closeMatch))

_OWN = {
    expand(curie): phrase
    for table in (EFFECT_TERMS, RESPONSE_TERMS, ORIGIN_TERMS, SEX_TERMS)
    for phrase, curie in table.items()
}
"""Terms of closed lists, whose words the code knows without a graph of terms."""

Values = dict[str, list[str]]
"""Property -> values."""


class Index:
    """What the graphs of a store say, by subject; terms are looked up one by one when asked for.

    Given `subjects`, only these are read; what else is asked for is looked up then.
    """

    def __init__(
        self, store: pyoxigraph.Store, subjects: Iterable[str] | None = None, nearby: Nearby | None = None
    ) -> None:
        self.store = store
        self.whole = subjects is None
        self.nearby = nearby or Nearby(store)
        self.links: dict[str, Values] = {}
        """Subject -> property -> IRIs of things."""
        self.texts: dict[str, Values] = {}
        """Subject -> property -> literals."""
        self.nameless = 0
        """Statements from or to blank nodes, which have no name to draw."""
        self._labels: dict[str, str] = {}
        self._term_rows: dict[str, tuple[Values, Values]] = {}
        self._looked_up: dict[str, tuple[Values, Values]] = {}
        if subjects is None:
            for quad in self._quads():
                self._add(quad)
        for iri in subjects or ():
            links, texts = self._elsewhere(iri)
            self.links |= {iri: links} if links else {}
            self.texts |= {iri: texts} if texts else {}
        for table in (self.links, self.texts):
            for values in table.values() if self.whole else ():
                _in_order(values)

    def links_of(self, iri: str) -> Values:
        """Property -> IRIs that the thing is tied to, sorted."""
        found = self.links.get(iri)
        return self._elsewhere(iri)[0] if found is None else found

    def texts_of(self, iri: str) -> Values:
        """Property -> literals of the thing, sorted."""
        found = self.texts.get(iri)
        return self._elsewhere(iri)[1] if found is None else found

    def _elsewhere(self, iri: str) -> tuple[Values, Values]:
        """Links and texts of a thing that was not read with the others; nothing when all was read."""
        if self.whole:
            return {}, {}
        if iri not in self._looked_up:
            self._looked_up[iri] = _sorted_in(self.nearby.after(iri))
        return self._looked_up[iri]

    def _quads(self) -> Iterator[pyoxigraph.Quad]:
        """Every quad but those of the terms."""
        import pyoxigraph

        graphs: list[pyoxigraph.NamedNode | pyoxigraph.DefaultGraph] = [pyoxigraph.DefaultGraph()]
        graphs += [
            graph
            for graph in self.store.named_graphs()
            if isinstance(graph, pyoxigraph.NamedNode) and graph.value != TERMS
        ]
        for graph in graphs:
            yield from self.store.quads_for_pattern(None, None, None, graph)

    def _add(self, quad: pyoxigraph.Quad) -> None:
        import pyoxigraph

        subject, thing = quad.subject, quad.object
        if not isinstance(subject, pyoxigraph.NamedNode) or isinstance(thing, pyoxigraph.BlankNode):
            self.nameless += 1
            return
        if isinstance(thing, pyoxigraph.Literal):
            table, value = self.texts, thing.value
        elif isinstance(thing, pyoxigraph.NamedNode):
            table, value = self.links, thing.value
        else:
            self.nameless += 1
            return
        table.setdefault(subject.value, {}).setdefault(quad.predicate.value, []).append(value)

    def _term(self, iri: str) -> tuple[Values, Values]:
        """The links and the texts that the graph of terms has for an IRI."""
        if iri not in self._term_rows:
            rows = ((quad.predicate.value, quad.object) for quad in self.nearby.told_by_terms(iri))
            self._term_rows[iri] = _sorted_in(rows)
        return self._term_rows[iri]

    def things(self, iri: str, predicate: str) -> list[str]:
        """IRIs that the property leads to, sorted; those of the graph of terms included."""
        own = self.links_of(iri).get(predicate, [])
        term = self._term(iri)[0].get(predicate, [])
        return sorted({*own, *term}) if term else own

    def words(self, iri: str, predicate: str) -> list[str]:
        """Literals of the property, sorted; those of the graph of terms included."""
        own = self.texts_of(iri).get(predicate, [])
        term = self._term(iri)[1].get(predicate, [])
        return sorted({*own, *term}) if term else own

    def first(self, iri: str, predicate: str) -> str:
        """The first literal of the property, or ''."""
        found = self.texts_of(iri).get(predicate)
        return found[0] if found else ""

    def thing(self, iri: str, predicate: str) -> str:
        """The first IRI that the property leads to, or ''."""
        found = self.links_of(iri).get(predicate)
        return found[0] if found else ""

    def label(self, iri: str) -> str:
        """What the thing is called: its label, else the end of its IRI in words, fit for display."""
        if iri not in self._labels:
            found = next((names[0] for name in NAMES if (names := self.words(iri, name))), _OWN.get(iri))
            curie = None if found or iri.startswith(VOCABULARY) else compress(iri)
            self._labels[iri] = clean(found) if found else (curie and clean(curie)) or words_of(iri)
        return self._labels[iri]

    def types(self, iri: str) -> list[str]:
        """The IRIs of its classes, sorted."""
        return self.things(iri, TYPE)

    def synonyms(self, iri: str) -> tuple[str, ...]:
        """Other names, without the label itself."""
        own = self.label(iri)
        words = (word for predicate in SYNONYMS for word in self.words(iri, predicate))
        return tuple(dict.fromkeys(name for word in words if (name := clean(word)) != own))

    def parents(self, iri: str) -> tuple[Link, ...]:
        """The classes directly above it."""
        return tuple(self.link(parent) for parent in self.things(iri, PARENT))

    def matches(self, iri: str) -> Iterator[str]:
        """IRIs that other vocabularies give it."""
        for predicate in _MATCHES:
            yield from self.things(iri, predicate)

    def link(self, iri: str) -> Link:
        """The thing with its label and the address to open."""
        return Link(self.label(iri), iri, address(iri))

    def name(self, iri: str) -> Link:
        """The thing with its CURIE in place of the label."""
        curie = compress(iri)
        return Link(clean(curie or iri, 300), iri, address(iri))


def _sorted_in(rows: Iterable[tuple[str, Term]]) -> tuple[Values, Values]:
    """The links and the texts among (property, value) pairs; blank nodes fall out."""
    import pyoxigraph

    links: Values = {}
    texts: Values = {}
    for predicate, value in rows:
        if isinstance(value, pyoxigraph.NamedNode):
            links.setdefault(predicate, []).append(value.value)
        elif isinstance(value, pyoxigraph.Literal):
            texts.setdefault(predicate, []).append(value.value)
    _in_order(links)
    _in_order(texts)
    return links, texts


def _in_order(values: Values) -> None:
    """Sort the values of each property and drop those told twice."""
    for found in values.values():
        found[:] = sorted(set(found))


def address(iri: str) -> str:
    """The IRI when a browser may open it (http or https), else ''."""
    return iri if iri.lower().startswith(("http://", "https://")) and clean(iri, 10_000) == iri else ""
