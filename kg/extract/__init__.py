"""From the text of a report to cases, every finding with its place, its rule and how sure it is.

`read` takes a publication with its text and gives a `Reading`: the cases, and every stretch of text
that was marked on the way. Rules and cue words live in `kg/extract/rules/`, one table per topic, for an
oncologist to read and extend; names live in the term tables. No network, no model, no randomness.
"""

from __future__ import annotations

from kg.calling import make_callable

make_callable(__name__)
