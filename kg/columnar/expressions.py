"""Values in expressions: what kind of SQL they are, and how one kind becomes another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kg.columnar.plan import Relation
from kg.columnar.translation import Known, Translation

TERM, TRUTH, TEXT, WHOLE = "term", "truth", "text", "whole"
"""Kinds: a coded term, a truth value, a string without language, a whole number."""


class Value(NamedTuple):
    """An expression in SQL; NULL where SPARQL has an error or nothing."""

    sql: str
    kind: str = TERM
    certain: bool = False
    """True when it is never NULL."""
    constant: str | None = None
    """The coded term of a constant."""

    @property
    def term(self) -> str:
        """As a coded term."""
        if self.kind == TRUTH:
            return f"kg_bool({self.sql})"
        if self.kind == WHOLE:
            return f"kg_int({self.sql})"
        return f"('\"\"' || {self.sql})" if self.kind == TEXT else self.sql

    @property
    def truth(self) -> str:
        """As a truth value."""
        if self.kind == TRUTH:
            return self.sql
        if self.kind == WHOLE:
            return f"({self.sql} <> 0)"
        return f"({self.sql} <> '')" if self.kind == TEXT else f"kg_true({self.sql})"

    @property
    def text(self) -> str:
        """As a text, of literals that are texts only."""
        return self.sql if self.kind == TEXT else f"kg_text({self.term})"

    @property
    def lexical(self) -> str:
        """As what STR gives of it."""
        return self.sql if self.kind == TEXT else f"kg_lex({self.term})"

    @property
    def number(self) -> str:
        """As a number."""
        return self.sql if self.kind == WHOLE else f"kg_num({self.term})"


class Place(NamedTuple):
    """Where a variable stands, and whether it has a value in every row."""

    sql: str
    certain: bool


class Scope(NamedTuple):
    """The variables that an expression sees."""

    made: Translation
    places: Mapping[str, Place]
    known: Known
    relation: Relation
    """The relation whose columns these are."""

    @classmethod
    def of(cls, made: Translation, relation: Relation, alias: str, known: Known) -> Scope:
        """The variables of a relation."""
        places = {
            name: Place(f"{alias}.{made.column(name)}", sure) for name, sure in relation.columns.items()
        }
        return cls(made, places, known, relation)


NOTHING = Value("CAST(NULL AS STRING)")
"""A variable that has no value anywhere."""


def variables_in(node: Any) -> set[str]:
    """The variables of an expression, those within its EXISTS, too."""
    return set(_variables(node))


def _variables(node: Any) -> Iterator[str]:
    import rdflib

    if isinstance(node, rdflib.Variable):
        yield str(node)
    elif isinstance(node, dict):
        for key in node:
            if key != "_vars":  # by attribute: rdflib keeps the group of an EXISTS as read among the items
                yield from _variables(getattr(node, key, node[key]))
    elif isinstance(node, list | tuple | set | frozenset):
        for part in node:
            yield from _variables(part)
