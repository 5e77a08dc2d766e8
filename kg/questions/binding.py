r"""Putting values into a query so that no value can change the question.

Oxigraph's own substitution refuses every variable that is not in the SELECT clause, and an endpoint
has none. SPARQL has the right thing, though: a data block, `VALUES ?drug { … }`, is part of the
query's algebra and runs on every engine, and Oxigraph answers it as fast as a constant (measured on
400,000 quads: 42 to 58 ms against 41 ms; a FILTER takes 2,300 ms). So:

- A query shows the place itself: `VALUES ?drug { UNDEF }`. UNDEF means "any", so that the file runs
  as it is; the value takes the place of UNDEF, and without a value the block, which then says
  nothing, is left out. All questions of the library do this.
- In any other query the block goes to the beginning of each group of patterns that names the
  variable, sub-selects, OPTIONAL, UNION, MINUS and EXISTS alike: there the variable can be nothing
  else. Where a group only tests in a filter what a group inside it finds, that inner group is enough
  (with a block outside, a failed OPTIONAL would look as if it had found the value).

The block is made of RDF terms that the engine has checked and writes out itself, with every quote,
line end and backslash escaped. Two backslashes before a 'u' are written so that engines which resolve
`\u` escapes before they read the query see the same text. What was written is read back and compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.questions.nearest import nearest
from kg.questions.tokens import Token, groups, slots, tokens, variable_name, variables

if TYPE_CHECKING:
    import pyoxigraph

    Term = pyoxigraph.NamedNode | pyoxigraph.Literal

_ESCAPE = re.compile(r"\\\\([uU])|\\.")
_Edits = list[tuple[int, int, str]]


def bind(text: str, values: Mapping[str, Sequence[Term]]) -> str:
    """The query with the values in it; several values of one variable mean any of them.

    Raises UsageError for a variable that the query does not have or computes itself.
    """
    words = tokens(text)
    edits: _Edits = []
    slotted = set()
    for slot in slots(words):
        if slot.name in values:
            slotted.add(slot.name)
            edits.append((slot.data_start, slot.data_end, f" {block(values[slot.name])} "))
        elif slot.is_open:
            edits.append((slot.start, slot.data_end + 1, ""))
    for name in values:
        if name not in slotted:
            edits += _insertions(words, name, values[name])
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def block(terms: Sequence[Term]) -> str:
    """The terms as the data of a VALUES block, proven to read back as the same terms."""
    import pyoxigraph

    written = " ".join(spelt(term) for term in terms)
    answer = pyoxigraph.Store().query(f"SELECT ?x {{ VALUES ?x {{ {written} }} }}")
    read_back = [row[0] for row in answer] if isinstance(answer, pyoxigraph.QuerySolutions) else []
    if list(map(_exact, read_back)) != list(map(_exact, terms)):
        raise UsageError(f"the value {written} cannot be written into a query")
    return written


def _exact(term: object) -> object:
    """What must come back letter for letter; the engine spells numbers and dates its own way."""
    import pyoxigraph

    number = isinstance(term, pyoxigraph.Literal) and not term.datatype.value.endswith("#string")
    return type(term) if number else term


def spelt(term: Term) -> str:
    r"""The term as SPARQL writes it.

    >>> import pyoxigraph
    >>> print(spelt(pyoxigraph.Literal('a "quoted" word')))
    "a \"quoted\" word"
    """
    # An escaped backslash before a 'u': the letter is written as its code, which reads the same to an
    # engine that resolves codes first and to one that resolves them last.
    return _ESCAPE.sub(lambda match: f"\\\\\\u{ord(match[1]):04X}" if match[1] else match[0], str(term))


def _insertions(words: Sequence[Token], name: str, terms: Sequence[Term]) -> _Edits:
    """Where the block goes in a query that shows no place for it."""
    _check_free(words, name)
    naming = [group for group in groups(words) if name in group.in_patterns | group.in_expressions]
    deciding = [
        group
        for group in naming
        if name in group.in_patterns or not any(group.holds(other) for other in naming if other is not group)
    ]
    if not deciding:
        raise UsageError(f"no pattern of the query names ?{name}, so it cannot be given a value")
    new = f" VALUES ?{name} {{ {block(terms)} }} "
    return [(group.start, group.start, new) for group in deciding]


def _check_free(words: Sequence[Token], name: str) -> None:
    """Raise UsageError when the query has no such variable, or makes its value itself."""
    known = variables(words)
    if name not in known:
        near = nearest(name, known)
        hint = f"did you mean {near[0]!r}? " if near else ""
        listed = " ".join(f"?{variable}" for variable in known)
        raise UsageError(f"the query has no ?{name} ({hint}its variables are {listed or 'none'})")
    for before, word in pairwise(words):
        if before.is_word("AS") and word.kind == "variable" and variable_name(word) == name:
            raise UsageError(f"?{name} is computed by the query (AS ?{name}), so it cannot be given a value")
