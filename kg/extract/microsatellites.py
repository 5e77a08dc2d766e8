"""Microsatellite instability and mismatch repair: one status, 'high' or 'negative', under the name MSI."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.context import Context, modality
from kg.extract.document import Document
from kg.extract.entities import Status
from kg.extract.model import Topic

_HIGH = (
    r"microsatellite[- ](?:instability|unstable)(?:[\s-](?:high|\(MSI(?:-H(?:igh)?)?\)))*"
    r"|(?-i:MSI)[\s-]?H(?:igh)?\b"
    r"|(?-i:MSI)\b(?!-)"
    r"|(?-i:dMMR)\b|mismatch[- ]repair(?:[- ]proteins?)?(?:\s\(\w{2,4}\))?[- ]deficien(?:t|cy)"
    r"|deficien(?:t|cy)\s(?:in\s|of\s)?(?:DNA\s)?mismatch[- ]repair"
)
_STABLE = (
    r"microsatellite[- ]stab(?:le|ility)(?:\s?\(MSS\))?|(?-i:MSS)\b|(?-i:MSI)[\s-]negative\b|(?-i:pMMR)\b"
    r"|mismatch[- ]repair(?:[- ]proteins?)?(?:\s\(\w{2,4}\))?[- ](?:proficien(?:t|cy)|intact)"
    r"|(?:mismatch[- ]repair(?:\s\(MMR\))?|(?-i:MMR))(?:[- ]proteins?)?(?:\sexpression)?\s(?:was|were)\s"
    r"(?:all\s)?(?:intact|preserved|retained|proficient|normal)\b"
    r"|(?:proficient|intact|preserved|retained)\s(?:expression\sof\s)?(?:the\s)?(?:DNA\s)?"
    r"(?:mismatch[- ]repair|(?-i:MMR)\b)"
)
_NAMED = re.compile(
    rf"(?<![A-Za-z])(?=[mMdDpPiIrR])(?:(?P<high>{_HIGH})|(?P<stable>{_STABLE}))", re.IGNORECASE
)
_DENIED = re.compile(
    r"\b(?:no|not|without|neither|nor|negative for|absence of|lack of|lacked|excluded|ruled out)"
    r"\s(?:[\w-]+\s){0,4}$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"[\s-]*(?:\([^()]{1,12}\)\s?)?(?:status|test\w*|analys\w*|assay|low|screening|and\sTMB\stest)\b",
    re.IGNORECASE,
)
_NEGATIVE_AFTER = re.compile(
    r"\s?(?:\([^()]{1,12}\)\s?)?(?:was|were)\s(?:negative|absent|not\s(?:detected|found|seen|observed))",
    re.IGNORECASE,
)


def instability(document: Document, context: Context) -> Iterator[Status]:
    """Every status of microsatellites in the text, in text order."""
    text = document.text
    if not any(hint in document.words.small for hint in ("microsat", "mismatch", "mmr", "msi", "mss")):
        return
    for match in _NAMED.finditer(text):
        if match["high"] and not match[0].lower().endswith(("h", "h)")) and _ASKED.match(text, match.end()):
            continue
        denied = bool(_DENIED.search(text, max(0, match.start() - 50), match.start()))
        denied = denied or bool(_NEGATIVE_AFTER.match(text, match.end()))
        if match["stable"] and denied:
            continue
        if match[0] == "MSI" and not denied:  # the letters alone name the test
            continue
        negative = denied or match["stable"] is not None
        number = document.sentence_at(match.start())
        cues = [means for means in context.around(*match.span()) if means != "absent"]
        yield Status(
            Topic.MARKER,
            match.start(),
            match.end(),
            match[0],
            number,
            "microsatellites",
            modality=modality(cues, document.sentences[number].role),
            receptor="MSI",
            status="negative" if negative else "high",
        )
