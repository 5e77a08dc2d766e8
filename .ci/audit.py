"""Ask pip-audit for known vulnerabilities; say plainly when its database was not reached."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Exit with 1 for a vulnerability, and for an answer that is none; 0 with a warning for no database."""
    audit, environment = sys.argv[1:]
    packages = next(Path(environment).glob("lib/python3*/site-packages"))
    command = [
        audit,
        "--path",
        str(packages),
        "--format",
        "json",
        "--progress-spinner",
        "off",
        "--timeout",
        "30",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
    except subprocess.TimeoutExpired:
        _unreached("timed out after 180 s")
        return
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        _unreached(done.stderr)
        return
    asked = [one for one in found if "vulns" in one]
    bad = [f"{one['name']} {one['version']}: {fault['id']}" for one in asked for fault in one["vulns"]]
    if bad:
        sys.exit("known vulnerabilities:\n" + "\n".join(bad))
    passed = [one["name"] for one in found if "vulns" not in one and one["name"] != "casekg"]
    if not asked or len(passed) > len(asked):
        _unreached(f"{len(passed)} of {len(found)} packages were not found there")
        return
    print(f"none in {len(asked)} packages" + (f"; not known there: {', '.join(passed)}" if passed else ""))


def _unreached(said: str) -> None:
    signs = (
        "ConnectionError",
        "connection",
        "timed out",
        "Max retries",
        "resolve",
        "not found",
        "HTTPError",
        "SSL",
    )
    if not any(sign.casefold() in said.casefold() for sign in signs):
        sys.exit(f"pip-audit failed:\n{said}")
    last = said.strip().splitlines()[-1] if said.strip() else "no answer"
    print(f"WARNING: the database of vulnerabilities was NOT reachable; nothing was audited ({last[:300]})")


if __name__ == "__main__":
    main()
