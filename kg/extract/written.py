"""A change as a text writes it, and the gene that stands glued to it."""

from __future__ import annotations

from typing import NamedTuple


class Change(NamedTuple):
    """A change as written: HGVS where it could be read so."""

    start: int
    """The first character, that of the gene where the gene is glued to the change."""
    end: int
    protein: str | None
    coding: str | None
    exon: int | None
    kind: str
    glued: str
    """The gene written right before or behind it ('BRAF' of 'BRAFV600E')."""


def glued_before(text: str, start: int) -> str | None:
    """The gene's letters right before a change ('' for none), None when it is the tail of another word."""
    if start == 0 or not text[start - 1].isalnum():
        return ""
    at, floor = start, max(0, start - 10)
    while at > floor and text[at - 1].isalnum():
        at -= 1
    letters = text[at:start]
    is_name = 2 <= len(letters) <= 8 and letters[0].isalpha() and letters.upper() == letters
    return letters if is_name else None
