"""`kg merge --into URL`: graphs put into a real server by the Graph Store Protocol, and into faulty ones."""

from __future__ import annotations

import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from servers import plainly, serving

from kg import demo
from kg.cli import main
from kg.endpoint.graph_store import GraphStore
from kg.errors import KgError
from kg.merge import Report, Wanted, merge_into_server
from kg.program import program

COLLEAGUE = "@prefix ex: <https://example.org/> .\nex:a ex:b <http://purl.obolibrary.org/obo/DOID_1612> .\n"
GRAPH = "https://w3id.org/casekg/graph/"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The Graph Store address of a running Oxigraph server."""
    try:
        found = program()
    except KgError:
        pytest.skip("needs the program oxigraph (casekg[serve])")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    place = str(tmp_path_factory.mktemp("server"))
    words = [found, "serve", "--location", place, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as process:
        for _ in range(500):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.02)
        yield f"http://127.0.0.1:{port}/store"
        process.terminate()


@pytest.fixture
def colleague(tmp_path: Path) -> str:
    (tmp_path / "colleague.ttl").write_text(COLLEAGUE)
    return str(tmp_path / "colleague.ttl")


def done(report: Report) -> Counter[object]:
    return Counter(one["did"] for one in report.stores)


def held(url: str, graph: str) -> list[bytes]:
    with GraphStore(url).read(graph) as stream:
        return [] if stream is None else stream.readlines()


def test_what_is_there_is_not_sent_again_and_what_is_missing_is(url, colleague):
    first = merge_into_server([str(demo.FIRST), colleague], GraphStore(url))
    assert set(done(first)) == {"added"}
    again = merge_into_server([str(demo.FIRST), colleague], GraphStore(url))
    assert set(done(again)) == {"was there"}
    GraphStore(url).drop(f"{GRAPH}PMID:37120151")
    mended = merge_into_server([str(demo.FIRST), colleague], GraphStore(url))
    assert [one["graph"] for one in mended.stores if one["did"] == "added"] == [f"{GRAPH}PMID:37120151"]


def test_a_graph_is_replaced_as_a_whole_and_shared_ones_are_added_to(url, tmp_path, colleague):
    server = GraphStore(url)
    server.put(f"{GRAPH}colleague", b"<http://a/old> <http://a/p> <http://a/o> .\n")
    server.put(f"{GRAPH}terms", b"<http://a/kept> <http://a/p> <http://a/o> .\n")
    merge_into_server([str(demo.FIRST), colleague], server)
    assert len(held(url, f"{GRAPH}colleague")) == 1
    assert b"<http://a/kept> <http://a/p> <http://a/o> .\n" in held(url, f"{GRAPH}terms")


def test_a_source_is_taken_out_of_the_server(url, colleague):
    merge_into_server([str(demo.FIRST), colleague], GraphStore(url))
    report = merge_into_server([], GraphStore(url), Wanted(undo=("colleague",)))
    assert report.undone == ["colleague"]
    assert held(url, f"{GRAPH}colleague") == held(url, f"{GRAPH}colleague/ids") == []
    assert not any(b"colleague.ttl" in line for line in held(url, f"{GRAPH}sources"))
    assert held(url, f"{GRAPH}PMID:37120151")


def test_batches_of_a_large_graph_all_arrive(url, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.merge.into.BATCH", 1_000)
    lines = [f"<http://a/{number}> <http://a/p> <http://a/o> .\n" for number in range(200)]
    (tmp_path / "large.nt").write_text("".join(lines))
    merge_into_server([str(tmp_path / "large.nt")], GraphStore(url))
    assert len(held(url, f"{GRAPH}large")) == 200


def into(address: str, *words: str):
    return CliRunner().invoke(main, ["merge", *words, "--into", address])


def test_a_server_that_refuses_is_told_without_the_password(colleague, monkeypatch):
    monkeypatch.setenv("KG_ENDPOINT_USER", "me")
    monkeypatch.setenv("KG_ENDPOINT_PASSWORD", "open-sesame")
    with serving(plainly(b"no, not with open-sesame", "text/plain", 403)) as server:
        result = into(server.url, colleague)
    assert result.exit_code == 1
    assert "HTTP 403" in result.output
    assert "open-sesame" not in result.output
    assert server.requests[0].headers["Authorization"].startswith("Basic ")


def test_a_server_that_holds_something_else_afterwards_is_told(colleague):
    line = b"<http://a/s> <http://a/p> <http://a/o> .\n"
    with serving(plainly(line * 2 + line.replace(b"/s>", b"/t>"), "application/n-triples")) as server:
        result = into(server.url, colleague)
    assert result.exit_code == 1
    assert "triples afterwards" in result.output


def test_changes_are_not_redirected_to_another_server(colleague):
    def behave(handler, request):
        status = 404 if request.method == "GET" else 307
        handler.answer(b"", "text/plain", status, Location="http://example.org/store")

    with serving(behave) as server:
        result = into(server.url, colleague)
    assert result.exit_code == 1
    assert "redirects changes to another server" in result.output


def test_an_address_nobody_listens_at_is_told(colleague):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    result = into(f"http://127.0.0.1:{port}/store", colleague)
    assert result.exit_code == 1
    assert "is the server running" in result.output
