"""Where triples are not whole or not parted: asked only when the engine has refused a query.

The engine's own place is often some words behind such a slip.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.questions.tokens import Token, behind_bracket

_TERMS = {"iri", "string", "variable", "blank", "name", "number"}
_PATH = {"/", "|", "^", "*", "+", "?", "!"}
_NEXT = {".": "subject", ";": "predicate", ",": "object"}


class Slip(NamedTuple):
    """A word that does not fit, and why."""

    word: Token
    what: str
    remedy: str


def slip(words: Sequence[Token]) -> Slip | None:
    """The first slip in the query's triples; None when none is found."""
    return next(_slips(words), None)


def _slips(words: Sequence[Token]) -> Iterator[Slip]:
    """Walk through each group's triples, one part of a triple after the other."""
    for run in _runs(words):
        awaited, before = "subject", ""
        for word in run:
            if word.text in _NEXT:
                if awaited != "next" and (awaited == "object" or before in {",", "."}):
                    yield Slip(word, f"before this '{word.text}' the {awaited} is missing", _WHOLE)
                awaited = _NEXT[word.text]
            elif awaited == "next":
                yield Slip(word, f"{word.text!r} does not fit here", "part two triples with '.' or ';'")
            else:
                awaited = {"subject": "predicate", "predicate": "object", "object": "next"}[awaited]
            before = word.text
        if run and awaited in {"predicate", "object"} and before != ";":
            if before in {"]", ")"} and awaited == "predicate":
                continue  # `[ … ]` may stand alone
            yield Slip(run[-1], f"the {awaited} is missing behind {run[-1].text!r}", _WHOLE)


_WHOLE = "a triple has three parts: subject, predicate and object"


def _runs(words: Sequence[Token]) -> Iterator[list[Token]]:
    """The stretches of triples; a bracketed term or a path counts as one word."""
    run: list[Token] = []
    position, in_group = 0, 0
    while position < len(words):
        word = words[position]
        end = position + 1
        if word.text in {"{", "}"}:
            yield run
            run, in_group = [], in_group + (1 if word.text == "{" else -1)
        elif word.kind == "word" and not word.is_word("A", "TRUE", "FALSE"):
            yield run
            run, end = [], _behind_clause(words, position)
        elif in_group:
            end = _behind_term(words, position)
            sign = word.text in {"-", "+"} and words[end : end + 1] != [] and words[end].kind == "number"
            if word.kind != "tag" and word.text != "^^" and not sign:
                run.append(words[end - 1] if word.text in {"[", "("} else word)
        position = end
    yield run


def _behind_clause(words: Sequence[Token], position: int) -> int:
    """The position behind a keyword and what belongs to it, up to a brace or the end of a bracket."""
    if words[position].is_word("VALUES"):
        return next((i + 1 for i in range(position, len(words)) if words[i].text == "}"), len(words))
    end = position + 1
    while end < len(words) and words[end].text not in {"{", "}"}:
        if words[end].text == "(":
            end = behind_bracket(words, end)
            if not words[position].is_word("SELECT", "ORDER", "GROUP", "HAVING"):
                return end
        else:
            end += 1
    return end


def _behind_term(words: Sequence[Token], position: int) -> int:
    """The position behind a term: its bracket, its datatype, or the rest of its path."""
    end = behind_bracket(words, position) if words[position].text in {"[", "("} else position + 1
    if words[position].text in _PATH and end < len(words) and words[end].kind in _TERMS:
        end += 1
    while end < len(words) and words[end].text in _PATH | {"^^"}:
        joins = words[end].text in {"/", "|", "^^"}
        end += 1
        while joins and end < len(words) and words[end].text in {"^", "!"}:
            end += 1
        if joins and end < len(words):
            end = behind_bracket(words, end) if words[end].text == "(" else end + 1
    return end
