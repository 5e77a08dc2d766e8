"""Slips that come from other languages, known by the word that does not fit: what to write instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.ids import PREFIXES
from kg.questions.tokens import Token

WORDS = {
    "AND": "write && between conditions",
    "OR": "write || between conditions",
    "LIKE": 'write FILTER(CONTAINS(?x, "part")) or FILTER(REGEX(?x, "pattern"))',
    "NULL": "ask for an unbound variable with !BOUND(?x)",
    "IS": "compare with =, ask for an unbound variable with !BOUND(?x)",
    "TOP": "write LIMIT and a number behind the last }",
    "JOIN": "triples in the same { … } are joined by the variables that they share",
    "ON": "triples in the same { … } are joined by the variables that they share",
    "BETWEEN": "write ?x >= 1 && ?x <= 2",
    "MATCH": "this is Cypher: SPARQL begins with SELECT and writes patterns as { ?s ?p ?o }",
    "RETURN": "this is Cypher: SPARQL names its columns behind SELECT",
    "AVERAGE": "did you mean AVG?",
    "LENGTH": "did you mean STRLEN?",
    "LEN": "did you mean STRLEN?",
    "LOWER": "did you mean LCASE?",
    "UPPER": "did you mean UCASE?",
    "SUBSTRING": "did you mean SUBSTR?",
    "LOWERCASE": "did you mean LCASE?",
    "UPPERCASE": "did you mean UCASE?",
}
"""Words of other languages -> what SPARQL has for them."""

CHARACTERS = {
    **dict.fromkeys("“”„‟«»″", 'write the plain quote "'),
    **dict.fromkeys("‘’‚‛′`´", "write the plain quote '"),
    **dict.fromkeys("–—−", "write the plain minus -"),
    **dict.fromkeys("≤≥≠", "write <=, >= or !="),
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000", "write a plain space"),
    **dict.fromkeys("\u200b\u2060\ufeff\u00ad", "take the invisible character away"),
    "…": "write out what the dots stand for",
    "&": "write && between conditions",
    "%": "a percent sign stands only in names and IRIs, with two hexadecimal digits behind it",
    "@": 'a language tag stands directly behind a text: "text"@en',
    "\\": "a backslash stands only in texts, and in names before a mark",
    "$": "a variable is ? or $ and a name",
}
"""Characters that SPARQL has no use for -> what to do with them."""

_CURIE = re.compile(r"(?P<prefix>[A-Za-z]\w*?)_(?P<local>\w+)")
_MARKS = frozenset("{}()[],;.*/|^+?!-=<>~") | {"^^", "&&", "||", "!=", "<=", ">=", "<<", ">>", "<<(", ")>>"}
_MARKS |= {"{|", "|}"}
_BEFORE_VARIABLES = ("SELECT", "DISTINCT", "REDUCED", "DESCRIBE")
_PATTERNS = ("FILTER", "OPTIONAL", "UNION", "MINUS", "BIND", "GRAPH", "SERVICE")
VALUE = "a value for the property"
CLAUSE = "FILTER, OPTIONAL or the like"
"""What the grammar calls an object, and the clauses of a group."""
_COLUMN = "write (COUNT(?x) AS ?n)"


class Advice(NamedTuple):
    """What is wrong with a word, and the remedy."""

    what: str
    remedy: str


def stray(word: Token) -> str | None:
    """The remedy for a character that no query holds outside of texts; None for any other word."""
    if word.kind != "mark" or word.text in _MARKS:
        return None
    return CHARACTERS.get(word.text, "take it away, or put it into quotes")


def odd_word(words: Sequence[Token], position: int) -> Advice | None:
    """What is meant by a bare word that SPARQL does not have; None when nothing is known of it."""
    word, said = words[position], words[position].text
    curie = _CURIE.fullmatch(said)
    if curie and curie["prefix"] in PREFIXES:
        return Advice(f"{said} lacks its colon", f"write {curie['prefix']}:{curie['local']}")
    before = words[position - 1] if position else word
    if before.is_word(*_BEFORE_VARIABLES):
        return Advice(f"{said!r} is no variable", f"write ?{said}")
    if before.text == "^^":
        return Advice(f"{said!r} is no IRI", f"write xsd:{said}")
    if before.is_word("PREFIX"):
        return Advice(f"{said!r} lacks its colon", f"write PREFIX {said}: <…>")
    return _torn(words, position) if before.end == word.start else None


def _torn(words: Sequence[Token], position: int) -> Advice | None:
    """What is meant by a word that stands without space behind another."""
    said, before = words[position].text, words[position - 1]
    if before.text == "-" and position > 1 and words[position - 2].kind == "variable":
        name = words[position - 2].text
        return Advice(f"{name}-{said} is no variable", f"a name has no hyphen: {name}_{said}")
    if before.kind == "tag":
        return Advice("this is no language tag", f"write {before.text}-{said.strip('_')}")
    if before.kind == "variable":
        return Advice(f"{before.text}{said} is no variable", "take letters, digits and _ for its name")
    return None


def advice(words: Sequence[Token], position: int, expected: Sequence[str]) -> Advice | None:
    """What a misfit is known to come from; None when it is nothing that often happens."""
    spot = _Spot(words, position, frozenset(expected))
    for known in (_in_columns, _behind_the_end, _in_group, _in_path, _in_lists, _in_conditions, _in_terms):
        if found := known(spot):
            return found
    return None


class _Spot(NamedTuple):
    """A word that does not fit, among its neighbours."""

    words: Sequence[Token]
    position: int
    expected: frozenset[str]

    @property
    def word(self) -> Token:
        return self.words[self.position]

    def before(self, count: int = 1) -> Token:
        """The word so many places before, the word itself at the beginning of the text."""
        return self.words[self.position - count] if self.position >= count else self.word

    def expects(self, *labels: str) -> bool:
        """True when all of these could stand there."""
        return self.expected.issuperset(labels)

    @property
    def is_inside(self) -> bool:
        """True between braces."""
        before = [word.text for word in self.words[: self.position]]
        return before.count("{") > before.count("}")


def _in_columns(spot: _Spot) -> Advice | None:
    word = spot.word
    if word.kind == "word" and any(label.startswith("the columns") for label in spot.expected):
        return Advice("a computed column stands in brackets", _COLUMN)
    if word.text == "," and spot.expects("FROM", "{"):
        return Advice("names are parted by spaces here", "take the comma away")
    if word.is_word("AS") and spot.before().kind == "variable":
        return Advice("AS stands in brackets", f"write ({spot.before().text} AS ?name)")
    if spot.before().is_word("ASK") and (word.kind == "variable" or word.text == "*"):
        return Advice("ASK names no columns", "write ASK { … }")
    return None


def _behind_the_end(spot: _Spot) -> Advice | None:
    """Things that stand behind the last brace and should not, or not there."""
    word = spot.word
    if "LIMIT" not in spot.expected:
        return None
    if spot.is_inside:
        return Advice("a sub-select has braces of its own", "write { SELECT … } beside the other patterns")
    if word.kind == "word":
        return _late(word)
    if word.text == "," and spot.before(2).is_word("LIMIT"):
        return Advice("LIMIT takes one number", f"write LIMIT 10 OFFSET {spot.before().text}")
    if word.text in {";", "."}:
        return Advice("a query ends without a mark", "take it away")
    return None


def _late(word: Token) -> Advice | None:
    """What to do with a keyword behind the last brace that belongs elsewhere."""
    if word.is_word(*_PATTERNS):
        return Advice(f"{word.text.upper()} stands outside of the braces", "put it before the last }")
    if word.is_word("WHERE"):
        return Advice("the patterns have been given already", "join the two parts in one { … }")
    if word.is_word("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"):
        remedy = "the order is GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET"
        return Advice(f"{word.text.upper()} stands too late", remedy)
    return None


def _in_group(spot: _Spot) -> Advice | None:
    word = spot.word
    if not spot.is_inside or not spot.expects("}"):
        return None
    if word.is_word("SELECT"):
        return Advice("a sub-select has braces of its own", "write { SELECT … } beside the other patterns")
    if word.is_word("UNION"):
        return Advice("UNION stands between two groups", "write { … } UNION { … }")
    if word.is_word(*_PATTERNS) and CLAUSE not in spot.expected:
        return Advice(f"{word.text.upper()} is no triple", "write triples here, and the rest behind WHERE")
    return None


def _in_path(spot: _Spot) -> Advice | None:
    word = spot.word
    if word.text == "{" and spot.expects("*", "/"):
        remedy = "write the steps out: p/p for {2}, p/p? for {1,2}, p+ for {1,}"
        return Advice("SPARQL 1.1 counts no steps of a path", remedy)
    if word.kind == "variable" and spot.expects("a", "an IRI", "("):
        remedy = "put IRIs into it, or one variable in place of the whole path"
        return Advice("a path has no variables in it", remedy)
    if word.text in {"/", "|", "*", "+"} and VALUE in spot.expected and spot.position:
        return Advice(
            "a path has no variables in it", "put IRIs into it, or follow each step by its own triple"
        )
    return None


def _in_lists(spot: _Spot) -> Advice | None:
    if spot.word.text == "," and any("UNDEF" in label for label in spot.expected):
        return Advice("values are parted by spaces", "take the comma away")
    if spot.word.text == "," and spot.expects(";", ")"):
        return Advice("GROUP_CONCAT takes one value", 'write GROUP_CONCAT(?x; SEPARATOR=", ")')
    if spot.word.kind in {"string", "iri", "name"} and spot.before().text == "{" and spot.expects("("):
        return Advice("each row of these values stands in brackets", "write VALUES (?a ?b) { (1 2) (3 4) }")
    return None


def _in_conditions(spot: _Spot) -> Advice | None:
    word, before = spot.word, spot.before()
    if word.text == "=" and before.text == "=":
        return Advice("SPARQL compares with a single =", "write =")
    if word.text == "<>":
        return Advice("<> compares nothing", "write !=")
    if before.is_word("NOT") and spot.expects("EXISTS"):
        return Advice("NOT goes with EXISTS and IN", "write !(…) to turn a condition round")
    return None


def _in_terms(spot: _Spot) -> Advice | None:
    word, before = spot.word, spot.before()
    if word.text == "A":
        return Advice("A stands for no property", "write a small a for rdf:type")
    if word.text == "." and before.kind == "iri" and spot.before(3).is_word("PREFIX"):
        return Advice("a PREFIX line ends without a dot", "take the dot away")
    if word.text == "^" and before.kind == "string":
        return Advice("a type stands behind two ^", f"write {before.text}^^xsd:date or the like")
    if word.text == "-" and before.kind == "number" and before.end == word.start:
        return Advice("this is no number", 'write a date in quotes: "2023-07-05"^^xsd:date')
    return None


def at_the_end(words: Sequence[Token]) -> Advice | None:
    """What a query that ends too early lacks; None when it is nothing that often happens."""
    if len(words) > 1 and words[-1].is_word("ASC", "DESC") and words[-2].kind == "variable":
        said = f"{words[-1].text.upper()}({words[-2].text})"
        return Advice(f"{words[-1].text.upper()} stands before what it orders", f"write {said}")
    return None
