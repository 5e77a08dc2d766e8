"""The library of questions: one SPARQL file each, described by a header of `#+` lines.

The header is YAML, in the manner of grlc, so that other tools can read it:

    #+ summary: Who was given a drug?
    #+ description: Why one asks this, in a sentence or two.
    #+ tags: [therapy]
    #+ params:
    #+   drug: {type: term, kind: drug, description: The drug that was given., example: pyrotinib}
    #+ example:
    #+   call: kg query given -p drug=pyrotinib
    #+   rows:
    #+     - [PMID:37120151, Pyrotinib]

A parameter is a variable of the query, at best with its place shown as `VALUES ?drug { UNDEF }`:
standard SPARQL, which means "any" to every engine until a value stands there (see `kg.questions.binding`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import Notepad, UsageError
from kg.questions.nearest import nearest
from kg.resources import folder

SUFFIX = ".rq"
MARK = "#+"
TYPES = ("term", "iri", "string", "integer", "number", "date", "enum")
"""Types of a parameter; each also as 'list of …'."""

_KEYS = {"summary", "description", "tags", "params", "example", "severity", "cure", "defaults"}
_PARAMETER_KEYS = {"type", "kind", "choices", "required", "default", "description", "example"}


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
    total: int = 0
    """How many rows (or triples) the answer has."""


class Query(NamedTuple):
    """One question: its text and what its header says of it."""

    name: str
    text: str
    source: str
    """The file as named in messages."""
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    params: tuple[Parameter, ...] = ()
    example: Example | None = None
    severity: str = ""
    """For a check: how grave a row of its answer is."""
    cure: str = ""
    """For a check: how to mend what it finds."""

    def parameter(self, name: str) -> Parameter | None:
        """The declared parameter of that name."""
        return next((parameter for parameter in self.params if parameter.name == name), None)


def names() -> tuple[str, ...]:
    """The names of all questions that ship with the package, sorted."""
    return tuple(sorted(path.stem for path in folder("queries").glob(f"*{SUFFIX}")))


def get(name: str) -> Query:
    """The question of that name. Raises UsageError with the nearest names for any other."""
    known = names()
    if name not in known:
        near = nearest(name, known, 3, 0.5) or [n for n in known if name.lower() in n][:3]
        hint = f"did you mean {' or '.join(map(repr, near))}? " if near else ""
        raise UsageError(f"{name!r} is no question of the library ({hint}`kg queries` lists them)")
    return read(folder("queries") / f"{name}{SUFFIX}")


def every() -> tuple[Query, ...]:
    """All questions that ship with the package, by name."""
    return tuple(get(name) for name in names())


def search(words: str) -> tuple[Query, ...]:
    """The questions that hold every word in name, summary, description, tags or parameters."""
    wanted = words.lower().split()
    return tuple(query for query in every() if all(word in _haystack(query) for word in wanted))


def _haystack(query: Query) -> str:
    parameters = [f"{parameter.name} {parameter.kind} {parameter.description}" for parameter in query.params]
    return " ".join([query.name, query.summary, query.description, *query.tags, *parameters]).lower()


def read(path: str | Path) -> Query:
    """The question in that file; its name is the file's stem. Raises FaultsError, UsageError."""
    place = Path(path)
    try:
        text = place.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is no text in UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from None
    return parse(text, place.stem, str(path))


def parse(text: str, name: str = "query", source: str = "<query>") -> Query:
    """The question in a text, with or without header. Raises FaultsError naming every header fault."""
    numbered = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.startswith(MARK)]
    if not numbered:
        return Query(name, text, source)
    pad = Notepad(source)
    header = _header([line.removeprefix(MARK) for _, line in numbered], numbered[0][0], pad)
    for key in sorted(header.keys() - _KEYS):
        pad.warn(key, "is no key of a query's header", f"the keys are {', '.join(sorted(_KEYS))}")
    query = Query(
        name=name,
        text=text,
        source=source,
        summary=_words(header, "summary", pad),
        description=_words(header, "description", pad),
        tags=_texts(header.get("tags", []), "tags", pad),
        params=_parameters(header.get("params") or {}, pad),
        example=_example(header.get("example"), pad),
        severity=_words(header, "severity", pad),
        cure=_words(header, "cure", pad),
    )
    pad.raise_errors()
    return query


def _header(lines: list[str], first: int, pad: Notepad) -> dict[str, Any]:
    """The header as a mapping; every scalar is a string, so that no word turns into a truth value."""
    import yaml

    try:
        # BaseLoader knows strings, lists and mappings only: safer still than safe_load.
        loaded = yaml.load("\n".join(lines), getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    except yaml.MarkedYAMLError as error:
        line = first + error.problem_mark.line if error.problem_mark else first
        pad.error("header", f"is not valid YAML: {error.problem}", "see CONTRIBUTING for its form", line=line)
        return {}
    except yaml.YAMLError as error:
        pad.error("header", f"is not valid YAML: {error}", "see CONTRIBUTING for its form", line=first)
        return {}
    if not isinstance(loaded, dict):
        pad.error("header", "is no mapping of keys", "write `#+ summary: …`", line=first)
        return {}
    return loaded


def _words(header: Mapping[str, Any], key: str, pad: Notepad) -> str:
    value = header.get(key, "")
    if isinstance(value, str):
        return value.strip()
    pad.error(key, "is no text", f"write `#+ {key}: …` on one line")
    return ""


def _texts(value: Any, key: str, pad: Notepad) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if isinstance(values, list) and all(isinstance(item, str) for item in values):
        return tuple(values)
    pad.error(key, "is no list of words", f"write `{key}: [one, another]`")
    return ()


def _parameters(declared: Any, pad: Notepad) -> tuple[Parameter, ...]:
    if not isinstance(declared, dict):
        pad.error("params", "is no mapping", "write `params: {drug: {type: term, kind: drug}}`")
        return ()
    return tuple(_parameter(name, facts, pad) for name, facts in declared.items())


def _parameter(name: str, facts: Any, pad: Notepad) -> Parameter:
    place = f"params.{name}"
    if not isinstance(facts, dict):
        pad.error(place, "is no mapping", "write `{type: string, description: …}`")
        return Parameter(name)
    for key in sorted(facts.keys() - _PARAMETER_KEYS):
        pad.error(f"{place}.{key}", "is no key", f"the keys are {', '.join(sorted(_PARAMETER_KEYS))}")
    declared = str(facts.get("type", "string"))
    plain = declared.removeprefix("list of ")
    if plain not in TYPES:
        pad.error(f"{place}.type", f"{plain!r} is no type", f"use {', '.join(TYPES)} or 'list of' one")
    choices = facts.get("choices")
    if isinstance(choices, list):
        choices = dict(zip(choices, choices, strict=True)) if all(map(_is_text, choices)) else None
    if (plain == "enum") != isinstance(choices, dict):
        pad.error(f"{place}.choices", "go with the type enum", "list what may be said")
    return Parameter(
        name=name,
        type=plain,
        many=declared != plain,
        kind=facts.get("kind", ""),
        choices=choices if isinstance(choices, dict) else None,
        required=facts.get("required") == "true",
        default=_texts(facts.get("default", []), f"{place}.default", pad),
        description=facts.get("description", ""),
        example=facts.get("example", ""),
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _example(facts: Any, pad: Notepad) -> Example | None:
    if facts is None:
        return None
    if not isinstance(facts, dict) or not isinstance(facts.get("call"), str):
        pad.error("example", "has no call", "write `example: {call: kg query …, rows: [[…]]}`")
        return None
    rows = facts.get("rows") or []
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        pad.error("example.rows", "is no list of rows", "write one `- [cell, cell]` per row")
        rows = []
    count = facts.get("count", str(len(rows)))
    return Example(facts["call"], tuple(map(tuple, rows)), int(count) if count.isdigit() else 0)
