"""Bytes of a stream -> its text, a piece at a time, so that a file of any size fits into memory.

`kg.readers.decode` says what is text and what is repaired; here that is done piece by piece. Formats
take such pieces, or a whole text.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from kg.errors import Notepad
from kg.readers import decode

Text = str | Iterable[str]
"""A whole text, or its pieces in order."""

SIZE = 1 << 20
"""Bytes read at once."""
LONGEST_LINE = 1 << 22
"""Characters after which a line is cut into pieces, too."""


class Broken(Exception):
    """The text cannot be read further; the reason stands on the pad already."""


def pieces(text: Text) -> Iterable[str]:
    """The pieces of a text, of which a whole one is the only."""
    return (text,) if isinstance(text, str) else text


def peeked(text: Text, count: int) -> tuple[str, Iterator[str]]:
    """The first characters of a text, `count` or all that it has, and all its pieces."""
    rest = iter(pieces(text))
    taken: list[str] = []
    length = 0
    for piece in rest:
        taken.append(piece)
        length += len(piece)
        if length >= count:
            break
    return "".join(taken)[:count], chain(taken, rest)


def decoded(stream: BinaryIO, pad: Notepad) -> Iterator[str]:
    """Yield the text of a stream, in whole lines where they are not endless.

    What `kg.readers.decode.decode` says of encodings, line ends and repairs holds. Raises Broken after
    a fault was noted; what came before was yielded then.
    """
    state = _Progress(pad)
    first = stream.read(SIZE)
    if decode.is_no_text(first, pad):
        raise Broken
    held: list[str] = []
    length = 0
    for text in _unchecked(stream, first, state):
        held.append(text)
        length += len(text)
        if "\n" in text or length > LONGEST_LINE:
            whole = "".join(held)
            cut = whole.rfind("\n") + 1 or len(whole)
            yield state.checked(whole[:cut])
            held, length = [whole[cut:]], len(whole) - cut
    yield state.checked("".join(held))
    state.close()


def _unchecked(stream: BinaryIO, first: bytes, state: _Progress) -> Iterator[str]:
    """Yield the characters of the stream, line ends made alike."""
    encoding, skip = decode.encoding_of(first)
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    data, rest, read, lines = first, first[skip:], skip, 1
    while True:
        read += len(rest)
        try:
            text = decoder.decode(rest, final=not data)
        except UnicodeDecodeError as error:
            start = read - len(error.object)
            line = lines + error.object.count(b"\n", 0, error.start)
            decode.say_undecodable(
                error.object, (error.start, start + error.start, line), encoding, state.pad
            )
            raise Broken from None
        lines += text.count("\n")
        if text:
            yield text
        if not data:
            return
        data = rest = stream.read(SIZE)


class _Progress:
    """How far the text was read, and what was found that is told once at the end."""

    def __init__(self, pad: Notepad) -> None:
        self.pad = pad
        self._offset, self._line = 0, 1
        self._blank = True
        self._repairs = decode.Repairs()
        self._lost, self._lost_line = 0, 0

    def checked(self, text: str) -> str:
        """The next stretch of text with its encoding repaired. Broken at a control character."""
        raw = text.encode("utf-8", "surrogatepass")
        if decode.holds_control(raw) and (fault := decode.CONTROL.search(text)):
            decode.say_control(text, fault.start(), (self._offset, self._line), self.pad)
            raise Broken
        self._blank = self._blank and not text.strip(" \t\n\ufeff")
        if lost := text.count("\ufffd"):
            self._lost_line = self._lost_line or self._line + text.count("\n", 0, text.index("\ufffd"))
            self._lost += lost
        mended = self._repairs.mended(text, raw, self._line)
        if not self._offset:
            mended = mended.removeprefix("\ufeff")
        self._offset += len(text)
        self._line += text.count("\n")
        return mended

    def close(self) -> None:
        """Say what is to be said of the whole text. Broken when there is none."""
        if self._blank:
            self.pad.error("", "the file is empty", "save the record again")
            raise Broken
        if self._lost:
            what = f"{self._lost} characters were lost when this file was made (U+FFFD)"
            self.pad.warn("", what, "save it again", line=self._lost_line)
        self._repairs.say(self.pad)
