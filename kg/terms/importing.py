"""Making a term table from a vocabulary's release, for `kg terms import`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import Fault, FaultsError
from kg.terms.formats import Entry, read, sssom
from kg.terms.hierarchy import above, below
from kg.terms.model import Kind, Term
from kg.terms.rebuild.origin import Origin, term, with_more


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to take from a release, and what to write of its origin."""

    kind: Kind
    roots: Sequence[str] = ()
    """Take these, all below and all above them; everything when empty."""
    mappings: Sequence[Path] = ()
    """SSSOM tables whose exact matches are added."""
    source: str = ""
    """Name of the vocabulary; the file's name when empty."""
    version: str = ""
    """The release; as the file states it when empty."""
    licence: str = ""


def import_terms(path: Path, wanted: Wanted) -> list[Term]:
    """The terms of a release, by id, obsolete ones only where they lead to a term that is taken.

    FaultsError when the file is damaged, in no known form, or lacks a root.
    """
    release = read(path)
    entries = {entry.id: entry for entry in release.entries if entry.label}
    kept = _kept(path, entries, wanted.roots)
    origin = Origin(wanted.source or path.name, wanted.version or release.version, wanted.licence)
    terms = {
        curie: term(_within(entry, kept), wanted.kind, origin)
        for curie, entry in sorted(entries.items())
        if (curie in kept and not entry.obsolete) or (entry.obsolete and entry.replaced_by in kept)
    }
    for table in wanted.mappings:
        for row in sssom.mappings(table)[1]:
            if row.predicate == sssom.EXACT and row.subject in terms:
                terms[row.subject] = with_more(terms[row.subject], mappings=[row.object])
    return list(terms.values())


def _kept(path: Path, entries: dict[str, Entry], roots: Sequence[str]) -> set[str]:
    if not roots:
        return set(entries)
    if missing := [root for root in roots if root not in entries]:
        cure = "give the id of a term of this file"
        raise FaultsError([Fault(str(path), "", f"there is no term {root}", cure) for root in missing])
    parents = {curie: entry.parents for curie, entry in entries.items()}
    return above(below(roots, parents), parents) & entries.keys()


def _within(entry: Entry, kept: set[str]) -> Entry:
    """The entry with only those parents that are taken too, so that every parent has its row."""
    return replace(entry, parents=tuple(parent for parent in entry.parents if parent in kept))
