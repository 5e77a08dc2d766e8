"""What a packet says beyond the fields of a case: JSON merge patches (RFC 7386), made and applied.

A part of a case is written as its fields have it; what stood in the packet differs from that by a patch,
which is kept as the part's `record`. So a part that is written again is what it was, a fact that was
changed in the case is changed in the packet, and nothing is kept twice.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, TypeVar

from kg.case import Finding
from kg.errors import KgError, printable

Json = dict[str, Any]
F = TypeVar("F", bound=Finding)

NOT_WRITTEN = "null"
"""The record of a part that the packet says elsewhere: written, it is nothing."""


def difference(made: Any, wanted: Any) -> Any:
    """The merge patch that turns `made` into `wanted`; {} when they are the same."""
    if not isinstance(made, dict) or not isinstance(wanted, dict):
        return wanted
    patch: Json = {key: None for key in made if key not in wanted}
    for key, value in wanted.items():
        if key not in made:
            patch[key] = value
        elif made[key] != value:
            patch[key] = difference(made[key], value)
    return patch


def patched(made: Any, patch: Any) -> Any:
    """The value with the merge patch applied; neither is changed.

    >>> patched({"a": 1, "b": {"c": 2}}, {"a": None, "b": {"d": [3]}})
    {'b': {'c': 2, 'd': [3]}}
    """
    if not isinstance(patch, dict):
        return patch
    out = dict(made) if isinstance(made, dict) else {}
    for key, value in patch.items():
        if value is None:
            out.pop(key, None)
        else:
            out[key] = patched(out.get(key), value)
    return out


def with_record(part: F, made: Any, wanted: Any) -> F:
    """The part with the record of what `made`, which is written of it, differs from what stood there."""
    patch = difference(made, wanted)
    return replace(part, record=written(patch)) if patch else part


def written(patch: Any) -> str:
    """The patch as a record: compact JSON in ASCII, keys in order."""
    return json.dumps(patch, separators=(",", ":"), sort_keys=True)


def restored(made: Any, kept: str | None) -> Any:
    """What stood in the packet: `made` with the record's patch applied; None when it stood elsewhere."""
    return made if kept is None else patched(made, read(kept))


def read(record: str) -> Any:
    """The patch of a record. Raises KgError for one that kg did not write."""
    try:
        return json.loads(record)
    except (ValueError, RecursionError):
        raise KgError(
            f"{printable(record, 80)!r}: is no record of a packet (leave out what kg did not write)"
        ) from None


def read_whole(record: str | None) -> dict[str, Any]:
    """The patch of a case's record; none for JSON that is no object. Raises KgError as `read` does."""
    patch = read(record or "{}")
    return patch if isinstance(patch, dict) else {}
