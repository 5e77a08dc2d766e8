"""`kg query --endpoint`: the same answers as from files, and errors as one line."""

from __future__ import annotations

import json
import subprocess
import sys

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from effort import ends
from servers import Behaviour, Handler, Request, dripping, plainly, serving, sparql

from kg.cli import main
from kg.endpoint import credentials
from kg.ids import BASE, PREFIXES

JSON = "application/sparql-results+json"
DRUGS = "SELECT ?patient ?drug { ?patient kg:receivedDrug ?drug }"


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    for name in (credentials.USER, credentials.PASSWORD, credentials.TOKEN):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


@pytest.fixture(scope="module")
def cases(all_lines) -> ox.Store:
    """The bundled cases, all graphs as one, as an endpoint for a union holds them."""
    store = ox.Store()
    store.bulk_load("".join(all_lines).encode(), ox.RdfFormat.N_QUADS)
    union = ox.Store()
    union.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    union.extend(store)
    return union


@pytest.fixture
def url(cases):
    with serving(sparql(cases)) as server:
        yield server.url


def kg(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["query", *arguments])


def text_of(*arguments: str) -> str:
    result = kg(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def failure(behaviour: Behaviour, *arguments: str) -> str:
    """The message, which is one line; nothing on standard output."""
    with serving(behaviour) as server:
        result = kg("-e", "SELECT ?s { ?s ?p ?o }", "--endpoint", server.url, *arguments)
        assert result.exit_code == 1, result.output
        assert isinstance(result.exception, SystemExit)
        assert result.stdout == ""
        assert server.url in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
        return result.stderr


@pytest.mark.parametrize("form", ["tsv", "csv", "json", "xml", "jsonl", "md", "table"])
def test_rows_are_the_same_as_from_the_bundled_graph(url, form) -> None:
    asked = DRUGS.replace("SELECT", "SELECT DISTINCT")
    assert text_of("-e", asked, "--endpoint", url, "-f", form) == text_of("-e", asked, "-f", form)


def test_questions_of_the_library_run_on_an_endpoint(url) -> None:
    assert text_of("case-summary", "--endpoint", url) == text_of("case-summary")
    drug = ("responders-by-drug", "-p", "drug=pyrotinib", "--endpoint", url)
    result = kg(*drug)
    assert result.stdout == text_of(*drug[:3])
    assert "Pyrotinib (NCIT:" in result.stderr


def test_labels_are_fetched_from_the_endpoint(url) -> None:
    asked = ("-e", DRUGS.replace("SELECT", "SELECT DISTINCT"), "--labels")
    assert "pyrotinib" in text_of(*asked, "--endpoint", url).lower()


def test_a_graph_and_a_truth_value_come_too(url) -> None:
    made = ("-e", "CONSTRUCT { ?p kg:receivedDrug ?d } WHERE { ?p kg:receivedDrug ?d }", "-f", "nt")
    assert text_of(*made, "--endpoint", url) == text_of(*made)
    assert json.loads(text_of("-e", "ASK { ?p kg:receivedDrug ?d }", "-f", "json", "--endpoint", url))[
        "boolean"
    ]
    nothing = kg("-e", "ASK { ?p kg:receivedDrug 5 }", "--exit-status", "--endpoint", url)
    assert nothing.exit_code == 1


def test_one_graph_is_chosen_by_its_name(url) -> None:
    asked = ("-e", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--graph", f"{BASE}graph/PMID:37120151")
    assert text_of(*asked, "--endpoint", url) == text_of(*asked)
    by_case = (*asked[:2], "--graph", "PMID:37120151")
    assert text_of(*by_case, "--endpoint", url) == text_of(*asked)


def test_an_answer_is_not_lost_for_a_hint(cases) -> None:
    good, asked = sparql(cases), []

    def behave(handler, request) -> None:
        asked.append(request.query)
        good(handler, request) if len(asked) == 1 else handler.answer(b"tired", "text/plain", 500)

    with serving(behave) as server:
        text = "SELECT ?s { ?s a kg:Case ; <http://example.org/unknown> ?o }"
        result = kg("-e", text, "--endpoint", server.url)
        assert (result.exit_code, result.stdout) == (0, "?s\n")


def test_an_answer_with_rows_takes_one_request(cases) -> None:
    good, asked = sparql(cases), []

    def behave(handler, request) -> None:
        asked.append(request.query)
        good(handler, request)

    with serving(behave) as server:
        assert text_of("case-summary", "--endpoint", server.url) == text_of("case-summary")
    assert len(asked) == 1


def test_a_value_stays_a_value(url) -> None:
    result = kg("-e", DRUGS, "-p", 'drug=x" . ?q ?any "y', "--endpoint", url)
    assert "patient" not in result.stdout.replace("?patient", "")


def test_half_an_answer_writes_nothing(tmp_path) -> None:
    whole = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://e/"}}'
    out = tmp_path / "answer.csv"
    assert "not complete" in failure(plainly(whole, JSON), "-o", str(out))
    assert not out.exists()
    assert "HTML page" in failure(plainly(b"<html>hi</html>", "text/html"))
    assert "HTTP 500 Internal Server Error: Oops" in failure(plainly(b"<h1>Oops</h1>", "text/html", 500))


def test_an_endless_stream_ends_with_the_time_limit() -> None:
    """In a process of its own: the time limit ends the process when nothing else does."""
    endless = dripping(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{", b" ")
    with ends(), serving(endless) as server:
        asked = ["query", "-e", "ASK {}", "--endpoint", server.url, "--timeout", "1"]
        ended = subprocess.run(
            [sys.executable, "-m", "kg", *asked], check=False, capture_output=True, text=True
        )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "1 s" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_wait_is_told_on_the_error_stream(cases) -> None:
    def behave(handler: Handler, request: Request) -> None:
        if len(handler.server.requests) == 1:
            handler.answer(b"later", "text/plain", 503, Retry_After="0")
        else:
            sparql(cases)(handler, request)

    with serving(behave) as server:
        result = kg("-e", DRUGS, "--endpoint", server.url)
        assert result.exit_code == 0
        assert "asking again" in result.stderr
        assert "asking again" not in kg("-e", DRUGS, "--endpoint", server.url, "-q").stderr


def test_the_line_a_server_complains_of_is_the_users_line() -> None:
    said: list[str] = []

    def behave(handler: Handler, request: Request) -> None:
        said.append(request.query)
        handler.answer(b"line 2: no such function", "text/plain", 400)

    with serving(behave) as server:
        result = kg("-e", "SELECT ?s {\n?s a kg:Case }", "--endpoint", server.url)
    assert said[0].splitlines()[1] == "?s a kg:Case }"
    assert said[0].startswith(f"PREFIX kg: <{PREFIXES['kg']}> SELECT")
    assert "HTTP 400 Bad Request: line 2: no such function" in result.stderr


def test_a_password_in_the_address_is_refused_and_not_shown() -> None:
    result = kg("-e", DRUGS, "--endpoint", "https://me:hunter2@example.org/sparql")
    assert result.exit_code == 2
    assert "hunter2" not in result.output
