"""How the patient was at the end of the report: alive, dead, lost to follow-up; only as far as stated."""

from __future__ import annotations

import re

from kg.extract.document import Document, Role

_WORDS = {
    "died": "dead",
    "dies": "dead",
    "deceased": "dead",
    "succumbed": "dead",
    "demise": "dead",
    "expired": "dead",
    "alive": "alive",
    "lost": "lost to follow-up",
    "passed": "dead",
}
_WHO = re.compile(
    r"\b(?:patient|he|she|man|woman|boy|girl|child|infant|male|female|who|and|but|then|before|until|his"
    r"|her|case)\b"
    r"(?:\s(?!mother|father|brother|sister|son|daughter|wife|husband|aunt|uncle)[\w-]+,?){0,6}\s\Z",
    re.IGNORECASE,
)
_WHOLE = {"passed": re.compile(r"\s(?:away|on)\b"), "lost": re.compile(r"\s(?:to|for|from) (?:the )?follow")}
_KIN = re.compile(
    r"\b(?:mother|father|brother|sister|son|daughter|aunt|uncle|relative|cousin|grand\w+|patients"
    r"|cells?)\b",
    re.IGNORECASE,
)
_NOT_SAID = re.compile(r"\b(?:not|never|if|may|would|could|might|have)\s(?:\w+\s)?\Z", re.IGNORECASE)


def status(document: Document) -> tuple[str, int, int] | None:
    """(status, start, end) of the last word that tells the patient's fate; death goes before all else."""
    found: list[tuple[str, int, int]] = []
    told = document.words
    if _WORDS.keys().isdisjoint(told.lower):
        return None
    for sentence in document.sentences:
        if sentence.role is not Role.NARRATIVE:
            continue
        for at in range(sentence.first, sentence.last):
            means = _WORDS.get(told.lower[at])
            if means and _holds(
                document.text, sentence.start, told.starts[at], told.ends[at], told.lower[at]
            ):
                found.append((means, told.starts[at], told.ends[at]))
    dead = [one for one in found if one[0] == "dead"]
    return dead[-1] if dead else found[-1] if found else None


def _holds(text: str, begin: int, start: int, end: int, word: str) -> bool:
    before = text[max(begin, start - 80) : start]
    if word in _WHOLE and not _WHOLE[word].match(text, end):
        return False
    if _KIN.search(before) or _NOT_SAID.search(before):
        return False
    return word in {"alive", "demise", "lost"} or _WHO.search(before) is not None
