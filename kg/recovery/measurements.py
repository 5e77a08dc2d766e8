"""Measurements, samples and interpretations."""

from __future__ import annotations

from kg.case import PROGRESSES, Interpretation, Measurement, Sample
from kg.recovery.concepts import concepts, maybe
from kg.recovery.statements import Statements
from kg.vocabulary import DCTERMS, KG


def measurements(statements: Statements) -> tuple[Measurement, ...]:
    """The measurements in their order."""
    page = statements.page
    found = []
    for node in statements.of(KG.Measurement):
        if assay := maybe(page, node, KG.measured):
            found.append(
                Measurement(
                    assay=assay,
                    value=page.double(node, KG.quantity),
                    unit=maybe(page, node, KG.unit),
                    low=page.double(node, KG.rangeLow),
                    high=page.double(node, KG.rangeHigh),
                    result=maybe(page, node, KG.result),
                    when=page.moment(node, KG.when),
                    **statements.shared(node),
                )
            )
    return tuple(found)


def samples(statements: Statements) -> tuple[Sample, ...]:
    """The samples in their order."""
    page = statements.page
    return tuple(
        Sample(
            name=page.text(node, KG.sampleName) or node.value,
            tissue=maybe(page, node, KG.tissue),
            kind=maybe(page, node, KG.sampleType),
            material=maybe(page, node, KG.material),
            histology=maybe(page, node, KG.histology),
            progression=maybe(page, node, KG.progression),
            grade=maybe(page, node, KG.gradeTerm),
            stage=maybe(page, node, KG.stageTerm),
            tnm=concepts(page, node, KG.tnmFinding),
            markers=concepts(page, node, KG.marker),
            procedure=maybe(page, node, KG.procedureTerm),
            procedure_site=maybe(page, node, KG.procedureSite),
            when=page.moment(node, KG.when),
            **statements.shared(node),
        )
        for node in statements.of(KG.Sample)
    )


def interpretations(statements: Statements) -> tuple[Interpretation, ...]:
    """The interpretations in their order."""
    page = statements.page
    found = []
    for node in statements.of(KG.Interpretation):
        progress = page.text(node, KG.progress)
        found.append(
            Interpretation(
                name=page.text(node, DCTERMS.identifier) or node.value,
                progress=progress if progress in PROGRESSES else None,
                disease=maybe(page, node, KG.interpretedDisease),
                **statements.shared(node),
            )
        )
    return tuple(found)
