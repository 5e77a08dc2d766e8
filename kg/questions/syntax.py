"""What is wrong with a query's text, said with its place, its line and a remedy.

Engines stop at the first word that does not fit, which is often far behind the slip. So what can be
told from the words alone (quotes, brackets, misspelt keywords, unknown prefixes, what `kg query` does
not do) is looked at first, and the engine has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.errors import UsageError, printable
from kg.ids import BASE, PREFIXES
from kg.questions.nearest import nearest
from kg.questions.tokens import Token, outermost, tokens

if TYPE_CHECKING:
    import pyoxigraph

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_CLAUSES = """BASE PREFIX SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK FROM NAMED WHERE GROUP BY HAVING
ORDER ASC DESC LIMIT OFFSET VALUES UNDEF OPTIONAL GRAPH SERVICE SILENT BIND AS MINUS UNION FILTER NOT
EXISTS IN A TRUE FALSE COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR LATERAL VERSION"""
_FUNCTIONS = """STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN
UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES
SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM
ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE
ADJUST HASLANG HASLANGDIR LANGDIR STRLANGDIR"""
_KNOWN = frozenset(f"{_CLAUSES} {_FUNCTIONS}".split())
_FELLOW = {"(": ")", "[": "]", "{": "}"}
_AT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_SHOWN = 100
"""Characters of a long line that a message shows."""


def check(text: str, source: str) -> list[Token]:
    """The query's words, when nothing is wrong with it. Raises UsageError with place, line and remedy."""
    words = tokens(text)
    _check_quotes(text, source, words)
    _check_brackets(text, source, words)
    _check_form(text, source, words)
    _check_words(text, source, words)
    _check_clauses(text, source, words)
    _check_prefixes(text, source, words)
    _check_with_engine(text, source)
    return words


def form(words: Sequence[Token]) -> str:
    """'SELECT', 'ASK', 'CONSTRUCT' or 'DESCRIBE'; '' when there is none."""
    return next((words[i].text.upper() for i in outermost(words) if words[i].is_word(*FORMS)), "")


def declared_prefixes(words: Sequence[Token]) -> dict[str, str]:
    """The prefixes that the text declares, with their IRIs."""
    found = {}
    for position, word in enumerate(words[:-2]):
        if word.is_word("PREFIX") and words[position + 1].kind == "name":
            found[words[position + 1].text.partition(":")[0]] = words[position + 2].text[1:-1]
    return found


def fault(text: str, source: str, place: int, what: str, remedy: str = "") -> UsageError:
    """The message for one place of the text: file, line and column, the line, a caret, the remedy."""
    before = text[:place]
    number = before.count("\n") + 1
    column = place - (before.rfind("\n") + 1)
    line = text.splitlines()[number - 1] if text.splitlines()[number - 1 :] else ""
    first = max(0, column - _SHOWN // 2) if len(line) > _SHOWN else 0
    shown = printable(line[first : first + _SHOWN].replace("\t", " "))
    caret = len(printable(line[first:column].replace("\t", " ")))
    margin = " " * len(str(number))
    said = [
        f"{printable(source)}:{number}:{column + 1}: {printable(what)}",
        f"  {number} | {shown}",
        f"  {margin} | {' ' * caret}^",
    ]
    return UsageError("\n".join(said + ([f"help: {printable(remedy)}"] if remedy else [])))


def _check_quotes(text: str, source: str, words: Sequence[Token]) -> None:
    for word in words:
        if word.kind == "broken":
            raise fault(text, source, word.start, f"this {word.text} is never closed", "add its fellow")


def _check_brackets(text: str, source: str, words: Sequence[Token]) -> None:
    stack: list[Token] = []
    for word in words:
        if word.kind != "mark":
            continue
        if word.text in _FELLOW:
            stack.append(word)
        elif word.text in _FELLOW.values():
            if not stack:
                raise fault(text, source, word.start, f"this {word.text} was never opened", "take it away")
            opened = stack.pop()
            if _FELLOW[opened.text] != word.text:
                line = text.count("\n", 0, word.start) + 1
                remedy = f"put {_FELLOW[opened.text]} before the {word.text} of line {line}"
                raise fault(text, source, opened.start, f"this {opened.text} is never closed", remedy)
    if stack:
        last = stack[-1]
        raise fault(
            text, source, last.start, f"this {last.text} is never closed", f"add {_FELLOW[last.text]}"
        )


def _check_form(text: str, source: str, words: Sequence[Token]) -> None:
    for word in words:
        if word.is_word("SERVICE"):
            remedy = "load the other graph's file with -d as well"
            raise fault(text, source, word.start, "SERVICE would ask another server, kg does not", remedy)
    top = [words[position] for position in outermost(words)]
    if update := next((word for word in top if word.is_word(*_UPDATES)), None):
        what = f"{update.text.upper()} would change the graph, kg query only reads"
        raise fault(text, source, update.start, what, "build the graph anew with kg build")
    if not words:
        raise UsageError(f"{printable(source)}: holds no query (write one with SELECT, ASK or CONSTRUCT)")


def _check_words(text: str, source: str, words: Sequence[Token]) -> None:
    """Bare words are keywords or functions in SPARQL, so any other is a slip."""
    for word in words:
        if word.kind == "word" and word.text.upper() not in _KNOWN:
            near = nearest(word.text, _KNOWN)
            remedy = f"did you mean {near[0]}?" if near else "write text in quotes, variables with ?"
            raise fault(text, source, word.start, f"{word.text!r} is no word of SPARQL", remedy)
    if not form(words):
        remedy = "a query begins, behind its prefixes, with SELECT, ASK, CONSTRUCT or DESCRIBE"
        raise fault(text, source, words[0].start, "this is no query", remedy)


def _check_clauses(text: str, source: str, words: Sequence[Token]) -> None:
    """Slips in the clauses around the patterns, which the engine places elsewhere."""
    for before, word in pairwise(words):
        if before.is_word("FILTER") and word.kind not in {"word", "name", "iri"} and word.text != "(":
            raise fault(text, source, word.start, "FILTER takes its condition in brackets", "write FILTER(…)")
        if before.is_word("ORDER", "GROUP") and not word.is_word("BY"):
            raise fault(text, source, word.start, f"BY is missing behind {before.text.upper()}", "write BY")
        if before.is_word("SELECT", "DISTINCT", "REDUCED") and (word.text == "{" or word.is_word("WHERE")):
            raise fault(
                text, source, word.start, "this SELECT names no column", "write SELECT * or SELECT ?x"
            )
        if before.is_word("LIMIT", "OFFSET") and not word.text.isdigit():
            raise fault(text, source, word.start, f"{before.text.upper()} takes a whole number", "write one")
    top = outermost(words)
    for before_at, at in pairwise(top):
        if words[at].is_word(*_AGGREGATES) and words[before_at].kind == "variable":
            raise fault(text, source, words[at].start, "a computed column stands in brackets", _COLUMN)
    if second := [words[i] for i in top if words[i].is_word(*FORMS)][1:]:
        raise fault(text, source, second[0].start, "a second query begins here", "ask one at a time")


_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")


def _check_prefixes(text: str, source: str, words: Sequence[Token]) -> None:
    declared = declared_prefixes(words)
    declaring = {i + 1 for i, word in enumerate(words) if word.is_word("PREFIX")}
    for position, word in enumerate(words):
        prefix = word.text.partition(":")[0]
        if word.kind != "name" or position in declaring or prefix in declared or prefix in PREFIXES:
            continue
        what = f"the prefix '{prefix}:' is not declared"
        raise fault(text, source, word.start, what, _prefix_remedy(prefix, declared))


def _prefix_remedy(prefix: str, declared: Mapping[str, str]) -> str:
    near = nearest(prefix, (*PREFIXES, *declared))
    declare = f"declare it: PREFIX {prefix}: <…>"
    return f"did you mean '{near[0]}:'? Or {declare}" if near else declare


def _check_with_engine(text: str, source: str) -> None:
    import pyoxigraph

    try:
        parsed(pyoxigraph.Store(), text)
    except SyntaxError as error:
        raise engine_fault(text, source, str(error)) from None
    except ValueError as error:
        raise UsageError(f"{printable(source)}: {printable(str(error))}") from None


def parsed(
    store: pyoxigraph.Store, text: str, graphs: Sequence[pyoxigraph.NamedNode] = ()
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
    """The engine's answer to the text, over the union of all graphs unless graphs are named.

    Relative IRIs are those of our own base: `<case/PMID:37120151>`.
    """
    union = not graphs and not any(word.is_word("FROM") for word in tokens(text))
    chosen = {"use_default_graph_as_union": True} if union else {}
    if graphs:
        chosen = {"default_graph": list(graphs), "named_graphs": list(graphs)}  # type: ignore[dict-item]
    return store.query(text, base_iri=BASE, prefixes=PREFIXES, **chosen)  # type: ignore[arg-type]


def engine_fault(text: str, source: str, said: str) -> UsageError:
    """The engine's complaint, at its place and in fewer words."""
    match = _AT.match(said)
    if not match:
        return UsageError(f"{printable(source)}: {printable(said)}")
    lines = text.split("\n")
    number, column = int(match[1]), int(match[2])
    place = sum(len(line) + 1 for line in lines[: number - 1]) + column - 1
    words = tokens(text)
    if "variable that is unbound" in match[3]:
        place = next((word.start for word in words if word.is_word("SELECT")), place)
        what = "a variable of this SELECT is neither grouped nor counted"
        return fault(text, source, place, what, "name it behind GROUP BY, or put it into MIN(…), COUNT(…)")
    from kg.questions.shape import slip

    if found := slip(words):
        return fault(text, source, found.word.start, found.what, found.remedy)
    here = next((word for word in words if word.end > place), None)
    if here is None:
        return fault(text, source, words[-1].start, "the query ends before it is complete", _LOOK)
    listed = re.findall(r'"([^"\\\w\s]{1,3})"', match[3])
    remedy = f"expected {' or '.join(dict.fromkeys(listed))}" if 0 < len(listed) <= 4 else _LOOK
    return fault(text, source, here.start, f"{here.text!r} does not fit here", remedy)


_LOOK = "look at the words before it: something is missing or too much"
_COLUMN = "write (COUNT(?x) AS ?n)"
