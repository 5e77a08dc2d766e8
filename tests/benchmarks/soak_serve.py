"""Very many requests to `kg serve`, good and bad: does it grow, does it ever answer otherwise?

    python -m tests.benchmarks.soak_serve --requests 20000

Asks a server of its own on this machine: questions by GET and POST, broken and forbidden ones, and connections
that are broken off. Every answer must equal the first to the same request, and the memory of each of its
processes may not be more than a tenth larger at the end than after a fifth. Exits with 1 otherwise.
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
SECONDS = "5"
"""Limit of each answer: the engine keeps a thread for each question until its limit has passed."""


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


def resident(process: int) -> dict[str, int]:
    """Kilobytes of memory of the process and of each that it started, by their programs."""
    family, sizes = [process], dict[str, int]()
    for one in family:
        try:
            status = Path(f"/proc/{one}/status").read_text()
            children = Path(f"/proc/{one}/task/{one}/children").read_text()
        except OSError:
            continue
        facts = dict(line.split(":", 1) for line in status.splitlines())
        sizes[facts["Name"].strip()] = int(facts.get("VmRSS", "0").split()[0])  # none of a process that ended
        family += map(int, children.split())
    return sizes


def rested(process: int) -> dict[str, int]:
    """The same when the limits of all questions asked have passed."""
    time.sleep(int(SECONDS) + 2)
    return resident(process)


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


def soak(count: int, process: int, place: tuple[str, int]) -> tuple[int, dict[str, int], dict[str, int]]:
    """Answers that differed, and the memory after a fifth and at the end."""
    kinds, chance = requests(), random.Random(1)
    first: dict[int, tuple[int, str]] = {}
    wrong, early = 0, dict[str, int]()
    for number in range(count):
        if number == count // 5:
            early = rested(process)
        if number % 20 == 19:
            broken_off(*place, chance)
            continue
        kind = number % len(kinds) if number < len(kinds) * 2 else chance.randrange(len(kinds))
        got = answer(*place, kinds[kind])
        wrong += first.setdefault(kind, got) != got
    return wrong, early, rested(process)


def main() -> None:
    """Soak, and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=20_000)
    count = parser.parse_args().requests
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--timeout", SECONDS]
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
    for name, before in early.items():
        print(f"{name}: {before / 1024:,.0f} MB after a fifth, {late.get(name, 0) / 1024:,.0f} MB at the end")
    sys.exit(wrong > 0 or any(late.get(name, 0) > before * GROWTH for name, before in early.items()))


if __name__ == "__main__":
    main()
