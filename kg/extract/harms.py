"""Adverse events that the text ties to a treatment: 'developed grade 3 rash after A', 'B-induced colitis'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.case import Modality
from kg.extract.document import Document, Sentence
from kg.extract.entities import Entity
from kg.extract.lines import MOST, Harm, Line

_GRADE = re.compile(r"\bgrade[\s-](?P<g>[1-5]|IV|V|I{1,3})\b[\w\s,/-]{0,30}\Z", re.IGNORECASE)
_GRADE_AFTER = re.compile(r"\s\((?:CTCAE )?grade[\s-](?P<g>[1-5]|IV|V|I{1,3})\b", re.IGNORECASE)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_BLAMED = re.compile(
    r"[\w\s(),/-]{0,40}?\b(?:induced|caused|due to|because of|attribut\w+ to|secondary to|associated with"
    r"|related to"
    r"|triggered by|owing to|result(?:ed|ing) from)\s(?:by\s)?(?:[\w-]+\s){0,3}\Z",
    re.IGNORECASE,
)
_HYPHENATED = re.compile(r"[\s-](?:induced|related|associated)\s(?:[\w-]+\s){0,4}\Z", re.IGNORECASE)
_MEANS_TREATMENT = re.compile(
    r"[\w\s(),/-]{0,40}?\b(?:induced by|caused by|due to|attribut\w+ to|secondary to|associated with"
    r"|related to|during"
    r"|under|while on|after (?:starting|initiation of))\s(?:the |this |such )?(?:chemo|immuno)?(?:therapy"
    r"|treatment|drugs?|regimen)\b",
    re.IGNORECASE,
)
_CAME = re.compile(
    r"\b(?:developed|experienced|suffered|complicated by|adverse events?|side effects?|toxicit\w+"
    r"|tolerated|complained)\b",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"\b(?:after|during|under|while|on|following|of|with|receiving"
    r"|taking)\b",
    re.IGNORECASE,
)


def harms(
    document: Document, number: int, events: Sequence[Entity], lines: Sequence[Line], current: Line | None
) -> Iterator[tuple[Line, Harm]]:
    """Each adverse event of a sentence with the line it came under; none that the text does not tie."""
    sentence = document.sentences[number]
    drugs = [drug for line in lines[-MOST:] for drug in line.drugs if drug.sentence == number]
    for event in events[:MOST]:
        if event.modality is not Modality.OBSERVED or event.used:
            continue
        grade = _grade(document.text, sentence.start, event)
        blamed = [drug for drug in drugs if _blames(document.text, event, drug)]
        line = next((line for line in reversed(lines[-MOST:]) if blamed and blamed[0] in line.drugs), None)
        under = grade is not None or _came(document.text, sentence, event, drugs)
        if line is None and current and current.drugs and under:
            line = current
        if line is not None and not any(old.event.id == event.id for old in line.harms):
            event.used = True
            yield line, Harm(event, grade, blamed)


def _grade(text: str, begin: int, event: Entity) -> int | None:
    found = _GRADE.search(text[max(begin, event.start - 45) : event.start]) or _GRADE_AFTER.match(
        text, event.end
    )
    return (_ROMAN.get(found["g"].upper()) or int(found["g"])) if found else None


def _blames(text: str, event: Entity, drug: Entity) -> bool:
    if drug.start >= event.end:
        return drug.start - event.end < 90 and _BLAMED.fullmatch(text[event.end : drug.start]) is not None
    return event.start - drug.end < 60 and _HYPHENATED.fullmatch(text[drug.end : event.start]) is not None


def _came(text: str, sentence: Sentence, event: Entity, drugs: Sequence[Entity]) -> bool:
    """True when the event is told as having come under the present treatment."""
    begin, end = sentence.start, sentence.end
    if _MEANS_TREATMENT.match(text[event.end : min(end, event.end + 110)]):
        return True
    if not _CAME.search(text[max(begin, event.start - 70) : event.start]):
        return False
    return any(_UNDER.search(text[max(begin, drug.start - 35) : drug.start]) for drug in drugs)
