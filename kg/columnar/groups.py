"""Groups of patterns as relations: joins, OPTIONAL, UNION, MINUS, FILTER, BIND, VALUES, GRAPH.

A variable without a value is NULL. Two rows fit together when they agree on every variable to which both give
a value; where a variable has one in every row of both sides, which is the rule, that is plain equality.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.columnar import codes, conditions
from kg.columnar.expressions import Scope
from kg.columnar.plan import UNIT, Relation
from kg.columnar.translation import Known, Translation

_MOST_KNOWN = 1_000
"""Values of a variable that are put into patterns."""


def settled(node: Any) -> Known:
    """The values that VALUES blocks of a group give to variables, which hold for all of the group."""
    if node.name in {"Filter", "Extend"}:
        return settled(node.p)
    if node.name in {"LeftJoin", "Minus"}:
        return settled(node.p1)
    if node.name == "Join":
        return {**settled(node.p2), **settled(node.p1)}
    if node.name != "ToMultiSet" or node.p.name != "values":
        return {}
    rows = _rows(node.p)
    return {
        variable: tuple(dict.fromkeys(row[variable] for row in rows))
        for variable in _variables(rows)
        if len(rows) <= _MOST_KNOWN and all(variable in row for row in rows)
    }


def _rows(values: Any) -> list[dict[str, str]]:
    return [
        {
            str(name): codes.of_rdflib(term)
            for name, term in row.items()
            if str(term) != "UNDEF" or _is_term(term)
        }
        for row in values.res
    ]


def _is_term(value: Any) -> bool:
    """False for the text by which rdflib says that there is no value."""
    return hasattr(value, "n3")


def _variables(rows: Iterable[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def multiset(made: Translation, node: Any, known: Known) -> Relation:
    """The relation of a VALUES block or of a sub-select."""
    if node.p.name != "values":
        with made.within(enclosing=frozenset()):
            return made.of(node.p, known)
    rows = _rows(node.p)
    variables = list(dict.fromkeys(str(name) for row in node.p.res for name in row))
    if not variables:
        return made.relation(f"SELECT 1 AS {UNIT}", {})
    step = made.values(
        [made.column(name) for name in variables], [[row.get(v) for v in variables] for row in rows]
    )
    return Relation(step, {name: all(name in row for row in rows) for name in variables})


def graph(made: Translation, node: Any, known: Known) -> Relation:
    """The relation of what stands in GRAPH: every pattern of one named graph."""
    with made.within(graph=node.term):
        return made.of(node.p, known)


def join(made: Translation, node: Any, known: Known) -> Relation:
    """The relation of two parts that must both fit."""
    both = {**known, **settled(node)}
    left, right = made.of(node.p1, both), made.of(node.p2, both)
    if _is_unit(node.p1):
        return right
    if _is_unit(node.p2):
        return left
    fit = conditions.fitting(made, left, right, "a", "b")
    columns = {
        **left.columns,
        **{name: sure for name, sure in right.columns.items() if not left.columns.get(name)},
    }
    listed = ", ".join(conditions.merged(made, left, right)) or f"1 AS {UNIT}"
    on = f"JOIN {right.name} b ON {fit}" if fit else f"CROSS JOIN {right.name} b"
    return made.relation(f"SELECT {listed} FROM {left.name} a {on}", columns)


def _is_unit(node: Any) -> bool:
    return bool(node.name == "BGP" and not node.triples)


def optional(made: Translation, node: Any, known: Known) -> Relation:
    """The relation of the left part, with what fits of the right."""
    left = made.of(node.p1, known)
    right = made.of(node.p2, _sure({**known, **settled(node.p1)}, left))
    condition = getattr(node, "expr", None)
    if condition is not None and getattr(condition, "name", "") != "TrueFilter":
        return _optional_if(made, left, right, condition, {**known, **settled(node.p1)})
    fit = conditions.fitting(made, left, right, "a", "b") or "TRUE"
    listed = ", ".join(conditions.merged(made, left, right)) or f"1 AS {UNIT}"
    columns = {**dict.fromkeys(right.columns, False), **left.columns}
    return made.relation(f"SELECT {listed} FROM {left.name} a LEFT JOIN {right.name} b ON {fit}", columns)


def _sure(known: Known, left: Relation) -> Known:
    """The known values that may be used to the right of OPTIONAL and MINUS: of what the left part settles."""
    return {name: values for name, values in known.items() if left.columns.get(name)}


def _optional_if(
    made: Translation, left: Relation, right: Relation, condition: Any, known: Known
) -> Relation:
    """OPTIONAL with a filter that may look at both sides.

    The condition is tried on pairs beforehand, so that the left join itself is by equality, whatever it says.
    """
    good, marks = conditions.paired(made, left, right, [condition], known)
    same = " AND ".join(
        f"a.{made.column(name)} {'=' if left.columns[name] else 'IS NOT DISTINCT FROM'} b.{mark}"
        for name, mark in marks.items()
    )
    chosen = ", ".join(conditions.merged(made, left, good)) or f"1 AS {UNIT}"
    sql = f"SELECT {chosen} FROM {left.name} a LEFT JOIN {good.name} b ON {same or 'TRUE'}"
    return made.relation(sql, {**dict.fromkeys(right.columns, False), **left.columns})


def union(made: Translation, node: Any, known: Known) -> Relation:
    """The relation of the rows of either part."""
    parts = [made.of(node.p1, known), made.of(node.p2, known)]
    names = list(dict.fromkeys(name for part in parts for name in part.columns))
    each = [f"SELECT {_listed(made, part, names)} FROM {part.name}" for part in parts]
    columns = {name: all(part.columns.get(name, False) for part in parts) for name in names}
    return made.relation(" UNION ALL ".join(each), columns)


def _listed(made: Translation, part: Relation, names: Sequence[str]) -> str:
    cells = [
        made.column(name) if name in part.columns else f"CAST(NULL AS STRING) AS {made.column(name)}"
        for name in names
    ]
    return ", ".join(cells) or f"1 AS {UNIT}"


def minus(made: Translation, node: Any, known: Known) -> Relation:
    """The relation of the rows of the left part that nothing of the right fits to."""
    left = made.of(node.p1, known)
    right = made.of(node.p2, _sure({**known, **settled(node.p1)}, left))
    shared = [name for name in left.columns if name in right.columns]
    if not shared:
        return left
    fit = conditions.fitting(made, left, right, "a", "b")
    if not any(left.columns[name] and right.columns[name] for name in shared):
        pairs = (f"(a.{made.column(n)} IS NOT NULL AND b.{made.column(n)} IS NOT NULL)" for n in shared)
        fit = f"{fit} AND ({' OR '.join(pairs)})"
    inner = f"SELECT 1 FROM {right.name} b WHERE {fit}"
    listed = ", ".join(made.selected(left, "a"))
    return made.relation(f"SELECT {listed} FROM {left.name} a WHERE NOT EXISTS ({inner})", left.columns, left)


def filtered(made: Translation, node: Any, known: Known) -> Relation:
    """The relation of the rows for which a condition holds."""
    found = made.of(node.p, known)
    scope = Scope.of(made, found, "a", _sure({**known, **settled(node.p)}, found))
    test = conditions.tested(scope, node.expr)
    if test == "TRUE":
        return found
    listed = ", ".join(made.selected(found, "a")) or f"1 AS {UNIT}"
    return made.relation(f"SELECT {listed} FROM {found.name} a WHERE {test}", found.columns, found)


def extended(made: Translation, node: Any, known: Known) -> Relation:
    """The relation with a column that is computed."""
    found, name = made.of(node.p, known), str(node.var)
    value = conditions.value_of(
        Scope.of(made, found, "a", _sure({**known, **settled(node.p)}, found)), node.expr
    )
    listed = ", ".join([*made.selected(found, "a", [name]), f"{value.term} AS {made.column(name)}"])
    columns = {**found.columns, name: value.certain}
    return made.relation(f"SELECT {listed} FROM {found.name} a", columns, found)
