"""The part each sentence plays in a report: told of the patient, of the world, or concluded from the case."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from kg.extract.phrases import Phrases
from kg.extract.plain import Words

_CUES = Phrases("sentences")
_PAST_VERBS = (
    "was were had showed revealed presented received underwent developed achieved died responded disclosed"
    " shrank grew fell rose lost gave took came went became remained began left kept held ceased progressed"
    " relapsed recurred improved resolved disappeared vanished declined stopped refused continued persisted"
    " demonstrated obtained led restored allowed enabled permitted made returned occurred melted emerged"
    " appeared worsened normalized normalised subsided lasted lived"
)
_PAST = frozenset(_PAST_VERBS.split())
_TOLD = frozenset({"report", "narrative", "patient", "age"})


class Role(StrEnum):
    """What a sentence does in its report."""

    TITLE = "title"
    BACKGROUND = "background"
    NARRATIVE = "narrative"
    CONCLUSION = "conclusion"


class Placed(NamedTuple):
    """A sentence with its words, the section it stands in and the heading it stands under."""

    start: int
    end: int
    part: int
    section: str
    heading: str
    first: int
    last: int


def roles(told: Words, text: str, placed: Sequence[Placed]) -> list[Role]:
    """The part of each sentence: by its heading or section, else by where the story begins and ends."""
    cues = [{found.row["means"] for found in _CUES.found(told, one.first, one.last)} for one in placed]
    stories: dict[int, _Story] = {}
    found: list[Role] = []
    for number, (one, said) in enumerate(zip(placed, cues, strict=True)):
        story = stories.get(one.part)
        if story is None:
            last = next((n for n in range(number, len(placed)) if placed[n].part != one.part), len(placed))
            story = stories[one.part] = _Story(cues[number:last], number)
        named = _by_name(one)
        if named is Role.TITLE:
            found.append(_title(text[one.start : one.end], said))
        elif named:
            past = bool(_PAST.intersection(told.lower[one.first : one.last]))
            role = _headed(named, _told_as(said, past=past))
            if named is Role.BACKGROUND and role is named:
                role = story.under_background(one.heading, said, past=past)
            found.append(role)
        else:
            past = bool(_PAST.intersection(told.lower[one.first : one.last]))
            found.append(story.role(number, _told_as(said, past=past), past))
    return found


class _Story:
    """Where the story of a section without headings begins, and whether it is over."""

    def __init__(self, cues: Sequence[set[str]], first: int) -> None:
        reports = [n for n, said in enumerate(cues) if "report" in said]
        begins = [
            n for n, said in enumerate(cues) if said & _TOLD and ("report" in said or "generic" not in said)
        ]
        self.reported = bool(reports)
        self.begin = first + (min(begins, default=0) if not reports else min(reports[0], *begins))
        self.over = False
        self.heading = ""
        """The heading of the background under which the story has begun."""

    def under_background(self, heading: str, said: set[str], *, past: bool) -> Role:
        """The role of a sentence under 'Objective' or the like, where a story may follow the aim."""
        if not past or said & {"generic", "others", "conclusion"}:
            return Role.BACKGROUND
        if "age" in said:
            self.heading = heading
        return Role.NARRATIVE if self.heading == heading else Role.BACKGROUND

    def role(self, number: int, said: set[str], past: bool) -> Role:
        if number < self.begin and (self.reported or said & {"generic", "others"} or not past):
            return Role.BACKGROUND
        if "conclusion" in said and "report" not in said:
            self.over = True
            return Role.NARRATIVE if _restates(said) else Role.CONCLUSION
        told = bool(said & _TOLD)
        if self.over:
            return Role.NARRATIVE if told and not said & {"generic", "hedge", "others"} else Role.CONCLUSION
        if "others" in said and "patient" not in said:
            return Role.BACKGROUND
        if "hedge" in said and not told and not past:
            return Role.CONCLUSION
        return Role.BACKGROUND if "generic" in said and not told else Role.NARRATIVE


def _told_as(said: set[str], *, past: bool) -> set[str]:
    """The cues but for that of an aside in a sentence of the past: 'A, a selective antibody, was given'."""
    return said - {"aside"} if past else {"generic" if one == "aside" else one for one in said}


def _restates(said: set[str]) -> bool:
    """True for 'In conclusion, our patient had a remission': the patient's own facts, nothing supposed."""
    return "patient" in said and not said & {"hedge", "generic", "others"}


def _headed(role: Role, said: set[str]) -> Role:
    """A heading's role, unless the sentence plainly does something else under it."""
    told = said & _TOLD
    if role is Role.NARRATIVE and not told and said & {"generic", "conclusion", "others"}:
        return Role.CONCLUSION if "conclusion" in said else Role.BACKGROUND
    if role is Role.NARRATIVE and "others" in said and "patient" not in said:
        return Role.BACKGROUND
    if role is Role.BACKGROUND and ("report" in said or ("patient" in said and "generic" not in said)):
        return Role.NARRATIVE
    if role is Role.CONCLUSION and _restates(said) and "conclusion" not in said:
        return Role.NARRATIVE
    return role


def _title(title: str, said: set[str]) -> Role:
    """A title tells of the patient, unless it asks or announces a study of many."""
    if "others" in said and not said & _TOLD:
        return Role.BACKGROUND
    return Role.CONCLUSION if title.rstrip().endswith("?") else Role.TITLE


def _by_name(one: Placed) -> Role | None:
    name = one.section.split(":")[0].strip().lower()
    if name == "title":
        return Role.TITLE
    heading = one.heading or ("" if name == "abstract" else name)
    return next((role for word, role in _HEADINGS.items() if word in heading), None) if heading else None


_HEADINGS = {
    "conclu": Role.CONCLUSION,
    "discussion": Role.CONCLUSION,
    "lesson": Role.CONCLUSION,
    "interpretation": Role.CONCLUSION,
    "significance": Role.CONCLUSION,
    "implication": Role.CONCLUSION,
    "background": Role.BACKGROUND,
    "introduction": Role.BACKGROUND,
    "rationale": Role.BACKGROUND,
    "objective": Role.BACKGROUND,
    "purpose": Role.BACKGROUND,
    "aim": Role.BACKGROUND,
    "context": Role.BACKGROUND,
    "importance": Role.BACKGROUND,
    "case": Role.NARRATIVE,
    "patient": Role.NARRATIVE,
    "diagnos": Role.NARRATIVE,
    "intervention": Role.NARRATIVE,
    "treatment": Role.NARRATIVE,
    "outcome": Role.NARRATIVE,
    "result": Role.NARRATIVE,
    "finding": Role.NARRATIVE,
    "present": Role.NARRATIVE,
    "method": Role.NARRATIVE,
    "clinical": Role.NARRATIVE,
    "observation": Role.NARRATIVE,
    "report": Role.NARRATIVE,
    "management": Role.NARRATIVE,
    "history": Role.NARRATIVE,
}
