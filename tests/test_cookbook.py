"""What the cookbook shows is what happens.

`python -m tests.test_cookbook` writes the outputs anew, where they changed for a good reason.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import COMMANDS, main

COOKBOOK = Path(__file__).parents[1] / "docs" / "cookbook.md"
BLOCK = re.compile(r"(?:<!-- (?P<mark>[^>]*) -->\n)?```(?P<kind>\w+)\n(?P<body>.*?)```\n", re.S)
EXITS = re.compile(r"# exits with (\d)")
MORE = "…"
FIRST = 24
"""Lines that are kept of a block which is cut and has no output yet."""


@dataclass
class Block:
    mark: str
    kind: str
    body: str
    start: int


def blocks(text: str) -> list[Block]:
    return [Block(m["mark"] or "", m["kind"], m["body"], m.start("body")) for m in BLOCK.finditer(text)]


def commands(body: str) -> list[str]:
    return [line[2:] for line in body.splitlines() if line.startswith("$ ")]


def words_of(line: str) -> list[str]:
    words = shlex.split(line, comments=True)
    assert words[0] in ("kg", "cat"), line
    return words


def run(line: str) -> str:
    """What the command prints, both streams as a terminal shows them."""
    words = words_of(line)
    if words[0] == "cat":
        return Path(words[1]).read_text(encoding="utf-8")
    result = CliRunner().invoke(main, words[1:], prog_name="kg", env={"COLUMNS": "100"})
    wanted = EXITS.search(line)
    assert result.exit_code == (int(wanted[1]) if wanted else 0), (line, result.output, result.exception)
    return result.output


def shown(block: Block, kept: int | None = None) -> str:
    """The console block as it should be; with `kept` lines of the last output where the rest is left out."""
    lines: list[str] = []
    for line in commands(block.body):
        lines.append(f"$ {line}")
        output = [row.rstrip() for row in run(line).splitlines()]
        lines += output
    if kept is not None:
        lines = [*lines[:kept], MORE]
    return "".join(f"{line}\n" for line in lines)


def kept_of(block: Block) -> int | None:
    rows = block.body.splitlines()
    return len(rows) - 1 if rows[-1:] == [MORE] else None


def printed(code: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, str(COOKBOOK), "exec"), {})
    return out.getvalue()


def outcomes(text: str) -> Iterator[tuple[Block, Callable[[], str]]]:
    """Each block that has an output, and what tells it; files are written, in the folder one is in."""
    code = ""
    for block in blocks(text):
        if block.mark.startswith("file: "):
            Path(block.mark.removeprefix("file: ")).write_text(block.body, encoding="utf-8")
        elif block.mark == "python":
            code = block.body
        elif block.kind == "text":
            yield block, partial(printed, code)
        elif block.kind == "console" and block.mark != "network":
            yield block, partial(shown, block, kept_of(block))


TEXT = COOKBOOK.read_text(encoding="utf-8")
RUN = [
    block for block in blocks(TEXT) if block.kind == "text" or (block.kind == "console" and not block.mark)
]


@pytest.fixture(scope="module")
def cooked(tmp_path_factory) -> Iterator[Iterator[tuple[Block, Callable[[], str]]]]:
    """The blocks in their order, each run when it is asked for, in one folder."""
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("kitchen"))
    yield outcomes(TEXT)
    os.chdir(before)


@pytest.mark.parametrize("block", RUN, ids=lambda block: (commands(block.body) or ["python"])[0][:60])
def test_a_block_prints_what_it_shows(cooked, block):
    found, output = next(cooked)
    assert found == block
    assert output() == block.body


@pytest.mark.parametrize(
    "line", [line for block in blocks(TEXT) if block.mark == "network" for line in commands(block.body)]
)
def test_a_command_that_needs_the_network_is_well_formed(line):
    name, *arguments = words_of(line)[1:]
    command = main.get_command(main.make_context("kg", [name]), name)
    assert command is not None
    command.make_context(name, arguments)


def test_the_cookbook_asks_with_every_command_that_asks():
    used = {words_of(line)[1] for block in blocks(TEXT) for line in commands(block.body)}
    assert {"query", "queries", "describe", "path", "update", "serve"} & COMMANDS.keys() <= used


def rewritten(text: str) -> str:
    """The cookbook with the outputs of this moment."""
    pieces, end = [], 0
    for block, output in outcomes(text):
        kept = kept_of(block)
        if kept is not None and kept <= len(commands(block.body)):
            pieces += [text[end : block.start], shown(block, FIRST)]
        else:
            pieces += [text[end : block.start], output()]
        end = block.start + len(block.body)
    return "".join([*pieces, text[end:]])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as kitchen, contextlib.chdir(kitchen):
        COOKBOOK.write_text(rewritten(TEXT), encoding="utf-8")
    sys.stdout.write(f"{COOKBOOK}\n")
