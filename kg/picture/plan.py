"""What was chosen to be drawn: things, connections, and the groups that stand for others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.picture.kinds import KINDS
from kg.picture.reading import Tie

LISTED = 20
"""Most members of a group that are named."""


@dataclass(frozen=True, slots=True)
class Group:
    """What one drawn thing stands for."""

    label: str
    """What is written at it; empty when it is a thing of its own, the patient of a folded case."""
    count: int
    members: tuple[str, ...]
    """Labels of the first or the most connected of them."""
    inside: tuple[str, ...] = ()
    """IRIs of those that the page can unfold."""
    exact: bool = True
    """False: at least that many."""
    opened: bool = False
    """True when it is drawn unfolded at first."""

    @property
    def stays(self) -> bool:
        """True when it is a thing of its own, drawn while unfolded too."""
        return not self.label


@dataclass(frozen=True, slots=True)
class Choice:
    """The things and connections that will be drawn."""

    things: dict[str, str]
    """IRI or name of a group -> kind, in reading order."""
    ties: tuple[Tie, ...]
    distance: dict[str, int] = field(default_factory=dict)
    """IRI -> steps from the focus; empty without one."""
    left_out: tuple[str, ...] = ()
    groups: dict[str, Group] = field(default_factory=dict)
    """Drawn thing -> what it stands for."""
    tucked: dict[str, str] = field(default_factory=dict)
    """IRI -> kind of things inside folded groups."""
    tucked_ties: tuple[Tie, ...] = ()
    """Connections that are drawn only when groups are opened or closed."""
    bands: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Columns of the picture, each with its title; empty for the layout by meaning."""
    cases: int = 0
    """How many cases the graph holds, when more than were read."""

    @property
    def summary(self) -> bool:
        """True when things were folded into groups that are no things of their own."""
        return any(not group.stays for group in self.groups.values())


def counted(kinds: Iterable[str]) -> str:
    """Kinds with their numbers: 'Drug 4, Variant 2'."""
    found = Counter(kinds)
    return ", ".join(f"{kind.title} {found[kind.name]:,}" for kind in KINDS if found[kind.name])
