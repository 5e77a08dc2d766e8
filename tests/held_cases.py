"""What a graph holds of a case: what is left of it when it is built and taken out again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from kg.builders.names import case_names
from kg.case import (
    AdverseEvent,
    Assertion,
    Author,
    Biomarker,
    Case,
    Claim,
    Concept,
    Diagnosis,
    Finding,
    Observation,
    Profile,
    Publication,
    Sample,
    Span,
    TherapyLine,
    Variant,
)
from kg.ids import compress, expand, is_curie, slug
from kg.rdf import duration

LENGTHS = {"when", "start", "end", "duration", "progression_free", "overall_survival", "disease_free", "age"}
LENGTHS |= {"at_age", "end_age"}
SETS = {
    (Diagnosis, "metastatic_sites"),
    (Diagnosis, "stages"),
    (Diagnosis, "tnm"),
    (Observation, "modifiers"),
    (Sample, "tnm"),
    (Sample, "markers"),
    (TherapyLine, "drugs"),
    (TherapyLine, "procedures"),
    (AdverseEvent, "drugs"),
    (Claim, "subjects"),
    (Claim, "objects"),
    (Claim, "variants"),
    (Claim, "biomarkers"),
    (Profile, "members"),
    (Assertion, "profile"),
    (Assertion, "drugs"),
    (Publication, "keywords"),
    (Publication, "types"),
    (Author, "affiliations"),
    (Variant, "mappings"),
}
"""What stands together without order."""


def every(thing: Any, kind: type) -> Iterable[Any]:
    """All things of a kind in a case."""
    if isinstance(thing, kind):
        yield thing
    if isinstance(thing, tuple):
        for one in thing:
            yield from every(one, kind)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from every(getattr(thing, field.name), kind)


def remade(thing: Any, change: Callable[[Any], Any]) -> Any:
    """The thing with every part of it changed, the innermost first."""
    if isinstance(thing, tuple):
        return tuple(remade(one, change) for one in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        parts = {field.name: remade(getattr(thing, field.name), change) for field in fields(thing)}
        return change(replace(thing, **parts))
    return thing


def held(case: Case) -> Case:
    """The case without what a graph does not hold."""

    def change(thing: Any) -> Any:
        if isinstance(thing, Concept):
            return a_concept(thing, case)
        if isinstance(thing, Span):
            return a_span(thing, case)
        if isinstance(thing, Finding):
            method = None if thing.method is case.method else thing.method
            thing = replace(thing, method=method, confidence=rounded(thing.confidence))
        return replace(thing, **dict(told(thing)))

    plain = replace(case, proposed=(), rejected=())
    return in_sets(one_variant_each(remade(plain, change)))


def told(thing: Any) -> Iterable[tuple[str, Any]]:
    """Fields as the graph tells them."""
    for field in fields(thing):
        value = getattr(thing, field.name)
        if field.name in LENGTHS and value and value.startswith("P"):
            yield field.name, as_stored(value)
        if field.name == "allele_fraction":
            yield field.name, rounded(value)
        if field.name == "evidence":
            yield field.name, tuple(sorted(set(value), key=in_text))


def as_stored(length: str) -> str:
    """A length of time as an Oxigraph store spells it: months fill years, days stay."""
    days = duration(length).split('"')[1]
    found = {unit: int(number) for number, unit in re.findall("([0-9]+)([YMD])", days)}
    months = 12 * found.get("Y", 0) + found.get("M", 0)
    parts = {"Y": months // 12, "M": months % 12, "D": found.get("D", 0)}
    return "P" + ("".join(f"{number}{unit}" for unit, number in parts.items() if number) or "0D")


def a_concept(one: Concept, case: Case) -> Concept:
    """The term by its label; a name without a term by one of those that are spelt alike but for letter case."""
    if one.id:
        return Concept(one.label or one.id, one.id, one.label)
    alike = (
        other.text for other in every(case, Concept) if not other.id and slug(other.text) == slug(one.text)
    )
    return Concept(min(alike))


def a_span(one: Span, case: Case) -> Span:
    """The stretch with what any statement says of the same place."""
    same = [other for other in every(case, Span) if place(other) == place(one)]
    quotes = [other.quote for other in same if other.quote is not None]
    return replace(one, section=min(other.section for other in same), quote=min(quotes, default=None))


def place(one: Span) -> tuple[str, object]:
    return slug(one.section), one.quote if one.start is None else (one.start, one.end)


def rounded(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.6f}")


def in_text(span: Span) -> tuple[Any, ...]:
    return span.section, -1 if span.start is None else span.start, span.end or 0, span.quote or ""


def one_variant_each(case: Case) -> Case:
    """The case in which a variant is the same wherever it is named: what is stated anywhere is stated of it."""
    names = case_names(case)

    def least(found: Iterable[Any]) -> Any:
        return min((one for one in found if one is not None), default=None)

    def change(thing: Any) -> Any:
        if not isinstance(thing, Variant):
            return thing
        same = [one for one in every(case, Variant) if names.variant(one) == names.variant(thing)]
        mappings = {compress(expand(one)) if is_curie(one) else one for two in same for one in two.mappings}
        return replace(
            thing,
            **{
                name: least(getattr(one, name) for one in same)
                for name in ("protein", "coding", "kind", "exon")
            },
            mappings=tuple(sorted(filter(None, mappings))),
        )

    return remade(case, change)


def in_sets(case: Case) -> Case:
    """The case with things that stand together in the order in which they are taken out."""
    names = case_names(case)

    def key(thing: Any) -> Any:
        if isinstance(thing, Concept):
            return thing.name, thing.id or ""
        if isinstance(thing, Variant):
            return names.variant(thing)
        return f"{thing.receptor} {thing.status}" if isinstance(thing, Biomarker) else thing

    def change(thing: Any) -> Any:
        for field in fields(thing):
            if (type(thing), field.name) in SETS:
                unique = {key(one): one for one in getattr(thing, field.name)}
                thing = replace(thing, **{field.name: tuple(unique[one] for one in sorted(unique))})
        return thing

    return remade(case, change)
