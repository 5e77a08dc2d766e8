"""The words of a SPARQL query with their places, and the groups that its braces make.

No parser: the engine has one. This is what messages, parameters and limits need to know of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LOCAL = r"(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_PATTERN = re.compile(
    rf"""
      (?P<space>\s+)
    | (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^\x00-\x20<>"{{}}|^`\\]*>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*''')
    | (?P<torn>\"\"\"|''')
    | (?P<quoted>"(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<broken>"|')
    | (?P<variable>[?$]\w+)
    | (?P<blank>_:[\w](?:[\w.-]*[\w-])?)
    | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:{_LOCAL}(?:(?:{_LOCAL}|[.-])*(?:{_LOCAL}|-))?)?)
    | (?P<tag>@[A-Za-z]+(?:-\w+)*)
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<mark>\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)

_KINDS = {"torn": "broken", "quoted": "string"}


class Token(NamedTuple):
    """One word of the query."""

    kind: str
    """iri, string, broken (a quote without its fellow), variable, blank, name, tag, number, word, mark."""
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """True for one of these keywords, given in upper case."""
        return self.kind == "word" and self.text.upper() in words


def tokens(text: str) -> list[Token]:
    """The words of the query in order; white space and comments are left out.

    >>> [token.text for token in tokens("SELECT ?s { ?s a kg:Case . } # all")]
    ['SELECT', '?s', '{', '?s', 'a', 'kg:Case', '.', '}']
    """
    found = []
    for match in _PATTERN.finditer(text):
        kind = _KINDS.get(match.lastgroup or "mark", match.lastgroup or "mark")
        if kind not in {"space", "comment"}:
            found.append(Token(kind, match[0], match.start(), match.end()))
    return found


def variable_name(token: Token) -> str:
    """'?drug' and '$drug' -> 'drug'."""
    return token.text[1:]


def variables(words: Sequence[Token]) -> tuple[str, ...]:
    """The names of all variables in the order of their first appearance."""
    return tuple(dict.fromkeys(variable_name(word) for word in words if word.kind == "variable"))


class Group:
    """What stands between two braces and holds graph patterns.

    `start` is the place behind the opening brace; `in_patterns` and `in_expressions` are the variables
    in triples, and in filters and the like, of this very group. `is_select` says that the braces hold
    a sub-select, whose patterns stand in a group of their own.
    """

    def __init__(self, start: int, parent: Group | None) -> None:
        self.start = start
        self.parent = parent
        self.in_patterns: set[str] = set()
        self.in_expressions: set[str] = set()
        self.is_select = False

    def holds(self, other: Group) -> bool:
        """True when the other group lies somewhere inside this one."""
        above = other.parent
        while above is not None and above is not self:
            above = above.parent
        return above is self


def groups(words: Sequence[Token]) -> list[Group]:
    """The groups of graph patterns, outer before inner; data blocks and templates are left out."""
    found: list[Group] = []
    stack: list[Group | None] = []
    depth: list[int] = []
    for position, word in enumerate(words):
        group = stack[-1] if stack else None
        if word.text == "{":
            opened = None if _holds_no_patterns(words, position) else Group(word.end, group)
            if opened:
                opened.is_select = any(
                    next_.is_word("SELECT") for next_ in words[position + 1 : position + 2]
                )
                found.append(opened)
            stack.append(opened)
            depth.append(0)
        elif word.text == "}" and stack:
            stack.pop()
            depth.pop()
        elif word.text in {"(", ")"} and depth:
            depth[-1] += 1 if word.text == "(" else -1
        elif word.kind == "variable" and group and not group.is_select:
            (group.in_expressions if depth[-1] else group.in_patterns).add(variable_name(word))
    return found


def _holds_no_patterns(words: Sequence[Token], position: int) -> bool:
    """True for the braces of VALUES data and of a CONSTRUCT template."""
    before = words[max(0, position - 60) : position][::-1]
    if before and before[0].is_word("CONSTRUCT"):
        return True
    if before and before[0].kind == "variable":
        return len(before) > 1 and before[1].is_word("VALUES")
    if before and before[0].text == ")":
        listed = next((i for i, word in enumerate(before) if word.text == "("), None)
        return listed is not None and len(before) > listed + 1 and before[listed + 1].is_word("VALUES")
    return False


class Slot(NamedTuple):
    """A place for a value: the data of `VALUES ?name { … }`."""

    name: str
    start: int
    """Place of the word VALUES."""
    data_start: int
    """Place behind the opening brace."""
    data_end: int
    """Place of the closing brace."""
    is_open: bool
    """True when the data is UNDEF alone: any value."""


def slots(words: Sequence[Token]) -> Iterator[Slot]:
    """The places for values: every VALUES block of a single variable, in the order of the text."""
    for position, word in enumerate(words[:-3]):
        variable, brace = words[position + 1], words[position + 2]
        if not word.is_word("VALUES") or variable.kind != "variable" or brace.text != "{":
            continue
        data = position + 3
        end = next((i for i in range(data, len(words)) if words[i].text == "}"), None)
        if end is not None:
            undefined = end == data + 1 and words[data].is_word("UNDEF")
            yield Slot(variable_name(variable), word.start, brace.end, words[end].start, undefined)


def outermost(words: Sequence[Token]) -> list[int]:
    """The positions of the words that stand in no bracket."""
    found, depth = [], 0
    for position, word in enumerate(words):
        if word.text in {"{", "(", "["}:
            depth += 1
        elif word.text in {"}", ")", "]"}:
            depth -= 1
        elif not depth:
            found.append(position)
    return found
