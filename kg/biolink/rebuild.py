"""Makes the tables in `ontology/biolink` from a release: `python -m kg.biolink.rebuild FOLDER`.

The folder holds `biolink-model.yaml` and `biolink_model_prefix_map.json`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from kg.resources import folder

_NUMBERS = {"integer": "integer", "float": "float", "double": "float", "boolean": "boolean"}
_TEXTS = {
    "string",
    "date",
    "label type",
    "narrative text",
    "symbol type",
    "time type",
    "iri type",
    "chemical formula value",
    "biological sequence",
    "unit",
    "unit prefix",
    "frequency value",
}
_FLOATS = {"percentage frequency value", "quotient"}


def main(arguments: list[str]) -> None:
    """Write the three tables."""
    release = Path(arguments[0])
    text = (release / "biolink-model.yaml").read_text(encoding="utf-8")
    model = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (both are safe)
    prefixes = json.loads((release / "biolink_model_prefix_map.json").read_text(encoding="utf-8"))
    _write("prefixes.tsv", ("prefix", "iri"), sorted(prefixes.items()))
    _write("classes.tsv", ("class", "parents", "id_prefixes"), _classes(model["classes"]))
    _write("slots.tsv", ("slot", "values", "many", "predicate"), _slots(model["slots"], set(model["enums"])))


def _classes(classes: dict[str, dict[str, Any]]) -> Iterable[tuple[str, str, str]]:
    for name, said in sorted(((camel(name), said or {}) for name, said in classes.items()), key=_first):
        parents = [camel(one) for one in (said.get("is_a"), *said.get("mixins", ())) if one]
        yield name, "|".join(parents), "|".join(dict.fromkeys(said.get("id_prefixes", ())))


def _slots(slots: dict[str, dict[str, Any]], enums: set[str]) -> Iterable[tuple[str, str, str, str]]:
    for name, said in sorted(((snake(name), said or {}) for name, said in slots.items()), key=_first):
        many = name == "category" or _inherited(said, slots, "multivalued")
        between = "yes" if _is_predicate(name, slots) else ""
        yield name, _values(_inherited(said, slots, "range"), enums), "|" if many else "", between


def _is_predicate(name: str, slots: dict[str, dict[str, Any]]) -> bool:
    """True for `related_to` and all that is a kind of it."""
    named = {snake(one): said or {} for one, said in slots.items()}
    while name in named and name != "related_to":
        name = snake(named[name].get("is_a") or "")
    return name == "related_to"


def _first(pair: tuple[str, Any]) -> str:
    return pair[0]


def _inherited(said: dict[str, Any], slots: dict[str, Any], key: str) -> Any:
    """What the slot says, or the first one above it that says it."""
    while key not in said and said.get("is_a") in slots:
        said = slots[said["is_a"]] or {}
    return said.get(key)


def _values(said: str | None, enums: set[str]) -> str:
    if said in _NUMBERS:
        return _NUMBERS[said]
    if said in _FLOATS:
        return "float"
    return "text" if said is None or said in _TEXTS or said in enums else "node"


def camel(name: str) -> str:
    """The name of a class as IRIs have it: 'sequence variant' -> 'SequenceVariant'."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[\s_]+", name))


def snake(name: str) -> str:
    """The name of a slot as IRIs have it: 'in taxon' -> 'in_taxon'."""
    return re.sub(r"[\s-]+", "_", name)


def _write(name: str, heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    lines = ["\t".join(cells) for cells in (heading, *rows)]
    target = folder("ontology") / "biolink" / name
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
