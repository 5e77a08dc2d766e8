"""Cases in the words of the Biolink Model 4.4.4: the patient as a Case, findings as associations.

Only what was observed in the patient becomes an edge, and what was looked for and not found a negated one;
background and hypotheses are left out and counted. A line of therapy is a Treatment of this patient: its
drugs were `applied_to_treat`, which says that they were given and not that they helped.
"""

from __future__ import annotations

from kg.case import Case
from kg.errors import Notepad
from kg.export.biolink import findings, therapy
from kg.export.biolink.writing import CaseGraph, CaseWriter

__all__ = ["CaseGraph", "add", "say"]


def add(case: Case, graph: CaseGraph) -> None:
    """Add all of a case that Biolink has a place for to the graph; count the rest."""
    writer = CaseWriter(case, graph)
    findings.write(case, writer)
    therapy.write(case, writer)


def say(graph: CaseGraph, pad: Notepad) -> None:
    """Tell which names had no id, and which ids Biolink or the profile did not expect."""
    graph.ids.say(pad)
