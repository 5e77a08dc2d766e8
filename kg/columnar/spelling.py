"""Literals of the tables, spelt as Oxigraph spells them, so that an answer has the same cells.

A table holds the text as the builder wrote it (`86.0`), a store the value (`86`). The few literals that a
store spells otherwise are looked up once, by the engine itself, and the quads are read with its spelling.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph

from kg.columnar import codes
from kg.columnar.dialect import Dialect

TABLE = "spelling"
"""The table with the code that stands in the tables (raw) and the store's (code)."""
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_CANONICAL = {
    "integer": "0|-?[1-9][0-9]{0,17}",
    "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "gYearMonth": "[0-9]{4}-[0-9]{2}",
    "gYear": "[0-9]{4}",
    "boolean": "true|false",
}
"""Datatype -> texts that a store spells in no other way."""


def raw(dialect: Dialect) -> str:
    """The SQL of the code of the object, as the tables spell it."""
    kind = (
        "CASE WHEN language IS NOT NULL THEN '@' || language"
        f" WHEN datatype = {dialect.quoted(codes.STRING)} THEN '' ELSE COALESCE(datatype, '') END"
    )
    return f"CASE WHEN kind = 'literal' THEN '\"' || {kind} || '\"' || object ELSE object END"


def doubtful(dialect: Dialect) -> str:
    """The select of the literals that a store might spell otherwise."""
    plain = [f"datatype IN ('{codes.STRING}', '{_LANG_STRING}')", "datatype IS NULL"]
    for name, pattern in _CANONICAL.items():
        plain.append(f"datatype = '{codes.XSD}{name}' AND {dialect.matches('object', f'^({pattern})$')}")
    known = f"language IS NULL AND ({' OR '.join(f'({one})' for one in plain)}) OR language = lower(language)"
    kept = f"kind = 'literal' AND NOT COALESCE({known}, FALSE)"
    return f"SELECT DISTINCT {raw(dialect)} AS raw FROM stored WHERE {kept}"


def spelt_otherwise(found: Iterable[str]) -> list[tuple[str, str]]:
    """The codes that a store spells otherwise, with its own."""
    pairs = []
    for one in found:
        literal = codes.decoded(one)
        if isinstance(literal, pyoxigraph.Literal):
            kept = codes.spelt([literal]).get(literal, literal)
            if (code := codes.coded(kept)) != one:
                pairs.append((one, code))
    return sorted(pairs)


def quads(dialect: Dialect, *, any_otherwise: bool) -> str:
    """The select of the quads that plans are over: s, p, o and g, as codes."""
    if not any_otherwise:
        return f"SELECT subject AS s, predicate AS p, {raw(dialect)} AS o, graph AS g FROM stored"
    columns = "q.s, q.p, COALESCE(w.code, q.o) AS o, q.g"
    return (
        f"SELECT {columns} FROM ({quads(dialect, any_otherwise=False)}) q LEFT JOIN {TABLE} w ON q.o = w.raw"
    )
