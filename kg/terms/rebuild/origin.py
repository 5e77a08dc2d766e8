"""Terms made of entries: names cleaned, lists sorted, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.terms.formats import Entry
from kg.terms.model import Kind, Term

CURATION = "kg curation"
"""The source of what the maintainers of the tables state themselves."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row comes from."""

    source: str
    version: str
    licence: str


def term(entry: Entry, kind: Kind, origin: Origin) -> Term:
    """The entry as a term of our tables."""
    label = _clean(entry.label)
    return Term(
        id=entry.id,
        label=label,
        kind=kind,
        synonyms=names(entry.synonyms, label),
        parents=tuple(sorted(set(entry.parents))),
        mappings=tuple(sorted(set(entry.mappings) - {entry.id})),
        source=origin.source,
        version=origin.version,
        replaced_by=entry.replaced_by,
        obsolete=entry.obsolete,
        licence=origin.licence,
        note=_clean(entry.note),
    )


def with_more(term: Term, synonyms: Iterable[str] = (), mappings: Iterable[str] = ()) -> Term:
    """The term with further synonyms and mappings."""
    return replace(
        term,
        synonyms=names((*term.synonyms, *synonyms), term.label),
        mappings=tuple(sorted({*term.mappings, *mappings} - {term.id})),
    )


def names(synonyms: Iterable[str], label: str) -> tuple[str, ...]:
    """The names sorted, each once, without the label."""
    return tuple(sorted({_clean(name) for name in synonyms} - {label, ""}))


def _clean(text: str) -> str:
    """The text on one line, without the bar that parts names in a table."""
    return " ".join(text.replace("|", "/").split())
