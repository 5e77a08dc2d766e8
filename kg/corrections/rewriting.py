"""A case file with only the lines rewritten that have to change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from kg.case import Case
from kg.case_text import dumped, mapping, to_yaml
from kg.corrections.merging import SECTIONS, Changes, merged, proposal
from kg.errors import Notepad
from kg.readers.case_yaml import read_cases
from kg.readers.decode import decode
from kg.store import atomic


class Edit(NamedTuple):
    """Lines to be replaced, counted from 0; `end` is one past the last."""

    start: int
    end: int
    lines: tuple[str, ...]


class _Unfit(Exception):
    """The file is laid out so that its lines cannot be replaced one by one."""


def save(cases: Iterable[Case], path: Path, pad: Notepad) -> list[Changes]:
    """Write the readings to a case file, keeping what a curator did to it; what changed, case by case.

    A file that is faulty is left as it is: FaultsError. A file in which nothing changes is not written.
    """
    before = ""
    if path.is_file():
        before = decode(path.read_bytes(), str(path), pad)
        pad.raise_errors()
    after, changes = rewritten(before, list(cases), str(path), pad)
    if after != before:
        with atomic(path) as out:
            out.write(after.encode())
    return changes


def rewritten(text: str, read: Sequence[Case], source: str, pad: Notepad) -> tuple[str, list[Changes]]:
    """The text of a case file ('' for none yet) with the readings laid over its cases, and what changed.

    Cases are matched by id; those of the file that were not read stay, new ones are put at the end.
    Raises FaultsError when the text is not a faultless case file.
    """
    held = list(read_cases(text, source, pad)) if text.strip() else []
    pad.raise_errors()
    readings = {case.id: case for case in read}
    wanted, changes, known = [], [], {case.id for case in held}
    for case in held:
        new, change = merged(readings[case.id], case) if case.id in readings else (case, Changes())
        wanted.append(new)
        changes.append(change)
    fresh = [proposal(case) for case in readings.values() if case.id not in known]
    changes += [Changes(added=case.proposed) for case in fresh]
    kept = _edited(text, held, wanted)
    return "---\n".join(filter(None, [_ended(kept), *map(to_yaml, fresh)])), changes


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _edited(text: str, held: Sequence[Case], wanted: Sequence[Case]) -> str:
    """The text with the wanted cases in the place of those it holds."""
    if [mapping(case) for case in wanted] == [mapping(case) for case in held]:
        return text
    expected = [to_yaml(case) for case in wanted]
    lines = text.splitlines()
    try:
        edits = [edit for one, new in zip(held, wanted, strict=True) for edit in _edits(lines, one, new)]
    except _Unfit:
        return _anew(lines, expected)
    for edit in sorted(edits, reverse=True):
        lines[edit.start : edit.end] = edit.lines
    found = "\n".join(lines) + "\n"
    pad = Notepad("")
    # Compared as read, since a claim's variant is read with all that the case lists of it.
    plain = list(read_cases("---\n".join(expected), "", Notepad("")))
    same = list(read_cases(found, "", pad)) == plain
    return found if same and not pad.faults else _anew(text.splitlines(), expected)


def _anew(lines: Sequence[str], cases: Sequence[str]) -> str:
    """The whole file written anew, every line that may hold a remark before it as a comment."""
    remarks = [f"{line}\n" for line in _remarks(lines)]
    return "".join(remarks) + "---\n".join(cases)


def _remarks(lines: Iterable[str]) -> Iterator[str]:
    """The comments of lines that go: whole lines as they are, others with what they were a remark on."""
    for line in lines:
        if line.lstrip().startswith("#"):
            yield line
        elif re.search(r"\s#", line):
            yield f"# {line.strip()}"


def _edits(lines: Sequence[str], held: Case, wanted: Case) -> Iterator[Edit]:
    """What to change in the lines of one case."""
    old, new = mapping(held), mapping(wanted)
    starts = {key: line - 1 for key, line in held.lines.items() if not re.search(r"[.\[]", key)}
    for key, at in starts.items():
        if not re.match(rf"['\"]?{key}['\"]?\s*:", lines[at]):
            raise _Unfit
    end = _document_end(lines, max(starts.values()) + 1)
    bounds = [*sorted(starts.values()), end]
    for key in starts.keys() | new.keys():
        if old.get(key) == new.get(key):
            continue
        if key not in starts:
            yield Edit(end, end, _shown({key: new[key]}))
            continue
        start = starts[key]
        stop = _content_end(lines, start, bounds[bounds.index(start) + 1])
        if key in SECTIONS and key in new and key in old:
            yield from _entries(lines, held, key, (old[key], new[key]), stop)
        else:
            shown = _shown({key: new[key]}) if key in new else ()
            yield Edit(start, stop, (*_remarks(lines[start:stop]), *shown))


def _document_end(lines: Sequence[str], at: int) -> int:
    """Where the document ends in which that line stands; trailing comments are left to what follows."""
    ends = (number for number in range(at, len(lines)) if re.match(r"(---|\.\.\.)(\s|\Z)", lines[number]))
    return _content_end(lines, at, next(ends, len(lines)))


def _content_end(lines: Sequence[str], start: int, end: int) -> int:
    """The end without blank lines and comments before it."""
    while end > start and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _shown(parts: dict[str, Any], indent: str = "") -> tuple[str, ...]:
    return tuple(f"{indent}{line}" for line in dumped(parts).splitlines())


def _entries(
    lines: Sequence[str], held: Case, key: str, lists: tuple[list[Any], list[Any]], stop: int
) -> Iterator[Edit]:
    """What to change among the entries of one list."""
    old, new = lists
    starts = [held.lines[f"{key}[{number}]"] - 1 for number in range(len(old))]
    dash = re.match(r"\s*(?=- )", lines[starts[0]])
    if dash is None or any(not lines[at].startswith(f"{dash[0]}- ") for at in starts):
        raise _Unfit
    ends = [_content_end(lines, start, end) for start, end in zip(starts, [*starts[1:], stop], strict=True)]
    alike = SequenceMatcher(None, list(map(_text, old)), list(map(_text, new)), autojunk=False)
    for what, first, last, begin, finish in alike.get_opcodes():
        if what == "equal":
            continue
        shown = _shown({key: new[begin:finish]}, dash[0])[1:] if begin < finish else ()
        if first == last:
            at = ends[first - 1] if first else starts[0]
            yield Edit(at, at, shown)
        else:
            gone = lines[starts[first] : ends[last - 1]]
            yield Edit(starts[first], ends[last - 1], (*_remarks(gone), *shown))


def _text(entry: Any) -> str:
    return json.dumps(entry, sort_keys=True, ensure_ascii=False)
