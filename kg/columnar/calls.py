"""The functions of SPARQL, and its arithmetic, as SQL over coded terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kg.columnar import codes
from kg.columnar.expressions import NOTHING, TERM, TEXT, TRUTH, WHOLE, Scope, Value
from kg.columnar.translation import outside

ValueOf = Callable[[Scope, Any], Value]
_FLAGS = frozenset("ims")


def called(scope: Scope, node: Any, value_of: ValueOf) -> Value:
    """A call of a function in SQL. Raises UsageError for a function that is not written for."""
    name = getattr(node, "name", type(node).__name__)
    if name in _SPECIAL:
        return _SPECIAL[name](scope, node, value_of)
    if name in _OF_ONE:
        return _OF_ONE[name](value_of(scope, node.arg))
    if name in _OF_TWO:
        return _OF_TWO[name](value_of(scope, node.arg1), value_of(scope, node.arg2))
    said = str(getattr(node, "iri", "")) if name == "Function" else name.removeprefix("Builtin_")
    raise outside(f"{said} in an expression")


def _bound(scope: Scope, node: Any, value_of: ValueOf) -> Value:
    name = str(node.arg)
    if name not in scope.places:
        if name in scope.made.enclosing:
            raise outside(f"BOUND(?{name}) deep inside an EXISTS", "it comes from the group around")
        return Value("FALSE", TRUTH, True)
    place = scope.places[name]
    return Value("TRUE" if place.certain else f"({place.sql} IS NOT NULL)", TRUTH, True)


def _if(scope: Scope, node: Any, value_of: ValueOf) -> Value:
    test, yes, no = (value_of(scope, part) for part in (node.arg1, node.arg2, node.arg3))
    certain = test.certain and yes.certain and no.certain
    if yes.kind == no.kind:
        ways = f"WHEN {test.truth} THEN {yes.sql} WHEN NOT {test.truth} THEN {no.sql}"
        return Value(f"(CASE {ways} END)", yes.kind, certain)
    return Value(
        f"(CASE WHEN {test.truth} THEN {yes.term} WHEN NOT {test.truth} THEN {no.term} END)", TERM, certain
    )


def _coalesce(scope: Scope, node: Any, value_of: ValueOf) -> Value:
    values = [value for value in (value_of(scope, one) for one in node.arg) if value is not NOTHING]
    if not values:
        return NOTHING
    return Value(
        f"COALESCE({', '.join(value.term for value in values)})", TERM, any(v.certain for v in values)
    )


def _concat(scope: Scope, node: Any, value_of: ValueOf) -> Value:
    values = [value_of(scope, one) for one in node.arg]
    joined = " || ".join(value.text for value in values) or "''"
    return Value(f"({joined})", TEXT, all(value.kind == TEXT and value.certain for value in values))


def _regex(scope: Scope, node: Any, value_of: ValueOf) -> Value:
    pattern = _pattern(scope, node, value_of)
    return Value(f"({scope.made.dialect.matches(value_of(scope, node.text).text, pattern)})", TRUTH)


def _replace(scope: Scope, node: Any, value_of: ValueOf) -> Value:
    pattern = _pattern(scope, node, value_of)
    template = value_of(scope, node.replacement).constant
    if template is None or not template.startswith('""'):
        raise outside("REPLACE by a text that is computed")
    changed = value_of(scope, node.arg)
    return _like(changed, scope.made.dialect.replaced(changed.text, pattern, template[2:]))


def _pattern(scope: Scope, node: Any, value_of: ValueOf) -> str:
    """The regular expression, its flags within."""
    parts = [value_of(scope, part).constant for part in (node.pattern, node.flags) if part is not None]
    texts = [part[2:] for part in parts if part is not None and part.startswith('""')]
    if len(texts) < len(parts):
        raise outside("a regular expression that is computed")
    flags = texts[1] if texts[1:] else ""
    if not _FLAGS.issuperset(flags):
        raise outside(f"the flags {flags!r} of a regular expression", "i, m and s are")
    return f"(?{flags}){texts[0]}" if flags else texts[0]


def _like(value: Value, sql: str) -> Value:
    """A text made of another: in its language."""
    if value.kind == TEXT:
        return Value(sql, TEXT, value.certain)
    return Value(f"kg_same_kind({value.term}, {sql})")


def _substr(scope: Scope, node: Any, value_of: ValueOf) -> Value:
    text, start = value_of(scope, node.arg), value_of(scope, node.start)
    first = f"CAST({start.number} AS BIGINT)"
    if node.length is None:
        return _like(text, f"substr({text.text}, greatest({first}, 1))")
    count = f"CAST({value_of(scope, node.length).number} AS BIGINT)"
    end = f"greatest({first} + {count} - greatest({first}, 1), 0)"
    return _like(text, f"substr({text.text}, greatest({first}, 1), {end})")


def _after(text: Value, mark: Value) -> Value:
    found = f"instr({text.text}, {mark.text})"
    rest = f"substr({text.text}, {found} + length({mark.text}))"
    return _cut(text, found, rest)


def _before(text: Value, mark: Value) -> Value:
    found = f"instr({text.text}, {mark.text})"
    return _cut(text, found, f"left({text.text}, {found} - 1)")


def _cut(text: Value, found: str, rest: str) -> Value:
    """What stands behind or before a mark; the empty string where there is none."""
    if text.kind == TEXT:
        return Value(f"(CASE WHEN {found} > 0 THEN {rest} WHEN {found} = 0 THEN '' END)", TEXT, False)
    kept = _like(text, rest).sql
    return Value(f"(CASE WHEN {found} > 0 THEN {kept} WHEN {found} = 0 THEN '\"\"' END)")


def _tests(function: str) -> Callable[[Value, Value], Value]:
    return lambda text, part: Value(f"{function}({text.text}, {part.text})", TRUTH)


def _starts(text: Value, part: Value) -> Value:
    return Value(f"(left({text.text}, CAST(length({part.text}) AS INT)) = {part.text})", TRUTH)


def _ends(text: Value, part: Value) -> Value:
    return Value(f"(right({text.text}, CAST(length({part.text}) AS INT)) = {part.text})", TRUTH)


def _speaks(language: Value, wanted: Value) -> Value:
    tag, range_ = f"lower({language.text})", f"lower({wanted.text})"
    inside = f"left({tag}, CAST(length({range_}) + 1 AS INT)) = {range_} || '-'"
    return Value(f"({range_} = '*' AND {tag} <> '' OR {tag} = {range_} OR {inside})", TRUTH)


def _language(value: Value) -> Value:
    kind = f"kg_type({value.term})"
    return Value(
        f"(CASE WHEN left({kind}, 1) = '@' THEN substr({kind}, 2) WHEN {kind} IS NOT NULL THEN '' END)", TEXT
    )


def _datatype(value: Value) -> Value:
    kind, spoken = f"kg_type({value.term})", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
    return Value(
        f"(CASE WHEN {kind} = '' THEN '{codes.STRING}' WHEN left({kind}, 1) = '@' THEN '{spoken}'"
        f" ELSE {kind} END)"
    )


def _node(value: Value) -> Value:
    return Value(value.lexical, TERM, value.certain)


def _is(ranks: str) -> Callable[[Value], Value]:
    return lambda value: Value(
        f"(CASE WHEN {value.term} IS NOT NULL THEN kg_rank({value.term}) IN ({ranks}) END)", TRUTH
    )


def _part_of_date(first: int, count: int) -> Callable[[Value], Value]:
    def part(value: Value) -> Value:
        sql = f"substr({value.lexical}, {first}, {count})"
        dated = f"kg_type({value.term}) IN ('{codes.XSD}date', '{codes.XSD}dateTime')"
        return Value(f"(CASE WHEN {dated} THEN TRY_CAST({sql} AS BIGINT) END)", WHOLE)

    return part


_SPECIAL: Mapping[str, Callable[[Scope, Any, ValueOf], Value]] = {
    "Builtin_BOUND": _bound,
    "Builtin_IF": _if,
    "Builtin_COALESCE": _coalesce,
    "Builtin_CONCAT": _concat,
    "Builtin_REGEX": _regex,
    "Builtin_REPLACE": _replace,
    "Builtin_SUBSTR": _substr,
}
_OF_ONE: Mapping[str, Callable[[Value], Value]] = {
    "Builtin_STR": lambda value: Value(value.lexical, TEXT, value.certain),
    "Builtin_LCASE": lambda value: _like(value, f"lower({value.text})"),
    "Builtin_UCASE": lambda value: _like(value, f"upper({value.text})"),
    "Builtin_STRLEN": lambda value: Value(
        f"length({value.text})", WHOLE, value.kind == TEXT and value.certain
    ),
    "Builtin_LANG": _language,
    "Builtin_DATATYPE": _datatype,
    "Builtin_IRI": _node,
    "Builtin_URI": _node,
    "Builtin_isIRI": _is("2"),
    "Builtin_isURI": _is("2"),
    "Builtin_isBLANK": _is("1"),
    "Builtin_isLITERAL": _is("3"),
    "Builtin_isNUMERIC": lambda v: Value(
        f"(CASE WHEN {v.term} IS NOT NULL THEN {v.number} IS NOT NULL END)", TRUTH
    ),
    "Builtin_YEAR": _part_of_date(1, 4),
    "Builtin_MONTH": _part_of_date(6, 2),
    "Builtin_DAY": _part_of_date(9, 2),
}
_OF_TWO: Mapping[str, Callable[[Value, Value], Value]] = {
    "Builtin_CONTAINS": _tests("contains"),
    "Builtin_STRSTARTS": _starts,
    "Builtin_STRENDS": _ends,
    "Builtin_STRAFTER": _after,
    "Builtin_STRBEFORE": _before,
    "Builtin_LANGMATCHES": _speaks,
    "Builtin_sameTerm": lambda one, two: Value(
        f"({one.term} = {two.term})", TRUTH, one.certain and two.certain
    ),
}
