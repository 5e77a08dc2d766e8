"""Where each thing stands: fixed lanes by meaning, the same for the same graph, nothing at random.

The patient stands in the middle of what is known of the person (left) and of the tumour's molecules
(right); below, the lines of therapy from left to right, each over its regimen, drugs and responses;
at the side, what the report says of the world. Things that several cases share form a lane of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.picture.blocks import GAP_X, GAP_Y, Block, Tile, beside, flowing, gridded, single, stacked, titled
from kg.picture.casework import LANE_GAP, NARROW, RATIO, Parts
from kg.picture.kinds import KINDS
from kg.picture.model import Lane, Point

_RANK = {kind.name: rank for rank, kind in enumerate(KINDS)}
_GROUP = {kind.name: kind.group for kind in KINDS}
SHARED = "Shared by several cases"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the layout has to know: things in reading order, connections, and whose they are."""

    tiles: Mapping[str, Tile]
    """IRI -> tile; every iterable below holds only IRIs that have one."""
    kinds: Mapping[str, str]
    ties: Sequence[tuple[str, str]]
    """(source, target), lightly drawn ones left out."""
    patients: Sequence[str]
    owners: Mapping[str, frozenset[str]]
    """IRI -> patients that the thing belongs to."""
    distance: Mapping[str, int] = field(default_factory=dict)
    """IRI -> steps from what the picture is focused on; empty without a focus."""
    bands: Sequence[tuple[str, Sequence[str]]] = ()
    """Titled columns that replace the layout by meaning."""
    ranked: bool = False
    """True when the things of a column stand in their order, not by what they are tied to."""


@dataclass
class Desk:
    """A layout in the making: hands out each thing once."""

    plan: Plan
    upright: bool
    left: dict[str, None] = field(default_factory=dict)
    """Things that have no place yet, in reading order."""
    targets: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.left = dict.fromkeys(self.plan.tiles)
        for source, target in self.plan.ties:
            self.targets.setdefault(source, []).append(target)

    def take(self, iris: Iterable[str]) -> list[Block]:
        """Blocks of those things that have no place yet."""
        return [single(self.plan.tiles[iri]) for iri in self.grab(iris)]

    def grab(self, iris: Iterable[str]) -> list[str]:
        """Those things that have no place yet, now taken; in reading order of their kinds."""
        found = [iri for iri in dict.fromkeys(iris) if iri in self.left]
        for iri in found:
            del self.left[iri]
        return sorted(found, key=lambda iri: _RANK[self.plan.kinds[iri]])

    def of_kind(self, *kinds: str) -> list[str]:
        """Unplaced things of those kinds."""
        return [iri for iri in self.left if self.plan.kinds[iri] in kinds]

    def around(self, iris: Iterable[str]) -> list[str]:
        """Targets of the things."""
        return [target for iri in iris for target in self.targets.get(iri, [])]


@dataclass(frozen=True, slots=True)
class Layout:
    """IRI -> the symbol's centre, the middle of the picture at (0, 0); and the lanes behind."""

    places: dict[str, Point]
    lanes: tuple[Lane, ...]


def layout(plan: Plan, *, upright: bool = False) -> Layout:
    """Where everything stands, in the wide or the tall layout."""
    desk = Desk(plan, upright)
    if plan.bands or not plan.patients:
        block = _columns(desk)
    elif len(plan.patients) == 1:
        block = _case(desk, plan.patients[0], frozenset(plan.tiles))
    else:
        block = _cohort(desk)
    rest = [single(plan.tiles[iri]) for iri in desk.grab(list(desk.left))]
    if rest:
        block = stacked([block, flowing(rest, max(block.width, NARROW))], LANE_GAP)
    x, y = block.width / 2, block.height / 2
    keys = {tile.key: iri for iri, tile in plan.tiles.items()}
    return Layout(
        {keys[key]: (round(px - x, 1), round(py - y, 1)) for key, (px, py) in block.places.items()},
        tuple(
            replace(
                lane,
                x=round(lane.x - x, 1),
                y=round(lane.y - y, 1),
                width=round(lane.width, 1),
                height=round(lane.height, 1),
            )
            for lane in block.lanes
        ),
    )


def _case(desk: Desk, patient: str, mine: frozenset[str]) -> Block:
    """One case; `mine` are the things that may stand in it."""
    known = desk.around([patient])
    near = {*known, *desk.around(known), *desk.around(desk.around(known))} & mine
    person = desk.take(iri for iri in known if iri in mine and _GROUP[desk.plan.kinds[iri]] == "person")
    person += desk.take(iri for iri in desk.of_kind("site") if iri in near)
    molecules = tuple(
        desk.take(iri for iri in desk.of_kind(kind) if iri in near) for kind in ("profile", "variant", "gene")
    )
    lines = _therapy(desk, mine)
    classes = desk.take(iri for iri in desk.of_kind("drugclass") if iri in near)
    star = desk.take([patient])
    said = desk.take(iri for iri in desk.of_kind("evidence", "claim") if iri in mine)
    named = desk.take(iri for iri in list(desk.left) if iri in mine) if said else []
    parts = Parts(person, star, molecules, lines, classes, said, named)
    return parts.upright() if desk.upright else parts.wide()


def _therapy(desk: Desk, mine: frozenset[str]) -> list[Block]:
    """One column per line of therapy: the line, below it regimen and drugs, beside them what came of it."""
    columns = []
    for line in desk.grab(iri for iri in desk.of_kind("line") if iri in mine):
        given = [iri for iri in desk.around([line]) if iri in mine]
        answers = desk.take(iri for iri in given if desk.plan.kinds[iri] in ("response", "event"))
        regimens = desk.grab(iri for iri in given if desk.plan.kinds[iri] == "regimen")
        direct = [iri for iri in given if desk.plan.kinds[iri] in ("drug", "other")]
        drugs = desk.grab(iri for iri in [*direct, *desk.around(regimens)] if iri in mine)
        classes = desk.take(
            iri for iri in desk.around(drugs) if iri in mine and desk.plan.kinds[iri] == "drugclass"
        )
        tiles = desk.plan.tiles
        what = stacked(
            [
                beside([single(tiles[iri]) for iri in regimens]),
                flowing([single(tiles[iri]) for iri in drugs], NARROW * 0.8),
                flowing(classes, NARROW * 0.8),
            ]
        )
        outcome = flowing(answers, NARROW * 0.6) if what.places else beside(answers)
        columns.append(stacked([single(tiles[line]), beside([what, outcome], top=True)]))
    return columns


def _cohort(desk: Desk) -> Block:
    """Several cases under each other, and what they share in a lane on the left."""
    plan = desk.plan
    common = [iri for iri in desk.left if len(plan.owners.get(iri, frozenset())) > 1]
    common = [iri for iri in common if plan.kinds[iri] not in ("patient", "line")]
    shared = desk.grab(common)
    tiles = [single(plan.tiles[iri]) for iri in shared]
    cases = [
        _case(desk, patient, frozenset(iri for iri in plan.tiles if patient in plan.owners.get(iri, ())))
        for patient in plan.patients
    ]
    if desk.upright:
        return stacked([titled(flowing(tiles, NARROW), SHARED), *cases], LANE_GAP * 1.5)
    bodies = [gridded(cases, columns) for columns in range(1, min(len(cases), 12) + 1)]
    body = min(bodies, key=lambda block: max(block.width / RATIO, block.height))
    columns = max(1, round(sum(tile.height + GAP_Y for tile in tiles) / max(body.height, 600.0) + 0.49))
    return beside([titled(gridded(tiles, columns), SHARED), body], LANE_GAP)


def _columns(desk: Desk) -> Block:
    """A graph without patients: titled columns, else by distance from the focus, else by kind."""
    plan = desk.plan
    groups = list(plan.bands) or _by_rank(plan)
    blocks = [
        (title, [single(plan.tiles[iri]) for iri in _taken(desk, _in_order(plan, list(some)))])
        for title, some in groups
    ]
    if desk.upright:
        return stacked((_lane(flowing(some, NARROW), title) for title, some in blocks), LANE_GAP)
    area = sum((tile.width + GAP_X) * (tile.height + GAP_Y) for tile in plan.tiles.values())
    tall = max((area / 1.9) ** 0.5, 300.0)
    parts = []
    for title, some in blocks:
        height = sum(block.height + GAP_Y for block in some)
        parts.append(_lane(gridded(some, max(1, round(height / tall + 0.3))), title))
    return beside(parts, LANE_GAP)


def _in_order(plan: Plan, group: list[str]) -> list[str]:
    return group if plan.ranked else _by_neighbours(plan, group)


def _by_rank(plan: Plan) -> list[tuple[str, list[str]]]:
    """The things by distance from the focus, else by kind; without titles."""
    groups: dict[int, list[str]] = {}
    for iri in plan.tiles:
        rank = plan.distance.get(iri, 0) if plan.distance else _RANK[plan.kinds[iri]]
        groups.setdefault(rank, []).append(iri)
    return [("", groups[rank]) for rank in sorted(groups)]


def _lane(block: Block, title: str) -> Block:
    return titled(block, title) if title else block


def _taken(desk: Desk, iris: Sequence[str]) -> list[str]:
    for iri in iris:
        del desk.left[iri]
    return list(iris)


def _by_neighbours(plan: Plan, group: list[str]) -> list[str]:
    """The group ordered by the mean position of each thing's neighbours, so that fewer lines cross."""
    order = {iri: position for position, iri in enumerate(plan.tiles)}
    members = set(group)
    near: dict[str, list[int]] = {iri: [] for iri in group}
    for source, target in plan.ties:
        if source in members and target not in members:
            near[source].append(order[target])
        elif target in members and source not in members:
            near[target].append(order[source])
    return sorted(group, key=lambda iri: (sum(near[iri]) / len(near[iri]) if near[iri] else 0.0, order[iri]))
