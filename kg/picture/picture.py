"""The whole way from a store to a picture, on one screen."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.picture import timeline
from kg.picture.choice import Choice, choose
from kg.picture.index import Index
from kg.picture.kinds import BY_NAME
from kg.picture.lanes import Plan, layout
from kg.picture.lettering import clean
from kg.picture.model import Edge, Lane, Node, Picture, Point, Statement, TimelineRow
from kg.picture.nodes import detail_of, font_of, label_of, node, size_of, tile
from kg.picture.reading import IN_CASE, Drawing, drawing
from kg.picture.statements import statement
from kg.rdf import plain
from kg.vocabulary import DCTERMS, KG, PROV

if TYPE_CHECKING:
    import pyoxigraph


def picture(store: pyoxigraph.Store, focus: str | None = None, depth: int = 2, limit: int = 300) -> Picture:
    """The store's graphs as a picture of at most `limit` things, around `focus` when one is given.

    `focus` is an IRI, a CURIE, a label or a synonym. Raises UsageError when it names nothing, or when
    `depth` or `limit` is below 1.
    """
    if limit < 1 or depth < 1:
        raise UsageError("--depth and --limit must be at least 1")
    made = drawing(Index(store))
    chosen = choose(made, focus, depth, limit)
    keys = {iri: f"n{position}" for position, iri in enumerate(chosen.things)}
    statements = _statements(made, keys)
    title, subtitle = _title(made, chosen)
    nodes, wide, upright = _nodes(made, chosen, keys, statements)
    return Picture(
        title=title,
        subtitle=subtitle,
        invented=any(made.index.first(case, plain(KG.invented)) == "true" for case in made.cases),
        nodes=nodes,
        edges=_edges(made, chosen, keys),
        statements=statements,
        timeline=_timeline(made, chosen, keys),
        left_out=(*chosen.left_out, *_nameless(made.index)),
        lanes=wide,
        upright_lanes=upright,
        folded=bool(chosen.groups),
    )


def _statements(made: Drawing, keys: dict[str, str]) -> tuple[Statement, ...]:
    """The statements about drawn things, or all of them when only kinds are drawn; in a stable order."""
    found = []
    for iri, about in sorted(made.about.items()):
        drawn = tuple(keys[thing] for thing in about if thing in keys)
        if drawn:
            found.append(statement(made.index, iri, drawn))
    return tuple(found)


def _nodes(
    made: Drawing, chosen: Choice, keys: dict[str, str], statements: tuple[Statement, ...]
) -> tuple[tuple[Node, ...], tuple[Lane, ...], tuple[Lane, ...]]:
    """The drawn things with both their places and all that the panel shows of them, and the lanes."""
    spoken = _spoken(statements)
    details = {iri: detail_of(made, iri) for iri in chosen.things} if len(made.cases) == 1 else {}
    labels = {iri: label_of(made, chosen, iri) for iri in chosen.things}
    sizes = {iri: size_of(kind, labels[iri], details.get(iri, "")) for iri, kind in chosen.things.items()}
    plan = Plan(
        tiles={iri: tile(keys[iri], kind, sizes[iri]) for iri, kind in chosen.things.items()},
        kinds=chosen.things,
        ties=[(tie.source, tie.target) for tie in chosen.ties if not tie.faint],
        patients=[iri for iri, kind in chosen.things.items() if kind == "patient" and not chosen.groups],
        owners={
            iri: frozenset(made.shown(case) for case in made.owners.get(iri, ())) for iri in chosen.things
        },
        distance=chosen.distance,
    )
    wide, upright = layout(plan), layout(plan, upright=True)
    where = {iri: (wide.places[iri], upright.places[iri]) for iri in chosen.things}
    nodes = tuple(
        node(made, iri, (keys[iri], labels[iri], details.get(iri, "")), where[iri], spoken)
        if not chosen.groups
        else _group(chosen, iri, (keys[iri], labels[iri]), where[iri])
        for iri in chosen.things
    )
    return nodes, wide.lanes, upright.lanes


def _spoken(statements: tuple[Statement, ...]) -> dict[str, list[int]]:
    """Key of a node -> positions of the statements about it."""
    spoken: dict[str, list[int]] = defaultdict(list)
    for position, said in enumerate(statements):
        for key in said.about:
            spoken[key].append(position)
    return spoken


def _group(chosen: Choice, name: str, text: tuple[str, str], where: tuple[Point, Point]) -> Node:
    """A node that stands for a whole group; `text` is its key and label."""
    kind = chosen.things[name]
    key, label = text
    lines, size = size_of(kind, label, "")
    return Node(
        key=key,
        iri="",
        kind=kind,
        label=label,
        lines=lines,
        font=font_of(kind),
        detail="",
        modality="",
        place=where[0],
        upright=where[1],
        size=size,
        ids=(),
        synonyms=(),
        parents=(),
        facts=(("most connected", ", ".join(chosen.groups[name])),),
        aliases=(),
        statements=(),
        cases=0,
    )


def _edges(made: Drawing, chosen: Choice, keys: dict[str, str]) -> tuple[Edge, ...]:
    """The drawn connections, sorted."""
    made_edges = {
        Edge(keys[tie.source], keys[tie.target], tie.words, tie.predicate, tie.modality, tie.faint)
        for tie in chosen.ties
        if tie.source in keys and tie.target in keys
    }
    return tuple(
        sorted(made_edges, key=lambda e: (int(e.source[1:]), int(e.target[1:]), e.label, e.modality))
    )


def _timeline(made: Drawing, chosen: Choice, keys: dict[str, str]) -> tuple[TimelineRow, ...]:
    """The rows of every drawn case, cases in their order."""
    if chosen.groups:
        return ()
    statements = sorted(made.about)
    by_case: dict[str, list[str]] = defaultdict(list)
    for iri in statements:
        for case in made.index.links[iri][IN_CASE]:
            by_case[case].append(iri)

    def key_of(iri: str) -> str:
        return next((keys[thing] for thing in made.about.get(iri, ()) if thing in keys), "")

    drawn = [case for case in made.cases if made.shown(case) in keys]
    return tuple(row for case in drawn for row in timeline.rows(made.index, case, by_case[case], key_of))


def _title(made: Drawing, chosen: Choice) -> tuple[str, str]:
    """The page's heading and the line beside it."""
    index = made.index
    drawn = [case for case in made.cases if made.shown(case) in chosen.things]
    if len(drawn) == 1 and not chosen.groups:
        source = index.thing(drawn[0], plain(PROV.hadPrimarySource))
        title = index.first(source, plain(DCTERMS.title)) if source else ""
        return _sentence(index.label(drawn[0])), clean(title, 300)
    counts = dict.fromkeys(BY_NAME, 0)
    for kind in made.things.values():
        counts[kind] += 1
    if made.cases:
        return f"{len(made.cases):,} cases", ""
    return "Graph", f"{len(made.things):,} things, {len(made.ties):,} connections"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _nameless(index: Index) -> tuple[str, ...]:
    if not index.nameless:
        return ()
    return (
        f"{index.nameless:,} statements about blank nodes are not drawn: those have no name to stand on.",
    )
