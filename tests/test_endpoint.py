"""Asking an endpoint that speaks the protocol."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from servers import Handler, Request, in_chunks, plainly, serving, sparql, written

from kg.endpoint import Client, EndpointError, address, body, credentials, media, results, triples
from kg.errors import UsageError
from kg.questions.portable import portable
from kg.questions.remote import Endpoint

DATA = """
@prefix e: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
e:a rdfs:label "Alpha" , "Alfa"@de , "Alpha one"@en ; e:p e:b , 5 , "x\\ny\\"z" , _:n .
e:b rdfs:label "Beta"@de , "Bravo"@en-GB , "Beta in English"@en .
e:c rdfs:label "Zeta"@it , "Ceta"@es . e:d e:p "no label" .
GRAPH e:g { e:only rdfs:label "hidden" . e:only e:p e:a }
"""
ROWS = "SELECT ?s ?o { ?s <http://example.org/p> ?o } ORDER BY ?s ?o"
E = "http://example.org/"


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(E + name)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(DATA.encode(), ox.RdfFormat.TRIG)
    return store


@pytest.fixture
def server(store: ox.Store):
    with serving(sparql(store)) as running:
        yield running


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    """No credentials and no proxy of the one who runs the tests."""
    for name in (credentials.USER, credentials.PASSWORD, credentials.TOKEN):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


def values(result) -> list[list[str]]:
    return [[str(term) for term in row] for row in result]


# Answers


@pytest.mark.parametrize("way", [{}, {"chunked": True}, {"packed": True}])
def test_rows_are_those_of_the_store_however_they_travel(store, way) -> None:
    with serving(sparql(store, **way)) as server:
        answer = Endpoint(server.url).ask(ROWS, "SELECT")
        assert [variable.value for variable in answer.variables] == ["s", "o"]
        found = values(answer)
    wanted = values(store.query(ROWS))
    assert len(found) == 5
    assert [row for row in found if "_:" not in row[1]] == [row for row in wanted if "_:" not in row[1]]


def test_ask_gives_the_truth_value(server) -> None:
    endpoint = Endpoint(server.url)
    assert bool(endpoint.ask("ASK { ?s ?p 5 }", "ASK")) is True
    assert bool(endpoint.ask("ASK { ?s ?p 6 }", "ASK")) is False


def test_construct_and_describe_give_triples(server, store) -> None:
    asked = "CONSTRUCT { ?s e:q ?o } WHERE { ?s e:p ?o FILTER(!isBlank(?o)) }"
    asked = f"PREFIX e: <{E}> {asked}"
    assert set(Endpoint(server.url).ask(asked, "CONSTRUCT")) == set(store.query(asked))
    assert len(list(Endpoint(server.url).ask(f"DESCRIBE <{E}b>", "DESCRIBE"))) == 3


def test_a_graph_without_triples_and_an_answer_without_rows_are_answers(server) -> None:
    endpoint = Endpoint(server.url)
    assert list(endpoint.ask("CONSTRUCT WHERE { ?s <http://e/no> ?o }", "CONSTRUCT")) == []
    assert list(endpoint.ask("SELECT ?s { ?s <http://e/no> ?o }", "SELECT")) == []


@pytest.mark.parametrize("kind", ["application/sparql-results+xml", "application/sparql-results+json"])
def test_either_form_of_results_is_read(store, kind) -> None:
    def behave(handler: Handler, request: Request) -> None:
        handler.answer(written(store.query(request.query), kind)[1], kind)

    with serving(behave) as server:
        assert len(values(Endpoint(server.url).ask(ROWS, "SELECT"))) == 5
        assert bool(Endpoint(server.url).ask("ASK { ?s ?p 5 }", "ASK"))


@pytest.mark.parametrize("kind", ["text/turtle", "application/rdf+xml", "application/ld+json"])
def test_triples_are_read_in_every_form_of_the_w3c(store, kind) -> None:
    asked = f"CONSTRUCT {{ ?s <{E}q> ?o }} {{ ?s <{E}p> ?o FILTER(!isBlank(?o)) }}"

    def behave(handler: Handler, request: Request) -> None:
        handler.answer(written(store.query(request.query), kind)[1], f"{kind}; charset=utf-8")

    with serving(behave) as server:
        assert set(Endpoint(server.url).ask(asked, "CONSTRUCT")) == set(store.query(asked))


def test_many_rows_are_read_lazily_from_the_file(monkeypatch) -> None:
    monkeypatch.setattr(body, "_IN_MEMORY", 1000)
    many = ox.Store()
    many.extend(ox.Quad(node(f"n{i}"), node("p"), ox.Literal(i)) for i in range(20_000))
    with serving(sparql(many, chunked=False)) as server:
        answer = Endpoint(server.url).ask("SELECT ?s { ?s ?p ?o }", "SELECT")
        assert next(answer) is not None
    assert sum(1 for _ in answer) == 19_999


def test_values_come_back_letter_for_letter(store) -> None:
    odd = ox.Store()
    texts = ["", " ", "\t\n\r", "\\", '"', "\u2028", "é\U0001f600", "=cmd", "<b>&amp;", "\x01"]
    odd.extend(ox.Quad(node("s"), node("p"), ox.Literal(text)) for text in texts)
    with serving(sparql(odd)) as server:
        found = Endpoint(server.url).ask("SELECT ?o { ?s ?p ?o }", "SELECT")
        assert {row["o"].value for row in found} == set(texts)


# The protocol


def test_short_queries_go_by_get_and_long_ones_by_post(server) -> None:
    endpoint = Endpoint(server.url)
    endpoint.ask(ROWS, "SELECT")
    endpoint.ask(ROWS + " # " + "x" * 2_000, "SELECT")
    assert [request.method for request in server.requests] == ["GET", "POST"]
    assert len(values(endpoint.ask(ROWS + " # " + "é" * 2_000, "SELECT"))) == 5


def test_csv_is_never_asked_for(server) -> None:
    Endpoint(server.url).ask(ROWS, "SELECT")
    accept = server.requests[0].headers["Accept"]
    assert accept.startswith("application/sparql-results+json")
    assert "csv" not in accept
    assert "*" not in accept


def test_graphs_are_named_in_both_parameters(server) -> None:
    endpoint = Endpoint(server.url)
    found = values(endpoint.ask(ROWS, "SELECT", [node("g")]))
    assert found == [[f"<{E}only>", f"<{E}a>"]]
    sent = server.requests[0].parameters
    assert sent["default-graph-uri"] == sent["named-graph-uri"] == [f"{E}g"]


def test_the_parameters_of_the_address_are_kept(server) -> None:
    Endpoint(f"{server.url}?infer=false#here").ask(ROWS, "SELECT")
    assert server.requests[0].parameters["infer"] == ["false"]


def test_an_address_too_long_for_the_server_is_sent_by_post(store) -> None:
    def behave(handler: Handler, request: Request) -> None:
        if request.method == "GET":
            handler.answer(b"too long", "text/plain", 414)
        else:
            sparql(store)(handler, request)

    with serving(behave) as server:
        assert len(values(Endpoint(server.url).ask(ROWS, "SELECT"))) == 5


# Redirects and waiting


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("length", [0, 3_000])
def test_a_redirect_is_followed_with_the_query(store, status, length) -> None:
    def behave(handler: Handler, request: Request) -> None:
        if request.path == "/sparql":
            target = (
                "/new"
                if status != 303
                else "/new?query=SELECT%20%3Fs%20%3Fo%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"
            )
            handler.answer(b"", "text/plain", status, Location=target)
        else:
            sparql(store)(handler, request)

    with serving(behave) as server:
        assert len(values(Endpoint(server.url).ask(ROWS + " #" + "x" * length, "SELECT"))) >= 5
        assert server.requests[-1].method == ("POST" if length and status != 303 else "GET")


def test_credentials_stay_with_their_host(store, monkeypatch) -> None:
    monkeypatch.setenv(credentials.TOKEN, "s3cret")
    with serving(sparql(store)) as other:

        def behave(handler: Handler, request: Request) -> None:
            if request.path == "/sparql":
                handler.answer(b"", "text/plain", 307, Location="/here")
            else:
                handler.answer(b"", "text/plain", 307, Location=other.url.replace("127.0.0.1", "localhost"))

        with serving(behave) as server:
            Endpoint(server.url).ask(ROWS, "SELECT")
        assert [request.headers["Authorization"] for request in server.requests] == ["Bearer s3cret"] * 2
        assert other.requests[0].headers["Authorization"] is None


@pytest.mark.parametrize(
    ("start", "target", "may"),
    [
        ("https://a.org/x", "https://a.org/y", True),
        ("https://a.org/x", "http://a.org/x", False),
        ("http://a.org/x", "https://a.org/x", True),
        ("https://a.org/x", "https://a.org:8443/x", False),
        ("https://a.org/x", "https://b.a.org/x", False),
        ("https://a.org:443/x", "https://a.org/x", True),
    ],
)
def test_where_credentials_may_go(start, target, may) -> None:
    assert address.may_carry(start, target) is may


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "after",
    [{}, {"Retry_After": "0"}, {"Retry_After": "soon"}, {"Retry_After": "a date"}, {"Retry_After": "-1"}],
)
def test_a_busy_server_is_asked_again_and_the_user_hears_of_it(store, status, after, monkeypatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: waited.append(seconds))  # noqa: PLW0108 (bound later)
    if after.get("Retry_After") == "a date":
        after = {"Retry_After": format_datetime(datetime.now(UTC) + timedelta(seconds=5), usegmt=True)}
    waited: list[float] = []
    said: list[str] = []

    def behave(handler: Handler, request: Request) -> None:
        if len(handler.server.requests) < 3:
            handler.answer(b"later", "text/plain", status, **after)
        else:
            sparql(store)(handler, request)

    with serving(behave) as server:
        assert len(values(Endpoint(server.url, say=said.append).ask(ROWS, "SELECT"))) == 5
    assert len(waited) == len(said) == 2
    assert f"HTTP {status}" in said[0]
    assert all(0 <= seconds <= 6 for seconds in waited)


def test_a_wait_longer_than_the_time_left_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    with serving(plainly(b"later", "text/plain", 503, Retry_After="3600")) as server:
        with pytest.raises(EndpointError, match=r"HTTP 503.*later.*3600 s.*are left"):
            Endpoint(server.url, timeout=5).ask(ROWS, "SELECT")
        assert len(server.requests) == 1
        assert not waited


def test_a_server_that_stays_busy_is_left_alone_after_five_times(monkeypatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    with serving(plainly(b"full house", "text/plain", 429)) as server:
        with pytest.raises(EndpointError, match="HTTP 429 Too Many Requests: full house"):
            Endpoint(server.url).ask(ROWS, "SELECT")
        assert len(server.requests) == 5


def test_a_connection_that_breaks_before_a_byte_came_is_tried_again(store, monkeypatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)

    def behave(handler: Handler, request: Request) -> None:
        if len(handler.server.requests) > 1:
            sparql(store)(handler, request)

    with serving(behave) as server:
        assert len(values(Endpoint(server.url).ask(ROWS, "SELECT"))) == 5


# Credentials


def sent_authorization(store, url_of=lambda server: server.url) -> str | None:
    with serving(sparql(store)) as server:
        Endpoint(url_of(server)).ask(ROWS, "SELECT")
        return server.requests[0].headers["Authorization"]


def test_user_and_password_come_from_the_environment(store, monkeypatch) -> None:
    monkeypatch.setenv(credentials.USER, "me")
    monkeypatch.setenv(credentials.PASSWORD, "pass:wörd")
    assert sent_authorization(store) == "Basic bWU6cGFzczp3w7ZyZA=="


def test_netrc_is_read_for_its_host_alone(store, monkeypatch, tmp_path) -> None:
    path = tmp_path / "netrc"
    monkeypatch.setenv("NETRC", str(path))
    path.write_text("machine 127.0.0.1 login me password abc\n")
    assert sent_authorization(store) == "Basic bWU6YWJj"
    path.write_text("machine example.org login me password abc\ndefault login any password any\n")
    assert sent_authorization(store) is None
    monkeypatch.setenv(credentials.TOKEN, "t0ken")
    assert sent_authorization(store) == "Bearer t0ken"


def test_a_broken_netrc_is_named(monkeypatch, tmp_path) -> None:
    path = tmp_path / "netrc"
    path.write_text("machine a login\nnonsense here\n")
    monkeypatch.setenv("NETRC", str(path))
    with pytest.raises(UsageError, match=r"netrc:.*needed for"):
        Endpoint("http://127.0.0.1:9/sparql")


def test_contradicting_or_broken_credentials_are_refused(monkeypatch) -> None:
    monkeypatch.setenv(credentials.TOKEN, "a\r\nHost: evil")
    with pytest.raises(UsageError, match=credentials.TOKEN):
        Endpoint("http://127.0.0.1:9/sparql")
    monkeypatch.setenv(credentials.TOKEN, "a")
    monkeypatch.setenv(credentials.USER, "b")
    with pytest.raises(UsageError, match="both set"):
        Endpoint("http://127.0.0.1:9/sparql")


def test_credentials_in_the_address_are_refused_and_not_shown() -> None:
    with pytest.raises(UsageError) as caught:
        Endpoint("https://me:hunter2@example.org/sparql")
    assert "hunter2" not in str(caught.value)
    assert "KG_ENDPOINT_USER" in str(caught.value)


def test_a_server_that_repeats_the_secret_does_not_get_it_shown(monkeypatch) -> None:
    monkeypatch.setenv(credentials.USER, "me")
    monkeypatch.setenv(credentials.PASSWORD, "hunter2")

    def behave(handler: Handler, request: Request) -> None:
        handler.answer(f"no: {request.headers['Authorization']} hunter2".encode(), "text/plain", 403)

    with serving(behave) as server, pytest.raises(EndpointError) as caught:
        Endpoint(f"{server.url}?apikey=topsecret").ask(ROWS, "SELECT")
    said = str(caught.value)
    assert "KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD are not accepted" in said
    assert not any(secret in said for secret in ("hunter2", "bWU6aHVudGVyMg==", "topsecret"))


def test_credentials_sent_unencrypted_are_told(monkeypatch) -> None:
    monkeypatch.setenv(credentials.TOKEN, "t0ken")
    said: list[str] = []
    Endpoint("http://example.org/sparql", say=said.append)
    Endpoint("http://localhost/sparql", say=said.append)
    Endpoint("https://example.org/sparql", say=said.append)
    assert len(said) == 1
    assert "unencrypted" in said[0]
    assert "t0ken" not in said[0]


def test_the_proxy_of_the_environment_is_used(store, monkeypatch) -> None:
    with serving(sparql(store)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.removesuffix("/sparql"))
        assert len(values(Endpoint("http://no-such-host.invalid/sparql").ask(ROWS, "SELECT"))) == 5
        monkeypatch.setenv("no_proxy", "no-such-host.invalid")
        with pytest.raises(EndpointError, match=r"no host 'no-such-host.invalid'"):
            Endpoint("http://no-such-host.invalid/sparql").ask(ROWS, "SELECT")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sparql",
        "ftp://a.org/",
        "file:///etc/passwd",
        "http://",
        "http://a b/",
        "http://a:x/",
        "http://[/",
    ],
)
def test_what_is_no_web_address_is_refused(url) -> None:
    with pytest.raises(UsageError, match="--endpoint"):
        Endpoint(url)


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan")])
def test_a_timeout_is_a_number_of_seconds(timeout) -> None:
    with pytest.raises(UsageError, match="--timeout"):
        Endpoint("http://a.org/", timeout=timeout)


# Looking like a store


def test_patterns_are_looked_up_and_remembered(server) -> None:
    endpoint = Endpoint(server.url)
    for _ in range(2):
        found = list(endpoint.quads_for_pattern(None, node("p"), ox.Literal("no label")))
        assert [quad.subject for quad in found] == [node("d")]
        assert found[0].predicate == node("p")
        assert found[0].object == ox.Literal("no label")
    assert len(server.requests) == 1


def test_a_name_is_found_in_english_too(server) -> None:
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    found = list(Endpoint(server.url).quads_for_pattern(None, label, ox.Literal("Beta in English")))
    assert [(quad.subject, quad.object.language) for quad in found] == [(node("b"), "en")]


def test_named_graphs_are_looked_into_when_the_default_graph_has_nothing(server) -> None:
    endpoint = Endpoint(server.url)
    assert next(endpoint.quads_for_pattern(node("only"), None, None), None) is not None
    assert next(endpoint.quads_for_pattern(None, None, None, node("g")), None) is not None
    assert next(endpoint.quads_for_pattern(None, None, None, node("h")), None) is None
    assert next(endpoint.quads_for_pattern(node("unknown"), None, None), None) is None
    assert list(endpoint.named_graphs()) == [node("g")]
    assert endpoint.contains_named_graph(node("g"))
    assert not endpoint.contains_named_graph(node("h"))


def test_patterns_without_a_name_ask_nothing(server) -> None:
    endpoint = Endpoint(server.url)
    assert list(endpoint.quads_for_pattern(None, None, None)) == []
    assert list(endpoint.quads_for_pattern(ox.BlankNode("x"), None, None)) == []
    assert server.requests == []


def test_a_node_is_held_wherever_it_stands(server) -> None:
    endpoint = Endpoint(server.url)
    assert all(endpoint.holds(node(name)) for name in ("a", "p", "b", "g", "only"))
    assert not endpoint.holds(node("z"))


def test_a_server_without_named_graphs_is_no_fault(store) -> None:
    def behave(handler: Handler, request: Request) -> None:
        if "GRAPH" in request.query:
            handler.answer(b"named graphs are not supported", "text/plain", 500)
        else:
            sparql(store)(handler, request)

    with serving(behave) as server:
        endpoint = Endpoint(server.url)
        assert list(endpoint.quads_for_pattern(node("z"), None, None)) == []
        assert list(endpoint.named_graphs()) == []
        assert endpoint.labels([node("z"), node("a")]) == {node("a"): "Alpha"}


def test_labels_are_the_untagged_then_the_english_then_the_smallest(server) -> None:
    endpoint = Endpoint(server.url)
    nodes = [node(name) for name in ("a", "b", "c", "d", "only")]
    wanted = {node("a"): "Alpha", node("b"): "Beta in English", node("c"): "Ceta", node("only"): "hidden"}
    assert endpoint.labels(nodes) == wanted
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    assert [quad.object.value for quad in endpoint.quads_for_pattern(node("b"), label, None)] == [
        "Beta in English"
    ]


def test_labels_of_many_nodes_are_asked_in_batches() -> None:
    many = ox.Store()
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    many.extend(ox.Quad(node(f"n{i}"), label, ox.Literal(f"name {i}")) for i in range(250))
    with serving(sparql(many)) as server:
        found = Endpoint(server.url).labels(node(f"n{i}") for i in range(250))
        assert found[node("n249")] == "name 249"
        assert len(found) == 250
        assert len(server.requests) == 3


def test_an_endpoint_is_empty_only_when_it_says_so(server) -> None:
    assert len(Endpoint(server.url)) == 1
    with serving(sparql(ox.Store())) as empty:
        assert len(Endpoint(empty.url)) == 0
        assert bool(Endpoint(empty.url))
    assert len(Endpoint(empty.url)) == 1  # it cannot be asked any more


# Queries that stand alone


def test_prefixes_and_base_are_declared_on_the_first_line() -> None:
    text = "# mine\nSELECT * {\n ?s a kg:Case ; rdfs:label ?l ; <x> 'kg:no' }"
    made = portable(text)
    assert made.splitlines()[1:] == text.splitlines()[1:]
    assert made.startswith(
        "BASE <https://w3id.org/casekg/> PREFIX kg: <https://w3id.org/casekg/vocab/> PREFIX rdfs:"
    )
    assert ox.Store().query(made) is not None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "PREFIX kg: <http://other/> SELECT * { ?s a kg:Case }",
        "BASE <http://b/> SELECT * { <x> ?p 'MONDO:1' } # MONDO:2",
    ],
)
def test_a_query_that_stands_alone_is_left_alone(text) -> None:
    assert portable(text) == text


def test_prefixes_of_ours_reach_the_server(server) -> None:
    assert values(
        Endpoint(server.url).ask("SELECT ?l { ?s rdfs:label ?l FILTER(?l = 'Alpha') }", "SELECT")
    ) == [['"Alpha"']]


# Oddities of servers that lose nothing


def mend(kind: str, text: str, columns: str = "?a") -> list[list[str]]:
    with serving(plainly(text.encode(), kind)) as server:
        return values(Endpoint(server.url).ask(f"SELECT {columns} {{ ?a ?b ?c }}", "SELECT"))


JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"


def test_blank_nodes_of_virtuoso_are_renamed_alike() -> None:
    cell = '{"type":"bnode","value":"nodeID://b1"}'
    rows = f'[{{"a":{cell},"b":{{"type":"bnode","value":"nodeID://b2"}}}},{{"a":{cell}}}]'
    found = mend(
        JSON, '{"head":{"vars":["a","b"]},"results":{"distinct":false,"bindings":' + rows + "}}", "?a ?b"
    )
    assert found == [["_:b0", "_:b1"], ["_:b0", "None"]]
    binding = '<binding name="a"><bnode>nodeID://b1</bnode></binding>'
    text = f'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/></head><results><result>{binding}</result><result>{binding}</result></results></sparql>'
    assert mend(XML, text) == [["_:b0"], ["_:b0"]]


@pytest.mark.parametrize(
    "text",
    [
        '{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"x"}}],"ordered":true},"meta":{"ms":1}}',
        '{"results":{"bindings":[{"a":{"type":"literal","value":"x","xml:lang":""}}]},"head":{"link":[],"vars":["a"]}}',
        '\ufeff{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"x"}}]}}\r\n',
    ],
)
def test_members_in_any_order_and_of_any_name_are_read(text) -> None:
    assert mend(JSON, text) == [['"x"']]


@pytest.mark.parametrize(
    "kind", ["text/plain", "text/html", "application/sparql-results+xml", "application/json", ""]
)
def test_a_wrong_content_type_does_no_harm_where_the_content_is_certain(kind) -> None:
    assert mend(
        kind, '{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"x"}}]}}'
    ) == [['"x"']]


def test_an_answer_without_rows_may_name_no_columns() -> None:
    assert mend(JSON, '{"head":{"vars":[]},"results":{"bindings":[]}}') == []


# Nothing is left behind


def test_threads_end_with_their_request(server) -> None:
    before = threading.active_count()
    for _ in range(3):
        Endpoint(server.url).ask(ROWS, "SELECT")
    assert threading.active_count() <= before + 1  # a handler of the server may just be ending


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=5), st.integers()), max_size=5), st.sampled_from([JSON, XML]))
def test_any_rows_survive_the_way(rows, kind) -> None:
    held = ox.Store()
    legal = [
        (text, n)
        for text, n in rows
        if all(c in "\t\n\r" or " " <= c < "\ud800" for c in text) and "\r" not in text
    ]
    held.extend(ox.Quad(node(f"n{i}"), node(f"p{n}"), ox.Literal(text)) for i, (text, n) in enumerate(legal))
    raw = written(held.query("SELECT ?s ?p ?o { ?s ?p ?o }"), kind)[1]
    answer = results(spooled_answer(raw, kind))
    assert sorted(values(answer)) == sorted(values(held.query("SELECT ?s ?p ?o { ?s ?p ?o }")))


def spooled_answer(raw: bytes, kind: str, wanted: media.Kind = "results"):
    from kg.endpoint import Answer

    return Answer(body.spooled([raw], "", 10**7), media.form(kind, raw, wanted), "http://here/", True)


def test_chunks_of_any_size_make_one_answer(store) -> None:
    raw = written(store.query(ROWS), JSON)[1]
    for size in (1, 7, 10_000):
        with serving(lambda handler, request, size=size: in_chunks(handler, JSON, raw, size=size)) as server:
            answer = Client(server.url).fetch(ROWS, "results")
            assert len(values(results(answer))) == 5
    assert list(triples(spooled_answer(b"", "application/n-triples", "graph"))) == []
