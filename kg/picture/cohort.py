"""Folding cases: each into its patient or, where these are too many, all into groups by disease."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.picture.plan import LISTED, Choice, Group, counted
from kg.picture.reading import Drawing, Tie

_FOLDABLE = frozenset({"line", "response"})
_UNSAID = frozenset({"absent", "background", "hypothesis"})
NO_DISEASE = "no disease stated"
SHARES = {"biomarker": 8, "variant": 14, "gene": 10, "drug": 16}
"""Kind of shared thing -> how many of them a summary of many cases shows."""
MOST_DISEASES = 16
_RARE = 6
"""A connection that stands for less than this part of a thing's cases is drawn lightly."""
_INSIDE = 12
"""Most patients inside one group."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Many cases in numbers."""

    cases: int
    exact: bool
    """False: at least that many."""
    diseases: Mapping[str, int]
    """Disease -> cases, the most frequent first; '' for cases that state none."""
    patients: Mapping[str, Sequence[str]]
    """Disease -> the first of its patients."""
    shared: Sequence[tuple[str, str, int]]
    """(kind, thing, cases), the most frequent first."""
    both: Mapping[tuple[str, str], int]
    """(disease, thing) -> cases that have both."""


def foldable(made: Drawing, whole: Choice) -> Choice:
    """The whole choice with every case unfolded, ready to be folded into its patient."""
    insides = _insides(made, whole)
    if len(insides) < 2:
        return whole
    hidden = {iri for some in insides.values() for iri in some}
    groups = {
        patient: Group("", len(some), _named(made, some), some, opened=True)
        for patient, some in insides.items()
    }
    return replace(whole, groups=groups, tucked_ties=tuple(_bridges(whole, set(whole.things) - hidden)))


def _insides(made: Drawing, whole: Choice) -> dict[str, tuple[str, ...]]:
    """Patient -> the drawn things that belong to no other case."""
    found: dict[str, list[str]] = {iri: [] for iri, kind in whole.things.items() if kind == "patient"}
    for iri, kind in whole.things.items():
        patients = {made.shown(case) for case in made.owners.get(iri, ())}
        if kind != "patient" and len(patients) == 1 and (patient := patients.pop()) in found:
            found[patient].append(iri)
    return {patient: tuple(some) for patient, some in found.items()}


def _named(made: Drawing, iris: Sequence[str]) -> tuple[str, ...]:
    return tuple(made.index.label(iri) for iri in iris[:LISTED])


def fold_cases(made: Drawing, whole: Choice, limit: int) -> Choice | None:
    """The patients and what several cases share, the rest inside the patients; None when too much."""
    kept = {
        iri
        for iri, kind in whole.things.items()
        if kind == "patient" or (len(made.owners[iri]) > 1 and kind not in _FOLDABLE)
    }
    if len(kept) > limit:
        return None
    groups: dict[str, Group] = {}
    tucked: dict[str, str] = {}
    for patient, own in _insides(made, whole).items():
        some = own if len(kept) + len(tucked) + len(own) <= max(limit, 2 * len(kept)) else ()
        groups[patient] = Group("", len(own), _named(made, own), some)
        tucked |= {iri: whole.things[iri] for iri in some}
    ties = tuple(tie for tie in whole.ties if tie.source in kept and tie.target in kept)
    reached = {*kept, *tucked}
    inner = (tie for tie in whole.ties if tie.source in reached and tie.target in reached)
    gone = [kind for iri, kind in whole.things.items() if iri not in kept]
    return Choice(
        {iri: kind for iri, kind in whole.things.items() if iri in kept},
        (*ties, *_bridges(whole, kept)),
        left_out=(
            f"{len(gone):,} of {len(whole.things):,} things are folded into cases; drawn is what these share "
            f"({counted(gone)}); a case opens its own, --focus draws one case, --limit draws more.",
        ),
        groups=groups,
        tucked=tucked,
        tucked_ties=tuple(tie for tie in inner if tie.source in tucked or tie.target in tucked),
    )


def _bridges(whole: Choice, kept: set[str]) -> list[Tie]:
    """A connection from each patient to every kept thing that it reaches through things that are folded."""
    onward: dict[str, list[Tie]] = {}
    for tie in whole.ties:
        if not tie.faint:
            onward.setdefault(tie.source, []).append(tie)
    found: set[Tie] = set()
    for patient in (iri for iri, kind in whole.things.items() if kind == "patient"):
        waiting = [tie for tie in onward.get(patient, []) if tie.target not in kept]
        seen = {tie.target for tie in waiting}
        while waiting:
            through = waiting.pop()
            for tie in onward.get(through.target, []):
                if tie.target in kept:
                    modality = tie.modality or through.modality
                    found.add(replace(tie, source=patient, modality=modality, stands_in=True))
                elif tie.target not in seen:
                    seen.add(tie.target)
                    waiting.append(tie)
    return sorted(found, key=str)


def counted_in(made: Drawing, whole: Choice) -> Cohort:
    """The cohort of a drawing: which diseases its patients have, and what else several of them share."""
    kinds = {iri: kind for iri, kind in whole.things.items() if kind == "disease" or kind in SHARES}
    has: dict[str, set[str]] = {iri: set() for iri, kind in whole.things.items() if kind == "patient"}
    for tie in (*whole.ties, *_bridges(whole, set(kinds))):
        if tie.source in has and tie.target in kinds and not tie.faint and tie.modality not in _UNSAID:
            has[tie.source].add(tie.target)
    cases = Counter(iri for things in has.values() for iri in things)
    by_disease: dict[str, list[str]] = {}
    both: Counter[tuple[str, str]] = Counter()
    for patient, things in has.items():
        for disease in sorted(iri for iri in things if kinds[iri] == "disease") or [""]:
            by_disease.setdefault(disease, []).append(patient)
            both.update((disease, iri) for iri in things if kinds[iri] != "disease")
    diseases = sorted(by_disease, key=lambda iri: (not iri, -len(by_disease[iri]), iri))
    shared = sorted(cases, key=lambda iri: (-cases[iri], iri))
    return Cohort(
        len(has),
        True,
        {iri: len(by_disease[iri]) for iri in diseases},
        by_disease,
        [(kinds[iri], iri, cases[iri]) for iri in shared if kinds[iri] in SHARES and cases[iri] > 1],
        both,
    )


def fold_cohort(made: Drawing, cohort: Cohort, limit: int) -> Choice:
    """All cases in groups by disease between the variants and the drugs that they share."""
    diseases, things = _of_summary(cohort, limit)
    for iri, kind in things.items():
        if made.things.get(iri, "other") == "other":
            made.things[iri] = kind
    names = {iri: f"group {iri}" for iri in diseases}
    room = max(limit - len(names) - len(things), 0)
    groups = _groups(made, cohort, names, min(_INSIDE, room // max(len(names), 1)))
    tucked = {iri: "patient" for group in groups.values() for iri in group.inside}
    return Choice(
        {**dict.fromkeys(names.values(), "cases"), **things},
        _between(cohort, names, things),
        left_out=_unsaid(cohort, diseases, things),
        groups=groups,
        tucked=tucked,
        tucked_ties=_of_patients(made, tucked, things),
        bands=_bands(names, things),
        cases=cohort.cases,
    )


def _groups(made: Drawing, cohort: Cohort, names: Mapping[str, str], each: int) -> dict[str, Group]:
    """The groups by disease; a patient of two diseases is inside the larger group alone."""
    groups: dict[str, Group] = {}
    placed: set[str] = set()
    for iri, name in names.items():
        patients = cohort.patients.get(iri, ())
        free = [one for one in patients if one in made.things and one not in placed]
        placed.update(free[:each])
        number = cohort.diseases[iri]
        groups[name] = Group(
            f"{made.index.label(iri) if iri else NO_DISEASE}: {_cases(number)}",
            number,
            _named(made, patients),
            tuple(free[:each]),
            cohort.exact,
        )
    return groups


def _between(cohort: Cohort, names: Mapping[str, str], things: Mapping[str, str]) -> tuple[Tie, ...]:
    """Connections from the groups to what they share, with the number of cases; weak ones lightly drawn."""
    most = {iri: number for _, iri, number in cohort.shared}
    return tuple(
        Tie(names[disease], iri, "", _cases(number), faint=number * _RARE < most[iri])
        for (disease, iri), number in sorted(cohort.both.items())
        if disease in names and iri in things
    )


def _of_summary(cohort: Cohort, limit: int) -> tuple[list[str], dict[str, str]]:
    """The diseases and the shared things, with their kinds, that a summary shows."""
    diseases = list(cohort.diseases)[: max(min(MOST_DISEASES, limit // 3), 1)]
    left = dict(SHARES)
    things: dict[str, str] = {}
    for kind, iri, _ in cohort.shared:
        if left[kind] and len(diseases) + len(things) < limit:
            left[kind] -= 1
            things[iri] = kind
    return diseases, things


def _cases(number: int) -> str:
    return "1 case" if number == 1 else f"{number:,} cases"


def _of_patients(made: Drawing, tucked: Mapping[str, str], things: Mapping[str, str]) -> tuple[Tie, ...]:
    """Connections from the patients inside the groups to what the summary shows."""
    whole = Choice(made.things, tuple(made.ties))
    direct = [tie for tie in whole.ties if tie.source in tucked and tie.target in things]
    through = [tie for tie in _bridges(whole, set(things)) if tie.source in tucked]
    return tuple(dict.fromkeys(replace(tie, stands_in=False) for tie in (*direct, *through)))


def _bands(names: Mapping[str, str], things: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The columns: what is known of the tumours, the cases, what was given."""

    def of(*kinds: str) -> tuple[str, ...]:
        return tuple(iri for kind in kinds for iri, own in things.items() if own == kind)

    return (
        ("Molecular findings they share", of("biomarker", "variant", "gene")),
        ("Cases by disease", tuple(names.values())),
        ("Drugs they received", of("drug")),
    )


def _unsaid(cohort: Cohort, diseases: Sequence[str], things: Mapping[str, str]) -> tuple[str, ...]:
    """What a summary does not show."""
    more = "" if cohort.exact else "more than "
    sentence = (
        f"{more}{cohort.cases:,} cases are folded into groups by disease; a group opens its first patients; "
        "--focus TERM draws one case or what is around one thing, --limit draws more."
    )
    found = [sentence[:1].upper() + sentence[1:]]
    hidden = len(cohort.diseases) - len(diseases)
    others = len(cohort.shared) - len(things)
    if hidden or others:
        found.append(
            f"Not drawn: {hidden:,} rarer diseases with their cases, {others:,} rarer things that are shared."
        )
    return tuple(found)
