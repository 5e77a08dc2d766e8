"""Reader of OBO 1.2/1.4 text, the form of `mondo.obo`, `so.obo`, `doid.obo`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kg.terms.formats.entry import Entry, Release, curie_of, mapping_of, unreadable
from kg.terms.formats.files import text_lines

_SYNONYM = re.compile(r'"(?P<name>(?:[^"\\]|\\.)*)"\s+(?P<scope>EXACT|BROAD|NARROW|RELATED)?')
_XREF = re.compile(r"(?P<id>\S+)")
_ESCAPE = re.compile(r"\\(.)")
_EXACT_MATCH = re.compile(r"(?:skos:)?exactMatch\s+(?P<id>\S+)")
_EQUIVALENT = "MONDO:equivalentTo"
"""How MONDO qualifies the xrefs that are exact matches; other xrefs promise nothing."""

_Tags = list[tuple[str, str]]


def read(path: Path) -> Release:
    """The terms of the file."""
    with text_lines(path) as lines:
        frames = _frames(path, lines)
        _, header = next(frames, ("", []))
        version = next((value for tag, value in header if tag == "data-version"), "")
        return Release(version, tuple(_entry(tags) for name, tags in frames if name == "[Term]"))


def _frames(path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[tuple[str, _Tags]]:
    """The heading's name and the tags of each frame; first the header, whose name is ''."""
    name: str = ""
    tags: _Tags = []
    for number, line in lines:
        if line.startswith("["):
            yield name, tags
            name, tags = line.strip(), []
        elif line and not line.startswith("!"):
            tag, colon, value = line.partition(":")
            if not colon:
                raise unreadable(path, f"not a line of OBO: {line[:60]!r}", line=number)
            tags.append((tag, value.strip()))
            if name == "[Term]" and len(tags) == 1 and tag != "id":
                raise unreadable(path, f"a term starts without its id: {line[:60]!r}", line=number)
    yield name, tags


def _entry(tags: _Tags) -> Entry:
    said: dict[str, list[str]] = {}
    for tag, value in tags:
        said.setdefault(tag, []).append(value)
    replaced = said.get("replaced_by", [])
    consider = said.get("consider", [])
    return Entry(
        id=curie_of(_plain(said.get("id", [""])[0])),
        label=_unescaped(said.get("name", [""])[0]),
        synonyms=tuple(_exact(said.get("synonym", []))),
        parents=tuple(curie_of(_plain(parent)) for parent in said.get("is_a", [])),
        mappings=tuple(_mappings(said)),
        obsolete=said.get("is_obsolete", [""])[0].startswith("true"),
        replaced_by=curie_of(_plain(replaced[0])) if len(replaced) == 1 else None,
        note=f"consider {', '.join(map(_plain, consider))}" if consider else "",
    )


def _exact(values: list[str]) -> Iterator[str]:
    for value in values:
        found = _SYNONYM.match(value)
        if found and found["scope"] == "EXACT":
            yield _unescaped(found["name"])


def _mappings(said: dict[str, list[str]]) -> Iterator[str]:
    exact = (_EXACT_MATCH.match(value) for value in said.get("property_value", []))
    stated = [found["id"] for found in exact if found]
    stated += [_plain(value) for value in said.get("xref", []) if _EQUIVALENT in value]
    for text in stated:
        if curie := mapping_of(text):
            yield curie


def _plain(value: str) -> str:
    """The value's first word: without trailing modifiers and comment."""
    found = _XREF.match(value)
    return found["id"] if found else ""


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)
