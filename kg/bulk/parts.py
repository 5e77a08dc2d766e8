"""The folder of parts: built beside its place, out of what an earlier run left, and put there when complete.

`<out>/part-00000.nq.zst` and so on hold the cases in the order of the inputs, `terms.nq.zst` the terms that
they name, `build.json` what each part holds, and `.parts/` the note on each part by the key of its piece.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg import locks, quadtable
from kg.bulk.work import LEVEL, Made
from kg.errors import KgError, UsageError
from kg.questions.sources import PARTS_CONTENTS as CONTENTS
from kg.store import replace_folder, writable
from kg.version import __version__

NOTES = ".parts"
TERMS = "terms.nq.zst"
FORM = 1
"""Number of the folder's form, in its contents."""


@contextmanager
def building(out: Path, *, fresh: bool, tables: bool) -> Iterator[Path]:
    """The folder to build in; it stays for the next run when the block ends in an error.

    With `tables`, a part that has lost its table is built again.
    """
    _check(out)
    beside = out.with_name(f".{out.name}.building")
    with locks.only_writer(out), writable(out):
        if fresh:
            shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(exist_ok=True)
        for begun in beside.glob("*.new"):
            begun.unlink()
        if not fresh:
            _take_over(out, beside, tables)
        yield beside


def _check(out: Path) -> None:
    """Raise UsageError for a place that is no folder of parts and holds something."""
    if not out.absolute().parent.is_dir():
        raise UsageError(f"{out}: there is no folder {str(out.parent)!r}")
    if out.exists() and not (out.is_dir() and ((out / CONTENTS).is_file() or not any(out.iterdir()))):
        raise UsageError(f"{out}: exists and is no folder of parts (choose another)")


def _take_over(out: Path, beside: Path, tables: bool) -> None:
    """Let the parts of the last build serve again, without copying them where the disk can."""
    for part in contents(out).get("parts", ()):
        key, file = part["key"], part["file"]
        note, table = out / NOTES / f"{key}.json", table_of(out / file)
        needed = [note, out / file, *([table] if tables else [])]
        if all(one.is_file() for one in needed) and not (beside / f"{key}.json").exists():
            if table.is_file():
                _linked(table, beside / f"{key}.parquet")
            _linked(out / file, beside / f"{key}.nq.zst")
            _linked(note, beside / f"{key}.json")


def table_of(part: Path) -> Path:
    """Where the part stands as a table."""
    return part.with_name(part.name.replace(".nq.zst", ".parquet"))


def _linked(old: Path, new: Path) -> None:
    new.unlink(missing_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def contents(out: Path) -> dict[str, Any]:
    """What a folder of parts says of itself; empty for none. Raises KgError for one of a newer form."""
    try:
        said = json.loads((out / CONTENTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(said, dict) or said.get("form") != FORM:
        raise KgError(f"{out}: was built by another version of kg (give another folder, or --fresh)")
    return said


def finish(beside: Path, out: Path, made: Sequence[Made], terms: str, *, tables: bool) -> dict[str, Any]:
    """Give the parts their names, and put the folder in its place; what it says of itself.

    With `tables` there is a Parquet file beside each part.
    """
    import zstandard

    full = [one for one in made if one.quads]
    notes = beside / NOTES
    shutil.rmtree(notes, ignore_errors=True)
    notes.mkdir()
    for number, one in enumerate(full):
        (beside / f"{one.key}.nq.zst").replace(beside / _name(number))
        (beside / f"{one.key}.json").replace(notes / f"{one.key}.json")
        if tables:
            (beside / f"{one.key}.parquet").replace(table_of(beside / _name(number)))
    text = terms.encode()
    (beside / TERMS).write_bytes(zstandard.ZstdCompressor(level=LEVEL).compress(text))
    said = _said(full, text.count(b"\n"))
    (beside / CONTENTS).write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    files = {TERMS, *(part["file"] for part in said["parts"])}
    if tables:
        table_of(beside / TERMS).write_bytes(quadtable.parquet(terms))
        files |= {table_of(Path(file)).name for file in files}
    wanted = {CONTENTS, NOTES, *files}
    for left in beside.iterdir():
        if left.name not in wanted:
            left.unlink()
    replace_folder(beside, out)
    return said


def _name(number: int) -> str:
    return f"part-{number:05}.nq.zst"


def _said(made: Sequence[Made], term_quads: int) -> dict[str, Any]:
    parts = [
        {
            "file": _name(number),
            "cases": len(one.cases),
            "quads": one.quads,
            "sha256": one.sha256,
            "key": one.key,
        }
        for number, one in enumerate(made)
    ]
    return {
        "form": FORM,
        "kg": __version__,
        "cases": sum(len(one.cases) for one in made),
        "quads": sum(one.quads for one in made) + term_quads,
        "parts": parts,
    }


def digest(out: Path) -> str:
    """A name of all that a folder of parts holds."""
    return sha256((out / CONTENTS).read_bytes()).hexdigest()


def files(out: Path) -> list[Path]:
    """The files of a folder of parts, in order, the terms last. KgError when one is missing."""
    found = [out / part["file"] for part in contents(out)["parts"]] + [out / TERMS]
    for file in found:
        if not file.is_file():
            raise KgError(f"{file}: is missing (build the folder again)")
    return found
