"""What the page is made of: its files, and the questions of the library with their values bound."""

from __future__ import annotations

import json
from functools import cache, cached_property
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import KgError
from kg.ids import BASE, PREFIXES
from kg.questions import catalogue, engine
from kg.serving.protocol import fields
from kg.serving.refusal import Refusal

if TYPE_CHECKING:
    import pyoxigraph

    from kg.questions.catalogue import Query

JSON = "application/json; charset=utf-8"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""The Content-Security-Policy: what this server itself sends, and nothing that data could say."""

_FILES = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/query.css": ("query.css", "text/css; charset=utf-8"),
    "/table.js": ("table.js", "text/javascript; charset=utf-8"),
    "/questions.js": ("questions.js", "text/javascript; charset=utf-8"),
    "/query.js": ("query.js", "text/javascript; charset=utf-8"),
}
PATHS = (*_FILES, "/catalogue.json")
"""What the page loads, its questions aside."""

_QUESTION = "/question/"


class Content(NamedTuple):
    """Something the page loads."""

    media: str
    data: bytes


class Site:
    """What is served: the graph, and what the page knows of it from the start."""

    def __init__(self, graph: pyoxigraph.Store, title: str) -> None:
        self.graph = graph
        self.title = title

    @cached_property
    def catalogue(self) -> bytes:
        """The graph's size, the prefixes and the questions as JSON; counting a large graph takes a while."""
        counted = {"statements": len(self.graph), "graphs": sum(1 for _ in self.graph.named_graphs())}
        return _json({"title": self.title, **counted, **_library()})


def content(path: str, parameters: str, site: Site) -> Content | None:
    """What stands at that path of the page; None for any other. Raises Refusal for bad values."""
    if path in _FILES:
        name, media = _FILES[path]
        return Content(media, _file(name))
    if path == "/catalogue.json":
        return Content(JSON, site.catalogue)
    if path.startswith(_QUESTION):
        return Content(JSON, _json(_bound(site.graph, path.removeprefix(_QUESTION), parameters)))
    return None


@cache
def _file(name: str) -> bytes:
    return (files("kg.serving") / "static" / name).read_bytes()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _library() -> dict[str, Any]:
    """The prefixes, our base and the questions with their parameters."""
    return {"base": BASE, "prefixes": PREFIXES, "questions": [_told(query) for query in catalogue.every()]}


def _told(query: Query) -> dict[str, Any]:
    parameters = [
        {
            "name": parameter.name,
            "type": parameter.type,
            "many": parameter.many,
            "kind": parameter.kind,
            "choices": list(parameter.choices or ()),
            "required": parameter.required,
            "default": list(parameter.default),
            "description": parameter.description,
            "example": parameter.example,
        }
        for parameter in query.params
    ]
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "tag": query.tags[0] if query.tags else "",
        "parameters": parameters,
    }


def _bound(graph: pyoxigraph.Store, name: str, parameters: str) -> dict[str, Any]:
    """The question's text with the values in it, and what they were taken for."""
    given = {key: [value for value in values if value.strip()] for key, values in fields(parameters).items()}
    try:
        query = catalogue.get(name)
        ready = engine.ready(graph, query, {key: values for key, values in given.items() if values})
    except KgError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, str(error)) from None
    return {"text": _without_header(ready.text), "said": list(ready.said)}


def _without_header(text: str) -> str:
    lines = [line for line in text.splitlines() if not line.startswith(catalogue.MARK)]
    return "\n".join(lines).strip() + "\n"
