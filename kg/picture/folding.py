"""Folding a graph without cases: one thing per kind or, where all are of one kind, per neighbourhood."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Mapping, Sequence

from kg.ids import compress
from kg.picture.kinds import BY_CLASS, BY_NAME
from kg.picture.lettering import clean
from kg.picture.plan import LISTED, Choice, Group
from kg.picture.reading import Drawing, Tie

MOST_GROUPS = 40
"""Most groups in a folded picture; the smaller ones become one."""
MOST_INSIDE = 160
"""Most things, in all groups together, that can be unfolded in the page."""
_CENTRES = 24
SMALLER = "smaller kinds"


def fold(made: Drawing, whole: Choice, limit: int) -> Choice:
    """One thing per kind with how many there are and the most connected of them.

    When all things are of one kind they are grouped around the most connected ones.
    """
    degree: Counter[str] = Counter()
    for tie in whole.ties:
        degree.update((tie.source, tie.target))
    most = min(limit, MOST_GROUPS)
    names = {iri: class_of(made, iri, kind) for iri, kind in whole.things.items()}
    how = "kinds"
    if len(set(names.values())) == 1 and most > 1:
        names, how = _around(made, whole, degree, min(most, _CENTRES)), "neighbourhoods"
    members = _members(_fewer(names, most), degree)
    order = sorted(members, key=lambda name: (-len(members[name]), name))
    sentence = (
        f"All {len(whole.things):,} things are folded into their {how}: the picture holds {limit:,}; "
        "a group shows what it stands for, --focus TERM draws what is around one thing, --limit draws more."
    )
    return _folded(made, whole, {name: members[name] for name in order}, sentence)


def _folded(made: Drawing, whole: Choice, members: Mapping[str, Sequence[str]], sentence: str) -> Choice:
    """The choice of those groups, each with the most connected of its things inside."""
    each = max(MOST_INSIDE // len(members), 3)
    inside = {name: tuple(some[:each]) if len(some) > 1 else () for name, some in members.items()}
    groups = {
        name: Group(
            f"{name}: {len(some):,}",
            len(some),
            tuple(made.index.label(iri) for iri in some[:LISTED]),
            inside[name],
        )
        for name, some in members.items()
    }
    belongs = {iri: name for name, some in members.items() for iri in some}
    tucked = {iri: whole.things[iri] for some in inside.values() for iri in some}
    return Choice(
        {name: whole.things[some[0]] for name, some in members.items()},
        _between_groups(whole, belongs),
        left_out=(sentence,),
        groups=groups,
        tucked=tucked,
        tucked_ties=_of_tucked(whole, belongs, tucked),
    )


def _between_groups(whole: Choice, belongs: Mapping[str, str]) -> tuple[Tie, ...]:
    """A connection per pair of groups, with how many it stands for."""
    counts = Counter((belongs[tie.source], belongs[tie.target]) for tie in whole.ties)
    return tuple(
        Tie(source, target, "", connections(count))
        for (source, target), count in sorted(counts.items())
        if source != target
    )


def _of_tucked(whole: Choice, belongs: Mapping[str, str], tucked: Mapping[str, str]) -> tuple[Tie, ...]:
    """Connections among the things inside groups, and from them to the other groups."""
    among = [tie for tie in whole.ties if tie.source in tucked and tie.target in tucked]
    counts: Counter[tuple[str, str]] = Counter()
    for tie in whole.ties:
        if belongs[tie.source] != belongs[tie.target]:
            if tie.source in tucked:
                counts[tie.source, belongs[tie.target]] += 1
            if tie.target in tucked:
                counts[belongs[tie.source], tie.target] += 1
    to_groups = [Tie(*ends, "", connections(count)) for ends, count in sorted(counts.items())]
    return (*among, *to_groups)


def connections(count: int) -> str:
    """'1 connection', '2 connections'."""
    return f"{count:,} connections" if count > 1 else "1 connection"


def _members(group: Mapping[str, str], degree: Counter[str]) -> dict[str, list[str]]:
    """Group -> its things, the most connected first."""
    members: dict[str, list[str]] = {}
    for iri in sorted(group, key=lambda iri: (-degree[iri], iri)):
        members.setdefault(group[iri], []).append(iri)
    return members


def _fewer(names: dict[str, str], most: int) -> dict[str, str]:
    """The same with the smallest groups as one, when there are more than `most`."""
    sizes = Counter(names.values())
    if len(sizes) <= most:
        return names
    ranked = sorted(sizes, key=lambda name: (-sizes[name], name))
    kept = set(ranked[: most - 1])
    rest = f"{len(ranked) - len(kept):,} {SMALLER}"
    return {iri: name if name in kept else rest for iri, name in names.items()}


def class_of(made: Drawing, iri: str, kind: str) -> str:
    """The name of the group that a thing belongs to: its class, else its kind, else its vocabulary."""
    types = made.index.types(iri)
    if types and not any(one in BY_CLASS for one in types):
        return made.index.label(types[0])
    if kind != "other":
        return BY_NAME[kind].title
    curie = compress(iri)
    return curie.partition(":")[0] if curie else clean(re.split(r"[#?]", iri)[0].rpartition("/")[0], 80)


def _around(made: Drawing, whole: Choice, degree: Counter[str], most: int) -> dict[str, str]:
    """Thing -> the neighbourhood it is in: that of the nearest of the most connected things."""
    near: dict[str, list[str]] = {iri: [] for iri in whole.things}
    for tie in whole.ties:
        near[tie.source].append(tie.target)
        near[tie.target].append(tie.source)
    tied = [iri for iri in whole.things if degree[iri]]
    centres = sorted(tied, key=lambda iri: (-degree[iri], iri))[: most - 1]
    belongs = {iri: iri for iri in centres}
    waiting = deque(centres)
    while waiting:
        here = waiting.popleft()
        for other in near[here]:
            if other not in belongs:
                belongs[other] = belongs[here]
                waiting.append(other)
    titles = {iri: f"around {made.index.label(iri)}" for iri in centres}
    twice = Counter(titles.values())
    names = {iri: title if twice[title] == 1 else f"{title} ({iri})" for iri, title in titles.items()}
    return {iri: names[belongs[iri]] if iri in belongs else "apart from these" for iri in whole.things}
