"""`kg serve`: the real process, asked over HTTP; what it answers, what it refuses, how it ends."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import sys
import threading
import time
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph
import pytest
from click.testing import CliRunner
from effort import ends
from served import Served, serving

from kg import memory, store
from kg.cli import main
from kg.errors import KgError
from kg.program import program
from kg.serving import Settings, database
from kg.serving.patience import Outgoing
from kg.serving.query_text import check_services
from kg.serving.refusal import Refusal
from kg.serving.server import MOST_AT_ONCE, Server

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES = [
    "<https://w3id.org/casekg/case/one> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<https://w3id.org/casekg/vocab/Case> <https://w3id.org/casekg/graph/one> .\n",
    '<https://w3id.org/casekg/case/one> <http://www.w3.org/2000/01/rdf-schema#label> "first" '
    "<https://w3id.org/casekg/graph/one> .\n",
    '<https://w3id.org/casekg/case/two> <http://www.w3.org/2000/01/rdf-schema#label> "zweiter"@de '
    "<https://w3id.org/casekg/graph/two> .\n",
    *(f'<https://example.org/n{n}> <https://example.org/is> "{n}" .\n' for n in range(300)),
]
RESULTS = "{http://www.w3.org/2005/sparql-results#}"
FORM = "application/x-www-form-urlencoded"
SITE = "https://allowed.example"
LABELS = "SELECT ?label { ?case rdfs:label ?label } ORDER BY ?label"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HALF = f"SELECT * {{ {{ SELECT * {{ ?s ?p ?o . ?t ?q ?u }} LIMIT 5000 }} UNION {{ {ENDLESS} }} }}"
"""Rows, and then nothing; or nothing at once, where the engine begins with the count."""


@pytest.fixture(scope="module")
def graph_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small graph with two named graphs and some statements in none."""
    path = tmp_path_factory.mktemp("graph") / "graph.nq"
    path.write_text("".join(LINES), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def served(graph_file: Path) -> Iterator[Served]:
    """The small graph, served as it is by default."""
    with serving(graph_file.parent, str(graph_file)) as running:
        yield running


@pytest.fixture(scope="module")
def hasty(graph_file: Path) -> Iterator[Served]:
    """The same with little patience: for questions without end, since on a busy machine others may take as long."""
    with serving(graph_file.parent, str(graph_file), "--timeout", "1") as running:
        yield running


@pytest.fixture(scope="module")
def opened(graph_file: Path) -> Iterator[Served]:
    """The same, served to the pages of one site, its graphs not put together."""
    with serving(graph_file.parent, str(graph_file), "--cors", f"{SITE}/", "--no-union") as running:
        yield running


def alive(number: int) -> bool:
    """True while the process runs; one that has ended and waits to be noticed has stopped."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def ended(number: int) -> bool:
    """True when the process is gone within a minute."""
    end = time.monotonic() + 60
    while alive(number) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(number)


def answers(running: Served) -> None:
    """Wait until a small question is answered."""
    with ends():
        while running.get("ASK {}").status != 200:
            time.sleep(0.05)


# Answers


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
    ],
)
def test_rows_come_in_the_format_accepted(served: Served, accept: str, media: str) -> None:
    reply = served.get(LABELS, accept)
    assert (reply.status, reply.headers["Content-Type"].partition(";")[0]) == (200, media)
    if media.endswith("json"):
        rows = json.loads(reply.body)["results"]["bindings"]
        assert [row["label"]["value"] for row in rows] == ["first", "zweiter"]
    elif media.endswith("xml"):
        assert [node.text for node in ET.fromstring(reply.text).iter(f"{RESULTS}literal")] == [
            "first",
            "zweiter",
        ]
    elif media == "text/csv":
        assert reply.text.split() == ["label", "first", "zweiter"]
    else:
        assert reply.text.split() == ["?label", '"first"', '"zweiter"@de']


@pytest.mark.parametrize(
    ("accept", "media", "format_name"),
    [
        ("text/turtle", "text/turtle", "TURTLE"),
        ("application/n-triples", "application/n-triples", "N_TRIPLES"),
        ("application/rdf+xml", "application/rdf+xml", "RDF_XML"),
        ("application/ld+json", "application/ld+json", "JSON_LD"),
        ("", "text/turtle", "TURTLE"),
    ],
)
def test_graphs_come_in_the_format_accepted(
    served: Served, accept: str, media: str, format_name: str
) -> None:
    reply = served.get("CONSTRUCT WHERE { ?case rdfs:label ?label }", accept)
    assert (reply.status, reply.headers["Content-Type"].partition(";")[0]) == (200, media)
    quads = pyoxigraph.parse(reply.body, getattr(pyoxigraph.RdfFormat, format_name))
    assert sorted(quad.object.value for quad in quads) == ["first", "zweiter"]


@pytest.mark.parametrize(
    ("query", "answer"), [("ASK { ?s a kg:Case }", True), ("ASK { ?s a owl:Class }", False)]
)
def test_a_yes_or_no_comes_back(served: Served, query: str, answer: bool) -> None:
    assert json.loads(served.get(query).body)["boolean"] is answer


def test_a_query_is_taken_by_both_ways_of_post(served: Served) -> None:
    asked = served.get(LABELS, "text/csv")
    form = served.ask("POST", body=urlencode({"query": LABELS}), Accept="text/csv", Content_Type=FORM)
    bare = served.ask(
        "POST", body=LABELS, Accept="text/csv", Content_Type="application/sparql-query; charset=utf-8"
    )
    assert asked.status == form.status == bare.status == 200
    assert asked.body == form.body == bare.body


def test_relative_names_are_ours_and_common_prefixes_known(served: Served) -> None:
    assert json.loads(served.get("ASK { <case/one> a kg:Case }").body)["boolean"]
    own = "PREFIX kg: <https://example.org/> ASK { ?s kg:is '7' }"
    assert json.loads(served.get(own).body)["boolean"]


def test_all_graphs_are_one_unless_some_are_named(served: Served) -> None:
    count = "SELECT (COUNT(*) AS ?n) {} { ?s ?p ?o }"
    graph = "https://w3id.org/casekg/graph/one"

    def counted(source: str, more: str = "") -> str:
        return served.get(count.replace("{}", source), "text/csv", more).text.split()[1]

    assert counted("") == "303"
    assert counted(f"FROM <{graph}>") == counted("", f"&default-graph-uri={graph}") == "2"
    named = served.get("SELECT ?g { GRAPH ?g { ?s a kg:Case } }", "text/csv", f"&named-graph-uri={graph}")
    assert named.text.split() == ["g", graph]


def test_the_default_graph_can_be_asked_alone(opened: Served) -> None:
    assert opened.get("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text.split() == ["n", "300"]


def test_one_connection_answers_many_requests(served: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    seen = []
    for path in (f"/query?{urlencode({'query': LABELS})}", "/", "/nothing", "/query.js", "/catalogue.json"):
        connection.request("GET", path)
        response = connection.getresponse()
        seen.append((response.status, len(response.read()) > 10))
    connection.close()
    assert seen == [(200, True), (200, True), (404, True), (200, True), (200, True)]


# Refusals


def test_a_broken_query_is_told_with_its_line(served: Served) -> None:
    reply = served.get("SELECT * {\n  ?s ?p ?o\n  FILTER(?o > 3\n}")
    assert reply.status == 400
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert reply.text.startswith("query:3:9: this ( is never closed\n")


@pytest.mark.parametrize("accept", ["image/png", "text/html"])
def test_a_format_that_is_not_had_is_refused(served: Served, accept: str) -> None:
    assert served.get(LABELS, accept).status == 406


def test_a_request_without_query_or_with_two_is_refused(served: Served) -> None:
    assert served.ask("GET", "/query").status == 400
    assert served.get(LABELS, more="&query=ASK{}").status == 400
    assert served.ask("POST", body=b"\xff", Content_Type="application/sparql-query").status == 400
    assert served.ask("POST", body="{}", Content_Type="application/json").status == 415
    assert served.ask("GET", "/query?query=%FF").status == 400


@pytest.mark.parametrize("text", ["INSERT DATA { <a:a> <a:a> <a:a> }", "CLEAR ALL", "DROP ALL"])
def test_updates_are_refused_in_every_way(served: Served, text: str) -> None:
    update = urlencode({"update": text})
    replies = [
        served.ask("POST", body=text, Content_Type="application/sparql-update"),
        served.ask("POST", body=update, Content_Type=FORM),
        served.ask("POST", "/update", text, Content_Type="application/sparql-update"),
        served.ask("GET", f"/query?{update}"),
    ]
    assert [(reply.status, "only reads" in reply.text) for reply in replies] == [(403, True)] * 4
    assert served.get(text).status == 400, "an update is no query"
    assert served.get("ASK { <case/one> a kg:Case }").text.endswith("true}")


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_graphs_cannot_be_written(served: Served, method: str) -> None:
    for path in ("/store?default", "/query", "/"):
        reply = served.ask(method, path, "<a:a> <a:a> <a:a> .", Content_Type="text/turtle")
        assert reply.status in {403, 405, 415}
        assert reply.text.strip()


def test_no_other_server_is_asked(served: Served) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        place = f"<http://127.0.0.1:{listener.getsockname()[1]}/>"
        hidden = "\\u0053ERVICE"
        queries = [
            f"SELECT * {{ SERVICE {place} {{ ?s ?p ?o }} }}",
            f"SELECT * {{ service SILENT {place} {{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND({place} AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
            f"SELECT * {{ ?s ?p ?o FILTER(1<2)SERVICE#>\n{place} {{ ?a ?b ?c }} }}",
            f"SELECT * {{ {hidden} {place} {{ ?s ?p ?o }} }}",
            f"ASK {{ OPTIONAL {{ SERVICE {place} {{ ?s ?p ?o }} }} }}",
        ]
        assert [served.get(query).status for query in queries] == [403] * len(queries)
        assert served.get(f"SELECT * FROM {place} {{ ?s ?p ?o }}").status == 200
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "text",
    [
        'SELECT ?service { ?service ?p "SERVICE <http://x.example/> {" } # SERVICE',
        "PREFIX service: <https://service.example/> ASK { service:Service ?p 'x' }",
        "ASK { ?s <https://example.org/service> '''it's a\nSERVICE''' }",
    ],
)
def test_the_word_service_may_stand_in_names_and_texts(text: str) -> None:
    check_services(text)


@pytest.mark.parametrize("text", ["SELECT * { SERVICE <a:a> {} }", "SELECT * { ?a ?b 1SERVICE<a:a>{} }"])
def test_the_keyword_service_does_not_pass(text: str) -> None:
    with pytest.raises(Refusal):
        check_services(text)


def test_a_name_that_was_made_to_lead_here_is_refused(served: Served) -> None:
    for path in ("/", "/query?query=ASK%7B%7D", "/catalogue.json"):
        for name in ("evil.example", f"evil.example:{served.port}", "127.0.0.1.evil.example", "10.0.0.1", ""):
            assert served.ask("GET", path, Host=name).status == 403, (path, name)
        for name in ("localhost", f"LOCALHOST:{served.port}", "[::1]:1", "127.0.0.1"):
            assert served.ask("GET", path, Host=name).status == 200, (path, name)


def test_pages_of_other_sites_may_not_ask(served: Served) -> None:
    other, own = "https://other.example", f"http://127.0.0.1:{served.port}"
    refused = served.get("ASK {}", Origin=other)
    assert (refused.status, refused.headers.get("Access-Control-Allow-Origin")) == (403, None)
    assert served.get("ASK {}", Sec_Fetch_Site="cross-site").status == 403
    assert served.get("ASK {}", Origin="null").status == 403
    assert served.ask("OPTIONS", Origin=other, Access_Control_Request_Method="POST").status == 403
    assert served.get("ASK {}", Origin=own, Sec_Fetch_Site="same-origin").status == 200
    assert "Access-Control-Allow-Origin" not in served.get("ASK {}").headers


def test_a_site_that_is_allowed_may_ask(opened: Served) -> None:
    allowed = opened.get("ASK {}", Origin=SITE, Sec_Fetch_Site="cross-site")
    assert (allowed.status, allowed.headers["Access-Control-Allow-Origin"]) == (200, SITE)
    assert allowed.headers["Vary"] == "Origin"
    before = opened.ask("OPTIONS", Origin=SITE, Access_Control_Request_Method="POST")
    assert (before.status, before.headers["Access-Control-Allow-Headers"]) == (204, "Accept, Content-Type")
    assert opened.get("ASK {}", Origin="https://other.example").status == 403


def test_a_large_body_is_refused_before_it_is_read(served: Served) -> None:
    reply = served.ask("POST", body=b"#" * 7_500_000, Content_Type="application/sparql-query")
    assert (reply.status, "1,048,576" in reply.text) == (413, True)
    assert served.get("ASK {}").status == 200


def test_nothing_is_said_of_clients_that_hang_up(graph_file: Path) -> None:
    with serving(graph_file.parent, str(graph_file)) as running:
        begun = "POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        for rest in ("Content-Length: 100\r\n\r\nASK", "Content-Length: 100\r\n", "\r\n", ""):
            for _ in range(10):
                with socket.create_connection(("127.0.0.1", running.port)) as line:
                    line.sendall((begun + rest).encode())
        assert running.get("ASK {}").status == 200
        running.process.terminate()
        assert running.process.communicate(timeout=60)[1] == ""


@pytest.mark.parametrize("text", ["SELECT " + "(" * 50_000, "ASK " + "{" * 900 + "}" * 900])
def test_a_query_of_brackets_does_not_reach_the_database(graph_file: Path, text: str) -> None:
    with serving(graph_file.parent, str(graph_file)) as running:
        before = running.database()
        reply = running.ask("POST", body=text, Content_Type="application/sparql-query")
        assert (reply.status, "more than 100 deep" in reply.text) == (400, True)
        assert running.database() == before


def test_a_query_that_ends_the_database_does_not_end_the_server(graph_file: Path) -> None:
    with serving(graph_file.parent, str(graph_file)) as running:
        chain = f"ASK {{ FILTER({'!' * 50_000}true) }}"
        assert running.ask("POST", body=chain, Content_Type="application/sparql-query").status == 502
        answers(running)


def test_the_word_service_in_a_text_without_end_is_refused_unread(served: Served) -> None:
    text = f"ASK {{ FILTER({'!' * 50_000}'service') }}"
    assert served.ask("POST", body=text, Content_Type="application/sparql-query").status == 413


def test_a_query_without_end_is_stopped_and_told(hasty: Served) -> None:
    before = hasty.database()
    with ends():
        reply = hasty.get(ENDLESS)
    assert (reply.status, "longer than 1 s" in reply.text) == (504, True)
    assert ended(before), "the database works on for nobody"
    answers(hasty)
    assert hasty.database() != before


def test_an_answer_that_breaks_off_is_no_short_answer(hasty: Served) -> None:
    with ends(), pytest.raises(http.client.IncompleteRead) as broken:
        while True:  # on a busy machine its time may be up before the first row
            assert hasty.get(ENDLESS.replace("(COUNT(*) AS ?n)", "*"), "text/csv").status == 504
    assert broken.value.partial
    answers(hasty)


def test_an_answer_that_falls_silent_is_no_short_answer(hasty: Served) -> None:
    try:
        reply = hasty.get(HALF, "text/csv")
    except http.client.IncompleteRead:
        return
    assert (reply.status, "longer than 1 s" in reply.text) == (504, True)


def test_a_question_whose_asker_has_gone_is_ended_when_its_time_is_up(hasty: Served) -> None:
    before = hasty.database()
    with socket.create_connection(("127.0.0.1", hasty.port)) as line:
        path = f"/query?{urlencode({'query': HALF})}"
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n".encode())
        line.recv(1)
    assert ended(before), "the database works on for nobody"
    answers(hasty)


def test_no_thread_of_the_database_outlives_its_answer(opened: Served) -> None:
    for _ in range(100):
        assert opened.get("ASK {}").status == 200
    assert len(list(Path(f"/proc/{opened.database()}/task").iterdir())) < 50


def test_a_database_that_is_replaced_still_answers_who_waits(tmp_path: Path) -> None:
    store.write_store(LINES, tmp_path / "store")
    with database.running(tmp_path / "store", 60) as keeper:
        with keeper.asked() as old:
            old.replaced_at = 0
            keeper.look_after()
            assert keeper.current is not old
            assert not old.has_ended()
        keeper.look_after()
        assert old.has_ended()
        assert not keeper.current.has_ended()


def test_a_database_that_takes_all_memory_is_ended_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write_store(LINES, tmp_path / "store")
    monkeypatch.setattr(memory, "to_spare", lambda: 1)
    with database.running(tmp_path / "store", 60) as keeper, keeper.asked() as old:
        assert "of memory that were free and is started anew" in keeper.look_after()
        assert old.has_ended()
        assert not keeper.current.has_ended()


# Clients that hold on


def test_more_connections_than_there_are_places_wait_for_one(graph_file: Path) -> None:
    request = b"GET /query?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with serving(graph_file.parent, str(graph_file)) as running, contextlib.ExitStack() as held:
        where = ("127.0.0.1", running.port)
        holders = [held.enter_context(socket.create_connection(where)) for _ in range(MOST_AT_ONCE)]
        for holder in holders:
            holder.sendall(request)
            assert holder.recv(12) == b"HTTP/1.1 200", "as many as there are places are answered at once"
        late = held.enter_context(socket.create_connection(where))
        late.sendall(request)
        late.settimeout(0.5)
        with pytest.raises(TimeoutError):
            late.recv(12)
        holders[0].close()
        late.settimeout(20)
        assert late.recv(12) == b"HTTP/1.1 200"


@pytest.mark.parametrize(
    "begun",
    [
        "",
        f"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\nContent-Length: 999\r\n\r\n",
        "POST /query HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 999\r\n\r\n",
    ],
    ids=["header", "body", "body that is refused"],
)
def test_a_client_that_drips_is_hung_up_on(begun: str) -> None:
    with (
        Server(Settings(port=0, patience=0.3), print) as server,
        ends(20),
        socket.create_connection(("127.0.0.1", server.server_port)) as line,
    ):
        line.sendall(begun.encode())
        server.handle_request()
        with pytest.raises(ConnectionError):
            while True:
                line.sendall(b"a")
                time.sleep(0.05)


def test_a_client_that_takes_its_answer_in_drops_is_given_up() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, ends(20):

        def sip() -> None:
            with contextlib.suppress(OSError):
                while theirs.recv(4096):
                    time.sleep(0.01)

        reader = threading.Thread(target=sip)
        reader.start()
        with pytest.raises(TimeoutError):
            Outgoing(ours, 0.3).write(bytes(10_000_000))
        ours.shutdown(socket.SHUT_RDWR)
        reader.join()


# The page's parts


def test_the_page_may_load_nothing_from_elsewhere(served: Served) -> None:
    reply = served.ask("GET", "/")
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    for path in ("/", "/query.css", "/query.js", "/questions.js", "/table.js"):
        text = served.ask("GET", path).text.replace("http://www.w3.org/2000/01/rdf-schema#label", "")
        assert "http://" not in text
        assert "https://" not in text
        assert "innerHTML" not in text


def test_a_question_is_bound_on_the_server(served: Served) -> None:
    reply = served.ask("GET", "/question/responders-by-drug?drug=pyrotinib")
    told = json.loads(reply.body)
    assert "VALUES ?drug { <http://purl.obolibrary.org/obo/NCIT_C111895> }" in told["text"]
    assert told["said"] == [
        "drug: 'pyrotinib' is Pyrotinib (NCIT:C111895), label, which the graph does not hold"
    ]
    hostile = urlencode({"author": '" . ?q ?any "y'})
    injected = served.ask("GET", f"/question/publications?{hostile}")
    assert '"\\" . ?q ?any \\"y"' in json.loads(injected.body)["text"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("responders-by-drug?drug=pyrotinibb", "pyrotinib"),
        ("responders-by-drug?drugg=x", "did you mean 'drug'?"),
        ("respondents", "no question of the library"),
        ("..%2F..%2Fsetup", "no question of the library"),
    ],
)
def test_a_bad_value_is_told(served: Served, path: str, said: str) -> None:
    reply = served.ask("GET", f"/question/{path}")
    assert (reply.status, said in reply.text) == (400, True)


# Beginning and ending


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)], ids=["term", "int"])
def test_a_signal_ends_it_and_leaves_nothing(graph_file: Path, number: int, code: int) -> None:
    with serving(graph_file.parent, str(graph_file)) as running:
        database = running.database()
        assert list(running.temporary.iterdir()), "the graph lies in a temporary folder"
        running.process.send_signal(number)
        _, said = running.process.communicate(timeout=60)
        assert (running.process.returncode, said) == (code, "interrupted\n" if code else "")
        assert not alive(database)
        assert list(running.temporary.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's end")
def test_the_database_dies_with_a_server_that_is_killed(graph_file: Path) -> None:
    with serving(graph_file.parent, str(graph_file)) as running:
        database = running.database()
        running.process.kill()
        running.process.wait(5)
        assert ended(database)
    for left in running.temporary.iterdir():
        for file in left.iterdir():
            file.unlink()
        left.rmdir()


def test_a_database_that_ends_by_itself_is_started_anew_and_told(graph_file: Path) -> None:
    with serving(graph_file.parent, str(graph_file)) as running:
        os.kill(running.database(), signal.SIGKILL)
        assert running.process.stderr is not None
        assert "oxigraph has stopped by itself and is started anew" in running.process.stderr.readline()
        assert running.get("ASK {}").status == 200


def test_it_ends_when_the_database_cannot_be_had_any_more(tmp_path: Path) -> None:
    store.write_store(LINES, tmp_path / "store")
    with serving(tmp_path, str(tmp_path / "store")) as running:
        shutil.rmtree(tmp_path / "store")
        os.kill(running.database(), signal.SIGKILL)
        _, said = running.process.communicate(timeout=60)
        assert running.process.returncode == 1
        assert "oxigraph did not start" in said


def test_a_store_folder_is_served_where_it_is_and_left_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    store.write_store(LINES, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with serving(tmp_path, str(folder)) as running:
        assert running.get(LABELS, "text/csv").text.split() == ["label", "first", "zweiter"]
        assert list(running.temporary.iterdir()) == []
        running.process.send_signal(signal.SIGHUP)
        assert running.process.wait(10) == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_bundled_cases_are_served_without_arguments(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        assert "PMID:37120151" in running.get("SELECT * { ?case a kg:Case }", "text/csv").text
        assert f"endpoint  http://127.0.0.1:{running.port}/query\n" in running.said
        assert json.loads(running.ask("GET", "/catalogue.json").body)["title"] == "the bundled cases"


def failed(*arguments: str) -> tuple[int, str]:
    """The exit code of a `kg serve` that does not come to serving, and what it says."""
    done = CliRunner().invoke(main, ["serve", *arguments])
    return done.exit_code, done.stderr


def test_a_port_in_use_is_told(served: Served, graph_file: Path) -> None:
    code, said = failed(str(graph_file), "--port", str(served.port))
    assert code == 1
    assert said.startswith(f"port {served.port} of 127.0.0.1: is in use")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["missing.nq"], 1, "missing.nq: there is no such file"),
        (["--cors", "example.org"], 2, "is no origin"),
        (["--host", "203.0.113.9", "--port", "0"], 1, "warning: --host 203.0.113.9 lets other machines read"),
    ],
)
def test_a_wrong_call_is_told(arguments: list[str], code: int, said: str) -> None:
    got, told = failed(*arguments)
    assert (got, said in told) == (code, True), told


def test_the_missing_program_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(tmp_path))
    monkeypatch.setattr("sys.path", [])
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(KgError, match=r"pip install 'casekg\[serve\]'"):
        program()
