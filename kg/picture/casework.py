"""The layout of one case from its parts: of several ways to put them together the one that fits best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from kg.picture.blocks import Block, beside, flowing, gridded, stacked, titled

RATIO = 1.6
"""Width to height of the wide layout that fills a common screen beside the panel."""
NARROW = 440.0
"""Width of the tall layout."""
LANE_GAP = 60.0
BETWEEN = 26.0
"""Free space between two lanes."""
PERSON, MOLECULES = "Patient and disease", "Molecular findings"
THERAPY, WORLD = "Treatment, in order", "What the report says"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a case, each thing in one of them."""

    person: list[Block]
    star: list[Block]
    """The patient alone."""
    molecules: tuple[list[Block], ...]
    """Profiles, variants, genes."""
    lines: list[Block]
    """A column per line of therapy."""
    classes: list[Block]
    said: list[Block]
    """Evidence statements and claims."""
    named: list[Block]
    """What only those name."""

    def upright(self) -> Block:
        """Everything in one column."""
        molecules = [block for some in self.molecules for block in some]
        said = [stacked(self.said, 14.0), flowing(self.named, NARROW)]
        return stacked(
            [
                titled(flowing(self.person, NARROW), PERSON),
                *self.star,
                titled(flowing(molecules, NARROW), MOLECULES),
                titled(stacked([*self.lines, flowing(self.classes, NARROW)], LANE_GAP * 0.7), THERAPY),
                titled(stacked(said, LANE_GAP * 0.6), WORLD),
            ],
            BETWEEN,
        )

    def wide(self) -> Block:
        """Person, patient and molecules over the therapy; what the report says beside or below."""
        choices = product(self._uppers(), self._belows(), self._worlds(), (True, False))
        best = min(choices, key=lambda choice: _misfit(*choice))
        upper, below, world, aside = best
        main = stacked([upper, below], BETWEEN)
        return beside([main, world], BETWEEN) if aside else stacked([main, world], BETWEEN)

    def _uppers(self) -> Iterator[Block]:
        for columns in (1, 2, 3):
            person = titled(gridded(self.person, columns), PERSON)
            tallest = 4 if columns > 1 else 6
            molecules = beside(
                (gridded(some, -(-len(some) // tallest)) for some in self.molecules), LANE_GAP * 0.7
            )
            yield beside([person, *self.star, titled(molecules, MOLECULES)], 30.0)

    def _belows(self) -> Iterator[Block]:
        for widest in (700.0, 1_000.0, 1_400.0, 2_000.0):
            lines = flowing(self.lines, widest, LANE_GAP * 0.6)
            yield titled(stacked([lines, flowing(self.classes, widest)]), THERAPY)

    def _worlds(self) -> Iterator[Block]:
        for columns in range(1, 6) if self.said else (1,):
            rows = -(-len(self.said) // columns) if self.said else 1
            starts = range(0, len(self.said), rows)
            text = beside(
                (stacked(self.said[start : start + rows], 14.0) for start in starts), 14.0, top=True
            )
            high = sum(block.height + 24 for block in self.named)
            named = gridded(self.named, max(1, round(high / max(text.height, 1.0) + 0.4)))
            yield titled(beside([text, named], LANE_GAP * 0.5), WORLD)


def _misfit(upper: Block, below: Block, world: Block, aside: bool) -> float:
    """How large the whole would be for the screen's shape; the smaller, the larger its letters."""
    width = max(upper.width, below.width)
    height = upper.height + below.height + BETWEEN
    if aside:
        width, height = width + BETWEEN + world.width, max(height, world.height)
    else:
        width, height = max(width, world.width), height + BETWEEN + world.height
    return max(width / RATIO, height)
