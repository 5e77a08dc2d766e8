"""Names of genes, diseases, drugs, sites and events: where a text holds one.

The names lie in one compact trie beside the term tables (`ontology/terms/names.marisa`, made by
`python -m kg.terms.index`); it opens at once and is shared between processes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from kg.extract.plain import Words
from kg.extract.spelling import is_written, listed
from kg.terms import Term, find
from kg.terms.naming import KINDS, TRIE, NameTrie, word_key
from kg.terms.tables import place

_LONGEST = 110
"""Characters of the longest name that is looked for."""
_BREAK = " "
_IN_NAMES = frozenset("()s-,")
"""What is left out at some places: the brackets of a number, a possessive's s, signs as in "o,p'-DDD"."""


class Name(NamedTuple):
    """A name met in a text: its first and one past its last word, and the terms that have it."""

    first: int
    last: int
    start: int
    end: int
    terms: tuple[Term, ...]


def names(text: str, words: Words) -> Iterator[Name]:
    """Every name, the longest at each word; a shorter one inside a longer is passed over."""
    keys = _keys(text, words)
    joined = "".join(keys)
    offsets = list(accumulate(map(len, keys), initial=0))
    prefixes, free = opened().prefixes, 0
    for at, key in enumerate(keys):
        if key and at >= free and _begins(key):
            offset = offsets[at]
            for found in reversed(prefixes(joined[offset : offset + _LONGEST])):
                end = offset + len(found)
                # of several keys that end here, all but the first are empty
                last = bisect_left(offsets, end, at)
                if last > at and offsets[last] == end and (name := _name(text, words, at, last, found)):
                    yield name
                    free = last
                    break


def _name(text: str, words: Words, first: int, last: int, key: str) -> Name | None:
    start, end = words.starts[first], words.ends[last - 1]
    terms = _meant(text[start:end], key)
    return Name(first, last, start, end, terms) if terms else None


@lru_cache(maxsize=1)
def opened() -> NameTrie:
    """The trie of all names, mapped from its file."""
    return NameTrie(place() / TRIE)


@lru_cache(maxsize=100_000)
def _begins(key: str) -> bool:
    """True for a word at which a name may begin."""
    return key != _BREAK and key not in listed("no name begins") and opened().begins(key)


def _keys(text: str, words: Words) -> list[str]:
    """The key of every word, empty for what names leave out, a blank for what ends a name."""
    lower = words.lower
    keys = [_key(text[start:end]) for start, end in zip(words.starts, words.ends, strict=True)]
    for at, word in enumerate(lower):
        if word in _IN_NAMES and _is_left_out(lower, at, word):
            keys[at] = ""
    return keys


def _is_left_out(lower: tuple[str, ...], at: int, word: str) -> bool:
    if word == ",":  # "o,p'-DDD"
        return lower[at - 1 : at] == ("o",) and lower[at + 1 : at + 2] == ("p",)
    if word in "s-":
        return at > 0 and lower[at - 1] == "'"
    return _is_numbered(lower, at)


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    """The key of a word wherever it stands."""
    if word.isalnum():
        return word_key(word)
    return "" if word in "'/" else _BREAK


def _is_numbered(lower: tuple[str, ...], at: int) -> bool:
    """True for the brackets of a single number in a name: 'O(6)-methylguanine'."""
    begin = at if lower[at] == "(" else at - 2
    if begin < 1 or lower[at] not in "()":
        return False
    letter, *bracketed = lower[begin - 1 : begin + 3]
    return (
        len(bracketed) == 3
        and len(letter) == 1
        and bracketed[0] + bracketed[2] == "()"
        and bracketed[1].isdigit()
    )


@lru_cache(maxsize=100_000)
def _meant(surface: str, key: str) -> tuple[Term, ...]:
    """The terms of a key that may be written like this."""
    return tuple(term for term in terms_of(key) if is_written(surface, term))


def terms_of(key: str) -> tuple[Term, ...]:
    """The terms that have a name with this key, however it is written."""
    terms = (find(cell[1:]) for cell in opened().get(key) if cell[0] in KINDS)
    return tuple(term for term in terms if term)
