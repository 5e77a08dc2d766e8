"""A graph that is only asked by the text of queries, and looks enough like a store to naming and hints.

What these look up in a store goes out as small queries, each once in a process. They look into the default
graph first, and into the named ones where that has nothing; a server that knows no named graphs may refuse
the second.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kg.endpoint import EndpointError
from kg.errors import UsageError
from kg.ids import expand
from kg.questions.binding import spelt

if TYPE_CHECKING:
    import pyoxigraph

    from kg.questions.engine import Question

    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
    GraphName = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.DefaultGraph
    Rows = list[tuple[Term | None, ...]]
    Result = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | Iterator[pyoxigraph.Triple]

_NODES_AT_ONCE = 100
"""Nodes whose labels are asked for in one query."""
_MOST_NAMES, _MOST_LABELS, _MOST_OTHERS = 500, 100, 10
"""Quads that a pattern of a bound predicate, of a node's values, and any other gives at most."""
_MOST_GRAPHS = 1_000


class Distant(ABC):
    """A graph behind a server or in tables; `ask` is all that one of these must do."""

    is_remote = True

    def __init__(self) -> None:
        self._known: dict[str, Rows] = {}

    @abstractmethod
    def ask(self, text: str, form: str, graphs: Sequence[pyoxigraph.NamedNode] = ()) -> Result:
        """The whole answer to a query of that form; triples as they come, not sorted.

        It is about the default graph, or about the graphs given. `text` may use our well-known prefixes and
        relative IRIs without declaring them.
        """

    def explained(self, question: Question, graphs: Sequence[pyoxigraph.NamedNode] = ()) -> str:
        """How a question would be answered. Raises UsageError where that is not told."""
        raise UsageError("a server does not tell how it would answer (--explain is for files and stores)")

    def quads_for_pattern(
        self,
        subject: Term | None,
        predicate: Term | None,
        object_: Term | None,
        graph: GraphName | None = None,
    ) -> Iterator[pyoxigraph.Quad]:
        """Some of the quads of a pattern, enough to tell whether a node is known and how it is called.

        At most 500 for a bound predicate alone or with an object, 100 for a subject and predicate, else
        10. A text without language is found in English too (`"x"@en`); of a node's rdfs:label only the
        best is given. A pattern that binds nothing, or a blank node, which has no name here, gives none.
        """
        import pyoxigraph

        bound = [term for term in (subject, predicate, object_, graph) if term is not None]
        blank = any(isinstance(term, pyoxigraph.BlankNode) for term in bound)
        if blank or not bound or bound == [pyoxigraph.DefaultGraph()]:
            return
        if subject and predicate == _label() and not object_ and isinstance(subject, pyoxigraph.NamedNode):
            for name in self._best_labels([subject]).values():
                yield pyoxigraph.Quad(subject, _label(), name)
            return
        pattern = (subject, predicate, object_)
        for row in self._matches(pattern, graph):
            found = _filled(pattern, row)
            yield pyoxigraph.Quad(found[0], found[1], found[2], graph or pyoxigraph.DefaultGraph())

    def labels(self, nodes: Iterable[pyoxigraph.NamedNode]) -> dict[pyoxigraph.NamedNode, str]:
        """The rdfs:label of each node that has one: without language, else in English, else the smallest."""
        return {node: label.value for node, label in self._best_labels(nodes).items()}

    def holds(self, node: pyoxigraph.NamedNode) -> bool:
        """True when the node stands anywhere: a subject, predicate, object or graph. At most two requests."""
        name = spelt(node)
        places = f"{{ {name} ?p ?o }} UNION {{ ?s {name} ?o }} UNION {{ ?s ?p {name} }}"
        named = f"{{ GRAPH ?g {{ {places} }} }} UNION {{ GRAPH {name} {{ ?s ?p ?o }} }}"
        return bool(self._rows(f"SELECT (1 AS ?n) {{ {places} }} LIMIT 1")) or bool(
            self._of_named_graphs(f"SELECT (1 AS ?n) {{ {named} }} LIMIT 1")
        )

    def named_graphs(self) -> Iterator[pyoxigraph.NamedNode]:
        """The named graphs, at most 1,000 of them."""
        import pyoxigraph

        asked = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} }} LIMIT {_MOST_GRAPHS}"
        found = {row[0] for row in self._of_named_graphs(asked)}
        yield from sorted((node for node in found if isinstance(node, pyoxigraph.NamedNode)), key=str)

    def contains_named_graph(self, graph: pyoxigraph.NamedNode) -> bool:
        """True when that named graph holds anything."""
        return bool(
            self._of_named_graphs(f"SELECT (1 AS ?n) {{ GRAPH {spelt(graph)} {{ ?s ?p ?o }} }} LIMIT 1")
        )

    def __len__(self) -> int:
        """0 when the endpoint says that it holds nothing, else 1: counting is dear, and nobody needs it."""
        try:
            return int(
                bool(self._rows("SELECT (1 AS ?n) { ?s ?p ?o } LIMIT 1"))
                or bool(self._of_named_graphs("SELECT (1 AS ?n) { GRAPH ?g { ?s ?p ?o } } LIMIT 1"))
            )
        except EndpointError:
            return 1  # not known to be empty

    def __bool__(self) -> bool:
        """True: there is an endpoint, whatever it holds."""
        return True

    def _matches(self, pattern: tuple[Term | None, ...], graph: GraphName | None) -> Rows:
        """The values of the pattern's variables, in the order of the pattern."""
        head, text, limit = *_written(pattern), _most(pattern)
        if graph is not None and str(graph) != "DEFAULT":
            return self._rows(f"SELECT {head} {{ GRAPH {graph} {{ {text} }} }} LIMIT {limit}")
        found = self._rows(f"SELECT {head} {{ {text} }} LIMIT {limit}")
        if found or graph is not None:
            return found
        return self._of_named_graphs(f"SELECT {head} {{ GRAPH ?g {{ {text} }} }} LIMIT {limit}")

    def _rows(self, query: str) -> Rows:
        """The rows of a small query, asked once."""
        if query not in self._known:
            result = self.ask(query, "SELECT")
            self._known[query] = [tuple(row) for row in result]  # type: ignore[union-attr]
        return self._known[query]

    def _of_named_graphs(self, query: str) -> Rows:
        """The same for a query with GRAPH, which a server without named graphs may refuse."""
        try:
            return self._rows(query)
        except EndpointError as error:
            if error.status is None:
                raise
            return self._known.setdefault(query, [])

    def _best_labels(
        self, nodes: Iterable[pyoxigraph.NamedNode]
    ) -> dict[pyoxigraph.NamedNode, pyoxigraph.Literal]:
        """The best label of each node; those in other languages are fetched only where it must be."""
        found: dict[pyoxigraph.NamedNode, pyoxigraph.Literal] = {}
        wanted = sorted(set(nodes), key=str)
        spoken = 'FILTER(LANG(?l) = "" || LANGMATCHES(LANG(?l), "en"))'
        for pattern in (f"{_TRIPLE} {spoken}", _TRIPLE, f"GRAPH ?g {{ {_TRIPLE} }}"):
            missing = [node for node in wanted if node not in found]
            ask = self._of_named_graphs if pattern.startswith("GRAPH") else self._rows
            for first in range(0, len(missing), _NODES_AT_ONCE):
                listed = " ".join(map(spelt, missing[first : first + _NODES_AT_ONCE]))
                rows = ask(f"SELECT DISTINCT ?s ?l {{ VALUES ?s {{ {listed} }} {pattern} }}")
                _keep_best(found, rows)
        return found


_TRIPLE = "?s <http://www.w3.org/2000/01/rdf-schema#label> ?l"


def _label() -> pyoxigraph.NamedNode:
    import pyoxigraph

    return pyoxigraph.NamedNode(expand("rdfs:label"))


def _keep_best(found: dict[pyoxigraph.NamedNode, pyoxigraph.Literal], rows: Rows) -> None:
    """Keep of each node the label without language, else in English, else the first by its letters."""
    import pyoxigraph

    def rank(label: pyoxigraph.Literal) -> tuple[int, str, str]:
        language = (label.language or "").lower()
        english = 1 if language == "en" else 2 if language.startswith("en-") else 3
        return (english if language else 0, label.value, language)

    for node, label in rows:
        if isinstance(node, pyoxigraph.NamedNode) and isinstance(label, pyoxigraph.Literal):
            found[node] = min(found.get(node, label), label, key=rank)


def _written(pattern: tuple[Term | None, ...]) -> tuple[str, str]:
    """What SELECT names, and the triple pattern; a text may be in English too."""
    words = ["?" + name if term is None else str(term) for name, term in zip("spo", pattern, strict=True)]
    values = ""
    if english := _in_english(pattern[2]):
        values, words[2] = f"VALUES ?o {{ {spelt(pattern[2])} {english} }} ", "?o"  # type: ignore[arg-type]
    elif pattern[2] is not None:
        words[2] = spelt(pattern[2])  # type: ignore[arg-type]
    head = " ".join(word for word in words if word.startswith("?")) or "(1 AS ?n)"
    return head, values + " ".join(words)


def _in_english(term: Term | None) -> str:
    """The same text as one in English; '' for anything that is no plain text."""
    import pyoxigraph

    plain = isinstance(term, pyoxigraph.Literal) and term.datatype.value.endswith("#string")
    return spelt(pyoxigraph.Literal(term.value, language="en")) if plain else ""  # type: ignore[union-attr]


def _most(pattern: tuple[Term | None, ...]) -> int:
    subject, predicate, _ = pattern
    if predicate is None:
        return _MOST_OTHERS
    return _MOST_NAMES if subject is None else _MOST_LABELS


def _filled(pattern: tuple[Term | None, ...], row: tuple[Term | None, ...]) -> Any:
    """The three terms of a quad: those of the pattern, and the row's in the places of variables."""
    values = iter(row)
    free = [term is None or bool(place == 2 and _in_english(term)) for place, term in enumerate(pattern)]
    return tuple(next(values) if is_free else term for is_free, term in zip(free, pattern, strict=True))
