"""All that was found in one document, on its way to the cases."""

from __future__ import annotations

from dataclasses import dataclass

from kg.case import Publication
from kg.extract.context import Context
from kg.extract.document import Document
from kg.extract.entities import Alteration, Status
from kg.extract.mentions import Mentions
from kg.extract.therapy import Therapy


@dataclass(slots=True)
class Facts:
    """The parts of a reading."""

    publication: Publication
    document: Document
    context: Context
    mentions: Mentions
    alterations: list[Alteration]
    statuses: list[Status]
    therapy: Therapy
    patient: int = 0
    """Whose facts these are, counted from 0."""
