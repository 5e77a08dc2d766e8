"""Times of a packet as times of a case, and back.

An age is an age, a timestamp a date; ages of gestation, age ranges and intervals other than a month or a
year have no place in a case and stay data of the record.
"""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache
from typing import Any, NamedTuple

Json = dict[str, Any]

_AGE = re.compile(
    r"P(?=[0-9])(?:(?P<years>[0-9]{1,4})Y)?(?:(?P<months>[0-9]{1,4})M)?"
    r"(?:(?P<weeks>[0-9]{1,4})W)?(?:(?P<days>[0-9]{1,5})D)?\Z"
)
_MIDNIGHT = "T00:00:00Z"
_LAST = "T23:59:59Z"


class Time(NamedTuple):
    """What a case can hold of a time."""

    age: str | None = None
    when: str | None = None
    onset: Json | None = None
    """The class of a time of life."""


def read(element: Json | None) -> Time:
    """The time as far as a case can hold it."""
    if not element:
        return Time()
    if age := element.get("age"):
        return Time(age=duration(age.get("iso8601duration", "")))
    if stamp := element.get("timestamp"):
        return Time(when=date(stamp))
    if interval := element.get("interval"):
        return Time(when=_partial(interval))
    return Time(onset=element.get("ontologyClass"))


@lru_cache(maxsize=100_000)
def duration(text: str) -> str | None:
    """The ISO 8601 duration in the one form that a graph keeps of it; None for none of whole days.

    >>> duration("P8M2W"), duration("P15M"), duration("PT0S"), duration("P3Y0M")
    ('P8M14D', 'P1Y3M', 'P0D', 'P3Y')
    """
    match = _AGE.match("P0D" if text == "PT0S" else text.strip())
    if not match:
        return None
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    years, months, days = years + months // 12, months % 12, days + 7 * weeks
    parts = ((years, "Y"), (months, "M"), (days, "D"))
    return "P" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0D")


@lru_cache(maxsize=10_000)
def days(text: str) -> int | None:
    """The days of a duration; None where it counts months or years, which differ in length."""
    match = _AGE.match("P0D" if text == "PT0S" else text)
    if not match or match["years"] or match["months"]:
        return None
    return 7 * int(match["weeks"] or 0) + int(match["days"] or 0)


def date(stamp: str) -> str | None:
    """The day of a timestamp, as its own time zone has it; None where the calendar has no such day."""
    year, month, day = int(stamp[:4]), int(stamp[5:7]), int(stamp[8:10])
    return stamp[:10] if year >= 1000 and day <= monthrange(year, month)[1] else None


def _partial(interval: Json) -> str | None:
    """The month or year that an interval is, from its first to its last second; None for any other."""
    start, end = interval.get("start", ""), interval.get("end", "")
    for length in (7, 4):
        if _interval(start[:length]) == interval and start[:length] == end[:length]:
            return str(start[:length])
    return None


def _interval(when: str) -> Json | None:
    """The interval that a month or year is."""
    if not re.match(r"[1-9][0-9]{3}(?:-[0-9]{2})?\Z", when):
        return None
    last = f"{when}-{monthrange(int(when[:4]), int(when[5:]))[1]}" if len(when) == 7 else f"{when}-12-31"
    first = f"{when}-01" if len(when) == 7 else f"{when}-01-01"
    return {"start": first + _MIDNIGHT, "end": last + _LAST}


def written(age: str | None, when: str | None, onset: Json | None = None) -> Json | None:
    """The time as a packet has it: the age, else the date, else the class; None without any.

    A duration since the diagnosis has no place in a packet.
    """
    if age:
        return {"age": {"iso8601duration": duration(age) or age}}
    if when and not when.startswith("P"):
        if len(when) == 10:
            return {"timestamp": when + _MIDNIGHT}
        return {"interval": _interval(when)}
    return {"ontologyClass": onset} if onset else None


def stamp(when: str | None) -> str | None:
    """The timestamp of a day; None for what is none."""
    return when + _MIDNIGHT if when and len(when) == 10 and not when.startswith("P") else None


def is_partial(when: str | None) -> bool:
    """True for a month or a year, which a timestamp would make more exact than it is."""
    return bool(when and not when.startswith("P") and len(when) < 10)


def is_lost(when: str | None) -> bool:
    """True for a duration since the diagnosis, which no packet can hold."""
    return bool(when and when.startswith("P"))
