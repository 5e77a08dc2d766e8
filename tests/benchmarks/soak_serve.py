"""Very many requests to `kg serve`, good and bad: does it grow, does it ever answer otherwise?

    python -m tests.benchmarks.soak_serve                     # a day of one request a second
    python -m tests.benchmarks.soak_serve --requests 5000     # a look

Asks a server of its own on this machine, several clients at once: questions by GET and POST, large answers read
fast and slowly, broken and forbidden questions, bodies that are too large, connections that break off, and a few
questions without end. Every answer must equal the first to the same request, and the server may complain of
nothing. The memory of each of its processes is taken between twenty rounds, when nobody asks, and may not be more
than a tenth larger at the end than after four of them. Exits with 1 otherwise.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import random
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

from kg.serving.protocol import FORM, QUERY
from tests.served import Served, serving

GOOD = (
    "SELECT ?case ?label { ?case a kg:Case ; rdfs:label ?label } ORDER BY ?case",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "ASK { ?s a kg:Variant }",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p",
)
LARGE = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
BAD = (
    "SELECT { ?s",
    "DROP ALL",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "INSERT DATA { <a:a> <a:a> <a:a> }",
    "",
)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ROUNDS, EARLY, CLIENTS = 20, 4, 8
GROWTH = 1.1
LONGEST = 900
"""Seconds that a client waits: only for a server that has stopped answering."""


class Request(NamedTuple):
    """What is sent, and how its answer is read."""

    method: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    slowly: bool = False


def requests() -> list[Request]:
    """Every kind of request that has an answer."""
    made = []
    for text in (*GOOD, *BAD):
        for accept in ("text/csv", "application/sparql-results+json"):
            asked = urlencode({"query": text}).encode()
            takes = ("Accept", accept)
            made.append(Request("GET", f"/query?query={quote(text)}", headers=(takes,)))
            made.append(Request("POST", "/query", text.encode(), (takes, ("Content-Type", QUERY))))
            made.append(Request("POST", "/query", asked, (takes, ("Content-Type", FORM))))
    for slowly in (False, True):
        made.append(Request("GET", f"/query?query={quote(LARGE)}", slowly=slowly))
    made.append(Request("POST", "/query", b"#" * 2_000_000, (("Content-Type", QUERY),)))
    made.append(Request("POST", "/query", b"ASK {} #" + b"x" * 900_000, (("Content-Type", QUERY),)))
    made.append(Request("POST", "/query", b"SELECT " + b"(" * 50_000, (("Content-Type", QUERY),)))
    made.append(Request("POST", "/query", b"\xff\xfe", (("Content-Type", QUERY),)))
    made.append(Request("GET", f"/query?query=ASK%7B%7D&{'a=b&' * 5_000}"))
    made += [
        Request("GET", path) for path in ("/", "/nothing-here", "/catalogue.json", "/question/responders")
    ]
    made.append(Request("PUT", "/store", b"x"))
    made.append(Request("GET", "/query?query=ASK%20%7B%7D", headers=(("Host", "evil.example"),)))
    return made


class Size(NamedTuple):
    """What a process takes."""

    kilobytes: int = 0
    threads: int = 0


def sizes(process: int) -> dict[str, Size]:
    """What the process and each that it started take, by their programs."""
    family, found = [process], dict[str, Size]()
    for one in family:
        try:
            status = Path(f"/proc/{one}/status").read_text()
            children = Path(f"/proc/{one}/task/{one}/children").read_text()
        except OSError:
            continue
        facts = dict(line.split(":", 1) for line in status.splitlines())
        if "VmRSS" in facts:  # else it has ended
            found[facts["Name"].strip()] = Size(int(facts["VmRSS"].split()[0]), int(facts["Threads"]))
        family += map(int, children.split())
    return found


class Soak:
    """The clients of a running server, and what they have seen."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._kinds = requests()
        self._first: dict[Request, tuple[int, str]] = {}
        self.asked = 0
        self.wrong: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        """Whatever the server complains of is wrong; and unread, it would fill the pipe and stop the server."""
        for line in self._served.process.stderr or ():
            self.wrong.append(f"the server says: {line.rstrip()}")

    def round(self, count: int, chance: random.Random, endless: int) -> None:
        """Ask so many requests, some at once, with so many that never end among them."""
        never = Request("GET", f"/query?query={quote(ENDLESS)}")
        drawn = [chance.choice([*self._kinds, None]) for _ in range(count - endless)] + [never] * endless
        chance.shuffle(drawn)
        with ThreadPoolExecutor(CLIENTS) as clients:
            for _ in clients.map(self._one, drawn, [chance.random() for _ in drawn]):
                self.asked += 1

    def _one(self, request: Request | None, where: float) -> None:
        if request is None:
            self._broken_off(where)
            return
        got = self._answer(request)
        expected = self._first.setdefault(request, got)
        if got != expected:
            self.wrong.append(f"{request.method} {request.path[:60]}: {got[0]}, before {expected[0]}")

    def _answer(self, request: Request) -> tuple[int, str]:
        """Status and digest of what comes back."""
        line = http.client.HTTPConnection("127.0.0.1", self._served.port, timeout=LONGEST)
        try:
            line.request(request.method, request.path, request.body or None, dict(request.headers))
            reply, digest = line.getresponse(), hashlib.sha256()
            for piece in _pieces(reply, request.slowly):
                digest.update(piece)
            return reply.status, digest.hexdigest()
        finally:
            line.close()

    def _broken_off(self, where: float) -> None:
        """Begin a request and go away: before its end, in its body, or before the answer's."""
        path, body = f"/query?query={quote(LARGE)}", LARGE.encode()
        host = f"Host: 127.0.0.1:{self._served.port}\r\n"
        get = f"GET {path} HTTP/1.1\r\n{host}\r\n".encode()
        kind = f"Content-Type: {QUERY}\r\nContent-Length: {len(body)}\r\n\r\n"
        text = get if where < 0.5 else f"POST /query HTTP/1.1\r\n{host}{kind}".encode() + body
        with socket.create_connection(("127.0.0.1", self._served.port), timeout=LONGEST) as line:
            line.sendall(text[: max(1, int(len(text) * (where * 4 % 1) * 1.3))])
            if where * 8 % 1 < 0.5 and where * 4 % 1 > 0.8:
                line.recv(1)


def _pieces(reply: http.client.HTTPResponse, slowly: bool) -> Iterator[bytes]:
    while piece := reply.read(20_000 if slowly else 1 << 20):
        if slowly:
            time.sleep(0.01)
        yield piece


def _told(sizes: dict[str, Size]) -> str:
    return ", ".join(
        f"{name} {size.kilobytes / 1024:.1f} MB {size.threads} threads" for name, size in sizes.items()
    )


def main() -> None:
    """Soak, and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=86_400)
    parser.add_argument("--timeout", type=int, default=60, help="kg serve's")
    parser.add_argument("--endless", type=int, default=4, help="questions that never end, in the second half")
    given = parser.parse_args()
    taken = []
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), "--timeout", str(given.timeout)) as served,
    ):
        soak, chance, start = Soak(served), random.Random(1), time.monotonic()
        for number in range(ROUNDS):
            endless = ROUNDS // 2 <= number < ROUNDS // 2 + given.endless
            soak.round(given.requests // ROUNDS, chance, int(endless))
            time.sleep(1)
            taken.append(sizes(served.process.pid))
            print(
                f"{soak.asked:7,} requests: {_told(taken[-1])}; {len(soak.wrong)} wrong",
                flush=True,
            )
        rate = soak.asked / (time.monotonic() - start)
    print(f"{soak.asked:,} requests, {rate:,.0f} a second", *sorted(set(soak.wrong)), sep="\n")
    grown = [
        name
        for name, before in taken[EARLY - 1].items()
        if taken[-1].get(name, Size()).kilobytes > before.kilobytes * GROWTH
    ]
    sys.exit(bool(soak.wrong or grown))


if __name__ == "__main__":
    main()
