"""Lines of therapy with their regimens, responses and adverse events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.case import RESPONSE_CATEGORIES, AdverseEvent, Concept, DrugFact, Response, TherapyLine
from kg.rdf import Node
from kg.recovery.concepts import concepts, maybe
from kg.recovery.statements import Statements, in_order, position
from kg.vocabulary import KG

if TYPE_CHECKING:
    from kg.recovery.page import Resource


def lines(statements: Statements) -> tuple[TherapyLine, ...]:
    """The lines in their order, each with what came of it."""
    told = _under(statements, statements.of(KG.Response), KG.responseTo)
    events = _under(statements, statements.of(KG.AdverseEvent), KG.underLine)
    return tuple(
        _line(statements, node, told.get(node, []), events.get(node, []))
        for node in _ordered(statements, statements.of(KG.TherapyLine))
    )


def _ordered(statements: Statements, nodes: Iterable[Resource]) -> list[Resource]:
    """The nodes by the order stated, else by the position in their names."""
    page, given = statements.page, in_order(nodes)
    return sorted(given, key=lambda node: page.integer(node, KG.order) or position(node) or 0)


def _under(statements: Statements, nodes: list[Resource], predicate: Node) -> dict[Resource, list[Resource]]:
    """Line -> what belongs to it."""
    found: dict[Resource, list[Resource]] = {}
    for node in nodes:
        line = statements.page.node(node, predicate)
        if line is not None:
            found.setdefault(line, []).append(node)
    return found


def _line(
    statements: Statements, node: Resource, told: list[Resource], events: list[Resource]
) -> TherapyLine:
    page = statements.page
    responses = [*filter(None, (_response(statements, one) for one in _ordered(statements, told)))]
    return TherapyLine(
        drugs=_drugs(statements, node),
        drugs_stated=page.flag(node, KG.drugsStated) is not False,
        lines=page.text(node, KG.lineCount),
        number=page.integer(node, KG.lineNumber),
        regimen=page.text(node, KG.regimenName),
        procedures=page.texts(node, KG.procedure),
        setting=page.text(node, KG.setting),
        start=page.moment(node, KG.start),
        end=page.moment(node, KG.end),
        duration=page.duration(node, KG.duration),
        cycles=page.integer(node, KG.cycles),
        response=responses[0] if responses else None,
        later_responses=tuple(responses[1:]),
        adverse_events=tuple(filter(None, (_event(statements, one) for one in events))),
        ordered=page.flag(node, KG.orderStated) is not False,
        end_age=page.duration(node, KG.endAge),
        intent=maybe(page, node, KG.intent),
        target=maybe(page, node, KG.target),
        ended_because=maybe(page, node, KG.endedBecause),
        regimen_term=maybe(page, node, KG.regimenTerm),
        procedure_term=maybe(page, node, KG.procedureTerm),
        procedure_site=maybe(page, node, KG.procedureSite),
        route=maybe(page, node, KG.route),
        **statements.shared(node),
    )


def _drugs(statements: Statements, node: Resource) -> tuple[Concept, ...]:
    """The drugs of the regimen that was given, by name."""
    regimen = statements.page.node(node, KG.regimen)
    return concepts(statements.page, regimen, KG.drug) if regimen is not None else ()


def _response(statements: Statements, node: Resource) -> Response | None:
    page = statements.page
    category = page.text(node, KG.categoryText)
    if category not in RESPONSE_CATEGORIES:
        return None
    return Response(
        category=category,
        criteria=page.text(node, KG.criteria),
        quality=page.text(node, KG.quality),
        durable=page.flag(node, KG.durable),
        ongoing=page.flag(node, KG.ongoing),
        duration=page.duration(node, KG.duration),
        progression_free=page.duration(node, KG.progressionFree),
        when=page.moment(node, KG.when),
        **statements.shared(node),
    )


def _event(statements: Statements, node: Resource) -> AdverseEvent | None:
    page = statements.page
    event, grade = maybe(page, node, KG.event), page.integer(node, KG.ctcaeGrade)
    if event is None:
        return None
    drugs = concepts(page, node, KG.attributedToDrug)
    return AdverseEvent(event=event, grade=grade, drugs=drugs, **statements.shared(node))


def drug_facts(statements: Statements) -> tuple[DrugFact, ...]:
    """What kind of drugs the source says they are."""
    page = statements.page
    found = []
    for node in statements.of(KG.DrugClassification):
        drug, drug_class = maybe(page, node, KG.drug), maybe(page, node, KG.drugClass)
        if drug and drug_class:
            found.append(DrugFact(drug=drug, drug_class=drug_class, **statements.shared(node)))
    return tuple(found)
