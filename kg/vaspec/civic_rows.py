"""CIViC's own export of statements (GKS) as rows of its tables of today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.civic.tables import Row, Table
from kg.vaspec import propositions as va
from kg.vaspec.concepts import curies, extensions

_TYPES = {
    va.THERAPEUTIC: "Predictive",
    va.DIAGNOSTIC: "Diagnostic",
    va.PROGNOSTIC: "Prognostic",
    va.PATHOGENIC: "Predisposing",
    va.ONCOGENIC: "Oncogenic",
    va.FUNCTIONAL: "Functional",
}
_SIGNIFICANCES = {
    "predictsSensitivityTo": "Sensitivity/Response",
    "predictsResistanceTo": "Resistance",
    "isDiagnosticInclusionCriterionFor": "Positive",
    "isDiagnosticExclusionCriterionFor": "Negative",
    "associatedWithBetterOutcomeFor": "Better Outcome",
    "associatedWithWorseOutcomeFor": "Poor Outcome",
}
_DIRECTIONS = {"supports": "Supports", "disputes": "Does Not Support", "neutral": "N/A"}
_OPERATORS = {"AND": "Combination", "OR": "Substitutes"}


def rows(thing: dict[str, Any], inside: Sequence[str]) -> list[Row]:
    """The row of an evidence item or assertion; `inside` are the ids of the evidence that it brings along."""
    kind, _, number = str(thing["id"]).partition(":")
    assertion = kind == "civic.aid"
    proposition = thing["proposition"]
    name = "assertion" if assertion else "evidence"
    cells: dict[str, Any] = {
        f"{name}_id": number,
        f"{name}_type": _TYPES.get(str(proposition.get("type")), str(proposition.get("type"))),
        f"{name}_direction": _DIRECTIONS.get(str(thing.get("direction")), thing.get("direction")),
        "significance": _SIGNIFICANCES.get(
            str(proposition.get("predicate")), _named(thing, "classification")
        ),
        "assertion_description" if assertion else "evidence_statement": thing.get("description"),
        "variant_origin": _origin(proposition),
    }
    cells |= _variant(proposition) | _condition(proposition) | _therapies(proposition)
    cells |= _document(thing) if not assertion else _graded(thing, inside)
    if not assertion:
        coding = _inside(thing.get("strength"), "primaryCoding")
        cells["evidence_level"] = coding.get("code")
    table = Table.ASSERTIONS if assertion else Table.EVIDENCE
    return [Row(table, {key: said for key, value in cells.items() if (said := _cell(value))})]


def _cell(value: Any) -> str:
    """Text and numbers as a cell; all else says nothing there."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _inside(thing: Any, name: str) -> dict[str, Any]:
    found = thing.get(name) if isinstance(thing, dict) else None
    return found if isinstance(found, dict) else {}


def _named(thing: dict[str, Any], name: str) -> str:
    return str(
        _inside(thing, name).get("name") or _inside(_inside(thing, name), "primaryCoding").get("code") or ""
    )


def _origin(proposition: dict[str, Any]) -> Any:
    qualifier = _inside(proposition, "alleleOriginQualifier")
    written = extensions(qualifier).get("civic_variant_origin")
    return str(written).replace("_", " ").title() if written else qualifier.get("name")


def _variant(proposition: dict[str, Any]) -> dict[str, Any]:
    variant = _inside(proposition, "subjectVariant")
    kind, _, number = str(variant.get("id", "")).partition(":")
    own = {"molecular_profile_id": number} if kind == "civic.mpid" else {}
    return own | {"molecular_profile": variant.get("name")}


def _condition(proposition: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(
        (
            proposition[name]
            for name in ("conditionQualifier", "objectCondition", "objectTumorType")
            if isinstance(proposition.get(name), dict)
        ),
        {},
    )
    parts = found.get("conditions")
    conditions = [one for one in parts if isinstance(one, dict)] if isinstance(parts, list) else []
    conditions = conditions or [found]
    disease = next((one for one in conditions if one.get("conceptType") == "Disease"), conditions[0])
    names = [str(one["name"]) for one in _leaves(conditions) if one is not disease and one.get("name")]
    doids = [curie for curie in curies(disease) if curie.startswith("DOID:")]
    return {
        "disease": disease.get("name"),
        "doid": doids[0].removeprefix("DOID:") if doids else None,
        "phenotypes": ",".join(names),
    }


def _leaves(conditions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for one in conditions:
        inner = one.get("conditions")
        found += [leaf for leaf in inner if isinstance(leaf, dict)] if isinstance(inner, list) else [one]
    return found


def _therapies(proposition: dict[str, Any]) -> dict[str, Any]:
    therapy = _inside(proposition, "objectTherapeutic")
    several = therapy.get("therapies")
    parts = several if isinstance(several, list) else [therapy]
    names = [str(one["name"]) for one in parts if isinstance(one, dict) and one.get("name")]
    operator = _OPERATORS.get(str(therapy.get("membershipOperator")))
    return {"therapies": ",".join(names), "therapy_interaction_type": operator if len(names) > 1 else None}


def _document(thing: dict[str, Any]) -> dict[str, Any]:
    reported = thing.get("reportedIn")
    documents = [one for one in reported if isinstance(one, dict)] if isinstance(reported, list) else []
    if not documents:
        return {}
    first = documents[0]
    number = first.get("pmid")
    source = {"citation_id": number, "source_type": "PubMed"} if number else {}
    return source | {"citation": first.get("name") or first.get("title"), "evidence_status": "accepted"}


def _graded(thing: dict[str, Any], inside: Sequence[str]) -> dict[str, Any]:
    """The tier and level of an assertion, and the items that it rests on."""
    tier, level = (
        _inside(_inside(thing, name), "primaryCoding").get("code") for name in ("classification", "strength")
    )
    items = [one.removeprefix("civic.eid:") for one in inside if one.startswith("civic.eid:")]
    lines = thing.get("hasEvidenceLines")
    for line in lines if isinstance(lines, list) else []:
        cited = extensions(line).get("citations")
        items += [str(one).rpartition("/")[2] for one in (cited if isinstance(cited, list) else [])]
    return {
        "amp_category": " - ".join(filter(None, map(_cell, (tier, level)))),
        "evidence_item_ids": ",".join(dict.fromkeys(items)),
    }
