"""Receptor status: ER+/PR-, triple-negative, HER2 2+ FISH-negative, positive for ER and PR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.case import Modality
from kg.extract.context import Context, modality
from kg.extract.document import Document
from kg.extract.entities import Status
from kg.extract.microsatellites import instability
from kg.extract.model import Topic

_NAMES = {
    "ER": r"(?-i:ER(?:\u03b1|-alpha|s)?)"
    r"|o?estrogen[- ]receptors?(?:[- ](?:alpha|\u03b1))?(?:\s?\(ER(?:\u03b1)?s?\))?",
    "PR": r"(?-i:PgR|PR|PGR)|progesterone[- ]receptors?(?:\s?\((?:PR|PgR|PGR)s?\))?",
    "HER2": r"HER[- ]?2(?:/neu|-neu|[- ]?neu)?|c-?erb-?B-?2"
    r"|(?:human )?epidermal growth factor(?: receptor)?(?:[- ]type)?[- ]?2(?:/neu)?"
    r"(?:\s?\(HER-?2(?:/neu)?\))?",
    "HR": r"hormon(?:e|al)[- ]receptors?(?:\s?\(HRs?\))?|(?-i:HR)",
    "AR": r"androgen[- ]receptors?(?:\s?\(AR\))?|(?-i:AR)",
}
_BOTH = (
    r"o?estrogen(?:[- ]receptors?)?-?(?:\s?\(ER\))?(?:,?\s(?:and|or|and/or)\s|/|, )"
    r"progesterone(?:[- ]receptors?)?(?:\s?\((?:PR|PgR)\))?(?:[- ]receptors?)?(?:\s?\(ER/PR\))?"
)
_ONE = "|".join(f"(?P<{key}>{value})" for key, value in _NAMES.items())
_RECEPTOR = re.compile(
    rf"(?<![A-Za-z0-9])(?=[eoEOpPhHcCaA])(?:(?P<BOTH>{_BOTH})|{_ONE})(?![A-Za-z0-9])", re.IGNORECASE
)
_LIST = re.compile(
    r"-?\s?(?:,|/|and|or|,\s?and|,\s?or|&|and/or|as well as)?\s?(?:the\s|for\s)?", re.IGNORECASE
)
_SCORE = r"(?:IHC\s|score\s|IHC score\s|immunohistochemistry\s|scored\s)?(?:of\s|as\s)?"
_NOUN = (
    r"(?:(?:gene|status|expression|protein|overexpression|staining|immunostaining|immunoreactivity"
    r"|immunohistochemistry|immunohistochemical|score|levels?|IHC)\s){0,2}"
)
_VERB = r"(?:(?:was|were|is|are|being|remained|as|became)\s)?"
_MANNER = (
    r"(?:(?:also|both|strongly|weakly|focally|diffusely|highly|low|moderately|all|strong|weak|completely"
    r"|found\sto\sbe"
    r"|\d{1,3}\s?%)[\s-])*"
)
_IN_BRACKETS = (
    rf"\((?P<b>\s?(?:{_SCORE}(?:[+-]{{1,3}}|\d?\s?\+|[0-3]\s?\+?)"
    r"|(?:strongly\s|weakly\s)?(?:positive|negative)"
    r"|\d{1,3}\s?%)[^()]{0,24})\)"
)
_WORD = (
    r"(?P<s>positiv(?:e|ity)|negativ(?:e|ity)|equivocal|borderline"
    r"|(?:not|non)[\s-]?(?:over-?expressed|amplified|expressed|detected)"
    r"|over-?express\w*|expressed|amplified|amplification|absent|lost|low(?=[\s,.;)])"
    r"|(?P<sc>[0-3])\s?\+|0(?=[\s,.;)])|\d{1,3}\s?%|\+{1,3}(?![0-9])"
    r"|-(?=\s?(?:[/,;.)\]]|$|and\b|or\b|HER|PR|breast)|\s[a-z]))"
)
_AFTER = re.compile(
    rf"[\s:-]{{0,2}}(?:{_IN_BRACKETS}|{_NOUN}:?\s?{_VERB}{_MANNER}{_SCORE}{_WORD})", re.IGNORECASE
)
_BEFORE = re.compile(
    r"\b(?P<s>positive(?:ly)?|negative(?:ly)?|positivity|negativity|immunopositive|immunonegative"
    r"|lack(?:ed|ing)?(?: of)?"
    r"|absence|express(?:ion|ed|es|ing)?|overexpress(?:ion|ed|ing)|loss|amplification)"
    r"\s(?:(?:for|of|both|the|expression|were|staining|in)\s){0,3}$",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:no|not|without|absent|lack of|lacked|neither|nor|did not|absence of)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no|not|without|neither|nor|lack of|absence of)\s(?:(?:any|evidence of|signs of)\s)?$",
    re.IGNORECASE,
)
"""Before a receptor whose status follows: 'without HER2 overexpression'."""
_BUT_NOT = re.compile(r",?\s(?:but|and)\snot\s(?:for\s|of\s)?", re.IGNORECASE)
_ISH = r"(?:FISH|D?ISH|CISH|SISH|in[- ]situ hybridi[sz]ation(?:\s?\((?:FISH|D?ISH|CISH|SISH)\))?)"
_TEST = re.compile(
    rf"{_ISH}[\s,:(-]{{0,3}}(?:(?:was|were|analysis|test|testing|results?|showed|revealed|for|HER-?2|gene"
    r"|also|confirmed|no)\s)*"
    r"(?P<after>negative|positive|non-?amplified|not amplified|amplified|amplification|-|\+)"
    r"|(?P<none>no|without|non-?|not )?\s?(?:HER-?2\s)?(?:gene\s)?(?P<amp>amplification|amplified)"
    rf"\s(?:on|by|in|with)\s(?:\w+\s)?{_ISH}"
    rf"|(?P<before>negative|positive)\s(?:on|by|in)\s(?:\w+\s)?{_ISH}",
    re.IGNORECASE,
)
_TRIPLE = re.compile(r"\btriple[- ](?P<s>negative|positive)\b|(?<![A-Za-z])TNBCs?\b", re.IGNORECASE)
_GENE_ORGANS = re.compile(r"breast|gastr|stomach|mammary", re.IGNORECASE)
_OTHER_RESULT = "another tumour or time of the same patient is told to be positive"


class _Said(NamedTuple):
    """A status, the score or share behind it, and how it was found."""

    status: str
    value: str | None = None
    assay: str | None = None


def receptors(document: Document, context: Context) -> Iterator[Status]:
    """Every receptor with a status, in text order; a negative beside a positive one says so in `unread`."""
    found = sorted(
        (*_triple(document, context), *_told(document, context), *instability(document, context)),
        key=lambda status: (status.start, status.receptor),
    )
    positive = {
        status.receptor
        for status in found
        if status.status == "positive" and status.modality is Modality.OBSERVED
    }
    for status in found:
        if status.status == "negative" and status.receptor in positive:
            status.modality, status.unread = Modality.BACKGROUND, _OTHER_RESULT
        yield status


def _triple(document: Document, context: Context) -> Iterator[Status]:
    small = document.words.small
    if "triple" not in small and "tnbc" not in small:
        return
    for match in _TRIPLE.finditer(document.text):
        status = (match["s"] or "negative").lower()
        for receptor in ("ER", "PR", "HER2"):
            said = _Said(status)
            yield _made((document, context), match.span(), receptor, said, f"receptors: triple-{status}")


def _told(document: Document, context: Context) -> Iterator[Status]:
    text = document.text
    last: tuple[_Said, int] | None = None
    for group in _groups(text):
        start, end = group[0].start(), group[-1].end()
        if _is_response(document, group):
            continue
        found = _said_after(text, start, end) or _said_before(text, start, end)
        if not found and last and last[0].status == "positive" and _BUT_NOT.fullmatch(text, last[1], start):
            found = _Said("negative"), (start, end), "receptors: but not"
        if not found:
            continue
        said, (start, stop), rule = found
        last = said, stop
        for match in group:
            for receptor in ("ER", "PR") if match["BOTH"] else (match.lastgroup or "",):
                if said.status and not (said.value == "amplification" and not _GENE_ORGANS.search(text)):
                    yield _made((document, context), (start, stop), receptor, said, rule)


_Found = tuple[_Said, tuple[int, int], str]


def _said_after(text: str, start: int, end: int) -> _Found | None:
    """The status told right after some receptors, its place and how it was found."""
    after = _AFTER.match(text, end)
    if not after:
        return None
    said = _status(after, text)
    if said.status == "positive" and _DENIED.search(text, max(0, start - 30), start):
        said = _Said("negative")
    return said, (start, after.end()), "receptors: status after"


def _said_before(text: str, start: int, end: int) -> _Found | None:
    """The status told right before some receptors."""
    before = _BEFORE.search(text, max(0, start - 45), start)
    if not before or text[end : end + 1] == "-":
        return None
    return _Said(_before(text, before)), (before.start(), end), "receptors: status before"


def _before(text: str, before: re.Match[str]) -> str:
    word = before["s"].lower()
    negative = word.startswith(("neg", "lack", "loss", "immunoneg", "absence"))
    denied = bool(_NOT.search(text, max(0, before.start() - 30), before.start()))
    return "negative" if negative or denied else "positive"


def _is_response(document: Document, group: list[re.Match[str]]) -> bool:
    """True for a PR alone in a sentence without another receptor: a partial response."""
    if len(group) > 1 or group[0][0] != "PR":
        return False
    sentence = document.sentences[document.sentence_at(group[0].start())]
    return len(_RECEPTOR.findall(document.text, sentence.start, min(sentence.end, sentence.start + 2000))) < 2


def _groups(text: str) -> Iterator[list[re.Match[str]]]:
    """Receptors told together; one that has its own status ends its group."""
    group: list[re.Match[str]] = []
    for match in _RECEPTOR.finditer(text):
        if group:
            between = text[group[-1].end() : match.start()]
            if len(between) > 14 or not _LIST.fullmatch(between) or _AFTER.match(text, group[-1].end()):
                yield group
                group = []
        group.append(match)
    if group:
        yield group


def _status(after: re.Match[str], text: str) -> _Said:
    """What the words after a receptor say of it; a score of 2+ is settled by the test that follows it."""
    said = (after["b"] or after["s"]).strip().lower()
    number = re.match(r"\D{0,20}([0-3])\s?\+|(?:ihc |score |scored )*([0-3])$", said)
    if after["sc"] or number:
        score = after["sc"] or (number and (number[1] or number[2])) or ""
        status = {"3": "positive", "2": "equivocal"}.get(score, "negative")
        if status == "equivocal":
            return _tested(text[after.end() - 1 : after.end() + 110].partition(". ")[0], said)
        return _Said(status, said.replace(" ", ""), "IHC")
    if said in {"equivocal", "borderline"}:
        return _tested(text[after.end() : after.end() + 110].partition(". ")[0], said)
    return _plainly(said)


def _plainly(said: str) -> _Said:
    """The status of a share of cells, or of a word."""
    if re.match(r"\d{1,3}\s?%", said):
        return _Said("negative" if re.match(r"[0]\s?%", said) else "positive", said)
    if said.startswith(("neg", "-", "not", "non", "absent", "lost", "weakly neg", "strongly neg")):
        return _Said("negative")
    if said.startswith("low"):
        return _Said("low")
    return _Said("positive", "amplification" if said.startswith("amplif") else None)


def _tested(following: str, said: str) -> _Said:
    """The status of a score of 2+ by the in situ hybridisation told right after it."""
    match = _TEST.search(following)
    if not match:
        return _Said("equivocal", said.replace(" ", ""), "IHC")
    word = (match["after"] or match["before"] or match["amp"]).lower()
    negative = word.startswith(("neg", "non", "not", "-")) or bool(match["none"]) or " no " in match[0]
    return _Said("negative" if negative else "positive", said.replace(" ", ""), "FISH")


def _made(
    told: tuple[Document, Context], place: tuple[int, int], receptor: str, said: _Said, rule: str
) -> Status:
    document, context = told
    start, end = place
    sentence = document.sentence_at(start)
    cues = [means for means in context.around(start, end) if means != "absent"]
    made = Status(Topic.MARKER, start, end, document.text[start:end], sentence, rule)
    made.modality = modality(cues, document.sentences[sentence].role)
    made.receptor, made.status, made.assay, made.value = receptor, said.status, said.assay, said.value
    return made
