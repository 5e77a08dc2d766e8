"""A query's text on its way to the database: what is refused, what is put before it, what is wrong."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import NamedTuple

from kg.errors import UsageError
from kg.ids import BASE, PREFIXES
from kg.questions.nesting import check_depth
from kg.questions.syntax import check, declared_prefixes
from kg.questions.tokens import tokens
from kg.serving.refusal import Refusal

_SERVICE = re.compile("service", re.IGNORECASE)
_MOST_READ_HERE = 5_000
"""Characters whose reading cannot overflow a thread's stack, a chain of twice as many operators does."""
_MASK = "serwice"
_CODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PLACE = re.compile(r"(?<=\bat )(\d+)(?=:\d+)")


class Made(NamedTuple):
    """A text for the database."""

    text: str
    lines_before: int
    """Lines that stand before the user's own."""
    names_graphs: bool
    """True when the query says itself, with FROM, what it is put to."""


def made(text: str) -> Made:
    """The text with our base and the common prefixes that it does not declare. Raises Refusal."""
    words = tokens(text)
    try:
        check_depth(text, "query", words)
    except UsageError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, str(error)) from None
    check_services(text)
    declared = declared_prefixes(words)
    used = {word.text.partition(":")[0] for word in words if word.kind == "name"}
    wanted = sorted((used & PREFIXES.keys()) - declared.keys())
    before = [f"BASE <{BASE}>", *(f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in wanted)]
    return Made(f"{' '.join(before)}\n{text}", 1, any(word.is_word("FROM") for word in words))


def check_services(text: str) -> None:
    """Raise Refusal unless it is proven that the query asks no other server.

    The database would do so by itself, and a list of words is no proof: what looks like a string to one
    reader is a keyword to another. So the word is misspelt wherever it stands, and the engine's own
    parser reads the result: in a string, a comment or a name that changes nothing, as a keyword it
    cannot pass. The misspelt text is put to an empty graph, so nothing is asked in the proof either.
    """
    found = len(_SERVICE.findall(text))
    if len(_SERVICE.findall(_CODE.sub(_character, text))) > found:
        raise Refusal(HTTPStatus.FORBIDDEN, "the word SERVICE is hidden in escapes")
    if not found:
        return
    if len(text) > _MOST_READ_HERE:
        most = f"a query with the word SERVICE in it has at most {_MOST_READ_HERE:,} characters"
        raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, most)
    import pyoxigraph

    try:
        pyoxigraph.Store().query(_SERVICE.sub(_MASK, text), base_iri=BASE, prefixes=PREFIXES)
    except (SyntaxError, ValueError):
        what = "SERVICE would ask another server; this endpoint does not"
        raise Refusal(HTTPStatus.FORBIDDEN, f"{what} (or the query does not parse)") from None


def _character(code: re.Match[str]) -> str:
    number = int(code[1] or code[2], 16)
    return chr(number) if number < 0x110000 else code[0]


def complaint(text: str, lines_before: int, said: str) -> str:
    """What is wrong with the user's text: in our words with line and caret, else in the database's.

    Only for a text that the database has refused: it decides, not our own check.
    """
    try:
        check(text, "query")
    except UsageError as error:
        return str(error)
    return _PLACE.sub(lambda match: str(max(1, int(match[1]) - lines_before)), said)
