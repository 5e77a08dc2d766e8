"""What the words of a case file may be: dates, durations, identifiers, each with its cure when wrong."""

from __future__ import annotations

import json
import re
from calendar import month_abbr, monthrange

from kg.errors import CONTROL, printable


class WrongValue(Exception):
    """A text that is not what its field holds; `what` is wrong, `cure` says what would be right."""

    def __init__(self, what: str, cure: str = "") -> None:
        self.what, self.cure = what, cure
        super().__init__(what, cure)


def _said(text: str) -> str:
    """The text as a message shows it."""
    return repr(printable(text, 80))


def plain_text(text: str) -> str:
    """The text without white space around it; WrongValue when it is empty or holds control characters."""
    if match := CONTROL.search(text):
        raise WrongValue(f"holds the control character U+{ord(match[0]):04X}", "remove it")
    if not (stripped := text.strip()):
        raise WrongValue("is empty", "give a value, or leave the key out when nothing is stated")
    return stripped


_DATE = re.compile(r"([1-9][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")
_LOOSE_DATE = re.compile(r"([1-9][0-9]{3})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{1,2}))?(?:[T ].*)?\Z")
_GERMAN_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([1-9][0-9]{3})\Z")
_SPELT_DATE = re.compile(
    r"(?:([0-9]{1,2})\.? )?([A-Za-z]{3})[a-z]*\.?,?(?: ([0-9]{1,2}),?)? ([1-9][0-9]{3})\Z"
)
_DATE_FORMS = "write YYYY-MM-DD, YYYY-MM or YYYY"


def date(text: str) -> str:
    """The ISO 8601 date, also partial; WrongValue when it is none or not in the calendar.

    >>> date("2021-03")
    '2021-03'
    """
    match = _DATE.match(text)
    if not match:
        guess = _guessed_date(text)
        raise WrongValue(f"{_said(text)} is not an ISO 8601 date", f"write {guess}" if guess else _DATE_FORMS)
    year, month, day = (int(part) if part else None for part in match.groups())
    if month is not None and not 1 <= month <= 12:
        raise WrongValue(f"{_said(text)} has no month {month:02}", _DATE_FORMS)
    if year and month and day is not None and not 1 <= day <= monthrange(year, month)[1]:
        last = monthrange(year, month)[1]
        raise WrongValue(f"{_said(text)} is not in the calendar", f"{year}-{month:02} has {last} days")
    return text


def _guessed_date(text: str) -> str | None:
    """The ISO date that another spelling plainly means, or None."""
    if match := _LOOSE_DATE.match(text):
        parts = list(match.groups())
    elif match := _GERMAN_DATE.match(text):
        parts = list(reversed(match.groups()))
    elif match := _SPELT_DATE.match(text):
        months = [name.lower() for name in month_abbr]
        name = match[2].lower()
        parts = [match[4], str(months.index(name)) if name in months else "0", match[1] or match[3]]
    else:
        return None
    guess = "-".join(part.zfill(2) for part in parts if part)
    try:
        return date(guess)
    except WrongValue:
        return None


_DURATION = re.compile(r"P(?=[0-9])(?:(?:[0-9]{1,4}Y)?(?:[0-9]{1,4}M)?(?:[0-9]{1,5}D)?|[0-9]{1,4}W)\Z")
_AMOUNT = re.compile(
    r"([0-9]{1,4})[ -]?(years?|yrs?|y|months?|mos?|m|weeks?|wks?|w|days?|d)\b[ -]?(?:old|and|,)?\s*"
)
_LONGEST_GUESS = 60
"""No longer text is looked at for what it may mean."""
_UNITS = {"y": "Y", "m": "M", "w": "W", "d": "D"}


def duration(text: str) -> str:
    """The ISO 8601 duration in years, months and days, or in weeks; WrongValue when it is none.

    >>> duration("P2Y6M")
    'P2Y6M'
    """
    return _duration(text, "write P8M for 8 months, P2Y6M for 2 years and 6 months, P3W for 3 weeks")


def age(text: str) -> str:
    """The age as an ISO 8601 duration; WrongValue when it is none.

    >>> age("P61Y")
    'P61Y'
    """
    if re.fullmatch(r"[0-9]{1,3}", text):
        raise WrongValue(
            f"{_said(text)} is not an ISO 8601 duration", f"write P{int(text)}Y for {int(text)} years"
        )
    return _duration(text, "write P61Y for 61 years, P8M for 8 months")


def _duration(text: str, forms: str) -> str:
    if _DURATION.match(text):
        return text
    guess = _guessed_duration(text)
    raise WrongValue(f"{_said(text)} is not an ISO 8601 duration", f"write {guess}" if guess else forms)


def _guessed_duration(text: str) -> str | None:
    """The duration that '2 years 6 months', 'p8m' or 'P6M2Y' plainly means, or None."""
    lowered = text[:_LONGEST_GUESS].lower().strip().removeprefix("p")
    amounts: dict[str, str] = {}
    while match := _AMOUNT.match(lowered) or re.match(r"([0-9]{1,4})([ymwd])", lowered):
        if _UNITS[match[2][0]] in amounts:
            return None
        amounts[_UNITS[match[2][0]]] = str(int(match[1]))
        lowered = lowered[match.end() :]
    guess = "P" + "".join(amounts[unit] + unit for unit in "YMWD" if unit in amounts)
    return guess if not lowered and _DURATION.match(guess) else None


def when(text: str) -> str:
    """A date, or a duration counted from the diagnosis; WrongValue when it is neither."""
    return duration(text) if text[:1] in "Pp" and text[1:2].isdigit() else date(text)


_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s?)?(10\.[0-9]{4,9}/\S{1,300})\Z", re.IGNORECASE)
_PMID = re.compile(r"(?:PMID:\s?)?([1-9][0-9]{0,8})\Z")
_PMCID = re.compile(r"PMC[1-9][0-9]*\Z")
_ISSN = re.compile(r"[0-9]{4}-[0-9]{3}[0-9X]\Z")
_CASE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:#-]{0,99}\Z")
_DOI_CASE = re.compile(r"DOI:10\.[0-9]{4,9}/\S{1,200}\Z")
_PMID_CASE = re.compile(r"PMID:([1-9][0-9]{0,8})(?:#[1-9][0-9]*)?\Z")


def doi(text: str) -> str:
    """The DOI without its resolver; WrongValue when it is none.

    >>> doi("https://doi.org/10.1093/oncolo/oyad122")
    '10.1093/oncolo/oyad122'
    """
    match = _DOI.match(text)
    if not match:
        raise WrongValue(f"{_said(text)} is not a DOI", "write it like 10.1093/oncolo/oyad122")
    if match[1].endswith((".", ",", ";")):
        raise WrongValue(
            f"{_said(text)} ends in punctuation", f"write {printable(match[1].rstrip('.,;'), 80)}"
        )
    return match[1]


def pmid(text: str) -> str:
    """The digits of a PubMed id; WrongValue when it is none."""
    if match := _PMID.match(text):
        return match[1]
    if text.upper().startswith("PMC"):
        raise WrongValue(f"{_said(text)} is a PubMed Central id", "it belongs under 'pmcid'")
    raise WrongValue(f"{_said(text)} is not a PubMed id", "write its digits, like 37120151")


def pmcid(text: str) -> str:
    """The PubMed Central id with its letters; WrongValue when it is none."""
    if _PMCID.match(text):
        return text
    digits = re.fullmatch(r"(?:PMCID:?\s*)?(?:PMC)?:?\s*([1-9][0-9]*)", text, re.IGNORECASE)
    cure = f"write PMC{printable(digits[1], 20)}" if digits else "write it like PMC10322140"
    raise WrongValue(f"{_said(text)} is not a PubMed Central id", cure)


def issn(text: str) -> str:
    """The ISSN; WrongValue when it is none."""
    if not _ISSN.match(text):
        raise WrongValue(f"{_said(text)} is not an ISSN", "write it like 1083-7159")
    return text


def case_id(text: str) -> str:
    """The id of a case; WrongValue when no graph could be named after it."""
    if re.match("PMID(?!_)", text, re.IGNORECASE) and not _PMID_CASE.match(text):
        digits = re.search(r"[1-9][0-9]{0,8}(?:#[1-9][0-9]*)?", text)
        cure = f"write PMID:{digits[0]}" if digits else "write it like PMID:37120151"
        raise WrongValue(f"{_said(text)} is not a PubMed id", cure)
    if not _CASE_ID.match(text) and not _DOI_CASE.match(text):
        cure = "use at most 100 of the letters A-Z, a-z, digits and . _ : # -, the first a letter or digit"
        raise WrongValue(f"{_said(text)} is not an id for a case", cure)
    return text


def pmid_of(case: str) -> str | None:
    """The PubMed id that a case's id holds, or None.

    >>> pmid_of("PMID:37120151#2")
    '37120151'
    """
    match = _PMID_CASE.match(case)
    return match[1] if match else None


def record(text: str) -> str:
    """The JSON as it stands; WrongValue when it is none."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        cure = "leave out what was not written by kg"
        raise WrongValue(f"{_said(text)} is not JSON", cure) from None
    return text


def line_count(text: str) -> str:
    """How many lines of therapy a stretch holds: 'multiple' or a number above 1."""
    if text == "multiple" or (re.fullmatch(r"[1-9][0-9]{0,2}", text) and text != "1"):
        return text
    raise WrongValue(f"{_said(text)} is not a number of lines", "write 'multiple' or a whole number above 1")
