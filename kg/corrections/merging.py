"""A new reading of a text laid over the case that a curator has corrected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from kg.case import Case, Finding, Method, Modality, Patient, Publication, TherapyLine, VariantFinding
from kg.case_text import mapping, variant_name
from kg.corrections.keys import fingerprint, folded, gist, name, name_in, once, printed

SECTIONS = (
    "diagnoses",
    "biomarkers",
    "variants",
    "profiles",
    "therapy",
    "drug_facts",
    "findings",
    "measurements",
    "samples",
    "interpretations",
    "claims",
    "assertions",
)
"""The lists of findings of a case; its outcome is treated as a list of one."""

_PATIENT = tuple(one.name for one in fields(Patient))

F = TypeVar("F", bound=Finding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What became of the findings, by name: 'variant EGFR L858R'."""

    kept: tuple[str, ...] = ()
    """The curator's own, as they stand."""
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    """The reading's own, said anew."""
    withdrawn: tuple[str, ...] = ()
    """The reading's own, no longer read from the text."""
    refused: tuple[str, ...] = ()
    """Read again, and left out because the curator said otherwise."""

    def __str__(self) -> str:
        """'2 kept, 1 added', or 'nothing changed'."""
        counted = ((len(getattr(self, one.name)), one.name) for one in fields(self))
        return ", ".join(f"{number} {word}" for number, word in counted if number) or "nothing changed"


@dataclass(frozen=True, slots=True)
class _Book:
    """What the file says of whose findings are whose, and what was done."""

    method: Method
    proposed: frozenset[str]
    rejected: frozenset[str]
    """Folded names, those of removed findings among them."""
    needed: frozenset[str]
    """Names of variants that profiles of the curator's are made of: the curator's, too."""
    placed: list[str] = field(default_factory=list)
    """Fingerprints of all that is the reading's own in the result."""
    done: dict[str, list[str]] = field(default_factory=dict)

    def note(self, what: str, name: str) -> None:
        self.done.setdefault(what, []).append(name)

    def is_read(self, finding: Finding) -> bool:
        """True when the reading put the finding in and nobody has touched it."""
        if finding.method is Method.CURATED or fingerprint(finding) not in self.proposed:
            return False
        return not isinstance(finding, VariantFinding) or variant_name(finding.variant) not in self.needed


def proposal(read: Case) -> Case:
    """The reading as it is first written: nothing twice, and with the list of what it proposes."""
    lists: dict[str, Any] = {one: tuple(once(getattr(read, one), fingerprint)) for one in SECTIONS}
    read = replace(read, **lists)
    every = [*_all_findings(read), *_outcome(read)]
    prints = (*_patient_prints(read.patient).values(), *map(fingerprint, every))
    return replace(read, proposed=tuple(dict.fromkeys(prints)), rejected=())


def merged(read: Case, curated: Case) -> tuple[Case, Changes]:
    """The corrected case with what a new reading adds, and what became of each finding.

    Everything of the curator's is in the result as it stood, but for what a finding that was changed
    still says of rule and confidence: the curator answers for it now. `merged(read, merged(read, x))`
    is `merged(read, x)`.
    """
    removed = _removed(curated)
    gone = {folded(name) for name in (*curated.rejected, *removed)}
    proposed = frozenset(curated.proposed)
    book = _Book(curated.method, proposed, frozenset(gone), _needed(curated, proposed))
    patient = _patient(read.patient, curated.patient, book)
    done: dict[str, Any] = {}
    for section in SECTIONS:
        offered = getattr(read, section)
        if section == "profiles":
            offered = _possible(offered, done["variants"])
        done[section] = _section(offered, getattr(curated, section), book)
    ends = _section(
        () if read.outcome is None else (read.outcome,),
        () if curated.outcome is None else (curated.outcome,),
        book,
    )
    own = {
        folded(name(one)) for one in (*_all_findings(curated), *_outcome(curated)) if not book.is_read(one)
    }
    result = replace(
        curated,
        publication=_publication(read.publication, curated.publication),
        patient=patient,
        outcome=ends[0] if ends else None,
        proposed=tuple(dict.fromkeys(book.placed)),
        rejected=tuple(
            once((*curated.rejected, *(one for one in removed if folded(one) not in own)), folded)
        ),
        **done,
    )
    return result, Changes(**{what: tuple(names) for what, names in book.done.items()})


def _all_findings(case: Case) -> Iterator[Finding]:
    for section in SECTIONS:
        yield from getattr(case, section)


def _outcome(case: Case) -> tuple[Finding, ...]:
    return () if case.outcome is None else (case.outcome,)


def _removed(curated: Case) -> list[str]:
    """The names of what was proposed and is no longer in the file as it was."""
    there = {fingerprint(one) for one in (*_all_findings(curated), *_outcome(curated))}
    there |= set(_patient_prints(curated.patient).values())
    stated = {f"patient {one}" for one in _PATIENT if getattr(curated.patient, one)}
    missing = [name_in(one) for one in curated.proposed if one not in there]
    return [one for one in dict.fromkeys(missing) if one not in stated]


def _section(read: Sequence[F], held: Sequence[F], book: _Book) -> tuple[F, ...]:
    """One list of findings: the file's in their order, new ones after what they follow in the text."""
    offered = once((_adopted(one, book.method) for one in read), fingerprint)
    ours = {at: one for at, one in enumerate(held) if book.is_read(one)}
    blocked = book.rejected | {folded(name(one)) for at, one in enumerate(held) if at not in ours}
    pairs = _pairs(offered, ours, blocked)
    placed: list[tuple[int, F]] = []
    for at, finding in enumerate(held):
        if at in pairs:
            number = pairs[at]
            if fingerprint(offered[number]) != fingerprint(finding):
                book.note("updated", name(finding))
            placed.append((number, offered[number]))
        elif at in ours:
            book.note("withdrawn", name(finding))
        else:
            book.note("kept", name(finding))
            placed.append((_standing_for(finding, offered), _settled(finding, book.method)))
    for number, finding in enumerate(offered):
        if number not in pairs.values():
            if folded(name(finding)) in blocked:
                book.note("refused", name(finding))
            else:
                book.note("added", name(finding))
                placed.insert(_place(number, placed), (number, finding))
    said = {id(one) for one in offered}
    book.placed.extend(fingerprint(finding) for _, finding in placed if id(finding) in said)
    return tuple(finding for _, finding in placed)


def _pairs(offered: Sequence[F], ours: dict[int, F], blocked: frozenset[str]) -> dict[int, int]:
    """Which findings of the file are said by which of the reading, the most alike first."""
    pairs: dict[int, int] = {}
    for alike in (fingerprint, gist, name):
        free: dict[str, list[int]] = {}
        for number, finding in enumerate(offered):
            if number not in pairs.values():
                free.setdefault(alike(finding), []).append(number)
        for at, finding in ours.items():
            # By name alone nothing tells which of several is meant once one of them was corrected.
            if at in pairs or (alike is name and folded(name(finding)) in blocked):
                continue
            if numbers := free.get(alike(finding)):
                pairs[at] = numbers.pop(0)
    return pairs


def _standing_for(finding: Finding, offered: Sequence[Finding]) -> int:
    """The place in the reading of what the curator's finding stands for; -1 for one that is not there."""
    wanted = folded(name(finding))
    return next((number for number, one in enumerate(offered) if folded(name(one)) == wanted), -1)


def _place(number: int, placed: Sequence[tuple[int, Any]]) -> int:
    """Where a new finding goes: after the last that comes before it in the reading."""
    before = [at for at, (other, _) in enumerate(placed) if 0 <= other < number]
    after = [at for at, (other, _) in enumerate(placed) if other > number]
    if before:
        return before[-1] + 1
    return after[0] if after else len(placed)


def _adopted(finding: F, case: Method) -> F:
    """A finding of the reading as it stands in a case that came about by another method."""
    if finding.method is Method.IMPORTED:
        return finding
    return _with(finding, method=None if case is Method.EXTRACTED else Method.EXTRACTED)


def _settled(finding: F, case: Method) -> F:
    """A finding of the curator's, without what a reading had said of how sure it was."""
    if finding.method is Method.CURATED or (case is not Method.EXTRACTED and finding.rule is None):
        return finding
    return _with(finding, method=Method.CURATED, rule=None, confidence=None)


def _with(finding: F, **values: Any) -> F:
    """The finding with those values, and so the response and the harm of a line."""
    if isinstance(finding, TherapyLine):
        values["adverse_events"] = tuple(_with(event, **values) for event in finding.adverse_events)
        own = {key: one for key, one in values.items() if key != "adverse_events"}
        values["later_responses"] = tuple(replace(later, **own) for later in finding.later_responses)
        values["response"] = finding.response and replace(finding.response, **own)
    return replace(finding, **values)


def _needed(curated: Case, proposed: frozenset[str]) -> frozenset[str]:
    """The names of the variants in profiles of the curator's."""
    own = (
        one for one in curated.profiles if one.method is Method.CURATED or fingerprint(one) not in proposed
    )
    return frozenset(variant_name(member) for one in own for member in one.members)


def _possible(profiles: Sequence[Any], variants: Sequence[Any]) -> tuple[Any, ...]:
    """The profiles that are made of variants which the case lists as found."""
    known = {variant_name(one.variant) for one in variants if one.modality is not Modality.ABSENT}
    return tuple(one for one in profiles if all(variant_name(member) in known for member in one.members))


def _patient_prints(patient: Patient) -> dict[str, str]:
    """The fingerprint of each stated field of the patient."""
    written = mapping(patient)
    return {key: printed(f"patient {key}", value) for key, value in written.items()}


def _patient(read: Patient, held: Patient, book: _Book) -> Patient:
    """Each field by itself: the curator's, else what was read, unless that was removed."""
    offered, there = _patient_prints(read), _patient_prints(held)
    values = {}
    for one in _PATIENT:
        called = f"patient {one}"
        if one in there and there[one] not in book.proposed:
            book.note("kept", called)
        elif one in there and one not in offered:
            book.note("withdrawn", called)
            values[one] = getattr(read, one)
        elif one in offered and folded(called) in book.rejected:
            book.note("refused", called)
        elif one in offered:
            if offered[one] != there.get(one):
                book.note("updated" if one in there else "added", called)
            book.placed.append(offered[one])
            values[one] = getattr(read, one)
    return replace(held, **values)


def _publication(read: Publication | None, held: Publication | None) -> Publication | None:
    """The record's fields, but those that the file states."""
    if read is None or held is None:
        return held or read
    stated = {
        one.name: getattr(held, one.name)
        for one in fields(Publication)
        if getattr(held, one.name) and one.name not in {"sections", "hints"}
    }
    return replace(read, **stated)
