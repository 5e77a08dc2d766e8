"""Specific changes as reports write them: V777L, p.Val777Leu, c.2329G>T, exon 19 deletion, ex20ins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.hgvs import HgvsError, coding_change, protein_change

_THREE = "Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val|Ter"
_ONE = "[ACDEFGHIKLMNPQRSTVWY]"
_ANY = rf"(?:{_THREE}|{_ONE})"
_MANY = rf"(?:(?:{_THREE})+|{_ONE}+)"
_END = r"(?![A-Za-z0-9])"
_FS = rf"(?:{_ANY})?fs(?:\s?(?:Ter|[*X])\s?\d{{0,4}})?"
_EDIT = rf"(?:delins{_MANY}|del(?:ins)?(?:{_MANY})?|dup(?:{_MANY})?|ins{_MANY})"

PROTEIN = re.compile(
    rf"(?P<p>p\.\s?\(?)?(?P<whole>{_ANY}\s?\d{{1,4}}\s?(?:[_-]\s?{_ANY}\s?\d{{1,4}}\s?{_EDIT}|{_FS}|(?:{_THREE}|{_ONE}|\*)(?:/{_ONE}(?![A-Za-z0-9]))*|{_EDIT}))\)?{_END}"
)
_MINE = re.compile(rf"\bdel\s?(?P<a>{_ONE}\d{{2,4}})[_-](?P<b>{_ONE}\d{{2,4}}){_END}")
CODING = re.compile(
    r"\bc\.?\s?(?P<place>\*?-?\d+(?:\s?[+-]\s?\d+)?(?:\s?_\s?\*?\d+(?:\s?[+-]\s?\d+)?)?)\s?"
    r"(?P<edit>[ACGT]\s?(?:>|/|->|--?>)\s?[ACGT]\b|delins\s?[ACGT]+|del\s?[ACGT]*(?:\s?ins\s?[ACGT]+)?|dup\s?[ACGT]*|ins\s?[ACGT]+|inv)",
)
_EX = r"(?:exons?|ex)"
EXON = re.compile(
    rf"(?P<a>\b{_EX}[\s-]?(?P<n1>\d{{1,2}})(?:\s?(?:,|and|-|&)\s?\d{{1,2}})?[\s-]{{0,2}}(?:in-?frame[\s-]?|skipping\s|activating\s|somatic\s)?(?P<k1>deletions?|dele?t?i?o?n?|insertions?|ins|skipping|duplications?|mutations?|mutated|mutant|alterations?|deleted)\b)"
    rf"|(?P<b>\b(?:in-?frame\s)?(?P<k2>deletions?|insertions?|skipping|mutations?|duplications?|alterations?|mutated)\s(?:[\w-]+\s){{0,3}}?(?:in|of|at|on|within|affecting|involving)\s(?:the\s)?(?:[\w-]+\s){{0,3}}?{_EX}[\s-]?(?P<n2>\d{{1,2}})\b)"
    rf"|(?P<c>\b(?P<n3>\d{{2}})[\s-]?(?P<k3>del|ins)(?:etions?|ertions?)?\b)"
    rf"|(?P<d>\b(?P<k4>del|ins)[\s-]?(?P<n4>19|20)\b)",
    re.IGNORECASE,
)
_EXON_KINDS = {
    "del": "exon deletion",
    "ins": "in-frame insertion",
    "ski": "exon skipping",
    "dup": "in-frame insertion",
    "mut": "mutation",
    "alt": "mutation",
}
_SMALLEST = 10
"""Positions below this need the prefix p.: 'T2N', 'N1M' and the like are stages."""


class Change(NamedTuple):
    """A change as written: HGVS where it could be read so."""

    start: int
    end: int
    protein: str | None
    coding: str | None
    exon: int | None
    kind: str
    glued: str
    """Letters written right before it ('BRAF' of 'BRAFV600E')."""


def changes(text: str) -> Iterator[Change]:
    """Every specific change in the text, in order of kind."""
    taken: list[tuple[int, int]] = []
    for change in (*_coding(text), *_protein(text), *_exons(text)):
        if not any(start < change.end and change.start < end for start, end in taken):
            taken.append((change.start, change.end))
            yield change


def _protein(text: str) -> Iterator[Change]:
    for match in PROTEIN.finditer(text):
        start = match.start()
        glued = _glued_before(text, start)
        if glued is None or (not match["p"] and not glued and _is_other(text, start, match.end())):
            continue
        whole = match["whole"].replace(" ", "")
        position = int(re.search(r"\d+", whole)[0])  # type: ignore[index]
        if not match["p"] and position < _SMALLEST and not re.match(r"[A-Z][a-z]{2}", whole):
            continue
        for name in _alternatives(whole):
            try:
                change = protein_change(re.sub(r"-(?=[A-Z])", "_", name))
            except HgvsError:
                continue
            if change.kind == "synonymous" and change.end is None and not match["p"]:
                continue
            yield Change(start, match.end(), change.normal, None, None, change.kind, glued)
    for match in _MINE.finditer(text):
        try:
            change = protein_change(f"{match['a']}_{match['b']}del")
        except HgvsError:
            continue
        yield Change(match.start(), match.end(), change.normal, None, None, change.kind, "")


def _alternatives(whole: str) -> list[str]:
    """'W515L/K' says W515L and W515K."""
    first, *others = whole.split("/")
    stem = first.rstrip("ACDEFGHIKLMNPQRSTVWY*")
    return [first, *(stem + other for other in others)]


def _glued_before(text: str, start: int) -> str | None:
    """The gene's letters right before a change ('' for none), None when it is the tail of another word."""
    if start == 0 or not text[start - 1].isalnum():
        return ""
    at = start
    while at and (text[at - 1].isalnum()):
        at -= 1
    letters = text[at:start]
    return letters if 2 <= len(letters) <= 8 and letters[0].isalpha() and letters.upper() == letters else None


_OTHER_BEFORE = re.compile(
    r"(?:\b(?:clone|stage|cells?|line|grade|level|antibody|antigen|vitamin|no\.?|number|NCT|type|figure|table|case)|[A-Za-z0-9]-|[/.])\s?$",
    re.IGNORECASE,
)


def _is_other(text: str, start: int, end: int) -> bool:
    """True for a code that only looks like a change: a clone, a stage, part of a number."""
    return bool(_OTHER_BEFORE.search(text[max(0, start - 12) : start])) and not re.search(
        r"(?:exon|ex)\s?\d+[-/]$|[A-Z0-9]{3,}-$|[A-Z]\d+[A-Z]/$", text[max(0, start - 14) : start]
    )


def _coding(text: str) -> Iterator[Change]:
    for match in CODING.finditer(text):
        place = re.sub(r"\s", "", match["place"])
        edit = re.sub(r"\s", "", match["edit"]).replace("/", ">").replace("->", ">").replace("->", ">")
        written = f"c.{place}{edit}"
        try:
            written = coding_change(written)
        except HgvsError:
            continue
        yield Change(match.start(), match.end(), None, written, None, "mutation", "")


def _exons(text: str) -> Iterator[Change]:
    for match in EXON.finditer(text):
        number = next(int(match[name]) for name in ("n1", "n2", "n3", "n4") if match[name])
        word = next(match[name] for name in ("k1", "k2", "k3", "k4") if match[name]).lower()
        if match["c"] and number not in (14, 18, 19, 20, 21):
            continue
        if match["b"] and _holds_other(match["b"]):
            continue
        yield Change(match.start(), match.end(), None, None, number, _EXON_KINDS[word[:3]], "")


def _holds_other(stretch: str) -> bool:
    return bool(re.search(r"[.;]|\band\b.*\b(?:mutation|deletion)", stretch))
