"""SELECT's columns, DISTINCT, ORDER BY, LIMIT and OFFSET.

Order is kept beside the rows, in columns of its own, until the last select or a GROUP_CONCAT needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.columnar import conditions
from kg.columnar.expressions import Scope, variables_in
from kg.columnar.plan import UNIT, Key, Relation
from kg.columnar.translation import Known, Translation


def projected(made: Translation, node: Any, known: Known) -> Relation:
    """The relation with the chosen columns only."""
    wanted = [str(variable) for variable in node.PV]
    found = made.of(node.p, {name: known[name] for name in known if name in wanted})
    kept = {name: found.columns[name] for name in wanted if name in found.columns}
    gone = [name for name in found.columns if name not in kept]
    listed = ", ".join(made.selected(found, "a", gone)) or f"1 AS {UNIT}"
    return made.relation(f"SELECT {listed} FROM {found.name} a", kept, found)


def distinct(made: Translation, node: Any, known: Known) -> Relation:
    """The relation with each row once, in the place where it came first."""
    found = made.of(node.p, known)
    if found.ordered_by <= found.columns.keys():
        listed = ", ".join(made.selected(found, "a")) or f"1 AS {UNIT}"
        return made.relation(f"SELECT DISTINCT {listed} FROM {found.name} a", found.columns, found)
    columns = ", ".join(made.column(name) for name in found.columns) or f"1 AS {UNIT}"
    order = ", ".join(map(str, found.keys))
    numbered = made.step(f"SELECT *, row_number() OVER (ORDER BY {order}) AS place FROM {found.name}")
    grouped = f" GROUP BY {columns}" if found.columns else ""
    step = made.step(f"SELECT {columns}, min(place) AS place FROM {numbered}{grouped}")
    return Relation(step, found.columns, (Key("place", descending=False),), frozenset())


def ordered(made: Translation, node: Any, known: Known) -> Relation:
    """The relation with the columns that its rows are to be ordered by."""
    found = made.of(node.p, known)
    scope = Scope.of(made, found, "a", known)
    terms = [(conditions.value_of(scope, one.expr).term, one.order == "DESC") for one in node.expr]
    return _by(made, found, terms, frozenset(variables_in(node.expr)))


def _by(
    made: Translation, found: Relation, terms: Sequence[tuple[str, bool]], variables: frozenset[str]
) -> Relation:
    """The relation ordered by terms (in SQL, over alias a), the largest first where that is True."""
    keys, listed = [], [f"a.{made.column(name)}" for name in found.columns]
    for number, (term, descending) in enumerate(terms):
        parts = {"rank": f"kg_rank({term})", "num": f"kg_num({term})", "word": f"kg_word({term})"}
        for part, sql in (parts | {"type": _unless_number(f"kg_type({term})", term)}).items():
            keys.append(Key(f"k{number}_{part}", descending))
            listed.append(f"{sql} AS k{number}_{part}")
    step = made.step(f"SELECT {', '.join(listed) or f'1 AS {UNIT}'} FROM {found.name} a")
    return Relation(step, found.columns, tuple(keys), variables)


def _unless_number(sql: str, value: str) -> str:
    """Equal numbers are in no order, whatever their types."""
    return f"CASE WHEN kg_num({value}) IS NULL THEN {sql} END"


def cut(made: Translation, node: Any, known: Known) -> Relation:
    """The relation with some rows only: the first by their columns, where the query names no order.

    What is known outside must not change which these are.
    """
    found = made.of(node.p, {})
    if not found.keys:
        terms = [(f"a.{made.column(name)}", False) for name in found.columns]
        found = _by(made, found, terms, frozenset(found.columns))
    listed = ", ".join(made.selected(found, "a")) or f"1 AS {UNIT}"
    order = f" ORDER BY {', '.join(map(str, found.keys))}" if found.keys else ""
    limit = f" LIMIT {int(node.length)}" if node.length is not None else ""
    offset = f" OFFSET {int(node.start)}" if node.start else ""
    return made.relation(f"SELECT {listed} FROM {found.name} a{order}{limit}{offset}", found.columns, found)
