"""Names that look like an unknown one, for 'did you mean'."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from kg.terms.folding import fold
from kg.terms.lookup import get
from kg.terms.model import Kind
from kg.terms.tables import NAMES, sorted_file, unspaced

_LIKE_ENOUGH = 75
"""Least likeness, of 100: lower ones are other words."""


@lru_cache(maxsize=1_000)
def nearest(name: str, kinds: Collection[Kind] = (), limit: int = 3) -> tuple[str, ...]:
    """Up to `limit` names of current terms most like this one, the likest first; none when none is like it.

    >>> nearest("KRASS", (Kind.GENE,))[0]
    'KRAS'
    """
    from rapidfuzz import fuzz, process

    keys = _keys(tuple(kinds))
    found: dict[str, None] = {}
    wanted = fold(name)
    hits = process.extract(wanted, keys, scorer=fuzz.ratio, limit=4 * limit, score_cutoff=_LIKE_ENOUGH)
    for key, _, _ in sorted(hits, key=lambda hit: (-hit[1], abs(len(hit[0]) - len(wanted)), hit[0])):
        found.update(dict.fromkeys(_spelt(key, tuple(kinds))))
    return tuple(found)[:limit]


@lru_cache(maxsize=16)
def _keys(kinds: tuple[Kind, ...]) -> list[str]:
    wanted = set(kinds or Kind)
    return list(dict.fromkeys(key for key, kind, _ in sorted_file(NAMES).all() if kind in wanted))


def _spelt(key: str, kinds: tuple[Kind, ...]) -> list[str]:
    """The names, as written, of the current terms that fold to the key."""
    rows = sorted_file(NAMES).rows(key)
    terms = [get(unspaced(cell)) for _, kind, cell in rows if not kinds or kind in kinds]
    current = [term for term in terms if not term.obsolete]
    return [next((name for name in term.names if fold(name) == key), term.label) for term in current]
