"""Specific changes as reports write them: V777L, p.Val777Leu, c.2329G>T, exon 19 deletion, ex20ins."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence

from kg.extract.exons import exons
from kg.extract.genes import gene_named
from kg.extract.written import Change, glued_before
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
    rf"(?P<p>p[.:]?\s?\(?)?(?P<whole>{_ANY}\s?\d{{1,4}}\s?"
    rf"(?:[_-]\s?{_ANY}\s?\d{{1,4}}\s?{_EDIT}|{_FS}|(?:{_THREE}|{_ONE}|\*|X){_OTHERS}|{_EDIT}))\)?{_END}"
)
_SPAN = re.compile(
    rf"(?P<a>{_ONE}\d{{2,4}})\s?[_-]\s?(?P<b>{_ONE}\d{{2,4}}){_END}(?P<after>\s(?:in-?frame\s)?del(?:etions?)?\b)?"
)
"""'delE746-A750', 'E746-A750 deletion'."""
_TAILED = re.compile(rf"(?<![A-Za-z0-9])(?P<whole>{_ONE}\d{{2,4}}{_ONE})(?P<gene>[A-Z][A-Z0-9]{{2,6}}){_END}")
"""'V600EBRAF'."""
CODING = re.compile(
    r"c(?<!\wc)\.?\s?(?P<place>\*?-?\d+(?:\s?[+-]\s?\d+)?(?:\s?_\s?\*?\d+(?:\s?[+-]\s?\d+)?)?)\s?"
    r"(?P<edit>[ACGT]+\s?(?:>|/|->|--?>)\s?[ACGT]+\b|delins\s?[ACGT]+|del\s?[ACGT]*(?:\s?ins\s?[ACGT]+)?"
    r"|dup\s?[ACGT]*|ins\s?[ACGT]+|inv)",
)
_OLD = re.compile(rf"(?<![\w.])\d{{3,5}}(?:del|ins|dup)(?:[ACGT]{{1,10}}|\d{{1,3}}){_END}")
"""Numbers of times before HGVS, such as 185delAG: a change, whose place is not read."""
_NAMED = re.compile(r"\bEGFR[\s-]?v(?:ariant\s)?III\b|\bTERT\b[^.;]{0,30}?\bC2(?:28|50)T\b|\bC2(?:28|50)T\b")
_DIGITS = re.compile(r"\d+")
_PREFIX = re.compile(r"(?<![A-Za-z0-9])p[.:]?\s?\(?$")
_DEL = re.compile(r"\bdel(?:etion)?[\s-]?$")
_THREES = frozenset(_THREE.split("|"))
_SMALLEST = 10
"""Positions below this need the prefix p.: 'T2N', 'N1M' and the like are stages."""
_EXON_OF_TWO = re.compile(r"E(?:18|19|20|21)(?:del|ins)")
"""'E19del' tells of an exon, not of a glutamate."""
_ANY_RESIDUE = frozenset({"G12X", "G13X", "Q61X", "G719X", "V600X", "R132X", "E746X"})
"""Places where X means any residue, not a stop."""


def changes(text: str) -> list[Change]:
    """Every specific change in the text by its place; where two overlap, the one read more closely."""
    taken: list[tuple[int, int]] = []
    found: list[Change] = []
    numbers = list(_DIGITS.finditer(text))
    for change in (*_coding(text), *_other(text, numbers), *_protein(text, numbers), *exons(text, numbers)):
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
    apart = text[at - 1 : at] == " "
    last = at - 2 if apart else at - 1
    if last < 0:
        return None
    if text[last].islower():
        return last - 2 if text[max(0, last - 2) : last + 1] in _THREES else None
    if apart and last and text[last - 1].isalnum():  # the R of 'EGFR 19del'
        return None
    return last if text[last] in "ACDEFGHIKLMNPQRSTVWY" else None


def _written(text: str, match: re.Match[str]) -> Iterator[Change]:
    """The changes that one match stands for: none for a stage or clone, two for 'W515L/K'."""
    start, end = match.span()
    glued = glued_before(text, start)
    if glued is None or (not match["p"] and not glued and _is_other(text, start)):
        return
    whole = match["whole"].replace(" ", "")
    position = int(_DIGITS.findall(whole)[0])
    dotted = match["p"] and len(match["p"]) > 1  # 'pT2N0' is a stage
    if not dotted and position < _SMALLEST and not re.match(r"[A-Z][a-z]{2}", whole):
        return
    if not match["p"] and _EXON_OF_TWO.fullmatch(whole):
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


_OTHER_BEFORE = re.compile(
    r"\b(?:clone|stage|cells?|line|grade|level|antibody|antigen|vitamin|no\.|number|NCT|type|figure|table"
    r"|case)"
    r"\s?$|(?:[A-Za-z0-9]-|[/.])$",
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
            written = coding_change("c." + _replaced(place, edit))
        except HgvsError:
            continue
        yield Change(match.start(), match.end(), None, written, None, "mutation", "")


def _replaced(place: str, edit: str) -> str:
    """Place and edit as HGVS writes them where several bases are replaced: '2326G>TTGT' is 2326delinsTTGT."""
    before, sign, after = edit.partition(">")
    if not sign or len(before) == len(after) == 1:
        return place + edit
    if len(before) > 1 and "_" not in place and place.isdigit():
        place = f"{place}_{int(place) + len(before) - 1}"
    return f"{place}delins{after}"


def _other(text: str, numbers: Sequence[re.Match[str]]) -> Iterator[Change]:
    for number in numbers:
        if match := _OLD.match(text, number.start()):
            yield Change(match.start(), match.end(), None, None, None, "mutation", "")
    if not any(hint in text for hint in ("III", "C228T", "C250T")):
        return
    for match in _NAMED.finditer(text):
        glued = match[0][:4] if match[0][0] in "ET" else "TERT"
        yield Change(match.start(), match.end(), None, None, None, "mutation", glued)
