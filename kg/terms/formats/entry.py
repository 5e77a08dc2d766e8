"""What every reader of a vocabulary's release yields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kg.errors import Fault, FaultsError
from kg.ids import compress, is_curie, normal_curie

_OBO = re.compile(r"https?://purl\.obolibrary\.org/obo/(?P<prefix>[A-Za-z]+)_(?P<local>\w+)\Z")
_NCIT = re.compile(r"https?://ncicb\.nci\.nih\.gov/xml/owl/EVS/Thesaurus\.owl#(?P<local>C\d+)\Z")
_CURIE = re.compile(r"[A-Za-z][\w.-]*:[^\s:/][^\s]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One term as its release states it, in the release's own order."""

    id: str
    label: str
    synonyms: tuple[str, ...] = ()
    """Exact synonyms only: related, broader and narrower ones name other things."""
    parents: tuple[str, ...] = ()
    mappings: tuple[str, ...] = ()
    """Exact matches only, of vocabularies that `kg.ids` knows."""
    obsolete: bool = False
    replaced_by: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """A vocabulary's file, read."""

    version: str
    """As the file states it; empty when it does not."""
    entries: tuple[Entry, ...]


def curie_of(text: str) -> str:
    """The CURIE of an IRI or CURIE; of an OBO or NCIT IRI even when `kg.ids` has no such prefix.

    >>> curie_of("http://purl.obolibrary.org/obo/CL_0000066"), curie_of("SCTID:64572001")
    ('CL:0000066', 'SNOMEDCT:64572001')
    """
    if found := _NCIT.match(text):
        return f"NCIT:{found['local']}"
    if "://" in text:
        obo = _OBO.match(text)
        return compress(text) or (f"{obo['prefix']}:{obo['local']}" if obo else text)
    return normal_curie(text) if is_curie(text) else text


def mapping_of(text: str) -> str | None:
    """The CURIE of a mapped id, or None when no prefix of `kg.ids` fits."""
    curie = curie_of(text)
    return curie if is_curie(curie) else None


def looks_like_curie(text: str) -> bool:
    """True for `prefix:local`, whether or not we know the prefix.

    >>> looks_like_curie("MONDO:0000001"), looks_like_curie("graphs")
    (True, False)
    """
    return bool(_CURIE.match(text))


def unreadable(path: Path, what: str, *, line: int | None = None) -> FaultsError:
    """The error for a file that is not what it should be."""
    return FaultsError([Fault(str(path), "", what, "get the file again from its publisher", line)])
