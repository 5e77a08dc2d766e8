"""The case and its patient."""

from __future__ import annotations

from kg.builders.evidence import evidence
from kg.builders.names import Names, term_node
from kg.case import Case
from kg.ids import slug
from kg.rdf import TRUE, Node, Triple, decimal, duration, text
from kg.vocabulary import DCTERMS, INDIVIDUALS, KG, OBO, PROV, RDF, SEX_TERMS

_YEARS = {"Y": 1.0, "M": 1 / 12, "W": 7 / 365.25, "D": 1 / 365.25}


def triples(case: Case, names: Names) -> list[Triple]:
    """The case node, the patient node and what is stated of the person."""
    out: list[Triple] = []
    out.append(f"{names.case} {RDF.type} {KG.Case}")
    out.append(f"{names.case} {RDF.label} {text(f'case {case.id}')}")
    out.append(f"{names.case} {DCTERMS.identifier} {text(case.id)}")
    out.append(f"{names.case} {KG.hasPatient} {names.patient}")
    out.append(f"{names.case} {KG.method} {INDIVIDUALS[case.method]}")
    if names.document:
        out.append(f"{names.case} {PROV.hadPrimarySource} {names.document}")
    if case.record:
        out.append(f"{names.case} {KG.record} {text(case.record)}")
    if case.invented:
        out.append(f"{names.case} {KG.invented} {TRUE}")
    if case.curator:
        agent = Node(f"<{names.base}agent/{slug(case.curator)}>")
        out.append(f"{names.case} {PROV.wasAttributedTo} {agent}")
        out.append(f"{agent} {RDF.label} {text(case.curator)}")
    out += person(case, names)
    return out


def person(case: Case, names: Names) -> list[Triple]:
    """The patient with sex, age and ethnicity as far as stated."""
    out: list[Triple] = []
    node, patient = names.patient, case.patient
    out.append(f"{node} {RDF.type} {OBO.patient}")
    out.append(f"{node} {RDF.label} {text(f'patient of {case.id}')}")
    if patient.sex:
        out.append(f"{node} {KG.sex} {term_node(SEX_TERMS[patient.sex])}")
    if patient.age:
        out.append(f"{node} {KG.age} {duration(patient.age)}")
        out.append(f"{node} {KG.ageInYears} {decimal(years(patient.age))}")
    if patient.ethnicity:
        out.append(f"{node} {KG.ethnicity} {text(patient.ethnicity)}")
    for span in patient.evidence:
        out += evidence(names, node, span)
    return out


def years(age: str) -> float:
    """Years in an ISO 8601 duration of years, months, weeks and days.

    >>> years("P61Y6M")
    61.5
    """
    total, digits = 0.0, ""
    for character in age.removeprefix("P"):
        if character in _YEARS:
            total, digits = total + float(digits) * _YEARS[character], ""
        else:
            digits += character
    return total
