"""What a length of time measures: a response, treatment until progression, survival; or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract import measured
from kg.extract.document import Document
from kg.extract.lines import GAINS, MOST, PROGRESS, Line, Result
from kg.extract.times import Length

Given = list[tuple[str, Length]]


class Lastings:
    """The lengths of time of a document, given out to what they measure."""

    def __init__(self, document: Document, found: Sequence[Length]) -> None:
        self.document = document
        self.found: dict[int, list[Length]] = {}
        for length in found:
            self.found.setdefault(document.sentence_at(length.start), []).append(length)

    def give(self, number: int, held: Sequence[Result], current: Line | None) -> Given:
        """Set the lengths of a sentence on its responses; what measures the whole course comes back."""
        sentence = self.document.sentences[number]
        rest: Given = []
        for length in self.found.get(number, [])[:MOST]:
            bounds = (
                max(sentence.start, length.start - measured.FAR),
                min(sentence.end, length.end + measured.FAR),
            )
            rest += self._give(length, bounds, held, current)
        return rest

    def _give(
        self, length: Length, bounds: tuple[int, int], held: Sequence[Result], current: Line | None
    ) -> Given:
        """What a length measures of the whole course; what it measures of a response or line is set there."""
        before, after = self._around(length, bounds)
        if measured.OF_MANY.search(before) or self._passed(length, bounds):
            return [] if measured.OF_MANY.search(before) else [("disease-free", length)]
        relapsed = self._until_relapse(before, after, held, current)
        if relapsed or measured.PFS_BEFORE.search(before) or measured.PFS_AFTER.match(after):
            return self._progression_free(length, () if relapsed else held, current)
        if self._survived(length, bounds, free=self._free(before, after)):
            return [("survival", length)]
        named = measured.FREE_AFTER.match(after) or measured.FREE_NAMED.search(before)
        denied = measured.NOT.search(before) and not measured.STILL_BEFORE.search(before)
        if not named and not denied and self._of_response(length, held, bounds, current):
            return []
        if named or self._followed_up(before, after, denied=denied is not None and bool(denied)):
            return self._disease_free(length, before, current)
        if current and not current.duration and not denied and self._treated(before):
            current.duration = length
        return []

    def _disease_free(self, length: Length, before: str, current: Line | None) -> Given:
        """Of the whole course, but 'had been free of disease for 2 years' is how long a response lasted."""
        if not measured.HAD_BEEN.search(before):
            return [("disease-free", length)]
        gained = [one for one in current.results if one.category in GAINS] if current else []
        if gained and not gained[-1].duration:
            gained[-1].duration = length
            return []
        return [("disease-free before", length)]

    def _free(self, before: str, after: str) -> bool:
        """True where the patient is said to be free of disease around a length."""
        clause = measured.ANOTHER_CLAUSE.split(after)[0]
        if measured.FREE.search(before):
            return True
        return measured.FREE.search(clause) is not None and not measured.BETWEEN.search(clause)

    def _followed_up(self, before: str, after: str, *, denied: bool) -> bool:
        """True for 'no recurrence for 2 years', 'no relapse in 4 years of follow-up'."""
        if not self._free(before, after):
            return False
        if measured.FREE.search(before) and measured.FOLLOWED_UP.match(after):
            return True
        told = (
            measured.LASTING.search(before)
            or measured.FOLLOW_UP.search(before)
            or measured.LATER.match(after)
        )
        return not denied and told is not None

    def _passed(self, length: Length, bounds: tuple[int, int]) -> bool:
        """True for 'N years have passed without a sign of tumour', 'M since surgery' beside it included."""
        begin, end = bounds
        text = self.document.words.small
        if not measured.FREE.search(text, begin, end):
            return False
        passed = measured.PASSED.search(text, begin, end)
        if passed is None or passed.start() < length.end:
            return (
                passed is not None
                and re.match(r"\s(?:since|from|after)\b", text[length.end : end]) is not None
            )
        return passed.start() == length.end

    def _treated(self, before: str) -> bool:
        """True for the length of a treatment: 'was given for 4 months'."""
        return (
            measured.LASTING.search(before) is not None and measured.ALSO_TREATMENT.search(before) is not None
        )

    def _until_relapse(self, before: str, after: str, held: Sequence[Result], current: Line | None) -> bool:
        """True for 'after 13 months on treatment the disease relapsed'."""
        relapsed = current is not None and bool(current.drugs) and any(r.category == "relapse" for r in held)
        return (
            relapsed
            and measured.AFTER.search(before) is not None
            and measured.ON_TREATMENT_UNTIL.match(after) is not None
        )

    def _of_response(
        self, length: Length, held: Sequence[Result], bounds: tuple[int, int], current: Line | None
    ) -> bool:
        """True for a length that measures a response, which is set there."""
        if self._progressed(length, held, *bounds) or self._lasted(length, held, *bounds):
            return True
        before, _ = self._around(length, bounds)
        gained = [] if current is None else [one for one in current.results if one.category in GAINS]
        if not gained or gained[-1].duration or not self._of_the_response(before, held):
            return False
        gained[-1].duration = length
        return True

    def _of_the_response(self, before: str, held: Sequence[Result]) -> bool:
        """True for how long a response told before has lasted: 'it has lasted for 2 years'."""
        if measured.RESPONSE_LENGTH.search(before):
            return True
        return not held and measured.IT_LASTED.search(before) is not None

    def _around(self, length: Length, bounds: tuple[int, int]) -> tuple[str, str]:
        """The text before and after a length, within its sentence, in small letters."""
        text, (begin, end) = self.document.words.small, bounds
        return text[max(begin, length.start - 80) : length.start], text[
            length.end : min(end, length.end + 80)
        ]

    def _survived(self, length: Length, bounds: tuple[int, int], *, free: bool) -> bool:
        """True for overall survival: 'survived for 28 months', 'died 5 months after diagnosis'."""
        before, after = self._around(length, bounds)
        if measured.OS_BEFORE.search(before) and not measured.FREE.search(before):
            return True
        if measured.OS_AFTER.match(after) and measured.DIED.search(before):
            return True
        alive = not free and measured.ALIVE.search(self.document.words.small, *bounds)
        return bool(alive and measured.AT.search(before) and measured.LATER.match(after))

    def _progression_free(self, length: Length, held: Sequence[Result], current: Line | None) -> Given:
        """Progression-free survival of the sentence's nearest response, the present line, or the course."""
        target = min(held, key=lambda r: abs(r.entity.start - length.start), default=None)
        if target is None and current:
            target = next((one for one in reversed(current.results) if one.category != "relapse"), None)
        if target is not None and target.category in PROGRESS and target not in held:
            target = None
        if target is None or target.progression_free is not None or not target.tied:
            return [("progression-free", length)]
        target.progression_free = length
        return []

    def _progressed(self, length: Length, held: Sequence[Result], begin: int, end: int) -> bool:
        """True for time under treatment until progression: 'after 8 months of A, the disease progressed'."""
        text, small_text = self.document.text, self.document.words.small
        before, after = self._around(length, (begin, end))
        for result in held:
            if result.category not in PROGRESS or result.duration:
                continue
            start = result.entity.start
            between = (
                text[length.end : start] if length.end <= start else text[result.entity.end : length.start]
            )
            if len(between) > 110 or re.search(
                r"[;]|\b(?:(?<!at )which|then|but|however|although)\b", between
            ):
                continue
            gains = [
                g
                for g in held
                if g.category in GAINS
                and min(g.entity.start, start) < length.start < max(g.entity.start, start)
            ]
            begun = length.start > start and len(between) < 40 and measured.FROM_START.match(after)
            since = begun or (
                measured.AFTER.search(before) and (measured.ON_TREATMENT.match(after) or length.end > start)
            )
            until = length.end <= start and re.search(r"\bfor\s\Z", before) and not gains
            later = (
                length.end <= start
                and not gains
                and self._begins(length, begin)
                and (measured.LATER_ON.match(after) or before.endswith("at "))
            )
            at = length.start > start and re.fullmatch(r"\s(?:at|after)\s(?:only\s)?", between)
            ended = length.end <= start and measured.BEFORE_PROGRESS.fullmatch(between.lower())
            soon = not gains and 0 <= length.start - result.entity.end < 3 and self._begun(length, begin)
            if (
                since
                or later
                or at
                or soon
                or ended
                or (until and measured.ALSO_TREATMENT.search(small_text, begin, length.start))
            ):
                result.duration = length
                return True
        return False

    def _begun(self, length: Length, begin: int) -> bool:
        """True for 'A was started, but the disease progressed two months later'."""
        text = self.document.words.small
        return bool(
            measured.LATER_ON.match(text, length.end) and measured.STARTED.search(text, begin, length.start)
        )

    def _begins(self, length: Length, begin: int) -> bool:
        """True for 'Ten months later' at the head of a sentence."""
        before = self.document.words.small[max(begin, length.start - 80) : length.start]
        head = measured.ANOTHER_HEAD.split(before)[-1]
        return len(head) < 24 and measured.HEAD.fullmatch(head) is not None

    def _lasted(self, length: Length, held: Sequence[Result], begin: int, end: int) -> bool:
        """True for how long a response lasted, or has lasted so far."""
        text, stop = self.document.words.small, min(end, length.end + 80)
        before, after = self._around(length, (begin, end))
        usable = [r for r in held if r.category in GAINS]
        if not usable or measured.STOPPED.search(before) or measured.GRADUAL.search(before):
            return False
        adjacent = any(0 <= length.start - one.entity.end < 2 for one in usable)
        lasting = (
            adjacent
            or measured.LASTING.search(before)
            or measured.NAMED_AFTER.match(self.document.text, length.end, stop)
            or measured.DURATION.match(after)
            or measured.EXCEEDING.match(text, length.start)
            or measured.RESPONSE_LENGTH.search(before)
        )
        still = self._still(length, begin, after, usable) and (
            measured.LATER.match(after) or measured.AT.search(before)
        )
        if not lasting and not still:
            return False
        gained = self._nearest(length, usable, 250 if measured.IT_LASTED.search(before) else 110)
        if gained is None:
            return False
        for result in usable:
            if result is gained or self._beside(result, gained):
                result.duration = result.duration or length
        return True

    def _still(self, length: Length, begin: int, after: str, usable: Sequence[Result]) -> bool:
        """True when what was told before or is told around a length goes on at that time."""
        if measured.STILL.search(self.document.words.small, max(begin, length.start - 130), length.start):
            return True
        clause = measured.ANOTHER_CLAUSE.split(after)[0]
        first = all(one.entity.start > length.end for one in usable)
        return bool((first and measured.STILL.search(clause)) or measured.STILL_THEN.match(clause))

    def _nearest(self, length: Length, usable: Sequence[Result], reach: int) -> Result | None:
        def distance(result: Result) -> int:
            return (
                length.start - result.entity.end
                if result.entity.end <= length.start
                else result.entity.start - length.end
            )

        near = min(usable, key=distance)
        return near if distance(near) < reach else None

    def _beside(self, one: Result, other: Result) -> bool:
        """True for responses side by side: 'in full cytogenetic and partial molecular remission for'."""
        first, second = sorted((one.entity, other.entity), key=lambda entity: entity.start)
        between = self.document.text[first.end : second.start]
        return re.fullmatch(r",?\s(?:and|with)\s(?:an?\s)?(?:\w+\s){0,2}", between) is not None
