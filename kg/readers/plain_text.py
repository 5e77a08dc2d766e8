"""Any text as a document of which nothing is known but the words."""

from __future__ import annotations

from collections.abc import Iterator

from kg.case import Publication
from kg.errors import Notepad
from kg.readers.pieces import Text, pieces
from kg.readers.wrapped import breaks_at_hyphens, lines, section

MAX_CHARACTERS = 50_000_000
"""The longest text that is read as one."""


def looks_like(_: str) -> bool:
    """Always true: ask the other formats first."""
    return True


def records(text: Text, source: str, pad: Notepad) -> Iterator[Publication]:
    """Yield the whole text as the abstract of one publication, on one line; its offsets point into `text`."""
    length, taken = 0, []
    for piece in pieces(text):
        length += len(piece)
        if length > MAX_CHARACTERS:
            what = f"a plain text of more than {MAX_CHARACTERS:,} characters"
            Notepad(source, pad.faults).error("", what, "give each text a file of its own")
            return
        taken.append(piece)
    wrapped = list(lines(taken))
    yield Publication(sections=(section("abstract", wrapped, at_hyphens=breaks_at_hyphens([wrapped])),))
