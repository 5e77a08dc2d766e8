"""GROUP BY and the aggregates."""

from __future__ import annotations

from typing import Any

from kg.columnar import codes, conditions
from kg.columnar.expressions import TEXT, Scope, Value
from kg.columnar.plan import UNIT, Relation
from kg.columnar.translation import Known, Translation, outside


def aggregated(made: Translation, node: Any, known: Known) -> Relation:
    """The relation of the groups: their variables, and what rdflib calls each aggregate."""
    group, keys = node.p, []
    made_of = group.p
    for one in group.expr or ():
        if not _is_variable(one):
            raise outside("GROUP BY an expression without a name", "write GROUP BY (… AS ?name)")
        keys.append(str(one))
    found = made.of(made_of, {name: known[name] for name in known if name in keys})
    scope = Scope.of(made, found, "a", {})
    columns = {name: found.columns[name] for name in keys if name in found.columns}
    listed = [f"a.{made.column(name)}" for name in columns]
    grouped = f" GROUP BY {', '.join(listed)}" if listed else ""
    for one in node.A:
        name = str(one.res)
        sql, columns[name] = _aggregate(scope, one, found, keys)
        listed.append(f"{sql} AS {made.column(name)}")
    sql = f"SELECT {', '.join(listed) or f'1 AS {UNIT}'} FROM {found.name} a{grouped}"
    return made.relation(sql, columns)


def _is_variable(node: Any) -> bool:
    import rdflib

    return isinstance(node, rdflib.Variable)


def _aggregate(scope: Scope, node: Any, found: Relation, keys: list[str]) -> tuple[str, bool]:
    """The aggregate as a coded term, and whether it has a value in every group."""
    name = node.name.removeprefix("Aggregate_")
    once = "DISTINCT " if node.distinct else ""
    if name == "Count" and str(node.vars) == "*":
        if once:
            raise outside("COUNT(DISTINCT *)")
        return "kg_int(count(*))", True
    if name == "Sample" and str(node.vars) in keys and _is_variable(node.vars):
        value = conditions.value_of(scope, node.vars)
        return value.term, value.certain
    value = conditions.value_of(scope, node.vars)
    if name == "Count":
        return f"kg_int(count({once}{value.term}))", True
    if name == "GroupConcat":
        return _joined(scope, node, value, found), value.kind == TEXT and value.certain
    if name == "Avg":
        raise outside("AVG", "SUM and COUNT are")
    if name == "Sum":
        return _summed(value, once), False
    return _first(scope, "max" if name == "Max" else "min", value), False


def _joined(scope: Scope, node: Any, value: Value, found: Relation) -> str:
    """GROUP_CONCAT: in the order of the rows where they have one, else of the texts."""
    if node.distinct:
        raise outside("GROUP_CONCAT(DISTINCT …)", "take the distinct rows in a sub-select")
    separator = " " if node.separator is None else str(node.separator)
    order = ", ".join(f"a.{key}" for key in found.keys) or f"{value.text} ASC NULLS FIRST"
    joined = scope.made.dialect.joined(value.text, scope.made.quoted(separator), order)
    kind = f"kg_type({value.term})"
    tag = f"CASE WHEN min({kind}) = max({kind}) THEN min({kind}) ELSE '' END"
    return _unless_wrong(value.text, f"'\"' || {tag} || '\"' || COALESCE({joined}, '')")


def _unless_wrong(part: str, sql: str) -> str:
    """The aggregate, unless a row of the group has no such value: then, as in the store, there is none."""
    return f"CASE WHEN count(*) = count({part}) THEN {sql} END"


def _summed(value: Value, once: str) -> str:
    """SUM: of whole numbers and decimals exactly (to eighteen places), else as double."""
    kind, whole, decimal = f"kg_type({value.term})", codes.INTEGER, f"{codes.XSD}decimal"
    exact = f"sum({once}TRY_CAST({value.lexical} AS DECIMAL(38, 18)))"
    text = f"regexp_replace(CAST(CAST({exact} AS DECIMAL(38, 18)) AS STRING), '[.]?0*$', '')"
    cases = [
        f"WHEN count(*) = 0 THEN '\"{whole}\"0'",
        f"WHEN min({kind}) = '{whole}' AND max({kind}) = '{whole}' THEN '\"{whole}\"' || {text}",
        f"WHEN count(CASE WHEN {kind} NOT IN ('{whole}', '{decimal}') THEN 1 END) = 0"
        f" THEN '\"{decimal}\"' || {text}",
    ]
    double = f"'\"{codes.XSD}double\"' || CAST(sum({once}{value.number}) AS STRING)"
    return _unless_wrong(value.number, f"CASE {' '.join(cases)} ELSE {double} END")


def _first(scope: Scope, function: str, value: Value) -> str:
    """MIN, MAX and SAMPLE (which gives the least): in SPARQL's order of terms."""
    if value.kind == TEXT:
        return _unless_wrong(value.sql, f"'\"\"' || {function}({value.sql})")
    term = value.term
    parts = {"rank": f"kg_rank({term})", "num": f"kg_num({term})", "word": f"kg_word({term})", "term": term}
    return _unless_wrong(term, f"({function}({scope.made.dialect.record(**parts)})).term")
