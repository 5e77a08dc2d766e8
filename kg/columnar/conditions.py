"""Expressions as SQL: logic, comparison, EXISTS; the functions are in `kg.columnar.calls`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from kg.columnar import calls, codes
from kg.columnar.expressions import NOTHING, TERM, TEXT, TRUTH, WHOLE, Scope, Value, variables_in
from kg.columnar.plan import UNIT, Relation
from kg.columnar.translation import Known, Translation, outside

_MOST_OPEN = 4
"""Variables that may be without value on both sides of an EXISTS."""


def fitting(made: Translation, left: Relation, right: Relation, a: str, b: str) -> str:
    """The condition under which rows of two relations agree; '' when they share no variable."""
    tests = []
    for name in left.columns:
        if name in right.columns:
            column = made.column(name)
            either = [f"{a}.{column} = {b}.{column}"]
            either += [f"{a}.{column} IS NULL"] * (not left.columns[name])
            either += [f"{b}.{column} IS NULL"] * (not right.columns[name])
            tests.append(f"({' OR '.join(either)})" if either[1:] else either[0])
    return " AND ".join(tests)


def merged(made: Translation, left: Relation, right: Relation) -> list[str]:
    """The select list of two relations that are joined."""
    listed = []
    for name in (*left.columns, *(name for name in right.columns if name not in left.columns)):
        column = made.column(name)
        if name not in right.columns or left.columns.get(name):
            listed.append(f"a.{column}")
        elif name not in left.columns:
            listed.append(f"b.{column}")
        else:
            listed.append(f"COALESCE(a.{column}, b.{column}) AS {column}")
    return listed


def paired(
    made: Translation, left: Relation, right: Relation, tests: Sequence[Any], known: Known
) -> tuple[Relation, dict[str, str]]:
    """The rows of the right with what they need of the left, for which the tests hold.

    Beside them stands in columns of its own (variable -> column) which row of the left they are for.
    """
    wanted = set(right.columns).union(*map(variables_in, tests))
    needed = [name for name in left.columns if name in wanted]
    marks = {name: f"m_{made.column(name)}" for name in needed}
    pick = ", ".join(made.column(name) for name in needed) or f"1 AS {UNIT}"
    some = Relation(
        made.step(f"SELECT DISTINCT {pick} FROM {left.name}"), {name: left.columns[name] for name in needed}
    )
    fit = fitting(made, some, right, "a", "b") or "TRUE"
    marked = [f"a.{made.column(name)} AS {mark}" for name, mark in marks.items()]
    listed = ", ".join([*merged(made, some, right), *marked]) or f"1 AS {UNIT}"
    step = made.step(f"SELECT {listed} FROM {some.name} a JOIN {right.name} b ON {fit}")
    sure = {name: left.columns[name] or right.columns.get(name, False) for name in needed}
    pairs = Relation(step, {**right.columns, **sure})
    scope = Scope.of(made, pairs, "a", known)
    held = " AND ".join(tested(scope, one) for one in tests)
    return Relation(made.step(f"SELECT a.* FROM {step} a WHERE {held}"), pairs.columns), marks


def tested(scope: Scope, node: Any) -> str:
    """The condition of a filter in SQL."""
    return value_of(scope, node).truth


def value_of(scope: Scope, node: Any) -> Value:
    """An expression in SQL. Raises UsageError for one that SQL is not written for."""
    import rdflib

    if isinstance(node, rdflib.Variable):
        return _variable(scope, str(node))
    if isinstance(node, rdflib.URIRef | rdflib.Literal):
        return constant(scope.made, codes.of_rdflib(node))
    name = getattr(node, "name", "")
    if name in _LOGIC:
        return _LOGIC[name](scope, node)
    return calls.called(scope, node, value_of)


def constant(made: Translation, code: str) -> Value:
    """A constant term; a string is known to be one."""
    if code.startswith('""'):
        return Value(made.quoted(code[2:]), TEXT, True, code)
    if code in {f'"{codes.BOOLEAN}"true', f'"{codes.BOOLEAN}"false'}:
        return Value("TRUE" if code.endswith("true") else "FALSE", TRUTH, True, code)
    return Value(made.quoted(code), TERM, True, code)


def _variable(scope: Scope, name: str) -> Value:
    if name in scope.places:
        return Value(scope.places[name].sql, TERM, scope.places[name].certain)
    if name in scope.made.enclosing:
        raise outside(f"a use of ?{name} deep inside an EXISTS", "it comes from the group around")
    return NOTHING


def _any(scope: Scope, node: Any) -> Value:
    return _combined(scope, node, "OR", "TRUE", "FALSE")


def _all(scope: Scope, node: Any) -> Value:
    return _combined(scope, node, "AND", "FALSE", "TRUE")


def _combined(scope: Scope, node: Any, word: str, deciding: str, neutral: str) -> Value:
    """Conditions joined by a word; one that is decided beforehand spares the others."""
    left = []
    for part in (node.expr, *node.other):
        value = value_of(scope, part)
        if value.truth == deciding:
            return Value(deciding, TRUTH, True)
        if value.truth != neutral:
            left.append(value)
    if not left:
        return Value(neutral, TRUTH, True)
    sql = f" {word} ".join(value.truth for value in left)
    return Value(f"({sql})" if left[1:] else sql, TRUTH, all(value.certain for value in left))


def _not(scope: Scope, node: Any) -> Value:
    value = value_of(scope, node.expr)
    turned = {"TRUE": "FALSE", "FALSE": "TRUE"}
    return Value(turned.get(value.truth, f"(NOT {value.truth})"), TRUTH, value.certain)


def _related(scope: Scope, node: Any) -> Value:
    left = value_of(scope, node.expr)
    if node.op in {"IN", "NOT IN"}:
        each = [compared("=", left, value_of(scope, one)).truth for one in node.other]
        found = f"({' OR '.join(each)})" if each else "FALSE"
        return Value(f"(NOT {found})" if node.op == "NOT IN" else found, TRUTH)
    return compared(node.op, left, value_of(scope, node.other))


def compared(sign: str, left: Value, right: Value) -> Value:
    """Two values compared: as numbers, texts or terms, whichever they are known to be."""
    certain = left.certain and right.certain
    if sign in {"=", "!="}:
        same = _equal(left, right)
        return Value(same if sign == "=" else f"(NOT {same})", TRUTH, certain)
    if left.kind == right.kind == WHOLE:
        return Value(f"({left.sql} {sign} {right.sql})", TRUTH, certain)
    if left.kind == right.kind == TEXT:
        return Value(f"({left.sql} {sign} {right.sql})", TRUTH, certain)
    first, second = (left, right) if sign in {"<", "<="} else (right, left)
    function = "kg_less" if sign in {"<", ">"} else "kg_most"
    return Value(f"{function}({first.term}, {second.term})", TRUTH)


def _equal(left: Value, right: Value) -> str:
    if left.kind == right.kind and left.kind != TERM:
        return f"({left.sql} = {right.sql})"
    plain = any(one.kind == TEXT or _is_node(one.constant) for one in (left, right))
    if plain:  # only an equal term is equal to an IRI or a string
        return f"({left.term} = {right.term})"
    return f"kg_same({left.term}, {right.term})"


def _is_node(code: str | None) -> bool:
    return code is not None and not code.startswith('"')


def _exists(scope: Scope, node: Any) -> Value:
    return Value(_any_row(scope, node), TRUTH, True)


def _exists_not(scope: Scope, node: Any) -> Value:
    return Value(f"(NOT {_any_row(scope, node)})", TRUTH, True)


def _any_row(scope: Scope, node: Any) -> str:
    """EXISTS: whether the group has a row that agrees with the one it is asked for.

    Filters at the end of the group may look at the row, as SPARQL has it. They are tried beforehand, so that
    no subquery looks further out than at the row itself.
    """
    made = scope.made
    inner, late = _algebra(node), []
    with made.within(enclosing=made.enclosing | frozenset(scope.places)):
        while inner.name == "Filter" and _looks_out(inner, scope):
            late.append(inner.expr)
            inner = inner.p
        known = {name: scope.known[name] for name in scope.known if name in scope.places}
        found = made.of(inner, known)
        if late:
            good, marks = paired(made, scope.relation, found, late, scope.known)
    alias = made.alias()
    if not late:
        return _correlated(scope, found, alias)
    same = []
    for name, mark in marks.items():
        place = scope.places[name]
        same.append(f"{alias}.{mark} {'=' if place.certain else 'IS NOT DISTINCT FROM'} {place.sql}")
    return f"EXISTS (SELECT 1 FROM {good.name} {alias} WHERE {' AND '.join(same) or 'TRUE'})"


def _algebra(node: Any) -> Any:
    """The algebra of an EXISTS, which rdflib leaves as it was read where it is nested in a condition."""
    if node.graph.name == "GroupGraphPatternSub":
        from rdflib.plugins.sparql.algebra import translateGroupGraphPattern

        node.graph = translateGroupGraphPattern(node.graph)
    return node.graph


def _looks_out(node: Any, scope: Scope) -> bool:
    """True when the filter names a variable of the row that its own group does not find."""
    return bool((variables_in(node.expr) - variables_in(node.p)) & scope.places.keys())


def _correlated(scope: Scope, found: Relation, alias: str) -> str:
    """EXISTS by equality alone: a variable of the row that may be without value makes two cases."""
    shared = {name: place for name, place in scope.places.items() if name in found.columns}
    unsure = [name for name, place in shared.items() if not place.certain]
    if len(unsure) > _MOST_OPEN:
        raise outside("EXISTS over so many variables that may have no value")
    cases = []
    for bound in product((True, False), repeat=len(unsure)):
        held = dict(zip(unsure, bound, strict=True))
        when = [f"{shared[name].sql} IS {'NOT ' if has else ''}NULL" for name, has in held.items()]
        equal = [
            _agrees(place.sql, f"{alias}.{scope.made.column(name)}", found.columns[name])
            for name, place in shared.items()
            if held.get(name, True)
        ]
        where = f" WHERE {' AND '.join(equal)}" if equal else ""
        exists = f"EXISTS (SELECT 1 FROM {found.name} {alias}{where})"
        cases.append(f"({' AND '.join([*when, exists])})" if when else exists)
    return f"({' OR '.join(cases)})" if cases[1:] else cases[0]


def _agrees(outer: str, inner: str, certain: bool) -> str:
    return f"{inner} = {outer}" if certain else f"({inner} = {outer} OR {inner} IS NULL)"


_LOGIC = {
    "ConditionalOrExpression": _any,
    "ConditionalAndExpression": _all,
    "UnaryNot": _not,
    "RelationalExpression": _related,
    "Builtin_EXISTS": _exists,
    "Builtin_NOTEXISTS": _exists_not,
}
