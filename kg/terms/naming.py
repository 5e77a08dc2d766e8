"""Keys under which names are looked for inside running text, and the trie that holds them.

Unlike `fold`, which makes a whole name alike, a key is made word by word, so that a text's words can be
joined as they come.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from kg.terms.folding import fold, singular
from kg.terms.model import Kind, Term

TRIE = "names.marisa"
KINDS = {
    "g": Kind.GENE,
    "d": Kind.DISEASE,
    "r": Kind.DRUG,
    "c": Kind.DRUG_CLASS,
    "s": Kind.SITE,
    "a": Kind.ADVERSE_EVENT,
}
"""The letter before each id in the trie -> the kind of its term."""
_WORDS = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['\u2019]s\b")
_NOISE = re.compile(
    r"(?:MIR|LINC|LOC|SNOR|RNU|RNA5|TRNA|TR[A-Z]-|RN7|RPL|RPS|OR\d|IGK|IGL[VJC]|IGHV|IGHD|IGHJ|TRA[VJ]|TRB[VJ]|TRG[VJ]|TRD[VJ]|FAM\d|C\d+orf|MT-)"
)
"""Symbols of genes that no report tells as altered: RNA genes, segments, open reading frames."""
_NO_GENE = re.compile(
    r"pseudogene|antisense RNA|microRNA|non-protein coding|non-coding RNA|read-through", re.IGNORECASE
)
_LONGEST = 100
_TERM = "\x1f"
"""Between a key and one of its terms; no text holds it once it is made even."""
_SHORTEST = 2


@lru_cache(maxsize=200_000)
def word_key(word: str) -> str:
    """The key of one word of a name or text: small letters, American spelling, singular.

    >>> word_key("Tumours"), word_key("NSCLCs"), word_key("KRAS")
    ('tumor', 'nsclc', 'kras')
    """
    if word.isupper() or any(ch.isdigit() for ch in word):
        return fold(word)
    if word[:-1].isupper() and word.endswith("s") and len(word) > 3:
        return fold(word[:-1])
    return fold(singular(word.lower()))


def name_key(name: str) -> str:
    """The key of a whole name.

    >>> name_key("lung adenocarcinomas"), name_key("T-DM1"), name_key("Paget's disease")
    ('lungadenocarcinoma', 'tdm1', 'pagetdisease')
    """
    return "".join(word_key(word) for word in _WORDS.findall(_POSSESSIVE.sub("", name)))


def keys(terms: Iterable[Term]) -> Iterator[tuple[str, str]]:
    """(key, letter of the kind and id) for every name to be looked for in texts."""
    letters = {kind: letter for letter, kind in KINDS.items()}
    for term in terms:
        letter = letters.get(term.kind)
        if letter is None or term.obsolete or (term.kind is Kind.GENE and _is_noise(term)):
            continue
        value = f"{letter}{term.id}"
        for key in sorted({name_key(name) for name in term.names}):
            if _SHORTEST <= len(key) <= _LONGEST and not key.isdigit():
                yield key, value


def _is_noise(term: Term) -> bool:
    return bool(_NOISE.match(term.label)) or any(_NO_GENE.search(name) for name in term.names)


class NameTrie:
    """The names of all terms in one trie: each key by itself, and again with each of its terms behind it."""

    def __init__(self, path: Path) -> None:
        from marisa_trie import Trie

        self._trie = Trie()
        self._trie.mmap(str(path))

    def prefixes(self, text: str) -> list[str]:
        """The keys that the text begins with, the shortest first."""
        found: list[str] = self._trie.prefixes(text)
        return found

    def begins(self, text: str) -> bool:
        """True when a key begins with the text."""
        return next(self._trie.iterkeys(text), None) is not None

    def get(self, key: str) -> list[str]:
        """The terms of a key: the letter of the kind and the id; empty for no key."""
        start = key + _TERM
        return [value[len(start) :] for value in self._trie.iterkeys(start)]


def write_trie(where: Path, terms: Iterable[Term]) -> None:
    """Write the trie of all names of the terms into a folder."""
    from marisa_trie import Trie

    pairs = set(keys(terms))
    Trie(sorted({key for key, _ in pairs} | {f"{key}{_TERM}{value}" for key, value in pairs})).save(
        str(where / TRIE)
    )
