"""Many cases: read, grounded and built on all cores, in little memory, gone on with after an interruption.

The inputs are cut into pieces by what they hold. A piece becomes a part, a file of N-Quads of its own, and a
piece whose part is there already is not built again: neither when an interrupted run goes on, nor when a few
inputs changed since the last.
"""

from kg.bulk.run import Done, Job, run

__all__ = ["Done", "Job", "run"]
