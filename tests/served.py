"""`kg serve` as the real process, asked over HTTP."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit


class Reply(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Served:
    """A running `kg serve`."""

    def __init__(self, process: subprocess.Popen[str], temporary: Path) -> None:
        self.process = process
        self.temporary = temporary
        """Where it puts its temporary folders."""
        assert process.stderr is not None
        said = []
        while not said or not said[-1].startswith("Ctrl-C"):
            said.append(process.stderr.readline())
            assert said[-1], f"it did not start: {''.join(said)}"
        self.said = "".join(said)
        self.page = next(line.split()[1] for line in said if line.startswith("page"))
        self.port = urlsplit(self.page).port or 0

    def ask(
        self,
        method: str = "GET",
        path: str = "/query",
        body: bytes | str | None = None,
        **headers: str,
    ) -> Reply:
        """Send one request; `_` in names of headers stands for a hyphen."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body.encode() if isinstance(body, str) else body, named)
            response = connection.getresponse()
            return Reply(response.status, dict(response.headers.items()), response.read())
        finally:
            connection.close()

    def get(self, query: str, accept: str = "", more: str = "", **headers: str) -> Reply:
        """Ask a query by GET."""
        chosen = {"Accept": accept} if accept else {}
        return self.ask("GET", f"/query?{urlencode({'query': query})}{more}", **chosen, **headers)

    def database(self) -> int:
        """The process id of the database behind it, when the one that it replaces has gone."""
        children = []
        for _ in range(3_000):
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
            if len(children) == 1:
                break
            time.sleep(0.02)
        assert len(children) == 1
        return int(children[0])


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[Served]:
    """`kg serve` on a free port, ended with the block."""
    temporary = Path(tempfile.mkdtemp(dir=folder))
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--port", "0", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": str(Path(__file__).parents[1])},
        cwd=folder,
    )
    try:
        yield Served(process, temporary)
    finally:
        process.terminate()
        process.communicate(timeout=60)
