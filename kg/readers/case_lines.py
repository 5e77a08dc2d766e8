"""Cases as JSON Lines: one case a line, as `kg extract` and `kg export` write them; files of any length."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from kg.case import Case
from kg.errors import Fault, Notepad
from kg.readers import case_quick, case_yaml
from kg.readers.case_kinds import Residue


def read_cases(
    text: Iterable[str], source: str, pad: Notepad, residue: Residue | None = None
) -> Iterator[Case]:
    """The faultless cases of a text whose lines are cases in JSON, else of the text as one case file.

    Every fault of the others goes on the pad, with the number of its line.
    """
    lines = _lines(text)
    first = next(lines, "")
    if not _is_case(first):
        whole = "".join(_limited(chain((first,), lines)))
        yield from case_yaml.read_cases(whole, source, pad, residue)
        return
    for number, line in enumerate(chain((first,), lines), 1):
        if line.strip():
            yield from read_line(line, number, Notepad(source, pad.faults), residue)


def _is_case(line: str) -> bool:
    """True for a line that is a JSON object and nothing else."""
    if not line.lstrip("\ufeff").startswith("{"):
        return False
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def read_line(line: str, number: int, pad: Notepad, residue: Residue | None) -> Iterator[Case]:
    """The case in one line; what is wrong with it goes on the pad under the line's number."""
    if quick := case_quick.case_of(line, number, pad.source, residue):
        yield quick
    else:
        yield from read_carefully(line, number, pad, residue)


def read_carefully(line: str, number: int, pad: Notepad, residue: Residue | None) -> Iterator[Case]:
    """The same for a line that the quick reading left."""
    if len(line) <= case_yaml.MAX_CHARACTERS and not _is_case(line):
        pad.error("", "is not a case in JSON", "one object a line, as in the first", line=number)
        return
    own = Notepad(pad.source)
    found = list(case_yaml.read_cases(line, pad.source, own, residue))
    pad.faults += [_at(fault, number) for fault in own.faults]
    for case in found:
        yield replace(case, lines=dict.fromkeys(case.lines, number))


def _at(fault: Fault, number: int) -> Fault:
    return fault._replace(line=number)


def _lines(text: Iterable[str]) -> Iterator[str]:
    """The lines, their ends with them; a line that is too long for a case is cut somewhere beyond that."""
    held: list[str] = []
    length = 0
    for piece in text:
        for part in re.findall("[^\n]*\n|[^\n]+", piece):  # other line ends may stand in a string
            if length <= case_yaml.MAX_CHARACTERS:
                held.append(part)
                length += len(part)
            if part.endswith("\n"):
                yield "".join(held)
                held, length = [], 0
    if held:
        yield "".join(held)


def _limited(lines: Iterable[str]) -> Iterator[str]:
    """The lines up to somewhere beyond the longest case file."""
    length = 0
    for line in lines:
        yield line
        length += len(line)
        if length > case_yaml.MAX_CHARACTERS:
            return
