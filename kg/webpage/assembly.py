"""Puts the page together: template, style, scripts, the network library and the data.

Everything from the data goes through the template's escaping or into JSON whose `<`, `>` and `&` are
escaped; the Content-Security-Policy allows exactly the scripts and the style that stand in the page,
by their hashes, and no address at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg.drawing.timetable import timetable
from kg.errors import KgError
from kg.picture.kinds import BY_NAME, KINDS
from kg.webpage.network import network

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup

    from kg.picture import Picture

FIRST = ("elements", "base", "theme", "symbols", "edges", "scene", "folds", "first")
"""The scripts that paint the first picture; they run before the network library is read."""

SCRIPTS = (
    "network",
    "settle",
    "focus",
    "copying",
    "panel",
    "search",
    "filters",
    "table",
    "export",
    "printing",
    "keys",
    "folding",
    "address",
    "start",
)
"""The scripts behind the library, in the order in which they run."""

MODALITIES = ("observed", "absent", "background", "hypothesis")
_LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"
_TEMPLATE = "page.html.jinja"


def assemble(picture: Picture) -> str:
    """The page of the picture as HTML text."""
    made = network(picture)
    made.templateEnv = _environment(picture)
    made.path = _TEMPLATE
    return str(made.generate_html())


def _environment(picture: Picture) -> jinja2.Environment:
    """The templates with escaping always on, and what they fill in."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(asset),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["data"] = data
    first = [asset(f"js/{name}.js") for name in FIRST]
    scripts = [_library(), *(asset(f"js/{name}.js") for name in SCRIPTS)]
    style = asset("page.css")
    environment.globals.update(
        picture=picture,
        kinds=KINDS,
        by_name=BY_NAME,
        counts=_counts(picture),
        timetables=timetable(picture),
        details=_details(picture),
        names={node.key: node.label for node in picture.nodes},
        first_scripts=[trusted(script) for script in first],
        scripts=[trusted(script) for script in scripts],
        style=trusted(style),
        policy=policy([*first, *scripts], style),
    )
    return environment


def policy(scripts: list[str], style: str) -> str:
    """The Content-Security-Policy: these scripts and this style, nothing else."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def data(value: Any) -> Markup:
    """The value as JSON that may stand inside a script element whatever its strings hold."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return trusted(text)


def trusted(text: str) -> Markup:
    """Text of our own that is to stand in the page as it is."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704  (our own files, and JSON escaped above)


def _counts(picture: Picture) -> dict[str, dict[str, int]]:
    """How many drawn things there are by kind and by modality."""
    kinds = {kind.name: 0 for kind in KINDS}
    modalities = dict.fromkeys(MODALITIES, 0)
    for node in picture.nodes:
        kinds[node.kind] += 1
        if node.modality in modalities:
            modalities[node.modality] += 1
    return {"kinds": kinds, "modalities": modalities}


def _details(picture: Picture) -> dict[str, Any]:
    """What the scripts know beside the network; empty values are left out, `base.js` puts them back."""
    return {
        "title": picture.title,
        "nodes": {node.key: _record(node) for node in (*picture.nodes, *picture.tucked)},
        "edges": [_record(edge) for edge in picture.edges],
        "tuckedEdges": [_record(edge) for edge in picture.tucked_edges],
        "folds": [_record(fold) for fold in picture.folds],
        "statements": [_record(statement) for statement in picture.statements],
        "lanes": [_record(lane) for lane in picture.lanes],
        "uprightLanes": [_record(lane) for lane in picture.upright_lanes],
        "kinds": {
            kind.name: {"title": kind.title, "colour": kind.colour, "path": kind.path} for kind in KINDS
        },
    }


def _record(value: Any) -> Any:
    """A picture's frozen data as dictionaries and lists without empty values."""
    if isinstance(value, tuple):
        return [_record(item) for item in value]
    if not is_dataclass(value):
        return value
    # Scripts make addresses of IRIs themselves: a second copy of each would double the page.
    found = {field.name: getattr(value, field.name) for field in fields(value) if field.name != "href"}
    return {name: _record(item) for name, item in found.items() if item not in ("", (), None)}


@cache
def asset(name: str) -> str:
    """A file of this package."""
    return (files("kg.webpage") / "static" / name).read_text(encoding="utf-8")


@cache
def _library() -> str:
    """vis-network as the installed pyvis brings it along, with its licence banner.

    The last line's pointer to a source map is cut, which developer tools would try to load.
    """
    try:
        text = (files("pyvis") / _LIBRARY).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KgError(f"pyvis is installed without {_LIBRARY}: install pyvis 0.3.2") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.partition("//# sourceMappingURL=")[0].rstrip() + "\n"
