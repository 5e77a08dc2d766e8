"""The first word of a query that does not fit, and what could stand there instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.questions.grammar import Piece, rules
from kg.questions.tokens import Token

_KEYWORDS = """SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK FROM NAMED WHERE GROUP BY HAVING ORDER ASC DESC
LIMIT OFFSET VALUES UNDEF OPTIONAL GRAPH SERVICE SILENT BIND AS MINUS UNION FILTER NOT EXISTS IN A TRUE FALSE
COUNT GROUP_CONCAT SEPARATOR LATERAL BASE PREFIX VERSION INSERT DELETE DATA INTO USING WITH TO DEFAULT ALL
LOAD CLEAR DROP CREATE ADD MOVE COPY"""
_CLAUSES = frozenset(_KEYWORDS.split())
"""Keywords that are no functions."""
_KINDS = {
    "variable": "a variable",
    "iri": "an IRI",
    "iriref": "an IRI in <…>",
    "prefix": "a prefix with its colon",
    "string": "a text in quotes",
    "number": "a number",
    "whole": "a whole number",
    "blank": "a blank node",
    "tag": "a language tag",
    "a": "a",
    "function": "a function",
}
"""Kinds of words that rules name -> what a message calls them."""
_DEPTH = 400
"""Levels of rules: a query nested deeper is left to the engine's own message."""


class Misfit(NamedTuple):
    """Where the words stop being a query."""

    position: int
    """The position of the first word that does not fit; that behind the last when some are missing."""
    expected: tuple[str, ...]
    """What could stand there, in words, sorted."""


def misfit(words: Sequence[Token], rule: str = "query") -> Misfit | None:
    """The first misfit of the words; None when they are a query (or nested too deep to tell)."""
    matcher = _Matcher(words)
    try:
        end = matcher.named(rule, 0)
    except RecursionError:
        return None
    if end == len(words):
        return None
    return Misfit(matcher.furthest, tuple(sorted(matcher.expected)))


class _Matcher:
    """Matches rules against words, remembering how far it came and what it looked for there."""

    def __init__(self, words: Sequence[Token]) -> None:
        self.words = words
        self.furthest = 0
        self.expected: set[str] = set()
        self._known: dict[tuple[str, int], int | None] = {}
        self._depth = 0

    def named(self, name: str, at: int) -> int | None:
        """The position behind a rule that fits there; None when it does not."""
        if (name, at) in self._known:
            return self._known[name, at]
        self._depth += 1
        if self._depth > _DEPTH:
            raise RecursionError
        rule = rules()[name]
        before = set(self.expected) if self.furthest == at else set()
        end = None
        for choice in rule.choices:
            if (end := self._choice(choice, at)) is not None:
                break
        if rule.label and self.furthest == at:
            self.expected = before | {rule.label}
        self._depth -= 1
        self._known[name, at] = end
        return end

    def _choice(self, pieces: Sequence[Piece], at: int) -> int | None:
        for piece in pieces:
            end = self._piece(piece, at)
            if end is None and piece.repeat not in {"?", "*"}:
                return None
            while end is not None and end > at and piece.repeat in {"*", "+"}:
                at, end = end, self._piece(piece, end)
            at = at if end is None else end
        return at

    def _piece(self, piece: Piece, at: int) -> int | None:
        if piece.kind == "name" and piece.text in rules():
            return self.named(piece.text, at)
        if at < len(self.words) and _fits(piece, self.words[at]):
            return at + 1
        if at > self.furthest:
            self.furthest, self.expected = at, set()
        if at == self.furthest:
            self.expected.add(_KINDS[piece.text] if piece.kind == "name" else piece.text)
        return None


def _fits(piece: Piece, word: Token) -> bool:
    """True when the word is what a mark, a keyword or a kind of word in a rule asks for."""
    if piece.kind == "mark":
        return word.kind == "mark" and word.text == piece.text
    if piece.kind == "keyword":
        return word.is_word(piece.text)
    tests = {
        "iri": word.kind in {"iri", "name"},
        "iriref": word.kind == "iri",
        "prefix": word.kind == "name" and word.text.index(":") == len(word.text) - 1,
        "whole": word.kind == "number" and word.text.isdigit(),
        "a": word.kind == "word" and word.text == "a",
        "function": word.kind == "word" and word.text.upper() not in _CLAUSES,
    }
    return tests.get(piece.text, word.kind == piece.text)
