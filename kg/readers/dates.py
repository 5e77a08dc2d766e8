"""Dates as bibliographies print them, read as ISO 8601."""

from __future__ import annotations

import re
from datetime import date

_MONTH_NAMES = (
    "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|"
    "sep sept september|oct october|nov november|dec december"
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES.split("|"), 1) for name in names.split()}
_PERIOD_NAMES = """
    spring summer autumn fall winter 1st 2nd 3rd 4th first second third fourth quarter quart qtr q1 q2 q3 q4
    trimester semester and suppl
"""
_PERIODS = frozenset(_PERIOD_NAMES.split())
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DAYS = re.compile(r"(?P<day>\d{1,2})(?P<range>[-/]\d{1,2})?")
_NUMERIC = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})|(\d{4})/(\d{1,2})")
_BETWEEN = re.compile(r"[ ./&,-]+")


def iso_date(text: str) -> str:
    """The date in ISO 8601, as precise as it is certain; ValueError when it is none.

    A range of days within a month leaves the month; a range of months, a season or a quarter leaves
    the year, and a range over two years the first of them.

    >>> [iso_date(said) for said in ("2023 Jul 5", "2014 Dec", "2015 Mar 14-20", "2015 Mar-Apr")]
    ['2023-07-05', '2014-12', '2015-03', '2015']
    """
    words = text[:80].split()
    if len(words) == 1 and (match := _NUMERIC.fullmatch(words[0])):
        year, _, month, day, short_year, short_month = match.groups()
        return _iso(year or short_year, int(month or short_month), day)
    month_said = words[1].rstrip(".").lower() if 2 <= len(words) <= 3 else ""
    if month_said in _MONTHS and _YEAR.fullmatch(words[0]):
        days = _DAYS.fullmatch(words[2]) if len(words) == 3 else None
        if len(words) == 2 or days:
            day = days["day"] if days and not days["range"] else None
            return _iso(words[0], _MONTHS[month_said], day)
    return _year(text[:80])


def _iso(year: str, month: int, day: str | None) -> str:
    whole = date(int(year), month, int(day or 1))
    return whole.isoformat() if day else f"{whole:%Y-%m}"


def _year(text: str) -> str:
    """The first year of a stretch of time said in any order; ValueError when a word does not belong."""
    words = [word for word in _BETWEEN.split(text.strip().lower()) if word]
    years = [word for word in words if _YEAR.fullmatch(word)]
    rest = [word for word in words if not (_YEAR.fullmatch(word) or word in _MONTHS or word in _PERIODS)]
    if not years or any(not _DAYS.fullmatch(word) for word in rest):
        raise ValueError(f"{text!r} is not a date")
    return years[0]
