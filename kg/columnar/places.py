"""The Parquet files of quads that -d names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path

from kg.bulk import parts
from kg.errors import KgError, UsageError
from kg.store import is_store

_MAKING = "make tables with `kg build … -o FOLDER --parts --parquet`, or `kg export … --to parquet`"


def files(names: Sequence[str], *, addresses: bool) -> list[str]:
    """The Parquet files, in order; addresses (s3://…) as they are, where the engine reads such.

    Raises UsageError without any, KgError for names that lead nowhere and for folders of parts that lack a
    table.
    """
    if not names:
        raise UsageError(f"-d names no tables ({_MAKING})")
    return [file for name in names for file in _of(name, addresses)]


def _of(name: str, addresses: bool) -> Iterator[str]:
    if "://" in name:
        if not addresses:
            raise UsageError(
                f"{name}: DuckDB is asked of files on this machine (take --engine spark, or copy them)"
            )
        yield name
        return
    path = Path(name)
    if path.is_dir():
        yield from _of_folder(path)
    elif path.is_file():
        if path.suffix.lower() != ".parquet":
            raise UsageError(f"{name}: is no Parquet table ({_MAKING})")
        yield str(path)
    elif has_magic(name) and (found := sorted(glob(name, recursive=True))):  # noqa: PTH207
        for one in found:
            yield from _of(one, addresses)
    else:
        raise KgError(f"{name}: there is no such file or folder")


def _of_folder(path: Path) -> Iterator[str]:
    """The tables of a folder; of a folder of parts every one, so that no case is left out unsaid."""
    tables = sorted(str(one) for one in path.rglob("*.parquet") if not _is_hidden(one.relative_to(path)))
    if parts.contents(path):
        missing = [file.name for file in parts.files(path) if str(parts.table_of(file)) not in tables]
        if missing:
            raise KgError(
                f"{path}: there is no table of {missing[0]} (build the folder again with --parquet)"
            )
    if is_store(path):
        raise UsageError(f"{path}: is a store, no folder of tables (ask it without --engine, or {_MAKING})")
    if not tables:
        raise UsageError(f"{path}: the folder holds no Parquet table ({_MAKING})")
    yield from tables


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
