"""What a document is called: the id of its case, and the name of the file that holds it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from kg.case import Publication
from kg.readers.packages import stem_of

UNNAMED = "text"
_LONGEST = 80
"""Characters of a made name, so that a number or a digest still fits behind it."""


def name_of(publication: Publication, source: str) -> str:
    """The id of the document's case: its CURIE, else its own name or that of its file, made fit for an id.

    >>> name_of(Publication(name="Report 7 (final)"), "a.txt")
    'Report-7-final-0cd58f1e'
    """
    if publication.curie:
        return publication.curie
    given = publication.name or ("" if source.startswith(("-", "<")) else stem_of(source)) or UNNAMED
    bare = re.sub(r"[^A-Za-z0-9._-]+", "-", given).strip("-._")[:_LONGEST] or UNNAMED
    if bare.upper().startswith("PMID"):
        bare = f"{UNNAMED}-{bare}"  # no PubMed id, whatever it looks like
    return bare if bare in {given, f"{UNNAMED}-{given}"} else f"{bare}-{_digest(given)}"


def stem(name: str) -> str:
    """The name of the file of that case, without suffix: one path segment on every system, one per id.

    >>> stem("PMID:37120151"), stem("DOI:10.1000/x.1")
    ('PMID-37120151', 'DOI-10.1000_x.1')
    """
    plain = name.replace(":", "-", 1) if re.match(r"(PMID|DOI|PMC):", name) else name
    if plain.startswith("DOI-"):
        plain = plain.replace("/", "_", 1)  # a registrant's number holds no _, so nothing is lost
    bare = re.sub(r"[^A-Za-z0-9._-]+", "_", plain)[:_LONGEST]
    device = re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", bare)
    return bare if bare == plain and not device else f"{bare}-{_digest(name)}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


class Names:
    """Tells documents of one name apart."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def claim(self, name: str) -> str | None:
        """The name as it is remembered; None when it was claimed before, in whatever letters."""
        folded = name.casefold()
        if folded in self._taken:
            return None
        self._taken.add(folded)
        return folded

    def numbered(self, name: str) -> tuple[str, str]:
        """The name, with a number behind it when it was claimed before, and how it is remembered."""
        number, free = 1, name
        while (claimed := self.claim(free)) is None:
            number += 1
            free = f"{name}-{number}"
        return free, claimed
