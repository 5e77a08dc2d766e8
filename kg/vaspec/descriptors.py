"""Variation descriptors of VA-Spec's drafts, in which CIViC gave its variants in 2022, as rows."""

from __future__ import annotations

import json
from typing import Any

from kg.civic.tables import Row, Table
from kg.vaspec.concepts import extensions

_TOLD = {"label": "variant", "description": "summary", "structural_type": "variant_types"}
_IN_PARTS = frozenset(
    {"id", "type", "extensions", "xrefs", "expressions", "alternate_labels", "gene_context"}
)


def row(thing: dict[str, Any]) -> Row | None:
    """The variant's record; None when the descriptor is not one of CIViC's.

    It names the gene by CIViC's own id alone, so that the record meets its variant where other tables or
    our own mappings say which it is. The allele, in the digests of VRS 1, stays as it is.
    """
    prefix, _, number = str(thing.get("id", "")).partition(":")
    if prefix != "civic.vid" or not number:
        return None
    told = extensions(thing)
    cells: dict[str, Any] = {"variant_id": number}
    cells |= {_TOLD.get(name, name): value for name, value in thing.items() if name not in _IN_PARTS}
    gene = str(thing.get("gene_context", ""))
    cells["gene_id"] = gene.removeprefix("civic.gid:") if gene.startswith("civic.gid:") else gene
    coordinate = told.pop("civic_representative_coordinate", None)
    cells |= coordinate if isinstance(coordinate, dict) else {}
    cells["civic_variant_evidence_score"] = told.pop("civic_actionability_score", None)
    groups = _list(told.pop("variant_group", None))
    cells["variant_groups"] = [one.get("label") for one in groups if isinstance(one, dict)]
    cells["hgvs_expressions"] = [
        one.get("value") for one in _list(thing.get("expressions")) if isinstance(one, dict)
    ]
    cells |= _elsewhere(_list(thing.get("xrefs")), _list(thing.get("alternate_labels"))) | told
    return Row(Table.VARIANTS, {name: said for name, value in cells.items() if (said := _text(value))})


def _elsewhere(xrefs: list[Any], aliases: list[Any]) -> dict[str, list[str]]:
    """Ids elsewhere in the columns of CIViC's table, where a dbSNP id is an alias."""
    found: dict[str, list[str]] = {"clinvar": [], "caid": [], "dbsnp": []}
    others = []
    for one in xrefs:
        prefix, _, local = str(one).partition(":")
        found[prefix].append(local) if prefix in found else others.append(str(one))
    return {
        "clinvar_ids": found["clinvar"],
        "allele_registry_id": found["caid"],
        "variant_aliases": [
            *map(str, aliases),
            *(f"RS{number.removeprefix('rs')}" for number in found["dbsnp"]),
        ],
        "xrefs": others,
    }


def _text(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ",".join(value)
    if isinstance(value, str):
        return value
    if value is None or value == []:
        return ""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _list(thing: Any) -> list[Any]:
    return thing if isinstance(thing, list) else []
