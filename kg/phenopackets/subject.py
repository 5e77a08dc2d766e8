"""The subject of a packet as the patient and outcome of a case, and back."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.case import Case, Outcome, Patient
from kg.phenopackets import times
from kg.phenopackets.classes import Classes, fields
from kg.phenopackets.patches import restored, with_record

Json = dict[str, Any]

_SEXES = {"FEMALE": "female", "MALE": "male"}
_STATUSES = {"ALIVE": "alive", "DECEASED": "dead"}


MOST_DAYS = 99_999
"""A longer survival is no outcome of a case, but stays data of the packet."""


def patient(given: Json) -> Patient:
    """Sex, and age at the last encounter."""
    return Patient(sex=_SEXES.get(given.get("sex", "")), age=times.read(given.get("timeAtLastEncounter")).age)


def outcome(given: Json, classes: Classes) -> Outcome | None:
    """The outcome, when the vital status is known; what is told of a death belongs to the dead alone."""
    vital = given.get("vitalStatus", {})
    status = _STATUSES.get(vital.get("status", ""))
    if status is None:
        return None
    death = vital if status == "dead" else {}
    time = times.read(death.get("timeOfDeath"))
    days = int(death.get("survivalTimeInDays", 0))
    found = Outcome(
        status=status,
        cause=classes.read(death.get("causeOfDeath")),
        at_age=time.age,
        when=time.when,
        overall_survival=f"P{days}D" if 0 < days <= MOST_DAYS else None,
    )
    return with_record(found, outcome_written(found), vital)


def untold(given: Json) -> dict[str, int]:
    """What the vital status tells of a death and is no outcome: all of those who are not said to be dead."""
    vital = given.get("vitalStatus", {})
    if vital.get("status") == "DECEASED":
        return {
            f"survivals of more than {MOST_DAYS:,} days": int(vital.get("survivalTimeInDays", 0)) > MOST_DAYS
        }
    told = {
        "causes of death of those not said to be dead": "causeOfDeath",
        "times of death of those not said to be dead": "timeOfDeath",
        "survivals of those not said to be dead": "survivalTimeInDays",
    }
    return {words: 1 for words, name in told.items() if vital.get(name)}


def outcome_written(found: Outcome) -> Json:
    """The outcome as a vital status."""
    back = {word: value for value, word in _STATUSES.items()}
    died = times.written(found.at_age, found.when) if found.status == "dead" else None
    days = times.days(found.overall_survival) if found.overall_survival else None
    return {
        **({"status": back[found.status]} if found.status in back else {}),
        **fields([("causeOfDeath", found.cause)]),
        **({"timeOfDeath": died} if died else {}),
        **({"survivalTimeInDays": days} if days else {}),
    }


def subject_written(case: Case, name: str) -> Json:
    """Patient and outcome as the subject of that name."""
    back = {word: value for value, word in _SEXES.items()}
    sex, age = case.patient.sex, times.written(case.patient.age, None)
    vital = restored(outcome_written(case.outcome), case.outcome.record) if case.outcome else None
    return {
        "id": name,
        **({"sex": back[sex]} if sex else {}),
        **({"timeAtLastEncounter": age} if age else {}),
        **({"vitalStatus": vital} if vital else {}),
    }


def lost(case: Case, left: Counter[str]) -> None:
    """Count what of patient and outcome no packet can hold."""
    left["ethnicities"] += case.patient.ethnicity is not None
    if found := case.outcome:
        left["patients without follow-up"] += found.status == "lost to follow-up"
        overall = found.overall_survival
        inexact = overall if overall and not times.days(overall) else None
        lengths = (found.progression_free, found.disease_free, inexact)
        left["inexact survival times"] += sum(one is not None for one in lengths)
        left["times of the last news"] += found.status != "dead" and found.when is not None
        left["relative times"] += found.status == "dead" and times.is_lost(found.when)
