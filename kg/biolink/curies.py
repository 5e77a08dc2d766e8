"""CURIEs of any prefix ↔ IRIs: our own prefixes first, then Biolink's, then a place for all others."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

from kg import ids
from kg.biolink.model import table
from kg.ids import PREFIXES

FOREIGN = "https://w3id.org/casekg/id/"
"""Start of the IRIs of ids whose prefix nobody knows; the same whatever `--base` is, so that graphs meet."""

OURS = {
    f"casekg.{kind}": f"{ids.BASE}{kind}/"
    for kind in ("case", "edge", "profile", "regimen", "unmapped", "variant")
}
"""Prefix -> IRI start of what `kg` names itself; their local parts hold no slash and no second colon."""
_SEGMENTS = "/:._-~()*=,+"
_PLAIN = re.compile(r"[A-Za-z0-9._~:-]+\Z")
_IRI = re.compile(r"(?:https?://|urn:)[^\s<>\"{}|\\^`]+\Z")
_SAFE = "/:@!$&'()*+,;=-._~?"


@lru_cache(maxsize=1)
def starts() -> dict[str, str]:
    """Prefix -> IRI start; where ours and Biolink's differ, ours."""
    return dict(table("prefixes.tsv")) | PREFIXES


@lru_cache(maxsize=1)
def _folded() -> dict[str, str]:
    return {prefix.lower(): prefix for prefix in starts()}


@lru_cache(maxsize=10_000)
def _start(prefix: str) -> tuple[str, bool] | None:
    """The IRI start of a prefix in any letter case, and whether every plain CURIE leads back to itself."""
    known = prefix if prefix in starts() else _folded().get(prefix.lower())
    if known is None:
        return None
    start = starts()[known]
    others = [one for name, one in starts().items() if name != known] + list(ids.LEGACY_FORMS)
    apart = not any(one.startswith(start) for one in others)
    return start, apart and known == prefix and prefix != "PMC"


@lru_cache(maxsize=100_000)
def expanded(curie: str) -> tuple[str, bool]:
    """The IRI that an id means, and whether `contract` makes the same id of it again.

    >>> expanded("MONDO:0005051")
    ('http://purl.obolibrary.org/obo/MONDO_0005051', True)
    >>> expanded("NOBODY:7")
    ('https://w3id.org/casekg/id/NOBODY:7', True)
    """
    prefix, colon, local = curie.partition(":")
    if prefix in OURS:
        iri = OURS[prefix] + quote(unquote(local), safe=_SEGMENTS)
        return iri, contract(iri) == curie
    found = _start(prefix) if colon and local else None
    if found and found[1] and _PLAIN.match(local):
        return found[0] + local, True
    iri = _iri(curie, found[0] if found else None, local)
    return iri, contract(iri) == curie


def _iri(curie: str, start: str | None, local: str) -> str:
    if start == PREFIXES["PMC"]:
        local = local.removeprefix("PMC")
    if start is not None:
        return start + quote(local, safe=_SAFE)
    return curie if _IRI.match(curie) else FOREIGN + quote(curie, safe=_SAFE)


@lru_cache(maxsize=1)
def _by_start() -> list[tuple[str, str]]:
    pairs = [(start, prefix) for prefix, start in starts().items()] + list(ids.LEGACY_FORMS.items())
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0]))


@lru_cache(maxsize=1)
def _heads() -> dict[str, list[tuple[str, str]]]:
    """The starts by their first letters, to look at few."""
    found: dict[str, list[tuple[str, str]]] = {}
    for start, prefix in _by_start():
        found.setdefault(start[:_HEAD], []).append((start, prefix))
    return found


_HEAD = 14


@lru_cache(maxsize=100_000)
def contract(iri: str) -> str:
    """The id that an IRI stands for; the IRI itself when no prefix fits.

    >>> contract("http://identifiers.org/hgnc/3430"), contract("https://example.org/x")
    ('HGNC:3430', 'https://example.org/x')
    """
    if iri.startswith(FOREIGN):
        return unquote(iri[len(FOREIGN) :])
    if iri.startswith(ids.BASE):
        for prefix, start in OURS.items():
            if iri.startswith(start):
                return f"{prefix}:{quote(unquote(iri[len(start) :]), safe='')}"
    for start, prefix in _heads().get(iri[:_HEAD], ()):
        if iri.startswith(start) and len(iri) > len(start):
            local = unquote(iri[len(start) :])
            return f"{prefix}:PMC{local}" if prefix == "PMC" else f"{prefix}:{local}"
    return iri
