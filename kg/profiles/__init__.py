"""Which ids a target expects: MONDO or DOID, HGNC or Entrez, DrugBank or NCIt, by the term tables' mappings.

Only exact matches of the tables count, and only when they are one to one: where a term has several ids of the
wanted vocabulary, or several terms share one, the term keeps its own id and is told.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from urllib.parse import unquote

from kg import terms
from kg.errors import Notepad, UsageError
from kg.ids import is_curie, normal_curie
from kg.profiles.targets import OWN_VARIANT, PROFILES, VARIANTS, Target
from kg.terms import Term

__all__ = ["PROFILES", "Profile"]

_SHOWN = 5


class Profile:
    """The ids of one target; remembers what it could not give."""

    def __init__(self, name: str) -> None:
        """UsageError, with the nearest names, for a profile that there is not."""
        if name not in PROFILES:
            near = difflib.get_close_matches(name.lower(), PROFILES, n=2)
            cure = (
                f"did you mean {' or '.join(map(repr, near))}?" if near else f"one of {', '.join(PROFILES)}"
            )
            raise UsageError(f"--profile: there is no profile {name!r} ({cure})")
        self.name = name
        self._target: Target = PROFILES[name]
        self._several: dict[str, None] = {}
        self._none: dict[str, None] = {}

    def id_for(self, curie: str) -> str | None:
        """The CURIE that the target knows the same thing by; None where none is known for certain.

        >>> Profile("hetionet").id_for("MONDO:0007254"), Profile("hetionet").id_for("HGNC:3430")
        ('DOID:1612', 'NCBIGene:2064')
        """
        if curie.startswith(OWN_VARIANT):
            return self._variant(curie)
        term = terms.find(curie) if is_curie(curie) else None
        if term is None or term.kind not in self._target.prefixes:
            return None
        return self._chosen(term)

    def _chosen(self, term: Term) -> str | None:
        several = False
        for prefix in self._target.prefixes[term.kind]:
            if term.id.startswith(f"{prefix}:"):
                return term.id
            found = [one for one in term.mappings if one.startswith(f"{prefix}:")]
            if len(found) == 1 and _is_alone(found[0], term):
                return found[0]
            several = several or bool(found)
        (self._several if several else self._none)[f"{term.label} ({term.id})"] = None
        return None

    def _variant(self, curie: str) -> str | None:
        """The target's id of a protein change, where the catalogue has one alone."""
        gene, _, change = unquote(curie.removeprefix(OWN_VARIANT)).rpartition(":")
        known = terms.variant_mappings(gene, change) if change.startswith("p.") else ()
        for prefix in self._target.prefixes.get(VARIANTS, ()):
            found = [one for one in known if one.startswith(f"{prefix}:")]
            if len(found) == 1:
                return found[0]
        if VARIANTS in self._target.prefixes:
            self._none[unquote(curie.removeprefix(OWN_VARIANT))] = None
        return None

    def say(self, pad: Notepad) -> None:
        """Note how many terms kept their own ids, and the first by name."""
        for found, why in (
            (self._none, "without an id that this target expects"),
            (self._several, "that share an id of this target, or have several there"),
        ):
            if found:
                pad.note(
                    f"profile {self.name}",
                    f"terms {why}, which keep another, {len(found):,}: {_listed(found)}",
                )
        if self._target.remark:
            pad.note(f"profile {self.name}", self._target.remark)


def _is_alone(curie: str, term: Term) -> bool:
    """Whether no other term of the kind is an exact match of that id."""
    return all(other.id == term.id for other in terms.mapped(normal_curie(curie)) if other.kind is term.kind)


def _listed(found: Iterable[str]) -> str:
    names = sorted(found)
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
