"""Lengths of time in a text: '14 months', 'more than two and a half years', '1 year and 6 months'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.document import Document
from kg.extract.numbers import ONES
from kg.extract.plain import small

_UNITS = {
    unit: letter
    for letter, units in {
        "Y": "year years yr yrs",
        "M": "month months mo mos mth mths",
        "W": "week weeks wk wks",
        "D": "day days",
    }.items()
    for unit in units.split()
}
_MONTHS = {"Y": 12.0, "M": 1.0, "W": 1 / 4.348, "D": 1 / 30.44}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
_ONE = "|".join(sorted(ONES, key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,3}}(?:[.,]\d{{1,2}})?|(?:{'|'.join(_TENS)})(?:[ -](?:{_ONE}))?|{_ONE}|half an?|an?)"
_BEFORE = small(
    rf"(?<![\w./+])(?P<n>{_NUMBER})\+?(?:\s?(?:-|to|or)\s?(?P<m>{_NUMBER}))?"
    r"(?P<half>[ -]and[ -]a[ -]half|\s?\u00bd)?(?P<plus>\+)?[\s-]?\Z"
)
_AFTER = small(rf"\s(?:and\s)?(?P<n>\d{{1,2}}|{_ONE})[\s-](?P<u>months?|weeks?|days?)\b(?![\s-]?old)")
_AND_A_HALF = small(r"\sand a half\b")
_ABOUT = small(
    r"(?:\b(?:more than|over|just|some|roughly|well over|in excess of|exceeds|at least|almost|nearly"
    r"|approximately|about|around|exceeding|beyond|longer than"
    r"|a total of|greater than|another|an additional|additional|a further|further|only|up to|as long as"
    r"|a median of|a period of|following|ensuing|subsequent|the|a|an)\s|[>~\u2265]\s?)+\Z"
)
_NUMBERED = re.compile(r"\s(?P<n>\d{1,3})\b(?![.,]\d|\s?[-/%])")
_AT_UNIT = small(r"\b(?:at|until|till|through|by|beyond|past)\s(?:the\s)?\Z")
_DOSE_BEFORE = small(r"\b(?:mg|g|mcg|gy|units?|iu)(?:/[\w()]+)*(?:\s[\w-]+){0,3}\s(?:for|over|x)\s\Z")
"""Before the days of a course: '75 mg/m2 for 7 days'."""
_OPEN = small(r"more|over|least|exceed|beyond|longer|greater|[>\u2265]")
_NO_LENGTH_AFTER = small(
    r"[\s-]{0,2}(?:old\b|of age\b|history\b|cycles?\b|intervals?\b|ago\b|regimen\b|schedule\b|rest\b"
    r"|breaks?\b|pause\b|interruption\b|washout\b|delay\b|courses?\b|'s?\s(?:old"
    r"|history))"
    r"|\s?/"
)
_NO_LENGTH_BEFORE = small(
    r"\b(?:every|per|each|aged?|age of|ages of|q|days?|weeks?|cycles?|hours|once|twice|times|mg|g|gy"
    r"|units|between)"
    r"\s?(?:in\s)?\Z"
)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as written."""

    start: int
    """First character, that of 'more than' or 'about' included."""
    end: int
    iso: str
    """ISO 8601 in whole parts: 'P14M', 'P8M6D' for 8.2 months, 'P2Y3M'."""
    months: float
    open: bool
    """True for 'more than', 'over', 'at least', '14+'."""


def lengths(document: Document) -> Iterator[Length]:
    """Every length of time in text order; ages, histories, doses and intervals of doses are passed over."""
    told, done = document.words, -1
    for at, word in enumerate(told.lower):
        if word not in _UNITS or told.starts[at] < done:
            continue
        if found := _length(told.small, told.starts[at], told.ends[at], _UNITS[word]):
            done = found.end
            yield found


def _length(text: str, start: int, end: int, unit: str) -> Length | None:
    """The length whose unit stands between two places of a text in small letters; None when none does."""
    window = text[max(0, start - 48) : start]
    number = _BEFORE.search(window)
    if number is None:
        return _numbered(text, start, end, unit)
    first = start - len(window) + number.start()
    before = text[max(0, first - 48) : first]
    about = _ABOUT.search(before)
    more = about[0] if about else ""
    if _NO_LENGTH_AFTER.match(text, end) or _NO_LENGTH_BEFORE.search(before[: len(before) - len(more)]):
        return None
    if (number["n"] in {"a", "an"} and unit == "D") or (unit in "DW" and _DOSE_BEFORE.search(before)):
        return None
    half = _AND_A_HALF.match(text, end)  # 'a year and a half'
    value = _value(number["m"] or number["n"]) + (0.5 if number["half"] or half else 0)
    end = half.end() if half else end
    iso, months = _iso((value, unit)), value * _MONTHS[unit]
    if second := _AFTER.match(text, end):
        other = _UNITS[second["u"]]
        if other != unit:
            iso, end = _iso((value, unit), (_value(second["n"]), other)), second.end()
            months += _value(second["n"]) * _MONTHS[other]
    opened = bool(number["plus"] or "+" in number[0] or _OPEN.search(more))
    return Length(first - len(more), end, iso, months, opened)


def _numbered(text: str, start: int, end: int, unit: str) -> Length | None:
    """The length of 'at month 13', from the start of the treatment or whatever else is counted from."""
    number = _NUMBERED.match(text, end)
    if number is None or unit == "D" or not _AT_UNIT.search(text, max(0, start - 12), start):
        return None
    value = float(number["n"])
    return Length(start, number.end(), _iso((value, unit)), value * _MONTHS[unit], False)


def _iso(*parts: tuple[float, str]) -> str:
    """The length in whole years, months and days or in weeks, as case files and XML Schema want it.

    >>> _iso((9, "M")), _iso((8.2, "M")), _iso((1.5, "Y")), _iso((3, "W")), _iso((2, "Y"), (2, "W"))
    ('P9M', 'P8M6D', 'P1Y6M', 'P3W', 'P2Y14D')
    """
    if len(parts) == 1 and parts[0][0] == int(parts[0][0]):
        return f"P{int(parts[0][0])}{parts[0][1]}"
    months = sum(value * (12 if unit == "Y" else 1) for value, unit in parts if unit in "YM")
    days = sum(value * (7 if unit == "W" else 1) for value, unit in parts if unit in "WD")
    if any(unit == "Y" for _, unit in parts):
        years, rest = divmod(round(months), 12)
        written = f"{years}Y" * bool(years) + f"{rest}M" * bool(rest)
    else:
        whole = int(months)
        days += (months - whole) * 30.44
        written = f"{whole}M" * bool(whole)
    return f"P{written}{round(days)}D" if round(days) or not written else f"P{written}"


def _value(written: str) -> float:
    text = written.lower().replace(",", ".")
    if text[0].isdigit():
        return float(text)
    parts = re.split(r"[ -]", text)
    if parts[0] == "half":
        return 0.5
    return sum(_TENS.get(part, 0) + ONES.get(part, 0) for part in parts) or 1
