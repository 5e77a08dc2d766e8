"""Acronyms of regimens in a text: FOLFOX, R-CHOP, and the drugs they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.extract.document import Document
from kg.extract.phrases import Row, rows


@lru_cache(maxsize=1)
def _table() -> dict[str, Row]:
    return {row.phrase.upper(): row for row in rows("regimens")}


@lru_cache(maxsize=1)
def _acronym() -> re.Pattern[str]:
    """One pattern for all acronyms, the longest first."""
    names = sorted({row.phrase for row in rows("regimens")}, key=lambda name: (-len(name), name))
    return re.compile(
        rf"(?<![A-Za-z0-9-])(?:m|modified )?(?P<name>{'|'.join(map(re.escape, names))})(?:-?\d{{1,2}})?(?![A-Za-z0-9])(?!-[A-Z]{{2}})"
    )


def regimens(document: Document) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    """(start, end, name, drugs) of every acronym that may count where it stands."""
    text = document.text
    for match in _acronym().finditer(text):
        row = _table()[match["name"].upper()]
        if context := row["context"]:
            near = text[max(0, match.start() - 30) : match.end() + 30]
            if not re.search(context, near, re.IGNORECASE):
                continue
        drugs = tuple(filter(None, row["drugs"].split("|")))
        if drugs:
            yield match.start(), match.end(), match["name"], drugs
