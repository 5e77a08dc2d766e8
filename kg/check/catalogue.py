"""The checks there are: shapes and check queries, each with how grave what it finds is and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from kg import validation
from kg.errors import Severity, UsageError
from kg.resources import folder

SHAPES = "https://w3id.org/casekg/shapes/"
"""Start of the IRIs of the shapes; what follows is the check's name."""

_SH = "http://www.w3.org/ns/shacl#"
_SEVERITIES = {
    f"{_SH}Violation": Severity.ERROR,
    f"{_SH}Warning": Severity.WARNING,
    f"{_SH}Info": Severity.NOTE,
}
_CURE = re.compile(r"(?P<what>.*?) \((?P<cure>.*)\)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Check:
    """One thing that is looked at in every graph."""

    name: str
    """The file's name without suffix, or the shape's name: 'dangling', 'Statement-modality'."""
    severity: Severity
    summary: str
    cure: str
    query: str | None = None
    """The SPARQL text; None for a shape."""

    @property
    def of_whole(self) -> bool:
        """True for a query that finds something only in graphs that cannot be looked at in parts."""
        return self.over_graphs or "isBlank(" in (self.query or "")

    @property
    def over_graphs(self) -> bool:
        """True for a query about named graphs; the others are asked of the union of all graphs."""
        return "GRAPH ?" in (self.query or "")


@cache
def checks() -> tuple[Check, ...]:
    """All checks: first the queries, then the shapes, each by name."""
    return (*map(read_query, sorted((folder("queries") / "checks").glob("*.rq"))), *sorted(shape_checks()))


def query_checks() -> tuple[Check, ...]:
    """The checks that are queries and find errors: quick enough for every build."""
    paths = sorted((folder("queries") / "checks").glob("*.rq"))
    return tuple(check for check in map(read_query, paths) if check.severity is Severity.ERROR)


def matching(patterns: Iterable[str]) -> tuple[Check, ...]:
    """The checks whose names fit one of the patterns ('dangling', 'Statement-*').

    Raises UsageError for a pattern that fits none.
    """
    chosen: set[str] = set()
    for pattern in patterns:
        names = {check.name for check in checks() if fnmatchcase(check.name.lower(), pattern.lower())}
        if not names:
            raise UsageError(f"no check is named '{pattern}' ({_nearest(pattern)})")
        chosen |= names
    return tuple(check for check in checks() if check.name in chosen)


def _nearest(pattern: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(pattern, [check.name for check in checks()], n=3)
    return f"did you mean {' or '.join(near)}?" if near else "see kg check --list"


def read_query(path: Path) -> Check:
    """The check in a query file, with what its `#+` header says."""
    import yaml

    text = path.read_text(encoding="utf-8")
    header = yaml.safe_load("\n".join(line[3:] for line in text.splitlines() if line.startswith("#+ ")))
    return Check(path.stem, Severity(header["severity"]), header["summary"], header["cure"], text)


def shape_checks() -> Iterator[Check]:
    """A check for every named shape that has a message."""
    import pyoxigraph

    said: dict[str, dict[str, str]] = {f"{_SH}message": {}, f"{_SH}severity": {}}
    for quad in pyoxigraph.parse(validation.shapes_text(), pyoxigraph.RdfFormat.TURTLE):
        if quad.predicate.value in said:
            said[quad.predicate.value][quad.subject.value] = quad.object.value
    for shape, message in said[f"{_SH}message"].items():
        what, cure = _parted(message)
        severity = _SEVERITIES[said[f"{_SH}severity"].get(shape, f"{_SH}Violation")]
        yield Check(shape.removeprefix(SHAPES), severity, what, cure)


def _parted(message: str) -> tuple[str, str]:
    match = _CURE.match(message)
    return (match["what"], match["cure"]) if match else (message, "")
