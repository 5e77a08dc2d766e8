"""YAML as plain nodes: every scalar is text with its line, and nothing is guessed from how it looks.

YAML 1.1 reads `NO` as false, `1e3` as text and `1:30` as 90; here each field of a case decides for
itself what its text means. Tags, merge keys, deep nesting and exploding aliases are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import yaml

MAX_DEPTH = 30
"""Mappings and lists inside each other; a case needs eight."""
MAX_NODES = 100_000
"""Values in one document, each alias counted with all that it stands for."""

Note = Callable[[int, str, str], None]
"""Called with a line, what is wrong there and its cure, where reading can go on."""


class Scalar(NamedTuple):
    """One value as text; `plain` when it was written without quotes."""

    text: str
    line: int
    plain: bool

    @property
    def empty(self) -> bool:
        """True for no value at all, '~' and 'null'."""
        return self.plain and self.text in {"", "~", "null", "Null", "NULL"}


class Items(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    line: int


class Entries(NamedTuple):
    """A mapping: (key, value) in order, duplicates kept."""

    entries: tuple[tuple[Node, Node], ...]
    line: int


Node = Scalar | Items | Entries


class BadYaml(Exception):
    """The text is not YAML from here on, or not YAML that we read."""

    def __init__(self, what: str, cure: str, line: int) -> None:
        self.what, self.cure, self.line = what, cure, line
        super().__init__(what, cure, line)


def documents(text: str, note: Note) -> Iterator[Node]:
    """The top node of each document of the text; documents that hold nothing are left out.

    Tags are told to `note`. Raises BadYaml where the text cannot be read further.
    """
    import yaml

    try:
        loader = _loader_class()(_without_pairs(text))
        while loader.check_node():
            node = _Converter(note).node(loader.get_node())
            if not (isinstance(node, Scalar) and node.empty):
                yield node
    except yaml.MarkedYAMLError as error:
        raise _in_our_words(error, text) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        what = f"holds the control character U+{_code(error):04X}"
        raise BadYaml(what, "remove it; a case file is plain text", line) from None


_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)


def _without_pairs(text: str) -> str:
    """JSON with each surrogate pair, which YAML does not know, as the character it stands for."""
    if not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return text

    def character(pair: re.Match[str]) -> str:
        return pair[1] + chr(0x10000 + ((int(pair[2], 16) & 0x3FF) << 10) + (int(pair[3], 16) & 0x3FF))

    return _PAIR.sub(character, text)


def _code(error: yaml.reader.ReaderError) -> int:
    """The code point that the parser could not read."""
    return error.character if isinstance(error.character, int) else ord(error.character[:1] or "\0")


class _Unresolved:
    """What the composer asks of a resolver: no tag for anything, and a stop before the stack ends."""

    depth = 0

    def resolve(self, *_: object) -> str:
        """No tag, so that an explicit one can be told."""
        return ""

    def descend_resolver(self, node: yaml.Node | None, _: object) -> None:
        """Called before each value, with the list or mapping that it stands in."""
        self.depth += 1
        # The top node and the value in the deepest list count as levels here, too.
        if self.depth > MAX_DEPTH + 2:
            line = node.start_mark.line + 1 if node else 1
            raise _too_deep(line)

    def ascend_resolver(self) -> None:
        """Called after each value."""
        self.depth -= 1


@lru_cache(maxsize=1)
def _loader_class() -> Any:
    """PyYAML's composer on libyaml where there is one, without its guesses about scalars."""
    import yaml

    if yaml.__with_libyaml__:
        from yaml.cyaml import CParser  # type: ignore[attr-defined]

        return type("FastLoader", (_Unresolved, CParser), {})
    parts = (yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser, yaml.composer.Composer)

    def start(self: Any, text: str) -> None:
        parts[0].__init__(self, text)
        for part in parts[1:]:
            part.__init__(self)

    return type("PlainLoader", (_Unresolved, *parts), {"__init__": start})


class _Converter:
    """Turns the composer's nodes of one document into ours, counting as if every alias were written out."""

    def __init__(self, note: Note) -> None:
        self._note = note
        self._done: dict[int, tuple[Node, int]] = {}
        self._open: set[int] = set()
        self._count = 0

    def node(self, raw: Any) -> Node:
        """Our node. BadYaml when there are too many."""
        self._count += 1
        line = raw.start_mark.line + 1
        if self._count > MAX_NODES:
            what = f"holds more than {MAX_NODES:,} values in one document"
            raise BadYaml(what, "write one case in each document, and without aliases of aliases", line)
        if raw.tag:
            self._note(
                line, f"the tag '{_short_tag(raw.tag)}' is not read", "write the value without the tag"
            )
        if raw.id == "scalar":
            return Scalar(raw.value, line, not raw.style)
        return self._collection(raw, line)

    def _collection(self, raw: Any, line: int) -> Node:
        """Our list or mapping, made once and counted for every alias. BadYaml when it holds itself."""
        key = id(raw)
        if known := self._done.get(key):
            self._count += known[1]
            return known[0]
        if key in self._open:
            raise BadYaml("an alias refers to the very value it stands in", "write the value out", line)
        before = self._count
        self._open.add(key)
        made: Node
        if raw.id == "sequence":
            made = Items(tuple([self.node(item) for item in raw.value]), line)
        else:
            made = Entries(tuple([(self.node(name), self.node(value)) for name, value in raw.value]), line)
        self._open.discard(key)
        self._done[key] = made, self._count - before
        return made


def _short_tag(tag: str) -> str:
    """The tag as people write it: '!!python/object'."""
    return re.sub(r"^tag:yaml\.org,2002:", "!!", tag)


_QUOTES = "put the whole value in quotes"
_INDENT = "indent the entries of one list or mapping alike, with spaces, and put ': ' after each key"
_TAB = ("a tab is used for indentation", "indent with spaces")
_PROBLEMS: tuple[tuple[str, str, str], ...] = (
    ("violates indentation", *_TAB),
    ("where an indentation space", *_TAB),
    (
        "mapping values are not allowed",
        "a second ': ' in one value, or wrong indentation",
        f"{_QUOTES}, or {_INDENT}",
    ),
    ("found unexpected end of stream", "a quote is opened and never closed", "close the quote"),
    ("expected ',' or ']'", "a '[' is not closed, or a comma is missing", "write it like [one, two]"),
    ("expected ',' or '}'", "a '{' is not closed, or a comma is missing", "write it like {key: value}"),
    ("expected key", "the line does not fit the lines above it", _INDENT),
    ("expected '-' indicator", "the line does not fit the list above it", _INDENT),
    ("expected <block end>", "the line does not fit the lines above it", _INDENT),
    ("could not find expected ':'", "a key without ': ' after it", "write 'key: value'"),
    (
        "block sequence entries",
        "a list starts in the wrong place",
        "start it on its own line, or write [one, two]",
    ),
    ("found undefined alias", "'*' refers to an anchor that is not there", f"{_QUOTES} if the '*' is text"),
    ("found duplicate anchor", "an anchor is given twice", "give each '&' anchor its own name"),
    ("while scanning an alias", "a value starts with '*'", _QUOTES),
    ("while scanning an anchor", "a value starts with '&'", _QUOTES),
    ("tag", "a value starts with '!'", _QUOTES),
    ("escape", "an unknown '\\' escape in double quotes", "use single quotes, or write '\\\\'"),
    ("<document start>", "text goes on after the end of the case", "start another case with '---'"),
    ("incompatible YAML document", "a YAML version other than 1.x", "remove the %YAML line"),
    ("expected node content", "a value is missing, or starts with a special character", _QUOTES),
    ("mapping keys are not allowed", "a '?' stands where a value is expected", _QUOTES),
    (
        "while scanning a block scalar",
        "text stands on the line of '|' or '>'",
        "start the text on the next line",
    ),
)
"""What PyYAML's problem holds -> what is wrong, and the cure."""


def _too_deep(line: int) -> BadYaml:
    return BadYaml("is nested too deeply", f"at most {MAX_DEPTH} levels are read", line)


def _in_our_words(error: yaml.MarkedYAMLError, text: str) -> BadYaml:
    """The parser's complaint said so that somebody who does not know YAML can mend it."""
    complaint = f"{error.context} {error.problem}"
    if "nesting depth" in complaint:  # the parser's own limit, met before ours where brackets never close
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return _too_deep(line)
    opened = "end of stream" in complaint or "expected ':'" in complaint
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    # The parser breaks lines here and nowhere else; str.splitlines knows more breaks.
    lines = re.split(r"\r\n|[\r\n\x85\u2028\u2029]", text)
    what, cure = _problem(complaint, lines[line] if line < len(lines) else "", column)
    return BadYaml(f"is not YAML at column {column + 1}: {what}", cure, line + 1)


def _problem(complaint: str, shown: str, column: int) -> tuple[str, str]:
    """What is wrong and the cure, by the complaint and the line it is about."""
    if "\t" in shown[: len(shown) - len(shown.lstrip())]:
        return _TAB
    if "cannot start any token" in complaint:
        return f"a value starts with {shown[column : column + 1]!r}", _QUOTES
    if ("expected key" in complaint or "<block end>" in complaint) and re.search(
        r"['\"]\s*\Z", shown[:column]
    ):
        return "text goes on after a closing quote", "inside single quotes write each ' twice"
    found = ((what, cure) for part, what, cure in _PROBLEMS if part in complaint)
    return next(found, (complaint.removeprefix("None "), "write plain YAML"))
