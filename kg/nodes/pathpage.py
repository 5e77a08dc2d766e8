"""Paths written out: as text for a terminal, as Markdown, as data for JSON, as a DOT drawing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.errors import printable
from kg.ids import compress
from kg.nodes.near import id_of
from kg.nodes.page import data_of, details, escaped, headline, modality_words, wrapped_lines
from kg.nodes.route import MOST_SHORTEST, Path, Paths, Stop, Tie

_INDENT = "    "


def remarks(found: Paths) -> Iterator[str]:
    """Yield why there is no path, which paths are not shown, and which statements were no links."""
    if found.why:
        yield f"no path from {found.start.label} to {found.end.label}: {found.why}"
    shown = sum(len(path.steps) == len(found.paths[0].steps) for path in found.paths)
    if found.shortest > shown:
        number = f"{MOST_SHORTEST:,} or more" if found.shortest == MOST_SHORTEST else f"{found.shortest:,}"
        yield f"there are {number} paths of that length; --all shows them"
    elif found.shortest == MOST_SHORTEST and shown == MOST_SHORTEST:
        yield f"only the first {MOST_SHORTEST:,} paths of that length are shown"
    if found.left_out:
        total = sum(number for _, number in found.left_out)
        counted = ", ".join(f"{number:,} {modality_words(name)}" for name, number in found.left_out)
        cure = " ".join(f"--modality {name}" for name, _ in found.left_out if name)
        one = "statement that is not observed was" if total == 1 else "statements that are not observed were"
        yield f"{total:,} {one} met and not used as a link ({counted}{f'; use {cure}' if cure else ''})"


def text(found: Paths, width: int) -> str:
    """The paths in lines of at most `width` characters; '' without a path."""
    return "".join(f"{line}\n" for line in _lines(found, max(width, 30)))


def _lines(found: Paths, width: int) -> Iterator[str]:
    for number, path in enumerate(found.paths, 1):
        if number > 1:
            yield ""
        yield from wrapped_lines(_heading(found, path, number), width)
        yield ""
        for position, stop in enumerate(path.stops):
            yield from wrapped_lines(stop_words(stop), width, "", "  ")
            for words in details(stop.said) if stop.said else ():
                yield from wrapped_lines(words, width, _INDENT, _INDENT + "  ")
            if position < len(path.steps):
                yield from _step(stop, path.steps[position], width)


def _heading(found: Paths, path: Path, number: int) -> str:
    ends = f"{found.start.label} to {found.end.label}"
    steps = f"{len(path.steps)} step{'s' if len(path.steps) != 1 else ''}"
    return f"{ends}: {steps}" if len(found.paths) == 1 else f"{number}. {ends}: {steps}"


def stop_words(stop: Stop) -> str:
    """The node with what it is, its id, and the modality of a statement."""
    mark = "" if stop.modality is None else f" [{modality_words(stop.modality)}]"
    curie = compress(stop.iri)
    known = f", {curie}" if curie and curie != stop.label else ""
    return f"{stop.label}{mark} ({stop.kind}{known})"


def _step(here: Stop, ties: tuple[Tie, ...], width: int) -> Iterator[str]:
    for tie in ties:
        yield from wrapped_lines(tie_words(here, tie), width, "  ", _INDENT)
        for support in tie.support:
            yield from wrapped_lines(headline(support), width, _INDENT, _INDENT + "  ")
            for words in details(support):
                yield from wrapped_lines(words, width, _INDENT + "  ", _INDENT + "    ")


def tie_words(here: Stop, tie: Tie) -> str:
    """The property with the direction that it is stated in, and where."""
    arrow = "->" if tie.subject == here.iri else "<-"
    kind = ", hierarchy" if tie.hierarchy else ""
    where = ", ".join(name or "the default graph" for name in tie.graphs[:3])
    more = f" and {len(tie.graphs) - 3:,} more graphs" if len(tie.graphs) > 3 else ""
    return f"{arrow} {tie.words}{kind} (stated in {where}{more})"


def markdown(found: Paths) -> str:
    """The paths as Markdown; what Markdown or HTML would read as markup is escaped."""
    lines: list[str] = []
    for number, path in enumerate(found.paths, 1):
        lines += [f"## {escaped(_heading(found, path, number))}", ""]
        for position, stop in enumerate(path.stops):
            lines.append(f"- **{escaped(stop_words(stop))}**")
            lines += [f"  - {escaped(words)}" for words in (details(stop.said) if stop.said else ())]
            for tie in path.steps[position] if position < len(path.steps) else ():
                lines.append(f"  - {escaped(tie_words(stop, tie))}")
                for support in tie.support:
                    lines.append(f"    - {escaped(headline(support))}")
                    lines += [f"      - {escaped(words)}" for words in details(support)]
        lines.append("")
    lines += [escaped(remark) for remark in remarks(found)]
    return "\n".join(lines).rstrip() + "\n"


def data(found: Paths) -> dict[str, Any]:
    """The paths as plain data, the shortest first."""
    return {
        "from": _stop(found.start),
        "to": _stop(found.end),
        "paths": [
            {
                "length": len(path.steps),
                "nodes": [_stop(stop) for stop in path.stops],
                "steps": [[_tie(tie) for tie in ties] for ties in path.steps],
            }
            for path in found.paths
        ],
        "shortest_paths": found.shortest,
        "left_out": dict(found.left_out),
        "why_none": found.why,
    }


def _stop(stop: Stop) -> dict[str, Any]:
    told: dict[str, Any] = {"id": id_of(stop.iri), "iri": stop.iri, "label": stop.label, "kind": stop.kind}
    return told if stop.said is None else {**told, "statement": data_of(stop.said)}


def _tie(tie: Tie) -> dict[str, Any]:
    return {
        "subject": id_of(tie.subject),
        "predicate": id_of(tie.predicate),
        "object": id_of(tie.object),
        "words": tie.words,
        "hierarchy": tie.hierarchy,
        "graphs": list(tie.graphs),
        "statements": [data_of(support) for support in tie.support],
    }


def dot(found: Paths) -> str:
    """The paths as one directed graph in DOT, arrows as the triples are stated."""
    stops = {stop.iri: stop for path in found.paths for stop in path.stops}
    stops |= {found.start.iri: found.start, found.end.iri: found.end}
    names = {iri: f"n{number}" for number, iri in enumerate(sorted(stops), 1)}
    ties = {tie: None for path in found.paths for step in path.steps for tie in step}
    lines = ["digraph paths {", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];']
    lines += [f"  {names[iri]} [label={_quoted(stop_words(stops[iri]))}];" for iri in sorted(stops)]
    for tie in sorted(ties, key=lambda tie: (tie.subject, tie.predicate, tie.object)):
        style = ", style=dashed" if tie.hierarchy or _is_doubtful(tie) else ""
        marks = {modality_words(entry.modality or "") for entry in tie.support}
        label = f"{tie.words} [{', '.join(sorted(marks))}]" if marks else tie.words
        lines.append(f"  {names[tie.subject]} -> {names[tie.object]} [label={_quoted(label)}{style}];")
    return "\n".join([*lines, "}", ""])


def _is_doubtful(tie: Tie) -> bool:
    return any(entry.modality != "observed" for entry in tie.support)


def _quoted(words: str) -> str:
    """A DOT string; nothing in it ends it or is read as an escape."""
    escaped_words = printable(words).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped_words}"'
