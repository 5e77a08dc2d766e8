"""The disease table: MONDO's neoplasms with their path to the root, and what maps to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.terms.folding import fold
from kg.terms.formats import Entry, sssom
from kg.terms.formats.entry import looks_like_curie
from kg.terms.hierarchy import ALIKE, above, below
from kg.terms.model import Kind, Term
from kg.terms.rebuild.origin import Origin, term, with_more
from kg.terms.rebuild.shelf import Shelf, current_ids, oncotree
from kg.terms.tables import spaced

ROOT = "MONDO:0023370"
"""Neoplastic disease or syndrome: the neoplasms, and the hereditary syndromes that bring them."""

SYNDROMES = ("MONDO:0008667", "MONDO:0009892")
"""Von Hippel-Lindau disease, which brings tumours, and Chuvash polycythemia, of the same gene: MONDO has them
elsewhere, and what is known of their variants is collected beside that of tumours."""

MAPPED = ("doid", "icd10cm", "mesh", "ncit", "omim", "sctid", "umls")
"""MONDO's sets of exact matches; EFO's own neoplasms are obsolete in favour of MONDO's since 3.90."""

_CHECKED = ("DOID", "MESH", "NCIT", "ONCOTREE")
"""Vocabularies whose own list is at hand to check a mapping's object against."""

_CC_BY = "CC BY 4.0"


def diseases(shelf: Shelf) -> list[Term]:
    """Every neoplastic disease of MONDO, its ancestors, and the obsolete terms these replace."""
    release, version = shelf.release("mondo/MONDO-ontology-*.json*", "mondo/mondo.json", "mondo/mondo.o*")
    entries = {entry.id: entry for entry in release.entries}
    parents = {entry.id: entry.parents for entry in release.entries}
    kept = above(below([ROOT, *ALIKE, *SYNDROMES], parents), parents)
    origin = Origin("MONDO", version, _CC_BY)
    current = {curie: term(entries[curie], Kind.DISEASE, origin) for curie in sorted(kept)}
    mapped = _with_oncotree(shelf, _with_mappings(shelf, current))
    obsolete = [term(entry, Kind.DISEASE, origin) for entry in _obsolete(release.entries, kept)]
    return [*mapped.values(), *obsolete, *_obsolete_efo(shelf, kept)]


def _with_mappings(shelf: Shelf, terms: dict[str, Term]) -> dict[str, Term]:
    """The terms with MONDO's exact matches, and the labels of these as further names."""
    known = current_ids(shelf)
    found = dict(terms)
    for name in MAPPED:
        _, rows = sssom.mappings(shelf.one(f"mondo/mondo_exactmatch_{name}.sssom.tsv"))
        for row in rows:
            checked = row.object.partition(":")[0] in _CHECKED
            if row.predicate == sssom.EXACT and row.subject in found and (row.object in known or not checked):
                labels = [row.object_label] if name in ("doid", "ncit") and row.object_label else []
                found[row.subject] = with_more(found[row.subject], labels, [row.object])
    return found


def _with_oncotree(shelf: Shelf, terms: dict[str, Term]) -> dict[str, Term]:
    """The terms with OncoTree's codes as mappings and names, where OncoTree itself bears them out.

    MONDO gives OncoTree as plain cross-references. One counts as exact when code and term point to
    each other alone and share the NCIt code, the UMLS concept or the name.
    """
    _, rows = sssom.mappings(shelf.one("mondo/mondo_hasdbxref_oncotree.sssom.tsv"))
    nodes = {f"ONCOTREE:{node['code']}": node for node in oncotree(shelf)}
    found = dict(terms)
    subjects = [row.subject for row in rows]
    objects = [row.object for row in rows]
    for row in rows:
        lone = subjects.count(row.subject) == objects.count(row.object) == 1
        node = nodes.get(row.object)
        if lone and node and row.subject in found and _agrees(found[row.subject], node):
            names = (node["code"], node["name"])
            found[row.subject] = with_more(found[row.subject], names, [row.object])
    return found


def _agrees(mondo: Term, node: dict[str, object]) -> bool:
    references = node["externalReferences"]
    stated = references if isinstance(references, dict) else {}
    ids = {f"NCIT:{code}" for code in stated.get("NCI", ())} | {f"UMLS:{c}" for c in stated.get("UMLS", ())}
    return bool(ids & set(mondo.mappings)) or fold(str(node["name"])) in map(fold, mondo.names)


def _obsolete(entries: Iterable[Entry], kept: set[str]) -> Iterator[Entry]:
    """The obsolete entries that a kept term replaces, with the name they had as their only synonym."""
    for entry in entries:
        if entry.obsolete and entry.label and entry.replaced_by in kept:
            name = entry.label.removeprefix("obsolete").lstrip(" _")
            label = spaced(entry.label) if looks_like_curie(name) else entry.label
            yield replace(
                entry, label=label, synonyms=() if looks_like_curie(name) else (name,), parents=(), note=""
            )


def _obsolete_efo(shelf: Shelf, kept: set[str]) -> Iterator[Term]:
    release, version = shelf.release("efo/EFO-ontology-*.json*", "efo/efo.json", "efo/efo.o*")
    origin = Origin("EFO", version or "3.90.0", "Apache-2.0")
    return (term(entry, Kind.DISEASE, origin) for entry in _obsolete(release.entries, kept))
