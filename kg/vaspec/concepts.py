"""Terms as VA-Spec's concepts with codings, and codings as CURIEs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.ids import FOREIGN, PREFIXES, compress, iri_for, is_curie, normal_curie

Object = dict[str, Any]

_SYSTEMS = {
    "NCIT": "https://ncit.nci.nih.gov/ncitbrowser/ConceptReport.jsp?dictionary=NCI_Thesaurus&code=",
    "DOID": "https://disease-ontology.org/?id=",
    "NCBIGene": "https://www.ncbi.nlm.nih.gov/gene/",
    "HGNC": "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/",
    "civic.vid": "https://civicdb.org/links/variant/",
    "CLINVAR": "https://www.ncbi.nlm.nih.gov/clinvar/variation/",
    "CAID": "https://reg.clinicalgenome.org/redmine/projects/registry/genboree_registry"
    "/by_canonicalid?canonicalid=",
}
"""Prefix -> system as CIViC's export names it (civicpy 5.4.0); others go by the start of their IRIs."""
_WHOLE = frozenset({"MONDO", "DOID", "HGNC", "HP", "CHEBI"})
"""Prefixes whose codes are written with them."""
_BY_SYSTEM = {system: prefix for prefix, system in _SYSTEMS.items()} | {
    start: prefix for prefix, start in PREFIXES.items()
}


def coding(curie: str, name: str | None = None) -> Object:
    """A CURIE as a coding: its system and code, and its IRI."""
    prefix, _, local = (normal_curie(curie) if is_curie(curie) else curie).partition(":")
    made: Object = {"id": f"{prefix}:{local}"}
    if name:
        made["name"] = name
    made["system"] = _SYSTEMS.get(prefix) or PREFIXES.get(prefix, f"{FOREIGN}{prefix}:")
    made["code"] = f"{prefix}:{local}" if prefix in _WHOLE else local
    made["iris"] = [iri_for(curie)]
    return made


def mapping(curie: str, relation: str, name: str | None = None) -> Object:
    """A CURIE as a mapping."""
    return {"coding": coding(curie, name), "relation": relation}


def concept(kind: str, name: str, curie: str | None, more: list[Object], iri: str) -> Object:
    """A concept by its name and, where it has one, its term; what has none is named by its IRI."""
    made: Object = {"id": curie or iri, "conceptType": kind, "name": name}
    if curie:
        made["primaryCoding"] = coding(curie)
    if more:
        made["mappings"] = more
    return made


def extension(name: str, value: Any) -> Object:
    """An extension."""
    return {"name": name, "value": value}


def extensions(thing: Any) -> dict[str, Any]:
    """Name -> value of a thing's extensions; whatever is none is passed over."""
    found = thing.get("extensions") if isinstance(thing, dict) else None
    return {
        one["name"]: one.get("value")
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, dict) and isinstance(one.get("name"), str)
    }


def curies(thing: Any) -> list[str]:
    """The CURIEs of a concept that stand for the very same thing, the primary one first."""
    if not isinstance(thing, dict):
        return []
    exact = [
        one.get("coding")
        for one in _list(thing.get("mappings"))
        if isinstance(one, dict) and one.get("relation") == "exactMatch"
    ]
    found = [_curie(one) for one in (thing.get("primaryCoding"), *exact) if isinstance(one, dict)]
    return [one for one in found if one]


def _curie(written: Mapping[str, Any]) -> str | None:
    for iri in _list(written.get("iris")):
        if isinstance(iri, str) and (known := compress(iri)):
            return known
    code, system = str(written.get("code", "")), str(written.get("system", ""))
    if is_curie(code):
        return normal_curie(code)
    prefix = _BY_SYSTEM.get(system)
    return f"{prefix}:{code}" if prefix and code and not any(sign.isspace() for sign in code) else None


def _list(thing: Any) -> list[Any]:
    return thing if isinstance(thing, list) else []
