"""Large stores: reads what will be drawn and no more, and chooses from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.picture import survey
from kg.picture.choice import Focus, choose, choose_near
from kg.picture.cohort import MOST_DISEASES, fold_cohort
from kg.picture.excerpt import around, of_cases
from kg.picture.folding import MOST_GROUPS, MOST_INSIDE
from kg.picture.index import Index
from kg.picture.kinds import BY_CLASS, BY_WORD
from kg.picture.lettering import words_of
from kg.picture.lookups import WHOLE
from kg.picture.plan import LISTED, Choice, Group
from kg.picture.reading import Drawing, Tie, drawing

if TYPE_CHECKING:
    import pyoxigraph

_THINGS_OF_A_CASE = 10
"""About how many drawn things a case has, to tell how many cases can be read."""
_INSIDE = 2
"""Patients in each group of a cohort that is not read as a whole."""


def read_part(store: pyoxigraph.Store, focus: str | None, depth: int, limit: int) -> tuple[Drawing, Choice]:
    """What is drawn of a store too large to be read, and the choice from it.

    Raises UsageError when the focus names nothing.
    """
    if focus is not None:
        part = around(store, focus, depth, limit)
        made = drawing(Index(store, part.subjects, part.nearby))
        near = Focus(focus, frozenset(_as_drawn(made, part.seeds)), depth, whole=False)
        chosen = choose_near(made, near, limit)
        return made, replace(chosen, left_out=(_part_of(), *part.notes, *chosen.left_out))
    number = survey.cases(store)
    if not number:
        return _kinds(store, limit)
    if number * _THINGS_OF_A_CASE <= 2 * limit or number == 1:
        part = of_cases(store, survey.some_cases(store, number), limit)
        made = drawing(Index(store, part.subjects, part.nearby))
        chosen = choose(made, limit)
        return made, replace(chosen, left_out=(_part_of(), _BEYOND, *chosen.left_out))
    cohort = survey.cohort(store, number, min(_INSIDE, max(limit // MOST_DISEASES, 1)))
    patients = [patient for some in cohort.patients.values() for patient in some]
    part = of_cases(store, survey.cases_of(store, patients), limit)
    made = drawing(Index(store, part.subjects, part.nearby))
    return made, fold_cohort(made, cohort, limit)


def _part_of() -> str:
    return f"The graph holds more than {WHOLE:,} statements: only what is drawn was looked up."


_BEYOND = "What belongs to no case is not drawn; --focus TERM draws what is around one thing."


def _as_drawn(made: Drawing, seeds: tuple[str, ...]) -> set[str]:
    """The drawn things that stand for the seeds; a seed tied to nothing is drawn alone."""
    found = set()
    for iri in seeds:
        shown = made.shown(iri)
        if shown not in made.things and iri in made.about:
            shown = made.about[iri][0]
        made.things.setdefault(shown, "other")
        found.add(shown)
    return found


def _kinds(store: pyoxigraph.Store, limit: int) -> tuple[Drawing, Choice]:
    """A large graph without cases: one thing per class, the most connected things inside."""
    found = survey.kinds(store, min(limit, MOST_GROUPS))
    if not found.classes:
        return _untyped(store, limit)
    each = max(MOST_INSIDE // len(found.classes), 3)
    hubs = {kind: some[:each] for kind, some in found.hubs.items()}
    made = drawing(Index(store, [iri for some in hubs.values() for iri in some]))
    names = {kind: f"group {kind}" for kind in found.classes}
    kinds = {kind: BY_CLASS.get(kind) or BY_WORD.get(words_of(kind), "other") for kind in found.classes}
    groups = {names[kind]: _group(made, kind, found, hubs.get(kind, [])) for kind in found.classes}
    tucked = {iri: made.things.setdefault(iri, kinds[kind]) for kind, some in hubs.items() for iri in some}
    ties = [
        Tie(names[a], names[b], predicate, words_of(predicate)) for a, predicate, b in found.links if a != b
    ]
    return made, Choice(
        {names[kind]: kinds[kind] for kind in found.classes},
        tuple(ties),
        left_out=(_part_of(), _folded_into_kinds(found)),
        groups=groups,
        tucked=tucked,
        tucked_ties=tuple(tie for tie in made.ties if tie.source in tucked and tie.target in tucked),
    )


def _group(made: Drawing, kind: str, found: survey.Kinds, hubs: list[str]) -> Group:
    """The group of one class."""
    count = found.classes[kind]
    return Group(
        f"{made.index.label(kind)}: {'' if found.exact else 'more than '}{count:,}",
        count,
        tuple(made.index.label(iri) for iri in hubs[:LISTED]),
        tuple(hubs),
        found.exact,
    )


def _folded_into_kinds(found: survey.Kinds) -> str:
    """What is said of a graph of which only the classes are drawn."""
    total = sum(found.classes.values())
    many = f"{total:,}" if found.exact else f"more than {total:,}"
    return (
        f"All {many} things that have a class are folded into their {len(found.classes):,} classes, tied as "
        "a part of the statements shows; --focus TERM draws what is around one thing."
    )


def _untyped(store: pyoxigraph.Store, limit: int) -> tuple[Drawing, Choice]:
    """A large graph without classes: what is around its most connected thing."""
    hub = survey.most_connected(store)
    part = around(store, hub, 1, limit) if hub else None
    made = drawing(Index(store, part.subjects, part.nearby) if part else Index(store, ()))
    if part is None:
        return made, Choice({}, ())
    chosen = choose_near(
        made, Focus(made.index.label(hub), frozenset([made.shown(hub)]), 1, whole=False), limit
    )
    said = (
        "It names no classes: drawn is what is around its most connected thing; --focus TERM draws another."
    )
    return made, replace(chosen, left_out=(_part_of(), said, *part.notes, *chosen.left_out))
