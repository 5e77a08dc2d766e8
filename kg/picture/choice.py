"""What to draw of a drawing that is too large or that the user wants to see a part of."""

from __future__ import annotations

import difflib
import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg.errors import UsageError
from kg.ids import compress, expand, is_curie
from kg.picture.index import PARENT, Index
from kg.picture.kinds import BY_NAME, KINDS
from kg.picture.lettering import clean
from kg.picture.reading import Drawing, Tie

_FOLDABLE = frozenset({"line", "response"})


@dataclass(frozen=True, slots=True)
class Choice:
    """The things and connections that will be drawn."""

    things: dict[str, str]
    """IRI -> kind, in reading order."""
    ties: tuple[Tie, ...]
    distance: dict[str, int] = field(default_factory=dict)
    """IRI -> steps from the focus; empty without one."""
    left_out: tuple[str, ...] = ()
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Group -> labels of its most connected things, when only groups are drawn."""
    labels: dict[str, str] = field(default_factory=dict)
    """Group -> what is written at it."""


def choose(made: Drawing, focus: str | None, depth: int, limit: int) -> Choice:
    """What to draw: all of it, the neighbourhood of the focus, the cases folded, or the kinds alone.

    Raises UsageError when the focus names nothing in the graph.
    """
    ranked = _ranked(made)
    chosen = Choice(ranked, tuple(made.ties))
    if focus is not None:
        chosen = _near(made, chosen, seeds(made, focus), depth)
        chosen = replace(chosen, left_out=_far(ranked, chosen.things, focus, depth))
        return _closest(chosen, limit) if len(chosen.things) > limit else chosen
    if len(ranked) <= limit:
        return chosen
    if made.cases:
        folded = _fold_cases(made, chosen)
        if len(folded.things) <= limit:
            return folded
    return _kinds_only(made, chosen, limit)


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
    """The drawn things that the focus names: by IRI, CURIE, label, synonym, or as a class above them."""
    index = made.index
    iri = expand(focus) if is_curie(focus) else focus
    if (shown := made.shown(iri)) in made.things:
        return {shown}
    if iri in made.about:
        return {made.about[iri][0]}
    wanted = clean(focus).casefold()
    named = {thing for thing in made.things if wanted in _names(index, thing)}
    if named:
        return named
    below = {
        thing
        for thing in made.things
        if any(above == iri or wanted == index.label(above).casefold() for above in _above(index, thing))
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


def _near(made: Drawing, whole: Choice, start: set[str], depth: int) -> Choice:
    """The things at most `depth` steps from the start, nearest first within their order."""
    neighbours: dict[str, list[str]] = {}
    for tie in whole.ties:
        neighbours.setdefault(tie.source, []).append(tie.target)
        neighbours.setdefault(tie.target, []).append(tie.source)
    distance = dict.fromkeys(sorted(start), 0)
    waiting = deque(distance)
    while waiting:
        here = waiting.popleft()
        if distance[here] < depth:
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


def _far(ranked: dict[str, str], near: dict[str, str], focus: str, depth: int) -> tuple[str, ...]:
    hidden = len(ranked) - len(near)
    if not hidden:
        return ()
    steps = "1 step" if depth == 1 else f"{depth} steps"
    return (
        f"{hidden:,} of {len(ranked):,} things are not drawn: farther than {steps} from {clean(focus, 80)} "
        f"({counted(iri_kind for iri, iri_kind in ranked.items() if iri not in near)}); --depth draws more.",
    )


def counted(kinds: Iterable[str]) -> str:
    """Kinds with their numbers: 'Drug 4, Variant 2'."""
    found = Counter(kinds)
    return ", ".join(f"{kind.title} {found[kind.name]:,}" for kind in KINDS if found[kind.name])


def _closest(choice: Choice, limit: int) -> Choice:
    """The `limit` things that are closest to the focus."""
    order = sorted(choice.things, key=lambda iri: choice.distance[iri])
    cut = order[limit:]
    sentence = (
        f"{len(cut):,} of {len(order):,} things near the focus are not drawn: the picture holds {limit:,} "
        f"({counted(choice.things[iri] for iri in cut)}); --limit draws more."
    )
    kept = _keep(choice, set(order[:limit]))
    return replace(kept, left_out=(*choice.left_out, sentence))


def _fold_cases(made: Drawing, whole: Choice) -> Choice:
    """The patients and what several cases share, tied to each other through what is folded."""
    kept = {
        iri
        for iri, kind in whole.things.items()
        if kind == "patient" or (len(made.owners[iri]) > 1 and kind not in _FOLDABLE)
    }
    folded = replace(whole, ties=(*whole.ties, *_bridges(whole, kept)))
    gone = [kind for iri, kind in whole.things.items() if iri not in kept]
    sentence = (
        f"{len(gone):,} of {len(whole.things):,} things are folded into cases; drawn is what these share "
        f"({counted(gone)}); --focus opens one case, --limit draws more."
    )
    return replace(_keep(folded, kept), left_out=(sentence,))


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
                    found.add(replace(tie, source=patient, modality=modality))
                elif tie.target not in seen:
                    seen.add(tie.target)
                    waiting.append(tie)
    return sorted(found, key=str)


def _kinds_only(made: Drawing, whole: Choice, limit: int) -> Choice:
    """One thing per kind, with how many there are and the most connected of them, when there are too many."""
    group = {iri: _group(made, iri, kind) for iri, kind in whole.things.items()}
    degree: Counter[str] = Counter()
    ties: Counter[tuple[str, str]] = Counter()
    for tie in whole.ties:
        degree.update((tie.source, tie.target))
        ties[group[tie.source], group[tie.target]] += 1
    members = _members(group, degree)
    shown = sorted(members, key=lambda name: (-len(members[name]), name))[:limit]
    order = {name: position for position, name in enumerate(shown)}
    sentence = (
        f"All {len(whole.things):,} things are folded into their kinds: the picture holds {limit:,}; "
        "--focus TERM draws what is around one of them, --limit draws more."
    )
    return Choice(
        {name: whole.things[members[name][0]] for name in shown},
        tuple(
            Tie(source, target, "", f"{count:,} connections" if count > 1 else "1 connection")
            for (source, target), count in sorted(ties.items())
            if source != target and source in order and target in order
        ),
        {},
        (sentence,),
        {name: tuple(made.index.label(iri) for iri in members[name][:12]) for name in shown},
        {name: f"{name}: {len(members[name]):,}" for name in shown},
    )


def _members(group: dict[str, str], degree: Counter[str]) -> dict[str, list[str]]:
    """Group -> its things, the most connected first."""
    members: dict[str, list[str]] = {}
    for iri in sorted(group, key=lambda iri: (-degree[iri], iri)):
        members.setdefault(group[iri], []).append(iri)
    return members


def _group(made: Drawing, iri: str, kind: str) -> str:
    """The name of the group that a thing is folded into: its kind, else its class, else its vocabulary."""
    if kind != "other":
        return BY_NAME[kind].title
    types = made.index.types(iri)
    if types:
        return made.index.label(types[0])
    curie = compress(iri)
    return curie.partition(":")[0] if curie else clean(re.split(r"[#?]", iri)[0].rpartition("/")[0], 80)
