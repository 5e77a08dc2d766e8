"""Names for blank nodes, made from what is said of them, so that the same file gives the same names.

Blank nodes that are tied to one another are named together, by the content of all quads around them.
Nodes that nothing tells apart are interchangeable when no ring ties them; rings go to the engine's RDFC-1.0.
Two groups of the same content stay two: the second gets another name. Work is bounded, since blank nodes
can be woven so that any algorithm needs ages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    import pyoxigraph

Blank = tuple[str, str, str, str]
"""Subject, predicate, object and graph of a quad with a blank node, as in N-Quads; no graph is ''."""

MOST = 2_000_000
"""Quads with blank nodes in one source."""
_WORK = 20_000_000
_HARD = 6
"""Nodes that nothing tells apart and rings tie: so many are tried in every order."""
_CURE = "give these nodes IRIs"


def too_many(name: str) -> KgError:
    """The error for a source with more blank nodes than are taken."""
    return KgError(f"{name}: holds more than {MOST:,} quads with blank nodes ({_CURE})")


def named(quads: Iterable[Blank], base: str, name: str) -> Iterator[str]:
    """The quads as lines, blank nodes as IRIs under the base. Raises KgError where no name can be found."""
    for called, group in labelled(quads, name):
        start = f"<{base}genid/{called}"
        for quad in group:
            parts = (f"{start}/{part[2:]}>" if part.startswith("_:") else part for part in quad)
            yield f"{' '.join(parts)} .\n"


def labelled(quads: Iterable[Blank], name: str) -> Iterator[tuple[str, list[Blank]]]:
    """The quads that hang together by blank nodes, these numbered, under a name that no other such group has.

    All follows from the content alone. Raises KgError where no name can be found.
    """
    work = [_WORK]
    groups = [_labelled(group, name, work) for group in _groups(quads)]
    count: Counter[str] = Counter()
    for text, group in sorted(groups):
        digest = _digest(text)[:24]
        count[digest] += 1
        yield digest + (f"-{count[digest]}" if count[digest] > 1 else ""), group


def _groups(quads: Iterable[Blank]) -> Iterator[list[Blank]]:
    """The quads that share blank nodes, together."""
    above: dict[str, str] = {}

    def top(node: str) -> str:
        while above.setdefault(node, node) != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    kept = list(dict.fromkeys(quads))
    for quad in kept:
        first, *others = _blank(quad)
        for other in others:
            above[top(other)] = top(first)
    found: dict[str, list[Blank]] = defaultdict(list)
    for quad in kept:
        found[top(_blank(quad)[0])].append(quad)
    yield from found.values()


def _blank(quad: Blank) -> list[str]:
    return [part for part in quad if part.startswith("_:")]


def _labelled(group: list[Blank], name: str, work: list[int]) -> tuple[str, list[Blank]]:
    """The group with labels that follow from its content, and its text, sorted."""
    colours = _refined(group, dict.fromkeys((node for quad in group for node in _blank(quad)), ""), work)
    while tied := _tied(colours):
        if not _is_forest(group):
            return _by_engine(group, sum(map(len, _all_tied(colours))), name)
        if work[0] < 0:
            raise KgError(f"{name}: {len(colours):,} blank nodes are too much alike to be named ({_CURE})")
        colours[tied[0]] += "!"
        colours = _refined(group, colours, work)
    if work[0] < 0:
        raise KgError(f"{name}: {len(colours):,} blank nodes hang together, too many to be named ({_CURE})")
    order = {node: f"_:{place}" for place, node in enumerate(sorted(colours, key=colours.__getitem__))}
    return _text([_renamed(quad, order) for quad in group])


def _renamed(quad: Blank, order: dict[str, str]) -> Blank:
    subject, predicate, thing, graph = quad
    return order.get(subject, subject), predicate, order.get(thing, thing), order.get(graph, graph)


def _text(group: list[Blank]) -> tuple[str, list[Blank]]:
    ordered = sorted(group)
    return "\n".join(" ".join(quad) for quad in ordered), ordered


def _refined(group: list[Blank], colours: dict[str, str], work: list[int]) -> dict[str, str]:
    """Colours that tell apart what differs in itself or in its neighbours, however far."""
    kinds = 0
    while (new := len(set(colours.values()))) > kinds and work[0] >= 0:
        kinds = new
        if kinds == len(colours) and all(colours.values()):
            break
        said: dict[str, list[str]] = {node: [colours[node]] for node in colours}
        for quad in group:
            for place, part in enumerate(quad):
                if part.startswith("_:"):
                    around = (_seen(one, part, colours) for one in quad)
                    said[part].append(f"{place} {' '.join(around)}")
        work[0] -= 4 * len(group)
        colours = {
            node: sha256("\n".join(sorted(lines)).encode()).hexdigest() for node, lines in said.items()
        }
    return colours


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _seen(part: str, node: str, colours: dict[str, str]) -> str:
    if not part.startswith("_:"):
        return part
    return "_:self" if part == node else f"_:{colours[part]}"


def _all_tied(colours: dict[str, str]) -> list[list[str]]:
    alike: dict[str, list[str]] = defaultdict(list)
    for node, colour in colours.items():
        alike[colour].append(node)
    return [nodes for _, nodes in sorted(alike.items()) if len(nodes) > 1]


def _tied(colours: dict[str, str]) -> list[str]:
    """The first nodes that nothing tells apart."""
    return next(iter(_all_tied(colours)), [])


def _is_forest(group: list[Blank]) -> bool:
    """True when no ring of blank nodes is there: then what looks alike is interchangeable."""
    pairs = {frozenset(_blank(quad)) for quad in group if len(set(_blank(quad))) > 1}
    nodes = {node for quad in group for node in _blank(quad)}
    return all(len(pair) == 2 for pair in pairs) and len(pairs) == len(nodes) - 1


def _by_engine(group: list[Blank], tied: int, name: str) -> tuple[str, list[Blank]]:
    """Labels by RDFC-1.0, which tries the orders of all nodes that look alike."""
    import pyoxigraph

    if tied > _HARD:
        raise KgError(f"{name}: {tied} blank nodes in rings look all alike ({_CURE})")
    text = "".join(f"{' '.join(quad)} .\n" for quad in group)
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return _text([parts(quad) for quad in dataset])


def parts(quad: pyoxigraph.Quad) -> Blank:
    """The quad's nodes as N-Quads writes them."""
    from pyoxigraph import DefaultGraph

    graph = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
    return str(quad.subject), str(quad.predicate), str(quad.object), graph
