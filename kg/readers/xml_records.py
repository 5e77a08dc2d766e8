"""Records of a large XML file one at a time: nothing is expanded or fetched, nothing is kept.

A DOCTYPE that names a public DTD is normal and passed over; a file that declares entities is a fault.
Depth and size of one record are bounded, so that no file can fill the memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder

from kg.errors import Notepad
from kg.readers.pieces import Text, pieces

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


class _Entities(Exception):
    """The file declares entities."""


class _Undefined(Exception):
    """An entity that the file does not declare, by its name."""


class _Reader:
    """Keeps each finished record with the line it opens at, and forgets it from the tree.

    Works on expat itself: a record has hundreds of elements, and each layer between costs as much again.
    """

    def __init__(self, tags: frozenset[str]) -> None:
        from xml.parsers import expat

        self.finished: list[tuple[Element, int]] = []
        self.characters = 0
        """Fed since the last finished record."""
        self._tags = tags
        self._depth = self._elements = self._line = self._inside = 0
        self._builder = TreeBuilder()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = _refuse_entity
        self.parser.UnparsedEntityDeclHandler = _refuse_entity
        self.parser.ExternalEntityRefHandler = _refuse_entity
        self.parser.SkippedEntityHandler = _say_undefined

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH:
            raise _TooMuch(f"elements are nested more than {MAX_DEPTH} deep")
        if self._elements > MAX_ELEMENTS:
            raise _TooMuch(f"a record has more than {MAX_ELEMENTS:,} elements")
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if not self._inside:
            if tag not in self._tags:
                return
            self._inside, self._line = self._depth, self.parser.CurrentLineNumber
            self._builder = TreeBuilder()
            self.parser.CharacterDataHandler = self._builder.data
        self._builder.start(tag, attributes)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if not self._inside:
            return
        self._builder.end(tag.rpartition(":")[2] if ":" in tag else tag)
        if self._inside > self._depth:
            self.parser.CharacterDataHandler = None
            self.finished.append((self._builder.close(), self._line))
            self._inside = self._elements = 0


def _refuse_entity(*_: object) -> int:
    """Called where a file declares an entity or asks for one from outside."""
    raise _Entities


def _say_undefined(name: str, _: bool) -> None:
    """Called for an entity that only the DTD declares, which is never fetched."""
    raise _Undefined(name)


def elements(text: Text, tags: frozenset[str], pad: Notepad) -> Iterator[tuple[Element, int]]:
    """Yield each record and its line, then note where and why the XML breaks off, if it does.

    A record is an outermost element with one of the `tags`; names come without their namespace.
    """
    from xml.parsers.expat import ExpatError

    reader = _Reader(tags)
    skipped = 0
    try:
        for skipped, chunk in _chunks(text):
            reader.parser.Parse(chunk, False)
            yield from _taken(reader, skipped)
            _check_size(reader, len(chunk))
        reader.parser.Parse("", True)
    except _Entities:
        what = "declares XML entities, which are never expanded"
        pad.error("", what, "save the records again without them", line=_line(reader, skipped))
    except _TooMuch as error:
        yield from _taken(reader, skipped)
        cure = "is this the right file? Records after this place were not read"
        pad.error("", str(error), cure, line=_line(reader, skipped))
    except _Undefined as error:
        yield from _taken(reader, skipped)
        _say_broken(f"undefined entity &{error};", _line(reader, skipped), pad)
    except ExpatError as error:
        yield from _taken(reader, skipped)
        _say_broken(str(error).partition(": line")[0], error.lineno + skipped, pad)


def _line(reader: _Reader, skipped: int) -> int:
    return reader.parser.CurrentLineNumber + skipped


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


def _taken(reader: _Reader, skipped: int) -> Iterator[tuple[Element, int]]:
    """Yield the finished records and forget them."""
    while reader.finished:
        batch, reader.finished = reader.finished, []
        reader.characters = 0
        yield from ((element, line + skipped) for element, line in batch)


def _check_size(reader: _Reader, fed: int) -> None:
    reader.characters += fed
    if reader.characters > MAX_CHARACTERS:
        raise _TooMuch(f"a record has more than {MAX_CHARACTERS:,} characters")


def _say_broken(why: str, line: int, pad: Notepad) -> None:
    if why.startswith(("junk after", "XML or text declaration not at start")):
        cure = "two XML files glued together: separate them; records after this place were not read"
    elif why.startswith(("no element found", "unclosed")):
        cure = "the file is cut: save it again; the records before this place were read"
    else:
        cure = "mend it or save it again; records after this place were not read"
    pad.error("", f"the XML is broken: {why}", cure, line=line)


def flat(element: Element | None) -> str:
    """The text of an element on one line, its markup flattened; blanks of other kinds are kept."""
    if element is None:
        return ""
    text = "".join(element.itertext()) if len(element) else element.text or ""
    if "\n" in text or "  " in text or not text.isprintable():
        text = _BLANKS.sub(" ", text)
    return text.strip(" ")


def stated(element: Element | None, *paths: str) -> str | None:
    """The text at the first of the paths that has any."""
    if element is None:
        return None
    return next((text for path in paths if (text := flat(element.find(path)))), None)


def every(element: Element, path: str) -> tuple[str, ...]:
    """The texts at a path, empty ones left out."""
    return tuple(text for found in element.iterfind(path) if (text := flat(found)))
