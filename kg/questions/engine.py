"""From a question and its values to the engine's answer: look up, check, bind, order, ask."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from kg.errors import KgError, UsageError, printable
from kg.ids import BASE
from kg.questions import catalogue, glance

if TYPE_CHECKING:
    import pyoxigraph

    from kg.questions.distant import Distant
    from kg.questions.tokens import Token
    from kg.questions.values import Bound, Given

    Graph: TypeAlias = pyoxigraph.Store | Distant
    Result: TypeAlias = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | Iterator[bytes]

SMALL = 50_000
"""Quads up to which a LIMIT without ORDER BY takes the first rows of all; in larger graphs any rows."""

TRIPLES = ("CONSTRUCT", "DESCRIBE")
"""The forms whose answer is a graph."""


class Question(NamedTuple):
    """A query made ready for one store: values bound, columns and rows in a stable order."""

    query: catalogue.Query
    text: str
    """The text that the engine is given."""
    form: str
    """'SELECT', 'ASK', 'CONSTRUCT' or 'DESCRIBE'."""
    is_ordered: bool = False
    """True when the query says in which order its rows come."""
    said: tuple[str, ...] = ()
    """What the values were taken for."""
    of_union: bool = True
    """False when the query itself says (FROM) of which graphs it asks."""


def find(name_or_text: str) -> catalogue.Query:
    """The question that is meant: a name of the library, a file that ends in .rq, or a query's text."""
    if _is_text(name_or_text):
        return catalogue.parse(name_or_text)
    if name_or_text.endswith(catalogue.SUFFIX):
        return catalogue.read(name_or_text)
    return catalogue.get(name_or_text)


def _is_text(name_or_text: str) -> bool:
    return not name_or_text.strip() or any(character in name_or_text for character in "{ \n")


def ready(
    graph: Graph,
    query: catalogue.Query,
    given: Given,
    limit: int | None = None,
    services: Collection[str] = (),
) -> Question:
    """The question with its values in it. Raises UsageError for a bad query or bad values.

    `services` are the hosts that a SERVICE in it may ask.
    """
    if not given and limit is None and not query.fills_itself and (plain := glance.plain(query.text)):
        return Question(query, *plain)
    from kg.questions import syntax
    from kg.questions.binding import bind
    from kg.questions.tokens import plain as as_every_engine_reads_it

    text = as_every_engine_reads_it(query.text)
    words = syntax.check(text, query.source, services=services)
    form = syntax.form(words)
    values = _values(graph, query, given)
    if form == "SELECT":
        text = unfolded(text)
        text = limited(text, limit) if limit is not None else text
        if not is_ordered(text) and is_cut(text) and _is_small(graph):
            text = ordered(text, _columns(text))
    text = bind(text, {name: value.terms for name, value in values.items()})
    said = tuple(line for value in values.values() for line in value.said)
    union = not any(word.is_word("FROM") for word in words)
    return Question(query, text, form, is_ordered(text), said, union)


def _values(graph: Graph, query: catalogue.Query, given: Given) -> dict[str, Bound]:
    if not given and not query.fills_itself:
        return {}
    from kg.questions.values import bound

    return bound(graph, query, given)


def ask(graph: Graph, question: Question, graphs: Sequence[pyoxigraph.NamedNode] = ()) -> Result:
    """The answer over the union of all graphs, or over the graphs given, in a stable order.

    Rows come as the engine's solutions, triples as sorted N-Triples lines. Raises KgError when the
    graph cannot be read to the end.
    """
    import pyoxigraph

    from kg.questions import ordering

    result: Any
    with reading():
        if isinstance(graph, pyoxigraph.Store):
            result = glance.asked_of(graph, question.text, graphs, union=question.of_union)
        else:
            result = graph.ask(question.text, question.form, graphs)
        if question.form in TRIPLES:
            return ordering.triples(result)
        if isinstance(result, pyoxigraph.QuerySolutions) and not question.is_ordered:
            return ordering.rows(result)
        answer: Result = result
        return answer


@contextmanager
def reading() -> Iterator[None]:
    """Turn what an engine says of a graph that it cannot read into a message."""
    try:
        yield
    except (OSError, RuntimeError) as error:  # the engine calls a broken store a RuntimeError
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise KgError(f"the graph cannot be read: {printable(str(error))}") from None


def graph_nodes(graph: Graph, names: Sequence[str]) -> list[pyoxigraph.NamedNode]:
    """The named graphs of those IRIs or case ids. Raises UsageError naming the graphs there are."""
    import pyoxigraph

    if not isinstance(graph, pyoxigraph.Store):
        from kg.questions.values import iri

        cases = [iri(f"<graph/{name}>", "--graph") for name in names]
        return [
            case if graph.contains_named_graph(case) else iri(name, "--graph")
            for case, name in zip(cases, names, strict=True)
        ]
    held = {str(node): node for node in graph.named_graphs()} if names else {}
    found = []
    for name in names:
        candidates = (f"<{name}>", f"<{BASE}graph/{name}>", name)
        node = next((held[candidate] for candidate in candidates if candidate in held), None)
        if node is None:
            listed = ", ".join(sorted(key[1:-1].removeprefix(f"{BASE}graph/") for key in held)[:8])
            raise UsageError(f"there is no graph {name!r} (graphs are {listed or 'not named here'})")
        found.append(node)
    return found  # type: ignore[return-value]


def _columns(text: str) -> tuple[str, ...]:
    """The names of the answer's columns, as the engine tells them of an empty store."""
    import pyoxigraph

    from kg.questions.services import without_services
    from kg.questions.tokens import tokens

    answer = glance.asked_of(pyoxigraph.Store(), without_services(text, tokens(text)))
    if not isinstance(answer, pyoxigraph.QuerySolutions):
        return ()
    return tuple(variable.value for variable in answer.variables)


def unfolded(text: str) -> str:
    """The SELECT with the columns of its `*` named, in the order of their first appearance.

    >>> unfolded("SELECT * { ?s ?p ?o } LIMIT 5")
    'SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 5'
    """
    from kg.questions.tokens import outermost, tokens, variables

    words = tokens(text)
    star = next(
        (words[i] for i in outermost(words) if words[i].text == "*" and _after_select(words, i)), None
    )
    if not star:
        return text
    columns = _columns(text)
    named = " ".join(f"?{name}" for name in variables(words) if name in columns)
    return text[: star.start] + named + text[star.end :] if named else text


def ordered(text: str, columns: Sequence[str]) -> str:
    r"""The SELECT with an ORDER BY over all its columns before its LIMIT.

    >>> ordered("SELECT ?s ?o { ?s ?p ?o } LIMIT 5", ["s", "o"])
    'SELECT ?s ?o { ?s ?p ?o } \nORDER BY ?s ?o\nLIMIT 5'
    """
    from kg.questions.tokens import outermost, tokens

    words = tokens(text)
    place = _modifier(words, outermost(words), "LIMIT", "OFFSET")
    if not columns or place is None:
        return text
    return f"{text[:place]}\nORDER BY {' '.join(f'?{name}' for name in columns)}\n{text[place:]}"


def is_cut(text: str) -> bool:
    """True for a query that wants only some of its rows."""
    from kg.questions.tokens import outermost, tokens

    words = tokens(text)
    return any(words[i].is_word("LIMIT", "OFFSET") for i in outermost(words))


def _is_small(graph: Graph) -> bool:
    """True for a graph that is sorted at once, so that even the rows that a LIMIT leaves are settled."""
    import pyoxigraph

    if not isinstance(graph, pyoxigraph.Store):
        return False
    return next(islice(graph.quads_for_pattern(None, None, None), SMALL, None), None) is None


def is_ordered(text: str) -> bool:
    """True for a query with an ORDER BY of its own."""
    from kg.questions.tokens import outermost, tokens

    words = tokens(text)
    return any(words[i].is_word("ORDER") for i in outermost(words))


def _after_select(words: Sequence[Token], position: int) -> bool:
    before = position - 1
    while before >= 0 and words[before].is_word("DISTINCT", "REDUCED"):
        before -= 1
    return before >= 0 and words[before].is_word("SELECT")


def limited(text: str, limit: int) -> str:
    """The SELECT with at most `limit` rows, or fewer where it says so itself."""
    from kg.questions.tokens import outermost, tokens

    words = tokens(text)
    top = outermost(words)
    for i in top:
        if words[i].is_word("LIMIT") and i + 1 < len(words) and words[i + 1].text.isdigit():
            number = words[i + 1]
            return text[: number.start] + str(min(limit, int(number.text))) + text[number.end :]
    place = _modifier(words, top, "VALUES")
    if place is None:
        return f"{text}\nLIMIT {limit}"
    return f"{text[:place]}\nLIMIT {limit}\n{text[place:]}"


def _modifier(words: Sequence[Token], top: Sequence[int], *names: str) -> int | None:
    """The place of the first of those words behind the WHERE part; None without any."""
    return next((words[i].start for i in top if words[i].is_word(*names)), None)
