"""Acronyms of regimens in a text: FOLFOX, R-CHOP, and the drugs they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.extract.document import Document
from kg.extract.phrases import Row, rows
from kg.extract.plain import words

_GIVEN = re.compile(
    r"\b(?:(?:treated|treatment) with|received|receiving|courses? of"
    r"|administration of)\s(?:[\w-]+\s){0,2}\Z",
    re.IGNORECASE,
)
"""Before an acronym that stands for drugs without a word like 'chemotherapy' beside it."""
_WAS_GIVEN = re.compile(
    r"\s(?:was|were)\s(?:then\s|therefore\s|subsequently\s)?(?:given|administered|started|begun|commenced"
    r"|initiated)\b"
)
"""After such an acronym."""
_DOUBLETS = ("FOLF", "XELO", "CAPO", "CAPE", "GEMO")
_ALSO_IN_CAPITALS = frozenset({"VCd", "VTd", "VRd", "KRd"})
"""Acronyms with a small letter that many write in capitals, where the capitals stand for nothing else."""


@lru_cache(maxsize=1)
def _table() -> dict[str, Row]:
    return {row.phrase.upper(): row for row in rows("regimens")}


@lru_cache(maxsize=1)
def _beginnings() -> dict[str, tuple[str, ...]]:
    """The first word of an acronym -> the acronyms that begin with it, the longest first."""
    found: dict[str, list[str]] = {}
    for row in rows("regimens"):
        found.setdefault(words(row.phrase).lower[0], []).append(row.phrase)
    return {
        first: tuple(sorted(set(names), key=lambda name: (-len(name), name)))
        for first, names in found.items()
    }


@lru_cache(maxsize=65_536)
def _acronym(word: str) -> re.Pattern[str] | None:
    """The pattern of the acronyms that may begin with a word, also with a leading 'm' or a number behind."""
    known, bare = _beginnings(), word.rstrip("0123456789")
    beginnings = dict.fromkeys((word, bare, word.removeprefix("m"), bare.removeprefix("m")))
    names = [name for first in beginnings for name in known.get(first, ())]
    if not names:
        return None
    names = sorted({way for name in names for way in _ways(name)}, key=lambda name: (-len(name), name))
    return re.compile(
        rf"(?<![A-Za-z0-9-])m?(?P<name>{'|'.join(map(re.escape, names))})"
        r"(?:-?\d{1,3})?(?![A-Za-z0-9])(?!-[A-Z]{2})"
    )


def _ways(name: str) -> tuple[str, ...]:
    """The ways in which an acronym is written: 'FOLFOX', 'Folfox', 'FolFox'; 'VCd', 'VCD'."""
    if name in _ALSO_IN_CAPITALS:
        return name, name.upper()
    if name.upper().startswith(_DOUBLETS) and name.isalpha():
        oxaliplatin = name.capitalize()[:-2] + name[-2:].capitalize()
        drugs = name[:1].upper() + name[1:-2].lower() + name[-2:].upper()
        return name, name.upper(), name.capitalize(), oxaliplatin, drugs
    return (name,)


def regimens(document: Document) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    """(start, end, name, drugs) of every acronym that may count where it stands."""
    text, told, done = document.text, document.words, 0
    for word, start in zip(told.lower, told.starts, strict=True):
        pattern = _acronym(word)
        match = pattern.match(text, start) if pattern and start >= done else None
        if match is None:
            continue
        done = match.end()
        row = _table()[match["name"].upper()]
        if context := row["context"]:
            near = text[max(0, match.start() - 30) : match.end() + 30]
            before = text[max(0, match.start() - 30) : match.start()]
            given = _GIVEN.search(before) or _WAS_GIVEN.match(text, match.end())
            if not given and not re.search(context, near, re.IGNORECASE):
                continue
        drugs = tuple(filter(None, row["drugs"].split("|")))
        if drugs:
            yield match.start(), match.end(), match["name"], drugs
