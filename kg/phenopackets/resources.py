"""The vocabularies that a packet's classes come from, as its metadata name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from kg.ids import BASE, FOREIGN, PREFIXES
from kg.phenopackets.classes import OWN
from kg.terms import find
from kg.version import __version__

Json = dict[str, Any]

_UNKNOWN = "unknown"
"""Version of a vocabulary that our tables do not tell."""
_NAMES = {
    "HP": ("Human Phenotype Ontology", "http://purl.obolibrary.org/obo/hp.owl"),
    "NCIT": ("NCI Thesaurus", "http://purl.obolibrary.org/obo/ncit.owl"),
    "MONDO": ("Mondo Disease Ontology", "http://purl.obolibrary.org/obo/mondo.owl"),
    "UBERON": ("Uber-anatomy ontology", "http://purl.obolibrary.org/obo/uberon.owl"),
    "SO": ("Sequence types and features ontology", "http://purl.obolibrary.org/obo/so.owl"),
    "GENO": ("Genotype Ontology", "http://purl.obolibrary.org/obo/geno.owl"),
    "CHEBI": ("Chemical Entities of Biological Interest", "http://purl.obolibrary.org/obo/chebi.owl"),
    "EFO": ("Experimental Factor Ontology", "http://www.ebi.ac.uk/efo/efo.owl"),
    "HGNC": ("HUGO Gene Nomenclature Committee", "https://www.genenames.org"),
    "MESH": ("Medical Subject Headings", "https://www.nlm.nih.gov/mesh/"),
}
"""Prefix -> name of the vocabulary, and where it is."""


def resources(packet: Json) -> list[Json]:
    """One resource for each prefix of the packet's classes and genes, by prefix."""
    used: dict[str, str] = {}
    for identifier in _identifiers(packet):
        prefix = identifier.partition(":")[0]
        term = find(identifier) if not identifier.startswith(f"{OWN}:") else None
        used[prefix] = max(used.get(prefix, ""), _version(term.version) if term else "")
    return [_resource(prefix, used[prefix]) for prefix in sorted(used)]


def _identifiers(value: Any) -> Iterator[str]:
    """The ids of all classes and genes, wherever they stand."""
    if isinstance(value, dict):
        identifier = value.get("valueId") or (value.get("id") if "label" in value else None)
        if isinstance(identifier, str) and ":" in identifier:
            yield identifier
        for inner in value.values():
            yield from _identifiers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _identifiers(inner)


@lru_cache(maxsize=1_000)
def _version(text: str) -> str:
    """The version proper: 'MONDO import 2021-08-03' is of that day."""
    dates = re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}\.[0-9]{2}[a-z]?", text)
    return dates[-1] if dates else text


def _resource(prefix: str, version: str) -> Json:
    if prefix == OWN:
        version = __version__
        name, url, start = "kg, for what has no term", BASE, BASE
    else:
        name, url = _NAMES.get(prefix, (prefix, PREFIXES.get(prefix, f"{FOREIGN}{prefix}")))
        start = PREFIXES.get(prefix, f"{FOREIGN}{prefix}:")
    return {
        "id": prefix.lower(),
        "name": name,
        "url": url,
        "version": version or _UNKNOWN,
        "namespacePrefix": prefix,
        "iriPrefix": start,
    }
