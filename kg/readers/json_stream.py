"""JSON values out of a text that comes in pieces, so that a large file need not be held whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.errors import printable
from kg.readers.pieces import Text, pieces

MAX_CHARACTERS = 64_000_000
"""The longest single value that is read."""
_NEAR = 64
"""A fault so near to the end of what was read may be cured by reading on."""


class BadJson(Exception):
    """The text is not JSON from here on; `what`, and the line."""

    def __init__(self, what: str, line: int) -> None:
        self.what, self.line = what, line
        super().__init__(what, line)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these members. ValueError for a key that stands twice, as one value would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in found if keys.count(key) > 1)
        raise ValueError(f"the key {printable(repr(twice), 80)} stands twice in one object")
    return found


class JsonStream:
    """Walks the values of a text: objects member by member, arrays element by element."""

    def __init__(self, text: Text) -> None:
        self._rest = iter(pieces(text))
        self._text, self._at = "", 0
        self._lines, self._counted = 1, 0
        self._decoder = json.JSONDecoder(object_pairs_hook=once)

    @property
    def line(self) -> int:
        """The line of the place that is read next."""
        self._lines += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._lines

    def peek(self) -> str:
        """The next character that is not blank; '' at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in " \t\n\r\ufeff":
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def take(self, wanted: str) -> None:
        """Step over a character that must stand here. BadJson when another does."""
        if self.peek() != wanted:
            found = repr(self.peek()) if self.peek() else "the end of the file"
            raise BadJson(f"expected {wanted!r}, found {found}", self.line)
        self._at += 1

    def skip(self, mark: str) -> bool:
        """True, and a step over it, when this character stands here."""
        if self.peek() != mark:
            return False
        self._at += 1
        return True

    def members(self) -> Iterator[str]:
        """The keys of the object that starts here; take each value before asking for the next key."""
        self.take("{")
        if self.skip("}"):
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise BadJson("a key is not a string", self.line)
            self.take(":")
            yield key
            if not self.skip(","):
                break
        self.take("}")

    def elements(self) -> Iterator[None]:
        """One turn for each element of the array that starts here; take each before the next turn."""
        self.take("[")
        if self.skip("]"):
            return
        while True:
            yield
            if not self.skip(","):
                break
        self.take("]")

    def pass_until(self, mark: str) -> None:
        """Step to where this text stands next, or to the end."""
        while (found := self._text.find(mark, self._at)) < 0:
            self._at = max(self._at, len(self._text) - len(mark) + 1)
            if not self._more():
                self._at = len(self._text)
                return
        self._at = found

    def value(self) -> Any:
        """The whole value that starts here. BadJson when it is none, is cut, too long or too deep."""
        self.peek()
        while True:
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                cut = error.pos > len(self._text) - _NEAR or error.msg.startswith("Unterminated string")
                if len(self._text) - self._at > MAX_CHARACTERS:
                    raise BadJson(f"a value of more than {MAX_CHARACTERS:,} characters", self.line) from None
                if not (cut and self._more()):
                    line = self.line + self._text.count("\n", self._at, error.pos)
                    raise BadJson(f"is not JSON: {error.msg.removesuffix(' starting at')}", line) from None
            except (RecursionError, ValueError) as error:
                what = "values are nested too deeply" if isinstance(error, RecursionError) else str(error)
                raise BadJson(what, self.line) from None
            else:
                # A number at the end of a piece may go on in the next.
                if end == len(self._text) and isinstance(found, int | float) and self._more():
                    continue
                self._at = end
                return found

    def _more(self) -> bool:
        """Read on, at least as much again as is held; False at the end."""
        wanted = len(self._text) - self._at
        taken: list[str] = []
        while (piece := next(self._rest, None)) is not None:
            taken.append(piece)
            wanted -= len(piece)
            if wanted <= 0:
                break
        if not any(taken):
            return False
        self._lines = self.line
        self._text = "".join((self._text[self._at :], *taken))
        self._at = self._counted = 0
        return True
