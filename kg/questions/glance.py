"""What a glance at a query's text tells, so that a plain question is asked at once.

Reading every word of a text, as messages and parameters need it, costs more than asking a small graph. A
text in which anything might need a closer look is left to `kg.questions.syntax`; so is one that the engine
refuses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.ids import BASE, PREFIXES
from kg.questions.nesting import DEEPEST

if TYPE_CHECKING:
    import pyoxigraph

_SLOT = re.compile(r"^[ \t]*VALUES \?\w+ \{ UNDEF \}[ \t]*\n", re.MULTILINE)
_STAR = re.compile(r"select\s+(?:distinct\s+|reduced\s+)?\*", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")
_CLOSER_LOOK = ("service", "from", "undef", "'''", '"""', "\\u")
"""What a text must not hold to be plain, also inside of other words."""
_SIGNS = "\"'#"
"""With these begin texts and comments, in which any word may stand."""
_NAMES = re.compile(r"(?<![\w:/.<-])([A-Za-z][\w.-]*):([\w-]+)")
_DECLARED = re.compile(r"prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)


class Plain(NamedTuple):
    """A question that can be asked as it is."""

    text: str
    form: str
    is_ordered: bool


def plain(text: str) -> Plain | None:
    """The question when it is plain; None when it needs a closer look or is no query."""
    asked = _SLOT.sub("", text)
    bare = "\n".join(line for line in asked.splitlines() if not line.lstrip().startswith("#")).lower()
    body, _, tail = bare.rpartition("}")
    if any(word in bare for word in _CLOSER_LOOK) or "order" in body or any(sign in tail for sign in _SIGNS):
        return None  # before the engine sees the text: it would ask a SERVICE at once
    if sum(map(bare.count, "([{")) > DEEPEST:
        return None
    if "order" not in tail and ("limit" in tail or "offset" in tail):
        return None  # which rows is for the closer look to settle
    asked = _unfolded(asked)
    form = "" if _STAR.search(asked) else _form(asked)
    return Plain(asked, form, "order" in tail) if form else None


def _unfolded(text: str) -> str:
    """The text with the columns of its `*` named, in the order of their first appearance."""
    star = _STAR.search(text)
    if not star or any(sign in text for sign in _SIGNS):
        return text
    columns = _columns(text)
    named = [name for name in dict.fromkeys(_VARIABLE.findall(text)) if name in columns]
    return f"{text[: star.end() - 1]}{' '.join(f'?{name}' for name in named)}{text[star.end() :]}"


def _columns(text: str) -> tuple[str, ...]:
    """The names of the answer's columns."""
    return tuple(variable.value for variable in getattr(_of_nothing(text), "variables", ()))


def _form(text: str) -> str:
    """The form of the query; '' for what the engine refuses."""
    import pyoxigraph

    answer = _of_nothing(text)
    if answer is None:
        return ""
    if isinstance(answer, pyoxigraph.QueryBoolean):
        return "ASK"
    return "SELECT" if isinstance(answer, pyoxigraph.QuerySolutions) else "CONSTRUCT"


def _of_nothing(text: str) -> object:
    """The engine's answer over an empty store, which tells what it takes the text for; None when refused."""
    import pyoxigraph

    try:
        return asked_of(pyoxigraph.Store(), text)
    except (SyntaxError, ValueError, RuntimeError, OSError):
        return None


def asked_of(
    store: pyoxigraph.Store, text: str, graphs: Sequence[pyoxigraph.NamedNode] = (), *, union: bool = True
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
    """The engine's answer over the union of all graphs, or over the graphs given.

    Relative IRIs are those of our own base: `<case/PMID:37120151>`. Raises SyntaxError.
    """
    chosen = {"use_default_graph_as_union": True} if union else {}
    if graphs:
        chosen = {"default_graph": list(graphs), "named_graphs": list(graphs)}  # type: ignore[dict-item]
    return store.query(text, base_iri=BASE, prefixes=PREFIXES, **chosen)  # type: ignore[arg-type]


def knows_all_names(store: pyoxigraph.Store, text: str) -> bool:
    """True when every prefix is declared as usual and every prefixed name is somewhere in the graph.

    Then nothing in the text can be misspelt in a way that `kg.questions.hints` would tell.
    """
    import pyoxigraph

    if any(PREFIXES.get(prefix) != start for prefix, start in _DECLARED.findall(text)):
        return False
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    body = _DECLARED.sub("", "\n".join(lines))
    if "<" in body:
        return False
    for prefix, local in dict.fromkeys(_NAMES.findall(body)):
        if prefix not in PREFIXES:
            return False
        node = pyoxigraph.NamedNode(PREFIXES[prefix] + local)
        patterns = ((None, node, None), (None, None, node), (node, None, None))
        if not any(next(iter(store.quads_for_pattern(*pattern)), None) for pattern in patterns):
            return False
    return True
