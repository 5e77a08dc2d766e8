"""Very many requests to `kg serve`, good and bad: does it grow, does it ever answer otherwise?

    python -m tests.benchmarks.soak_serve --requests 20000

Asks a server of its own on this machine: questions by GET and POST, broken and forbidden ones, and connections
that are broken off. Every answer must equal the first to the same request, and the memory of all its processes
after the first fifth may not have grown by more than a tenth at the end. Exits with 1 otherwise.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import random
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
GOOD = (
    "SELECT ?case ?label { ?case a kg:Case ; rdfs:label ?label } ORDER BY ?case",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "ASK { ?s a kg:Variant }",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p",
)
BAD = (
    "SELECT { ?s",
    "DROP ALL",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "INSERT DATA { <a:a> <a:a> <a:a> }",
    "",
)
GROWTH = 1.1


def requests() -> list[tuple[str, str, bytes, dict[str, str]]]:
    """Method, path, body and headers of every kind of request."""
    made: list[tuple[str, str, bytes, dict[str, str]]] = []
    for text in (*GOOD, *BAD):
        for accept in ("text/csv", "application/sparql-results+json"):
            made.append(("GET", f"/query?query={quote(text)}", b"", {"Accept": accept}))
            made.append(("POST", "/query", text.encode(), {"Accept": accept, "Content-Type": QUERY}))
    made.append(("GET", "/", b"", {}))
    made.append(("GET", "/nothing-here", b"", {}))
    made.append(("PUT", "/store", b"x", {}))
    made.append(("GET", "/query?query=ASK%20%7B%7D", b"", {"Host": "evil.example"}))
    return made


def resident(process: int) -> int:
    """Kilobytes of memory of the process and all that it started."""
    family, size = [process], 0
    for one in family:
        try:
            status = Path(f"/proc/{one}/status").read_text()
            children = Path(f"/proc/{one}/task/{one}/children").read_text()
        except OSError:
            continue
        size += next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
        family += map(int, children.split())
    return size


def answer(host: str, port: int, request: tuple[str, str, bytes, dict[str, str]]) -> tuple[int, str]:
    """Status and digest of what comes back."""
    method, path, body, headers = request
    connection = http.client.HTTPConnection(host, port, timeout=60)
    try:
        connection.request(method, path, body or None, headers)
        reply = connection.getresponse()
        return reply.status, hashlib.sha256(reply.read()).hexdigest()
    finally:
        connection.close()


def broken_off(host: str, port: int, chance: random.Random) -> None:
    """Begin a request and go away: before its end, or before the answer's."""
    text = f"GET /query?query={quote(GOOD[3])} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
    with socket.create_connection((host, port), timeout=60) as line:
        line.sendall(text[: chance.choice((1, 20, len(text)))])


def soak(count: int, process: int, place: tuple[str, int]) -> tuple[int, int, int]:
    """Answers that differed, and the memory after a fifth and at the end."""
    kinds, chance = requests(), random.Random(1)
    first: dict[int, tuple[int, str]] = {}
    wrong = early = 0
    for number in range(count):
        if number == count // 5:
            early = resident(process)
        if number % 20 == 19:
            broken_off(*place, chance)
            continue
        kind = number % len(kinds) if number < len(kinds) * 2 else chance.randrange(len(kinds))
        got = answer(*place, kinds[kind])
        wrong += first.setdefault(kind, got) != got
    return wrong, early, resident(process)


def main() -> None:
    """Soak, and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=20_000)
    count = parser.parse_args().requests
    command = [sys.executable, "-m", "kg", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        page = ""
        for line in server.stderr:
            page = line.split()[1] if line.startswith("page") else page
            if line.startswith("Ctrl-C"):
                break
        address = urlsplit(page)
        start = time.monotonic()
        try:
            wrong, early, late = soak(count, server.pid, (address.hostname or "", address.port or 0))
        finally:
            server.terminate()
        rate = count / (time.monotonic() - start)
    print(f"{count:,} requests, {rate:,.0f} a second; {wrong} answers unlike the first")
    print(
        f"memory after a fifth {early / 1024:,.0f} MB, at the end {late / 1024:,.0f} MB ({late / early:.3f})"
    )
    sys.exit(wrong > 0 or late > early * GROWTH)


if __name__ == "__main__":
    main()
