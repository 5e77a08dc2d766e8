"""Names of genes, diseases, drugs, sites and events: where a text holds one.

The names lie in one compact trie beside the term tables (`ontology/terms/names.marisa`, made by
`python -m kg.terms.index`); it opens at once and is shared between processes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kg.extract.plain import Words
from kg.terms import Kind, Term, find
from kg.terms.naming import KINDS, TRIE, NameTrie, word_key
from kg.terms.tables import place

_LONGEST = 110
"""Characters of the longest name that is looked for."""
_CAPITALS = 5
"""Up to this many letters a name is an abbreviation, which counts only as it is written."""
_BREAK = " "


class Name(NamedTuple):
    """A name met in a text: its first and one past its last word, and the terms that have it."""

    first: int
    last: int
    start: int
    end: int
    terms: tuple[Term, ...]


def names(text: str, words: Words) -> Iterator[Name]:
    """Every name, the longest at each word; a shorter one inside a longer is passed over."""
    keys, joined, offsets = _joined(text, words)
    ends = {
        offset + len(key): index + 1
        for index, (offset, key) in enumerate(zip(offsets, keys, strict=True))
        if key
    }
    trie, at = opened(), 0
    while at < len(keys):
        found = None if _passed(keys[at]) else _longest(trie, text, words, joined, offsets[at], ends, at)
        if found:
            yield found
            at = found.last
        else:
            at += 1


@lru_cache(maxsize=1)
def opened() -> NameTrie:
    """The trie of all names, mapped from its file."""
    return NameTrie(place() / TRIE)


def _passed(key: str) -> bool:
    return not key or key in _COMMON


def _joined(text: str, words: Words) -> tuple[list[str], str, list[int]]:
    keys: list[str] = []
    offsets: list[int] = []
    length = 0
    lower = words.lower
    for at, (word, start, end) in enumerate(zip(lower, words.starts, words.ends, strict=True)):
        if word.isalnum():
            key = "" if word == "s" and at and lower[at - 1] == "'" else word_key(text[start:end])
        else:
            key = "" if word in "'/" or _is_numbered(lower, at) else _BREAK
        keys.append(key)
        offsets.append(length)
        length += len(key)
    return keys, "".join(keys), offsets


def _is_numbered(lower: tuple[str, ...], at: int) -> bool:
    """True for the brackets of a single number in a name: 'O(6)-methylguanine'."""
    if lower[at] == "(":
        return (
            at + 2 < len(lower)
            and lower[at + 1].isdigit()
            and lower[at + 2] == ")"
            and at > 0
            and len(lower[at - 1]) == 1
        )
    return (
        lower[at] == ")"
        and at > 1
        and lower[at - 1].isdigit()
        and lower[at - 2] == "("
        and at > 2
        and len(lower[at - 3]) == 1
    )


def _longest(
    trie: NameTrie, text: str, words: Words, joined: str, offset: int, ends: dict[int, int], at: int
) -> Name | None:
    for key in reversed(trie.prefixes(joined[offset : offset + _LONGEST])):
        last = ends.get(offset + len(key))
        if last is None or last <= at:
            continue
        start, end = words.starts[at], words.ends[last - 1]
        if terms := _meant(text[start:end], key):
            return Name(at, last, start, end, terms)
    return None


@lru_cache(maxsize=100_000)
def _meant(surface: str, key: str) -> tuple[Term, ...]:
    """The terms of a key that may be written like this."""
    cells = opened().get(key)
    terms = (find(cell[1:]) for cell in cells if cell[0] in KINDS)
    return tuple(term for term in terms if term and is_written(surface, term))


def is_written(surface: str, term: Term) -> bool:
    """True when the surface can be this term: abbreviations in their own capitals, genes as genes are."""
    if term.kind is Kind.GENE:
        return _is_gene(surface, term)
    letters = sum(ch.isalnum() for ch in surface)
    if letters > _CAPITALS and not (letters < 9 and " " in surface and not _has_blank(surface, term)):
        return True
    bare = _bare(surface)
    return (
        any(_bare(name) == bare for name in term.names)
        or (
            surface.islower()
            and letters > 3
            and any(name.lower() == surface for name in term.names if not name.isupper())
        )
        or (
            surface[1:].islower()
            and any(name.lower() == surface.lower() and name[1:].islower() for name in term.names)
        )
    )


def _has_blank(surface: str, term: Term) -> bool:
    lower = surface.lower()
    return any(name.lower() == lower for name in term.names)


@lru_cache(maxsize=50_000)
def _spellings(term: Term) -> tuple[frozenset[str], frozenset[str]]:
    bare = frozenset(_bare(name) for name in term.names)
    return bare, frozenset(name.lower() for name in bare)


def _is_gene(surface: str, term: Term) -> bool:
    """Symbols in capitals (or with a digit in them), names of several words in any case."""
    letters = sum(ch.isalpha() for ch in surface)
    if surface in _SMALL or ((" " in surface or "-" in surface) and letters > 11):
        return True
    bare, lower = _spellings(term)
    mine = _bare(surface)
    if mine in bare:
        return mine != mine.lower() or any(ch.isdigit() for ch in mine) or "-" in surface or letters > 5
    if mine.lower() not in lower:
        return letters > 11
    if surface in _VERBS:
        return False
    return any(ch.isupper() or ch.isdigit() or ch == "-" for ch in surface) or surface == term.label.lower()


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name)


_VERBS = frozenset(
    "met kit ret set rest was cat fat spring impact large can mark clock pigs bad bid bag".split()
)
"""Symbols that are English words when in small letters."""

_SMALL = frozenset({"abl", "mll", "ews"})
"""Other names of genes that reports also write in small letters: 'bcr-abl'."""

_COMMON = frozenset(
    "a an and are as at been but by can for from had has have he her his if in is it its may more no not of on or our "
    "she such than that the their them then there these they this those to two was we were when which who with without "
    "after before during patient patients treatment therapy case cases report disease showed revealed month months year "
    "years old day days week weeks every also both however due into only over under until using while within".split()
)
"""Words at which no name begins."""
