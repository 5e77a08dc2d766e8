"""What a question's header says: its `#+` lines read as YAML, every fault with its line.

Reading YAML costs more than asking a small graph, so this module is imported only when summary, tags,
parameters or example are wanted (see `kg.questions.catalogue.Query`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kg.errors import Fault, Notepad

TYPES = ("term", "iri", "string", "integer", "number", "date", "enum")
"""Types of a parameter; each also as 'list of …'."""

_KEYS = {"summary", "description", "tags", "params", "example", "severity", "cure", "defaults"}
_PARAMETER_KEYS = {"type", "kind", "choices", "required", "default", "description", "example"}
_EXAMPLE_KEYS = {"call", "rows", "count"}
_FORM = "see `kg queries NAME` for one that is right"


class Parameter(NamedTuple):
    """A value that a question takes, bound to the query's variable of the same name."""

    name: str
    type: str = "string"
    """One of `TYPES`."""
    many: bool = False
    """True for 'list of …': the parameter may be given several times."""
    kind: str = ""
    """For a term: what sort it is (drug, gene, 'drug class', variant, case …), several joined by '|'."""
    choices: Mapping[str, str] | None = None
    """For an enum: what may be said -> the IRI or CURIE that it stands for, or the same text again."""
    required: bool = False
    default: tuple[str, ...] = ()
    description: str = ""
    example: str = ""


class Example(NamedTuple):
    """A call of the question and what it answers on the bundled graph."""

    call: str
    rows: tuple[tuple[str, ...], ...] = ()
    """The first rows, as plain text; an unbound cell is empty."""
    total: int | None = 0
    """How many rows (or triples) the answer has; None where the call is shown and not run."""


class Header(NamedTuple):
    """All that a header says; everything may be missing."""

    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    params: tuple[Parameter, ...] = ()
    example: Example | None = None
    severity: str = ""
    cure: str = ""
    remarks: tuple[Fault, ...] = ()
    """Keys that mean nothing here (other tools may know them)."""


@dataclass
class _Reading:
    """A header while it is read: where its faults go, and the line of each of its parts."""

    pad: Notepad
    lines: dict[str, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def error(self, path: str, what: str, cure: str = "") -> None:
        self.pad.error(path, what, cure, line=self._line(path))

    def warn(self, path: str, what: str, cure: str) -> None:
        self.pad.warn(path, what, cure, line=self._line(path))

    def _line(self, path: str) -> int | None:
        """The line of that part, or of the nearest part around it."""
        while path not in self.lines and "." in path:
            path = path.rpartition(".")[0]
        return self.lines.get(path)


def read(numbered: Sequence[tuple[int, str]], source: str) -> Header:
    """The header in those lines, each with its number. Raises FaultsError naming every fault."""
    reading = _Reading(Notepad(source))
    facts = _loaded(numbered, reading)
    for key in sorted(facts.keys() - _KEYS):
        reading.warn(key, "is no key of a query's header", f"the keys are {', '.join(sorted(_KEYS))}")
    header = Header(
        summary=_words(facts, "summary", reading),
        description=_words(facts, "description", reading),
        tags=_texts(facts.get("tags", []), "tags", reading),
        params=_parameters(facts.get("params") or {}, reading),
        example=_example(facts.get("example"), reading),
        severity=_words(facts, "severity", reading),
        cure=_words(facts, "cure", reading),
        remarks=tuple(reading.pad.remarks()),
    )
    reading.pad.raise_errors()
    return header


def _loaded(numbered: Sequence[tuple[int, str]], reading: _Reading) -> dict[str, Any]:
    """The header as a mapping; every scalar is a string, so that no word turns into a truth value."""
    import yaml

    numbers = [number for number, _ in numbered]
    try:
        # BaseLoader knows strings, lists and mappings only: safer still than safe_load.
        node = yaml.compose(
            "\n".join(line for _, line in numbered), getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        )
    except yaml.MarkedYAMLError as error:
        row = min(error.problem_mark.line, len(numbers) - 1) if error.problem_mark else 0
        reading.pad.error("header", f"is not valid YAML: {error.problem}", _FORM, line=numbers[row])
        return {}
    except yaml.YAMLError as error:
        reading.pad.error("header", f"is not valid YAML: {error}", _FORM, line=numbers[0])
        return {}
    loaded = _plain(node, "", numbers, reading)
    if not isinstance(loaded, dict):
        reading.pad.error("header", "is no mapping of keys", "write `#+ summary: …`", line=numbers[0])
        return {}
    return loaded


def _plain(node: Any, path: str, numbers: Sequence[int], reading: _Reading) -> Any:
    """The node as strings, lists and mappings, the line of each part noted by its path."""
    if node is None or isinstance(node.value, str):
        return "" if node is None else node.value
    if id(node) in reading.seen:
        reading.error(path, "repeats another part by reference", "write it out")
        return ""
    reading.seen.add(id(node))
    if node.id == "sequence":
        return [_plain(item, path, numbers, reading) for item in node.value]
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node.value, str) else "?"
        place = f"{path}.{key}" if path else key
        reading.lines[place] = numbers[min(key_node.start_mark.line, len(numbers) - 1)]
        if key in found:
            reading.error(place, "stands twice", "keep one of them")
        found[key] = _plain(value_node, place, numbers, reading)
    return found


def _words(facts: Mapping[str, Any], key: str, reading: _Reading, inside: str = "") -> str:
    value = facts.get(key, "")
    if isinstance(value, str):
        return value.strip()
    reading.error(f"{inside}.{key}" if inside else key, "is no text", f"write `{key}: …` on one line")
    return ""


def _texts(value: Any, path: str, reading: _Reading) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if isinstance(values, list) and all(isinstance(item, str) for item in values):
        return tuple(values)
    reading.error(path, "is no list of words", f"write `{path.rpartition('.')[2]}: [one, another]`")
    return ()


def _parameters(declared: Any, reading: _Reading) -> tuple[Parameter, ...]:
    if not isinstance(declared, dict):
        reading.error("params", "is no mapping", "write `params: {drug: {type: term, kind: drug}}`")
        return ()
    return tuple(_parameter(name, facts, reading) for name, facts in declared.items())


def _parameter(name: str, facts: Any, reading: _Reading) -> Parameter:
    place = f"params.{name}"
    if not isinstance(facts, dict):
        reading.error(place, "is no mapping", "write `{type: string, description: …}`")
        return Parameter(name)
    for key in sorted(facts.keys() - _PARAMETER_KEYS):
        reading.error(f"{place}.{key}", "is no key", f"the keys are {', '.join(sorted(_PARAMETER_KEYS))}")
    declared = _words(facts, "type", reading, place) or "string"
    plain = declared.removeprefix("list of ")
    if plain not in TYPES:
        reading.error(f"{place}.type", f"{plain!r} is no type", f"use {', '.join(TYPES)} or 'list of' one")
    return Parameter(
        name=name,
        type=plain,
        many=declared != plain,
        kind=_words(facts, "kind", reading, place),
        choices=_choices(facts.get("choices"), plain, f"{place}.choices", reading),
        required=_flag(facts, "required", reading, place),
        default=_texts(facts.get("default", []), f"{place}.default", reading),
        description=_words(facts, "description", reading, place),
        example=_words(facts, "example", reading, place),
    )


def _choices(said: Any, declared: str, path: str, reading: _Reading) -> Mapping[str, str] | None:
    if isinstance(said, list) and all(isinstance(choice, str) for choice in said):
        said = dict(zip(said, said, strict=True))
    fits = isinstance(said, dict) and bool(said) and all(isinstance(choice, str) for choice in said.values())
    if fits != (declared == "enum") or (said and not fits):
        reading.error(path, "go with the type enum", "list what may be said")
    return said if fits else None


def _flag(facts: Mapping[str, Any], key: str, reading: _Reading, inside: str) -> bool:
    value = facts.get(key, "false")
    if value not in ("true", "false"):
        reading.error(f"{inside}.{key}", "is neither true nor false", f"write `{key}: true`")
    return bool(value == "true")


def _example(facts: Any, reading: _Reading) -> Example | None:
    if facts is None:
        return None
    if not isinstance(facts, dict) or not isinstance(facts.get("call"), str):
        reading.error("example", "has no call", "write `example: {call: kg query …, rows: [[…]]}`")
        return None
    for key in sorted(facts.keys() - _EXAMPLE_KEYS):
        reading.error(f"example.{key}", "is no key", f"the keys are {', '.join(sorted(_EXAMPLE_KEYS))}")
    rows = facts.get("rows") or []
    if not isinstance(rows, list) or not all(map(_is_row, rows)):
        reading.error("example.rows", "is no list of rows", "write one `- [cell, cell]` per row")
        rows = []
    return Example(facts["call"], tuple(map(tuple, rows)), _count(facts, len(rows), reading))


def _is_row(row: object) -> bool:
    return isinstance(row, list) and all(isinstance(cell, str) for cell in row)


def _count(facts: Mapping[str, Any], listed: int, reading: _Reading) -> int | None:
    """The number of rows stated; None when neither rows nor a number are."""
    said = facts.get("count")
    if said is None:
        return listed if "rows" in facts else None
    if isinstance(said, str) and said.isascii() and said.isdigit() and int(said) >= listed:
        return int(said)
    reading.error("example.count", f"{said!r} is not the number of rows", f"write {listed} or more")
    return listed
