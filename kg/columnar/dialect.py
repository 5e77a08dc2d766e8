"""Where the SQL of DuckDB and of Spark differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

_PLAIN = re.compile(r"[^A-Za-z0-9 :/#._,;=+()\[\]{}<>@!?*&|~^\"-]")


class Dialect(Protocol):
    """What of the SQL depends on the engine."""

    name: str

    def quoted(self, text: str) -> str:
        """The text as a literal of SQL: no text can end it."""

    def function(self, name: str, parameters: Sequence[str], types: Sequence[str], body: str) -> str:
        """The statement that defines a function; the last of the types is the result's."""

    def joined(self, value: str, separator: str, order: str) -> str:
        """The texts of a group, one behind the other in that order."""

    def matches(self, text: str, pattern: str) -> str:
        """Whether a regular expression is found in the text."""

    def replaced(self, text: str, pattern: str, template: str) -> str:
        """The text with all matches replaced by SPARQL's template (`$1`)."""

    def record(self, **parts: str) -> str:
        """The parts as one value, which is ordered by them."""


class DuckDialect:
    """DuckDB's SQL."""

    name = "duckdb"

    def quoted(self, text: str) -> str:
        """Only the apostrophe and the NUL character mean anything in a text.

        >>> print(DuckDialect().quoted("it's"))
        'it''s'
        """
        pieces = ["'" + piece.replace("'", "''") + "'" for piece in text.split("\0")]
        return pieces[0] if len(pieces) == 1 else f"({' || chr(0) || '.join(pieces)})"

    def function(self, name: str, parameters: Sequence[str], types: Sequence[str], body: str) -> str:
        """A macro."""
        return f"CREATE OR REPLACE TEMP MACRO {name}({', '.join(parameters)}) AS ({body})"

    def joined(self, value: str, separator: str, order: str) -> str:
        """The aggregate with its order inside."""
        return f"string_agg({value}, {separator} ORDER BY {order})"

    def matches(self, text: str, pattern: str) -> str:
        """By RE2."""
        return f"regexp_matches({text}, {self.quoted(pattern)})"

    def replaced(self, text: str, pattern: str, template: str) -> str:
        r"""By RE2, whose templates say `\1`."""
        ours = re.sub(r"\\(.)|\$(\d)", lambda m: f"\\{m[2]}" if m[2] else _doubled(m[1]), template)
        return f"regexp_replace({text}, {self.quoted(pattern)}, {self.quoted(ours)}, 'g')"

    def record(self, **parts: str) -> str:
        """A struct."""
        return "{" + ", ".join(f"'{name}': {part}" for name, part in parts.items()) + "}"


class SparkDialect:
    """Spark's SQL."""

    name = "spark"

    def quoted(self, text: str) -> str:
        r"""Any sign that might mean something is written as its code, also `$`, which starts a variable.

        >>> print(SparkDialect().quoted("it's"))
        'it\u0027s'
        """
        return "'" + _PLAIN.sub(lambda sign: _escape(sign[0]), text) + "'"

    def function(self, name: str, parameters: Sequence[str], types: Sequence[str], body: str) -> str:
        """A function in SQL."""
        typed = ", ".join(f"{one} {type_}" for one, type_ in zip(parameters, types, strict=False))
        return f"CREATE OR REPLACE TEMPORARY FUNCTION {name}({typed}) RETURNS {types[-1]} RETURN {body}"

    def joined(self, value: str, separator: str, order: str) -> str:
        """The aggregate with its order behind."""
        return f"listagg({value}, {separator}) WITHIN GROUP (ORDER BY {order})"

    def matches(self, text: str, pattern: str) -> str:
        """By Java's regular expressions."""
        return f"{text} RLIKE {self.quoted(pattern)}"

    def replaced(self, text: str, pattern: str, template: str) -> str:
        """By Java's regular expressions, whose templates are SPARQL's."""
        return f"regexp_replace({text}, {self.quoted(pattern)}, {self.quoted(template)})"

    def record(self, **parts: str) -> str:
        """A struct."""
        return "named_struct(" + ", ".join(f"'{name}', {part}" for name, part in parts.items()) + ")"


def _doubled(sign: str) -> str:
    return "\\\\" if sign == "\\" else sign


def _escape(sign: str) -> str:
    code = ord(sign)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
