"""The message for one place of a query's text: where, what, the line with a caret, the remedy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.errors import UsageError, printable
from kg.questions.tokens import Token, tokens

if TYPE_CHECKING:
    from kg.questions.habits import Advice
    from kg.questions.misfit import Misfit

_AT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_SHOWN = 100
"""Characters of a long line that a message shows."""
_FEW = 4
"""Of so many things that could stand in a place a message speaks at most."""
_SIGNS = "|| && = != <= >= < > + - * / ^ ^^ | ? ~ {|"
_OPERATORS = frozenset(_SIGNS.split()) | {"IN", "NOT", "DISTINCT", "a language tag"}
"""What can stand behind nearly everything, and so explains nothing."""
_LOOK = "look at the words before it: something is missing or too much"


def fault(text: str, source: str, place: int, what: str, remedy: str = "") -> UsageError:
    """The message for one place of the text: file, line and column, the line, a caret, the remedy."""
    before = text[:place]
    number = before.count("\n") + 1
    column = place - (before.rfind("\n") + 1)
    line = text.split("\n")[number - 1].rstrip("\r")
    first = max(0, column - _SHOWN // 2) if len(line) > _SHOWN else 0
    shown = printable(line[first : first + _SHOWN].replace("\t", " "))
    caret = _width(printable(line[first:column].replace("\t", " ")))
    margin = " " * len(str(number))
    said = [
        f"{printable(source)}:{number}:{column + 1}: {printable(what)}",
        f"  {number} | {shown}",
        f"  {margin} | {' ' * caret}^",
    ]
    return UsageError("\n".join(said + ([f"help: {printable(remedy)}"] if remedy else [])))


def _width(text: str) -> int:
    """How many places the text takes on a terminal: two for a wide character, none for a combining one."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def engine_fault(text: str, source: str, said: str, rule: str = "query") -> UsageError:
    """What the engine complained of, found again in the words: it tells places only roughly.

    `rule` is 'query' or 'update'.
    """
    from kg.questions.misfit import misfit
    from kg.questions.scope import misplaced
    from kg.questions.shape import slip

    words = tokens(text)
    found = misfit(words, rule)
    if found and (known := _known(words, found)):
        return fault(text, source, _place(text, words, found), known.what, known.remedy)
    slipped = slip(words)
    if found and not (slipped and slipped.word in words[max(0, found.position - 2) : found.position + 1]):
        return _misfit(text, source, words, found)
    if slipped := slipped or misplaced(words):
        return fault(text, source, slipped.word.start, slipped.what, slipped.remedy)
    return _as_said(text, source, said)


def _known(words: Sequence[Token], found: Misfit) -> Advice | None:
    from kg.questions.habits import advice, at_the_end

    if found.position >= len(words):
        return at_the_end(words)
    return advice(words, found.position, found.expected)


def _place(text: str, words: Sequence[Token], found: Misfit) -> int:
    """The place of the word that does not fit, behind the last word when one is missing there."""
    if found.position < len(words):
        return words[found.position].start
    return words[-1].end if words else len(text)


def _misfit(text: str, source: str, words: Sequence[Token], found: Misfit) -> UsageError:
    expected = " or ".join(_in_order(found.expected))
    remedy = f"expected {expected}" if expected else _LOOK
    what = "the query ends before it is complete"
    if found.position < len(words):
        what = f"{words[found.position].text!r} does not fit here"
    return fault(text, source, _place(text, words, found), what, remedy)


def _in_order(expected: Sequence[str]) -> list[str]:
    """The likeliest of what is expected, not more than a few: no operators, words before marks."""
    likely = [label for label in expected if label not in _OPERATORS] or list(expected)
    return sorted(likely, key=lambda label: not (label[:1].isalpha()))[:_FEW]


def _as_said(text: str, source: str, said: str) -> UsageError:
    """The engine's own words, at its own place."""
    match = _AT.match(said)
    if not match:
        return UsageError(f"{printable(source)}: {printable(said)}")
    lines = text.split("\n")
    number, column = int(match[1]), int(match[2])
    place = sum(len(line) + 1 for line in lines[: number - 1]) + column - 1
    here = next((word for word in tokens(text) if word.end > place), None)
    if here is None:
        return fault(text, source, len(text.rstrip()), "the engine cannot read this query", _LOOK)
    return fault(text, source, here.start, f"{here.text!r} does not fit here", _LOOK)
