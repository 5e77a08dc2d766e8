"""Case files: YAML or JSON, one case in each document of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.case import Case
from kg.errors import Notepad
from kg.readers.case_forms import CASE
from kg.readers.case_kinds import Page, Residue, Tally
from kg.readers.yaml_nodes import BadYaml, Items, Node, documents

MAX_CHARACTERS = 5_000_000
"""The longest case file that is read."""

_KEY = re.compile(r"(?:- +)?[\"']?([A-Za-z_][\w-]*)[\"']?\s*:(?:\s|\Z)")
_JSON_PART = re.compile(r'"(?:[^"\\]|\\.)*"(\s*:)?|[{}\[\]]')
_TELLING = set(CASE.fields) - {"invented", "curator", "method", "publication", "findings", "outcome"}
_TELLING -= {"measurements", "interpretations", "record"}  # phenopackets have such keys, too
"""Keys that make a mapping a case even when its 'case' is missing or misspelt."""


def looks_like(head: str) -> bool:
    """True when a text that starts so is a case file, also a faulty one.

    >>> looks_like("case: PMID:37120151"), looks_like("1. Oncologist. 2023 Jul 5")
    (True, False)
    """
    text = head.removeprefix("\ufeff").lstrip()
    if text.startswith(("{", "[")):
        return _json_case(text)
    commented = False
    for line in text.splitlines():
        if line.startswith("#"):
            commented = True
        elif line.strip() and not line.startswith((" ", "\t", "---", "%", "}", "]", "...")):
            match = _KEY.match(line)
            if not match and not line.startswith("-"):
                return False
            if match and match[1] in _TELLING:
                return True
    return commented and not re.search(r"^[^#\s]", text, re.MULTILINE)


def _json_case(text: str) -> bool:
    """True when a text in brackets has the key 'case' at its first level."""
    depth = 0
    for part in _JSON_PART.finditer(text):
        if part[0] in "{[":
            depth += 1
        elif part[0] in "}]":
            depth -= 1
        elif depth == 1 and part[1] and part[0].startswith('"case"'):
            return True
    return bool(re.match(r"\{\s*case\s*:", text))


def read_cases(text: str, source: str, pad: Notepad, residue: Residue | None = None) -> Iterator[Case]:
    """The faultless cases of the text, in order; every fault of the others goes on the pad.

    `residue` gives the reference residue where it is known; changes that contradict it are faults.
    """
    tally = Tally(pad)
    if len(text) > MAX_CHARACTERS:
        what = f"is longer than {MAX_CHARACTERS:,} characters"
        tally.add("", what, "split it into several files", None)
        return
    try:
        yield from _cases(text, source, tally, residue)
    except BadYaml as bad:
        tally.add("", bad.what, bad.cure, bad.line)
    tally.close()


def _cases(text: str, source: str, tally: Tally, residue: Residue | None) -> Iterator[Case]:
    """The faultless cases, up to where the text stops being YAML."""

    def tagged(line: int, what: str, cure: str) -> None:
        tally.add("", what, cure, line)

    lines: dict[str, int] = {}
    told, empty = 0, True
    for node in documents(text, tagged):
        empty = False
        page = Page(tally, residue)
        case = _case(node, page, lines)
        if tally.found == told and case is not None:
            yield replace(case, source=source, lines=page.lines)
        told = tally.found
    if empty:
        tally.add("", "holds only comments" if text.strip() else "is empty", "start it with 'case: …'", None)


def _case(node: Node, page: Page, lines: dict[str, int]) -> Case | None:
    """The case of one document, with an id that no document before it has; None after a fault."""
    if isinstance(node, Items):
        page.fault(node, "", "is a list where a case is expected", "begin each case with '---' instead")
        return None
    case: Case | None = CASE.read(node, "", page)
    if case is not None:
        line = page.lines["case"]
        if (first := lines.setdefault(case.id, line)) != line:
            what = f"'{case.id}' is also the case in line {first}"
            page.tally.add("case", what, "give each case its own id", line)
    return case
