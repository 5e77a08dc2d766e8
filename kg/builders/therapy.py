"""Lines of therapy in their order, the regimens given, the responses and adverse events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.builders.evidence import statement
from kg.builders.names import Names
from kg.case import AdverseEvent, Case, Concept, DrugFact, Modality, Response, TherapyLine
from kg.rdf import FALSE, Node, Triple, boolean, duration, integer, moment, text
from kg.vocabulary import KG, OBO, RDF, RESPONSE_TERMS

RESPONDED = frozenset({"complete response", "partial response", "response"})
PROGRESSED = frozenset({"progressive disease", "disease progression"})


def triples(case: Case, names: Names) -> Iterator[Triple]:
    """Yield the lines in order, then what kind of drugs the source says they are."""
    events = 0
    for position, line in enumerate(case.therapy, 1):
        node = names.part("line", position)
        yield from line_triples(line, node, names)
        yield node, KG.order, integer(position)
        if position > 1:
            yield node, OBO.preceded_by, names.part("line", position - 1)
        if line.response:
            yield from response_triples(line.response, line, (names.part("response", position), node), names)
        for event in line.adverse_events:
            events += 1
            yield from event_triples(event, names.part("adverse-event", events), names)
            yield names.part("adverse-event", events), KG.underLine, node
    for position, fact in enumerate(case.drug_facts, 1):
        yield from drug_fact_triples(fact, names.part("drug-class", position), names)


def line_triples(line: TherapyLine, node: Node, names: Names) -> Iterator[Triple]:
    """Yield one line of therapy with as much of its time and content as is stated."""
    yield from statement(names, node, KG.TherapyLine, line, line_label(line))
    if not line.drugs_stated:
        yield node, KG.drugsStated, FALSE
    if line.lines:
        yield node, KG.lineCount, text(line.lines)
    if line.number is not None:
        yield node, KG.lineNumber, integer(line.number)
    for predicate, words in ((KG.setting, line.setting), (KG.regimenName, line.regimen)):
        if words:
            yield node, predicate, text(words)
    if line.cycles is not None:
        yield node, KG.cycles, integer(line.cycles)
    for predicate, time in ((KG.start, line.start), (KG.end, line.end)):
        if time:
            yield node, predicate, moment(time)
    if line.duration:
        yield node, KG.duration, duration(line.duration)
    for procedure in line.procedures:
        yield node, KG.procedure, text(procedure)
    if line.drugs:
        yield from regimen_triples(line.drugs, names)
        yield node, KG.regimen, names.regimen(line.drugs)
        yield from given(line, names)


def given(line: TherapyLine, names: Names) -> Iterator[Triple]:
    """Yield the patient's short edges to what was given."""
    if line.modality is Modality.OBSERVED:
        yield names.patient, KG.receivedRegimen, names.regimen(line.drugs)
        for drug in line.drugs:
            yield names.patient, KG.receivedDrug, names.concept(drug)


def regimen_triples(drugs: Sequence[Concept], names: Names) -> Iterator[Triple]:
    """Yield the drugs given together as one thing, shared by all cases."""
    node = names.regimen(drugs)
    yield node, RDF.type, KG.Regimen
    yield node, RDF.label, text(regimen_label(drugs))
    for drug in drugs:
        yield node, KG.drug, names.concept(drug)


def response_triples(
    response: Response, line: TherapyLine, nodes: tuple[Node, Node], names: Names
) -> Iterator[Triple]:
    """Yield the response (first node) to the whole line (second node), never to a single drug."""
    node, line_node = nodes
    yield from statement(names, node, KG.Response, response, response_label(response))
    yield node, KG.responseTo, line_node
    yield node, KG.categoryText, text(response.category)
    if term := RESPONSE_TERMS.get(response.category):
        yield node, KG.category, term
    for predicate, words in ((KG.criteria, response.criteria), (KG.quality, response.quality)):
        if words:
            yield node, predicate, text(words)
    for predicate, flag in ((KG.durable, response.durable), (KG.ongoing, response.ongoing)):
        if flag is not None:
            yield node, predicate, boolean(flag)
    for predicate, length in (
        (KG.duration, response.duration),
        (KG.progressionFree, response.progression_free),
    ):
        if length:
            yield node, predicate, duration(length)
    if response.when:
        yield node, KG.when, moment(response.when)
    if line.drugs:
        yield node, KG.regimen, names.regimen(line.drugs)
        yield from answered(response, line, names)


def answered(response: Response, line: TherapyLine, names: Names) -> Iterator[Triple]:
    """Yield the patient's short edge from the response to the regimen."""
    if response.modality is not Modality.OBSERVED or line.modality is not Modality.OBSERVED:
        return
    regimen = names.regimen(line.drugs)
    if response.category in RESPONDED:
        yield names.patient, KG.respondedTo, regimen
    elif response.category in PROGRESSED:
        yield names.patient, KG.progressedOn, regimen
    elif response.category == "stable disease":
        yield names.patient, KG.hadStableDiseaseOn, regimen


def event_triples(event: AdverseEvent, node: Node, names: Names) -> Iterator[Triple]:
    """Yield one adverse event."""
    yield from statement(names, node, KG.AdverseEvent, event, event.event.name)
    yield node, KG.event, names.concept(event.event)
    if event.grade is not None:
        yield node, KG.ctcaeGrade, integer(event.grade)
    for drug in event.drugs:
        yield node, KG.attributedToDrug, names.concept(drug)
    if event.modality is Modality.OBSERVED:
        yield names.patient, KG.hadAdverseEvent, names.concept(event.event)


def drug_fact_triples(fact: DrugFact, node: Node, names: Names) -> Iterator[Triple]:
    """Yield what kind of drug the source says a drug is."""
    label = f"{fact.drug.name}: {fact.drug_class.name}"
    yield from statement(names, node, KG.DrugClassification, fact, label)
    yield node, KG.drug, names.concept(fact.drug)
    yield node, KG.drugClass, names.concept(fact.drug_class)


def regimen_label(drugs: Sequence[Concept]) -> str:
    """The drugs' names in the order of their keys: 'Pyrotinib + Trastuzumab Emtansine'."""
    return " + ".join(sorted(drug.name for drug in drugs))


def line_label(line: TherapyLine) -> str:
    """What was given, in a few words."""
    if line.drugs:
        given_words = regimen_label(line.drugs)
    else:
        given_words = line.regimen or " + ".join(line.procedures) or "therapy, drugs not stated"
    return f"{line.lines} lines: {given_words}" if line.lines else given_words


def response_label(response: Response) -> str:
    """The category with what the source adds to it: 'response (significant, durable)'."""
    extras = [response.quality or "", "durable" if response.durable else "", response.criteria or ""]
    added = ", ".join(filter(None, extras))
    return f"{response.category} ({added})" if added else response.category
