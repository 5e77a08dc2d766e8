"""A document's cases as one line of predictions, in the form that scorers of extraction read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from kg.case import Biomarker, Case, Concept, Modality, Response, VariantFinding
from kg.case_text import variant_name
from kg.extract.phrases import Row, rows
from kg.extract.selection import AS_WRITTEN

Line = dict[str, Any]

_TYPES = {
    "complete response": "CR",
    "partial response": "PR",
    "stable disease": "SD",
    "progressive disease": "PD",
    "disease progression": "PD",
    "response": "response",
    "no response": "no_response",
    "mixed response": "mixed_response",
    "treatment failure": "no_response",
    "relapse": "relapse",
}
_SCORED = ("ER", "PR", "HER2", "HR", "AR")


_GENE_BEFORE = re.compile(r"EGFR[\s-]?(?=v)")
_ITD = re.compile(r"\bitd\b|tandem")
"""In the name of a rule: what reports call ITD, which a case tells as an insertion."""


def prediction(name: str, cases: Sequence[Case]) -> Line:
    """One line: every fact of the cases of one document; shape as the keys say."""
    publication = next((case.publication for case in cases if case.publication), None)
    observed = [v for case in cases for v in case.variants if v.modality is Modality.OBSERVED]
    markers = [b for case in cases for b in case.biomarkers if b.modality is Modality.OBSERVED]
    molecular = [b for b in markers if b.gene and b.gene.name in _molecular()]
    variants = [*map(_variant, observed), *(_marker(b) for b in molecular if _counts(b))]
    genes = [
        g
        for v in observed
        for g in (v.variant.gene.name, v.variant.partner.name if v.variant.partner else "")
    ]
    genes += [b.gene.name for b in molecular if b.gene and _counts(b)]
    genes += ["ERBB2" for b in markers if b.receptor == "HER2" and b.status == "positive"]
    return {
        "id": name,
        "pmid": publication.pmid if publication else None,
        "doi": publication.doi if publication else None,
        "genes": _once(filter(None, genes)),
        "variants": _once_each([*variants, *_instability(markers)]),
        "diseases": [
            {
                "text": d.evidence[0].quote if d.evidence else d.disease.text,
                "label": d.disease.name,
                "mondo": d.disease.id,
            }
            for case in cases
            for d in case.diagnoses
            if d.modality is Modality.OBSERVED
        ],
        "drugs": _once(_drug(drug) for case in cases for line in case.therapy for drug in line.drugs),
        "receptor_status": [
            {"receptor": b.receptor, "status": b.status}
            for b in markers
            if b.receptor in _SCORED and b.status in ("positive", "negative")
        ],
        "negated": _once_each(list(_negated(cases))),
        "outcome": list(_outcomes(cases)),
    }


@lru_cache(maxsize=1)
def _shown() -> dict[str, str]:
    """The vocabulary's label of a drug -> the name that reports give it, where they differ."""
    return {row.phrase: row["name"] for row in rows("drug-names")}


def _drug(drug: Concept) -> str:
    return _shown().get(drug.name, drug.name)


@lru_cache(maxsize=1)
def _molecular() -> dict[str, Row]:
    """The genes whose protein's status says something of the gene -> what it says."""
    return {row.phrase: row for row in rows("markers")}


def _counts(marker: Biomarker) -> bool:
    """True when a marker's status is a change of its gene as annotators count it."""
    row = _molecular()[marker.gene.name if marker.gene else ""]
    if "methylation" in marker.receptor:
        return marker.status == "positive" and row["counts"] == "methylated"
    return marker.status in row["counts"].split("|")


def _marker(marker: Biomarker) -> Line:
    word = {"negative": "loss of expression", "high": "overexpression"}.get(marker.status, marker.status)
    return {
        "gene": marker.gene.name if marker.gene else "",
        "name": "promoter methylation" if "methylation" in marker.receptor else word,
    }


def _variant(finding: VariantFinding) -> Line:
    variant = finding.variant
    gene = variant.gene.name
    if variant.partner:
        return {"gene": f"{variant.partner.name}::{gene}", "name": "fusion"}
    if variant.coding and not variant.protein and finding.evidence and (quote := finding.evidence[0].quote):
        return {"gene": gene, "name": quote.strip("() ")}
    if (
        finding.rule == AS_WRITTEN
        and gene != "TERT"
        and finding.evidence
        and (quote := finding.evidence[0].quote)
    ):
        return {"gene": gene, "name": _GENE_BEFORE.sub("", quote)}
    if _ITD.search(finding.rule or ""):
        return {"gene": gene, "name": "ITD"}
    name = variant_name(variant).removeprefix(variant.gene.text).strip()
    if name.endswith("*") and finding.evidence and f"{name[:-1]}X" in (finding.evidence[0].quote or ""):
        name = f"{name[:-1]}X"  # a stop as the text writes it
    return {"gene": gene, "name": name}


def _instability(markers: Sequence[Biomarker]) -> Iterator[Line]:
    for marker in markers:
        if marker.receptor == "MSI" and marker.status == "high":
            yield {"gene": "", "name": "microsatellite instability"}


def _negated(cases: Sequence[Case]) -> Iterator[Line]:
    for case in cases:
        for finding in case.variants:
            if finding.modality is Modality.ABSENT:
                if finding.variant.partner:
                    for gene in (finding.variant.partner.name, finding.variant.gene.name):
                        yield {"gene": gene, "what": "fusion"}
                else:
                    yield {"gene": finding.variant.gene.name, "what": finding.variant.kind or "mutation"}
        for marker in case.biomarkers:
            if marker.receptor == "MSI" and marker.status == "negative":
                yield {"gene": None, "what": "microsatellite instability"}
            elif marker.gene and marker.status == "negative" and "methylation" in marker.receptor:
                yield {"gene": marker.gene.name, "what": "promoter methylation"}
            elif (
                marker.gene
                and marker.status == "negative"
                and (row := _molecular().get(marker.gene.name))
                and row["negative"] != "-"
            ):
                yield {"gene": marker.gene.name, "what": row["negative"]}


def _outcomes(cases: Sequence[Case]) -> Iterator[Line]:
    for case in cases:
        for line in case.therapy:
            drugs = [_drug(drug) for drug in line.drugs]
            if not drugs and line.procedures == ("radiotherapy",):  # scorers name it where a drug would stand
                drugs = ["radiotherapy"]
            for response in filter(None, (line.response, *line.later_responses)):
                yield from _outcome(response, drugs)
        if outcome := case.outcome:
            for kind, length in (
                ("survival", outcome.overall_survival),
                ("survival", outcome.progression_free),
                ("disease_free", outcome.disease_free),
            ):
                if length:
                    yield {"type": kind, "drugs": [], "duration_months": _months(length)}


def _outcome(response: Response, drugs: list[str]) -> Iterator[Line]:
    """One line for a response, two when both its length and progression-free survival are told."""
    kind = _TYPES[response.category]
    if kind == "response" and response.durable:
        kind = "durable_response"
    lengths = [_months(length) for length in (response.duration, response.progression_free) if length]
    for length in lengths or (None,):
        yield {"type": kind, "drugs": drugs, "duration_months": length}


def _months(iso: str) -> float:
    """Months in an ISO 8601 length, to a tenth; a week is 7 of 30.44 days."""
    parts = re.findall(r"([\d.]+)([YMWD])", iso)
    return round(
        sum(float(n) * {"Y": 12.0, "M": 1.0, "W": 1 / 4.348, "D": 1 / 30.44}[unit] for n, unit in parts), 1
    )


def _once(items: Any) -> list[str]:
    return list(dict.fromkeys(items))


def _once_each(items: list[Line]) -> list[Line]:
    return [item for at, item in enumerate(items) if item not in items[:at]]
