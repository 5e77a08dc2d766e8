"""Reading a large JSON file piece by piece, so that memory holds one element at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from kg.terms.formats.entry import unreadable

_CHUNK = 1 << 20


class JsonStream:
    """Walks one JSON text: objects member by member, arrays element by element."""

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        self._stream = stream
        self._path = path
        self._text = ""
        self._at = 0
        self._bytes = b""
        self._decoder = json.JSONDecoder()

    def members(self) -> Iterator[str]:
        """The keys of the object that starts here; take each value before asking for the next key."""
        self._take("{")
        while self._peek() != "}":
            key = self.value()
            if not isinstance(key, str):
                raise self._fault("a key is not a string")
            self._take(":")
            yield key
            if self._peek() == ",":
                self._take(",")
        self._take("}")

    def elements(self) -> Iterator[None]:
        """One turn for each element of the array that starts here; take each value before the next turn."""
        self._take("[")
        while self._peek() != "]":
            yield
            if self._peek() == ",":
                self._take(",")
        self._take("]")

    def value(self) -> Any:
        """The whole value that starts here."""
        self._peek()
        while True:
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
            except (json.JSONDecodeError, RecursionError) as error:
                if not self._more():
                    raise self._fault(str(error)) from error
            else:
                self._at = end
                return found

    def _peek(self) -> str:
        while True:
            while self._at < len(self._text):
                if not self._text[self._at].isspace():
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                raise self._fault("the file ends too early")

    def _take(self, wanted: str) -> None:
        if self._peek() != wanted:
            raise self._fault(f"expected {wanted!r}, found {self._peek()!r}")
        self._at += 1

    def _more(self) -> bool:
        """Read on, dropping what is done; False at the end of the file."""
        chunk = self._stream.read(max(_CHUNK, len(self._text) - self._at))
        if not chunk:
            return False
        try:
            fresh = (self._bytes + chunk).decode()
            self._bytes = b""
        except UnicodeDecodeError as error:
            whole = len(self._bytes) + len(chunk)
            if whole - error.start > 3:
                raise self._fault("it is not UTF-8 text") from error
            joined = self._bytes + chunk
            fresh, self._bytes = joined[: error.start].decode(), joined[error.start :]
        self._text = self._text[self._at :] + fresh
        self._at = 0
        return True

    def _fault(self, what: str) -> Exception:
        return unreadable(self._path, f"not well-formed JSON: {what}")
