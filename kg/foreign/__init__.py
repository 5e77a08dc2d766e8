"""Files of other knowledge graphs that become graphs of their own: KGX and its like, not cases.

A new format is a module with `looks_like(head, stem)`, `source_name(stem)` and `quads(source, pad, base)`,
and a row in `FORMATS`. Formats are told by content; packed files are looked into, as readers do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg import store
from kg.errors import Notepad
from kg.foreign import civic_tsv, hetionet, kgx_csv, kgx_json, kgx_tsv, va_spec_json
from kg.foreign.source import HEAD, Format, Source, head_of
from kg.readers import packages
from kg.readers.unpacking import Spoilt

FORMATS: tuple[Format, ...] = (
    Format("KGX TSV", kgx_tsv.looks_like, kgx_tsv.source_name, kgx_tsv.quads),
    Format("KGX CSV", kgx_csv.looks_like, kgx_csv.source_name, kgx_csv.quads),
    Format("KGX JSON lines", kgx_json.is_lines, kgx_json.source_name, kgx_json.quads_of_lines),
    Format("Hetionet JSON", hetionet.looks_like, hetionet.source_name, hetionet.quads),
    Format("KGX JSON", kgx_json.is_whole, kgx_json.source_name, kgx_json.quads),
    Format("CIViC TSV", civic_tsv.looks_like, civic_tsv.source_name, civic_tsv.quads),
    Format("VA-Spec JSON", va_spec_json.looks_like, va_spec_json.source_name, va_spec_json.quads),
)
_GRAPHS = frozenset(store.SUFFIXES) - {".json", ".xml"}
_CASES = frozenset({".yaml", ".yml", ".nbib", ".medline", ".xml"})
"""Suffixes of cases and records alone: not opened, for there may be a million of them."""
_LOOKED_AT = 20
"""Members of an archive that are looked at for one of a known format."""


def format_of(name: str) -> Format | None:
    """The format of a file, or of what is packed in it; None when it is none of these.

    Standard input is never looked into: such graphs come as files.
    """
    path = Path(name)
    if name == packages.STANDARD_INPUT or path.suffix.lower() in _CASES:
        return None
    if not path.is_file() or _is_graph(path):
        return None
    pad = Notepad(name)
    try:
        for number, part in enumerate(packages.parts(name, pad)):
            if found := _format(part):
                return found
            if number >= _LOOKED_AT:
                return None
    except Spoilt:
        return None
    return None


def _is_graph(path: Path) -> bool:
    bare = path.with_suffix("") if path.suffix.lower() in store.COMPRESSED else path
    return bare.suffix.lower() in _GRAPHS


def _format(part: packages.Part) -> Format | None:
    try:
        head = head_of(part)
    except Spoilt:
        return None
    return next((form for form in FORMATS if form.looks_like(head, part.stem)), None)


def sources(names: Iterable[str], called: str | None = None) -> list[Source]:
    """The sources that files of known formats make up, in the order given.

    The files of one source (`x_nodes.tsv`, `x_edges.tsv`) belong together by name; with `called`, that
    is the name of each.
    """
    found: dict[tuple[str, str], list[str]] = {}
    forms: dict[str, Format] = {}
    for name in names:
        form = format_of(name)
        if form is None:
            continue
        forms[form.name] = form
        own = called or form.source_name(packages.stem_of(name))
        files = found.setdefault((own, form.name), [])
        if name not in files:
            files.append(name)
    return [Source(own, forms[form], tuple(files)) for (own, form), files in found.items()]


def quads(wanted: Iterable[Source], pads: dict[str, Notepad], base: str) -> Iterator[str]:
    """N-Quads of each source in its own named graph, a piece at a time, and what each source is.

    `pads` gets a notepad for each source, under its name.
    """
    for source in wanted:
        pad = pads.setdefault(source.name, Notepad(source.files[0]))
        yield from source.form.quads(source, pad, base)
        yield source.described(base)


__all__ = ["FORMATS", "HEAD", "Format", "Source", "format_of", "quads", "sources"]
