"""Archives inside archives, damaged ones, and ones that are much larger inside than out."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable

import zstandard
from hypothesis import strategies as st

from kg.readers.unpacking import FREE, RATIO
from tests.fuzz.damage import Draw, octets

ALLOWED = FREE + (4 << 20)
__all__ = ["ALLOWED", "RATIO", "archives"]

_NAMES = ("a.txt", "../../a.txt", "/etc/a", "a/b\\c.xml", ".hidden", "", "x" * 200, "a\nb")


def _tar(data: bytes, name: str) -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as archive:
        for kind in (tarfile.REGTYPE, tarfile.SYMTYPE):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            info.size = len(data) if kind == tarfile.REGTYPE else 0
            archive.addfile(info, io.BytesIO(data) if info.size else None)
    return whole.getvalue()


def _zip(data: bytes, name: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name or "a"), data, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


_PACKERS: tuple[Callable[[bytes, str], bytes], ...] = (
    _tar,
    _zip,
    lambda data, _: gzip.compress(data, mtime=0),
    lambda data, _: bz2.compress(data),
    lambda data, _: lzma.compress(data),
    lambda data, _: zstandard.compress(data),
)


@st.composite
def archives(draw: Draw) -> bytes:
    """A text, or very many zeros, packed up to five times; then damaged, or not."""
    data = draw(st.sampled_from((b"", b"case: a\n", b"PMID- 1\nTI  - x\n", bytes(3_000_000))))
    for _ in range(draw(st.integers(1, 5))):
        data = draw(st.sampled_from(_PACKERS))(data, draw(st.sampled_from(_NAMES)))
    return draw(octets(data)) if len(data) < 100_000 and draw(st.booleans()) else data
