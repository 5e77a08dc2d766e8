"""Sites of tumours in words: 'gastric', 'the left lateral tongue', 'liver, bone and brain metastases'."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.lexicon import terms_of
from kg.extract.phrases import rows
from kg.terms import Kind, find
from kg.terms.naming import name_key

_SIDES = (
    "left|right|bilateral|both|upper|lower|middle|distal|proximal|ascending|descending|transverse|lateral|medial|central"
    "|anterior|posterior|superior|inferior|primary|his|her|the|a|an|remnant|native|entire|multiple|ipsilateral"
    "|contralateral|oral|lobe|head|body|tail|base|apex|of|dorsal|ventral|outer|inner|quadrant|mid"
)
_FILLER = rf"(?:(?:{_SIDES})(?:[\s-]|-sided\s)){{0,6}}"
_OF = re.compile(
    rf"(?:\s\([^()]{{1,20}}\))?(?:,)?\s(?:(?:arising|originating|located)\s)?(?:of|in|involving|from"
    rf"|at)\s{_FILLER}",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Za-z-]+(?: [A-Za-z-]+){0,3}")
_BEFORE = re.compile(r"(?<![\w-])([A-Za-z-]+(?: [A-Za-z-]+){0,2})[\s-]$")
_REGIONS = frozenset(
    {"abdomen", "pelvic region of trunk", "chest", "neck", "head", "face", "blood", "nerve", "skull"}
)
"""Regions of the body, which are no organ that a tumour is named after."""
_WIDEST = 3
_WINDOW = 90
"""Characters in which the words between a tumour and its site must fit."""


@lru_cache(maxsize=1)
def site_words() -> dict[str, str]:
    """A word of a site in small letters -> the label of the site."""
    return {row.phrase.lower(): row["site"] for row in rows("site-words")}


@lru_cache(maxsize=20_000)
def site_of(said: str) -> str | None:
    """The label of the site that a word means, in British or American spelling; None for other words."""
    return site_words().get(said.lower()) or _folded().get(name_key(said))


@lru_cache(maxsize=1)
def _folded() -> dict[str, str]:
    return {name_key(word): site for word, site in site_words().items()}


@lru_cache(maxsize=1_000)
def wider(site: str) -> tuple[str, ...]:
    """The organs that a site is a part or kind of, the nearest first: 'pancreas' for its tail."""
    found: list[str] = []
    level = [term.id for term in terms_of(name_key(site)) if term.kind is Kind.SITE and term.label == site]
    while level and len(found) < _WIDEST:
        below = [term for curie in level if (term := find(curie))]
        terms = [term for one in below for curie in one.parents if (term := find(curie))]
        found += [term.label for term in terms if term.label in _wordings() and term.label not in _REGIONS]
        level = [term.id for term in terms if term.label not in _REGIONS]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _wordings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows("site-words"):
        found.setdefault(row["site"], []).append(row.phrase)
    more = {"kidney": ["kidney"], "skin of body": ["skin", "cutaneous"], "colorectum": ["colorectal"]}
    return {site: tuple(dict.fromkeys(more.get(site, []) + words)) for site, words in found.items()}


def wordings(site: str, said: str) -> tuple[str, ...]:
    """Every word for a site, the one used in the text first."""
    return tuple(dict.fromkeys((said, *_wordings().get(site, ()), site)))


def site_after(text: str, end: int) -> tuple[str, str, int] | None:
    """(word, site, end of the word) for the site told after a tumour: ' of the left lateral tongue'."""
    match = _OF.match(text, end, end + _WINDOW)
    if not match:
        return None
    return site_at(text, match.end())


def site_at(text: str, start: int) -> tuple[str, str, int] | None:
    """(word, site, end of the word) for the longest site word that begins at a place, sides passed over."""
    words = _WORDS.match(text, start, start + 60)
    while words:
        said = words[0]
        while said:
            if site := site_of(said):
                return said, site, words.start() + len(said)
            said = said.rpartition(" ")[0]
        return None
    return None


def site_before(text: str, start: int) -> tuple[str, str, int] | None:
    """(word, site, start of the word) for the site word that ends right before a place."""
    match = _BEFORE.search(text[max(0, start - 45) : start])
    if not match:
        return None
    said, at = match[1], start - len(match[0])
    while said:
        if site := site_of(said):
            return said, site, at
        head, _, rest = said.partition(" ")
        at += len(head) + 1
        said = rest
    return None
