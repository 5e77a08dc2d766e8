"""Specific changes as reports write them: V777L, p.Val777Leu, c.2329G>T, exon 19 deletion, ex20ins."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.extract.genes import gene_named
from kg.hgvs import HgvsError, coding_change, protein_change

_THREE = "Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val|Ter"
_ONE = "[ACDEFGHIKLMNPQRSTVWY]"
_ANY = rf"(?:{_THREE}|{_ONE})"
_MANY = rf"(?:(?:{_THREE})+|{_ONE}+)"
_END = r"(?![A-Za-z0-9])"
_FS = rf"(?:{_ANY})?fs(?:\s?(?:Ter|[*X])\s?\d{{0,4}})?"
_EDIT = rf"(?:delins{_MANY}|del(?:ins)?(?:{_MANY})?|dup(?:{_MANY})?|ins{_MANY}|>{_MANY})"
_OTHERS = rf"(?:/{_ONE}{_END})*"
"""'W515L/K' says W515L and W515K."""

PROTEIN = re.compile(
    rf"(?P<p>p\.\s?\(?)?(?P<whole>{_ANY}\s?\d{{1,4}}\s?"
    rf"(?:[_-]\s?{_ANY}\s?\d{{1,4}}\s?{_EDIT}|{_FS}|(?:{_THREE}|{_ONE}|\*|X){_OTHERS}|{_EDIT}))\)?{_END}"
)
_SPAN = re.compile(
    rf"(?P<a>{_ONE}\d{{2,4}})\s?[_-]\s?(?P<b>{_ONE}\d{{2,4}}){_END}(?P<after>\s(?:in-?frame\s)?del(?:etions?)?\b)?"
)
"""'delE746-A750', 'E746-A750 deletion'."""
_TAILED = re.compile(rf"(?<![A-Za-z0-9])(?P<whole>{_ONE}\d{{2,4}}{_ONE})(?P<gene>[A-Z][A-Z0-9]{{2,6}}){_END}")
"""'V600EBRAF'."""
CODING = re.compile(
    r"\bc\.?\s?(?P<place>\*?-?\d+(?:\s?[+-]\s?\d+)?(?:\s?_\s?\*?\d+(?:\s?[+-]\s?\d+)?)?)\s?"
    r"(?P<edit>[ACGT]\s?(?:>|/|->|--?>)\s?[ACGT]\b|delins\s?[ACGT]+|del\s?[ACGT]*(?:\s?ins\s?[ACGT]+)?|dup\s?[ACGT]*|ins\s?[ACGT]+|inv)",
)
_OLD = re.compile(rf"(?<![\w.])\d{{3,5}}(?:del|ins|dup)(?:[ACGT]{{1,10}}|\d{{1,3}}){_END}")
"""Numbers of times before HGVS, such as 185delAG: a change, whose place is not read."""
_NAMED = re.compile(r"\bEGFR[\s-]?v(?:ariant\s)?III\b|\bTERT\b[^.;]{0,30}?\bC2(?:28|50)T\b|\bC2(?:28|50)T\b")
_HOW = r"(?:in-?frame[\s-]?|(?:activating|somatic|sensiti[sz]ing|point|missense|frameshift|driver)\s)?"
_WHOSE = r"(?:\([^()]{1,20}\)[\s-]|(?-i:[A-Za-z]{0,2}-?[A-Z0-9]{2,8})[\s-](?:gene\s)?)?"
_KIND = (
    r"(?P<k>deletions?|dele?t?i?o?n?|deleted|insertions?|ins|skipping|skipped"
    r"|duplications?|dup|mutations?|mutated|mutant|alterations?)\b"
)
_OTHER_KIND = (
    r"(?P<k>deletions?|insertions?|skipping|mutations?|duplications?|alterations?|mutated|deleted|loss)"
)
_PLACE = r"(?:in|of|at|on|within|affecting|involving)"
_EXON = re.compile(r"(?:[Ee]xons?|EXON|[Ee]x|EX)[\s-]?(?P<n>\d{1,2})(?!\d)")
_EXON_AFTER = re.compile(
    rf"(?:\s?(?:,|and|-|&)\s?\d{{1,2}})?[\s-]{{0,2}}{_WHOSE}{_HOW}{_KIND}", re.IGNORECASE
)
"""'exon 19 deletion', 'ex20ins', 'exon 11 KIT mutation'."""
_EXON_BEFORE = re.compile(
    rf"\b{_OTHER_KIND}\s(?:[\w-]+\s){{0,3}}?{_PLACE}\s(?:the\s)?(?:[\w-]+\s){{0,3}}?$", re.IGNORECASE
)
"""'in-frame deletion in exon 19'."""
_NUMBER_DEL = re.compile(r"(?P<n>\d{2})[\s-]?(?P<k>del|ins)(?:etions?|ertions?)?\b", re.IGNORECASE)
_DEL_NUMBER = re.compile(r"\b(?P<k>del|ins)[\s-]?$", re.IGNORECASE)
_WITH_NUMBER = frozenset({"14", "18", "19", "20", "21"})
"""Exons of which reports write '19-del'."""
_DIGITS = re.compile(r"\d+")
_PREFIX = re.compile(r"p\.\s?\(?$")
_DEL = re.compile(r"\bdel(?:etion)?[\s-]?$")
_THREES = frozenset(_THREE.split("|"))
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
_SMALLEST = 10
"""Positions below this need the prefix p.: 'T2N', 'N1M' and the like are stages."""
_ANY_RESIDUE = frozenset({"G12X", "G13X", "Q61X", "G719X", "V600X", "R132X", "E746X"})
"""Places where X means any residue, not a stop."""


class Change(NamedTuple):
    """A change as written: HGVS where it could be read so."""

    start: int
    """The first character, that of the gene where the gene is glued to the change."""
    end: int
    protein: str | None
    coding: str | None
    exon: int | None
    kind: str
    glued: str
    """The gene written right before or behind it ('BRAF' of 'BRAFV600E')."""


def changes(text: str) -> list[Change]:
    """Every specific change in the text by its place; where two overlap, the one read more closely."""
    taken: list[tuple[int, int]] = []
    found: list[Change] = []
    numbers = list(_DIGITS.finditer(text))
    for change in (*_coding(text), *_other(text, numbers), *_protein(text, numbers), *_exons(text, numbers)):
        last = found[-1] if found else None
        if last and last[:2] == change[:2] and last.protein and change.protein:
            found.append(change)  # W515L/K
            continue
        at = bisect_left(taken, (change.start, change.end))
        near = taken[max(0, at - 1) : at + 1]
        if not any(start < change.end and change.start < end for start, end in near):
            insort(taken, (change.start, change.end))
            found.append(change)
    return sorted(found, key=lambda change: (change.start, change.end))


def _protein(text: str, numbers: Sequence[re.Match[str]]) -> Iterator[Change]:
    passed = 0
    for number in numbers:
        start = _residue_before(text, number.start())
        if start is None or start < passed:
            continue
        prefix = _PREFIX.search(text, max(0, start - 4), start)
        if match := PROTEIN.match(text, prefix.start() if prefix else start):
            passed = match.end()
            yield from _written(text, match)
        if (
            (match := _TAILED.match(text, start))
            and gene_named(match["gene"])
            and (read := _read(match["whole"]))
        ):
            yield Change(start, match.end(), read[0], None, None, read[1], match["gene"])
        if match := _SPAN.match(text, start):
            before = _DEL.search(text, max(0, start - 10), start)
            read = _read(f"{match['a']}_{match['b']}del") if before or match["after"] else None
            if read:
                yield Change(start, match.end(), read[0], None, None, read[1], "")


def _residue_before(text: str, at: int) -> int | None:
    """Where the amino acid begins that stands right before a number, None without one."""
    last = at - 2 if text[at - 1 : at] == " " else at - 1
    if last < 0:
        return None
    if text[last].islower():
        return last - 2 if text[max(0, last - 2) : last + 1] in _THREES else None
    return last if text[last] in "ACDEFGHIKLMNPQRSTVWY" else None


def _written(text: str, match: re.Match[str]) -> Iterator[Change]:
    """The changes that one match stands for: none for a stage or clone, two for 'W515L/K'."""
    start, end = match.span()
    glued = _glued_before(text, start)
    if glued is None or (not match["p"] and not glued and _is_other(text, start)):
        return
    whole = match["whole"].replace(" ", "")
    position = int(_DIGITS.findall(whole)[0])
    if not match["p"] and position < _SMALLEST and not re.match(r"[A-Z][a-z]{2}", whole):
        return
    place = start - len(glued)
    if whole in _ANY_RESIDUE:
        yield Change(place, end, None, None, None, "mutation", glued)
        return
    for name in _alternatives(whole):
        read = _read(name)
        if read and (read[1] != "synonymous" or match["p"]):
            yield Change(place, end, read[0], None, None, read[1], glued)


def _read(name: str) -> tuple[str, str] | None:
    """(HGVS name, kind) of a protein change, None when it is none."""
    name = re.sub(r"-(?=[A-Z])", "_", name)
    found = re.fullmatch(rf"({_ANY}(\d+)_{_ANY}(\d+))(?:ins|>)({_MANY})", name)
    if found and (">" in name or int(found[3]) - int(found[2]) != 1):  # what lies between is replaced
        name = f"{found[1]}delins{found[4]}"
    try:
        change = protein_change(re.sub(r"X$", "*", name))
    except HgvsError:
        return None
    return change.normal, change.kind


def _alternatives(whole: str) -> list[str]:
    first, *others = whole.split("/")
    stem = first.rstrip("ACDEFGHIKLMNPQRSTVWY*")
    return [first, *(stem + other for other in others)]


def _glued_before(text: str, start: int) -> str | None:
    """The gene's letters right before a change ('' for none), None when it is the tail of another word."""
    if start == 0 or not text[start - 1].isalnum():
        return ""
    at, floor = start, max(0, start - 10)
    while at > floor and text[at - 1].isalnum():
        at -= 1
    letters = text[at:start]
    is_name = 2 <= len(letters) <= 8 and letters[0].isalpha() and letters.upper() == letters
    return letters if is_name else None


_OTHER_BEFORE = re.compile(
    r"(?:\b(?:clone|stage|cells?|line|grade|level|antibody|antigen|vitamin|no\.|number|NCT|type|figure|table|case)"
    r"|[A-Za-z0-9]-|[/.])\s?$",
    re.IGNORECASE,
)
_CHANGE_BEFORE = re.compile(r"(?:exon|ex)\s?\d+[-/]$|[A-Z0-9]{3,}-$|[A-Z]\d+[A-Z]/$|(?:del|ins|dup)[A-Z]*/$")


def _is_other(text: str, start: int) -> bool:
    """True for a code that only looks like a change: a clone, a stage, part of a number."""
    before = text[max(0, start - 14) : start]
    return bool(_OTHER_BEFORE.search(before)) and not _CHANGE_BEFORE.search(before)


def _coding(text: str) -> Iterator[Change]:
    for match in CODING.finditer(text):
        place = re.sub(r"\s", "", match["place"])
        edit = re.sub(r"\s", "", match["edit"]).replace("/", ">").replace("->", ">").replace("->", ">")
        try:
            written = coding_change(f"c.{place}{edit}")
        except HgvsError:
            continue
        yield Change(match.start(), match.end(), None, written, None, "mutation", "")


def _other(text: str, numbers: Sequence[re.Match[str]]) -> Iterator[Change]:
    for number in numbers:
        if match := _OLD.match(text, number.start()):
            yield Change(match.start(), match.end(), None, None, None, "mutation", "")
    if not any(hint in text for hint in ("III", "C228T", "C250T")):
        return
    for match in _NAMED.finditer(text):
        glued = match[0][:4] if match[0][0] in "ET" else "TERT"
        yield Change(match.start(), match.end(), None, None, None, "mutation", glued)


def _exons(text: str, numbers: Sequence[re.Match[str]]) -> Iterator[Change]:
    for match in _EXON.finditer(text):
        start, number = match.start(), int(match["n"])
        glued = _glued_before(text, start)
        if glued is None or (start and text[start - 1].isdigit() and not glued):
            continue
        start -= len(glued)
        if glued == "MET" and number == 14:
            yield Change(start, match.end(), None, None, number, "exon skipping", glued)
        elif after := _EXON_AFTER.match(text, match.end()):
            kind = _EXON_KINDS[after["k"].lower()[:3]]
            yield Change(start, after.end(), None, None, number, kind, glued)
        else:
            before = _EXON_BEFORE.search(text, max(0, start - 90), start)
            if before and not _holds_other(before[0]):
                kind = _EXON_KINDS[before["k"].lower()[:3]]
                yield Change(before.start(), match.end(), None, None, number, kind, glued)
    for digits in numbers:
        if digits[0] in _WITH_NUMBER:
            yield from _short_exon(text, digits)


def _short_exon(text: str, digits: re.Match[str]) -> Iterator[Change]:
    """'19-del' and 'del19'."""
    start, end, number = digits.start(), digits.end(), int(digits[0])
    if start and text[start - 1].isalnum() and text[max(0, start - 3) : start].lower() not in {"del", "ins"}:
        return
    if match := _NUMBER_DEL.match(text, start):
        yield Change(start, match.end(), None, None, number, _EXON_KINDS[match["k"].lower()], "")
        return
    before = _DEL_NUMBER.search(text, max(0, start - 5), start)
    if before and number in {19, 20} and not text[end : end + 1].isalnum():
        yield Change(before.start(), end, None, None, number, _EXON_KINDS[before["k"].lower()], "")


def _holds_other(stretch: str) -> bool:
    return bool(re.search(r"[.;]|\band\b.*\b(?:mutation|deletion)", stretch))
