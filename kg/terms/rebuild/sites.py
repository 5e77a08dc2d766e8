"""The site table: UBERON's organs and tissues that primaries and metastases occur at, with all above them."""

from __future__ import annotations

from kg.errors import KgError
from kg.terms.formats import Entry
from kg.terms.hierarchy import above
from kg.terms.model import Kind, Term
from kg.terms.rebuild import curation
from kg.terms.rebuild.origin import Origin, term, with_more
from kg.terms.rebuild.shelf import Shelf


def sites(shelf: Shelf) -> list[Term]:
    """The sites of `curation/sites.tsv` and their ancestors; KgError when UBERON lacks one.

    The flat release does not tell `is_a` from `part_of`: a parent is the wider or the enclosing site.
    """
    release, version = shelf.release(
        "uberon/UBERON-ontology-*.json*", "uberon/uberon.json", "uberon/uberon.o*"
    )
    entries = {entry.id: entry for entry in release.entries if not entry.obsolete}
    chosen = _chosen(entries)
    kept = above(chosen, {curie: entry.parents for curie, entry in entries.items()})
    origin = Origin("UBERON", version, "CC BY 3.0")
    terms = (term(entries[curie], Kind.SITE, origin) for curie in sorted(kept & entries.keys()))
    return [with_more(one, synonyms=chosen.get(one.id, ())) for one in terms]


def _chosen(entries: dict[str, Entry]) -> dict[str, list[str]]:
    """Id -> the names in common use, for every row of the list."""
    by_label = {entry.label: entry.id for entry in entries.values()}
    by_synonym: dict[str, set[str]] = {}
    for entry in entries.values():
        for name in entry.synonyms:
            by_synonym.setdefault(name, set()).add(entry.id)
    chosen: dict[str, list[str]] = {}
    for row in curation.rows("sites.tsv"):
        label, names = row["label"], [name for name in (row["names"] or "").split("|") if name]
        found = {by_label[label]} if label in by_label else by_synonym.get(label, set())
        if len(found) != 1:
            raise KgError(f"curation/sites.tsv: UBERON has {len(found)} terms named {label!r}")
        chosen[found.pop()] = [label, *names]
    return chosen
