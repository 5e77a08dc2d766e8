"""The table of variant types, effects and origins: branches of SO and GENO."""

from __future__ import annotations

from dataclasses import replace

from kg.terms.hierarchy import above, below
from kg.terms.model import Kind, Term
from kg.terms.rebuild.origin import Origin, term
from kg.terms.rebuild.shelf import Shelf

_SO = ("SO:0001060", "SO:0001059", "SO:0001762")
"""Sequence variant (with molecular consequences and functional effects), sequence alteration, origin."""

_GENO = ("GENO:0000877", "GENO:0000133")
"""Allele origin and zygosity."""


def variant_types(shelf: Shelf) -> list[Term]:
    """Everything below the roots, and what is above them."""
    return [
        *_branches(shelf, ("so/so.obo", "so/so.*"), _SO, "CC BY 4.0"),
        *_branches(shelf, ("geno/geno.json", "geno/geno.*"), _GENO, "CC BY 4.0"),
    ]


def _branches(shelf: Shelf, patterns: tuple[str, ...], roots: tuple[str, ...], licence: str) -> list[Term]:
    release, version = shelf.release(*patterns)
    prefix = roots[0].partition(":")[0]
    entries = {entry.id: entry for entry in release.entries if entry.id.startswith(f"{prefix}:")}
    parents = {
        curie: [up for up in entry.parents if up in entries and not entries[up].obsolete]
        for curie, entry in entries.items()
        if not entry.obsolete
    }
    origin = Origin(prefix, _short(version), licence)
    terms = (
        term(entries[curie], Kind.VARIANT_TYPE, origin) for curie in above(below(roots, parents), parents)
    )
    return [_within(one, parents[one.id]) for one in terms]


def _within(one: Term, parents: list[str]) -> Term:
    return replace(one, parents=tuple(sorted(parents)))


def _short(version: str) -> str:
    """The date of a release IRI, or the version as it is.

    >>> _short("http://purl.obolibrary.org/obo/geno/releases/2023-10-08/geno.json")
    '2023-10-08'
    """
    return version.rsplit("/releases/", 1)[-1].split("/", maxsplit=1)[0]
