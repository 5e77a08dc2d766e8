"""Searching names: those that hold a text, and those that look like an unknown one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from kg.terms.folding import fold
from kg.terms.lookup import get, named
from kg.terms.model import Kind, Term
from kg.terms.tables import NAMES, sorted_file, unspaced

_LIKE_ENOUGH = 75
"""Least likeness, of 100: lower ones are other words."""


def search(text: str, kinds: Collection[Kind] = (), limit: int = 20) -> list[tuple[Term, str]]:
    """Up to `limit` terms with the name that fits: whole names first, then names that hold the text.

    >>> [(term.id, name) for term, name in search("emtansine", (Kind.DRUG,), limit=1)]
    [('NCIT:C82492', 'Trastuzumab Emtansine')]
    """
    key = fold(text)
    found = {term.id: (term, spelt(term, key)) for term in named(text, kinds or None)}
    if key and len(found) < limit:
        for name, curie in sorted(_holding(key, kinds), key=lambda hit: (len(hit[0]), hit)):
            if len(found) >= limit:
                break
            found.setdefault(curie, (get(curie), spelt(get(curie), name)))
    return list(found.values())[:limit]


def beginning(text: str, limit: int = 40) -> list[tuple[Term, str]]:
    """Up to `limit` current terms with a name that begins with the text, letter case aside; by name.

    >>> [(name, term.id) for term, name in beginning("pyrot")]
    [('Pyrotinib', 'NCIT:C111895'), ('pyrotinib dimaleate', 'NCIT:C111895'),
     ('pyrotinib maleate', 'NCIT:C111895')]
    """
    lower, key = text.lower(), fold(text)
    found: dict[str, Term] = {}
    for _, _, cell in sorted_file(NAMES).starting(key) if key else ():
        term = get(unspaced(cell))
        if not term.obsolete:
            found.update((name, term) for name in term.names if name.lower().startswith(lower))
        if len(found) >= limit:
            break
    return [(found[name], name) for name in sorted(found, key=lambda name: (name.lower(), name))[:limit]]


@lru_cache(maxsize=1_000)
def nearest(name: str, kinds: Collection[Kind] = (), limit: int = 3) -> tuple[str, ...]:
    """Up to `limit` names of current terms most like this one, the likest first; none when none is like it.

    >>> nearest("KRASS", (Kind.GENE,))[0]
    'KRAS'
    """
    from rapidfuzz import fuzz, process

    wanted = fold(name)
    keys = _keys(tuple(kinds))
    hits = process.extract(wanted, keys, scorer=fuzz.ratio, limit=4 * limit, score_cutoff=_LIKE_ENOUGH)
    found: dict[str, None] = {}
    for key, _, _ in sorted(hits, key=lambda hit: (-hit[1], abs(len(hit[0]) - len(wanted)), hit[0])):
        terms = [
            get(unspaced(cell))
            for _, kind, cell in sorted_file(NAMES).rows(key)
            if not kinds or kind in kinds
        ]
        found.update((spelt(term, key), None) for term in terms if not term.obsolete)
    return tuple(found)[:limit]


def spelt(term: Term, key: str) -> str:
    """The term's name, as written, that folds to the key; its label when that is a plural's singular."""
    return next((name for name in term.names if fold(name) == key), term.label)


@lru_cache(maxsize=16)
def _keys(kinds: tuple[Kind, ...]) -> list[str]:
    pattern = rb"([^\t\n]+)\t(?:%b)\t" % _any_of(kinds)
    return list(dict.fromkeys(key for (key,) in sorted_file(NAMES).matches(pattern)))


def _holding(key: str, kinds: Collection[Kind]) -> Iterator[tuple[str, str]]:
    """Folded name and id of every term that has the key within a name."""
    rows = sorted_file(NAMES).holding(key)
    return ((name, unspaced(cell)) for name, kind, cell in rows if not kinds or kind in kinds)


def _any_of(kinds: Collection[Kind]) -> bytes:
    return b"|".join(re.escape(kind.encode()) for kind in kinds or Kind)
