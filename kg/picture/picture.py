"""The whole way from a store to a picture, on one screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.picture import timeline
from kg.picture.choice import Focus, choose, choose_near, seeds
from kg.picture.index import Index
from kg.picture.large import read_part
from kg.picture.lettering import clean
from kg.picture.lookups import is_large
from kg.picture.model import Edge, Fold, Picture, Statement, TimelineRow
from kg.picture.placing import placed
from kg.picture.plan import Choice
from kg.picture.reading import IN_CASE, Drawing, Tie, drawing
from kg.picture.statements import statement
from kg.rdf import plain
from kg.vocabulary import DCTERMS, KG, PROV

if TYPE_CHECKING:
    import pyoxigraph

TIMELINES = 12
"""Most cases whose timelines are drawn."""
EMPTY = "The graph holds nothing that can be drawn: no connection between things that have names."


def picture(store: pyoxigraph.Store, focus: str | None = None, depth: int = 2, limit: int = 300) -> Picture:
    """The store's graphs as a picture of at most `limit` things, around `focus` when one is given.

    `focus` is an IRI, a CURIE, a label or a synonym. What is left out is counted in `left_out`; of a
    large store only what is drawn is looked up. Raises UsageError when the focus names nothing, or when
    `depth` or `limit` is below 1.
    """
    if limit < 1 or depth < 1:
        raise UsageError("--depth and --limit must be at least 1")
    if is_large(store):
        made, chosen = read_part(store, focus, depth, limit)
    else:
        made = drawing(Index(store))
        near = Focus(focus, frozenset(seeds(made, focus)), depth) if focus is not None else None
        chosen = choose_near(made, near, limit) if near else choose(made, limit)
    return _drawn(made, chosen)


def _drawn(made: Drawing, chosen: Choice) -> Picture:
    """The picture of what was chosen."""
    keys = {iri: f"n{position}" for position, iri in enumerate([*chosen.things, *chosen.tucked])}
    statements = _statements(made, keys)
    title, subtitle = _title(made, chosen)
    rows, hidden = _timeline(made, keys)
    nodes = placed(made, chosen, keys, _spoken(statements))
    return Picture(
        title=title,
        subtitle=subtitle,
        invented=any(made.index.first(case, plain(KG.invented)) == "true" for case in made.cases),
        nodes=nodes.drawn,
        edges=_edges(chosen.ties, keys),
        statements=statements,
        timeline=rows,
        left_out=(*chosen.left_out, *hidden, *_nameless(made.index), *(() if nodes.drawn else (EMPTY,))),
        lanes=nodes.lanes,
        upright_lanes=nodes.upright_lanes,
        folded=chosen.summary,
        folds=_folds(chosen, keys),
        tucked=nodes.tucked,
        tucked_edges=_edges(chosen.tucked_ties, keys),
    )


def _folds(chosen: Choice, keys: dict[str, str]) -> tuple[Fold, ...]:
    """The groups, in the order of their nodes."""
    return tuple(
        Fold(
            keys[name],
            group.count,
            group.exact,
            group.members,
            tuple(keys[iri] for iri in group.inside),
            group.opened,
            group.stays,
        )
        for name in chosen.things
        if (group := chosen.groups.get(name))
    )


def _statements(made: Drawing, keys: dict[str, str]) -> tuple[Statement, ...]:
    """The statements about drawn things, in a stable order."""
    found = []
    for iri, about in sorted(made.about.items()):
        drawn = tuple(keys[thing] for thing in about if thing in keys)
        if drawn:
            found.append(statement(made.index, iri, drawn))
    return tuple(found)


def _spoken(statements: tuple[Statement, ...]) -> dict[str, list[int]]:
    """Key of a node -> positions of the statements about it."""
    spoken: dict[str, list[int]] = defaultdict(list)
    for position, said in enumerate(statements):
        for key in said.about:
            spoken[key].append(position)
    return spoken


def _edges(ties: Iterable[Tie], keys: dict[str, str]) -> tuple[Edge, ...]:
    """The connections, sorted."""
    made = {
        Edge(
            keys[tie.source],
            keys[tie.target],
            tie.words,
            tie.predicate,
            tie.modality,
            tie.faint,
            tie.stands_in,
        )
        for tie in ties
        if tie.source in keys and tie.target in keys
    }
    return tuple(sorted(made, key=lambda e: (int(e.source[1:]), int(e.target[1:]), e.label, e.modality)))


def _timeline(made: Drawing, keys: dict[str, str]) -> tuple[tuple[TimelineRow, ...], tuple[str, ...]]:
    """The rows of the first drawn cases, cases in their order; and how many cases have none."""
    by_case: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(made.about):
        for case in made.index.links[iri][IN_CASE]:
            by_case[case].append(iri)

    def key_of(iri: str) -> str:
        return next((keys[thing] for thing in made.about.get(iri, ()) if thing in keys), "")

    drawn = [case for case in made.cases if made.shown(case) in keys]
    rows = tuple(
        row for case in drawn[:TIMELINES] for row in timeline.rows(made.index, case, by_case[case], key_of)
    )
    if len(drawn) <= TIMELINES:
        return rows, ()
    return rows, (
        f"The timeline shows {TIMELINES} of {len(drawn):,} drawn cases; --focus draws another with its own.",
    )


def _title(made: Drawing, chosen: Choice) -> tuple[str, str]:
    """The page's heading and the line beside it."""
    index = made.index
    drawn = [case for case in made.cases if made.shown(case) in chosen.things]
    if len(drawn) == 1 and not chosen.summary:
        source = index.thing(drawn[0], plain(PROV.hadPrimarySource))
        title = index.first(source, plain(DCTERMS.title)) if source else ""
        return _sentence(index.label(drawn[0])), clean(title, 300)
    number = chosen.cases or (len(made.cases) if index.whole else len(drawn))
    if number:
        return (f"{number:,} cases" if number > 1 else "1 case"), ""
    if not index.whole:
        return "Part of a graph", f"{len(chosen.things):,} things of it"
    return "Graph", f"{len(made.things):,} things, {len(made.ties):,} connections"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _nameless(index: Index) -> tuple[str, ...]:
    if not index.nameless:
        return ()
    return (
        f"{index.nameless:,} statements about blank nodes are not drawn: those have no name to stand on.",
    )
