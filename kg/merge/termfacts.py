"""What the term tables say of identifiers: which term each belongs to, and which are withdrawn.

The tables are read whole, as bytes, because a merge asks for tens of thousands of ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from kg import terms
from kg.ids import PREFIXES, compress, expand, is_curie
from kg.merge import vocabularies
from kg.merge.vocabularies import curie_rank
from kg.terms.model import Kind
from kg.terms.tables import WITHDRAWN, place, unspaced

_KINDS = {Kind.ADVERSE_EVENT: vocabularies.PHENOTYPE}


class Clique(NamedTuple):
    """Identifiers of one thing, as the tables state them."""

    kind: str
    members: tuple[str, ...]
    """IRIs, the leader first."""


@lru_cache(maxsize=1)
def cliques() -> dict[str, Clique]:
    """IRI of every identifier that the tables tie to one term -> its clique; each in no more than one.

    A mapping that several terms name, one of two into the same vocabulary, and one to another kind of
    thing (a gene's protein) tie nothing.
    """
    rows = list(_rows())
    own = {curie for _, curie, _ in rows}
    named = Counter(one for *_, mappings in rows for one in mappings)
    found: dict[str, Clique] = {}
    for kind, curie, mappings in rows:
        prefixes = [one.partition(":")[0] for one in (curie, *mappings)]
        same = [
            one
            for one, prefix in zip(mappings, prefixes[1:], strict=True)
            if named[one] == 1 and one not in own and prefixes.count(prefix) == 1 and _fits(prefix, kind)
        ]
        if same:
            same = sorted([curie, *same], key=partial(curie_rank, kind))
        iris = tuple(map(_iri, same or [curie]))
        clique = Clique(kind, iris)
        found.update(dict.fromkeys(iris, clique))
    return found


def _iri(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local if local.isalnum() and prefix in PREFIXES else expand(curie)


def _fits(prefix: str, kind: str) -> bool:
    """True when an id of this vocabulary may name a thing of this kind."""
    other = vocabularies.KINDS.get(prefix, kind)
    drugs = {vocabularies.DRUG, vocabularies.DRUG_CLASS}
    return prefix in PREFIXES and (other == kind or {other, kind} <= drugs)


def _rows() -> Iterator[tuple[str, str, list[str]]]:
    """Kind, id and mappings of every term in use."""
    for kind in Kind:
        said = _KINDS.get(kind, kind.value)
        for line in (place() / kind.table).read_text(encoding="utf-8").splitlines()[1:]:
            curie, _, _, _, mappings, *_ = line.split("\t")
            yield said, curie, mappings.split("|") if mappings else []


def states(one: str, other: str) -> bool:
    """True when the tables themselves map one of the two to the other, whether or not that glues."""
    stated = _stated()
    return any(
        target in stated[iri]
        for iri, mapped in ((one, other), (other, one))
        if iri in stated and (target := compress(mapped))
    )


@lru_cache(maxsize=1)
def _stated() -> dict[str, list[str]]:
    return {_iri(curie): mappings for _, curie, mappings in _rows() if mappings}


@lru_cache(maxsize=1)
def withdrawn() -> dict[str, str]:
    """IRI of every withdrawn identifier -> the CURIE to use instead, '' where none is named."""
    found = {}
    for name in WITHDRAWN.values():
        for line in (place() / name).read_text(encoding="utf-8").splitlines()[1:]:
            cells = line.split("\t")
            curie = unspaced(cells[0])
            if is_curie(curie):
                found[expand(curie)] = cells[9]
    return found


@lru_cache(maxsize=100_000)
def label(iri: str) -> str:
    """The label of the term that the tables tie an identifier to; '' where they know none.

    Without its synonyms: among them stand salts, which help to find a drug and are none of its names here.
    """
    curie = compress(iri)
    if curie is None:
        return ""
    found = [term] if (term := terms.find(curie)) else [*terms.mapped(curie)]
    return found[0].label if len(found) == 1 else ""
