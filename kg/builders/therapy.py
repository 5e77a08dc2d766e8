"""Lines of therapy in their order, the regimens given, the responses and adverse events."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kg.builders.evidence import statement
from kg.builders.names import KEPT, Described, Names, concept_node, regimen_node, term_node
from kg.case import AdverseEvent, Case, Concept, DrugFact, Modality, Response, TherapyLine, responses
from kg.rdf import FALSE, Node, Triple, boolean, duration, integer, moment, text
from kg.vocabulary import KG, OBO, RDF, RESPONSE_TERMS

RESPONDED = frozenset({"complete response", "partial response", "response"})
PROGRESSED = frozenset({"progressive disease", "disease progression"})


def triples(case: Case, names: Names) -> list[Triple]:
    """The lines in order, then what kind of drugs the source says they are."""
    out: list[Triple] = []
    events = 0
    for position, line in enumerate(case.therapy, 1):
        node = names.part("line", position)
        out += line_triples(line, node, names)
        out.append(f"{node} {KG.order} {integer(position)}")
        if not line.ordered:
            out.append(f"{node} {KG.orderStated} {FALSE}")
        elif position > 1:
            out.append(f"{node} {OBO.preceded_by} {names.part('line', position - 1)}")
        out += responses_triples(line, position, names)
        for event in line.adverse_events:
            events += 1
            out += event_triples(event, names.part("adverse-event", events), names)
            out.append(f"{names.part('adverse-event', events)} {KG.underLine} {node}")
    for position, fact in enumerate(case.drug_facts, 1):
        out += drug_fact_triples(fact, names.part("drug-class", position), names)
    return out


def line_triples(line: TherapyLine, node: Node, names: Names) -> list[Triple]:
    """One line of therapy with as much of its time and content as is stated."""
    out = statement(names, node, KG.TherapyLine, line, line_label(line))
    if not line.drugs_stated:
        out.append(f"{node} {KG.drugsStated} {FALSE}")
    if line.lines:
        out.append(f"{node} {KG.lineCount} {text(line.lines)}")
    if line.number is not None:
        out.append(f"{node} {KG.lineNumber} {integer(line.number)}")
    for predicate, words in ((KG.setting, line.setting), (KG.regimenName, line.regimen)):
        if words:
            out.append(f"{node} {predicate} {text(words)}")
    out += line_time(line, node)
    for procedure in line.procedures:
        out.append(f"{node} {KG.procedure} {text(procedure)}")
    out += line_classes(line, node, names)
    if line.drugs:
        regimen = described(line.drugs, names.base)
        out += regimen.triples
        out.append(f"{node} {KG.regimen} {regimen.node}")
        out += given(line, regimen.node, names)
    return out


def line_classes(line: TherapyLine, node: Node, names: Names) -> list[Triple]:
    """What a structured source says of the line by classes."""
    classes = (
        (KG.intent, line.intent),
        (KG.target, line.target),
        (KG.endedBecause, line.ended_because),
        (KG.regimenTerm, line.regimen_term),
        (KG.procedureTerm, line.procedure_term),
        (KG.procedureSite, line.procedure_site),
        (KG.route, line.route),
    )
    return [f"{node} {said}" for said in names.concepts(classes)]


def line_time(line: TherapyLine, node: Node) -> list[Triple]:
    """When the line began and ended, how long it took, and in how many cycles, as far as stated."""
    out: list[Triple] = []
    for predicate, time in ((KG.start, line.start), (KG.end, line.end)):
        if time:
            out.append(f"{node} {predicate} {moment(time)}")
    for predicate, length in ((KG.duration, line.duration), (KG.endAge, line.end_age)):
        if length:
            out.append(f"{node} {predicate} {duration(length)}")
    if line.cycles is not None:
        out.append(f"{node} {KG.cycles} {integer(line.cycles)}")
    return out


def given(line: TherapyLine, regimen: Node, names: Names) -> list[Triple]:
    """The patient's short edges to what was given."""
    out: list[Triple] = []
    if line.modality is Modality.OBSERVED:
        out.append(f"{names.patient} {KG.receivedRegimen} {regimen}")
        for drug in line.drugs:
            out.append(f"{names.patient} {KG.receivedDrug} {names.concept(drug)}")
    return out


@lru_cache(maxsize=KEPT)
def described(drugs: tuple[Concept, ...], base: str) -> Described:
    """The regimen: drugs given together as one thing."""
    node, label = regimen_node(base, drugs), regimen_label(drugs)
    out = (
        f"{node} {RDF.type} {KG.Regimen}",
        f"{node} {RDF.label} {text(label)}",
        *[f"{node} {KG.drug} {concept_node(base, drug)}" for drug in drugs],
    )
    return Described(node, label, out)


def responses_triples(line: TherapyLine, position: int, names: Names) -> list[Triple]:
    """The responses to one line; where there are several, their order and which came before which."""
    out: list[Triple] = []
    told = responses(line)
    if not told:
        return out
    nodes = [names.part("response", position)]
    nodes += [names.part(f"response/{position}", number) for number in range(2, len(told) + 1)]
    for number, (response, node) in enumerate(zip(told, nodes, strict=False), 1):
        out += response_triples(response, line, (node, names.part("line", position)), names)
        if len(told) > 1:
            out.append(f"{node} {KG.order} {integer(number)}")
        if number > 1:
            out.append(f"{node} {OBO.preceded_by} {nodes[number - 2]}")
    return out


def response_triples(
    response: Response, line: TherapyLine, nodes: tuple[Node, Node], names: Names
) -> list[Triple]:
    """The response (first node) to the whole line (second node), never to a single drug."""
    out: list[Triple] = []
    node, line_node = nodes
    out += statement(names, node, KG.Response, response, response_label(response))
    out.append(f"{node} {KG.responseTo} {line_node}")
    out.append(f"{node} {KG.categoryText} {text(response.category)}")
    if term := RESPONSE_TERMS.get(response.category):
        out.append(f"{node} {KG.category} {term_node(term)}")
    for predicate, words in ((KG.criteria, response.criteria), (KG.quality, response.quality)):
        if words:
            out.append(f"{node} {predicate} {text(words)}")
    for predicate, flag in ((KG.durable, response.durable), (KG.ongoing, response.ongoing)):
        if flag is not None:
            out.append(f"{node} {predicate} {boolean(flag)}")
    for predicate, length in (
        (KG.duration, response.duration),
        (KG.progressionFree, response.progression_free),
    ):
        if length:
            out.append(f"{node} {predicate} {duration(length)}")
    if response.when:
        out.append(f"{node} {KG.when} {moment(response.when)}")
    if line.drugs:
        regimen = described(line.drugs, names.base).node
        out.append(f"{node} {KG.regimen} {regimen}")
        out += answered(response, line, regimen, names)
    return out


def answered(response: Response, line: TherapyLine, regimen: Node, names: Names) -> list[Triple]:
    """The patient's short edge from the response to the regimen."""
    out: list[Triple] = []
    if response.modality is not Modality.OBSERVED or line.modality is not Modality.OBSERVED:
        return out
    if response.category in RESPONDED:
        out.append(f"{names.patient} {KG.respondedTo} {regimen}")
    elif response.category in PROGRESSED:
        out.append(f"{names.patient} {KG.progressedOn} {regimen}")
    elif response.category == "stable disease":
        out.append(f"{names.patient} {KG.hadStableDiseaseOn} {regimen}")
    return out


def event_triples(event: AdverseEvent, node: Node, names: Names) -> list[Triple]:
    """One adverse event."""
    out = statement(names, node, KG.AdverseEvent, event, event.event.name)
    out.append(f"{node} {KG.event} {names.concept(event.event)}")
    if event.grade is not None:
        out.append(f"{node} {KG.ctcaeGrade} {integer(event.grade)}")
    for drug in event.drugs:
        out.append(f"{node} {KG.attributedToDrug} {names.concept(drug)}")
    if event.modality is Modality.OBSERVED:
        out.append(f"{names.patient} {KG.hadAdverseEvent} {names.concept(event.event)}")
    return out


def drug_fact_triples(fact: DrugFact, node: Node, names: Names) -> list[Triple]:
    """What kind of drug the source says a drug is."""
    out: list[Triple] = []
    label = f"{fact.drug.name}: {fact.drug_class.name}"
    out += statement(names, node, KG.DrugClassification, fact, label)
    out.append(f"{node} {KG.drug} {names.concept(fact.drug)}")
    out.append(f"{node} {KG.drugClass} {names.concept(fact.drug_class)}")
    return out


def regimen_label(drugs: Sequence[Concept]) -> str:
    """The drugs' names in the order of their keys: 'Pyrotinib + Trastuzumab Emtansine'."""
    return " + ".join(sorted({drug.name for drug in drugs}))


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
