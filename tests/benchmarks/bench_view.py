"""How fast graphs become pages: kg beside plain pyvis, each size in one run, each page in a process of its own.

Run it with `python -m tests.benchmarks.bench_view [--sizes 50 500 ...] [--timeout S]` from the checkout.
The graphs are generated from a seed: things of five classes, two connections each, the earlier things the
more connected; the largest are put into a store on disk first, which is not counted. Plain pyvis gets the
same things and connections, all of them, directed (undirected it is quadratic), its options as they come.

Per size: seconds from store to file, CPU seconds and peak memory of the whole process, size of the file, and in Chromium, when playwright
and Chromium are there, the CPU milliseconds of the page to its first picture and of one redraw. What is
slower than plain pyvis comes first.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

START = "https://example.org/"
CLASSES = ("Gene", "Disease", "Compound", "Pathway", "Symptom")
WAYS = ("binds", "regulates", "treats")
SIZES = (50, 500, 2_000, 10_000, 1_000_000)
IN_FULL = 2_000
"""Most things that kg is also asked to draw without folding any."""
REDRAWS = 10


class Timing(NamedTuple):
    """One page; None where it was given up."""

    size: int
    way: str
    seconds: float | None
    cpu: float = 0.0
    megabytes: float = 0.0
    kilobytes: float = 0.0
    drawn: int = 0
    first: float | None = None
    """CPU milliseconds to the first picture."""
    redraw: float | None = None


def things(size: int) -> Iterator[tuple[int, str, list[tuple[str, int]]]]:
    """(number, class, connections) of each thing."""
    draw = random.Random(size)
    for number in range(size):
        kind = CLASSES[min(int(draw.random() ** 2 * 5), 4)]
        yield number, kind, [(draw.choice(WAYS), int(size * draw.random() ** 3)) for _ in range(2)]


def lines(size: int) -> Iterator[str]:
    """The graph as N-Triples."""
    for number, kind, ties in things(size):
        here = f"<{START}{number}>"
        yield f"{here} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{START}vocab/{kind}> .\n"
        yield f'{here} <http://www.w3.org/2000/01/rdf-schema#label> "{kind.lower()} {number}" .\n'
        for way, other in ties:
            yield f"{here} <{START}vocab/{way}> <{START}{other}> .\n"


def stored(size: int, folder: Path) -> Path:
    """A store on disk with the graph, made by another process: a child's peak memory starts at its parent's."""
    process = multiprocessing.get_context("spawn").Process(target=_store, args=(size, folder))
    process.start()
    process.join()
    return folder / f"store-{size}"


def _store(size: int, folder: Path) -> None:
    import pyoxigraph

    text, target = folder / f"{size}.nt", folder / f"store-{size}"
    with text.open("w") as out:
        out.writelines(lines(size))
    store = pyoxigraph.Store(str(target))
    store.bulk_load(path=str(text), format=pyoxigraph.RdfFormat.N_TRIPLES)
    store.flush()
    text.unlink()


def with_kg(source: Path, out: Path, limit: int) -> int:
    """Write the page of kg; how many things it draws."""
    from kg.picture import picture
    from kg.store import open_store
    from kg.webpage import page

    drawn = picture(open_store(source), limit=limit)
    page(drawn).write(out)
    return len(drawn.nodes)


def with_pyvis(source: Path, out: Path, size: int) -> int:
    """Write the page of plain pyvis; how many things it draws."""
    from pyvis.network import Network

    del source
    made = Network(directed=True, cdn_resources="in_line")
    rows = list(things(size))
    for number, kind, _ in rows:
        made.add_node(number, label=f"{kind.lower()} {number}", group=kind)
    for number, _, ties in rows:
        for way, other in ties:
            made.add_edge(number, other, title=way)
    out.write_text(made.generate_html(), encoding="utf-8")
    return size


def _measured(way: Callable[[Path, Path, int], int], how: tuple[Path, Path, int], answer: Any) -> None:
    """Run it in this process and send what it took."""
    started = time.perf_counter()
    drawn = way(*how)
    seconds = time.perf_counter() - started
    cpu = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer.send((seconds, cpu, peak, drawn))


def timed(
    size: int, name: str, way: Callable[[Path, Path, int], int], how: tuple[Path, Path, int], timeout: float
) -> Timing:
    """What the way takes in a process of its own, which is ended after `timeout` seconds."""
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(way, how, send))
    process.start()
    if not receive.poll(timeout):
        process.kill()
        process.join()
        return Timing(size, name, None)
    seconds, cpu, peak, drawn = receive.recv()
    process.join()
    return Timing(size, name, seconds, cpu, peak, how[1].stat().st_size / 1000, drawn)


def watched(timing: Timing, path: Path, timeout: float) -> Timing:
    """The same with what Chromium takes to show the page; as it is without playwright or Chromium."""
    program = shutil.which("chromium")
    if timing.seconds is None or program is None:
        return timing
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_show, args=(program, path, timeout, send))
    process.start()
    first = redraw = None
    if receive.poll(timeout + 30):
        first, redraw = receive.recv()
    else:
        process.terminate()
    process.join()
    return timing._replace(first=first, redraw=redraw)


def _show(program: str, path: Path, timeout: float, answer: Any) -> None:
    """Open the page offline and send the CPU milliseconds to the first picture and per redraw."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        answer.send((None, None))
        return
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_context(offline=True, viewport={"width": 1440, "height": 900}).new_page()
        tab.set_default_timeout(timeout * 1000)
        try:
            answer.send(_cpu(tab, path))
        except Error:
            answer.send((None, None))
        browser.close()


def _cpu(tab: Any, path: Path) -> tuple[float, float]:
    """CPU milliseconds of the tab until something is drawn, and of one redraw thereafter."""
    session = tab.context.new_cdp_session(tab)
    session.send("Performance.enable")

    def spent() -> float:
        rows = session.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(row["value"] for row in rows if row["name"] == "TaskDuration"))

    before = spent()
    tab.goto(path.as_uri(), wait_until="commit")
    tab.wait_for_function(
        "() => { const c = document.querySelector('canvas'); if (!c || !c.width) return false;"
        " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        " for (let i = 3; i < d.length; i += 4) if (d[i]) return true; return false; }",
        polling=50,
    )
    first = spent() - before
    tab.wait_for_function("() => globalThis.network?.redraw || document.documentElement.dataset.ready")
    before = spent()
    tab.evaluate(
        "async (count) => { const view = globalThis.network?.redraw ? network : kg.network.view;"
        " for (let i = 0; i < count; i++) { view.redraw(); await new Promise(requestAnimationFrame); } }",
        REDRAWS,
    )
    return first, (spent() - before) / REDRAWS


def run(sizes: list[int], timeout: float, folder: Path) -> list[Timing]:
    """All sizes, each with kg folded, with kg in full where that is readable, and with plain pyvis."""
    found = []
    for size in sizes:
        source = stored(size, folder)
        ways: list[tuple[str, Callable[[Path, Path, int], int], int]] = [("kg", with_kg, 300)]
        if 300 < size <= IN_FULL:
            ways.append(("kg, all drawn", with_kg, size))
        ways.append(("plain pyvis", with_pyvis, size))
        for name, way, argument in ways:
            out = folder / f"{size}-{name.replace(' ', '-')}.html"
            made = timed(size, name, way, (source, out, argument), timeout)
            found.append(watched(made, out, timeout))
            print(_row(found[-1]), flush=True)
            out.unlink(missing_ok=True)
        shutil.rmtree(source)
    return found


def _row(one: Timing) -> str:
    """One line of the table."""
    if one.seconds is None:
        return f"{one.size:>9,}  {one.way:<14} given up"
    browser = [f"{ms:>8,.0f} ms" if ms is not None else "   given up" for ms in (one.first, one.redraw)]
    return (
        f"{one.size:>9,}  {one.way:<14} {one.seconds:>7.2f} s ({one.cpu:.2f} CPU) {one.megabytes:>7,.0f} MB "
        f"{one.kilobytes:>9,.0f} kB {one.drawn:>9,} drawn  first {browser[0]}  redraw {browser[1]}"
    )


def verdicts(found: list[Timing]) -> list[str]:
    """kg in proportion to plain pyvis, what is slower or larger first."""
    plain = {one.size: one for one in found if one.way == "plain pyvis"}
    told = []
    for one in found:
        other = plain.get(one.size)
        if one.way == "plain pyvis" or other is None or one.seconds is None:
            continue
        for name in ("seconds", "cpu", "megabytes", "kilobytes", "first", "redraw"):
            ours, theirs = getattr(one, name), getattr(other, name)
            if ours is not None and theirs:
                told.append(
                    (ours / theirs, f"{one.way}, {one.size:,} things: {name} {ours / theirs:.2f} of pyvis")
                )
            elif ours is not None and theirs is None:
                told.append((0.0, f"{one.way}, {one.size:,} things: {name} done, given up by pyvis"))
    return [words for _, words in sorted(told, reverse=True)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--timeout", type=float, default=120.0, help="seconds until a page is given up")
    parser.add_argument("--json", type=Path, help="file for the figures")
    given = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}; seconds from store to file")
    with tempfile.TemporaryDirectory() as folder:
        found = run(given.sizes, given.timeout, Path(folder))
    print("\nkg in proportion to plain pyvis, the worst for kg first:")
    print("\n".join(verdicts(found)))
    if given.json:
        given.json.write_text(json.dumps([one._asdict() for one in found], indent=1) + "\n")


if __name__ == "__main__":
    main()
