"""How much memory processes hold, and how much there is to spare; told by Linux, elsewhere unknown."""

from __future__ import annotations

import os
from pathlib import Path

_SPARED = 0.9
"""The share of the free memory that one process may come to hold; the rest is for all others."""
_OF_CONTAINERS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def held(process: int) -> int:
    """Bytes that the process holds for itself, without the files it looks into; 0 when it is not known."""
    try:
        sizes = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0
    return (int(sizes[1]) - int(sizes[2])) * os.sysconf("SC_PAGE_SIZE")


def to_spare() -> int:
    """Bytes that a process may come to hold before the system would end it; 0 when it is not known."""
    free = [_limit(Path(name)) for name in _OF_CONTAINERS] + [_available()]
    return int(min(filter(None, free), default=0) * _SPARED)


def _available() -> int:
    """What the machine has free, files that it only keeps for speed included."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), 0)


def _limit(file: Path) -> int:
    """What a container is given; 0 for all."""
    try:
        said = file.read_text(encoding="ascii").strip()
    except OSError:
        return 0
    return int(said) if said.isdecimal() else 0
