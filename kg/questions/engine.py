"""From a question and its values to the engine's answer: look up, check, bind, order, ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import KgError, UsageError, printable
from kg.ids import BASE
from kg.questions import catalogue, syntax
from kg.questions.tokens import Token, outermost, tokens, variables

if TYPE_CHECKING:
    import pyoxigraph

    from kg.questions.values import Bound, Given

    Result = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples


class Question(NamedTuple):
    """A query made ready for one store: values bound, columns and rows in a stable order."""

    query: catalogue.Query
    text: str
    """The text that the engine is given."""
    form: str
    """'SELECT', 'ASK', 'CONSTRUCT' or 'DESCRIBE'."""
    said: tuple[str, ...] = ()
    """What the values were taken for."""


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
    store: pyoxigraph.Store, query: catalogue.Query, given: Given, limit: int | None = None
) -> Question:
    """The question with its values in it. Raises UsageError for a bad query or bad values."""
    from kg.questions.binding import bind

    words = syntax.check(query.text, query.source)
    form = syntax.form(words)
    values = _values(store, query, given)
    text = query.text
    if form == "SELECT":
        text = ordered(text, _columns(text, query.source))
        text = limited(text, limit) if limit is not None else text
    text = bind(text, {name: value.terms for name, value in values.items()})
    return Question(query, text, form, tuple(line for value in values.values() for line in value.said))


def _values(store: pyoxigraph.Store, query: catalogue.Query, given: Given) -> dict[str, Bound]:
    if not given and not query.params:
        return {}
    from kg.questions.values import bound

    return bound(store, query, given)


def ask(store: pyoxigraph.Store, question: Question, graphs: Sequence[pyoxigraph.NamedNode] = ()) -> Result:
    """The engine's answer over the union of all graphs, or over the graphs given."""
    try:
        return syntax.parsed(store, question.text, graphs)
    except OSError as error:
        raise KgError(f"the graph cannot be read: {printable(str(error))}") from None


def graph_nodes(store: pyoxigraph.Store, names: Sequence[str]) -> list[pyoxigraph.NamedNode]:
    """The named graphs of those IRIs or case ids. Raises UsageError naming the graphs there are."""
    held = {str(graph): graph for graph in store.named_graphs()}
    found = []
    for name in names:
        candidates = (f"<{name}>", f"<{BASE}graph/{name}>", name)
        node = next((held[candidate] for candidate in candidates if candidate in held), None)
        if node is None:
            listed = ", ".join(sorted(key[1:-1].removeprefix(f"{BASE}graph/") for key in held)[:8])
            raise UsageError(f"there is no graph {name!r} (graphs are {listed or 'not named here'})")
        found.append(node)
    return found  # type: ignore[return-value]


def _columns(text: str, source: str) -> tuple[str, ...]:
    """The names of the answer's columns, as the engine tells them of an empty store."""
    import pyoxigraph

    try:
        answer = syntax.parsed(pyoxigraph.Store(), text)
    except SyntaxError as error:
        raise syntax.engine_fault(text, source, str(error)) from None
    if not isinstance(answer, pyoxigraph.QuerySolutions):
        return ()
    return tuple(variable.value for variable in answer.variables)


def ordered(text: str, columns: Sequence[str]) -> str:
    r"""The SELECT with an ORDER BY over all its columns, where it has none; `*` in order of appearance.

    >>> ordered("SELECT * { ?s ?p ?o } LIMIT 5", ["o", "p", "s"])
    'SELECT ?s ?p ?o { ?s ?p ?o } \nORDER BY ?s ?p ?o\nLIMIT 5'
    """
    words = tokens(text)
    top = outermost(words)
    star = next((words[i] for i in top if words[i].text == "*" and _after_select(words, i)), None)
    if star:
        columns = [name for name in variables(words) if name in columns]
    new = "\nORDER BY " + " ".join(f"?{name}" for name in columns)
    if columns and not any(words[i].is_word("ORDER") for i in top):
        place = _modifier(words, top, "LIMIT", "OFFSET", "VALUES")
        text = text[:place] + new + "\n" + text[place:] if place is not None else text + new
    if star and columns:
        text = text[: star.start] + " ".join(f"?{name}" for name in columns) + text[star.end :]
    return text


def _after_select(words: Sequence[Token], position: int) -> bool:
    before = position - 1
    while before >= 0 and words[before].is_word("DISTINCT", "REDUCED"):
        before -= 1
    return before >= 0 and words[before].is_word("SELECT")


def limited(text: str, limit: int) -> str:
    """The SELECT with at most `limit` rows, or fewer where it says so itself."""
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
