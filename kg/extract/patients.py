"""Several patients in one report: which sentence is told of which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.extract.phrases import Phrases
from kg.extract.plain import Words

_CUES = Phrases("patients")
_INTRODUCED = re.compile(
    r"\b(?:an?|the|other|another|and)\s(?:[A-Za-z-]+\s){0,2}?"
    r"(\d{1,3})[\s-]?(?:years?|yrs?|months?|weeks?|days?)[\s-]?olds?\b",
    re.IGNORECASE,
)
_MOST = 12
"""Patients that are told apart; a report with more is a series."""


class Stretch(NamedTuple):
    """A sentence before it is known whose it is."""

    start: int
    end: int
    first: int
    last: int
    tells: bool
    """True when it tells of a patient, not of the world."""


def split(text: str, words: Words, stretches: Sequence[Stretch]) -> tuple[list[int | None], int]:
    """For each sentence whose it is, counted from 0 (None: everybody's), and how many patients there are."""
    cues = [_cues(words, one) if one.tells else set() for one in stretches]
    whose = _by_number(cues, stretches) or _by_age(text, cues, stretches)
    if whose is None:
        return [None] * len(stretches), 1
    return whose, 1 + max(number for number in whose if number is not None)


def _cues(words: Words, one: Stretch) -> set[str]:
    return {found.row["means"] for found in _CUES.found(words, one.first, one.last)}


def _by_number(cues: Sequence[set[str]], stretches: Sequence[Stretch]) -> list[int | None] | None:
    """Told apart by 'the first patient … the second patient', 'case 1 … case 2'; None when they are not."""
    numbers = [sorted(int(cue) for cue in found if cue.isdigit()) for found in cues]
    named = {number[0] for number in numbers if len(number) == 1}
    if 2 not in named or named != set(range(min(named), max(named) + 1)):
        return None
    whose: list[int | None] = []
    current: int | None = None if 1 in named else 0
    for number, found, one in zip(numbers, cues, stretches, strict=True):
        if len(number) == 1 and number[0] <= _MOST:
            current = number[0] - 1
        shared = not one.tells or len(number) > 1 or ("all" in found and not number)
        whose.append(None if shared or ("several" in found and not number) else current)
    return whose if {0, 1} <= set(whose) else None


def _by_age(text: str, cues: Sequence[set[str]], stretches: Sequence[Stretch]) -> list[int | None] | None:
    """Told apart by a new person of another age, where the report says that it has several."""
    if not any("several" in found for found in cues):
        return None
    ages: list[str] = []
    whose: list[int | None] = []
    for one, found in zip(stretches, cues, strict=True):
        here = [m[1] for m in _INTRODUCED.finditer(text, one.start, one.end)] if one.tells else []
        if len(here) == 1 and here[0] not in ages:
            ages.append(here[0])
        shared = not one.tells or len(here) > 1 or bool(found & {"all"}) or not ages
        whose.append(None if shared else len(ages) - 1)
    return whose if 1 < len(ages) <= _MOST else None
