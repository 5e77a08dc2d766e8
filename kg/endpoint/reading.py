"""Answers read as the engine's objects, once a first reading has proven them complete.

pyoxigraph's readers of results in XML and of RDF/XML take an end of file for the end of the answer, and
its reader of a truth value in JSON stops behind the word (seen in 0.5.13); so XML goes through expat
first and a truth value through `json`. What servers write and pyoxigraph refuses though nothing is lost
(Virtuoso's blank nodes, members behind the rows) is put right by `kg.endpoint.mending`.
"""

from __future__ import annotations

import json
import re
import weakref
from collections.abc import Callable, Iterator
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, NamedTuple
from xml.parsers import expat

from kg.endpoint.errors import EndpointError
from kg.endpoint.media import NAMES, OPEN
from kg.endpoint.mending import mended
from kg.errors import printable

if TYPE_CHECKING:
    import pyoxigraph

_PIECE = 1 << 20
_LONGEST_TRUTH = 1_000_000
"""Bytes of an answer to ASK; servers add a few headers of their own."""
_GRAPHS = {"nt": "N_TRIPLES", "ttl": "TURTLE", "rdf": "RDF_XML", "jsonld": "JSON_LD"}
_COMPLAINT = re.compile(rb"error|exception|time ?out|timed out|cancel|abort|incomplete|interrupt|limit", re.I)


class Answer(NamedTuple):
    """An answer as it came, in a temporary file."""

    file: IO[bytes]
    form: str
    """A key of `kg.endpoint.media.NAMES`."""
    where: str
    """The endpoint, for messages."""
    is_framed: bool
    """True when the server said where the answer ends."""
    max_rows: int | None = None
    """The most rows that the server gives, if it says so (Virtuoso's X-SPARQL-MaxRows)."""

    def fault(self, what: str, cure: str = "ask again, or for less") -> EndpointError:
        """The error for an answer of this endpoint."""
        return EndpointError(printable(f"{self.where}: {what} ({cure})"))


def results(answer: Answer, limit: int | None = None) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean:
    """The rows, read from the file as they are taken, or the truth value.

    `limit` is the LIMIT of the query. Raises EndpointError for an answer that is not whole or not right.
    """
    import pyoxigraph

    with _closing_on_error(answer.file):
        if answer.form == "xml":
            _check_xml(answer)
        file, name = answer.file, answer.form
        result, count, wrong = _first_reading(file, name)
        if wrong:
            file, name = _mended(answer, wrong), "json"
            result, count, wrong = _first_reading(file, name)
        if isinstance(result, pyoxigraph.QueryBoolean):
            file.close()
            return result
        if wrong:
            file.close()
            raise _broken(answer, wrong)
        _check_count(answer, count, limit)
    file.seek(0)
    return _parsed(_Closing(file), name)


def triples(answer: Answer, limit: int | None = None) -> Iterator[pyoxigraph.Triple]:
    """The triples, read from the file as they are taken. Raises EndpointError like `results`."""
    with _closing_on_error(answer.file):
        if answer.form == "rdf":
            _check_xml(answer)
        if answer.form in OPEN:
            _check_last_words(answer)
        try:
            count = sum(1 for _ in _triples(answer.file, answer))
        except (SyntaxError, ValueError) as error:
            raise _broken(answer, _words(error)) from None
        _check_count(answer, count, limit)
        answer.file.seek(0)
    return _triples(_Closing(answer.file), answer)


def _first_reading(file: IO[bytes], name: str) -> tuple[pyoxigraph.QueryBoolean | None, int, str]:
    """The truth value if it is one, the number of rows read to the end, and what is wrong, '' for nothing.

    What is wrong comes back as text: an error that is kept would keep the engine's rows with it, which
    must not outlive their thread.
    """
    import pyoxigraph

    file.seek(0)
    try:
        result = _parsed(file, name)
        if not isinstance(result, pyoxigraph.QueryBoolean):
            return None, sum(1 for _ in result), ""
        if name == "json":
            _check_truth(file)
    except (SyntaxError, ValueError) as error:
        return None, 0, _words(error)
    return result, 0, ""


def _check_truth(file: IO[bytes]) -> None:
    """Raise ValueError unless the JSON is whole and holds no rows beside its truth value."""
    file.seek(0)
    if "results" in json.loads(file.read(_LONGEST_TRUTH)):
        raise ValueError("it holds a truth value and rows")


def _parsed(file: Any, name: str) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean:
    import pyoxigraph

    forms = {"json": pyoxigraph.QueryResultsFormat.JSON, "xml": pyoxigraph.QueryResultsFormat.XML}
    result = pyoxigraph.parse_query_results(file, forms[name])
    if not isinstance(result, pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean):
        raise ValueError("neither rows nor a truth value")
    return result


def _triples(file: Any, answer: Answer) -> Iterator[pyoxigraph.Triple]:
    import pyoxigraph

    form = getattr(pyoxigraph.RdfFormat, _GRAPHS[answer.form])
    for quad in pyoxigraph.parse(file, form, base_iri=answer.where):
        yield pyoxigraph.Triple(quad.subject, quad.predicate, quad.object)


def _check_xml(answer: Answer) -> None:
    """Raise EndpointError unless the XML is well-formed to its end and declares no entities."""
    parser = expat.ParserCreate()

    def refuse(*declared: object) -> None:
        raise answer.fault("its XML declares entities, which can blow up and no answer needs", "ask for JSON")

    parser.EntityDeclHandler = refuse
    try:
        for piece in chain(iter(lambda: answer.file.read(_PIECE), b""), [b""]):
            parser.Parse(piece, not piece)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the last two for unknown encodings
        raise _broken(answer, _words(error)) from None
    answer.file.seek(0)


def _check_last_words(answer: Answer) -> None:
    """Raise EndpointError when the file ends in a comment that tells of a failure."""
    end = answer.file.seek(0, 2)
    answer.file.seek(max(0, end - 2_000))
    last = answer.file.read().rstrip().rpartition(b"\n")[2]
    answer.file.seek(0)
    if last.startswith(b"#") and _COMPLAINT.search(last):
        said = last.decode("utf-8", "replace")
        raise answer.fault(f"the answer breaks off with the words {said[:200]!r}")


def _check_count(answer: Answer, count: int, limit: int | None) -> None:
    most = answer.max_rows
    if most and count >= most and (limit is None or limit > most):
        raise answer.fault(
            f"the server gives at most {most:,} rows and gave so many, so that some may be missing",
            f"ask for fewer, or page through them with LIMIT {most} and OFFSET",
        )


def _mended(answer: Answer, wrong: str) -> IO[bytes]:
    try:
        return mended(answer.file, answer.form)
    except (ValueError, RecursionError):
        raise _broken(answer, wrong) from None
    finally:
        answer.file.close()


def _words(error: Exception) -> str:
    return str(error.msg if isinstance(error, SyntaxError) else error)


def _broken(answer: Answer, wrong: str) -> EndpointError:
    return answer.fault(f"the answer is not complete or not right {NAMES[answer.form]}: {wrong[:300]}")


class _Closing:
    """A file that is closed when it has been read, or when nobody wants it any more."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._close: Callable[[], object] = weakref.finalize(self, file.close)

    def read(self, size: int = -1) -> bytes:
        """The next bytes; nothing behind the end."""
        if self._file.closed:
            return b""
        if not (piece := self._file.read(size)):
            self._close()
        return piece


class _closing_on_error:  # noqa: N801
    """Closes the file when the block raises."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is not None:
            self._file.close()
