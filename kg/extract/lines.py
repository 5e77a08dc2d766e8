"""Lines of therapy and their results as read, on their way to the case."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.case import Modality
from kg.extract.entities import Entity
from kg.extract.times import Length

PROGRESS = frozenset({"disease progression", "progressive disease"})
FAILURES = frozenset({"treatment failure", "no response", *PROGRESS})
GAINS = frozenset({"complete response", "partial response", "stable disease", "response", "mixed response"})
MEANT = {
    "arrest": "stable disease",
    "clearance": "complete response",
    "effect": "response",
    "growth": "disease progression",
    "late metastases": "disease progression",
    "marker fall": "response",
    "new metastases": "disease progression",
    "resistance": "no response",
    "success": "response",
}
"""Meanings that the table of responses gives to words -> the category of response that they come to."""
MOST = 60
"""Treatments, responses and events looked at in one sentence; more of them is no prose."""
GENERIC = frozenset({"chemotherapy", "hormone therapy", "immunotherapy", "targeted therapy", "treatment"})
"""Treatments without a drug's name whose drugs may be told elsewhere."""


@dataclass(slots=True)
class Result:
    """A response as read."""

    category: str
    entity: Entity
    quality: str | None = None
    durable: bool = False
    ongoing: bool = False
    duration: Length | None = None
    progression_free: Length | None = None
    again: Result | None = None
    """The same response of the same line as told before."""
    tied: bool = False
    """True once it went to a line of therapy."""

    @property
    def meaning(self) -> str:
        """The category of response that its words come to."""
        return MEANT.get(self.category, self.category)

    def pass_on(self) -> None:
        """Give the lengths of time that were found to the same response as told before."""
        if self.again:
            self.again.duration = self.again.duration or self.duration
            self.again.progression_free = self.again.progression_free or self.progression_free


@dataclass(slots=True)
class Harm:
    """An adverse event tied to a line of therapy by the text's words."""

    event: Entity
    grade: int | None = None
    drugs: list[Entity] = field(default_factory=list)
    """The drugs that the text blames by name."""


@dataclass(slots=True)
class Line:
    """A line of therapy as read; `drugs` is empty for treatment of which no drug is named."""

    drugs: list[Entity]
    start: int
    end: int
    sentence: int
    regimen: str | None = None
    number: int | None = None
    lines: str | None = None
    setting: str | None = None
    cycles: int | None = None
    procedures: list[str] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    harms: list[Harm] = field(default_factory=list)
    duration: Length | None = None
    evidence: list[tuple[int, int]] = field(default_factory=list)
    earlier: bool = False
    """True when its sentence tells it as having come before the other treatments it tells of."""

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its drugs."""
        return frozenset(drug.id or drug.text for drug in self.drugs)

    @property
    def given(self) -> bool:
        """False when all its drugs were only spoken of."""
        return not self.drugs or any(drug.modality is Modality.OBSERVED for drug in self.drugs)

    @property
    def gained(self) -> bool:
        """True once the tumour answered to it."""
        return any(result.category in GAINS for result in self.results)

    @property
    def ended(self) -> bool:
        """True once progression or failure was told of it."""
        return any(result.category in FAILURES for result in self.results)
