"""Say the licences of all packages of a pip-licenses list; fail on what the project may not bring along."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

REFUSED = re.compile(r"\b(?:A|L)?GPL|General Public License|Affero", re.IGNORECASE)
LESSER = re.compile(r"\bLGPL|Lesser General Public", re.IGNORECASE)
UNKNOWN = {"", "UNKNOWN"}
READ = {"resvg_py": "MIT"}
"""Packages whose metadata name no licence -> what the licence file in their wheel is (resvg_py 0.5.0)."""


def is_refused(licence: str) -> bool:
    """True for GPL, AGPL and for what says nothing; a choice of licences is refused when all of it is."""
    offered = re.split(r"\s+OR\s+|;", licence)
    return all(
        one.strip() in UNKNOWN or (REFUSED.search(one) is not None and not LESSER.search(one))
        for one in offered
    )


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
