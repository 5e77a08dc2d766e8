"""Queries that are well formed and still mean nothing: variables and blank nodes out of their place.

Asked only when the engine has refused a query whose every word fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.questions.shape import Slip
from kg.questions.tokens import Token, behind_bracket, variable_name

_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_ANY = 99
_ARGUMENTS = """
0 0 NOW RAND UUID STRUUID
1 1 STR LANG DATATYPE BOUND IRI URI ABS CEIL FLOOR ROUND STRLEN UCASE LCASE ENCODE_FOR_URI YEAR MONTH DAY
1 1 HOURS MINUTES SECONDS TIMEZONE TZ MD5 SHA1 SHA256 SHA384 SHA512 ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC
2 2 LANGMATCHES CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLANG STRDT SAMETERM
2 3 REGEX SUBSTR
3 4 REPLACE
3 3 IF
"""
_TAKES = {
    name: (int(line.split()[0]), int(line.split()[1]))
    for line in _ARGUMENTS.strip().splitlines()
    for name in line.split()[2:]
}
"""Functions -> how many values they take, least and most (SPARQL 1.1, section 17.4)."""
_NAME = "choose another name for one of them"


def misplaced(words: Sequence[Token]) -> Slip | None:
    """The first variable or blank node that stands where it cannot; None when none is found."""
    for found in (
        _columns(words),
        _computed(words),
        _aggregates(words),
        _calls(words),
        _rows(words),
        _data(words),
        _blank(words),
    ):
        if slip := next(found, None):
            return slip
    return None


def _columns(words: Sequence[Token]) -> Iterator[Slip]:
    """Columns that are neither grouped nor counted, or named twice."""
    for position, word in enumerate(words):
        if not word.is_word("SELECT"):
            continue
        head, group = _parts(words, position)
        grouped = set(_grouped(group))
        gathers = bool(group) or any(part.is_word(*_AGGREGATES) for part in head)
        if gathers and any(
            part.text == "*" and before.text != "(" for before, part in pairwise([word, *head])
        ):
            star = next(part for part in head if part.text == "*")
            yield Slip(star, "SELECT * goes with no GROUP BY", "name the columns that are grouped")
        seen: set[str] = set()
        for column, is_new in _named(head):
            name = variable_name(column)
            if is_new and name in seen:
                yield Slip(column, f"{column.text} is computed twice", _NAME)
            if gathers and not is_new and name in seen:
                remedy = "repeat what computes it, or put the counting into a sub-select"
                yield Slip(column, f"{column.text} is computed in the same SELECT", remedy)
            if gathers and not is_new and name not in grouped | seen:
                yield Slip(column, f"{column.text} is neither grouped nor counted", _grouping(column))
            if is_new:
                seen.add(name)


def _grouping(column: Token) -> str:
    name = column.text
    return f"write GROUP BY {name} behind the last }}, or a column such as (SAMPLE({name}) AS ?one)"


def _parts(words: Sequence[Token], position: int) -> tuple[Sequence[Token], Sequence[Token]]:
    """The words between a SELECT and its patterns, and those behind its GROUP BY."""
    start = position + 1
    end = start
    while end < len(words) and words[end].text != "{":
        end = behind_bracket(words, end)
    head = words[start:end]
    behind = behind_bracket(words, end) if end < len(words) else end
    last = behind
    while (
        last < len(words)
        and words[last].text != "}"
        and not words[last].is_word("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
    ):
        last = behind_bracket(words, last)
    return head, words[behind:last]


def _named(head: Sequence[Token]) -> Iterator[tuple[Token, bool]]:
    """The variables of the columns outside of aggregates; True for one that is computed there."""
    position = 0
    while position < len(head):
        if head[position].is_word(*_AGGREGATES) and position + 1 < len(head):
            position = behind_bracket(head, position + 1)
            continue
        if head[position].kind == "variable":
            yield head[position], position > 0 and head[position - 1].is_word("AS")
        position += 1


def _computed(words: Sequence[Token]) -> Iterator[Slip]:
    """Variables that are computed although they have a value."""
    seen: set[str] = set()
    for _, word in _behind_as(words):
        if variable_name(word) in seen:
            yield Slip(word, f"{word.text} is computed twice", _NAME)
        seen.add(variable_name(word))
    for position, word in _behind_as(words):
        patterns = [*words[:position], *_inner(words[position + 1 :])]
        if any(
            other.kind == "variable" and variable_name(other) == variable_name(word) for other in patterns
        ):
            yield Slip(word, f"{word.text} has a value already", "choose another name behind AS")


def _inner(words: Sequence[Token]) -> Iterator[Token]:
    """The words that stand between braces which open here."""
    depth = 0
    for word in words:
        depth += (word.text == "{") - (word.text == "}")
        if depth < 0:
            return
        if depth:
            yield word


def _grouped(group: Sequence[Token]) -> Iterator[str]:
    """The variables that GROUP BY names, bare or behind AS; not those that it calculates with."""
    depth = 0
    for before, word, after in zip(group, group[1:], [*group[2:], None], strict=False):
        depth += (before.text == "(") - (word.text == ")")
        alone = before.text == "(" and after is not None and after.text == ")"
        if word.kind == "variable" and (not depth or before.is_word("AS") or (alone and depth == 1)):
            yield variable_name(word)


def _behind_as(words: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    """The variables that are computed, with their positions."""
    for position, (before, word) in enumerate(pairwise(words), start=1):
        if before.is_word("AS") and word.kind == "variable":
            yield position, word


def _aggregates(words: Sequence[Token]) -> Iterator[Slip]:
    """Aggregates of more than one value, or inside each other."""
    for position, word in enumerate(words[:-1]):
        if not word.is_word(*_AGGREGATES) or words[position + 1].text != "(":
            continue
        end = behind_bracket(words, position + 1)
        inner = position + 2
        while inner < end - 1:
            if words[inner].text == ",":
                remedy = f"write {word.text.upper()} once for each"
                yield Slip(words[inner], f"{word.text.upper()} takes a single value", remedy)
            inner = behind_bracket(words, inner)


def _calls(words: Sequence[Token]) -> Iterator[Slip]:
    """Functions with too few values or too many."""
    for position, word in enumerate(words[:-1]):
        least, most = _TAKES.get(word.text.upper() if word.kind == "word" else "", (0, _ANY))
        if words[position + 1].text != "(" or (least, most) == (0, _ANY):
            continue
        end = behind_bracket(words, position + 1)
        number, inner = int(end > position + 3), position + 2
        while inner < end - 1:
            number += words[inner].text == ","
            inner = behind_bracket(words, inner)
        if not least <= number <= most:
            wanted = str(least) if least == most else f"{least} or {most}"
            noun = "value" if wanted == "1" else "values"
            what = f"{word.text.upper()} takes {wanted} {noun}, not {number}"
            yield Slip(word, what, "values stand in its brackets, parted by commas")


def _rows(words: Sequence[Token]) -> Iterator[Slip]:
    """Rows of VALUES with more or fewer values than variables."""
    for position, word in enumerate(words[:-1]):
        if not word.is_word("VALUES") or words[position + 1].text != "(":
            continue
        data = behind_bracket(words, position + 1)
        variables, row = data - position - 3, data + 1
        while row < len(words) and words[row].text == "(":
            end = behind_bracket(words, row)
            values = (
                sum(inner.kind != "tag" and inner.text not in {"^^", "+", "-"} for inner in words[row:end])
                - 2
            )
            values -= sum(inner.text == "^^" for inner in words[row:end])
            if values != variables:
                what = f"of {variables} variables this row gives {values}"
                yield Slip(words[row], what, "write UNDEF where a value is missing")
            row = end


def _data(words: Sequence[Token]) -> Iterator[Slip]:
    """Variables in data that are given, and blank nodes in data that are taken away."""
    for position, word in enumerate(words):
        if not word.is_word("DATA", "DELETE") or position + 1 >= len(words):
            continue
        start = position + (2 if words[position + 1].is_word("WHERE") else 1)
        if start >= len(words) or words[start].text != "{":
            continue
        deletes = word.is_word("DELETE") or words[position - 1].is_word("DELETE")
        for inner in words[start : behind_bracket(words, start)]:
            if inner.kind == "variable" and word.is_word("DATA"):
                yield Slip(inner, "data hold no variables", "write INSERT { … } WHERE { … } or the like")
            if deletes and (inner.kind == "blank" or inner.text == "["):
                yield Slip(
                    inner, "a blank node cannot be named for deletion", "use a variable: DELETE … WHERE"
                )


def _blank(words: Sequence[Token]) -> Iterator[Slip]:
    """Blank nodes whose label stands in two groups."""
    groups: dict[str, int] = {}
    group, last = 0, ""
    for word in words:
        if word.text in {"{", "}", ";"} and not (word.text == ";" and last != "}"):
            group += 1
        if word.kind == "blank" and groups.setdefault(word.text, group) != group:
            remedy = f"use a variable in its place: ?{word.text[2:]}"
            yield Slip(word, f"the blank node {word.text} stands in two groups", remedy)
        last = word.text
