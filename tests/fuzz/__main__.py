"""Fuzz for as long as is wanted: `python -m tests.fuzz --seconds 60 [TARGET...]`."""

from __future__ import annotations

import argparse
import sys
import time
import traceback

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.effort import ends
from tests.fuzz.targets import TARGETS, Target

BATCH = 200


def fuzzed(name: str, target: Target, seconds: float, start: int) -> tuple[int, bool]:
    """How many inputs the target took, and whether it was sound; the first that broke it is printed, made small."""
    end, count = time.monotonic() + seconds, 0
    for number in range(start, sys.maxsize):

        @seed(number)
        @settings(
            max_examples=BATCH,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        )
        @given(target.inputs)
        def once(data: bytes) -> None:
            nonlocal count
            count += 1
            with ends():
                target.read(data)

        try:
            once()
        except Exception:  # noqa: BLE001  (whatever a reader lets escape is what is looked for)
            print(f"{name}: broken with --seed {number}")
            traceback.print_exc()
            return count, False
        if time.monotonic() > end:
            return count, True
    raise AssertionError


def main() -> None:
    """Fuzz the targets named, or all; exit with 1 when one is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"one of {', '.join(TARGETS)}")
    parser.add_argument("--seconds", type=float, default=60, help="for each target")
    parser.add_argument("--seed", type=int, default=0, help="where to start")
    given_ = parser.parse_args()
    if unknown := set(given_.targets) - TARGETS.keys():
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    sound = True
    for name in given_.targets or TARGETS:
        count, good = fuzzed(name, TARGETS[name], given_.seconds, given_.seed)
        sound &= good
        print(f"{name}: {count:,} inputs, {'sound' if good else 'BROKEN'}", flush=True)
    sys.exit(not sound)


if __name__ == "__main__":
    main()
