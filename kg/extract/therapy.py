"""Lines of therapy in order, and which response and which length of time belongs to which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.case import Modality
from kg.extract.context import Context, modality
from kg.extract.document import Document, Role
from kg.extract.entities import Entity
from kg.extract.phrases import Found, Phrases
from kg.extract.times import Length, lengths

_DOSE = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|\b\d[\d.,]*\s?(?:mg|g|mcg|\u00b5g|ug|units?|IU|Gy|MU|AUC|mCi|GBq|%)(?:/(?:kg|m2|m\(?2\)?|m\^2|day|d|dose|week|body|m\u00b2|ml))*|\b(?:on )?days? \d+(?:\s?(?:-|,|and|to)\s?\d+)*|\b(?:every|per|each) (?:\d+|two|three|four|other)?\s?(?:weeks?|days?|months?)\b|\b(?:once|twice|three times|q\d?[dwh]|bid|tid|qd|daily|weekly|biweekly|monthly|orally|oral|intravenous(?:ly)?|intrathecal|subcutaneous|low-dose|high-dose|dose-dense|a day|per day|AUC \d|area under the curve)\b|/day|/d\b|[\u00ae\u2122]",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"[\s,;]*(?:,|and|plus|\+|/|-|&|with|combined with|in combination with|in addition to|together with|along with|as well as|added to|combination of|or|concurrent(?:ly)? with|concomitant(?:ly)? with|in conjunction with|combination with|coupled with)?[\s,]*(?:the|a|an|of|oral|weekly|daily|anti-\w+ \w+|and)?\s*(?:the\s)?",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"\b(?:add(?:ed|ing|ition)|concomitant(?:ly)?|combined|concurrent(?:ly)?|in combination|together with)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(?:re-?treat(?:ed|ment)|re-?challenge[d]?|resum(?:ed|ption)|re-?start(?:ed)?|re-?initiat(?:ed|ion)|again|re-?introduc(?:ed|tion)|re-?administ)",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\s*(?:[\w%-]+\s+){0,4}?(?:to|with|on|under|during|after|despite|following|by|of|from|upon|while (?:receiving|on|taking)|through|against)\s(?:(?!and\b|then\b|which\b|she\b|he\b|but\b|was\b|were\b)[\w/()'-]+,?\s+){0,6}",
    re.IGNORECASE,
)
_FAILED_NEXT = re.compile(
    r"\s*(?:,|and|followed by|, and|then)\s(?:(?!was\b|were\b)[\w-]+\s){0,5}", re.IGNORECASE
)
_BREAK = re.compile(
    r"\b(?:then|subsequently|thereafter|afterwards|next|switched|changed|replaced|followed by)\b",
    re.IGNORECASE,
)
_QUALITY = re.compile(
    r"\b(dramatic|remarkable|significant|excellent|good|marked|rapid|impressive|exceptional|durable|sustained|long[- ]?lasting|prolonged|long[- ]?term|major|substantial|favou?rable|near|brilliant|profound|persistent|continuous|outstanding|extraordinary|complete|deep|notable|satisfactory)\b",
    re.IGNORECASE,
)
_DURABLE = re.compile(
    r"\b(?:durable|sustained|long[- ]?lasting|prolonged|long[- ]?term|lasting|persistent|long)\b",
    re.IGNORECASE,
)
_ONGOING = re.compile(
    r"\b(?:ongoing|still|continues|remains|has been|currently|to date|until now|at the time of)\b",
    re.IGNORECASE,
)
_FAILURES = frozenset({"treatment failure", "no response", "resistance"})


@dataclass(slots=True)
class Result:
    """A response as read."""

    category: str
    entity: Entity
    quality: str | None = None
    durable: bool = False
    ongoing: bool = False
    duration: Length | None = None
    progression_free: Length | None = None


@dataclass(slots=True)
class Line:
    """A line of therapy as read; `drugs` is empty for treatment of which no drug is named."""

    drugs: list[Entity]
    start: int
    end: int
    sentence: int
    regimen: str | None = None
    number: int | None = None
    lines: str | None = None
    setting: str | None = None
    procedures: list[str] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    duration: Length | None = None
    evidence: list[tuple[int, int]] = field(default_factory=list)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its drugs."""
        return frozenset(drug.id or drug.text for drug in self.drugs)


_RESPONSES = Phrases("responses")
_THERAPY = Phrases("therapy")


class Therapy:
    """The lines of therapy of one patient, built sentence by sentence."""

    def __init__(self, document: Document, context: Context, drugs: Sequence[Entity]) -> None:
        self.document, self.context = document, context
        self.lines: list[Line] = []
        self.survival: list[tuple[str, Length]] = []
        self.responses: list[Entity] = []
        self._current: Line | None = None
        self._lengths = list(lengths(document.text))
        self._drugs: dict[int, list[Entity]] = {}
        for drug in drugs:
            self._drugs.setdefault(drug.sentence, []).append(drug)
        titles = [n for n, sentence in enumerate(document.sentences) if sentence.role is Role.TITLE]
        for number, sentence in enumerate(document.sentences):
            if sentence.role is Role.NARRATIVE:
                self._read(number)
        for number in (*titles, *(n for n, s in enumerate(document.sentences) if s.role is Role.CONCLUSION)):
            self._read_aside(number)

    # one sentence of the story

    def _read(self, number: int) -> None:
        groups = self._groups(number)
        results = self._results(number)
        self._words(number, groups)
        entered: set[int] = set()
        for index, group in enumerate(groups):
            if group.drugs and not any(drug.modality is Modality.OBSERVED for drug in group.drugs):
                entered.add(index)
        for result in results:
            self._place(result, groups, entered)
        for index, group in enumerate(groups):
            if index not in entered:
                self._enter(group)
        self._place_lengths(number, results)

    def _place(self, result: Result, groups: list[Line], entered: set[int]) -> None:
        """Give a response to the lines it is said of; groups told before it are entered first."""
        at = result.entity.start
        text = self.document.text
        targets: list[Line] = []
        for index, group in enumerate(groups):
            if group.start >= result.entity.end and group.drugs:
                between = text[result.entity.end : targets[-1].end if targets else group.start]
                if not targets and _TO.fullmatch(_DOSE.sub(" ", text[result.entity.end : group.start])):
                    targets.append(self._entered(index, groups, entered))
                elif (
                    targets
                    and result.category in _FAILURES
                    and _FAILED_NEXT.fullmatch(_DOSE.sub(" ", text[groups[index - 1].end : group.start]))
                ):
                    targets.append(self._entered(index, groups, entered))
                elif (
                    not targets
                    and result.category in _FAILURES
                    and len(between) < 70
                    and not re.search(r"[,;]", between)
                ):
                    targets.append(self._entered(index, groups, entered))
        if not targets:
            before = [index for index, group in enumerate(groups) if group.end <= at]
            if before and self._leads(groups[before[-1]], result):
                for index in before:
                    self._entered(index, groups, entered)
                targets = [self._entered(before[-1], groups, entered)]
            elif self._current is not None:
                targets = [self._current]
        if not targets and result.category not in {"relapse", "new metastases", "none"}:
            line = self._unknown(result)
            if line is not None:
                targets = [line]
        for target in targets:
            if not any(old.category == result.category and not old.duration for old in target.results):
                target.results.append(result)

    def _leads(self, group: Line, result: Result) -> bool:
        return True

    def _entered(self, index: int, groups: list[Line], entered: set[int]) -> Line:
        if index not in entered:
            entered.add(index)
            groups[index] = self._enter(groups[index])
        return groups[index]

    def _enter(self, group: Line) -> Line:
        """Add a group to the lines: as a new one, as more of the last, or as one told before."""
        text = self.document.text
        sentence = self.document.sentences[group.sentence]
        if group.drugs:
            known = next((line for line in reversed(self.lines) if line.ids == group.ids), None)
            again = _AGAIN.search(
                text, max(sentence.start, group.start - 60), min(sentence.end, group.end + 40)
            )
            if known and (known is self._current or not again):
                self._merge(known, group)
                self._current = known
                return known
            last = self._current
            if last and last.drugs and group.ids < last.ids and not again:
                self._merge(last, group, keep=True)
                return last
            if (
                last
                and last.drugs
                and not last.results
                and _ADDED.search(
                    text, max(sentence.start, group.start - 50), min(sentence.end, group.end + 60)
                )
            ):
                if not any(
                    r.category in {"disease progression", "progressive disease"} for r in last.results
                ):
                    last.drugs += [drug for drug in group.drugs if drug.id not in last.ids]
                    last.evidence.append((group.start, group.end))
                    return last
        self.lines.append(group)
        self._current = group
        return group

    @staticmethod
    def _merge(known: Line, group: Line, keep: bool = False) -> None:
        known.evidence.append((group.start, group.end))
        known.number = known.number or (None if keep else group.number)
        known.setting = known.setting or group.setting
        known.regimen = known.regimen or (None if keep else group.regimen)

    def _unknown(self, result: Result) -> Line | None:
        """A line of which no drug is told, for a response that belongs to no other."""
        sentence = self.document.sentences[result.entity.sentence]
        line = Line([], result.entity.start, result.entity.end, result.entity.sentence)
        told = _THERAPY.found(self.document.words, sentence.first, sentence.last)
        kinds = [found.row for found in told]
        line.procedures = [row["means"] for row in kinds if row["means"] not in {"line", "lines", "setting"}]
        line.lines = next((row["value"] for row in kinds if row["means"] == "lines"), None)
        if (
            not line.procedures
            and not line.lines
            and result.category not in {"disease progression", "progressive disease", "no response"}
        ):
            if result.category == "response":
                return None
        self.lines.append(line)
        self._current = line
        return line

    # what a sentence holds

    def _groups(self, number: int) -> list[Line]:
        """Drugs told together in one sentence, and treatments without a drug's name."""
        text = self.document.text
        found: list[Line] = []
        for drug in self._drugs.get(number, ()):
            last = found[-1] if found else None
            between = _DOSE.sub(" ", text[last.end : drug.start]) if last else ""
            if last and (_JOINED.fullmatch(between) or last.regimen and re.fullmatch(r"[\s(:,]*", between)):
                if drug.id not in last.ids:
                    last.drugs.append(drug)
                last.end = drug.end
            else:
                found.append(Line([drug], drug.start, drug.end, number))
        for line in found:
            line.evidence.append((line.start, line.end))
            line.regimen = next(
                (drug.rule.partition(": ")[2] for drug in line.drugs if drug.rule.startswith("regimens: ")),
                None,
            )
        return found

    def _words(self, number: int, groups: list[Line]) -> None:
        """Numbers, settings and treatments without drugs: to the group they stand beside, or as lines of their own."""
        sentence, told = self.document.sentences[number], self.document.words
        for found in _THERAPY.found(told, sentence.first, sentence.last):
            start, end, means = told.starts[found.first], told.ends[found.last - 1], found.row["means"]
            near = [
                group
                for group in groups
                if group.drugs and (0 <= group.start - end < 60 or 0 <= start - group.end < 40)
            ]
            near.sort(key=lambda group: min(abs(group.start - end), abs(start - group.end)))
            if means == "line" and near:
                near[0].number = near[0].number or int(found.row["value"])
            elif means == "setting" and near:
                near[0].setting = near[0].setting or found.row["value"]
            elif means in {"line", "setting"}:
                continue
            elif means == "lines":
                said = self.context.around(start, end)
                if "absent" not in said and not any(r for r in near if r.start < start):
                    line = Line([], start, end, number, lines=found.row["value"], evidence=[(start, end)])
                    groups.append(line)
            elif (
                means in {"chemotherapy", "hormone therapy", "immunotherapy", "targeted therapy"}
                and near
                and self._same(near[0], start, end)
            ):
                continue
            elif not self.context.around(start, end):
                last = groups[-1] if groups else None
                if last and not last.drugs and last.procedures and start - last.end < 40:
                    last.procedures.append(means)
                    last.end = end
                else:
                    groups.append(Line([], start, end, number, procedures=[means], evidence=[(start, end)]))
        groups.sort(key=lambda group: group.start)

    def _same(self, group: Line, start: int, end: int) -> bool:
        """True when a word like 'chemotherapy' only says what the drugs beside it are."""
        text = self.document.text
        between = text[end : group.start] if end <= group.start else text[group.end : start]
        return re.search(r"[.;]|\b(?:then|after|added|followed|before)\b", between) is None

    def _results(self, number: int) -> list[Result]:
        sentence, told = self.document.sentences[number], self.document.words
        text = self.document.text
        found = list(_RESPONSES.found(told, sentence.first, sentence.last))
        kept = [one for one in found if not any(self._inside(one, other) for other in found)]
        results: list[Result] = []
        for one in kept:
            start, end = told.starts[one.first], told.ends[one.last - 1]
            if not self._counts(one, text[start:end], start, end):
                continue
            entity = self._entity(one, start, end, number)
            self.responses.append(entity)
            if entity.modality is Modality.OBSERVED:
                results.append(self._result(one.row["means"], entity))
        return results

    @staticmethod
    def _inside(one: Found, other: Found) -> bool:
        return (
            other is not one
            and other.first <= one.first
            and one.last <= other.last
            and (other.last - other.first > one.last - one.first)
        )

    def _counts(self, found: Found, surface: str, start: int, end: int) -> bool:
        """False for words that only look like a response."""
        means, capitals = found.row["means"], found.row["capitals"]
        if means in {"none", "spontaneous"} or (capitals and surface not in capitals.split()):
            return False
        if capitals:
            after = self.document.text[end : end + 12]
            return not re.match(r"[\s-]?(?:positive|negative|\+|-|status|and HER|/)", after)
        if means == "new metastases":
            return self._current is not None
        before = self.document.text[max(0, start - 25) : start]
        return not (
            surface.lower() in {"progression", "recurrent"}
            and re.search(r"\b(?:free|tumou?r|cell cycle)[\s-]$", before)
        )

    def _entity(self, found: Found, start: int, end: int, number: int) -> Entity:
        from kg.extract.model import Topic

        said = [
            means
            for means in self.context.around(start, end)
            if means not in {"history", "tested", "in vitro"}
        ]
        if found.row["means"] in _FAILURES:
            said = [means for means in said if means != "absent"]
        entity = Entity(
            Topic.RESPONSE,
            start,
            end,
            self.document.text[start:end],
            number,
            f"responses: {found.row.phrase}",
        )
        entity.modality = modality(said, self.document.sentences[number].role)
        return entity

    def _result(self, means: str, entity: Entity) -> Result:
        text = self.document.text
        sentence = self.document.sentences[entity.sentence]
        before = text[max(sentence.start, entity.start - 45) : entity.start]
        words = _QUALITY.findall(before)
        category = {"new metastases": "disease progression", "resistance": "no response"}.get(means, means)
        return Result(
            category,
            entity,
            words[0].lower() if words else None,
            durable=bool(_DURABLE.search(before)),
            ongoing=bool(_ONGOING.search(before)),
        )

    # asides: title and conclusions only confirm what the story leaves open

    def _read_aside(self, number: int) -> None:
        sentence = self.document.sentences[number]
        if sentence.role is not Role.TITLE:
            return
        groups = [
            group for group in self._groups(number) if not any(group.ids <= line.ids for line in self.lines)
        ]
        wanted = [g for g in groups if any(d.modality is Modality.OBSERVED for d in g.drugs)]
        results = self._results(number)
        for group in wanted:
            self.lines.append(group)
        known = {result.category for line in self.lines for result in line.results}
        told = [line for group in self._groups(number) for line in self.lines if line.ids & group.ids]
        for result in results:
            if (
                told
                and result.category not in known
                and result.category not in {"relapse", "disease progression", "no response"}
            ):
                if result.category == "response" and known & {
                    "complete response",
                    "partial response",
                    "stable disease",
                    "mixed response",
                }:
                    continue
                told[-1].results.append(result)

    # lengths of time

    def _place_lengths(self, number: int, results: list[Result]) -> None:
        sentence = self.document.sentences[number]
        text = self.document.text[sentence.start : sentence.end]
        for length in self._lengths:
            if not sentence.start <= length.start < sentence.end or not length.cue:
                continue
            self._place_length(length, text, results)

    def _place_length(self, length: Length, text: str, results: list[Result]) -> None:
        before = self.document.text[max(0, length.start - 70) : length.start]
        if re.search(
            r"overall survival|\bOS\b|survival (?:time|of|was)|survived", before, re.IGNORECASE
        ) and not re.search(r"progression[- ]free|disease[- ]free", before, re.IGNORECASE):
            self.survival.append(("survival", length))
            return
        if re.search(r"progression[- ]free|PFS", before[-45:], re.IGNORECASE) or length.of in {
            "progression-free",
            "progression free",
            "pfs",
        }:
            target = (
                results[-1]
                if results
                else next((line.results[-1] for line in reversed(self.lines) if line.results), None)
            )
            if target:
                target.progression_free = length
            else:
                self.survival.append(("progression-free", length))
            return
        free = re.search(
            r"disease[- ]free|recurrence[- ]free|relapse[- ]free|(?:no|without|free of|any) (?:\w+ ){0,4}(?:recurrence|relapse|metasta|progression|evidence)|alive|event[- ]free|is well|asymptomatic|remission",
            text,
            re.IGNORECASE,
        )
        if length.cue in {"for", "of", "since"}:
            owner = self._nearest(length, results)
            if owner and not (
                length.cue == "since"
                and owner.category
                not in {"disease progression", "progressive disease", "relapse", "no response"}
            ):
                if owner.duration is None:
                    owner.duration = length
                return
        if free and (length.cue in {"for", "of", "after"}):
            self.survival.append(("disease-free", length))

    def _nearest(self, length: Length, results: list[Result]) -> Result | None:
        usable = [result for result in results if result.category != "relapse" or length.cue == "since"]
        if not usable:
            return None
        return min(
            usable,
            key=lambda result: min(
                abs(length.start - result.entity.end), abs(result.entity.start - length.end)
            ),
        )


def given(lines: Sequence[Line]) -> Iterator[Entity]:
    """Every drug that was given, once."""
    seen: set[str] = set()
    for line in lines:
        for drug in line.drugs:
            key = drug.id or drug.text
            if drug.modality is Modality.OBSERVED and key not in seen:
                seen.add(key)
                yield drug
