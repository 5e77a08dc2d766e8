"""Medical actions of a packet as lines of therapy of a case, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from kg.case import RESPONSE_CATEGORIES, AdverseEvent, Concept, Response, TherapyLine, responses
from kg.grounding import DRUG, EVENT
from kg.ids import BASE, segment, slug
from kg.phenopackets import times
from kg.phenopackets.classes import OWN, UNMAPPED, Classes, fields, key, written
from kg.phenopackets.patches import with_record
from kg.terms import find
from kg.vocabulary import RESPONSE_TERMS

Json = dict[str, Any]

REGIMEN = f"{OWN}:regimen/"
NAMED = f"{OWN}:regimen-name/"
NOT_STATED = f"{OWN}:drugs-not-stated"
SETTING = f"{OWN}:setting/"
"""Ids by which we know again what we wrote and schema and vocabularies have no place for."""

_CATEGORIES = {term: category for category, term in RESPONSE_TERMS.items()}


def line(given: Json, classes: Classes) -> TherapyLine:
    """The line of therapy that a medical action is; packets do not say which action came first."""
    found = _kind(given, classes)
    intent = given.get("treatmentIntent", {})
    own = intent.get("id", "").startswith(SETTING)
    found = replace(
        found,
        ordered=False,
        intent=None if own else classes.read(intent),
        setting=intent.get("label") if own else None,
        target=classes.read(given.get("treatmentTarget")),
        ended_because=classes.read(given.get("treatmentTerminationReason")),
        response=_response(given.get("responseToTreatment", {})),
        adverse_events=tuple(
            AdverseEvent(event=event)
            for one in given.get("adverseEvents", ())
            if (event := classes.read(one, EVENT))
        ),
    )
    return with_record(found, line_written(found), given)


def _kind(given: Json, classes: Classes) -> TherapyLine:
    """What was done, and when."""
    if treatment := given.get("treatment"):
        return _treatment(treatment, classes)
    if regimen := given.get("therapeuticRegimen"):
        return _regimen(regimen, classes)
    done = given.get("procedure") or given.get("radiationTherapy") or {}
    term = classes.read(done.get("code") or done.get("modality"))
    time = times.read(done.get("performed"))
    return TherapyLine(
        procedures=(term.name,) if term else (),
        procedure_term=term if term and term.id else None,
        procedure_site=classes.read(done.get("bodySite")),
        at_age=time.age,
        start=time.when,
        drugs_stated=bool(term),
    )


def _treatment(treatment: Json, classes: Classes) -> TherapyLine:
    agent = classes.read(treatment.get("agent"), DRUG)
    intervals = [one.get("interval", {}) for one in treatment.get("doseIntervals", ())]
    starts = sorted(one["start"] for one in intervals if one.get("start"))
    ends = sorted(one["end"] for one in intervals if one.get("end"))
    return TherapyLine(
        drugs=(agent,) if agent else (),
        drugs_stated=agent is not None,
        route=classes.read(treatment.get("routeOfAdministration")),
        start=times.date(starts[0]) if starts and len(starts) == len(intervals) else None,
        end=times.date(ends[-1]) if ends and len(ends) == len(intervals) else None,
    )


def _regimen(regimen: Json, classes: Classes) -> TherapyLine:
    start, end = times.read(regimen.get("startTime")), times.read(regimen.get("endTime"))
    term = classes.read(regimen.get("ontologyClass"))
    reference = regimen.get("externalReference", {})
    drugs, name = _referred(reference)
    stated = bool(drugs or term or name) and reference.get("id") != NOT_STATED
    return TherapyLine(
        drugs=drugs,
        drugs_stated=stated,
        regimen=term.name if term else name,
        regimen_term=term if term and term.id else None,
        at_age=start.age,
        start=start.when,
        end_age=end.age,
        end=end.when,
    )


def _referred(reference: Json) -> tuple[tuple[Concept, ...], str | None]:
    """The drugs of a regimen that we wrote, and its name; of another reference what it calls itself."""
    identifier, description = reference.get("id", ""), reference.get("description", "")
    if identifier == NOT_STATED:
        return (), None
    if identifier.startswith(NAMED):
        return (), description
    if not identifier.startswith(REGIMEN):
        return (), description or identifier or None
    keys = identifier.removeprefix(REGIMEN).split("+")
    name, _, rest = description.rpartition(": ")
    words = rest.split(" + ")
    if len(words) != len(keys):
        name, words = "", keys
    return tuple(map(_drug, keys, words)), name or None


def _drug(identifier: str, word: str) -> Concept:
    term = None if identifier.startswith(UNMAPPED) else find(identifier)
    if term:
        return Concept(term.label, term.id, term.label)
    return Concept(word) if identifier.startswith(UNMAPPED) else Concept(word, identifier, word)


def _response(given: Json) -> Response | None:
    """The response, when its class is one that cases know."""
    identifier, label = given.get("id", ""), given.get("label", "")
    category = _CATEGORIES.get(identifier)
    if category is None and identifier.startswith(UNMAPPED) and label in RESPONSE_CATEGORIES:
        category = label
    return Response(category=category) if category else None


def line_written(found: TherapyLine) -> Json:
    """The line as one medical action."""
    intent = written(found.intent) if found.intent else None
    if intent is None and found.setting:
        intent = {"id": SETTING + slug(found.setting), "label": found.setting}
    response = found.response and _category(found.response.category)
    events = [written(event.event) for event in found.adverse_events]
    return {
        **_action(found),
        **fields([("treatmentTarget", found.target), ("treatmentTerminationReason", found.ended_because)]),
        **({"treatmentIntent": intent} if intent else {}),
        **({"responseToTreatment": response} if response else {}),
        **({"adverseEvents": events} if events else {}),
    }


def _category(category: str) -> Json:
    curie = RESPONSE_TERMS.get(category)
    term = find(curie) if curie else None
    return {"id": term.id, "label": term.label} if term else written(Concept(category))


def _action(found: TherapyLine) -> Json:
    """What was done: one drug as a treatment, several or none named as a regimen, else a procedure."""
    term = found.regimen_term
    plain = not found.regimen and not found.at_age and not found.end_age
    plain = plain and not any(map(times.is_partial, (found.start, found.end)))
    if len(found.drugs) == 1 and plain and not term:
        return {"treatment": _dosed(found)}
    if term or found.drugs or found.regimen or not found.procedures:
        identity = {"ontologyClass": written(term)} if term else {"externalReference": _reference(found)}
        return {"therapeuticRegimen": {**identity, **_times(found)}}
    code = found.procedure_term or Concept(found.procedures[0])
    return {"procedure": _procedure(code, found)}


def _procedure(code: Concept, found: TherapyLine) -> Json:
    performed = times.written(found.at_age, found.start)
    return {
        **fields([("code", code), ("bodySite", found.procedure_site)]),
        **({"performed": performed} if performed else {}),
    }


def _dosed(found: TherapyLine) -> Json:
    ends = (("start", times.stamp(found.start)), ("end", times.stamp(found.end)))
    interval = {name: stamp for name, stamp in ends if stamp}
    return {
        **fields([("agent", found.drugs[0]), ("routeOfAdministration", found.route)]),
        **({"doseIntervals": [{"interval": interval}]} if interval else {}),
    }


def _times(found: TherapyLine) -> Json:
    start, end = times.written(found.at_age, found.start), times.written(found.end_age, found.end)
    return {name: time for name, time in (("startTime", start), ("endTime", end)) if time}


def _reference(found: TherapyLine) -> Json:
    """Drugs given together, by a reference to the regimen's node in the graph: no list of them exists."""
    if found.drugs:
        names = " + ".join(drug.name for drug in found.drugs)
        keys = "+".join(map(key, found.drugs))
        shared = "+".join(sorted(segment(drug.id) if drug.id else slug(drug.text) for drug in found.drugs))
        return {
            "id": REGIMEN + keys,
            "reference": f"{BASE}regimen/{shared}",
            "description": f"{found.regimen}: {names}" if found.regimen else names,
        }
    if found.regimen:
        return {"id": NAMED + slug(found.regimen), "description": found.regimen}
    return {"id": NOT_STATED, "description": "therapy, drugs not stated"}


def further(found: TherapyLine) -> Iterator[Json]:
    """The procedures of a line beside what `line_written` holds, as actions of their own."""
    done = found.procedures if _has_drugs(found) else found.procedures[1:]
    if found.record is None:
        for name in done:
            yield {"procedure": {"code": written(Concept(name))}}


def _has_drugs(found: TherapyLine) -> bool:
    return bool(found.drugs or found.regimen or found.regimen_term)


_LEFT = (
    ("numbers of lines of therapy", "number"),
    ("lines told together", "lines"),
    ("durations of therapy", "duration"),
    ("numbers of cycles", "cycles"),
)


def lost(found: TherapyLine, left: Counter[str]) -> None:
    """Count what of the line no packet can hold."""
    for words, name in _LEFT:
        left[words] += getattr(found, name) is not None
    left["relative times"] += sum(map(times.is_lost, (found.start, found.end)))
    left["later responses"] += len(found.later_responses)
    left["grades of adverse events"] += sum(event.grade is not None for event in found.adverse_events)
    left["blamed drugs"] += sum(len(event.drugs) for event in found.adverse_events)
    left["details of responses"] += sum(map(_detailed, responses(found)[:1]))


def _detailed(response: Response) -> bool:
    told: Sequence[Any] = (
        response.criteria,
        response.quality,
        response.durable,
        response.ongoing,
        response.duration,
        response.progression_free,
        response.when,
    )
    return any(one is not None for one in told)
