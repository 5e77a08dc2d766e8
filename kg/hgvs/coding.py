"""Changes of a coding sequence: 'c.2305G>C' and the like."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.errors import printable
from kg.hgvs.residues import HgvsError

_POSITION = r"[-*]?[1-9][0-9]{0,6}(?:[+-][1-9][0-9]{0,6})?"
_CODING = re.compile(rf"c\.(?P<start>{_POSITION})(?:_(?P<end>{_POSITION}))?(?P<edit>\D.*)\Z")
_PARTS = re.compile(r"([-*]?)([0-9]+)([+-][0-9]+)?\Z")
_EDIT = re.compile(
    r"(?P<old>[ACGT]*)>(?P<new>[ACGT]+)|(?P<word>delins|dup|inv|ins|del)(?P<bases>[ACGT]*)"
    r"|del(?P<gone>[ACGT]+)ins(?P<come>[ACGT]+)|(?P<same>[ACGT]?=)"
)
_ACCESSION = re.compile(r"[A-Z]{2,}_?[0-9]+(?:\.[0-9]+)?(?:\([^)]*\))?:")
_SPLICE = re.compile(r"[0-9][+-][12](?![0-9])")
_LONGEST = 1_000
_EXAMPLE = "write it like c.2305G>C, c.1521_1523del or c.35_36delinsTT"


@lru_cache(maxsize=50_000)
def coding_change(text: str) -> str:
    """The coding change in its one normal form; HgvsError when it is none.

    >>> coding_change("c.1521_1523delCTT"), coding_change("c.(3028+1G>T)")
    ('c.1521_1523del', 'c.3028+1G>T')
    """
    name = text.strip()
    if len(name) > _LONGEST or not name:
        raise HgvsError("the coding change is too long" if name else "the coding change is empty", _EXAMPLE)
    if name.startswith("c.(") and name.endswith(")"):
        name = f"c.{name[3:-1]}"
    try:
        return _normal(name)
    except HgvsError as error:
        raise _with_suggestion(error, name) from None


def is_splice_site(coding: str) -> bool:
    """True when the change touches the first or last two bases of an intron.

    >>> is_splice_site("c.3028+1G>T"), is_splice_site("c.3028+17G>T")
    (True, False)
    """
    return bool(_SPLICE.search(coding))


def _with_suggestion(error: HgvsError, name: str) -> HgvsError:
    """The same error; with the right spelling as its cure when only case, spaces or arrows are wrong."""
    squeezed = re.sub(r"\s+", "", name).replace("->", ">").replace("→", ">").removeprefix("C.")
    squeezed = re.sub(r"(?<![a-z])[acgtu]+(?![a-z])", lambda run: run[0].upper(), squeezed.removeprefix("c."))
    for guess in (f"c.{squeezed}", f"c.{squeezed.replace('U', 'T')}"):
        try:
            return HgvsError(error.what, f"did you mean '{_normal(guess)}'?")
        except HgvsError:
            continue
    return error


def _normal(name: str) -> str:
    """The normal form of a name without brackets; HgvsError with a general cure when it is none."""
    said = repr(printable(name, 80))
    if _ACCESSION.match(name):
        raise HgvsError(f"{said} names a sequence", f"write the change alone: {name.partition(':')[2]}")
    if name.startswith("p."):
        raise HgvsError(f"{said} is a protein change", "it belongs under 'protein'")
    if re.match(r"[gmnor]\.", name):
        raise HgvsError(f"{said} does not count along the coding sequence", "give the coding change (c.)")
    match = _CODING.match(name)
    edit = _EDIT.fullmatch(match["edit"]) if match else None
    if not match or not edit:
        raise HgvsError(f"{said} is not a coding change in HGVS", _EXAMPLE)
    length = _length(match["start"], match["end"])
    place = match["start"] if match["end"] is None else f"{match['start']}_{match['end']}"
    return f"c.{place}{_words(edit, length, said)}"


def _length(start: str, end: str | None) -> int | None:
    """How many bases the range holds, None when introns or the ends of the sequence make that unknown."""
    if end is None:
        return 1
    first, last = _ordered(start), _ordered(end)
    if last <= first:
        swapped = f"write c.{end}_{start}…" if last < first else "write the position once"
        raise HgvsError(f"the range {start}_{end} runs backwards or is one base", swapped)
    counted = not (first[2] or last[2]) and first[0] == last[0]
    return last[1] - first[1] + 1 if counted else None


def _ordered(position: str) -> tuple[int, int, int]:
    """A key that sorts positions along the transcript: before, in and after the coding part."""
    sign, digits, offset = _PARTS.findall(position)[0]
    region = {"-": -1, "": 0, "*": 1}[sign]
    return region, -int(digits) if sign == "-" else int(digits), int(offset or 0)


def _words(edit: re.Match[str], length: int | None, said: str) -> str:
    """The part after the positions, in normal form."""
    if edit["same"]:
        return "="
    if edit["gone"] or edit["new"]:
        return _replaced(edit["gone"] or edit["old"], edit["come"] or edit["new"], length, said)
    word, bases = edit["word"], edit["bases"]
    if word in {"ins", "delins"}:
        if not bases:
            raise HgvsError(f"{said} does not say which bases are inserted", "add them, as in insTT")
        if word == "ins" and length not in {2, None}:
            raise HgvsError("an insertion stands between two neighbours", "write it like c.76_77insG")
        return f"{word}{bases}"
    _check_length(bases, length, said)
    return str(word)


def _replaced(old: str, new: str, length: int | None, said: str) -> str:
    """Bases replaced by others: '>' for one by one, else 'delins'."""
    if not old and length == 1:
        raise HgvsError(f"{said} does not say which base is replaced", "write it like c.2305G>C")
    _check_length(old, length, said)
    if old == new:
        raise HgvsError(f"{said} replaces bases by themselves", "write '=' when nothing changes")
    return f"{old}>{new}" if len(old) == len(new) == 1 else f"delins{new}"


def _check_length(bases: str, length: int | None, said: str) -> None:
    """HgvsError when the bases named do not fill the range."""
    if bases and length is not None and len(bases) != length:
        counted = f"{len(bases)} base{'s' if len(bases) > 1 else ''} for {length}"
        raise HgvsError(f"{said} names {counted}", "give both ends of the range, or leave the bases out")
