"""What a request of the SPARQL 1.1 Protocol asks (W3C Recommendation of 2013-03-21, section 2.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qs

from kg.serving.refusal import Refusal

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
READ_ONLY = "this endpoint only reads: it takes no updates"
_MOST_FIELDS = 1_000

Fields = Mapping[str, Sequence[str]]


class Asked(NamedTuple):
    """A query and the graphs that it is put to; none for all of them."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def by_get(parameters: str) -> Asked:
    """What a GET asks. Raises Refusal."""
    given = fields(parameters)
    return _asked(given, given)


def by_post(parameters: str, media: str, body: bytes) -> Asked:
    """What a POST asks, as a form or as the bare query. Raises Refusal."""
    kind = media.partition(";")[0].strip().lower()
    if kind == UPDATE:
        raise Refusal(HTTPStatus.FORBIDDEN, READ_ONLY)
    if kind == FORM:
        given = fields(_text(body))
        return _asked(given, {**fields(parameters), **given})
    if kind == QUERY:
        return _asked({"query": [_text(body)]}, fields(parameters))
    raise Refusal(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        f"a query is sent as {QUERY} or as a form ({FORM}), not as {kind or 'nothing named'}",
    )


def fields(encoded: str) -> dict[str, list[str]]:
    """The fields of a form or of an address. Raises Refusal for bytes that are no UTF-8."""
    try:
        return parse_qs(encoded, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise Refusal(HTTPStatus.BAD_REQUEST, "the fields of the request are not in UTF-8") from None
    except ValueError:
        raise Refusal(HTTPStatus.BAD_REQUEST, f"more than {_MOST_FIELDS} fields") from None


def _asked(given: Fields, graphs: Fields) -> Asked:
    if "update" in given or "update" in graphs:
        raise Refusal(HTTPStatus.FORBIDDEN, READ_ONLY)
    if any(name in graphs for name in ("using-graph-uri", "using-named-graph-uri")):
        raise Refusal(HTTPStatus.BAD_REQUEST, "using-graph-uri belongs to updates, which are not taken")
    texts = given.get("query", [])
    if len(texts) != 1:
        raise Refusal(HTTPStatus.BAD_REQUEST, f"one query is asked at a time, not {len(texts)} (query=…)")
    return Asked(
        texts[0].removeprefix("\ufeff"),
        tuple(graphs.get("default-graph-uri", [])),
        tuple(graphs.get("named-graph-uri", [])),
    )


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, f"the query is not in UTF-8 (byte {error.start})") from None
