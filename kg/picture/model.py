"""What a picture of a graph is made of: plain frozen data, ready for any renderer.

Positions are in units of the picture, x to the right, y downwards; a renderer scales them. Every
string is fit for display: on one line, without control characters, cut at a stated length.
"""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Lane:
    """A part of the picture with a title, drawn behind its things; x and y are the upper left corner."""

    title: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """A thing elsewhere: how it is called and where it stands."""

    label: str
    iri: str
    href: str = ""
    """The address to open, http or https; empty when the IRI is no such address."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of text that a statement rests on."""

    section: str
    start: int | None
    """First character, counted from 0; None while unplaced."""
    end: int | None
    quote: str
    """The words themselves; empty when the graph does not hold them."""
    document: Link | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a source says, with all that is known of how it came here."""

    iri: str
    kind: str
    """Its class in words: 'diagnosis', 'claim'."""
    label: str
    modality: str
    """'observed', 'absent', 'background', 'hypothesis'; empty when the graph gives none."""
    method: str
    case: str
    source: Link | None
    evidence: tuple[Evidence, ...]
    facts: tuple[tuple[str, str], ...]
    """(property in words, value in words), sorted."""
    about: tuple[str, ...]
    """Keys of the drawn nodes that it speaks of, its own first when it is drawn."""


@dataclass(frozen=True, slots=True)
class Node:
    """One drawn thing."""

    key: str
    iri: str
    kind: str
    """Name of its kind in `kg.picture.kinds`."""
    label: str
    lines: tuple[str, ...]
    """The label broken into lines and cut for the drawing."""
    font: float
    """Height of the label's letters."""
    detail: str
    """What this case adds to the thing ('metastatic'), drawn in small letters below; often empty."""
    modality: str
    place: Point
    """In the wide layout."""
    upright: Point
    """In the tall layout, for narrow screens."""
    size: Point
    """Width and height of the box that symbol and label fill together."""
    ids: tuple[Link, ...]
    """Its own identifier first, then the ones that other vocabularies give it."""
    synonyms: tuple[str, ...]
    parents: tuple[Link, ...]
    facts: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...]
    """IRIs of things that are drawn as this node: the case as its patient."""
    statements: tuple[int, ...]
    """Positions in the picture's statements."""
    cases: int
    """How many cases the node belongs to."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One drawn connection, from the key of a node to the key of another."""

    source: str
    target: str
    label: str
    iri: str
    modality: str
    faint: bool
    """True for connections of claims, drawn lightly until asked for."""
    stands_in: bool = False
    """True when it stands for what is folded into one of its ends: drawn while that is closed."""


@dataclass(frozen=True, slots=True)
class Fold:
    """A group of things that one node stands for; it can be opened when some of them are in the picture."""

    key: str
    """The node that stands for the group."""
    count: int
    """How many things it stands for."""
    exact: bool
    """False: at least that many."""
    members: tuple[str, ...]
    """Labels of the first or most connected of them."""
    inside: tuple[str, ...]
    """Keys of the nodes that are drawn only while it is open."""
    opened: bool = False
    """True when it is drawn open at first: its nodes are among the picture's drawn ones."""
    stays: bool = False
    """True when its own node is drawn while it is open too: the patient of an unfolded case."""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A line of therapy or an event; times are months from the case's first dated event."""

    case: str
    """IRI of the case."""
    title: str
    """What the case is called."""
    node: str
    """Key of the node that it is drawn as; empty when that is hidden."""
    number: str
    """'1', '2', …; empty for an event."""
    label: str
    start: float
    end: float
    dated: bool
    """False: placed by order alone."""
    open_ended: bool
    """True: went on when the report ended."""
    verdict: str
    """'better', 'same', 'worse', 'mixed' or empty."""
    words: str
    """The response or event in words."""
    stated: str
    """Times and lengths as the source states them; empty when it states none."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A graph chosen, laid out and explained."""

    title: str
    subtitle: str
    invented: bool
    """True when a drawn case is made up."""
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    statements: tuple[Statement, ...]
    timeline: tuple[TimelineRow, ...]
    left_out: tuple[str, ...]
    """What is in the graph and not in the picture, one sentence each."""
    lanes: tuple[Lane, ...]
    """Of the wide layout."""
    upright_lanes: tuple[Lane, ...]
    folded: bool
    """True when the nodes stand for whole groups because there were too many."""
    folds: tuple[Fold, ...] = ()
    """Groups that can be opened or closed, in the order of their nodes."""
    tucked: tuple[Node, ...] = ()
    """Nodes inside folds that are closed at first: not drawn until one opens them."""
    tucked_edges: tuple[Edge, ...] = ()
    """Connections that are not drawn at first: of tucked nodes, and what stands in for opened folds."""
