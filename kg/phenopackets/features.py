"""Phenotypic features and measurements of a packet as findings of a case, and back."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace
from typing import Any

from kg.case import STATUSES, Biomarker, Measurement, Modality, Observation
from kg.grounding import ANYTHING
from kg.ids import slug
from kg.phenopackets import times
from kg.phenopackets.classes import OWN, Classes, fields, listed, written
from kg.phenopackets.patches import with_record

Json = dict[str, Any]

RECEPTOR = f"{OWN}:receptor/"
STATUS = f"{OWN}:status/"
_METHOD = re.compile(r"(?:by (?P<assay>[^:]+))?(?:: (?P<value>.+))?\Z", re.DOTALL)


def feature(given: Json, classes: Classes) -> Observation:
    """The finding that a phenotypic feature is."""
    onset = times.read(given.get("onset"))
    found = Observation(
        modality=Modality.ABSENT if given.get("excluded") else Modality.OBSERVED,
        what=classes.named(given.get("type"), "feature without a type", ANYTHING),
        at_age=onset.age,
        when=onset.when,
        onset=classes.read(onset.onset),
        severity=classes.read(given.get("severity")),
        modifiers=classes.several(given.get("modifiers", ())),
        note=given.get("description", "").strip() or None,
    )
    return with_record(found, feature_written(found), given)


def feature_written(found: Observation) -> Json:
    """The finding as a phenotypic feature."""
    onset = written(found.onset) if found.onset else None
    return {
        **fields([("type", found.what), ("severity", found.severity)]),
        **({"excluded": True} if found.modality is Modality.ABSENT else {}),
        **listed("modifiers", found.modifiers),
        **_given("onset", times.written(found.at_age, found.when, onset)),
        **_given("description", found.note),
    }


def measurement(given: Json, classes: Classes) -> Measurement:
    """The measurement, its value as far as it is one number or one class."""
    time = times.read(given.get("timeObserved"))
    value = given.get("value", {})
    quantity = value.get("quantity", {})
    limits = quantity.get("referenceRange", {})
    found = Measurement(
        assay=classes.named(given.get("assay"), "measurement without an assay", ()),
        value=_number(quantity.get("value")),
        unit=classes.read(quantity.get("unit")),
        low=_number(limits.get("low")),
        high=_number(limits.get("high")),
        result=classes.read(value.get("ontologyClass")),
        at_age=time.age,
        when=time.when,
        note=given.get("description", "").strip() or None,
    )
    if limits and limits.get("unit") != quantity.get("unit"):
        found = replace(found, low=None, high=None)  # in a unit of their own, they are another quantity's
    return with_record(found, measurement_written(found), given)


def measurement_written(found: Measurement) -> Json:
    """The measurement as a packet has it."""
    limits = {**_given("low", found.low), **_given("high", found.high)}
    unit = fields([("unit", found.unit)])
    quantity = {**unit, **_given("value", found.value)}
    if limits:
        quantity["referenceRange"] = {**unit, **limits}
    value = {"quantity": quantity} if quantity else fields([("ontologyClass", found.result)])
    return {
        **fields([("assay", found.assay)]),
        **({"value": value} if value else {}),
        **_given("timeObserved", times.written(found.at_age, found.when)),
        **_given("description", found.note),
    }


def biomarker(given: Json, classes: Classes) -> Biomarker | None:
    """The receptor status that we wrote as a measurement; None for a measurement of others."""
    assay, result = given.get("assay", {}), given.get("value", {}).get("ontologyClass", {})
    status = result.get("label", "").rpartition(" ")[2].lower()
    how = _METHOD.match(given.get("description", ""))
    if not assay.get("id", "").startswith(RECEPTOR) or status not in STATUSES or not how:
        return None
    own = result["id"].startswith(STATUS)
    found = Biomarker(
        receptor=assay.get("label", ""),
        status=status,
        term=None if own else classes.read(result),
        assay=how["assay"],
        value=how["value"],
    )
    return with_record(found, biomarker_written(found), given)


def biomarker_written(found: Biomarker) -> Json:
    """The receptor status as a measurement; the assay and the value in words, as they are told."""
    term = found.term if found.term and found.term.name.lower().endswith(f" {found.status}") else None
    own = {"id": f"{STATUS}{found.status}", "label": f"{found.receptor} {found.status}"}
    how = (f"by {found.assay}" if found.assay else "") + (f": {found.value}" if found.value else "")
    return {
        "assay": {"id": RECEPTOR + slug(found.receptor), "label": found.receptor},
        "value": {"ontologyClass": written(term) if term else own},
        **_given("description", how or None),
    }


def lost(found: Observation | Measurement, left: Counter[str]) -> None:
    """Count what of the finding no packet can hold."""
    if times.is_lost(found.when):
        left["relative times"] += 1
    if isinstance(found, Observation) and found.site:
        left["sites of findings"] += 1


def _given(name: str, value: Any) -> Json:
    return {} if value is None else {name: value}


def _number(value: Any) -> float | None:
    """The number; None for none, and for what is no finite number."""
    number = None if value is None else float(value)
    return number if number is not None and math.isfinite(number) else None
