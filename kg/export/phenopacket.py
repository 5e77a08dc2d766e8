"""GA4GH phenopackets, version 2: one for each case, families and cohorts as they were read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import KgError, Notepad
from kg.export import output
from kg.export.material import Material, Profile, Written
from kg.phenopackets.binary import bytes_of
from kg.phenopackets.packets import COHORT, FAMILY, PHENOPACKET, Message, messages

SUMMARY = "GA4GH phenopackets v2: a folder of JSON files, .jsonl, or one packet as .json or .pb (protobuf)"

_LINES = frozenset({".jsonl", ".ndjson"})
_SINGLE = frozenset({".json", ".pb"})
_PACKED = frozenset({".gz", ".zst"})
_NOUNS = {PHENOPACKET: "phenopackets", FAMILY: "family packets", COHORT: "cohort packets"}


def write(material: Material, out: Path, pad: Notepad, profile: Profile | None) -> Written:
    """Write the packets of all cases; what of the cases they cannot hold is counted."""
    left: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    found = _counted(messages(material.cases(), left), counts, profile)
    suffixes = [suffix for suffix in map(str.lower, out.suffixes[-2:]) if suffix not in _PACKED]
    form = suffixes[-1] if suffixes else ""
    if form in _LINES:
        with output.file(out) as stream:
            for one in found:
                stream.write(f"{json.dumps(one.value, ensure_ascii=False)}\n".encode())
    elif form in _SINGLE:
        _write_single(list(found), form, out)
    else:
        _write_folder(found, out)
    return Written(dict(counts), dict(sorted(left.items())))


def _counted(found: Iterator[Message], counts: Counter[str], profile: Profile | None) -> Iterator[Message]:
    for one in found:
        counts[_NOUNS[one.kind]] += 1
        yield one._replace(value=_renamed(one.value, profile)) if profile else one


def _write_single(found: list[Message], form: str, out: Path) -> None:
    """Write the one packet. Raises KgError for more."""
    if len(found) > 1:
        raise KgError(
            f"{out}: a file of this kind holds one packet, and there are {len(found):,} "
            "(give the name of a folder, or of a .jsonl file)"
        )
    for one in found:
        data = bytes_of(one.kind, one.value) if form == ".pb" else _indented(one.value)
        with output.file(out) as stream:
            stream.write(data)


def _write_folder(found: Iterator[Message], out: Path) -> None:
    """Write a JSON file for each packet, called after its case."""
    taken: Counter[str] = Counter()
    with output.folder(out) as folder:
        for one in found:
            name = one.name.replace(":", "_").replace("/", "_").replace("#", "_")
            taken[name.lower()] += 1
            number = taken[name.lower()]
            (folder / f"{name}{f'-{number}' if number > 1 else ''}.json").write_bytes(_indented(one.value))


def _indented(value: Any) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()


def _renamed(value: Any, profile: Profile) -> Any:
    """The packet with the ids that the profile expects where it knows one; labels stay."""
    if isinstance(value, list):
        return [_renamed(one, profile) for one in value]
    if not isinstance(value, dict):
        return value
    out = {name: _renamed(one, profile) for name, one in value.items()}
    for name in ("id", "valueId"):
        if isinstance(out.get(name), str) and ("label" in out or name == "valueId"):
            out[name] = profile.id_for(out[name]) or out[name]
    return out
