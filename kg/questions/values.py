"""What the user says for a parameter, turned into RDF terms of the declared type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import UsageError
from kg.ids import BASE, expand, is_curie
from kg.questions.catalogue import Query
from kg.questions.header import TYPES, Parameter
from kg.questions.nearest import nearest

if TYPE_CHECKING:
    import pyoxigraph

    from kg.questions.engine import Graph

    Term = pyoxigraph.NamedNode | pyoxigraph.Literal

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = re.compile(r"[+-]?\d+\Z", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d+\.\d*|\.?\d+)\Z", re.ASCII)
_DOUBLE = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d+\Z", re.ASCII)
_DATES = {
    "gYear": re.compile(r"\d{4}\Z", re.ASCII),
    "gYearMonth": re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z", re.ASCII),
    "date": re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII),
}
_KINDS_BY_NAME = {
    "drug": "drug",
    "gene": "gene",
    "disease": "disease",
    "drug_class": "drug class",
    "variant": "variant",
    "case": "case",
    "publication": "publication",
    "site": "site",
}
"""Variable of a query without header -> the kind of term that it stands for."""

Given = Mapping[str, str | Sequence[str]]


class Bound(NamedTuple):
    """The terms of one parameter, and what to tell the user of them."""

    terms: tuple[Term, ...]
    said: tuple[str, ...] = ()


def bound(graph: Graph, query: Query, given: Given) -> dict[str, Bound]:
    """The values of all parameters that have one. Raises UsageError naming every fault."""
    said = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in given.items()}
    problems: list[str] = []
    found: dict[str, Bound] = {}
    for parameter, texts in _pairs(query, said, problems):
        try:
            found[parameter.name] = _bound(graph, parameter, texts)
        except UsageError as error:
            problems.append(str(error))
    if problems:
        raise UsageError("\n".join(problems))
    return found


def _pairs(
    query: Query, said: Mapping[str, tuple[str, ...]], problems: list[str]
) -> Iterable[tuple[Parameter, tuple[str, ...]]]:
    """Each parameter with the texts given for it; missing and unknown ones become problems."""
    for name, texts in said.items():
        bare = name.partition(":")[0]
        if (parameter := query.parameter(bare)) is not None and bare == name:
            yield parameter, texts
        elif query.params:
            problems.append(_unknown(name, query))
        else:
            yield _undeclared(name, texts), texts
    for parameter in query.params:
        if parameter.name not in said and parameter.default:
            yield parameter, parameter.default
        elif parameter.name not in said and parameter.required:
            problems.append(_missing(parameter))


def _unknown(name: str, query: Query) -> str:
    known = [parameter.name for parameter in query.params]
    near = nearest(name, known)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return f"{name}: {query.name} has no such parameter ({hint}it has {', '.join(known)})"


def _missing(parameter: Parameter) -> str:
    example = f", for example -p {parameter.name}='{parameter.example}'" if parameter.example else ""
    what = f": {parameter.description}" if parameter.description else ""
    return f"{parameter.name}: must be given{example}{what}"


def _undeclared(name: str, texts: Sequence[str]) -> Parameter:
    """A parameter of a query without header: `name:type`, or known by its name, or by its value."""
    bare, _, stated = name.partition(":")
    if stated:
        if stated in TYPES:
            return Parameter(bare, stated, many=True)
        return Parameter(bare, "term", many=True, kind=stated.replace("_", " "))
    if bare in _KINDS_BY_NAME:
        return Parameter(bare, "term", many=True, kind=_KINDS_BY_NAME[bare])
    return Parameter(bare, _guessed(texts[0] if texts else ""), many=True)


def _guessed(text: str) -> str:
    if is_curie(text) or "://" in text or text.startswith("<"):
        return "iri"
    if _DATES["date"].match(text):
        return "date"
    return "integer" if _INTEGER.match(text) else "number" if _DECIMAL.match(text) else "string"


def _bound(graph: Graph, parameter: Parameter, texts: Sequence[str]) -> Bound:
    if len(texts) > 1 and not parameter.many:
        raise UsageError(f"{parameter.name}: takes one value, not {len(texts)}")
    results = [_term(graph, parameter, text) for text in texts]
    terms = tuple(dict.fromkeys(term for term, _ in results))
    said = (f"{parameter.name}: {text!r} is {what}" for text, (_, what) in zip(texts, results, strict=True))
    return Bound(terms, tuple(line for line, (_, what) in zip(said, results, strict=True) if what))


def _term(graph: Graph, parameter: Parameter, text: str) -> tuple[Term, str]:
    """The term, and what the text was taken for where that is not plain to see."""
    if parameter.type == "term":
        from kg.questions.naming import named

        try:
            return named(graph, text, parameter.kind)
        except UsageError as error:
            raise UsageError(f"{parameter.name}: {error}") from None
    if parameter.type == "enum":
        return _choice(parameter, text), ""
    if parameter.type == "iri":
        return iri(text, parameter.name), ""
    return _literal(parameter, text), ""


def iri(text: str, name: str) -> pyoxigraph.NamedNode:
    """The node of a CURIE, an IRI or `<…>`, relative ones on our own base. Raises UsageError."""
    import pyoxigraph

    bare = text.strip().removeprefix("<").removesuffix(">")
    full = expand(bare) if is_curie(bare) and "://" not in bare else bare
    if text.strip().startswith("<") and ":" not in bare.partition("/")[0]:
        full = BASE + bare
    try:
        return pyoxigraph.NamedNode(full)
    except ValueError as error:
        reason = str(error).lower()
        raise UsageError(
            f"{name}: {text!r} is no IRI or CURIE: {reason} (write MONDO:0005051 or https://…)"
        ) from None


def _choice(parameter: Parameter, text: str) -> Term:
    choices = parameter.choices or {}
    folded = {key.lower(): key for key in choices}
    key = folded.get(text.strip().lower())
    if key is None:
        near = nearest(text, choices)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise UsageError(f"{parameter.name}: {text!r} is no choice ({hint}it is one of {', '.join(choices)})")
    if is_curie(choices[key]):
        return iri(choices[key], parameter.name)
    return _literal(parameter._replace(type="string"), choices[key])


def _literal(parameter: Parameter, text: str) -> pyoxigraph.Literal:
    import pyoxigraph

    datatype = _datatype(parameter.type, text.strip())
    if not datatype:
        wanted = {
            "integer": "a whole number",
            "number": "a number such as 0.05",
            "date": "a date such as 2023-07-05",
        }
        raise UsageError(f"{parameter.name}: {text!r} is not {wanted[parameter.type]}")
    if datatype == "string":
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise UsageError(f"{parameter.name}: {text!r} is no text in UTF-8")
        return pyoxigraph.Literal(text)
    return pyoxigraph.Literal(text.strip(), datatype=pyoxigraph.NamedNode(_XSD + datatype))


def _datatype(type_name: str, text: str) -> str:
    """The XML Schema type of a text that fits the declared type, '' when it does not fit."""
    if type_name == "string":
        return "string"
    if type_name == "integer":
        return "integer" if _INTEGER.match(text) else ""
    if type_name == "number":
        return "decimal" if _DECIMAL.match(text) else "double" if _DOUBLE.match(text) else ""
    found = next((name for name, pattern in _DATES.items() if pattern.match(text)), "")
    if found != "date":
        return found
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return ""
    return "date"
