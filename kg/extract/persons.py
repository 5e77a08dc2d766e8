"""Age and sex of a patient, as far as the text states them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.case import Patient
from kg.extract.context import Context
from kg.extract.document import Document, Role, Sentence
from kg.extract.numbers import ONES
from kg.extract.places import span
from kg.extract.plain import small

_UNITS = {"y": "Y", "m": "M", "w": "W", "d": "D"}
_TENTHS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * n for n, word in enumerate(_TENTHS.split(), 2)}
_DIGITS = "|".join(list(ONES)[:9])
_SPELT = rf"(?:{'|'.join(_TENS)})(?:[\s-](?:{_DIGITS}))?|{'|'.join(sorted(ONES, key=len, reverse=True))}"
_AGE = re.compile(
    rf"(?<![\d.,/-])(\d{{1,3}}|\b(?:{_SPELT}))[\s-]?(years?|yrs?|months?|mo|weeks?|days?|y)"
    r"[\s-]?(?:olds?|o|/o|of age)\b"
    r"|\baged\s(\d{1,3})(?![\d./]|-\d)(?:\s(years?|months?|weeks?))?|\b(\d{1,3})[\s-]?y/o\b"
    r"|\bage of (\d{1,3}) years?\b(?=,? (?:was|pre))",
    re.IGNORECASE,
)
_OLD = small(r"(?=[oay/\d])(?:olds?\b|\baged\b|/o\b|\dyo?\b|\by?o\b|of age\b|\bage of\b)")
_FEMALE = "woman|female|girl|lady|mother|housewife|grandmother|wife|sister"
_MALE = "man|male|boy|gentleman|father|husband|brother"
_SEX = re.compile(rf"\b(?:({_FEMALE})|({_MALE}))\b(?!'s)", re.IGNORECASE)
_WOMAN_OR_MAN = small(
    r"\b(?:(?:a|an|the|our|this)\s(?:[\w-]+\s){0,4}?)(?:(woman|female|girl|lady)|(man|male|boy"
    r"|gentleman))\b(?!'s)"
)
_SHE_OR_HE = small(r"\b(?:(she|her|herself)|(he|his|him|himself))\b")
_WOMANS_OWN = small(r"\b(?:postmenopausal|premenopausal|pregnant|gravida|primigravida|multiparous)\b")
_OLDEST = 120


def patient(document: Document, context: Context, number: int = 0) -> Patient:
    """One patient's age and sex with their places; None for what is not stated exactly ('in her sixties')."""
    sentences = [document.sentences[n] for n in sorted(document.of(number))]
    story = [one for one in sentences if one.role in (Role.NARRATIVE, Role.TITLE)]
    story.sort(key=lambda one: one.role is Role.TITLE)  # a title rounds ages and may speak of many
    aged = _age(document, context, story, number)
    sexed = _sex(document, context, story, aged[1:] if aged else None)
    places = sorted(
        {place for place in ((aged[1], aged[2]) if aged else None, sexed[1:] if sexed else None) if place}
    )
    return Patient(
        sex=sexed[0] if sexed else None,
        age=aged[0] if aged else None,
        evidence=tuple(span(document, start, end) for start, end in places),
    )


def _age(
    document: Document, context: Context, story: Sequence[Sentence], number: int
) -> tuple[str, int, int] | None:
    for one in story:
        told = [
            match
            for match in _ages(document, one)
            if "family" not in context.around(match.start(), match.end()) and _iso(match)
        ]
        if one.patient is None and document.patients > 1:  # 'a 41-year-old woman and a 29-year-old man'
            told = told[number : number + 1] if len(told) == document.patients else []
        for match in told[:1]:
            return str(_iso(match)), match.start(), match.end()
    return None


def _ages(document: Document, one: Sentence) -> Iterator[re.Match[str]]:
    """Every age in a sentence, looked for only around 'old', 'aged' and the like."""
    done = one.start
    for hit in _OLD.finditer(document.words.small, one.start, one.end):
        match = _AGE.search(document.text, max(done, hit.start() - 45), min(one.end, hit.end() + 25))
        if match:
            done = match.end()
            yield match


def _iso(match: re.Match[str]) -> str | None:
    number = next(part for part in (match[1], match[3], match[5], match[6]) if part)
    unit = _UNITS[(match[2] or match[4] or "years")[0].lower()]
    value = int(number) if number.isdigit() else _spelt(number)
    return f"P{value}{unit}" if 0 < value <= _OLDEST or (unit != "Y" and value) else None


def _spelt(number: str) -> int:
    return sum(_TENS.get(word, 0) or ONES.get(word, 0) for word in re.split(r"[\s-]", number.lower()))


def _sex(
    document: Document, context: Context, story: Sequence[Sentence], age: tuple[int, int] | None
) -> tuple[str, int, int] | None:
    """By the word beside the age, else by the first 'a woman', else by 'she' or 'he' where all agree."""
    text = document.text
    if age:
        match = _SEX.search(text, age[1], age[1] + 60) or _SEX.search(text, max(0, age[0] - 25), age[0])
        if match and not re.search(r"[.;]", text[age[1] : match.start()]):
            return _of(match)
        short = re.compile(r"\s?([FM])\b").match(text, age[1])
        if short:
            return ("female" if short[1] == "F" else "male"), short.start(1), short.end(1)
    if document.patients > 1:
        story = [one for one in story if one.patient is not None]
    for pattern in (_WOMAN_OR_MAN, _WOMANS_OWN):
        for one in story:
            found = pattern.search(document.words.small, one.start, one.end)
            if found and "family" not in context.around(found.start(), found.end()):
                return _of(found) if found.re is _WOMAN_OR_MAN else ("female", found.start(), found.end())
    return _by_pronoun(document.words.small, context, story)


def _of(match: re.Match[str]) -> tuple[str, int, int]:
    group = 1 if match[1] else 2
    return ("female" if match[1] else "male"), match.start(group), match.end(group)


def _by_pronoun(text: str, context: Context, story: Sequence[Sentence]) -> tuple[str, int, int] | None:
    found = [
        match
        for one in story
        for match in _SHE_OR_HE.finditer(text, one.start, one.end)
        if "family" not in context.around(match.start(), match.end())
    ]
    sexes = {bool(match[1]) for match in found}
    return _of(found[0]) if len(sexes) == 1 else None
