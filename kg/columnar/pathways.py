"""Property paths as pairs (s, o): sequences are joins, alternatives unions, repetition a closure.

A path is followed from the end that is settled: then only the chains that matter are walked.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from kg.columnar import codes
from kg.columnar.translation import Translation, outside


class Seeds(NamedTuple):
    """The step (column x) with the values of one end of a path: of its end when `backwards`."""

    name: str
    backwards: bool

    @property
    def side(self) -> str:
        """The column of the pairs that they are values of."""
        return "o" if self.backwards else "s"


def pairs(made: Translation, path: Any, seeds: Seeds | None) -> str:
    """The step with the pairs that a path ties, from the seeds on where there are any."""
    import rdflib
    from rdflib import paths

    if isinstance(path, rdflib.URIRef):
        return _edges(made, path, seeds)
    if isinstance(path, paths.InvPath):
        turned = Seeds(seeds.name, not seeds.backwards) if seeds else None
        return made.step(f"SELECT o AS s, s AS o FROM {pairs(made, path.arg, turned)}")
    if isinstance(path, paths.SequencePath):
        return _sequence(made, list(path.args), seeds)
    if isinstance(path, paths.AlternativePath):
        each = [f"SELECT s, o FROM {pairs(made, one, seeds)}" for one in path.args]
        return made.step(" UNION ALL ".join(each))
    if isinstance(path, paths.MulPath):
        return _repeated(made, path, seeds)
    return _negated(made, path, seeds)


def _restricted(made: Translation, step: str, seeds: Seeds | None) -> str:
    if not seeds:
        return step
    return made.step(f"SELECT e.s, e.o FROM {step} e JOIN {seeds.name} x ON e.{seeds.side} = x.x")


def _edges(made: Translation, predicate: Any, seeds: Seeds | None) -> str:
    from kg.columnar.patterns import source

    if made.graph is not None:
        raise outside("a property path within GRAPH")
    return _restricted(made, source(made, codes.of_rdflib(predicate), with_graph=False), seeds)


def _negated(made: Translation, path: Any, seeds: Seeds | None) -> str:
    import rdflib

    from kg.columnar.patterns import source

    if made.graph is not None or not all(isinstance(one, rdflib.URIRef) for one in path.args):
        raise outside("a negated property set with inverse members or within GRAPH")
    unwanted = ", ".join(made.quoted(str(one)) for one in path.args)
    every = source(made, None, with_graph=False)
    return _restricted(made, made.step(f"SELECT s, o FROM {every} WHERE p NOT IN ({unwanted})"), seeds)


def _sequence(made: Translation, parts: list[Any], seeds: Seeds | None) -> str:
    """One part after the other, from the seeds on."""
    if len(parts) == 1:
        return pairs(made, parts[0], seeds)
    if seeds and not seeds.backwards:
        first = pairs(made, parts[0], seeds)
        rest = _sequence(made, parts[1:], Seeds(_ends(made, first, "o"), False))
    else:
        rest = _sequence(made, parts[1:], seeds)
        first = pairs(made, parts[0], Seeds(_ends(made, rest, "s"), True))
    return made.step(f"SELECT a.s, b.o FROM {first} a JOIN {rest} b ON a.o = b.s")


def _ends(made: Translation, step: str, side: str) -> str:
    return made.step(f"SELECT DISTINCT {side} AS x FROM {step}")


def _repeated(made: Translation, path: Any, seeds: Seeds | None) -> str:
    """`*`, `+` and `?`: each pair once, whatever ties it."""
    if path.mod == "?":
        starts = seeds or Seeds(_nodes(made), False)
        once = pairs(made, path.path, seeds)
        return made.step(f"SELECT x AS s, x AS o FROM {starts.name} UNION SELECT s, o FROM {once}")
    edges = made.step(f"SELECT DISTINCT s, o FROM {pairs(made, path.path, None)}")
    reflexive = path.mod == "*"
    starts = seeds or Seeds(_nodes(made) if reflexive else _ends(made, edges, "s"), False)
    return made.closure(edges, starts.name, backwards=starts.backwards, reflexive=reflexive)


def _nodes(made: Translation) -> str:
    """The step with all subjects and objects, which a path of no length ties to themselves."""
    from kg.columnar.patterns import source

    every = source(made, None, with_graph=False)
    return made.step(f"SELECT s AS x FROM {every} UNION SELECT o AS x FROM {every}")
