"""Finding terms by identifier, name or mapping, and walking up their hierarchy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from kg.ids import is_curie, normal_curie
from kg.terms.folding import fold, singular
from kg.terms.model import Kind, Term, UnknownTermError
from kg.terms.tables import NAMES, XREFS, parts, sorted_file, spaced, table, term_of, unspaced

_CACHED = 100_000
"""Terms kept ready; a run over millions of cases meets far fewer different ones."""


def get(curie: str) -> Term:
    """The term of that identifier, obsolete ones too; UnknownTermError when no table has it.

    >>> get("hgnc:3430").label
    'ERBB2'
    """
    if term := find(curie):
        return term
    raise UnknownTermError(f"{curie!r} is in no term table: `kg terms search NAME` finds terms by name")


@lru_cache(maxsize=_CACHED)
def find(curie: str) -> Term | None:
    """The term of that identifier, or None."""
    spelt = _spelt(curie)
    for kind in _kinds_by_prefix().get(spelt.partition(":")[0], ()):
        for name in parts(kind):
            key = spelt if name == kind.table else spaced(spelt)
            for cells in table(name).rows(key):
                return term_of(cells, kind)
    return None


def _spelt(curie: str) -> str:
    """The identifier in our spelling where it is a CURIE."""
    return normal_curie(curie) if is_curie(curie) else curie


@lru_cache(maxsize=1)
def _kinds_by_prefix() -> dict[str, tuple[Kind, ...]]:
    """Prefix -> the kinds whose tables hold ids of it, from the heading of the names file."""
    pairs = (part.split("=") for part in sorted_file(NAMES).heading.split("\t")[1:])
    return {prefix: tuple(Kind(kind) for kind in kinds.split(",")) for prefix, kinds in pairs}


def named(name: str, kinds: Collection[Kind] | None = None) -> tuple[Term, ...]:
    """The terms that have this name as label or synonym, whatever case, hyphens or spelling; by id.

    A name that only fits in the singular ('lung carcinomas') finds the terms of the singular, other
    than genes.

    >>> [term.id for term in named("t dm1")]
    ['NCIT:C82492']
    """
    found = _named(fold(name)) or tuple(
        term for term in _named(fold(singular(name))) if term.kind is not Kind.GENE
    )
    return tuple(term for term in found if kinds is None or term.kind in kinds)


@lru_cache(maxsize=_CACHED)
def _named(key: str) -> tuple[Term, ...]:
    return tuple(get(unspaced(cell)) for _, _, cell in sorted_file(NAMES).rows(key)) if key else ()


@lru_cache(maxsize=_CACHED)
def mapped(curie: str) -> tuple[Term, ...]:
    """The terms that name this identifier of another vocabulary as an exact match; by id.

    >>> [term.id for term in mapped("NCBIGene:2064")]
    ['HGNC:3430']
    """
    return tuple(get(unspaced(cell)) for _, cell in sorted_file(XREFS).rows(spaced(_spelt(curie))))


@lru_cache(maxsize=_CACHED)
def ancestors(curie: str) -> tuple[str, ...]:
    """The ids of all terms above this one, the nearest first, each once; UnknownTermError as `get`."""
    found: dict[str, None] = {}
    level = list(get(curie).parents)
    while level:
        found.update(dict.fromkeys(level))
        level = [up for curie in level for up in get(curie).parents if up not in found]
    return tuple(found)


def all_terms(kind: Kind) -> Iterator[Term]:
    """Every term of a kind, by id; obsolete ones too, those last."""
    return (term_of(cells, kind) for name in parts(kind) for cells in table(name).all())


def graph_facts(ids: Iterable[str]) -> Iterator[Term]:
    """The given terms and everything above them, each once, by id; UnknownTermError as `get`."""
    wanted: set[str] = set()
    for curie in ids:
        wanted.add(get(curie).id)
        wanted.update(ancestors(curie))
    return (get(curie) for curie in sorted(wanted))
