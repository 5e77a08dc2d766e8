"""The patient's lines of therapy in order, built sentence by sentence, with what came of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.case import Modality
from kg.extract.context import Context
from kg.extract.document import Document, Role
from kg.extract.entities import Entity, by_sentence
from kg.extract.harms import harms
from kg.extract.joining import Lines
from kg.extract.lastings import Lastings
from kg.extract.lines import FAILURES, GAINS, GENERIC, MEANT, PROGRESS, Line, Result
from kg.extract.outcomes import status
from kg.extract.plain import small
from kg.extract.responses import results
from kg.extract.ties import ahead, all_of, behind, on_progress
from kg.extract.times import Length, lengths
from kg.extract.treatments import groups

_OPERATIONS = frozenset({"surgery", "transplantation"})
_OTHER_OBJECT = re.compile(
    r"\s(?:to|with)?\s?(?:[\w/-]+\s){0,4}?(?:chemotherap\w*|agents?|therap\w+|treatments?|inhibitors?)\b"
)
_UNDER_TREATMENT = frozenset(MEANT) - {"resistance"}
"""What is a response only when it is told of a patient under treatment."""
_OBJECT = re.compile(r"(?:therapy|treatment|regimens?|lines?)\Z", re.IGNORECASE)
_TREATMENT = re.compile(
    r"(?<!\bwithout )(?<!\bno )(?<!\bany )(?<!\boff )(?<!\bbefore )(?<!\brefused )\b(?:treat(?:ed|ment)"
    r"|\w*therap(?:y|ies)|inhibit(?:ors?|ion)|regimens?|antibod(?:y|ies)|CAR[- ]T)\b",
    re.IGNORECASE,
)
_PATIENTS = small(
    r"\b(?:patients|cell lines?|Ba/F3|HEK|assays?|transfected|immunoblot\w*|xenografts?|IC50|in vitro"
    r"|cells express\w+)\b"
)
_ONE_PATIENT = small(r"\b(?:patient|he|she|his|her|our|him|this case|man|woman)\b")
_TO_WHICH = re.compile(
    r"\b(?:one|ones|drugs?|inhibitors?|agents?|therap\w+|treatments?|chemotherap\w+"
    r"|regimens?)\b[\w\s-]{0,25},?"
    r"\s(?:to|on|under|with) which\b[^,;.]{0,50}\Z"
)
"""Before an answer to a treatment of which no drug is named: 'an inhibitor, to which it did not respond'."""
_FORMER = re.compile(r"\b[Tt]he (former|latter)\b[^.;]*\Z")
_HURT = re.compile(r"\b(?:despite|after|during|under|while|on|following|through)\b", re.IGNORECASE)


class Therapy:
    """The lines of therapy, the lengths told of the whole course, and the fate of the patient."""

    def __init__(
        self, document: Document, context: Context, drugs: Sequence[Entity], events: Sequence[Entity] = ()
    ) -> None:
        self.document, self.context = document, context
        self._told = Lines(document)
        self.lines = self._told.all
        self.responses: list[Entity] = []
        self.survival: list[tuple[str, Length]] = []
        self.status = status(document)
        self._drugs = by_sentence(
            drug for drug in drugs if drug.modality in (Modality.OBSERVED, Modality.ABSENT)
        )
        self._events = by_sentence(events)
        self._lastings = Lastings(document, list(lengths(document)))
        self._treated_before = False
        """True once the story has told of a treatment of which no drug is named."""
        self._enter_title()
        for number, sentence in enumerate(document.sentences):
            if sentence.role is Role.NARRATIVE:
                self._read(number)
        self._latest = {drug: at for at, line in enumerate(self.lines) for drug in line.ids}
        self._known = {result.category for line in self.lines for result in line.results}
        for number, sentence in enumerate(document.sentences):
            if sentence.role in (Role.TITLE, Role.CONCLUSION):
                self._read_aside(number)

    def _enter_title(self) -> None:
        """Where the story names no drug, the patient is under the treatment that the title names."""
        sentences = self.document.sentences
        if any(sentences[number].role is Role.NARRATIVE for number in self._drugs):
            return
        titles = (number for number in self._drugs if sentences[number].role is Role.TITLE)
        told = [one for n in titles for one in groups(self.document, self.context, n, self._drugs[n])]
        named = [one for one in told if one.drugs and one.given]
        if len(named) == 1:
            self._told.enter(named[0])

    # one sentence of the story

    def _read(self, number: int) -> None:
        told = groups(self.document, self.context, number, self._drugs.get(number, ()))
        held = self._results(number)
        entered: dict[int, Line] = {index: group for index, group in enumerate(told) if not group.given}
        for result in held:
            self._place(result, told, held, entered)
        self._enter_rest(told, entered)
        self.survival += self._lastings.give(number, held, self._told.current)
        for result in held:
            result.pass_on()
        self._treated_before = self._treated_before or self._names_treatment(number)
        for line, harm in harms(
            self.document, number, self._events.get(number, ()), self.lines, self._told.current
        ):
            line.harms.append(harm)

    def _results(self, number: int) -> list[Result]:
        """The responses of a sentence; none where it speaks of patients in general."""
        held, met = results(self.document, self.context, number)
        self.responses += met
        sentence = self.document.sentences[number]
        told = self.document.words.small[sentence.start : sentence.end]
        if held and _PATIENTS.search(told) and not _ONE_PATIENT.search(told):
            held = []
        return held

    def _enter_rest(self, told: list[Line], entered: dict[int, Line]) -> None:
        """Enter what is left, what came earlier first; the patient goes on with the last of the others."""
        rest = [index for index in range(len(told)) if index not in entered]
        for index in sorted(rest, key=lambda index: (not told[index].earlier, index)):
            self._past(index, told, entered)

    def _place(self, result: Result, told: list[Line], held: list[Result], entered: dict[int, Line]) -> None:
        """Give a response to the lines it is said of; groups told before it are entered first."""
        targets = self._former_or_latter(result, told) or [
            self._past(index, told, entered) for index in ahead(self.document, result, told, held)
        ]
        if not targets and not self._counts(result, told):
            return
        if not targets:
            last = None if self._of_other(result) else behind(self.document, result, told)
            if last is not None:
                self._enter_rest_before(last, told, entered)
                targets = [entered[index] for index in all_of(self.document, result, told, last)]
                if on_progress(self.document, result, told[last]) and (
                    before := self._told.before(targets[0])
                ):
                    targets = [before]
            else:
                targets = list(filter(None, [self._standing(result)]))
        for target in targets:
            if self._may_answer(result, target, told):
                self._give(result, target)

    def _former_or_latter(self, result: Result, told: Sequence[Line]) -> list[Line]:
        """The line meant by 'the former' or 'the latter' in a clause that names no drug of its own."""
        begin = max(self.document.sentences[result.entity.sentence].start, result.entity.start - 90)
        meant = _FORMER.search(self.document.text, begin, result.entity.start)
        named = [line for line in self.lines if line.drugs][-2:]
        if meant is None or len(named) < 2 or any(one.drugs for one in told):
            return []
        return [named[0] if meant[1] == "former" else named[1]]

    def _may_answer(self, result: Result, target: Line, told: Sequence[Line]) -> bool:
        """False for metastases after surgery alone, and for a success that surgery had its part in."""
        if result.category == "late metastases":
            return target.gained and not target.ended
        if result.category == "success":
            return bool(target.drugs) and not any("surgery" in group.procedures for group in (target, *told))
        operated = not target.drugs and set(target.procedures) <= _OPERATIONS
        return not (operated and target.procedures and result.category in MEANT)

    def _enter_rest_before(self, last: int, told: list[Line], entered: dict[int, Line]) -> None:
        for index in sorted(range(last + 1), key=lambda index: (not told[index].earlier, index)):
            self._past(index, told, entered)

    def _past(self, index: int, told: list[Line], entered: dict[int, Line]) -> Line:
        """The line of a group that a response names; one told as past leaves the present line what it is."""
        if index in entered:
            return entered[index]
        past = told[index].earlier and any(i < index for i in entered)
        entered[index] = self._told.enter_past(told[index]) if past else self._told.enter(told[index])
        return entered[index]

    def _give(self, result: Result, target: Line) -> None:
        category = result.meaning
        same = next((old for old in target.results if old.category == category), None)
        if same is None:
            result.category, result.tied = category, True
            target.results.append(result)
        else:
            result.again, result.tied, result.entity.used = same, True, True
            same.durable = same.durable or result.durable
            same.ongoing = same.ongoing or result.ongoing

    def _counts(self, result: Result, told: Sequence[Line]) -> bool:
        """False for what is a response only of a treatment named or under way, and none is."""
        if result.entity.rule == "responses: failure" and result.entity.text.lower().startswith("failure of"):
            return False
        return result.category not in _UNDER_TREATMENT or self._on_treatment(result, told)

    def _on_treatment(self, result: Result, told: Sequence[Line]) -> bool:
        """True when metastases are told as having come under treatment."""
        sentence = self.document.sentences[result.entity.sentence]
        rest = self.document.text[result.entity.end : min(sentence.end, result.entity.end + 90)]
        before = self.document.text[max(sentence.start, result.entity.start - 90) : result.entity.start]
        named = result.category == "new metastases" and any(group.drugs or group.procedures for group in told)
        if named and (_HURT.search(rest) or _HURT.search(before)):
            return True
        if result.category == "late metastases":
            return self._told.current is not None and self._told.current.gained
        treated = bool(self._told.current and self._told.current.drugs) or any(
            group.drugs and group.end < result.entity.start for group in told
        )
        return treated and (
            result.category != "new metastases"
            or re.search(r"\bnew|appear|emerg|develop|occur", result.entity.text, re.IGNORECASE) is not None
        )

    def _standing(self, result: Result) -> Line | None:
        """The line that a response without a treatment in its own sentence is said of."""
        other = self._of_other(result)
        current = self._told.current
        if current is None and (other or result.category == "treatment failure" or self._treated(result)):
            return self._unnamed(result)
        if current is None or (other and result.category in {"no response", "resistance"}):
            return None
        if not current.drugs and current.ended and result.category in GAINS:
            return None
        if not current.drugs and result.category in GAINS and not set(current.procedures) & GENERIC:
            if running := self._told.running():
                return running
            return None if set(current.procedures) <= {"surgery"} else current
        return current

    def _treated(self, result: Result) -> bool:
        """True for an answer to a treatment of which no more than its kind is told."""
        return self._treated_before or self._names_treatment(result.entity.sentence)

    def _names_treatment(self, number: int) -> bool:
        sentence = self.document.sentences[number]
        return _TREATMENT.search(self.document.text, sentence.start, sentence.end) is not None

    def _of_other(self, result: Result) -> bool:
        """True for a failure of treatments of which no drug is named: 'resistant to anti-HER2 therapy'."""
        if result.category == "treatment failure":
            return _OBJECT.search(result.entity.text) is not None
        if result.category not in {"no response", "resistance"}:
            return False
        sentence = self.document.sentences[result.entity.sentence]
        before = self.document.text[max(sentence.start, result.entity.start - 110) : result.entity.start]
        if _TO_WHICH.search(before):
            return True
        match = _OTHER_OBJECT.match(self.document.text, result.entity.end)
        return match is not None and not re.match(r"\s(?:to\s)?(?:the|this|these)\b", match[0])

    def _unnamed(self, result: Result) -> Line:
        line = Line(
            [], result.entity.start, result.entity.end, result.entity.sentence, procedures=["treatment"]
        )
        line.evidence.append((line.start, line.end))
        self.lines.append(line)
        self._told.current = line
        return line

    # title and conclusions only add what the story leaves open

    def _read_aside(self, number: int) -> None:
        sentence = self.document.sentences[number]
        told = groups(self.document, self.context, number, self._drugs.get(number, ()))
        if sentence.role is Role.TITLE:
            for group in told:
                if group.drugs and group.given and group.ids.isdisjoint(self._latest):
                    self._latest |= dict.fromkeys(group.ids, len(self.lines))
                    self.lines.append(group)
        held, known = self._results(number), frozenset(self._known)
        for result in held:
            said = result.meaning
            if said not in GAINS or (known & GAINS and said in {"response", *known}):
                continue
            self._confirm(result, told, held)

    def _confirm(self, result: Result, told: list[Line], held: list[Result]) -> None:
        """Give a response of the title to the line whose drugs it names."""
        picked = ahead(self.document, result, told, held)
        last = behind(self.document, result, told)
        group = told[picked[0]] if picked else told[last] if last is not None else None
        if group is None or not group.drugs:
            return
        at = max((self._latest[drug] for drug in group.ids if drug in self._latest), default=None)
        line = None if at is None else self.lines[at]
        if line and not (line.ended and result.category in PROGRESS | FAILURES):
            self._give(result, line)
            self._known.add(result.category)
