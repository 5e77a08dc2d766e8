"""The words of a SPARQL query with their places, and the groups that its braces make.

No parser: the engine has one. This is what messages, parameters and limits need to know of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

# Characters of names as the grammar of SPARQL 1.1 lists them (PN_CHARS_U, PN_CHARS).
_LETTER = (
    r"A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_MORE = rf"{_LETTER}0-9\u00B7\u0300-\u036F\u203F-\u2040"
_LOCAL = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_IN_IRI = r"""[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"""
# What an IRI cannot be though it is spelt like one: two comparisons without a space, `?a<?b&&?c>?d`.
_COMPARED = r"""[^:<>()\s]*\)|[^:<>\s]*&&"""
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n\r]*[\n\r])+(?=\()")
_CODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_KINDS = {"torn": "broken", "quoted": "string"}


@cache
def _pattern(is_ascii: bool) -> re.Pattern[str]:
    """What the words look like; for a text in ASCII without the other letters, which take long to compile."""
    letter = "A-Za-z_" if is_ascii else _LETTER
    more = f"{letter}0-9" if is_ascii else _MORE
    return re.compile(
        rf"""
      (?P<space>[ \t\r\n]+)
    | (?P<comment>\#[^\n\r]*)
    | (?P<iri><(?!{_COMPARED})(?:{_IN_IRI})*>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | \'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\')
    | (?P<torn>\"\"\"|\'\'\')
    | (?P<quoted>"(?:[^"\\\n\r]|\\[^\n\r])*" | '(?:[^'\\\n\r]|\\[^\n\r])*')
    | (?P<broken>"|')
    | (?P<variable>[?$][{letter}0-9][{more}]*)
    | (?P<blank>_:[{letter}0-9](?:[{more}.-]*[{more}-])?)
    | (?P<name>(?:(?!_)[{letter}](?:[{more}.-]*[{more}-])?)?:
        (?:(?:[{letter}0-9:]|{_LOCAL})(?:(?:[{more}:.-]|{_LOCAL})*(?:[{more}:-]|{_LOCAL}))?)?)
    | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
    | (?P<number>(?:[0-9]+\.[0-9]+|[0-9]+\.(?=[eE][+-]?[0-9])|\.?[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<word>[^\W\d]\w*)
    | (?P<mark>\^\^|&&|\|\||!=|<=|>=|<<\(|\)>>|<<(?!(?:{_IN_IRI})*>)|>>|\{{\||\|\}}|.)
    """,
        re.VERBOSE | re.DOTALL,
    )


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
    for match in _pattern(text.isascii()).finditer(text):
        kind = _KINDS.get(match.lastgroup or "mark", match.lastgroup or "mark")
        if kind not in {"space", "comment"}:
            found.append(Token(kind, match[0], match.start(), match.end()))
    return found


def plain(text: str) -> str:
    r"""The text as every engine reads it, where it says the same in a way that not every engine knows.

    Codes outside of texts and IRIs are resolved, TRUE is written small, and space between CONCAT,
    COALESCE or BNODE and its bracket goes before the word.

    >>> plain(r"ASK { ?s rdfs:\u006Cabel TRUE FILTER(CONCAT (?s) = '') }")
    "ASK { ?s rdfs:label true FILTER( CONCAT(?s) = '') }"
    """
    pieces, end = [], 0
    for match in _pattern(text.isascii()).finditer(text):
        word = match[0].upper() if match.lastgroup == "word" else ""
        if word in {"TRUE", "FALSE"}:
            pieces += [text[end : match.start()], match[0].lower()]
            end = match.end()
        elif word in {"CONCAT", "COALESCE", "BNODE"} and (gap := _GAP.match(text, match.end())):
            pieces += [text[end : match.start()], gap[0], match[0]]
            end = gap.end()
        elif match[0] == "\\" and (code := _CODE.match(text, match.start())):
            pieces += [text[end : match.start()], _character(code)]
            end = code.end()
    return "".join(pieces) + text[end:]


def resolved(text: str) -> str:
    r"""The text with its `\u` codes as the characters they stand for.

    >>> resolved(r"caf\u00E9")
    'café'
    """
    return _CODE.sub(_character, text)


def _character(code: re.Match[str]) -> str:
    number = int(code[1] or code[2], 16)
    return chr(number) if number < 0x110000 else code[0]


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


_CLOSING = {"(": ")", "[": "]", "{": "}"}


def behind_bracket(words: Sequence[Token], position: int) -> int:
    """The position behind the bracket that opens there; behind the word itself when it is none."""
    depth = 0
    for i in range(position, len(words)):
        depth += (words[i].text in _CLOSING) - (words[i].text in _CLOSING.values())
        if depth <= 0:
            return i + 1
    return len(words)


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
