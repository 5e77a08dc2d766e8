"""The nodes of a picture: label, size and everything that the panel shows of a thing."""

from __future__ import annotations

from kg.picture.blocks import Tile
from kg.picture.index import Index
from kg.picture.kinds import BY_NAME
from kg.picture.lettering import FONT, LEADING, SMALLER, broken, clean, width, words_of
from kg.picture.model import Link, Node, Point
from kg.picture.plan import Choice
from kg.picture.reading import IN_CASE, Drawing
from kg.picture.statements import authors, facts
from kg.rdf import plain
from kg.vocabulary import KG, OBO

RADIUS = 17.0
"""Half the height of a symbol, in units of the picture."""
SMALL = 11.0
"""Height of the letters of the line below a label."""
_WIDEST = {"line": 190.0, "claim": 226.0, "evidence": 226.0}
_MOST_LINES = {"line": 3, "claim": 5, "evidence": 6}
_SAME_WIDTH = frozenset({"claim", "evidence"})

_ADDED = (KG.metastatic, KG.stage, KG.grade, OBO.allele_origin, KG.effect, KG.ctcaeGrade, KG.value, KG.assay)


def label_of(made: Drawing, chosen: Choice, iri: str) -> str:
    """What is written at the thing."""
    if (group := chosen.groups.get(iri)) and not group.stays:
        return clean(group.label, 300)
    label = made.index.label(iri)
    if made.things.get(iri) == "line":
        position = made.index.first(iri, plain(KG.order))
        return f"{position}. {label}" if position else label
    return label[:1].upper() + label[1:] if made.things.get(iri) == "patient" else label


def size_of(kind: str, label: str, detail: str) -> tuple[tuple[str, ...], Point]:
    """The label's lines, and the width and height that symbol and label fill together."""
    font = font_of(kind)
    lines = broken(label, _WIDEST.get(kind, 146.0), _MOST_LINES.get(kind, 3), font)
    text_width = max(*(width(line, font) for line in lines), width(detail, SMALL))
    below = len(lines) * font * LEADING + (14 if detail else 0)
    if not BY_NAME[kind].boxed:
        return lines, (round(max(text_width, 2.4 * RADIUS), 1), round(2 * RADIUS + 6 + below, 1))
    text_width = max(text_width, _WIDEST[kind]) if kind in _SAME_WIDTH else text_width
    return lines, (round(text_width + 20, 1), round(below + 13, 1))


def font_of(kind: str) -> float:
    """Height of the letters of a label."""
    return SMALLER if kind in _SAME_WIDTH else FONT


def tile(key: str, kind: str, size: tuple[tuple[str, ...], Point]) -> Tile:
    """The thing as the layout sees it."""
    wide, high = size[1]
    middle = high / 2 if BY_NAME[kind].boxed else RADIUS
    return Tile(key, wide, high, (wide / 2, middle))


def node(
    made: Drawing,
    iri: str,
    text: tuple[str, str, str],
    where: tuple[Point, Point],
    spoken: dict[str, list[int]],
) -> Node:
    """One node; `text` is its key, label and detail, `where` its two places."""
    key, label, detail = text
    index, kind = made.index, made.things[iri]
    lines, size = size_of(kind, label, detail)
    aliases = tuple(sorted(other for other, shown in made.alias.items() if shown == iri))
    known = [*facts(index, iri), *(fact for alias in aliases for fact in facts(index, alias))]
    return Node(
        key=key,
        iri=iri,
        kind=kind,
        label=label,
        lines=lines,
        font=font_of(kind),
        detail=detail,
        modality=made.standing(iri),
        place=where[0],
        upright=where[1],
        size=size,
        ids=_ids(index, iri),
        synonyms=index.synonyms(iri),
        parents=index.parents(iri),
        facts=() if IN_CASE in index.links.get(iri, {}) else (*authors(index, iri), *dict.fromkeys(known)),
        aliases=aliases,
        statements=tuple(spoken.get(key, ())),
        cases=len(made.owners.get(iri, ())),
    )


def group_node(kind: str, text: tuple[str, str], where: tuple[Point, Point]) -> Node:
    """A node that stands for a whole group; `text` is its key and label."""
    key, label = text
    lines, size = size_of(kind, label, "")
    return Node(
        key=key,
        iri="",
        kind=kind,
        label=label,
        lines=lines,
        font=font_of(kind),
        detail="",
        modality="",
        place=where[0],
        upright=where[1],
        size=size,
        ids=(),
        synonyms=(),
        parents=(),
        facts=(),
        aliases=(),
        statements=(),
        cases=0,
    )


def _ids(index: Index, iri: str) -> tuple[Link, ...]:
    """The thing's own identifier and those that others give it, each once."""
    return tuple(dict.fromkeys(index.name(one) for one in (iri, *index.matches(iri))))


def detail_of(made: Drawing, iri: str) -> str:
    """What the case adds to the thing, in a few words: 'metastatic, stage IV'."""
    index = made.index
    said = ["explicitly absent"] if made.standing(iri) == "absent" else []
    if made.things[iri] in ("claim", "evidence"):
        return _hedge(made, iri)
    for statement, about in made.about.items():
        if about[0] != iri or statement == iri:
            continue
        for predicate in map(plain, _ADDED):
            value = index.first(statement, predicate)
            thing = index.thing(statement, predicate)
            word = _word(predicate, value) if value else index.label(thing) if thing else ""
            said.append(word.replace("_", " "))
    short = ", ".join(dict.fromkeys(word for word in said if word))
    return short if len(short) <= 48 else short[:47].rstrip(" ,") + "…"


def _hedge(made: Drawing, iri: str) -> str:
    """Modality, certainty and strength of a claim or evidence statement: 'hypothesis, suggested'."""
    links = made.index.links[iri]
    modality = {"observed": "from this case"}.get(made.standing(iri), made.standing(iri))
    found = [links.get(plain(name), [""])[0] for name in (KG.certainty, KG.strength)]
    words = [word for word in (modality, *map(words_of, filter(None, found))) if word not in ("", "stated")]
    return ", ".join(dict.fromkeys(words))


def _word(predicate: str, value: str) -> str:
    """A literal in the words of the small line."""
    if predicate == plain(KG.metastatic):
        return "metastatic" if value == "true" else "not metastatic"
    if predicate == plain(KG.ctcaeGrade):
        return f"grade {value}"
    if predicate == plain(KG.stage):
        return value if "stage" in value.lower() else f"stage {value}"
    if predicate == plain(KG.grade):
        return value if "grade" in value.lower() else f"grade {value}"
    return value
