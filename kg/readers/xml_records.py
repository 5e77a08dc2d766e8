"""Records of a large XML file one at a time: nothing is expanded or fetched, nothing is kept.

A DOCTYPE that names a public DTD is normal and passed over; a file that declares entities is a fault.
Depth and size of one record are bounded, so that no file can fill the memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from kg.errors import Notepad
from kg.readers.pieces import Text, pieces

if TYPE_CHECKING:
    from defusedxml.ElementTree import DefusedXMLParser

MAX_DEPTH = 150
"""Elements inside each other; a table in a list in a section of an article needs some thirty."""
MAX_ELEMENTS = 400_000
"""Elements in one record; the longest articles have some ten thousands."""
MAX_CHARACTERS = 40_000_000
"""Characters of one record."""
_CHUNK = 1 << 16
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


class _TooMuch(Exception):
    """A record is deeper or larger than we read."""


class _Builder(TreeBuilder):
    """Keeps each finished record with the line it opens at, and forgets it from the tree."""

    def __init__(self, tags: frozenset[str]) -> None:
        super().__init__()
        self.parser: DefusedXMLParser | None = None
        self.finished: list[tuple[Element, int]] = []
        self._tags = tags
        self._open: list[Element] = []
        self.characters = 0
        """Fed since the last finished record."""
        self._line = self._elements = 0
        self._inside = 0
        """How deep the record that is being read lies; 0 outside of records."""

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        if "}" in tag:
            tag = tag.rpartition("}")[2]
        element = super().start(tag, attrs)
        self._open.append(element)
        self._elements += 1
        if len(self._open) > MAX_DEPTH:
            raise _TooMuch(f"elements are nested more than {MAX_DEPTH} deep")
        if self._elements > MAX_ELEMENTS:
            raise _TooMuch(f"a record has more than {MAX_ELEMENTS:,} elements")
        if not self._inside and tag in self._tags:
            self._inside = len(self._open)
            if self.parser is not None:
                self._line = self.parser.parser.CurrentLineNumber
        return element

    def end(self, tag: str, /) -> Element:
        if "}" in tag:
            tag = tag.rpartition("}")[2]
        element = super().end(tag)
        self._open.pop()
        if self._inside > len(self._open):
            self.finished.append((element, self._line))
            self._inside = self._elements = 0
            if self._open:
                self._open[-1].remove(element)
        return element


def elements(text: Text, tags: frozenset[str], pad: Notepad) -> Iterator[tuple[Element, int]]:
    """Yield each record and its line, then note where and why the XML breaks off, if it does.

    A record is an outermost element with one of the `tags`; names come without their namespace.
    """
    from defusedxml.common import DefusedXmlException

    builder, parser = _parser(tags)
    skipped = 0
    try:
        for skipped, chunk in _chunks(text):
            parser.feed(chunk)
            yield from _taken(builder, skipped)
            _check_size(builder, len(chunk))
        parser.close()
    except DefusedXmlException:
        line = parser.parser.CurrentLineNumber + skipped
        what = "declares XML entities, which are never expanded"
        pad.error("", what, "save the records again without them", line=line)
    except _TooMuch as error:
        yield from _taken(builder, skipped)
        line = parser.parser.CurrentLineNumber + skipped
        pad.error("", str(error), "is this the right file? Records after this place were not read", line=line)
    except ParseError as error:
        yield from _taken(builder, skipped)
        _say_broken(error, pad, skipped)


def _chunks(text: Text) -> Iterator[tuple[int, str]]:
    """Yield the text in small chunks, each with the number of lines that were left out at the start.

    An XML declaration may stand at the very start alone, so blanks before it are left out.
    """
    skipped, begun = 0, False
    for piece in pieces(text):
        start = 0
        if not begun:
            start = len(piece) - len(piece.lstrip("\ufeff \t\n"))
            skipped += piece.count("\n", 0, start)
            begun = start < len(piece)
        for at in range(start, len(piece), _CHUNK):
            yield skipped, piece[at : at + _CHUNK]


def _taken(builder: _Builder, skipped: int) -> Iterator[tuple[Element, int]]:
    """Yield the finished records and forget them."""
    while builder.finished:
        batch, builder.finished = builder.finished, []
        builder.characters = 0
        yield from ((element, line + skipped) for element, line in batch)


def _check_size(builder: _Builder, fed: int) -> None:
    builder.characters += fed
    if builder.characters > MAX_CHARACTERS:
        raise _TooMuch(f"a record has more than {MAX_CHARACTERS:,} characters")


def _parser(tags: frozenset[str]) -> tuple[_Builder, DefusedXMLParser]:
    """A parser that passes over a DOCTYPE naming a public DTD and refuses all entities."""
    from defusedxml.ElementTree import DefusedXMLParser

    builder = _Builder(tags)
    parser = DefusedXMLParser(target=builder, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    builder.parser = parser
    return builder, parser


def _say_broken(error: ParseError, pad: Notepad, skipped: int) -> None:
    line, _ = error.position
    why = str(error).partition(": line")[0]
    if why.startswith(("junk after", "XML or text declaration not at start")):
        cure = "two XML files glued together: separate them; records after this place were not read"
    elif why.startswith(("no element found", "unclosed")):
        cure = "the file is cut: save it again; the records before this place were read"
    else:
        cure = "mend it or save it again; records after this place were not read"
    pad.error("", f"the XML is broken: {why}", cure, line=line + skipped)


def flat(element: Element | None) -> str:
    """The text of an element on one line, its markup flattened; blanks of other kinds are kept."""
    return "" if element is None else _BLANKS.sub(" ", "".join(element.itertext())).strip(" ")


def stated(element: Element | None, *paths: str) -> str | None:
    """The text at the first of the paths that has any."""
    if element is None:
        return None
    return next((text for path in paths if (text := flat(element.find(path)))), None)


def every(element: Element, path: str) -> tuple[str, ...]:
    """The texts at a path, empty ones left out."""
    return tuple(text for found in element.iterfind(path) if (text := flat(found)))
