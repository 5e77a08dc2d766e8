"""The functions on coded terms (`kg.columnar.codes`) that both engines are given before any question.

They follow SPARQL's errors by being NULL: the logic of `AND`, `OR` and `NOT` is then the same in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.columnar.codes import BOOLEAN, INTEGER, NUMERIC, XSD
from kg.columnar.dialect import Dialect


class Function(NamedTuple):
    """A function: its parameters, their types and the result's, and what it gives."""

    name: str
    parameters: str
    types: str
    body: str


def definitions(dialect: Dialect) -> list[str]:
    """The statements that define the functions, in an order in which each knows those it uses."""
    return [
        dialect.function(one.name, one.parameters.split(), one.types.split(), one.body) for one in _FUNCTIONS
    ]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


_BY_TEXT = ("", BOOLEAN, *(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth", "time")))
"""Types whose values are in the order of their texts (of dates: in one time zone, years of four digits)."""
_IS_LITERAL = "left(t, 1) = '\"'"
_NUMBERS = "kg_num(a) IS NOT NULL AND kg_num(b) IS NOT NULL"
_ALIKE = f"kg_type(a) = kg_type(b) AND (kg_type(a) IN ({_listed(_BY_TEXT)}) OR left(kg_type(a), 1) = '@')"
_FUNCTIONS = (
    Function(  # '' of a string, '@en' of a text in a language, none of a node
        "kg_type",
        "t",
        "STRING STRING",
        f"CASE WHEN {_IS_LITERAL} THEN substr(t, 2, instr(substr(t, 2), '\"') - 1) END",
    ),
    Function(
        "kg_lex",
        "t",
        "STRING STRING",
        f"CASE WHEN {_IS_LITERAL} THEN substr(t, instr(substr(t, 2), '\"') + 2) ELSE t END",
    ),
    Function(
        "kg_text",
        "t",
        "STRING STRING",
        "CASE WHEN kg_type(t) = '' OR left(kg_type(t), 1) = '@' THEN kg_lex(t) END",
    ),
    Function(
        "kg_num",
        "t",
        "STRING DOUBLE",
        f"CASE WHEN kg_type(t) IN ({_listed(NUMERIC)}) THEN TRY_CAST(kg_lex(t) AS DOUBLE) END",
    ),
    Function(
        "kg_bool",
        "b",
        "BOOLEAN STRING",
        f"""CASE WHEN b THEN '"{BOOLEAN}"true' WHEN NOT b THEN '"{BOOLEAN}"false' END""",
    ),
    Function("kg_int", "n", "BIGINT STRING", f"""'"{INTEGER}"' || CAST(n AS STRING)"""),
    Function(  # another text of the same type
        "kg_same_kind",
        "t text",
        "STRING STRING STRING",
        f"CASE WHEN {_IS_LITERAL} THEN '\"' || kg_type(t) || '\"' || text END",
    ),
    Function(
        "kg_true",
        "t",
        "STRING BOOLEAN",
        f"CASE WHEN kg_type(t) = '{BOOLEAN}' THEN kg_lex(t) = 'true'"
        " WHEN kg_text(t) IS NOT NULL THEN kg_lex(t) <> ''"
        f" WHEN kg_type(t) IN ({_listed(NUMERIC)}) THEN COALESCE(kg_num(t), 0) <> 0 END",
    ),
    Function(
        "kg_same",
        "a b",
        "STRING STRING BOOLEAN",
        f"CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN a = b THEN TRUE"
        f" WHEN {_NUMBERS} THEN kg_num(a) = kg_num(b) ELSE FALSE END",
    ),
    Function(
        "kg_less",
        "a b",
        "STRING STRING BOOLEAN",
        f"CASE WHEN {_NUMBERS} THEN kg_num(a) < kg_num(b) WHEN {_ALIKE} THEN kg_lex(a) < kg_lex(b) END",
    ),
    Function(
        "kg_most",
        "a b",
        "STRING STRING BOOLEAN",
        f"CASE WHEN {_NUMBERS} THEN kg_num(a) <= kg_num(b) WHEN {_ALIKE} THEN kg_lex(a) <= kg_lex(b) END",
    ),
    Function(  # nothing comes before blank nodes, these before IRIs, these before literals
        "kg_rank",
        "t",
        "STRING INT",
        f"CASE WHEN t IS NULL THEN 0 WHEN left(t, 2) = '_:' THEN 1 WHEN {_IS_LITERAL} THEN 3 ELSE 2 END",
    ),
    Function("kg_word", "t", "STRING STRING", "CASE WHEN kg_num(t) IS NULL THEN kg_lex(t) END"),
)
