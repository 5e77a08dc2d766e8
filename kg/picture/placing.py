"""Chosen things as nodes in their places: those drawn at first, and those inside closed groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.picture.lanes import Layout, Plan, layout
from kg.picture.model import Lane, Node, Point
from kg.picture.nodes import detail_of, group_node, label_of, node, size_of, tile
from kg.picture.plan import Choice
from kg.picture.reading import Drawing, Tie

Places = dict[str, tuple[Point, Point]]
"""IRI -> where it stands in the wide and in the tall layout."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The nodes of a picture and the lanes behind them."""

    drawn: tuple[Node, ...]
    tucked: tuple[Node, ...]
    lanes: tuple[Lane, ...]
    upright_lanes: tuple[Lane, ...]


def placed(made: Drawing, chosen: Choice, keys: Mapping[str, str], spoken: dict[str, list[int]]) -> Placed:
    """The chosen things with their places and all that the panel shows of them."""
    table = _Table(made, chosen, keys)
    wide, upright = table.layouts(chosen.things, chosen.ties, summary=chosen.summary)
    places = {iri: (wide.places[iri], upright.places[iri]) for iri in chosen.things}
    inner = _inside(table, chosen, places)
    return Placed(
        tuple(table.node(iri, places[iri], spoken) for iri in chosen.things),
        tuple(table.node(iri, inner[iri], spoken) for iri in chosen.tucked),
        wide.lanes,
        upright.lanes,
    )


class _Table:
    """Labels, details and sizes of the chosen things."""

    def __init__(self, made: Drawing, chosen: Choice, keys: Mapping[str, str]) -> None:
        self.made, self.chosen, self.keys = made, chosen, keys
        self.kinds = {**chosen.things, **chosen.tucked}
        self.details = {iri: detail_of(made, iri) for iri in self.kinds} if len(made.cases) == 1 else {}
        self.labels = {iri: label_of(made, chosen, iri) for iri in self.kinds}
        self.sizes = {
            iri: size_of(kind, self.labels[iri], self.details.get(iri, ""))
            for iri, kind in self.kinds.items()
        }

    def layouts(
        self, things: Mapping[str, str], ties: Iterable[Tie], *, summary: bool = False
    ) -> tuple[Layout, Layout]:
        """The wide and the tall layout of some of the things; a summary has no patients of its own."""
        plan = Plan(
            tiles={iri: tile(self.keys[iri], kind, self.sizes[iri]) for iri, kind in things.items()},
            kinds=things,
            ties=[
                (tie.source, tie.target)
                for tie in ties
                if not tie.faint and tie.source in things and tie.target in things
            ],
            patients=[iri for iri, kind in things.items() if kind == "patient" and not summary],
            owners={iri: frozenset(map(self.made.shown, self.made.owners.get(iri, ()))) for iri in things},
            distance=self.chosen.distance,
            bands=self._bands(things),
            ranked=self.chosen.summary,
        )
        return layout(plan), layout(plan, upright=True)

    def _bands(self, things: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The columns of the whole choice; groups without any stand as one."""
        if things is not self.chosen.things:
            return ()
        return self.chosen.bands or ((("", tuple(things)),) if self.chosen.summary else ())

    def node(self, iri: str, where: tuple[Point, Point], spoken: dict[str, list[int]]) -> Node:
        """The node of one thing or group."""
        group = self.chosen.groups.get(iri)
        if group and not group.stays:
            return group_node(self.kinds[iri], (self.keys[iri], self.labels[iri]), where)
        text = (self.keys[iri], self.labels[iri], self.details.get(iri, ""))
        return node(self.made, iri, text, where, spoken)


def _inside(table: _Table, chosen: Choice, places: Places) -> Places:
    """Where the things of closed groups stand when these open: around the group's own place."""
    found: Places = {}
    for name, group in chosen.groups.items():
        some = {iri: chosen.tucked[iri] for iri in group.inside if iri in chosen.tucked}
        if not some:
            continue
        own = {name: chosen.things[name], **some} if group.stays else some
        both = table.layouts(own, chosen.tucked_ties, summary=not group.stays)
        for iri in some:
            wide, tall = (_moved(one, iri, name, at) for one, at in zip(both, places[name], strict=True))
            found[iri] = wide, tall
    return found


def _moved(made: Layout, iri: str, name: str, at: Point) -> Point:
    """The thing's place when the group's own thing, or the middle of its things, is put there."""
    (x, y), (own_x, own_y) = made.places[iri], made.places.get(name, (0.0, 0.0))
    return round(x - own_x + at[0], 1), round(y - own_y + at[1], 1)
