"""An endpoint, asked by the text of queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kg.endpoint import Client, EndpointError, results, triples
from kg.questions.distant import Distant
from kg.questions.portable import portable
from kg.questions.tokens import outermost, tokens

if TYPE_CHECKING:
    import pyoxigraph

    from kg.questions.distant import Result

__all__ = ["Endpoint", "portable"]


class Endpoint(Distant):
    """A SPARQL 1.1 endpoint. Raises UsageError for a bad address, EndpointError when asking fails.

    `timeout` are the seconds that each query may take in all, `say` is told of waiting.
    """

    def __init__(
        self, url: str, *, timeout: float | None = None, say: Callable[[str], None] | None = None
    ) -> None:
        super().__init__()
        self._client = Client(url, timeout=timeout, say=say)

    def ask(self, text: str, form: str, graphs: Sequence[pyoxigraph.NamedNode] = ()) -> Result:
        """The whole answer to a query of that form; triples as they come, not sorted.

        It is about the server's default graph, or about the graphs given. `text` may use our
        well-known prefixes and relative IRIs without declaring them.
        """
        names, limit = [graph.value for graph in graphs], _limit(text)
        if form in {"CONSTRUCT", "DESCRIBE"}:
            return triples(self._client.fetch(portable(text), "graph", names), limit)
        result = results(self._client.fetch(portable(text), "results", names), limit)
        if wrong := _misfit(result, text, form):
            del result  # an error must not keep the engine's rows
            raise EndpointError(f"{self._client.shown}: {wrong} (the server answers another question)")
        return result


def _misfit(result: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean, text: str, form: str) -> str:
    """Why this is no answer to the query, '' when it is; without rows a server may name no columns."""
    import pyoxigraph

    if isinstance(result, pyoxigraph.QueryBoolean):
        return "" if form == "ASK" else f"a truth value came for {form}"
    if form == "ASK":
        return "rows came for ASK"
    expected, came = _columns(text), [variable.value for variable in result.variables]
    if expected is None or set(came) == set(expected) or (not came and next(result, None) is None):
        return ""
    return f"the answer has the columns {' '.join(came) or 'none'}, the query {' '.join(expected)}"


def _limit(text: str) -> int | None:
    """The LIMIT of the query itself, not of a sub-select."""
    words = tokens(text)
    for position in outermost(words):
        number = words[position + 1 : position + 2]
        if words[position].is_word("LIMIT") and number and number[0].text.isdigit():
            return int(number[0].text)
    return None


def _columns(text: str) -> tuple[str, ...] | None:
    """The columns that the query names, as the engine tells them; None where it cannot."""
    import pyoxigraph

    from kg.questions.syntax import parsed

    words = tokens(text)
    if any(word.is_word("SERVICE") for word in words):
        return None  # the engine would ask that server
    try:
        answer = parsed(pyoxigraph.Store(), text)
    except (SyntaxError, ValueError):
        return None
    if not isinstance(answer, pyoxigraph.QuerySolutions):
        return None
    return tuple(variable.value for variable in answer.variables)
