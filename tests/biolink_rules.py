"""Biolink's own rules, read from the model's YAML alone: what a KGX graph must keep to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, Any]
OWN = ("casekg.case", "casekg.unmapped", "casekg.variant")
"""Prefixes of ours, for what nobody else names."""


def camel(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in name.split())


class Rules:
    """The model's classes and slots, and what they ask of rows."""

    def __init__(self, path: Path) -> None:
        model = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        self.slots: dict[str, Any] = {
            re.sub(r"[ -]", "_", name): said or {} for name, said in model["slots"].items()
        }
        self.classes: dict[str, Any] = {camel(name): said or {} for name, said in model["classes"].items()}
        self.enums: dict[str, Any] = model["enums"]
        self.above = cache(self._above)

    def _above(self, name: str) -> frozenset[str]:
        said = self.classes.get(name, {})
        ups = [camel(one) for one in (said.get("is_a"), *said.get("mixins", ())) if one]
        return frozenset((name,)).union(*map(self._above, ups))

    def is_predicate(self, name: str) -> bool:
        while name != "related_to":
            up = self.slots.get(name, {}).get("is_a")
            if not up:
                return False
            name = up.replace(" ", "_")
        return True

    def required(self, name: str) -> set[str]:
        found: set[str] = set()
        for one in self.above(name):
            said = self.classes[one]
            slots = [*said.get("slots", ()), *said.get("slot_usage", {})]
            for slot in slots:
                usage = (said.get("slot_usage", {}).get(slot) or {}).get("required")
                if usage or (
                    usage is None and (self.slots.get(slot.replace(" ", "_")) or {}).get("required")
                ):
                    found.add(slot.replace(" ", "_"))
        return found

    def range_in(self, kind: str, slot: str) -> set[str]:
        """The classes that the association and what is above it want of an end."""
        usages = [self.classes[one].get("slot_usage", {}).get(slot) or {} for one in self.above(kind)]
        return {camel(usage["range"]) for usage in usages if "range" in usage}

    def faults_of_node(self, row: Row) -> Iterator[str]:
        for category in row["category"]:
            name = category.removeprefix("biolink:")
            said = self.classes.get(name)
            if said is None or said.get("mixin") or said.get("abstract"):
                yield f"{row['id']}: no category {category}"
                continue
            prefix = row["id"].partition(":")[0]
            allowed = said.get("id_prefixes")
            if allowed and prefix not in allowed and prefix not in OWN:
                yield f"{row['id']}: {name} takes {allowed}"
            yield from (
                f"{row['id']}: lacks {slot}" for slot in sorted(self.required(name)) if slot not in row
            )
        yield from self.faults_of_values(row)

    def faults_of_values(self, row: Row) -> Iterator[str]:
        for key, value in row.items():
            said = self.slots.get(key)
            if said is None:
                yield f"{row['id']}: no slot {key}"
                continue
            if isinstance(value, list) and not self.many(key):
                yield f"{row['id']}: {key} takes one value"
            wanted = self.enums.get(said.get("range") or "", {}).get("permissible_values")
            for one in value if isinstance(value, list) else [value]:
                if wanted is not None and one not in wanted:
                    yield f"{row['id']}: {key} is none of {list(wanted)}"
                if said.get("range") == "boolean" and not isinstance(one, bool):
                    yield f"{row['id']}: {key} is no truth value"

    def many(self, name: str) -> bool:
        while name:
            said = self.slots.get(name, {})
            if "multivalued" in said or name == "category":
                return bool(said.get("multivalued", True))
            name = (said.get("is_a") or "").replace(" ", "_")
        return False

    def faults_of_edge(self, row: Row, nodes: dict[str, Row]) -> Iterator[str]:
        yield from self.faults_of_values(row)
        kinds = [one.removeprefix("biolink:") for one in row["category"]]
        predicate = row["predicate"].removeprefix("biolink:")
        if not self.is_predicate(predicate):
            yield f"{row['id']}: {predicate} is no predicate"
        for kind in kinds:
            if "Association" not in self.above(kind):
                yield f"{row['id']}: {kind} is no association"
                continue
            yield from (
                f"{row['id']}: lacks {slot}" for slot in sorted(self.required(kind)) if slot not in row
            )
            usages = [
                self.classes[one].get("slot_usage", {}).get("predicate") or {} for one in self.above(kind)
            ]
            for wanted in (usage["subproperty_of"] for usage in usages if "subproperty_of" in usage):
                if not self.is_kind_of(predicate, wanted.replace(" ", "_")):
                    yield f"{row['id']}: {kind} wants a kind of {wanted}"
        yield from self.faults_of_ends(row, nodes)
        if not re.match(r"infores:[a-z0-9-]+\Z", row.get("primary_knowledge_source", "")):
            yield f"{row['id']}: no primary knowledge source"

    def faults_of_ends(self, row: Row, nodes: dict[str, Row]) -> Iterator[str]:
        predicate = row["predicate"].removeprefix("biolink:")
        kinds = [one.removeprefix("biolink:") for one in row["category"]]
        for end, key in (("subject", "domain"), ("object", "range")):
            if row[end] not in nodes:
                yield f"{row['id']}: no node {row[end]}"
                continue
            have = frozenset().union(
                *(self.above(one.removeprefix("biolink:")) for one in nodes[row[end]]["category"])
            )
            wanted_classes = {camel(self.slots[predicate][key])} if key in self.slots[predicate] else set()
            for wanted in wanted_classes.union(*(self.range_in(kind, end) for kind in kinds)):
                if wanted in self.classes and wanted not in have:
                    yield f"{row['id']}: the {end} is no {wanted}"

    def is_kind_of(self, name: str, wanted: str) -> bool:
        if name == wanted:
            return True
        said = self.slots.get(name, {})
        ups = [one.replace(" ", "_") for one in (said.get("is_a"), *said.get("mixins", ())) if one]
        return any(self.is_kind_of(up, wanted) for up in ups)
