"""Triple patterns as joins over the quads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from kg.columnar import codes, pathways
from kg.columnar.plan import UNIT, Relation
from kg.columnar.translation import Known, Translation


class Triple(NamedTuple):
    """A triple pattern: rdflib's terms, variables and paths."""

    subject: Any
    predicate: Any
    object: Any


class _Part(NamedTuple):
    """A relation of patterns that share variables, and how many these are."""

    relation: Relation
    size: int


def triples(made: Translation, node: Any, known: Known) -> Relation:
    """The relation of patterns that stand together; paths are followed from what the others find."""
    from rdflib.paths import Path

    patterns = [Triple(*triple) for triple in node.triples]
    paths = [one for one in patterns if isinstance(one.predicate, Path)]
    plain = _connected([one for one in patterns if not isinstance(one.predicate, Path)])
    parts = [_Part(_joined(made, some, known), len(some)) for some in plain]
    while paths:
        following = max(paths, key=lambda one: _ease(one, parts, known))
        paths.remove(following)
        parts = _with_path(made, parts, following, known)
    if len(parts) == 1:
        return parts[0].relation
    return _crossed(made, parts, _Places(made, known), [])


def _connected(patterns: Sequence[Triple]) -> list[list[Triple]]:
    """The patterns in sets that share no variable: together they would be every row with every row."""
    sets: list[tuple[set[str], list[Triple]]] = []
    for one in patterns:
        names = {name for name in map(name_of, one) if name is not None}
        touched = [some for some in sets if some[0] & names]
        sets = [some for some in sets if some not in touched]
        sets.append(
            (names.union(*(some[0] for some in touched)), [*(x for some in touched for x in some[1]), one])
        )
    return [some[1] for some in sets]


def name_of(term: Any) -> str | None:
    """The variable that a term is; blank nodes of a query are variables, too. None for a constant."""
    import rdflib

    if isinstance(term, rdflib.Variable):
        return str(term)
    return f"_:{term}" if isinstance(term, rdflib.BNode) else None


def source(made: Translation, predicate: str | None, *, with_graph: bool) -> str:
    """The step with the triples of a predicate, or of all (with column p), each once (in each graph)."""
    columns = ["s", *([] if predicate else ["p"]), "o", *(["g"] if with_graph else [])]
    conditions = [f"p = {made.quoted(predicate)}"] if predicate else []
    if made.graphs:
        conditions.append(f"g IN ({', '.join(map(made.quoted, made.graphs))})")
    elif with_graph:
        conditions.append("g IS NOT NULL")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return made.step(f"SELECT DISTINCT {', '.join(columns)} FROM quads{where}")


class _Places:
    """Where the variables of patterns stand, and the conditions that follow."""

    def __init__(self, made: Translation, known: Known) -> None:
        self._made = made
        self._known = known
        self.columns: dict[str, str] = {}
        self.conditions: list[str] = []

    def put(self, term: Any, place: str) -> None:
        """Say that a term stands at that place."""
        variable = name_of(term)
        if variable is None:
            self.conditions.append(f"{place} = {self._made.quoted(codes.of_rdflib(term))}")
        elif variable in self.columns:
            self.conditions.append(f"{place} = {self.columns[variable]}")
        else:
            self.columns[variable] = place
            if variable in self._known:
                listed = ", ".join(map(self._made.quoted, self._known[variable]))
                self.conditions.append(f"{place} IN ({listed})")

    def relation(self, sources: Sequence[str]) -> Relation:
        """The relation of those patterns."""
        named = [f"{place} AS {self._made.column(variable)}" for variable, place in self.columns.items()]
        where = f" WHERE {' AND '.join(self.conditions)}" if self.conditions else ""
        listed = ", ".join(named) or f"1 AS {UNIT}"
        sql = f"SELECT {listed} FROM {', '.join(sources)}{where}" if sources else f"SELECT {listed}"
        return self._made.relation(sql, dict.fromkeys(self.columns, True))


def _joined(made: Translation, patterns: Sequence[Triple], known: Known) -> Relation:
    """The relation of patterns without paths."""
    places, sources = _Places(made, known), []
    graph = made.graph
    for number, one in enumerate(patterns):
        variable = name_of(one.predicate)
        predicate = None if variable else codes.of_rdflib(one.predicate)
        alias = f"t{number}"
        sources.append(f"{source(made, predicate, with_graph=graph is not None)} {alias}")
        places.put(one.subject, f"{alias}.s")
        if variable:
            places.put(one.predicate, f"{alias}.p")
        places.put(one.object, f"{alias}.o")
        if graph is not None:
            places.put(graph, f"{alias}.g")
    return places.relation(sources)


def _ease(one: Triple, parts: Sequence[_Part], known: Known) -> int:
    """How much is settled of the ends of a path: a constant says more than what other patterns find."""
    return max(_settled(term, parts, known) for term in (one.subject, one.object))


def _settled(term: Any, parts: Sequence[_Part], known: Known) -> int:
    name = name_of(term)
    if name is None:
        return 1_000_002
    if name in known:
        return 1_000_001
    return max((part.size for part in parts if name in part.relation.columns), default=0)


def _with_path(made: Translation, parts: Sequence[_Part], one: Triple, known: Known) -> list[_Part]:
    """The parts, those that a path touches joined by its pairs."""
    names = {name_of(one.subject), name_of(one.object)}
    touched = [part for part in parts if names & part.relation.columns.keys()]
    pairs = pathways.pairs(made, one.predicate, _seeds(made, parts, one, known))
    places = _Places(made, known)
    ends = [(one.subject, "p.s"), (one.object, "p.o")]
    found = _crossed(made, touched, places, [f"{pairs} p"], ends)
    size = sum(part.size for part in touched) + 1
    return [*(part for part in parts if part not in touched), _Part(found, size)]


def _crossed(
    made: Translation,
    parts: Sequence[_Part],
    places: _Places,
    more: Sequence[str],
    ends: Sequence[tuple[Any, str]] = (),
) -> Relation:
    """The parts side by side, with other sources that are tied to them at those ends."""
    sources = []
    for number, part in enumerate(parts):
        sources.append(f"{part.relation.name} a{number}")
        for variable in part.relation.columns:
            places.columns[variable] = f"a{number}.{made.column(variable)}"
    for term, place in ends:
        places.put(term, place)
    return places.relation([*sources, *more])


def _seeds(made: Translation, parts: Sequence[_Part], one: Triple, known: Known) -> pathways.Seeds | None:
    """The values of the end of a path that is settled best; None when neither is."""
    backwards = _settled(one.object, parts, known) >= _settled(one.subject, parts, known)
    term = one.object if backwards else one.subject
    name = name_of(term)
    if name is None:
        return pathways.Seeds(made.values(["x"], [[codes.of_rdflib(term)]]), backwards)
    if name in known:
        return pathways.Seeds(made.values(["x"], [[code] for code in known[name]]), backwards)
    holder = next((part.relation.name for part in parts if name in part.relation.columns), None)
    if holder is None:
        return None
    return pathways.Seeds(made.step(f"SELECT DISTINCT {made.column(name)} AS x FROM {holder}"), backwards)
