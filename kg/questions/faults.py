"""The message for one place of a query's text: where, what, the line with a caret, the remedy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from kg.errors import UsageError, printable
from kg.questions.tokens import Token, tokens

_AT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_SHOWN = 100
"""Characters of a long line that a message shows."""
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
    return _misfit(text, source, words, place, match[3])


def _misfit(text: str, source: str, words: Sequence[Token], place: int, said: str) -> UsageError:
    from kg.questions.shape import slip

    if found := slip(words):
        return fault(text, source, found.word.start, found.what, found.remedy)
    here = next((word for word in words if word.end > place), None)
    if here is None:
        return fault(text, source, words[-1].start, "the query ends before it is complete", _LOOK)
    listed = re.findall(r'"([^"\\\w\s]{1,3})"', said)
    remedy = f"expected {' or '.join(dict.fromkeys(listed))}" if 0 < len(listed) <= 4 else _LOOK
    return fault(text, source, here.start, f"{here.text!r} does not fit here", remedy)
