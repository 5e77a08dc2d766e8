"""Which licences the check of a release lets pass."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[1] / ".ci" / "licences.py"
if not PROGRAM.is_file():
    pytest.skip("the checks of releases are not here", allow_module_level=True)
_SPEC = importlib.util.spec_from_file_location("licences", PROGRAM)
assert _SPEC is not None
assert _SPEC.loader is not None
licences = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(licences)


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "MIT OR GPL-3.0-only",
        "GPL-3.0-only OR (MIT AND Zlib)",
        "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
        "GNU Lesser General Public License v3 (LGPLv3)",
        "Apache Software License; MIT License",
        "LGPL-2.1-or-later AND MIT",
    ],
)
def test_what_may_be_brought_along_passes(licence: str) -> None:
    assert not licences.is_refused(licence)


@pytest.mark.parametrize(
    "licence",
    [
        "",
        "UNKNOWN",
        "GPL-3.0-only",
        "AGPL-3.0-or-later",
        "GNU Affero General Public License v3",
        "GPL-2.0-only AND LGPL-2.1-only",
        "MIT AND (GPL-2.0-only OR AGPL-3.0-only)",
        "(MIT OR BSD-3-Clause) AND GPL-3.0-or-later",
        "GPL-3.0-only OR AGPL-3.0-only",
        "GPL/LGPL",
        "MIT AND UNKNOWN",
    ],
)
def test_what_may_not_be_brought_along_is_refused(licence: str) -> None:
    assert licences.is_refused(licence)


def test_a_refused_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    packages = [
        {"Name": "casekg", "Version": "1", "License": ""},
        {"Name": "good", "Version": "1", "License": "MIT"},
        {"Name": "bad", "Version": "2", "License": "GPL-2.0-only AND MIT"},
    ]
    (tmp_path / "list.json").write_text(json.dumps(packages))
    monkeypatch.setattr(sys, "argv", ["licences.py", str(tmp_path / "list.json")])
    with pytest.raises(SystemExit, match=r"bad 2: GPL-2\.0-only AND MIT"):
        licences.main()
    assert "1 MIT" in capsys.readouterr().out
