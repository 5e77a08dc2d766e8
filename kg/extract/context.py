"""Whose a thing is, and how far the text goes in stating it: cue words before and after it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from kg.case import Modality
from kg.extract.document import Document, Role, Sentence
from kg.extract.entities import Entity
from kg.extract.model import Topic
from kg.extract.phrases import Found, Phrases

_CUES = Phrases("context")
_REACH = 12
"""Words that a cue before a thing reaches over, within its sentence."""
_REACH_BACK = 7
_NEAR = 40
"""Words around a thing among which its cues are looked for: reach and the longest cue together."""
_NOTHING = frozenset({"breaker", "present", "given", "none"})
"""What cues mean that only keep others from reaching: 'not only', 'however', 'was given'."""
_ORDER = (
    "absent",
    "family",
    "history",
    "in vitro",
    "background",
    "hypothesis",
    "suspected",
    "unlike",
    "tested",
    "unknown",
)


class Context:
    """The cue words of a document, asked for at any place."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.cues = sorted(_CUES.found(document.words), key=lambda cue: cue.first)
        self._firsts = [cue.first for cue in self.cues]
        self._whole: dict[int, frozenset[str]] = {}

    def word_at(self, start: int) -> int:
        """The index of the word that holds or follows a character."""
        return max(bisect_right(self.document.words.starts, start) - 1, 0)

    def around(self, start: int, end: int, group: Iterable[tuple[int, int]] = ()) -> list[str]:
        """What the cues say of a stretch, in order of weight: 'absent', 'family', 'hypothesis' ..."""
        sentence = self.document.sentences[self.document.sentence_at(start)]
        first, last = self.word_at(start), bisect_left(self.document.words.starts, end)
        said = set(self._said_of(sentence))
        for cue in self._near(sentence, first, last):
            means = cue.row["means"]
            if (
                means not in _NOTHING
                and means not in said
                and self._reaches(cue, cue.row["side"], first, last)
            ):
                said.add(means)
        return [means for means in _ORDER if means in said]

    def _near(self, sentence: Sentence, first: int, last: int) -> list[Found]:
        """The cues of a sentence close enough to reach a stretch, so that a text on one line stays quick."""
        low = bisect_left(self._firsts, max(sentence.first, first - _NEAR))
        return self.cues[low : bisect_left(self._firsts, min(sentence.last, last + _NEAR))]

    def _said_of(self, sentence: Sentence) -> frozenset[str]:
        """What cues say of all of a sentence."""
        if sentence.first not in self._whole:
            low, high = bisect_left(self._firsts, sentence.first), bisect_left(self._firsts, sentence.last)
            cues = (cue.row for cue in self.cues[low:high] if cue.row["side"] == "sentence")
            self._whole[sentence.first] = frozenset(row["means"] for row in cues)
        return self._whole[sentence.first]

    def _reaches(self, cue: Found, side: str, first: int, last: int) -> bool:
        if side in {"before", "both"} and cue.last <= first and first - cue.last <= _REACH:
            return not self._broken(cue.last, first, cue.row["means"])
        if side in {"after", "both"} and cue.first >= last and cue.first - last <= _REACH_BACK:
            return not self._broken(last, cue.first, "after")
        return False

    def _broken(self, first: int, last: int, means: str) -> bool:
        """True when something between two words keeps a cue from reaching over."""
        lower = self.document.words.lower
        if any(lower[at] in ";:" for at in range(first, last)):
            return True
        low, high = bisect_left(self._firsts, first), bisect_left(self._firsts, last)
        for cue in self.cues[low:high]:
            if cue.last > last:
                continue
            if cue.row["means"] == "breaker" or (cue.row["means"] == "present" and cue.first - first > 2):
                return True
            if cue.row["means"] == "given" and cue.first - first > 2 and means in {"absent", "hypothesis"}:
                return True
        return means == "after" and any(lower[at] in _VERBS_BETWEEN for at in range(first, last))

    def directly(self, start: int, end: int, means: str, reach: int = 6) -> bool:
        """True when a cue stands before a stretch with only adjectives between: 'no known thymoma'."""
        sentence = self.document.sentences[self.document.sentence_at(start)]
        first, lower = self.word_at(start), self.document.words.lower
        if means in self._said_of(sentence):
            return True
        for cue in self._near(sentence, first, first):
            if cue.row["means"] != means or cue.row["side"] == "after":
                continue
            between = lower[cue.last : first]
            if cue.last <= first <= cue.last + reach and not _STOPPING.intersection(between):
                return True
        return self._said_after(start, end, means)

    def of_relative(self, start: int, end: int) -> bool:
        """True for a tumour of the family: 'a woman with thymoma whose sister had melanoma' has thymoma."""
        sentence = self.document.sentences[self.document.sentence_at(start)]
        if "family" not in self._said_of(sentence):
            return self.directly(start, end, "family", 8)
        first, last = self.word_at(start), bisect_left(self.document.words.starts, end)
        low, high = bisect_left(self._firsts, sentence.first), bisect_left(self._firsts, sentence.last)
        cues = [cue for cue in self.cues[low:high] if cue.row["means"] == "family"]
        lower = self.document.words.lower
        return any(
            cue.first < first or (cue.first >= last and _OF_WHOM.issuperset(lower[last : cue.first]))
            for cue in cues
        )

    def _said_after(self, start: int, end: int, means: str) -> bool:
        """True for 'lymphoma was ruled out': the cue follows at once."""
        last = bisect_left(self.document.words.starts, end)
        low, high = bisect_left(self._firsts, last), bisect_left(self._firsts, last + 3)
        return any(
            cue.row["means"] == means and cue.row["side"] in {"after", "both"} for cue in self.cues[low:high]
        )


_STOPS_AT = (
    "in with from for at by on who which that was were is are had has and/or but then presented diagnosed"
    " treated showed revealed underwent received recurrence recurrent relapse relapsed residual progression"
    " metastasis metastases mutation mutations response disease remission invasion involvement spread therapy"
    " treatment surgery resection chemotherapy cells expression between after before during despite ; : ( )"
)
_STOPPING = frozenset(_STOPS_AT.split())
"""Words beyond which a cue does not speak of the tumour itself: 'no recurrence of the lymphoma'."""
_OF_WHOM = frozenset({"in", "of", "his", "her", "the", "a", "their"})
"""Words between a tumour and the relative who has it: 'breast cancer in his mother'."""
_FINDING = "showed revealed demonstrated identified detected harbored harboured had"
_VERBS_BETWEEN = frozenset(_FINDING.split())


def modality(said: list[str], role: Role, title: bool = False) -> Modality:
    """The modality of a thing from its cues and the part its sentence plays."""
    if "absent" in said:
        return Modality.ABSENT
    if "family" in said or "in vitro" in said or "background" in said:
        return Modality.BACKGROUND
    if role is Role.BACKGROUND:
        return Modality.BACKGROUND
    if "hypothesis" in said or role is Role.CONCLUSION:
        return Modality.HYPOTHESIS
    return Modality.OBSERVED


def settle(entities: Iterable[Entity], document: Document, context: Context) -> None:
    """Set the modality of each entity, of diseases also how firmly they are told."""
    for entity in entities:
        if entity.topic is Topic.DISEASE:
            _settle_disease(entity, document, context)
            continue
        role = document.sentences[entity.sentence].role
        entity.modality = modality(context.around(entity.start, entity.end), role)


def _settle_disease(entity: Entity, document: Document, context: Context) -> None:
    """Whose the tumour is and how firmly: told of now, of the past, in a conclusion, or supposed."""
    place = (entity.start, entity.end)
    said, role = context.around(*place), document.sentences[entity.sentence].role
    after = document.text[entity.end : entity.end + 12].lower()
    if "absent" in said and context.directly(*place, "absent"):
        entity.modality = Modality.ABSENT
    elif (
        {"in vitro", "background"} & set(said)
        or ("family" in said and context.of_relative(*place))
        or role is Role.BACKGROUND
        or after.startswith((" patients", " cases"))
    ):
        entity.modality = Modality.BACKGROUND
    elif context.directly(*place, "unlike"):
        entity.modality, entity.rank = Modality.HYPOTHESIS, 4
    elif any(context.directly(*place, means, 4) for means in ("suspected", "hypothesis")):
        entity.modality, entity.rank = Modality.HYPOTHESIS, 3
    elif role is Role.CONCLUSION:
        entity.modality, entity.rank = Modality.HYPOTHESIS, 2
    elif context.directly(*place, "history", 8):
        entity.rank = 1
