"""Endpoints that fail and lie: each fault is one clear message, and never a short answer."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import struct
import subprocess
import time
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from effort import ends
from hypothesis import example, given, settings
from hypothesis import strategies as st
from servers import Handler, Request, dripping, in_chunks, plainly, serving, unframed, written

from kg.endpoint import Answer, Client, EndpointError, body, credentials, errors, media, results, triples
from kg.errors import KgError
from kg.questions.remote import Endpoint

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
ASKED = "SELECT ?a { ?a ?b ?c }"
MADE = "CONSTRUCT WHERE { ?a ?b ?c }"
HEAD = '{"head":{"vars":["a"]},"results":{"bindings":['
GOOD = HEAD + '{"a":{"type":"literal","value":"x"}},{"a":{"type":"uri","value":"http://e/"}}]}}'
LIES = b"<html><head><title>Sign in</title><script>x=1</script></head><body><p>Welcome &amp; sign in</body></html>"


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    for name in (credentials.USER, credentials.PASSWORD, credentials.TOKEN):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting between attempts takes no time."""
    monkeypatch.setattr(time, "sleep", lambda seconds: None)


def message(url: str, text: str = ASKED, form: str = "SELECT", **options) -> str:
    """What the error says; one line, with the address, and nothing like a traceback."""
    with pytest.raises(KgError) as caught:
        list(Endpoint(url, **options).ask(text, form))  # type: ignore[arg-type]
    said = str(caught.value)
    assert said.startswith(url)
    assert "\n" not in said
    assert "Traceback" not in said
    assert len(said) < 1_200
    return said


def told(behaviour, text: str = ASKED, form: str = "SELECT", **options) -> str:
    with serving(behaviour) as server:
        return message(server.url, text, form, **options)


def answered(text: str | bytes, kind: str = JSON, asked: str = ASKED, form: str = "SELECT") -> str:
    raw = text if isinstance(text, bytes) else text.encode()
    return told(plainly(raw, kind), asked, form)


# Nobody there


def test_a_closed_port_is_named(hurry) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert "Connection refused (is the server running" in message(f"http://127.0.0.1:{port}/sparql")


def test_an_unknown_host_is_named() -> None:
    assert "no host 'no-such-host.invalid'" in message("http://no-such-host.invalid/sparql")


def test_a_plain_server_asked_by_https_is_told() -> None:
    with serving(plainly(GOOD.encode(), JSON)) as server:
        assert "no secure connection" in message(server.url.replace("http:", "https:"))


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes a certificate with the openssl program")
def test_a_certificate_that_nobody_signed_is_not_accepted_unless_one_says_so(tmp_path, monkeypatch) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*make, *names, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(plainly(GOOD.encode(), JSON)) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        url = server.url.replace("http://127.0.0.1", "https://localhost")
        assert "certificate not accepted: self-signed certificate" in message(url)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert len(list(Endpoint(url).ask(ASKED, "SELECT"))) == 2  # type: ignore[arg-type]


def test_a_server_that_only_listens_is_given_up() -> None:
    with ends(), socket.create_server(("127.0.0.1", 0)) as silent:
        assert "no answer within 0.5 s" in message(
            f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout=0.5
        )


def test_a_tls_handshake_that_never_ends_is_given_up() -> None:
    with ends(), serving(dripping(b"")) as server:
        message(server.url.replace("http:", "https:"), timeout=0.5)


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize("raw", [b"", b"HT", b"SSH-2.0-OpenSSH_9.2\r\n", b"\x00\xff" * 50])
def test_what_speaks_no_http_is_told(raw) -> None:
    assert "broke off before it answered" in told(lambda handler, request: handler.raw(raw))


# Time and size


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 500 No\r\n\r\noops",
    ],
)
def test_the_time_limit_holds_against_a_server_that_drips(start) -> None:
    with ends():
        said = told(dripping(start, b"1"), timeout=0.6)
    assert "0.6 s" in said or "HTTP 500" in said


def test_an_endless_answer_is_cut_at_its_size() -> None:
    def behave(handler: Handler, request: Request) -> None:
        handler.raw(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\n\r\n{HEAD}".encode())
        while not handler.server.stopping.is_set():
            handler.raw(b'{"a":{"type":"literal","value":"x"}},' * 1_000)

    with serving(behave) as server, pytest.raises(EndpointError, match="larger than 1,000,000 bytes"):
        Client(server.url, max_bytes=1_000_000).fetch(ASKED, "results")


def test_a_gzip_bomb_is_cut() -> None:
    bomb = gzip.compress(b" " * 60_000_000)
    assert "that is no answer" in told(plainly(bomb, JSON, Content_Encoding="gzip"))
    with (
        serving(plainly(bomb, JSON, Content_Encoding="gzip")) as server,
        pytest.raises(EndpointError) as caught,
    ):
        Client(server.url, max_bytes=1_000).fetch(ASKED, "results")
    assert "larger than 1,000 bytes" in str(caught.value)


# Answers that break off


def test_a_body_shorter_than_its_length_is_told() -> None:
    raw = GOOD.encode()
    said = told(plainly(raw[:50], JSON, Content_Length=str(len(raw))))
    assert "broke off after" in said or "not complete" in said


def test_chunks_without_an_end_are_told() -> None:
    def behave(handler: Handler, request: Request) -> None:
        in_chunks(handler, JSON, GOOD.encode(), ends=False)

    assert "broke off after" in told(behave)


def test_a_connection_that_is_reset_is_told() -> None:
    def behave(handler: Handler, request: Request) -> None:
        handler.raw(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\n\r\n{GOOD}".encode())
        handler.wfile.flush()
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()

    said = told(behave)
    assert "reset" in said or "broke off" in said


@pytest.mark.parametrize("cut", [5, 20, -1])
def test_gzip_that_ends_too_early_is_told(cut) -> None:
    packed = gzip.compress(GOOD.encode())
    assert "ends too early" in told(plainly(packed[:cut], JSON, Content_Encoding="gzip"))


def test_gzip_that_is_broken_is_told() -> None:
    packed = bytearray(gzip.compress(GOOD.encode()))
    packed[-6] ^= 0xFF
    assert "gzip stream is broken" in told(plainly(bytes(packed), JSON, Content_Encoding="gzip"))
    assert "gzip stream is broken" in told(plainly(GOOD.encode(), JSON, Content_Encoding="gzip"))


def test_a_packing_that_was_not_asked_for_is_told() -> None:
    assert "packed by 'br'" in told(plainly(GOOD.encode(), JSON, Content_Encoding="br"))


@pytest.mark.parametrize("raw", [b"", b"   \n"])
@pytest.mark.parametrize("kind", [JSON, XML, "text/html"])
def test_an_empty_body_is_no_empty_answer(raw, kind) -> None:
    assert "empty" in answered(raw, kind)


def test_triples_of_unknown_length_are_asked_for_in_a_form_with_an_end() -> None:
    line = b"<http://e/a> <http://e/b> <http://e/c> .\n"
    made = ox.Store()
    made.load(line, ox.RdfFormat.N_TRIPLES)

    def behave(handler: Handler, request: Request) -> None:
        accept = request.headers["Accept"]
        unframed(handler, *written(made.query(MADE), accept))

    with serving(behave) as server:
        assert len(list(Endpoint(server.url).ask(MADE, "CONSTRUCT"))) == 1  # type: ignore[arg-type]
        assert "rdf+xml" in server.requests[1].headers["Accept"]
    stubborn = told(lambda handler, request: unframed(handler, "text/turtle", line), MADE, "CONSTRUCT")
    assert "how long its Turtle is" in stubborn


def test_lines_that_stop_with_an_excuse_are_no_answer() -> None:
    raw = b"<http://e/a> <http://e/b> <http://e/c> .\n##  Query cancelled due to timeout during execution\n"
    assert "breaks off with the words" in answered(raw, "application/n-triples", MADE, "CONSTRUCT")


def test_virtuoso_says_in_headers_that_something_is_missing() -> None:
    raw = GOOD.encode()
    assert "only a part" in told(plainly(raw, JSON, X_SQL_State="S1TAT"))
    assert "HTTP 206" in told(plainly(raw, JSON, 206))
    assert "at most 2 rows" in told(plainly(raw, JSON, X_SPARQL_MaxRows="2"))
    with serving(plainly(raw, JSON, X_SPARQL_MaxRows="2")) as server:
        found = Endpoint(server.url).ask(f"{ASKED} LIMIT 2", "SELECT")
        assert len(list(found)) == 2  # type: ignore[arg-type]


# Wrong answers


def test_a_page_instead_of_an_answer_is_shown_in_words() -> None:
    for kind in ("text/html", JSON, XML):
        said = answered(LIES, kind)
        assert "an HTML page came" in said
        assert "Sign in Welcome & sign in" in said
        assert "script" not in said
    assert "an HTML page came" in answered(LIES, "text/turtle", MADE, "CONSTRUCT")


@pytest.mark.parametrize("kind", ["text/csv", "text/tab-separated-values", "application/octet-stream", ""])
def test_a_form_whose_end_cannot_be_seen_is_refused(kind) -> None:
    assert "no SPARQL answer: Content-Type" in answered("a\nx\n", kind)


BROKEN = {
    "a row is torn": GOOD[:-30],
    "words behind the end": GOOD + "\njava.util.concurrent.TimeoutException",
    "two answers": GOOD + GOOD,
    "an IRI with a space": GOOD.replace("http://e/", "http://e/ x"),
    "an IRI without scheme": GOOD.replace("http://e/", "e"),
    "a column nobody announced": GOOD.replace('"vars":["a"]', '"vars":["b"]'),
    "a column twice": GOOD.replace('"vars":["a"]', '"vars":["a","a"]'),
    "no columns": GOOD.replace('"head":{"vars":["a"]},', ""),
    "no rows": '{"head":{"vars":["a"]}}',
    "rows that are none": '{"head":{"vars":["a"]},"results":{"bindings":{"a":1}}}',
    "cells that are none": HEAD + '{"a":"x"}]}}',
    "an unknown kind of cell": GOOD.replace('"literal"', '"thing"'),
    "a cell without value": HEAD + '{"a":{"type":"literal"}}]}}',
    "a language that is none": HEAD + '{"a":{"type":"literal","value":"x","xml:lang":"not one"}}]}}',
    "half a surrogate": GOOD.replace('"x"', '"\\ud800"'),
    "nesting without end": '{"head":{"vars":["a"]},"x":' + "[" * 200_000,
    "an error in JSON": '{"error":"out of memory"}',
    "a list": '[{"head":{"vars":["a"]},"results":{"bindings":[]}}]',
    "a number": "5",
    "null": "null",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_broken_json_is_told(text) -> None:
    assert "not complete or not right SPARQL results in JSON" in answered(text)


def test_bytes_that_are_no_utf8_are_told() -> None:
    assert "UTF-8" in answered(GOOD.encode().replace(b'"x"', b'"\xff"'))
    assert "UTF-8" in answered(
        b'<http://e/a> <http://e/b> "\xff" .\n', "application/n-triples", MADE, "CONSTRUCT"
    )


@pytest.mark.parametrize(
    ("text", "asked", "form"),
    [
        ('{"head":{},"boolean":true}', ASKED, "SELECT"),
        (GOOD, "ASK { ?a ?b ?c }", "ASK"),
        (GOOD, "SELECT ?b { ?a ?b ?c }", "SELECT"),
        (GOOD, "SELECT ?a ?b { ?a ?b ?c }", "SELECT"),
        ('{"head":{"vars":[]},"results":{"bindings":[{}]}}', ASKED, "SELECT"),
    ],
)
def test_an_answer_to_another_question_is_told(text, asked, form) -> None:
    said = answered(text, JSON, asked, form)
    assert "the columns" in said or "came for" in said


@pytest.mark.parametrize(
    "text",
    [
        '{"head":{},"boolean":true',
        '{"head":{},"boolean":true}x',
        '{"head":{},"boolean":"true"}',
        '{"head":{},"boolean":1}',
        '{"head":{},"boolean":true,"results":{"bindings":[]}}',
        '{"boolean":true,"x":"' + "y" * 1_100_000,
    ],
)
def test_a_truth_value_is_read_to_its_end(text) -> None:
    assert "not complete or not right" in answered(text, JSON, "ASK { ?a ?b ?c }", "ASK")


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
SPARQL = '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/></head><results>%s</results></sparql>'
ROW = '<result><binding name="a"><uri>http://e/x</uri></binding></result>'


@pytest.mark.parametrize(
    "text",
    [
        SPARQL % ROW + "<more/>",
        SPARQL % ROW.replace("http://e/x", "http://e/ x"),
        SPARQL % ROW.replace('"a"', '"b"'),
        SPARQL % ROW.replace("uri>", "thing>"),
        SPARQL % "",  # cut below
        SPARQL.partition("<results>")[0] + "</sparql>",
        '<?xml version="1.0" encoding="no-such-code"?>' + SPARQL % ROW,
    ],
)
def test_broken_xml_is_told(text) -> None:
    raw = text if text != SPARQL % "" else text[:-10]
    assert "not complete or not right SPARQL results in XML" in answered(raw, XML)


def test_entities_are_refused() -> None:
    assert "declares entities" in answered(ENTITIES + SPARQL % ROW.replace("http://e/x", "&b;"), XML)
    rdf = ENTITIES + '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    assert "declares entities" in answered(rdf, "application/rdf+xml", MADE, "CONSTRUCT")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"<http://e/a> <http://e/b> <http://e/c>", "application/n-triples"),
        (b"<http://e/a> <http://e/b c> <http://e/c> .", "application/n-triples"),
        (b"@prefix e: <http://e/> . e:a e:b ", "text/turtle"),
        (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">', "application/rdf+xml"),
        (b'<?xml version="1.0"?>', "application/rdf+xml"),
        (b'{"@id":"http://e/a","http://e/b":[{"@id":"http://e/c"}', "application/ld+json"),
        (b'{"@context":"http://nowhere.invalid/","a":"b"}', "application/ld+json"),
        (GOOD.encode(), "text/turtle"),
    ],
)
def test_broken_graphs_are_told(raw, kind) -> None:
    assert "not complete or not right" in answered(raw, kind, MADE, "CONSTRUCT")


# The server's own errors


def test_a_syntax_error_is_shown_in_the_words_of_the_server() -> None:
    said = told(plainly(b"Parse error: Lexical error at line 1, column 8.\n", "text/plain", 400))
    assert "HTTP 400 Bad Request: Parse error: Lexical error at line 1, column 8." in said


def test_an_error_page_is_shown_in_plain_text() -> None:
    page = b"<!DOCTYPE html><html><style>b{}</style><body><h1>Oops</h1><p>Query  too\nheavy\x1b[31m</body></html>"
    said = told(plainly(page, "text/html", 500))
    assert "HTTP 500 Internal Server Error: Oops Query too heavy\\x1b[31m" in said


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        (b'{"exception":"Out of memory","query":"SELECT","status":"ERROR"}', "Out of memory"),
        (b'{"error":{"nested":1}}', '{"error":{"nested":1}}'),
        (b"{" * 100, "{{{"),
        (
            b"SPARQL-QUERY: queryStr=SELECT\njava.util.E.SomeException: x\nCaused by: a.b.QueryError: root\n\tat a.b(C.java:1)",
            "root",
        ),
        ("\u202eevil".encode(), "\\u202eevil"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"word " * 50_000, "word word"),
        (b"<" * 5_000, "<<<"),
    ],
)
def test_error_texts_of_all_kinds_are_one_plain_line(page, shown) -> None:
    said = errors.plain(page)
    assert said.startswith(shown)
    assert len(said) <= 400
    assert f"HTTP 500 Internal Server Error: {shown}" in told(plainly(page, "text/plain", 500))


@pytest.mark.parametrize(
    ("status", "cure"),
    [(401, "KG_ENDPOINT_TOKEN"), (403, "credentials"), (404, "path"), (405, "endpoint"), (504, "LIMIT")],
)
def test_common_refusals_come_with_a_remedy(status, cure) -> None:
    said = told(plainly(b"", "text/plain", status))
    assert f"HTTP {status}" in said
    assert cure in said


@pytest.mark.parametrize("status", [204, 304, 418, 500, 502])
def test_any_other_status_is_an_error(status) -> None:
    def behave(handler: Handler, request: Request) -> None:
        handler.raw(f"HTTP/1.1 {status} So\r\nConnection: close\r\n\r\n".encode())

    assert f"HTTP {status} So" in told(behave)


def test_redirects_without_end_are_given_up() -> None:
    said = told(plainly(b"", "text/plain", 302, Location="/sparql"))
    assert "redirects more than 5 times" in said


@pytest.mark.parametrize(
    "target", ["ftp://a.org/", "file:///etc/passwd", "javascript:alert(1)", "https:///x", "//["]
)
def test_redirects_lead_to_the_web_alone(target) -> None:
    assert "no web address" in told(plainly(b"", "text/plain", 302, Location=target))


def test_a_redirect_that_names_somebody_does_not_show_it() -> None:
    said = told(plainly(b"", "text/plain", 302, Location="http://u:hunter2@127.0.0.1:1/sparql"))
    assert "hunter2" not in said


def test_a_host_that_gets_no_credentials_is_explained(monkeypatch) -> None:
    monkeypatch.setenv(credentials.TOKEN, "t0ken")
    with serving(plainly(b"who?", "text/plain", 401)) as other:
        target = other.url.replace("127.0.0.1", "localhost")
        assert "credentials are not sent on" in told(plainly(b"", "text/plain", 307, Location=target))


# No cut is a short answer, whatever is cut


def answer_of(raw: bytes, kind: str, wanted: media.Kind) -> Answer:
    return Answer(body.spooled([raw], "", 10**8), media.form(kind, raw, wanted) or "json", "http://e/", True)


def read(raw: bytes, kind: str) -> list[str]:
    """The answer's rows or triples as text; raises KgError."""
    if kind in {JSON, XML}:
        result = results(answer_of(raw, kind, "results"))
        return (
            [str(bool(result))]
            if isinstance(result, ox.QueryBoolean)
            else [str(tuple(row)) for row in result]
        )
    return [str(triple) for triple in triples(answer_of(raw, kind, "graph"))]


def samples() -> Iterator[tuple[str, bytes]]:
    store = ox.Store()
    store.load(
        '<http://e/a> <http://e/p> "x\\ny", 5, <http://e/é>, "z"@en, [] .'.encode(), ox.RdfFormat.TURTLE
    )
    for text in ("SELECT ?s ?o { ?s ?p ?o }", "ASK { ?s ?p ?o }", "SELECT ?s { ?s ?p 9 }"):
        for kind in (JSON, XML):
            yield written(store.query(text), kind)
    for kind in ("application/rdf+xml", "application/ld+json"):
        yield written(store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(!isBlank(?o)) }"), kind)


SAMPLES = list(samples())


@pytest.mark.parametrize(("kind", "raw"), SAMPLES)
def test_no_cut_of_an_answer_is_an_answer(kind, raw) -> None:
    whole = raw.rstrip()
    assert read(raw, kind) is not None
    for cut in range(len(whole)):
        with pytest.raises(KgError):
            read(whole[:cut], kind)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.floats(0, 1, exclude_max=True), st.sampled_from([JSON, XML]), st.data())
def test_no_cut_of_a_longer_answer_is_an_answer(count, where, kind, data) -> None:
    store = ox.Store()
    node = ox.NamedNode("http://e/p")
    texts = data.draw(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), max_size=4))
    store.extend(ox.Quad(ox.NamedNode(f"http://e/{n}"), node, ox.Literal(n)) for n in range(count))
    store.extend(ox.Quad(node, node, ox.Literal(text)) for text in texts)
    raw = written(store.query("SELECT ?s ?o { ?s ?p ?o }"), kind)[1].rstrip()
    with pytest.raises(KgError):
        read(raw[: int(where * len(raw))], kind)


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=80),
    st.sampled_from([JSON, XML, "text/turtle", "application/rdf+xml", "application/ld+json"]),
)
@example(b"\xef\xbb\xbf", XML)
@example(b"<a", XML)
def test_random_bytes_are_an_answer_or_a_clear_error(raw, kind) -> None:
    try:
        read(raw, kind)
    except KgError as error:
        assert str(error).startswith("http://e/")
        assert "\n" not in str(error)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SAMPLES), st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=3))
def test_a_damaged_answer_is_an_answer_or_a_clear_error(sample, where, put) -> None:
    kind, raw = sample
    place = int(where * len(raw))
    try:
        read(raw[:place] + put + raw[place + 1 :], kind)
    except KgError as error:
        assert str(error).startswith("http://e/")


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=60),
    st.sampled_from(
        [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"]
    ),
)
def test_random_bytes_on_the_wire_are_a_clear_error(raw, start) -> None:
    original, time.sleep = time.sleep, lambda seconds: None
    try:
        told(lambda handler, request: handler.raw(start + raw), timeout=5)
    finally:
        time.sleep = original
