"""What parts of a graph see differently, and what a part has to be told so that it sees the whole.

Checks go from a node along its statements to other nodes and what is stated of those; so a part may be
looked at alone when it holds all that is stated of every node it names. Where graphs describe a node in
different ways, or one describes what another only names (a term, say), the node is *shared*: its whole
description is gathered, and given to every part that names it.

Some checks also go against the direction of a statement: from a case to its findings, from a line of
therapy to its responses, from a document's identifier to other documents that have it. Nodes at either end
of such a statement are *tied*: graphs between which one of them is shared are looked at together.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from hashlib import blake2b
from itertools import chain, pairwise
from typing import NamedTuple
from zlib import crc32

from kg.check.parts import UndividedError, Unit, check_terms
from kg.vocabulary import KG, SKOS

Context = dict[bytes, set[bytes]]
"""Shared node -> all triples that describe it."""

TIES = frozenset(str(kg).encode() for kg in (KG.hasPatient, KG.inCase, KG.responseTo))
"""Properties that checks follow from the value to those who state it."""

IDENTIFIERS = frozenset(str(kg).encode() for kg in (KG.pmid, KG.doi, KG.pmcid))
"""Properties of documents whose values no other document may have."""

UNASKED = frozenset(str(skos).encode() for skos in (SKOS.altLabel, SKOS.exactMatch, SKOS.broader))
"""Properties that no check asks for: statements with them need not be told."""

_MARKED = TIES | IDENTIFIERS
_CASE = str(KG.Case).encode()

_BITS = 24
"""Bits of an entry that say how a node is described; the others say which node it is."""
_SLICES = 64


class View(NamedTuple):
    """How a part sees the nodes that it names, as sorted numbers."""

    entries: array[int]
    """Node and description as one number, for each way in which a graph describes it; 0: it only names it."""
    tied: array[int]
    """The nodes at the ends of ties."""
    plain: bool
    """True when every name is an IRI between spaces that is spelt in one way."""


def view(units: Iterable[Unit]) -> View:
    """How these statements see the nodes that they name. SyntaxError for names that are none."""
    entries: set[int] = set()
    tied: set[int] = set()
    names: set[bytes] = set()
    endings: set[bytes] = set()
    numbers = _Numbers()
    for unit in units:
        stated = _stated(unit)
        named = [value for value in stated.values if not value.startswith(b'"')]
        endings.update(value[value.rindex(b'"') :] for value in stated.values if value.startswith(b'"'))
        names.update(stated.of, stated.properties, named, (unit.graph,))
        ends = set(_ends(stated))
        own = _checksum((unit.graph, *unit.lines))
        entries.update(numbers[node] | own for node in ends)  # no two graphs see alike what is tied
        entries.update(numbers[value] for value in named if value not in stated.of and value not in ends)
        entries.update(
            numbers[node] | _digest(lines) for node, lines in stated.of.items() if node not in ends
        )
        tied.update(numbers[node] for node in ends)
        for name, document in _identifiers(stated):
            entries.add(numbers[name] | _digest([document]))
            tied.add(numbers[name])
    plain = _are_plain(names)
    if plain:
        check_terms((*names, *(b'"' + ending for ending in endings)))
    return View(array("Q", sorted(entries)), array("Q", sorted(tied)), plain)


class _Numbers(dict[bytes, int]):
    """The number of a node, with room for that of its description."""

    def __missing__(self, node: bytes) -> int:
        number = int.from_bytes(blake2b(node, digest_size=5).digest()) << _BITS
        self[node] = number
        return number


def _digest(lines: Iterable[bytes]) -> int:
    """A number for that description, whatever the order of its lines."""
    return _checksum(sorted(lines))


def _checksum(lines: Iterable[bytes]) -> int:
    """A number for those lines, never 0."""
    return crc32(b"\n".join(lines)) % ((1 << _BITS) - 1) + 1


class _Stated(NamedTuple):
    """The statements of a unit."""

    of: dict[bytes, list[bytes]]
    """Node -> its statements."""
    properties: set[bytes]
    values: set[bytes]
    marked: list[tuple[bytes, bytes, bytes]]
    """Those that may tie graphs together."""


def _stated(unit: Unit) -> _Stated:
    stated = _Stated({}, set(), set(), [])
    of, names, values, marked = stated  # looked up once: the loop is most of a view's time
    before, its = b"", list[bytes]()
    for line in unit.lines:
        node, name, value = line.split(b" ", 2)
        if node != before:  # a node's statements mostly stand together
            before, its = node, of.setdefault(node, [])
        its.append(line)
        names.add(name)
        values.add(value)
        if name in _MARKED or value == _CASE:
            marked.append((node, name, value))
    return stated


def _ends(stated: _Stated) -> Iterator[bytes]:
    """The nodes at both ends of ties, and cases."""
    for node, name, value in stated.marked:
        if name in TIES:
            yield node
            yield value
        elif value == _CASE:
            yield node


def _identifiers(stated: _Stated) -> Iterator[tuple[bytes, bytes]]:
    """Yield identifiers, property and letters as the check compares them, each with its document."""
    for node, name, value in stated.marked:
        if name in IDENTIFIERS:
            if b"\\" in value or b'"^^' in value:
                raise UndividedError("an identifier is no plain text")
            letters = value[1 : value.rindex(b'"')] if value.startswith(b'"') else value[1:-1]
            yield b"%s %s" % (name, letters.decode().lower().encode()), node


def _are_plain(names: Collection[bytes]) -> bool:
    spelt = b" ".join(names)
    apart = spelt.startswith(b"<") and spelt.endswith(b">") and spelt.count(b"> <") == len(names) - 1
    known = spelt.count(b"<") == spelt.count(b">") == len(names)
    return apart and known and b"\\" not in spelt and b'"' not in spelt


# What the views differ in


def shared(views: Sequence[View]) -> set[int]:
    """The numbers of the nodes that are not seen alike everywhere."""
    found: set[int] = set()
    for piece in range(_SLICES):
        entries = sorted(set(chain.from_iterable(_slice(view.entries, piece) for view in views)))
        found.update(
            entry >> _BITS for entry, following in pairwise(entries) if entry >> _BITS == following >> _BITS
        )
    return {number << _BITS for number in found}


def _slice(entries: array[int], piece: int) -> array[int]:
    """A part of the entries, so that few are numbers of Python's at a time."""
    width = (1 << 64) // _SLICES
    return entries[bisect_left(entries, piece * width) : bisect_left(entries, (piece + 1) * width)]


def tied(views: Iterable[View], nodes: Set[int]) -> set[int]:
    """Those of the shared nodes that are tied."""
    return {number for view in views for number in view.tied if number in nodes}


def describing(views: Iterable[View], nodes: Set[int]) -> Iterator[bool]:
    """For each view, whether it has a description of a shared node that none before it has."""
    taken: set[int] = set()
    for one in views:
        told = {entry for entry in one.entries if _node(entry) != entry and _node(entry) in nodes}
        yield not told <= taken
        taken |= told


def _node(entry: int) -> int:
    return entry >> _BITS << _BITS


# The descriptions


class Gathered(NamedTuple):
    """The descriptions of shared nodes, and of what is reached from there."""

    context: Context
    tainted: set[int]
    """Those of the nodes from which a tied node is reached."""


def gathered(units: Iterable[Unit], nodes: Set[int]) -> Gathered:
    """What the units say of the shared nodes that are not tied, and of all that is reached from there."""
    found = Gathered({}, set())
    numbers = _Numbers()
    for unit in units:
        stated = _stated(unit)
        ends = set(_ends(stated))
        reached = dict.fromkeys(node for node in stated.of if numbers[node] in nodes)
        waiting = list(reached)
        for node in waiting:  # it grows meanwhile
            lines = stated.of[node]
            found.context.setdefault(node, set()).update(lines)
            values = {line.rpartition(b" ")[2] for line in lines}
            if values & ends:
                found.tainted.add(numbers[node])
            more = {value for value in values - ends if value in stated.of and value not in reached}
            reached.update(dict.fromkeys(more))
            waiting += more
    return found


def tainted(context: Context, ties: Set[int]) -> set[int]:
    """The tied nodes, and the shared ones from which one of them is reached."""
    numbers = _Numbers()
    found = set(ties)
    before = -1
    while len(found) > before:
        before = len(found)
        found |= {
            numbers[node]
            for node, lines in context.items()
            if any(numbers[line.rpartition(b" ")[2]] in found for line in lines)
        }
    return found


class Description(NamedTuple):
    """What the context says of a node."""

    text: bytes
    """Its triples that checks ask for, as N-Triples."""
    leads: Set[bytes]
    """The nodes of the context that they name."""


def descriptions(context: Context) -> dict[bytes, Description]:
    """The context, ready to be told."""
    return {node: _description(lines, context) for node, lines in context.items()}


def _description(lines: Set[bytes], context: Context) -> Description:
    asked = sorted(line for line in lines if line.split(b" ", 2)[1] not in UNASKED)
    values = {line.rpartition(b" ")[2] for line in asked}
    return Description(b"".join(line + b" .\n" for line in asked), values & context.keys())


def told(view: View, described: Mapping[bytes, Description], numbered: Mapping[int, bytes]) -> bytes:
    """The triples of the context that describe what a part names, and what is reached from there.

    `numbered` has the nodes of the context by their numbers.
    """
    waiting = [numbered[number] for number in {_node(entry) for entry in view.entries} & numbered.keys()]
    reached = set(waiting)
    for node in waiting:  # it grows meanwhile
        more = described[node].leads - reached
        waiting += more
        reached |= more
    return b"".join(described[node].text for node in waiting)


def numbered(nodes: Iterable[bytes]) -> dict[int, bytes]:
    """The nodes by their numbers in views."""
    numbers = _Numbers()
    return {numbers[node]: node for node in nodes}


def names_any(unit: Unit, nodes: Set[int]) -> bool:
    """True when the unit names one of the nodes, or has an identifier among them."""
    return any(_node(entry) in nodes for entry in view([unit]).entries)
