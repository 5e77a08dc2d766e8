"""Lines of therapy as treatments of this patient, with their drugs, responses and adverse events."""

from __future__ import annotations

from kg.biolink import contract
from kg.builders.therapy import line_label
from kg.case import AdverseEvent, Case, Concept, Modality, TherapyLine, responses
from kg.export.biolink.writing import CaseWriter
from kg.rdf import plain
from kg.vocabulary import RESPONSE_TERMS

_TREATS = "ChemicalOrDrugOrTreatmentToDiseaseOrPhenotypicFeatureAssociation"
_HARMS = "ChemicalOrDrugOrTreatmentAdverseEventAssociation"
_HARM = frozenset({"Disease", "PhenotypicFeature", "ClinicalFinding"})


def write(case: Case, writer: CaseWriter) -> None:
    """Write every line that was given, and which drugs were not."""
    diseases = [one.disease for one in case.diagnoses if one.modality is Modality.OBSERVED]
    before = 0
    for position, line in enumerate(case.therapy, 1):
        first, before = before + 1, before + len(line.adverse_events)
        if not writer.is_fact(line):
            told = (*responses(line), *line.adverse_events)
            writer.graph.leave_out("responses and adverse events of such lines", *told)
        elif line.modality is Modality.ABSENT:
            _not_given(line, position, writer)
        else:
            treatment = _line(line, (position, case.id), writer)
            if len(diseases) == 1:
                _applied(line, (position, treatment), diseases[0], writer)
            else:
                writer.graph.leave_out("lines of therapy whose disease is one of several or unknown", line)
            _responses(line, (position, treatment), writer)
            for number, event in enumerate(line.adverse_events, first):
                _harm(event, (number, treatment), writer)


def _not_given(line: TherapyLine, position: int, writer: CaseWriter) -> None:
    for number, drug in enumerate(line.drugs, 1):
        ends = writer.case_node, "related_to", writer.thing(drug, "Drug")[0]
        writer.edge(line, ("line", position, "drug", number), ends)


def _line(line: TherapyLine, named: tuple[int, str], writer: CaseWriter) -> str:
    """The treatment that one line was, and its drugs."""
    position, case = named
    drugs = [writer.thing(drug, "Drug") for drug in line.drugs]
    node = contract(plain(writer.names.part("line", position)))
    given = [drug for drug, kind in drugs if kind == "Drug"]
    writer.graph.node(
        node, "Treatment", f"line {position} of case {case}: {line_label(line)}", has_drug=given
    )
    writer.edge(line, ("line", position, "given"), (writer.case_node, "related_to", node))
    for number, (drug, _) in enumerate(drugs, 1):
        writer.edge(line, ("line", position, "drug", number), (node, "related_to", drug))
    writer.graph.leave_out("procedures", *line.procedures)
    times = line.start, line.end, line.duration, line.cycles, line.setting, line.number
    writer.graph.leave_out("times, settings and numbers of lines", *times)
    return node


def _applied(line: TherapyLine, named: tuple[int, str], disease: Concept, writer: CaseWriter) -> None:
    """The treatment, and each of its drugs, was given for the one disease of the patient."""
    position, treatment = named
    node, category = writer.thing(disease)
    if category != "Disease":
        return
    for number, subject in enumerate([treatment, *filter(None, map(writer.drug, line.drugs))]):
        key = "line", position, "applied", number
        writer.edge(line, key, (subject, "applied_to_treat", node), _TREATS)


def _responses(line: TherapyLine, named: tuple[int, str], writer: CaseWriter) -> None:
    position, treatment = named
    for number, response in enumerate(responses(line), 1):
        if not writer.is_fact(response):
            continue
        term = RESPONSE_TERMS.get(response.category)
        node, _ = writer.thing(Concept(response.category, term, response.category))
        key = ("response", position) if number == 1 else ("response", position, number)
        writer.edge(response, key, (treatment, "related_to", node))
        details = response.criteria, response.quality, response.durable, response.ongoing
        lengths = response.duration, response.progression_free, response.when
        writer.graph.leave_out("details of responses", *details, *lengths)


def _harm(event: AdverseEvent, named: tuple[int, str], writer: CaseWriter) -> None:
    if not writer.is_fact(event):
        return
    number, treatment = named
    node, category = writer.thing(event.event)
    predicate, kind = ("has_adverse_event", _HARMS) if category in _HARM else ("related_to", "Association")
    writer.edge(event, ("adverse-event", number), (treatment, predicate, node), kind)
    writer.graph.leave_out("grades of adverse events and drugs blamed", event.grade, *event.drugs)
