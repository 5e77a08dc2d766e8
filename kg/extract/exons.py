"""Changes told by their exon: exon 19 deletion, ex20ins, 19-del, 'a mutation located in exon 11'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.written import Change, glued_before

_HOW = (
    r"(?:\d{1,3}[\s-]?(?:bp|base[\s-]?pairs?|nucleotides?)[\s-]|in-?frame[\s-]?|micro-?"
    r"|(?:activating|somatic|germline|sensiti[sz]ing|point|missense|nonsense|truncating|frameshift|driver"
    r"|splice[\s-]site"
    r"|resistance|heterozygous|homozygous|oncogenic|pathogenic|classical|common|uncommon|rare|novel)\s){0,2}"
)
_WHOSE = r"(?:\([^()]{1,20}\)[\s-]|(?-i:[A-Za-z]{0,2}-?[A-Z0-9]{2,8})[\s-](?:gene\s)?)?"
_KIND = (
    r"(?P<k>deletions?|dele?t?i?o?n?|deleted|insertions?|ins|skipping|skipped"
    r"|duplications?|dup|mutations?|mutated|mutant|alterations?)\b"
)
_OTHER_KIND = (
    r"(?P<k>deletions?|insertions?|skipping|mutations?|duplications?|alterations?|mutated|deleted|loss)"
)
_PLACE = r"(?:in|of|at|on|within|affecting|involving)"
_EXON = re.compile(r"[Ee](?:xons?|(?<=E)XON|x|(?<=E)X)[\s-]?(?P<n>\d{1,2})(?!\d)")
_EXON_AFTER = re.compile(
    rf"(?:\s?(?:,|and|-|&)\s?\d{{1,2}})?[\s-]{{0,2}}{_WHOSE}{_HOW}{_KIND}", re.IGNORECASE
)
"""'exon 19 deletion', 'ex20ins', 'exon 11 KIT mutation'."""
_EXON_BEFORE = re.compile(
    rf"\b{_OTHER_KIND},?\s(?:[\w-]+\s){{0,5}}?{_PLACE}\s(?:the\s)?(?:[\w-]+\s){{0,3}}?$", re.IGNORECASE
)
"""'in-frame deletion in exon 19', 'a mutation of KIT, located in exon 11'."""
_SAME_EVENT = re.compile(r"(?:deletion|insertion|duplication|skipping)[\s-]$", re.IGNORECASE)
"""Before 'mutation': 'an insertion mutation in exon 20'."""
_NUMBER_DEL = re.compile(r"(?P<n>\d{2})[\s-]?(?P<k>del|ins)(?:etions?|ertions?)?\b", re.IGNORECASE)
_E_NUMBER = re.compile(r"(?<![A-Za-z0-9.])[Ee]$")
"""'E19del'."""
_DEL_NUMBER = re.compile(r"\b(?P<k>del|ins)[\s-]?$", re.IGNORECASE)
_WITH_NUMBER = frozenset({"14", "18", "19", "20", "21"})
"""Exons of which reports write '19-del'."""
_EXON_KINDS = {
    "del": "exon deletion",
    "ins": "in-frame insertion",
    "ski": "exon skipping",
    "dup": "in-frame insertion",
    "mut": "mutation",
    "alt": "mutation",
    "los": "exon deletion",
    "ex": "exon skipping",
}


def exons(text: str, numbers: Sequence[re.Match[str]]) -> Iterator[Change]:
    """Every change told by its exon; `numbers` are all numbers of the text."""
    for match in _EXON.finditer(text):
        start, number = match.start(), int(match["n"])
        glued = glued_before(text, start)
        if glued is None or (start and text[start - 1].isdigit() and not glued):
            continue
        start -= len(glued)
        if glued == "MET" and number == 14:
            yield Change(start, match.end(), None, None, number, "exon skipping", glued)
        elif after := _EXON_AFTER.match(text, match.end()):
            kind = _EXON_KINDS[after["k"].lower()[:3]]
            yield Change(start, after.end(), None, None, number, kind, glued)
        else:
            before = _nearest_before(text, start)
            if before and not _holds_other(before[0]):
                kind = _EXON_KINDS[before["k"].lower()[:3]]
                yield Change(before.start(), match.end(), None, None, number, kind, glued)
    for digits in numbers:
        if digits[0] in _WITH_NUMBER:
            yield from _short_exon(text, digits)


def _nearest_before(text: str, start: int) -> re.Match[str] | None:
    """What lies in an exon, by the word nearest to it: 'the mutation was a deletion in exon 19'."""
    nearest, closer = None, _EXON_BEFORE.search(text, max(0, start - 90), start)
    while closer and not (nearest and _SAME_EVENT.search(text, nearest.start(), closer.start())):
        nearest, closer = closer, _EXON_BEFORE.search(text, closer.start() + 1, start)
    return nearest


def _short_exon(text: str, digits: re.Match[str]) -> Iterator[Change]:
    """'19-del' and 'del19'."""
    start, end, number = digits.start(), digits.end(), int(digits[0])
    short = _E_NUMBER.search(text, max(0, start - 2), start)
    word = start and text[start - 1].isalnum() and not short
    if word and text[max(0, start - 3) : start].lower() not in {"del", "ins"}:
        return
    if match := _NUMBER_DEL.match(text, start):
        yield Change(
            short.start() if short else start,
            match.end(),
            None,
            None,
            number,
            _EXON_KINDS[match["k"].lower()],
            "",
        )
        return
    before = _DEL_NUMBER.search(text, max(0, start - 5), start)
    if before and number in {19, 20} and not text[end : end + 1].isalnum():
        yield Change(before.start(), end, None, None, number, _EXON_KINDS[before["k"].lower()], "")


def _holds_other(stretch: str) -> bool:
    return bool(re.search(r"[.;]|\band\b.*\b(?:mutation|deletion)", stretch))
