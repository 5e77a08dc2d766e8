"""What findings are called in `proposed` and `rejected`, and when two are the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from kg import case as model
from kg.case import Concept, Finding, Variant
from kg.case_text import mapping, variant_name

_SURE = ("confidence", "rule", "evidence", "note", "method")
"""Fields that say how and where a finding was read, not what it is."""


def _names(concepts: Iterable[Concept]) -> str:
    return " + ".join(sorted(concept.text for concept in concepts))


def _variants(variants: Iterable[Variant]) -> str:
    return " + ".join(sorted(map(variant_name, variants)))


def _treatment(line: Any) -> str:
    named = (_names(line.drugs), line.regimen or "", " + ".join(line.procedures))
    return ", ".join(filter(None, named)) or "not named"


_Names = dict[type[Finding], tuple[str, Callable[[Any], str]]]
_NAMES: _Names = {
    model.Diagnosis: ("diagnosis", lambda one: one.disease.text),
    model.Biomarker: ("biomarker", lambda one: one.receptor),
    model.VariantFinding: ("variant", lambda one: variant_name(one.variant)),
    model.Profile: ("profile", lambda one: _variants(one.members)),
    model.TherapyLine: ("therapy", _treatment),
    model.DrugFact: ("drug", lambda one: f"{one.drug.text}: {one.drug_class.text}"),
    model.Observation: ("finding", lambda one: _names(filter(None, (one.what, one.site)))),
    model.Measurement: ("measurement", lambda one: one.assay.text),
    model.Sample: ("sample", lambda one: one.name),
    model.Interpretation: ("interpretation", lambda one: one.name),
    model.Outcome: ("outcome", lambda one: ""),
    model.Claim: ("claim", lambda one: one.says),
    model.Assertion: (
        "assertion",
        lambda one: f"{_variants(one.profile)} {one.predicate} {_names(one.drugs)} in {one.disease.text}",
    ),
}


def name(finding: Finding) -> str:
    """What the finding is about, the same for all that is said of it: 'biomarker HER2'."""
    kind, words = _NAMES[type(finding)]
    return spaced(f"{kind} {words(finding)}")


def fingerprint(finding: Finding) -> str:
    """Its name and a digest of all it says; how it was found (`method`) aside."""
    return printed(name(finding), _content(finding, {"method"}))


def gist(finding: Finding) -> str:
    """Its name and a digest of what it says, without its place, rule and confidence."""
    return printed(name(finding), _content(finding, set(_SURE)))


def printed(name: str, content: Any) -> str:
    """A name with a digest of the content as a case file would write it."""
    text = json.dumps(_plain(content), ensure_ascii=False, sort_keys=True)
    return f"{name} ~{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def name_in(fingerprint: str) -> str:
    """The name that a fingerprint begins with."""
    return fingerprint.rpartition(" ~")[0] or fingerprint


def folded(name: str) -> str:
    """A name as it is compared: small letters, single spaces."""
    return spaced(name).casefold()


def spaced(text: str) -> str:
    """The text on one line with single spaces, as it comes back from a file."""
    return " ".join(text.split())


_T = TypeVar("_T")


def once(things: Iterable[_T], key: Callable[[_T], str]) -> list[_T]:
    """The things without those whose key was there before."""
    return list({key(thing): thing for thing in reversed(list(things))}.values())[::-1]


def _content(finding: Finding, leave_out: set[str]) -> dict[str, Any]:
    """The finding as a file writes it; references by name, since what is listed of a variant may grow."""
    written: dict[str, Any] = _without(mapping(finding), leave_out)
    for field in ("members", "variants", "profile"):
        if variants := getattr(finding, field, ()):
            written[field] = sorted(map(variant_name, variants))
    return written


def _without(part: Any, leave_out: set[str]) -> Any:
    """The part without those keys, however deep."""
    if isinstance(part, dict):
        return {key: _without(value, leave_out) for key, value in part.items() if key not in leave_out}
    return [_without(item, leave_out) for item in part] if isinstance(part, list) else part


def _plain(part: Any) -> Any:
    """Texts with single spaces, as a file may wrap them."""
    if isinstance(part, dict):
        return {key: _plain(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_plain(item) for item in part]
    return spaced(part) if isinstance(part, str) else part
