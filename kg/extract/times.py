"""How long something lasted: '14 months', 'PFS of 8.2 months', 'for over two years', 'until 13 weeks'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBERS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen".split(),
        range(1, 19),
        strict=True,
    )
) | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "half": 0.5}
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_LENGTH = re.compile(
    rf"(?<![\w./-])(?P<n>\d{{1,3}}(?:[.,]\d{{1,2}})?|(?:{_WORDS})(?:[ -](?:and|one|two|three|four|five|six|seven|eight|nine)(?: a)?(?:[ -]half)?)?)(?:\s?(?:to|-|or)\s?(?P<m>\d{{1,3}}(?:\.\d)?|{_WORDS}))?[\s-]?(?P<half>and a half |\u00bd )?"
    r"(?P<u>years?|yrs?|months?|mos?\b|weeks?|wks?|days?)\b(?:\s(?:and\s)?(?P<n2>\d{1,2}|one|two|three|four|five|six)\s(?P<u2>months?|weeks?|days?)\b)?",
    re.IGNORECASE,
)
_LETTERS = {"y": "Y", "m": "M", "w": "W", "d": "D"}
_NOT_BEFORE = re.compile(
    r"\b(?:every|per|each|within|aged?|age of|at|q|day|days|cycle|between|than|next|first|last|past|previous|prior|in|the|once|twice|on)\s(?:the\s)?(?:about\s|approximately\s)?$",
    re.IGNORECASE,
)
_OLD = re.compile(r"[\s-]{0,2}(?:old\b|of age\b|history\b|cycles?\b|course\b|interval|ago\b)", re.IGNORECASE)
_LATER = re.compile(
    r"[\s-]?(?:later|after|following|post|from|since|earlier|before|prior|previously|into|off)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:\b(?:more than|over|at least|up to|almost|nearly|approximately|about|around|exceeding|beyond|longer than|a total of|greater than|another|an? additional|further|only|the)\s|[>~\u2265]\s?)+$",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:for|lasting|lasted|lasts|maintained|sustained|ongoing|continued|continuing|persist(?:ed|ing)|duration of|period of|throughout|until|through|over|of|was|were|is|being|reached|:|=|during|during a|remission|response|survival|stable|alive|PFS|OS|DFS|DoR|TTP|TTF|\()\s?(?:a\s|the\s|up to\s)?$",
    re.IGNORECASE,
)
_KIND_AFTER = re.compile(
    r"[\s-](?:of\s|in\s|on\s|with\s|without\s|the\s|an?\s|(?:ongoing|continued|continuous|continuing|sustained|durable|complete|partial|clinical|total|combined|combination|further|such|this|follow-?up|single-agent)\s)*(?P<k>progression[- ]free|disease[- ]free|relapse[- ]free|recurrence[- ]free|event[- ]free|PFS|DFS|OS|overall|survival|remission|response|stable|disease control|tumou?r control|treatment|therapy|follow-?up|evidence|recurrence|relapse|progression|surveillance|observation|CR|PR|SD)\b"
)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as written."""

    start: int
    end: int
    iso: str
    """ISO 8601: 'P14M', 'P8.2M', 'P2Y3M'."""
    months: float
    open: bool
    """True for 'more than', 'over', 'at least'."""
    cue: str
    """'of' something named after it, 'for' after a word of lasting, 'after' an event, or ''."""
    of: str
    """What is named after it: 'progression-free', 'remission', 'treatment'; else ''."""


def lengths(text: str) -> Iterator[Length]:
    """Every length of time that may be how long something lasted; ages, doses and dates are passed over."""
    for match in _LENGTH.finditer(text):
        if _OLD.match(text, match.end()) or re.match(
            r"\s?(?:mg|g|ml|/)", text[match.end() : match.end() + 3]
        ):
            continue
        before = text[max(0, match.start() - 45) : match.start()]
        more = _MORE.search(before)
        head = before[: more.start()] if more else before
        named = _KIND_AFTER.match(text, match.end())
        later = _LATER.match(text, match.end())
        if _FOR.search(head):
            cue = "for"
        elif later:
            cue = "after"
        elif named:
            cue = "of"
        elif re.search(r"\bafter\s$", head, re.IGNORECASE):
            cue = "since"
        else:
            cue = ""
        if re.search(r"\bafter\s(?:only\s)?$", head, re.IGNORECASE) and not later:
            cue = "since"
        if _NOT_BEFORE.search(head) and cue != "for":
            cue = "" if not later else "after"
        value = _value(match["n"]) if not match["m"] else _value(match["m"])
        if value is None:
            continue
        letter = _LETTERS[match["u"][0].lower()]
        iso, months = f"P{value:g}{letter}", value * _MONTHS[letter]
        if match["half"]:
            iso, months = f"P{value + 0.5:g}{letter}", (value + 0.5) * _MONTHS[letter]
        if match["n2"] and (second := _value(match["n2"])):
            other = _LETTERS[match["u2"][0].lower()]
            iso, months = f"P{value:g}{letter}{second:g}{other}", months + second * _MONTHS[other]
        opened = bool(
            more
            and re.search(r"more|over|least|exceed|beyond|longer|greater|[>\u2265]", more[0], re.IGNORECASE)
        )
        yield Length(
            match.start(), match.end(), iso, months, opened, cue, named["k"].lower() if named else ""
        )


_MONTHS = {"Y": 12.0, "M": 1.0, "W": 1 / 4.348, "D": 1 / 30.44}


def _value(written: str) -> float | None:
    text = written.lower().replace(",", ".")
    try:
        return float(text)
    except ValueError:
        pass
    parts = re.split(r"[ -]", text)
    if "half" in parts and len(parts) > 1:
        whole = _NUMBERS.get(parts[0])
        return None if whole is None else whole + 0.5
    total = 0.0
    for part in parts:
        if part in _NUMBERS:
            total += _NUMBERS[part]
    return total or None
