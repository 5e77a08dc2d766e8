"""What becomes of one document: its text in the wanted form, its counts, and what is to be said of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.case import Case
from kg.case_text import mapping, to_yaml
from kg.corrections.merging import SECTIONS
from kg.errors import Fault, FaultsError, Notepad, Severity
from kg.extract.model import Mark, Reading
from kg.extract.predictions import prediction
from kg.extraction.document import grounded, reading_of
from kg.extraction.names import stem
from kg.extraction.steps import Step

FORMS = ("yaml", "jsonl", "scorer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be made of each document."""

    form: str | None
    """One of `FORMS`; None for no text."""
    folder: str | None = None
    """Where each document gets a case file of its own."""
    whole: bool = False
    """Readings come back whole, for a page, or for a file that holds several."""
    review: tuple[bool, int | None] | None = None
    """Colour and width of the marked text; None without."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was read."""

    records: int = 0
    cases: int = 0
    findings: int = 0
    unread: int = 0
    bad: int = 0
    warnings: int = 0
    kept: int = 0
    """Findings of curators that stayed as they were."""

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(*(getattr(self, one) + getattr(other, one) for one in Counts.__slots__))

    def __str__(self) -> str:
        """'2 records, 2 cases, 31 findings, 4 not understood'."""
        said = [
            _plural(self.records, "record"),
            _plural(self.cases, "case"),
            _plural(self.findings, "finding"),
            f"{self.unread:,} not understood",
        ]
        said += [f"{self.kept:,} of a curator's kept"] if self.kept else []
        said += [_plural(self.warnings, "warning")] if self.warnings else []
        return ", ".join(said + ([_plural(self.bad, "fault")] if self.bad else []))


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a step."""

    file: int
    position: int
    claimed: str
    text: str = ""
    counts: Counts = Counts()
    faults: tuple[Fault, ...] = ()
    unread: tuple[Fault, ...] = ()
    """What was seen and not understood, as notes."""
    changed: str = ""
    """What became of the curator's file, for one of its own."""
    readings: tuple[Reading, ...] = ()
    """The reading, and the same with ids in its cases; only where they are wanted whole."""
    review: tuple[str, ...] = field(default=())


def results(wanted: Wanted, chunk: Sequence[Step]) -> list[Result]:
    """What became of each step."""
    return [_result(wanted, step) for step in chunk]


def _result(wanted: Wanted, step: Step) -> Result:
    if step.publication is None:
        counts = _counted(step.faults)
        return Result(step.file, step.position, step.claimed, counts=counts, faults=step.faults)
    pad = Notepad(step.source, list(step.faults))
    reading = reading_of(step.publication, step.name, pad)
    full = grounded(reading, pad)
    changed, kept = "", 0
    if wanted.folder is not None:
        changed, kept = saved(reading.cases, Path(wanted.folder) / f"{stem(step.name)}.yaml", pad)
    found = Counts(1, len(full.cases), sum(map(_findings, full.cases)), len(full.unread), kept=kept)
    return Result(
        step.file,
        step.position,
        step.claimed,
        text="".join(_text(wanted.form, step.label, reading, full)),
        counts=found + _counted(pad.faults),
        faults=tuple(pad.faults),
        unread=tuple(_unread(step, full)),
        changed=changed,
        readings=(reading, full) if wanted.whole else (),
        review=tuple(_review(full, *wanted.review)) if wanted.review else (),
    )


def saved(cases: Iterable[Case], path: Path, pad: Notepad) -> tuple[str, int]:
    """What became of the case file, and how many findings in it are a curator's; a faulty file is left."""
    from kg.corrections import save

    own = Notepad(str(path))
    try:
        changes = save(cases, path, own)
    except FaultsError:
        own.error("", "was left as it is", "mend it, or give another place")
        changes = []
    pad.faults += own.faults
    return "; ".join(dict.fromkeys(map(str, changes))), sum(len(one.kept) for one in changes)


def _text(form: str | None, label: str, reading: Reading, full: Reading) -> Iterator[str]:
    """The document's cases as they are put out."""
    if form == "scorer":
        yield _line(prediction(label, full.cases))
    elif form == "jsonl":
        yield from (_line(mapping(case)) for case in reading.cases)
    elif form == "yaml":
        yield from (f"---\n{to_yaml(case)}" for case in reading.cases)


def _line(parts: object) -> str:
    return f"{json.dumps(parts, ensure_ascii=False, separators=(', ', ': '))}\n"


def _findings(case: Case) -> int:
    return sum(len(getattr(case, section)) for section in SECTIONS) + (case.outcome is not None)


def _counted(faults: Iterable[Fault]) -> Counts:
    severities = [fault.severity for fault in faults]
    return Counts(bad=severities.count(Severity.ERROR), warnings=severities.count(Severity.WARNING))


def _unread(step: Step, reading: Reading) -> Iterator[Fault]:
    texts = {section.name: section.text for section in reading.document.sections}
    for mark in reading.unread:
        words = _words(texts.get(mark.section, ""), mark)
        where = f"{step.name} {mark.section} {mark.start}-{mark.end}"
        yield Fault(
            step.source, where, f"{words!r} was not understood: {mark.unread}", severity=Severity.NOTE
        )


def _words(text: str, mark: Mark) -> str:
    return " ".join(text[mark.start : mark.end].split())


def _review(reading: Reading, colour: bool, width: int | None) -> Iterator[str]:
    from kg.review.terminal import marked

    return marked(reading, colour, width)
