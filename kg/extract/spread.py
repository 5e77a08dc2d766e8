"""How far a tumour has gone: metastatic, its stage and grade, and where the metastases sit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.context import Context
from kg.extract.document import Document, Role, Sentence
from kg.extract.plain import small
from kg.extract.sites import site_at, site_before

_METASTATIC = small(
    r"\bmetasta(?:tic|s[ei]s|si[sz]ed|si[sz]ing|tases)\b|\bstage\s(?:IV|4)[A-Ca-c]?\b"
    r"|T[0-4x][a-d]?\s?N[0-3x][a-d]?\s?M1[a-d]?"
)
_TUMOUR_AFTER = small(r"\s(?:work-?up|surveys?|screening|potential|risk|disease-free)")
_STAGE = re.compile(r"\bstage\s?(?:=\s?)?((?:IV|I{1,3}|[0-4])(?:[A-Ea-e](?:\d|[SEX]{1,2})?)?)(?![\w-])")
_TNM = small(
    r"(?<![\w])[cpyr]{0,3}T(?:[0-4][a-d]?|is|x)\s?,?\s?[cp]?N(?:[0-3][a-d]?"
    r"|x)(?:\s?,?\s?[cp]?M(?:[01][a-d]?|x))?(?!\w)"
)
_GRADE = small(
    r"\b(grade\s(?:[1-4](?:-[1-4])?|I{1,3}|IV)|(?:high|low|intermediate)[\s-]grade|(?:poorly|moderately"
    r"|well)[\s-]differentiated"
    r"|undifferentiated|G[1-4])\b"
)
_TO = re.compile(
    r"\s(?:to|in|into|of|at|involving|within|on)\s(?:(?:the|her|his|both|multiple|several|left|right"
    r"|bilateral)\s)*",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s?(?:,\s?(?:and\s|or\s)?|/|\sand\s|\sor\s|-\s?and\s|-,\s?)\s?(?:(?:to|in|the|her|his|left|right"
    r"|bilateral|multiple)\s)*",
    re.IGNORECASE,
)
_BACK = re.compile(r"(?:\s?,\s?(?:and\s)?|\sand\s|/|-(?:,| and)\s?)$")
_MOST = 8
"""Sites that one list of metastases may hold."""


def metastatic(document: Document, context: Context, sentences: list[Sentence]) -> bool | None:
    """True when the story says so, unless only denied, feared or told of others; None when it is not said."""
    text = document.words.small
    for sentence in sentences:
        place = sentence.start, sentence.end
        if all(text.find(hint, *place) < 0 for hint in ("metasta", "stage", "m1")):
            continue
        for match in _METASTATIC.finditer(text, *place):
            if not _denied(context, *match.span()) and not _TUMOUR_AFTER.match(text, match.end()):
                return True
    return None


def _denied(context: Context, start: int, end: int) -> bool:
    said = set(context.around(start, end))
    return bool(said & {"absent", "hypothesis", "family", "background", "unlike", "in vitro"})


def stage(document: Document, sentences: list[Sentence]) -> str | None:
    """The first stage told, as written: 'stage IIIB', else 'cT4N2M1c'."""
    text = document.text
    if "stage" in text:
        for sentence in sentences:
            if match := _STAGE.search(text, sentence.start, sentence.end):
                return f"stage {match[1]}"
    for sentence in sentences:
        if match := _TNM.search(document.words.small, sentence.start, sentence.end):
            return text[match.start() : match.end()]
    return None


def grade(document: Document, start: int, sentence: Sentence) -> str | None:
    """The grade told right before a tumour or inside its name, in small letters."""
    window = max(sentence.start, start - 60), min(sentence.end, start + 60)
    match = _GRADE.search(document.words.small, *window)
    return match[1] if match else None


def metastatic_sites(document: Document, context: Context, sentences: list[Sentence]) -> list[str]:
    """The labels of the sites where metastases are told of, in the order of the text, each once."""
    found: list[str] = []
    for sentence in sentences:
        if sentence.role is Role.CONCLUSION:
            continue
        for match in re.finditer(
            r"\bmetasta\w+", document.text[sentence.start : sentence.end], re.IGNORECASE
        ):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if _denied(context, start, end):
                continue
            found += _before(document.text, start)
            found += _after(document.text, end, sentence.end)
    return list(dict.fromkeys(found))


def _before(text: str, start: int) -> list[str]:
    """Sites of 'liver, lung and bone metastases'."""
    found: list[str] = []
    window = text[max(0, start - 120) : start]
    while len(found) < _MOST and (before := site_before(window, len(window))):
        found.insert(0, before[1])
        link = _BACK.search(window[: before[2]])
        if not link:
            break
        window = window[: link.start()] + " "
    return found


def _after(text: str, end: int, stop: int) -> list[str]:
    """Sites of 'metastases to the liver, lung and bone'."""
    return list(_listed(text, end, stop))[:_MOST]


def _listed(text: str, end: int, stop: int) -> Iterator[str]:
    link = _TO.match(text, end, min(stop, end + 60))
    while link:
        site = site_at(text, link.end())
        if site is None:
            return
        yield site[1]
        link = _AND.match(text, site[2], min(stop, site[2] + 40))
