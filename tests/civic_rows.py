"""Invented rows in CIViC's forms, of 2021 and of today; ids of genes, diseases and drugs are real."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def _columns(names: str) -> list[str]:
    return names.split()


EVIDENCE = _columns(
    "gene entrez_id variant disease doid phenotypes drugs drug_interaction_type evidence_type evidence_direction"
    " evidence_level clinical_significance evidence_statement citation_id source_type asco_abstract_id citation"
    " nct_ids rating evidence_status evidence_id variant_id gene_id chromosome start stop reference_bases"
    " variant_bases variant_summary variant_origin last_review_date evidence_civic_url"
)
TODAY = _columns(
    "molecular_profile molecular_profile_id disease doid phenotypes therapies therapy_interaction_type"
    " evidence_type evidence_direction evidence_level significance evidence_statement citation_id source_type"
    " citation rating evidence_status evidence_id variant_origin last_review_date is_flagged"
)
ASSERTIONS = _columns(
    "gene entrez_id variant disease doid phenotypes drugs assertion_type assertion_direction"
    " clinical_significance amp_category nccn_guideline assertion_summary assertion_description assertion_id"
    " evidence_item_ids variant_id gene_id last_review_date"
)
VARIANTS = _columns(
    "variant_id variant_civic_url gene entrez_id variant summary variant_groups chromosome start variant_types"
    " hgvs_expressions allele_registry_id clinvar_ids variant_aliases assertion_ids assertion_civic_urls"
)
HER2 = {"gene": "ERBB2", "entrez_id": "2064", "gene_id": "20"}
V777L = {**HER2, "variant": "V777L", "variant_id": "44"}
D769H = {**HER2, "variant": "D769H", "variant_id": "35"}
BREAST = {"disease": "Breast Cancer", "doid": "1612"}


def item(number: int, **cells: str) -> dict[str, str]:
    """An accepted evidence item: V777L and neratinib in breast cancer, unless told otherwise."""
    usual = {
        **V777L,
        **BREAST,
        "drugs": "Neratinib",
        "evidence_type": "Predictive",
        "evidence_direction": "Supports",
        "evidence_level": "D",
        "clinical_significance": "Sensitivity/Response",
        "evidence_statement": f'Cells with this "change" grew less, in experiment {number}.',
        "citation_id": "99999999",
        "source_type": "PubMed",
        "citation": "Nobody et al., 2019, Invented J.",
        "rating": "4",
        "evidence_status": "accepted",
        "evidence_id": str(90_000 + number),
        "variant_origin": "Somatic",
        "last_review_date": "2020-11-20 16:18:21 UTC",
    }
    return usual | cells


def assertion(number: int, **cells: str) -> dict[str, str]:
    """An assertion on two evidence items."""
    usual = {
        **V777L,
        **BREAST,
        "drugs": "Neratinib",
        "assertion_type": "Predictive",
        "assertion_direction": "Supports",
        "clinical_significance": "Sensitivity/Response",
        "amp_category": "Tier II - Level D",
        "assertion_summary": "Invented summary.",
        "assertion_description": "An invented reason.",
        "assertion_id": str(9_000 + number),
        "evidence_item_ids": "90001,90002",
    }
    return usual | cells


VARIANT_ROWS: list[dict[str, str]] = [
    {
        **{key: cell for key, cell in V777L.items() if key != "gene_id"},
        "summary": "Of no known kind.",
        "variant_types": "missense_variant",
        "hgvs_expressions": "NP_004439.2:p.Val777Leu",
        "allele_registry_id": "CA135387",
        "clinvar_ids": "44991",
        "variant_aliases": "VAL777LEU,RS121913471",
        "assertion_ids": "1,2",
        "assertion_civic_urls": "https://civicdb.org/links/assertions/1\thttps://civicdb.org/links/assertions/2",
    },
    {
        "gene": "ERBB2",
        "entrez_id": "2064",
        "variant_id": "90413",
        "variant": "KINASE DOMAIN MUTATION",
        "variant_types": "protein_altering_variant",
        "clinvar_ids": "N/A",
    },
]


def table(path: Path, columns: list[str], rows: list[dict[str, Any]]) -> str:
    """Write a table; returns its name."""
    lines = ["\t".join(columns), *("\t".join(row.get(name, "") for name in columns) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def evidence(folder: Path, *rows: dict[str, str]) -> str:
    """A file of evidence items."""
    return table(folder / "nightly-ClinicalEvidenceSummaries.tsv", EVIDENCE, list(rows))
