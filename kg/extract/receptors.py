"""Receptor status: ER+/PR-, triple-negative, HER2 2+ FISH-negative, positive for ER and PR."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.context import Context, modality
from kg.extract.document import Document
from kg.extract.entities import Status
from kg.extract.model import Topic

_NAMES = {
    "ER": r"(?-i:ER(?:\u03b1|-alpha|s)?)|o?estrogen[- ]receptors?(?:[- ](?:alpha|\u03b1))?(?:\s?\(ER(?:\u03b1)?s?\))?",
    "PR": r"(?-i:PgR|PR|PGR)|progesterone[- ]receptors?(?:\s?\((?:PR|PgR|PGR)s?\))?",
    "HER2": r"HER[- ]?2(?:/neu|-neu)?|c-?erb-?B-?2|(?:human )?epidermal growth factor receptor(?:[- ]type)?[- ]?2(?:/neu)?(?:\s?\(HER-?2(?:/neu)?\))?",
    "HR": r"hormone[- ]receptors?(?:\s?\(HRs?\))?|(?-i:HR)",
    "AR": r"androgen[- ]receptors?(?:\s?\(AR\))?|(?-i:AR)",
}
_BOTH = r"o?estrogen(?:[- ]receptors?)?(?:\s?\(ER\))?(?:,?\s(?:and|or|and/or)\s|/|, )progesterone(?:[- ]receptors?)?(?:\s?\((?:PR|PgR)\))?(?:[- ]receptors?)?(?:\s?\(ER/PR\))?"
_ONE = "|".join(f"(?P<{key}>{value})" for key, value in _NAMES.items())
_RECEPTOR = re.compile(rf"(?<![A-Za-z0-9])(?:(?P<BOTH>{_BOTH})|{_ONE})(?![A-Za-z0-9])", re.IGNORECASE)
_LIST = re.compile(r"\s?(?:,|/|and|or|,\s?and|,\s?or|&|and/or)?\s?(?:the\s)?", re.IGNORECASE)
_AFTER = re.compile(
    r"[\s-]{0,2}(?:\((?P<b>\s?(?:[+-]{1,3}|\d?\s?\+|positive|negative|[0-3]\s?\+?|\d{1,3}\s?%[^()]{0,12}))\s?\)|(?:(?:status|expression|protein|overexpression|staining|immunostaining)\s)?(?:(?:was|were|is|are|being)\s)?(?:(?:also|both|strongly|weakly|focally|diffusely|highly|low|moderately|all)[\s-])*"
    r"(?P<s>positiv(?:e|ity)|negativ(?:e|ity)|over-?express\w*|amplified|amplification|(?P<sc>[0-3])\s?\+|\+{1,3}(?![0-9])|-(?=\s?(?:[/,;.)\]]|$|and\b|or\b|HER|PR|breast)))(?:[\s,]{1,2}(?:and\s|but\s)?(?P<f>FISH|ISH|CISH)[\s-]?(?:was\s)?(?P<fs>negative|positive|non-?amplified|amplified|-|\+))?)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?P<s>positive|negative|positivity|negativity|immunopositive|immunonegative|lack(?:ed|ing)?(?: of)?|expression|expressed|overexpressed|overexpression|loss|amplification)\s(?:(?:for|of|both|the|expression|were|staining)\s){0,3}$",
    re.IGNORECASE,
)
_TRIPLE = re.compile(r"\btriple[- ]negative\b|(?<![A-Za-z])TNBCs?\b", re.IGNORECASE)
_TRIPLE_POSITIVE = re.compile(r"\btriple[- ]positive\b", re.IGNORECASE)
_NEXT = re.compile(r"(?:but|and|while|whereas)\s", re.IGNORECASE)


def receptors(document: Document, context: Context) -> Iterator[Status]:
    """Every receptor with a status, in text order."""
    text = document.text
    for match in _TRIPLE.finditer(text):
        for receptor in ("ER", "PR", "HER2"):
            yield _made(
                document,
                context,
                match.start(),
                match.end(),
                receptor,
                "negative",
                "receptors: triple-negative",
            )
    for match in _TRIPLE_POSITIVE.finditer(text):
        for receptor in ("ER", "PR", "HER2"):
            yield _made(
                document,
                context,
                match.start(),
                match.end(),
                receptor,
                "positive",
                "receptors: triple-positive",
            )
    for group in _groups(text):
        start, end = group[0].start(), group[-1].end()
        after = _AFTER.match(text, end)
        if after:
            status, value, assay = _status(after)
            rule, stop = "receptors: status after", after.end()
        else:
            before = _BEFORE.search(text, max(0, start - 45), start)
            if not before or text[end : end + 1] == "-":
                continue
            word = before["s"].lower()
            status = "negative" if word.startswith(("neg", "lack", "loss", "immunoneg")) else "positive"
            rule, stop, value, assay, start = "receptors: status before", end, None, None, before.start()
        if not status:
            continue
        for match in group:
            for receptor in ("ER", "PR") if match["BOTH"] else (match.lastgroup or "",):
                yield _made(document, context, start, stop, receptor, status, rule, value=value, assay=assay)


def _groups(text: str) -> Iterator[list[re.Match[str]]]:
    """Receptors told together; one that has its own status ends its group."""
    group: list[re.Match[str]] = []
    for match in _RECEPTOR.finditer(text):
        if group:
            between = text[group[-1].end() : match.start()]
            if len(between) > 12 or not _LIST.fullmatch(between) or _AFTER.match(text, group[-1].end()):
                yield group
                group = []
        group.append(match)
    if group:
        yield group


def _status(after: re.Match[str]) -> tuple[str, str | None, str | None]:
    """(status, value, assay) of what follows a receptor; '' when it says none."""
    if after["f"]:
        negative = after["fs"].lower().startswith(("neg", "non", "-"))
        return ("negative" if negative else "positive"), after["s"].replace(" ", ""), after["f"].upper()
    said = (after["b"] or after["s"]).strip().lower()
    if after["sc"] or re.fullmatch(r"[0-3]\s?\+?", said):
        score = said[0]
        return {"3": "positive", "2": "equivocal"}.get(score, "negative"), said.replace(" ", ""), "IHC"
    if "%" in said:
        return ("negative" if re.match(r"0\s?%", said) else "positive"), said, None
    return ("negative" if said.startswith(("neg", "-")) else "positive"), None, None


def _made(
    document: Document,
    context: Context,
    start: int,
    end: int,
    receptor: str,
    status: str,
    rule: str,
    *,
    value: str | None = None,
    assay: str | None = None,
) -> Status:
    sentence = document.sentence_at(start)
    role = document.sentences[sentence].role
    said = [means for means in context.around(start, end) if means not in {"absent"}]
    return Status(
        Topic.MARKER,
        start,
        end,
        document.text[start:end],
        sentence,
        rule,
        modality=modality(said, role),
        receptor=receptor,
        status=status,
        assay=assay,
        value=value,
    )
