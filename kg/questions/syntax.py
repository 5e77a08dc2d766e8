"""What is wrong with a query's text, said with its place, its line and a remedy.

Engines stop at the first word that does not fit, which is often far behind the slip. So what can be
told from the words alone (quotes, brackets, misspelt keywords, unknown prefixes, what `kg query` does
not do) is looked at first, and the engine has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.errors import UsageError, printable
from kg.ids import BASE, PREFIXES
from kg.questions.faults import engine_fault, fault
from kg.questions.glance import asked_of
from kg.questions.habits import WORDS, odd_word, stray
from kg.questions.nearest import nearest
from kg.questions.nesting import check_depth
from kg.questions.services import check_services, without_services
from kg.questions.tokens import Token, outermost, tokens

if TYPE_CHECKING:
    import pyoxigraph

__all__ = ("FORMS", "check", "check_update", "declared_prefixes", "engine_fault", "fault", "form", "parsed")

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_UPDATE_WORDS = "DATA INTO USING TO DEFAULT ALL"
_CLAUSES = """BASE PREFIX SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK FROM NAMED WHERE GROUP BY HAVING
ORDER ASC DESC LIMIT OFFSET VALUES UNDEF OPTIONAL GRAPH SERVICE SILENT BIND AS MINUS UNION FILTER NOT
EXISTS IN A TRUE FALSE COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR LATERAL VERSION"""
_FUNCTIONS = """STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN
UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES
SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM
ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE
ADJUST HASLANG HASLANGDIR LANGDIR STRLANGDIR"""
_KNOWN = frozenset(f"{_CLAUSES} {_FUNCTIONS} {_UPDATE_WORDS}".split()) | frozenset(_UPDATES)
_BROKEN_IRI = re.compile(r"<[A-Za-z][\w+.-]*:[^<>\s\"{}|^`\\]*(?P<bad>[ {}|^`\\])[^<>\n\"]*>")
_BARE_IRI = re.compile(r"(?:https?|ftp)://[^\s<>\"{}|^`\\]*")
_ESCAPE = re.compile(
    r"""(?:^|[^\\])(?:\\\\)*(?P<bad>\\(?:[^tbnrf\\"'uU\n]|u(?![0-9A-Fa-f]{4})|U(?![0-9A-Fa-f]{8})))"""
)
_FELLOW = {"(": ")", "[": "]", "{": "}"}


def check(text: str, source: str, *, services: Collection[str] = ()) -> list[Token]:
    """The query's words, when nothing is wrong with it. Raises UsageError with place, line and remedy.

    `services` are the hosts that SERVICE may ask, '*' stands for any.
    """
    words = tokens(text)
    _check_characters(text, source, words)
    _check_quotes(text, source, words)
    check_depth(text, source, words)
    _check_brackets(text, source, words)
    _check_form(text, source, words)
    _check_words(text, source, words)
    _check_clauses(text, source, words)
    _check_prefixes(text, source, words)
    check_services(text, source, words, services)
    _check_with_engine(text, source, words)
    return words


def check_update(text: str, source: str, *, services: Collection[str] = ()) -> list[Token]:
    """The words of an update, when nothing is wrong with it. Raises UsageError as `check` does.

    LOAD is refused: it would fetch a file or an address by itself.
    """
    words = tokens(text)
    _check_characters(text, source, words)
    _check_quotes(text, source, words)
    check_depth(text, source, words)
    _check_brackets(text, source, words)
    _check_operations(text, source, words)
    _check_words(text, source, words)
    _check_prefixes(text, source, words)
    check_services(text, source, words, services)
    _check_update_with_engine(text, source, words)
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


def _check_quotes(text: str, source: str, words: Sequence[Token]) -> None:
    for word in words:
        if word.kind == "broken":
            several = "" if len(word.text) > 1 else f", or write {word.text * 3} for a text of several lines"
            what = f"this {word.text} is never closed"
            raise fault(text, source, word.start, what, f"add its fellow{several}")


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
    top = [words[position] for position in outermost(words)]
    if update := next((word for word in top if word.is_word(*_UPDATES)), None):
        what = f"{update.text.upper()} would change the graph, kg query only reads"
        raise fault(text, source, update.start, what, "change a store folder with kg update")
    if not words:
        raise UsageError(f"{printable(source)}: holds no query (write one with SELECT, ASK or CONSTRUCT)")
    if not form(words):
        _check_words(text, source, words)  # a misspelt SELECT is a slip to be named first
        remedy = "a query begins, behind its prefixes, with SELECT, ASK, CONSTRUCT or DESCRIBE"
        raise fault(text, source, words[0].start, "this is no query", remedy)


def _check_operations(text: str, source: str, words: Sequence[Token]) -> None:
    """An update holds operations that change the graph, and no query beside them."""
    top = [words[position] for position in outermost(words)]
    if load := next((word for word in top if word.is_word("LOAD")), None):
        what = "LOAD would fetch a file or an address by itself, kg does not"
        raise fault(text, source, load.start, what, "add the file with kg merge FILE --into STORE")
    if query := next((word for word in top if word.is_word(*FORMS)), None):
        what = f"this is a query: {query.text.upper()} changes nothing"
        raise fault(text, source, query.start, what, "ask it with kg query")
    if not words:
        raise UsageError(f"{printable(source)}: holds no update (write one with INSERT or DELETE)")
    if not any(word.is_word(*_UPDATES) for word in top):
        _check_words(text, source, words)
        remedy = "an update begins, behind its prefixes, with INSERT, DELETE, CLEAR, DROP or the like"
        raise fault(text, source, words[0].start, "this is no update", remedy)


def _check_words(text: str, source: str, words: Sequence[Token]) -> None:
    """Bare words are keywords or functions in SPARQL, so any other is a slip."""
    for position, word in enumerate(words):
        if word.kind != "word" or word.text.upper() in _KNOWN:
            continue
        known = odd_word(words, position)
        if known and word.text.upper() not in WORDS:
            raise fault(text, source, word.start, known.what, known.remedy)
        near = nearest(word.text, _KNOWN) if len(word.text) > 1 else []
        remedy = f"did you mean {near[0]}?" if near else "write text in quotes, variables with ?"
        what = f"{word.text!r} is no word of SPARQL"
        raise fault(text, source, word.start, what, WORDS.get(word.text.upper(), remedy))


def _check_characters(text: str, source: str, words: Sequence[Token]) -> None:
    """Characters that a word processor or another language has left in the text."""
    if lone := re.search("[\ud800-\udfff]", text):
        raise fault(text, source, lone.start(), "this is no text in UTF-8", "save the text as UTF-8")
    for position, word in enumerate(words):
        if word.text == "<" and (broken := _BROKEN_IRI.match(text, word.start)):
            what = f"this IRI holds {broken['bad']!r}, which no IRI does"
            code = "".join(f"%{byte:02X}" for byte in broken["bad"].encode(errors="replace"))
            raise fault(text, source, broken.start("bad"), what, f"write {code} in its place")
        if word.kind == "name" and (bare := _BARE_IRI.match(text, word.start)):
            opened = position > 0 and words[position - 1].text == "<"
            what = "this IRI is never closed" if opened else "an IRI stands in angle brackets"
            raise fault(text, source, word.start, what, f"write <{bare[0]}>")
        if word.kind == "string" and (escape := _ESCAPE.search(word.text)):
            what = f"{escape['bad']} is no escape in a text"
            place = word.start + escape.start("bad")
            raise fault(text, source, place, what, f"write \\{escape['bad']} for a backslash")
        if word.kind == "tag" and word.text.lower() in {"@prefix", "@base"} and position == 0:
            what = f"{word.text} is Turtle"
            raise fault(text, source, word.start, what, "write PREFIX x: <…> without the dot")
        if remedy := stray(word):
            raise fault(text, source, word.start, f"{word.text!r} is no sign of SPARQL", remedy)


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
    first_brace = next((i for i, word in enumerate(words) if word.text == "{"), len(words))
    for before_at, at in pairwise(top):
        if at < first_brace and words[at].is_word(*_AGGREGATES) and words[before_at].kind == "variable":
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


def _check_with_engine(text: str, source: str, words: Sequence[Token]) -> None:
    import pyoxigraph

    try:
        parsed(pyoxigraph.Store(), without_services(text, words))
    except SyntaxError as error:
        raise engine_fault(text, source, str(error)) from None
    except (ValueError, RuntimeError) as error:
        raise _unable(text, source, words, str(error)) from None


def _check_update_with_engine(text: str, source: str, words: Sequence[Token]) -> None:
    import pyoxigraph

    try:
        pyoxigraph.Store().update(without_services(text, words), base_iri=BASE, prefixes=PREFIXES)
    except SyntaxError as error:
        raise engine_fault(text, source, str(error), "update") from None
    except ValueError as error:
        raise _unable(text, source, words, str(error)) from None
    except RuntimeError as error:
        if "graph" not in str(error):  # DROP and CREATE depend on what the real store holds
            raise _unable(text, source, words, str(error)) from None


def _unable(text: str, source: str, words: Sequence[Token], said: str) -> UsageError:
    """The message for a query that is well formed and asks for what the engine has not."""
    from kg.questions.prologue import prologue

    named = re.search(r"custom (?:aggregate )?function <([^>]*)>", said)
    names = prologue(words)
    for word, behind in pairwise(words):
        if named and word.kind in {"iri", "name"} and behind.text == "(" and names.iri(word) == named[1]:
            remedy = "use a function of SPARQL, such as STR(…), REGEX(…) or xsd:integer(…)"
            return fault(text, source, word.start, f"there is no function {word.text}", remedy)
    return UsageError(f"{printable(source)}: {printable(said)}")


def parsed(
    store: pyoxigraph.Store, text: str, graphs: Sequence[pyoxigraph.NamedNode] = ()
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
    """The engine's answer to the text, over the union of all graphs unless graphs are named.

    Relative IRIs are those of our own base: `<case/PMID:37120151>`.
    """
    union = not graphs and not any(word.is_word("FROM") for word in tokens(text))
    return asked_of(store, text, graphs, union=union)


_COLUMN = "write (COUNT(?x) AS ?n)"
