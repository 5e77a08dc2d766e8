"""Diagnoses, receptor statuses, other findings, and how it ended."""

from __future__ import annotations

from kg.case import STATUSES, VITAL_STATUSES, Biomarker, Diagnosis, Observation, Outcome
from kg.recovery.concepts import concepts, maybe
from kg.recovery.statements import Statements
from kg.vocabulary import KG


def diagnoses(statements: Statements) -> tuple[Diagnosis, ...]:
    """The diagnoses in their order."""
    page = statements.page
    found = []
    for node in statements.of(KG.Diagnosis):
        if disease := maybe(page, node, KG.disease):
            found.append(
                Diagnosis(
                    disease=disease,
                    specific=maybe(page, node, KG.specificDisease),
                    metastatic=page.flag(node, KG.metastatic),
                    stage=page.text(node, KG.stage),
                    grade=page.text(node, KG.grade),
                    site=maybe(page, node, KG.primarySite),
                    metastatic_sites=concepts(page, node, KG.metastaticSite),
                    when=page.moment(node, KG.when),
                    onset=maybe(page, node, KG.onset),
                    stages=concepts(page, node, KG.stageTerm),
                    tnm=concepts(page, node, KG.tnmFinding),
                    laterality=maybe(page, node, KG.laterality),
                    **statements.shared(node),
                )
            )
    return tuple(found)


def biomarkers(statements: Statements) -> tuple[Biomarker, ...]:
    """The receptor statuses in their order."""
    page = statements.page
    found = []
    for node in statements.of(KG.BiomarkerFinding):
        receptor, status = page.text(node, KG.receptor), page.text(node, KG.status)
        if receptor and status in STATUSES:
            found.append(
                Biomarker(
                    receptor=receptor,
                    status=status,
                    term=maybe(page, node, KG.statusTerm),
                    gene=maybe(page, node, KG.receptorGene),
                    assay=page.text(node, KG.assay),
                    value=page.text(node, KG.value),
                    **statements.shared(node),
                )
            )
    return tuple(found)


def observations(statements: Statements) -> tuple[Observation, ...]:
    """The other findings in their order."""
    page = statements.page
    found = []
    for node in statements.of(KG.Observation):
        if what := maybe(page, node, KG.what):
            found.append(
                Observation(
                    what=what,
                    site=maybe(page, node, KG.site),
                    when=page.moment(node, KG.when),
                    onset=maybe(page, node, KG.onset),
                    severity=maybe(page, node, KG.severity),
                    modifiers=concepts(page, node, KG.modifier),
                    **statements.shared(node),
                )
            )
    return tuple(found)


def outcome(statements: Statements) -> Outcome | None:
    """How the patient was at the end, if that is stated."""
    page = statements.page
    for node in statements.of(KG.Outcome):
        status = page.text(node, KG.vitalStatus)
        return Outcome(
            status=status if status in VITAL_STATUSES else None,
            overall_survival=page.duration(node, KG.overallSurvival),
            progression_free=page.duration(node, KG.progressionFree),
            disease_free=page.duration(node, KG.diseaseFree),
            when=page.moment(node, KG.when),
            cause=maybe(page, node, KG.causeOfDeath),
            **statements.shared(node),
        )
    return None
