"""What a length of time measures: a response, treatment until progression, survival; or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.document import Document
from kg.extract.lines import GAINS, MOST, PROGRESS, Line, Result
from kg.extract.plain import small
from kg.extract.times import Length

_NOT = small(
    r"\b(?:within|every|next|first|last|past|previous|prior|in the|per|history of|in|age of|over the"
    r"|by)\s(?:the\s)?(?:about\s)?\Z"
)
_GAP = r"[^.;]{0,40}"
_PFS_BEFORE = small(
    rf"(?:progression[- ]free (?:survival|interval|period)|\bPFS|time to (?:disease "
    rf"|tumou?r )?progression|\bTTP|\bTTF)\b{_GAP}\Z"
    rf"|progression[- ]free (?:for |at |after |of )*\Z"
    rf"|\b(?:without|no|not)\b[^.;,]{{0,40}}\bprogress\w*[^.;,]{{0,30}}\Z"
)
_PFS_AFTER = small(r"[\s-]*(?:of\s)?(?:progression[- ]free|PFS\b)|\swithout\s[^.;,]{0,25}progress")
_OS_BEFORE = small(
    r"(?:overall survival|\bOS\b|\bsurvival (?:time|period|duration)?|\bsurvived|\blived)[^.;,]{0,30}\Z"
    r"|\balive[^.;,]{0,40}\Z"
)
_OS_AFTER = small(
    r"[\s-]*(?:of\s)?(?:overall )?survival\b|[\s-](?:overall survival)"
    r"|\s(?:after|from|following|since) (?:the |his |her )?(?:initial |first |original )?(?:diagnosis"
    r"|presentation"
    r"|surgery|operation|resection|transplantation|admission|(?:start|initiation|onset) of)\b"
)
_DIED = small(r"\b(?:died|death|deceased|succumbed|passed away|alive|survive\w*)\b")
_FREE = small(
    r"(?:disease|recurrence|relapse|event|tumou?r|cancer|metastas[ie]s)[- ]free|\bNED\b"
    r"|\b(?:no|without|free of|free from|any)\s(?:\w+[ -]){0,4}(?:disease|recurren\w+|relaps\w+"
    r"|metasta\w+|malignan\w+)"
    r"|\b(?:has|have) (?:not|never) (?:recurred|relapsed)"
)
_FREE_AFTER = small(
    r"[\s-]*(?:of\s)?(?:disease|recurrence|relapse|event|tumou?r|cancer|metastas[ie]s)[- ]free\b"
)
_LASTING = small(
    r"\b(?:for|lasting|lasted|lasts|until|throughout|during|duration of|duration was|period of"
    r"|remission of|response of"
    r"|maintained|sustained|through|over|ongoing(?: at| after)?|duration:?|\()\s?(?:a\s|the\s"
    r"|follow-up of\s)*\Z"
    r"|\((?:ongoing |lasting |duration )?\Z"
)
_NAMED_AFTER = re.compile(
    r"[\s-]+(?:of\s|an?\s|(?:ongoing|continued|continuous|sustained|durable|complete|partial|clinical"
    r"|molecular|objective|metabolic"
    r"|stable|disease|tumou?r)[\s-]){0,4}(?:remission|response|disease|control|stabili[sz]ation|CR|PR|SD)\b"
)
_STILL = small(
    r"\b(?:remain\w*|still|continu\w+|ongoing|maintain\w*|has been|had been|persist\w*|sustain\w*|stays?"
    r"|kept|alive|is in|currently)\b"
)
_LATER = small(
    r"(?:'s?)?[\s-](?:after\b|later|following|from|since|post|into|on|earlier|of (?:follow|treatment"
    r"|therapy|surveillance)|follow)"
)
_AT = small(r"\b(?:at|after|for|during|with|of)\s(?:an?\s|the\s|follow-up of\s)*\Z")
_AFTER = small(r"\bafter\s(?:only\s|having\s)?(?:receiving\s)?\Z")
_ON_TREATMENT = small(
    r"\s(?:of|on|with|from|under)\s|\s(?:after|following|from)\s(?:the )?(?:start|initiat|beginning"
    r"|commenc|introduc)|,?\s(?:the|his|her|she|he|a |CT|disease|tumou?r|progress|imaging|but)"
)
_FROM_START = small(
    r"\s(?:after|following|from)\s(?:the )?(?:start|initiat|beginning|commenc|introduc)|\s(?:into"
    r"|of) (?:the )?(?:treat|therap)"
)
_LATER_ON = small(r"\s(?:later|thereafter|afterwards)\b|,|\s(?:after|following|of|on|into)\s")
_HEAD = re.compile(r"(?:(?:However|Unfortunately|Nevertheless|But|At|After|Only),?\s)*", re.IGNORECASE)
_ALIVE = small(r"\balive\b")
_STOPPED = small(r"\b(?:discontinu|stopp|ceas|withdraw|withdrew|interrupt|switch)\w*\b[^.;]{0,40}\Z")
_STARTED = small(r"\b(?:start|initiat|commenc|began|begun|switch|administ|treated|receiv)\w*\b")
_FAR = 400
"""Characters on either side of a length that are looked at."""
_BETWEEN = small(r"\b(?:respon\w+|remission|regress\w+|shr[aiu]nk\w*)\b")
_FOLLOW_UP = small(r"(?:\bduring|\bafter|\bat|\bwith|\bfor|\bof)\s(?:an?\s|the\s|up to\s)*\Z")
_ALSO_TREATMENT = small(
    r"\b(?:treat\w+|therapy|received|receiv\w+|given|administ\w+|cycles|maintenance|continu\w+)\b"
)

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
            bounds = max(sentence.start, length.start - _FAR), min(sentence.end, length.end + _FAR)
            rest += self._give(length, bounds, held, current)
        return rest

    def _give(
        self, length: Length, bounds: tuple[int, int], held: Sequence[Result], current: Line | None
    ) -> Given:
        """What a length measures of the whole course; what it measures of a response or line is set there."""
        before, after = self._around(length, bounds)
        if _PFS_BEFORE.search(before) or _PFS_AFTER.match(after):
            return self._progression_free(length, held, current)
        free = _FREE.search(before) or (_FREE.search(after) and not _BETWEEN.search(after))
        if self._survived(length, bounds, free=free is not None):
            return [("survival", length)]
        named = _FREE_AFTER.match(after)
        denied = _NOT.search(before) and not _STILL.search(before)
        if not named and (denied or self._of_response(length, held, bounds)):
            return []
        if named or (free and (_LASTING.search(before) or _FOLLOW_UP.search(before) or _LATER.match(after))):
            return [("disease-free", length)]
        if current and not current.duration and _LASTING.search(before) and _ALSO_TREATMENT.search(before):
            current.duration = length
        return []

    def _of_response(self, length: Length, held: Sequence[Result], bounds: tuple[int, int]) -> bool:
        """True for a length that measures a response of the sentence, which is set there."""
        return self._progressed(length, held, *bounds) or self._lasted(length, held, *bounds)

    def _around(self, length: Length, bounds: tuple[int, int]) -> tuple[str, str]:
        """The text before and after a length, within its sentence, in small letters."""
        text, (begin, end) = self.document.words.small, bounds
        return text[max(begin, length.start - 80) : length.start], text[
            length.end : min(end, length.end + 80)
        ]

    def _survived(self, length: Length, bounds: tuple[int, int], *, free: bool) -> bool:
        """True for overall survival: 'survived for 28 months', 'died 5 months after diagnosis'."""
        before, after = self._around(length, bounds)
        if _OS_BEFORE.search(before) and not _FREE.search(before):
            return True
        if _OS_AFTER.match(after) and _DIED.search(before):
            return True
        alive = not free and _ALIVE.search(self.document.words.small, *bounds)
        return bool(alive and _AT.search(before) and _LATER.match(after))

    def _progression_free(self, length: Length, held: Sequence[Result], current: Line | None) -> Given:
        """Progression-free survival of the sentence's nearest response, the present line, or the course."""
        target = min(held, key=lambda r: abs(r.entity.start - length.start), default=None)
        if target is None and current and current.results:
            target = current.results[-1]
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
            if len(between) > 110 or re.search(r"[;]|\b(?:which|then|but|however|although)\b", between):
                continue
            gains = [
                g
                for g in held
                if g.category in GAINS
                and min(g.entity.start, start) < length.start < max(g.entity.start, start)
            ]
            begun = length.start > start and len(between) < 40 and _FROM_START.match(after)
            since = begun or (_AFTER.search(before) and (_ON_TREATMENT.match(after) or length.end > start))
            until = length.end <= start and re.search(r"\bfor\s\Z", before) and not gains
            later = (
                length.end <= start and not gains and self._begins(length, begin) and _LATER_ON.match(after)
            )
            at = length.start > start and re.fullmatch(r"\s(?:at|after)\s(?:only\s)?", between)
            soon = not gains and 0 <= length.start - result.entity.end < 3 and self._begun(length, begin)
            if (
                since
                or later
                or at
                or soon
                or (until and _ALSO_TREATMENT.search(small_text, begin, length.start))
            ):
                result.duration = length
                return True
        return False

    def _begun(self, length: Length, begin: int) -> bool:
        """True for 'A was started, but the disease progressed two months later'."""
        text = self.document.words.small
        return bool(_LATER_ON.match(text, length.end) and _STARTED.search(text, begin, length.start))

    def _begins(self, length: Length, begin: int) -> bool:
        """True for 'Ten months later' at the head of a sentence."""
        head = self.document.text[begin : length.start]
        return len(head) < 24 and _HEAD.fullmatch(head) is not None

    def _lasted(self, length: Length, held: Sequence[Result], begin: int, end: int) -> bool:
        """True for how long a response lasted, or has lasted so far."""
        text, stop = self.document.words.small, min(end, length.end + 80)
        before, after = self._around(length, (begin, end))
        usable = [r for r in held if r.category in GAINS]
        if not usable or _STOPPED.search(before):
            return False
        adjacent = any(0 <= length.start - one.entity.end < 2 for one in usable)
        lasting = (
            adjacent or _LASTING.search(before) or _NAMED_AFTER.match(self.document.text, length.end, stop)
        )
        first = all(one.entity.start > length.end for one in usable)
        told = _STILL.search(text, max(begin, length.start - 130), length.start)
        still = (told or (first and _STILL.search(after))) and (_LATER.match(after) or _AT.search(before))
        if not lasting and not still:
            return False
        gained = self._nearest(length, usable)
        if gained is None:
            return False
        for result in usable:
            if result is gained or self._beside(result, gained):
                result.duration = result.duration or length
        return True

    def _nearest(self, length: Length, usable: Sequence[Result]) -> Result | None:
        def distance(result: Result) -> int:
            return (
                length.start - result.entity.end
                if result.entity.end <= length.start
                else result.entity.start - length.end
            )

        near = min(usable, key=distance)
        return near if distance(near) < 110 else None

    def _beside(self, one: Result, other: Result) -> bool:
        """True for responses side by side: 'in full cytogenetic and partial molecular remission for'."""
        first, second = sorted((one.entity, other.entity), key=lambda entity: entity.start)
        between = self.document.text[first.end : second.start]
        return re.fullmatch(r",?\s(?:and|with)\s(?:an?\s)?(?:\w+\s){0,2}", between) is not None
