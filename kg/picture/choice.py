"""What to draw of a drawing that is too large or that the user wants to see a part of."""

from __future__ import annotations

import difflib
from collections import Counter, deque
from dataclasses import dataclass, replace

from kg.errors import UsageError
from kg.ids import iris_for
from kg.picture.cohort import counted_in, fold_cases, fold_cohort, foldable
from kg.picture.folding import class_of, fold
from kg.picture.index import IDENTIFIER, PARENT, Index
from kg.picture.kinds import KINDS
from kg.picture.lettering import clean
from kg.picture.plan import Choice, counted
from kg.picture.reading import Drawing

_MOST_BANDS = 14
"""Most classes that get a column of their own."""


@dataclass(frozen=True, slots=True)
class Focus:
    """What the picture is drawn around."""

    text: str
    """As the user named it."""
    seeds: frozenset[str]
    """The drawn things that this names."""
    depth: int
    whole: bool = True
    """False when only what is around it was read."""


def choose(made: Drawing, limit: int) -> Choice:
    """What to draw without a focus: all of it, the cases folded, or the kinds alone."""
    chosen = Choice(_ranked(made), tuple(made.ties))
    if len(chosen.things) <= limit:
        return foldable(made, chosen) if len(made.cases) > 1 else _in_bands(made, chosen)
    if not made.cases:
        return fold(made, chosen, limit)
    folded = fold_cases(made, chosen, limit) if limit > 1 else None
    return folded or fold_cohort(made, counted_in(made, chosen), limit)


def _in_bands(made: Drawing, chosen: Choice) -> Choice:
    """The choice with a column per class when it holds no case and several classes, but not too many."""
    if made.cases:
        return chosen
    bands: dict[str, list[str]] = {}
    for iri, kind in chosen.things.items():
        bands.setdefault(class_of(made, iri, kind), []).append(iri)
    if not 1 < len(bands) <= _MOST_BANDS:
        return chosen
    return replace(chosen, bands=tuple((title, tuple(some)) for title, some in bands.items()))


def choose_near(made: Drawing, focus: Focus, limit: int) -> Choice:
    """What to draw around the focus: what is near, and of that what is closest and means most."""
    ranked = _ranked(made)
    chosen = _near(Choice(ranked, tuple(made.ties)), focus)
    chosen = replace(chosen, left_out=_far(ranked, chosen.things, focus))
    if len(chosen.things) > limit:
        chosen = _closest(made, chosen, limit)
    return foldable(made, chosen) if sum(kind == "patient" for kind in chosen.things.values()) > 1 else chosen


def _ranked(made: Drawing) -> dict[str, str]:
    """Things in reading order: by kind, lines and the like by their place in the case, others by label."""
    rank = {kind.name: position for position, kind in enumerate(KINDS)}

    def order(iri: str) -> tuple[int, tuple[str, int], str, str]:
        return rank[made.things[iri]], _numbered(iri), made.index.label(iri).casefold(), iri

    return {iri: made.things[iri] for iri in sorted(made.things, key=order)}


def _numbered(iri: str) -> tuple[str, int]:
    """The case's part and its position for '…/line/2', so that 10 comes after 9."""
    start, _, end = iri.rpartition("/")
    return (start, int(end)) if "/case/" in start and end.isdigit() and len(end) < 9 else ("~", 0)


def seeds(made: Drawing, focus: str) -> set[str]:
    """The drawn things that the focus names: by IRI, CURIE, label, synonym, or as a class above them.

    Raises UsageError when it names nothing in the graph.
    """
    index = made.index
    iris = iris_for(focus)
    for iri in iris:
        if (shown := made.shown(iri)) in made.things:
            return {shown}
        if iri in made.about:
            return {made.about[iri][0]}
    wanted = clean(focus).casefold()
    named = {thing for thing in made.things if wanted in _names(index, thing)}
    named |= {made.shown(case) for case in made.cases if wanted == index.first(case, IDENTIFIER).casefold()}
    if named:
        return named
    below = {
        thing
        for thing in made.things
        if any(above in iris or wanted == index.label(above).casefold() for above in _above(index, thing))
    }
    if below:
        return below
    known = sorted({name for thing in made.things for name in _names(index, thing)})
    near = difflib.get_close_matches(wanted, known, 3, 0.6)
    cure = (
        f"did you mean {' or '.join(repr(name) for name in near)}?"
        if near
        else "try an id or a label of the graph"
    )
    raise UsageError(f"--focus: {focus!r} names nothing in this graph ({cure})")


def _names(index: Index, iri: str) -> tuple[str, ...]:
    return (index.label(iri).casefold(), *(name.casefold() for name in index.synonyms(iri)))


def _above(index: Index, iri: str) -> set[str]:
    """All classes above the thing."""
    found: set[str] = set()
    waiting = deque(index.things(iri, PARENT))
    while waiting:
        parent = waiting.popleft()
        if parent not in found:
            found.add(parent)
            waiting.extend(index.things(parent, PARENT))
    return found


def _near(whole: Choice, focus: Focus) -> Choice:
    """The things within the steps from the focus."""
    neighbours: dict[str, list[str]] = {}
    for tie in whole.ties:
        neighbours.setdefault(tie.source, []).append(tie.target)
        neighbours.setdefault(tie.target, []).append(tie.source)
    distance = dict.fromkeys(sorted(focus.seeds), 0)
    waiting = deque(distance)
    while waiting:
        here = waiting.popleft()
        if distance[here] < focus.depth:
            for other in neighbours.get(here, []):
                if other not in distance:
                    distance[other] = distance[here] + 1
                    waiting.append(other)
    return _keep(replace(whole, distance=distance), set(distance))


def _keep(choice: Choice, kept: set[str]) -> Choice:
    """The choice with those things only."""
    return replace(
        choice,
        things={iri: kind for iri, kind in choice.things.items() if iri in kept},
        ties=tuple(tie for tie in choice.ties if tie.source in kept and tie.target in kept),
        distance={iri: steps for iri, steps in choice.distance.items() if iri in kept},
    )


def _far(ranked: dict[str, str], near: dict[str, str], focus: Focus) -> tuple[str, ...]:
    steps = "1 step" if focus.depth == 1 else f"{focus.depth} steps"
    farther = f"farther than {steps} from {clean(focus.text, 80)}"
    if not focus.whole:
        return (f"What is {farther} is not drawn; --depth draws more.",)
    hidden = len(ranked) - len(near)
    if not hidden:
        return ()
    gone = counted(kind for iri, kind in ranked.items() if iri not in near)
    return (f"{hidden:,} of {len(ranked):,} things are not drawn: {farther} ({gone}); --depth draws more.",)


def _closest(made: Drawing, choice: Choice, limit: int) -> Choice:
    """The `limit` things that are closest to the focus; of those equally close, what means most."""
    degree: Counter[str] = Counter()
    for tie in choice.ties:
        degree.update((tie.source, tie.target))

    def order(iri: str) -> tuple[int, int, int]:
        return choice.distance[iri], _meaning(made, iri), -degree[iri]

    ordered = sorted(choice.things, key=order)
    cut = ordered[limit:]
    sentence = (
        f"{len(cut):,} of {len(ordered):,} things near the focus are not drawn: the picture holds {limit:,} "
        f"({counted(choice.things[iri] for iri in cut)}); --limit draws more."
    )
    kept = _keep(choice, set(ordered[:limit]))
    return replace(kept, left_out=(*choice.left_out, sentence))


def _meaning(made: Drawing, iri: str) -> int:
    """Rank: what cases share, the cases' own things, evidence, named things of a kind, then the rest."""
    kind, owners = made.things[iri], len(made.owners.get(iri, ()))
    if kind == "patient" or (owners > 1 and kind not in ("claim", "evidence")):
        return 0
    if kind in ("claim", "evidence"):
        return 2
    if owners:
        return 1
    return 4 if kind == "other" else 3
