"""Reader of flat JSON, `{id: {label, synonyms, ancestors}}`, the form of the CELLxGENE ontology guide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.terms.formats.entry import Entry, Release, curie_of, unreadable
from kg.terms.formats.files import opened
from kg.terms.formats.json_stream import JsonStream


def read(path: Path) -> Release:
    """Every term of the file, with the parents that its ancestors' distances tell."""
    with opened(path) as stream:
        walk = JsonStream(stream, path)
        raw = {key: walk.value() for key in walk.members()}
    if wrong := next((curie for curie, said in raw.items() if not isinstance(said, dict)), None):
        raise unreadable(path, f"{wrong!r} has no object of label, synonyms and ancestors")
    above = {curie: set(said.get("ancestors") or ()) for curie, said in raw.items()}
    return Release("", tuple(_entry(curie, said, above) for curie, said in raw.items()))


def _entry(curie: str, said: dict[str, Any], above: dict[str, set[str]]) -> Entry:
    replaced = said.get("replaced_by")
    consider = said.get("consider") or ()
    return Entry(
        id=curie_of(curie),
        label=said.get("label") or "",
        synonyms=tuple(said.get("synonyms") or ()),
        parents=_parents(said.get("ancestors") or {}, above),
        obsolete=bool(said.get("deprecated")),
        replaced_by=curie_of(replaced) if isinstance(replaced, str) else None,
        note=f"consider {', '.join(consider)}" if consider else "",
    )


def _parents(distances: dict[str, int], above: dict[str, set[str]]) -> tuple[str, ...]:
    """The ancestors at distance 1, and those that no other ancestor leads to."""
    led_to = set().union(*(above.get(curie, set()) for curie in distances))
    return tuple(curie for curie, steps in distances.items() if steps == 1 or curie not in led_to)
