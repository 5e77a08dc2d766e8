"""Say the licences of all packages of a pip-licenses list; fail on what the project may not bring along."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

REFUSED = re.compile(r"\b(?:A|L)?GPL|General Public License|Affero", re.IGNORECASE)
LESSER = re.compile(r"\bLGPL|Lesser General Public", re.IGNORECASE)
_CHOICE = re.compile(r"\s+OR\s+|;")
_TOGETHER = re.compile(r"\s+AND\s+")
UNKNOWN = {"", "UNKNOWN"}
READ = {"resvg_py": "MIT"}
"""Packages whose metadata name no licence -> what the licence file in their wheel is (resvg_py 0.5.0)."""


def is_refused(licence: str) -> bool:
    """True for GPL, AGPL and for what says nothing.

    Of a choice (OR, or several classifiers) one has to be allowed, of what holds together (AND) every part.

    >>> [is_refused(one) for one in ("MIT OR GPL-3.0-only", "GPL-2.0-only AND LGPL-2.1-only", "(MIT)", "")]
    [False, True, False, True]
    """
    offered = _split(licence, _CHOICE)
    if len(offered) > 1:
        return all(map(is_refused, offered))
    parts = _split(licence, _TOGETHER)
    if len(parts) > 1:
        return any(map(is_refused, parts))
    plain = licence.strip()
    if plain.startswith("(") and plain.endswith(")"):
        return is_refused(plain[1:-1])
    return plain in UNKNOWN or REFUSED.search(LESSER.sub("", plain)) is not None


def _split(licence: str, between: re.Pattern[str]) -> list[str]:
    """The parts of an expression that stand outside of its brackets."""
    parts, start = [], 0
    for sign in between.finditer(licence):
        before = licence[: sign.start()]
        if before.count("(") == before.count(")"):
            parts.append(licence[start : sign.start()])
            start = sign.end()
    return [*parts, licence[start:]]


def _told(package: dict[str, str]) -> str:
    licence = package["License"]
    return READ.get(package["Name"], licence) if licence in UNKNOWN else licence


def main() -> None:
    """Print how many packages have which licence; exit with 1 when one is refused."""
    packages = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    held = [one | {"License": _told(one)} for one in packages if one["Name"] != "casekg"]
    for licence, count in Counter(" ".join(one["License"].split())[:60] for one in held).most_common():
        print(f"{count:4} {licence}")
    refused = [
        f"{one['Name']} {one['Version']}: {one['License']}" for one in held if is_refused(one["License"])
    ]
    if refused:
        sys.exit("licences that may not be brought along, or are not told:\n" + "\n".join(refused))


if __name__ == "__main__":
    main()
