"""The JSON Schema and the reader say the same: fields, choices, what is accepted and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from broken_cases import BROKEN, Broken
from jsonschema import Draft202012Validator

from kg.errors import Notepad
from kg.readers.case_forms import CASE
from kg.readers.case_kinds import Choice, Flag, Fraction, Kind, Whole
from kg.readers.case_records import ByShape, Listed, OneOrMore, Record
from kg.readers.case_yaml import read_cases
from kg.readers.yaml_nodes import Items, Node, Scalar, documents
from kg.resources import folder

SCHEMA: dict[str, Any] = json.loads((folder("ontology") / "case.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
CASES = [
    *(Path(__file__).parent / "data" / "cases").iterdir(),
    *(Path(__file__).parents[1] / "kg" / "examples").glob("*.yaml"),
]


def plain(node: Node) -> Any:
    """What an editor takes the node for, by the core schema of YAML 1.2."""
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    if not isinstance(node, Scalar):
        return {str(plain(key)): plain(value) for key, value in node.entries}
    if node.empty:
        return None
    if not node.plain:
        return node.text
    if node.text in {"true", "True", "TRUE", "false", "False", "FALSE"}:
        return node.text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]{1,4000}", node.text):
        return int(node.text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", node.text):
        return float(node.text)
    return node.text


def values(text: str) -> Iterator[Any]:
    return (plain(node) for node in documents(text, lambda *_: None))


def resolve(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with its reference followed."""
    reference = schema.get("$ref")
    return SCHEMA["$defs"][reference.removeprefix("#/$defs/")] if reference else schema


def branches(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The alternatives of a schema, references followed."""
    found = resolve(schema)
    return (
        [leaf for part in found["anyOf"] for leaf in branches(part)]
        if "anyOf" in found and "properties" not in found
        else [found]
    )


def parts(kind: Kind) -> list[Kind]:
    """The alternatives of a kind of field."""
    if isinstance(kind, ByShape):
        return [leaf for part in (kind.text, kind.items, kind.entries) if part for leaf in parts(part)]
    if isinstance(kind, OneOrMore):
        return [*parts(kind.item), Listed(kind.item)]
    return parts(kind.shapes) if hasattr(kind, "shapes") else [kind]


def differences(kind: Kind, schema: dict[str, Any], path: str = "") -> Iterator[str]:
    """Where a kind of field and its schema differ in fields, choices or bounds."""
    offered = branches(schema)
    for part in parts(kind):
        if isinstance(part, Record):
            yield from record_differences(part, offered, path)
        elif isinstance(part, Listed):
            arrays = [one for one in offered if one.get("type") == "array"]
            yield from (
                differences(part.item, arrays[0]["items"], f"{path}[]") if arrays else [f"{path} is no list"]
            )
        elif isinstance(part, Choice):
            choices = [choice for one in offered for choice in one.get("enum", [one.get("const")])]
            if not {*part.options} <= {*choices} or ("enum" in offered[0] and list(part.options) != choices):
                yield f"{path} offers {part.options} or {choices}"
        elif isinstance(part, Whole) and (part.low, part.high) != (
            offered[0].get("minimum"),
            offered[0].get("maximum"),
        ):
            yield f"{path} has other bounds"
        elif isinstance(part, Flag | Fraction) and offered[0]["type"] != (
            "boolean" if isinstance(part, Flag) else "number"
        ):
            yield f"{path} is of another type"


def record_differences(record: Record, offered: list[dict[str, Any]], path: str) -> Iterator[str]:
    """Where a form and the schema of its mapping differ."""
    found = next((one for one in offered if "properties" in one), {"properties": {}})
    for name in sorted(record.fields.keys() ^ found["properties"].keys()):
        yield f"{path}.{name} is in one of them"
    if sorted(record.required) != sorted(found.get("required", [])) or found["additionalProperties"]:
        yield f"{path} requires {record.required} or {found.get('required')}"
    for name in record.fields.keys() & found["properties"].keys():
        yield from differences(record.fields[name], found["properties"][name], f"{path}.{name}")


def test_fields_choices_and_bounds_are_the_same_in_both() -> None:
    assert sorted(differences(CASE, SCHEMA)) == []


def test_a_difference_would_be_seen() -> None:
    changed = json.loads(json.dumps(SCHEMA))
    changed["properties"]["invented"]["type"] = "string"
    changed["properties"]["method"]["enum"].pop()
    del changed["properties"]["curator"]
    changed["properties"]["curator2"] = {}
    assert len(list(differences(CASE, changed))) == 4


def test_the_schema_is_a_schema_and_explains_every_field() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "https://w3id.org/casekg/case.schema.json"
    for name, definition in {**SCHEMA["$defs"], "": SCHEMA}.items():
        for field, schema in definition.get("properties", {}).items():
            assert schema.get("description") or resolve(schema).get("description"), f"{name}.{field}"


def test_every_definition_is_used() -> None:
    used = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(SCHEMA)))
    assert used == set(SCHEMA["$defs"])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_good_files_are_good_for_both(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    pad = Notepad(path.name)
    assert len(list(read_cases(text, path.name, pad))) >= 1
    assert [str(fault) for fault in pad.faults] == []
    assert [error.message for value in values(text) for error in VALIDATOR.iter_errors(value)] == []


@pytest.mark.parametrize(
    "broken", [broken for broken in BROKEN if broken.by_schema], ids=lambda broken: broken.name
)
def test_bad_files_are_bad_for_both(broken: Broken) -> None:
    assert not all(VALIDATOR.is_valid(value) for value in values(broken.text))


@pytest.mark.parametrize(
    "protein",
    [
        "p.Asp769His",
        "D769H",
        "p.(V777L)",
        "R213*",
        "R213X",
        "R97fs",
        "p.Arg97ProfsTer23",
        "R97Pfs*23",
        "E746_A750del",
        "E746_A750delELREA",
        "A775_G776insYVMA",
        "L747_P753delinsS",
        "L747_P753>S",
        "V777=",
        "Y772dup",
        "*110Qext*17",
        "M1ext-5",
    ],
)
def test_every_spelling_of_a_protein_change_is_good_for_both(protein: str) -> None:
    text = f"case: a\nvariants: [{{gene: X, protein: '{protein}'}}]\n"
    pad = Notepad("x")
    assert len(list(read_cases(text, "x", pad))) == 1
    assert [error.message for value in values(text) for error in VALIDATOR.iter_errors(value)] == []


@pytest.mark.parametrize(
    "coding",
    [
        "c.2305G>C",
        "c.(2305G>C)",
        "c.35_36delinsTT",
        "c.1521_1523del",
        "c.3028+1G>T",
        "c.-124C>T",
        "c.*12_*14inv",
        "c.76_77insG",
        "c.12=",
    ],
)
def test_every_coding_change_is_good_for_both(coding: str) -> None:
    text = f"case: a\nvariants: [{{gene: X, coding: '{coding}'}}]\n"
    assert len(list(read_cases(text, "x", Notepad("x")))) == 1
    assert all(VALIDATOR.is_valid(value) for value in values(text))
