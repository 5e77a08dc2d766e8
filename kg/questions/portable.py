"""A query of ours as one that stands alone: standard SPARQL 1.1 for any server."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.ids import BASE, PREFIXES
from kg.questions.tokens import Token, tokens

_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")


def portable(text: str) -> str:
    """The query with the well-known prefixes it uses declared, and our BASE where it has relative IRIs.

    They stand on the first line, before the user's text, which stays as it is: so the line that a server
    complains of is the user's line.

    >>> portable("SELECT * { ?case a kg:Case }")
    'PREFIX kg: <https://w3id.org/casekg/vocab/> SELECT * { ?case a kg:Case }'
    """
    words = tokens(text)
    declarations = [f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in _undeclared(words)]
    if _is_relative(words) and not any(word.is_word("BASE") for word in words):
        declarations.insert(0, f"BASE <{BASE}>")
    return " ".join([*declarations, text.removeprefix("\ufeff")])


def _undeclared(words: Sequence[Token]) -> list[str]:
    """The well-known prefixes that the query uses and does not declare, in the order of their use."""
    declaring = {position + 1 for position, word in enumerate(words) if word.is_word("PREFIX")}
    declared = {words[position].text.partition(":")[0] for position in declaring if position < len(words)}
    used = [
        word.text.partition(":")[0]
        for position, word in enumerate(words)
        if word.kind == "name" and position not in declaring
    ]
    return [prefix for prefix in dict.fromkeys(used) if prefix in PREFIXES and prefix not in declared]


def _is_relative(words: Sequence[Token]) -> bool:
    return any(word.kind == "iri" and not _ABSOLUTE.match(word.text) for word in words)
