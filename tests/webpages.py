"""Pages in Chromium for the browser tests: opened without a network, heard, measured."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

SHIFTS = """() => {
  window.shifted = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shifted += entry.value; }))
    .observe({ type: 'layout-shift', buffered: true });
}"""
"""Counts how far things move by themselves."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield found
        found.close()


@pytest.fixture(autouse=True)
def closed(browser: Browser) -> Iterator[None]:
    """Close what a test opened."""
    yield
    for context in browser.contexts:
        context.close()


class Opened:
    """A page in the browser, with everything it said and asked for; nothing but the file is let through."""

    def __init__(self, browser: Browser, path: Path, size: dict[str, int] = WIDE, **options: Any) -> None:
        self.heard: list[str] = []
        self.asked: list[str] = []
        fragment = options.pop("fragment", "")
        context = browser.new_context(viewport=size, **options)
        context.set_default_timeout(15_000)
        context.route("**/*", self._only_files)
        context.set_offline(True)
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.heard.append(message.text))
        self.page.on("pageerror", lambda error: self.heard.append(str(error)))
        self.page.on("dialog", lambda dialog: self.heard.append(dialog.message))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("requestfailed", lambda request: self.heard.append(f"failed: {request.url}"))
        self.page.goto(path.as_uri() + fragment)
        self.page.wait_for_selector("html[data-ready]")
        self.painted()

    @staticmethod
    def _only_files(route: Route) -> None:
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            route.abort()

    def painted(self) -> None:
        """Wait until the browser has painted."""
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def selected(self) -> str | None:
        """The label of the selected thing."""
        label: str | None = self.page.evaluate(
            "() => kg.state.selected === null ? null : kg.node(kg.state.selected).label"
        )
        return label

    def shown(self) -> list[str]:
        """The labels of the things that are drawn."""
        labels: list[str] = self.page.evaluate("() => kg.shown().map(key => kg.node(key).label)")
        return labels

    def select(self, label: str) -> None:
        """Click on the thing's symbol."""
        x, y = self.page.evaluate(
            """label => {
              const [x, y] = kg.scene.place(kg.keys.find(key => kg.node(key).label === label));
              const at = kg.network.view.canvasToDOM({ x, y });
              const frame = document.getElementById('network').getBoundingClientRect();
              return [frame.left + at.x, frame.top + at.y];
            }""",
            label,
        )
        self.page.mouse.click(x, y)

    def focused(self) -> str:
        """What has the keyboard: its id, else its class, else its element."""
        name: str = self.page.evaluate(
            "() => { const e = document.activeElement; return e.id || e.className || e.tagName; }"
        )
        return name
