"""The page for everyone: WCAG 2.2 A and AA as axe checks them, and every action by keyboard alone."""

from __future__ import annotations

from importlib.resources import files as resources
from typing import TYPE_CHECKING

import pytest
from test_view_samples import rich_case, small_case, store_of
from webpages import PHONE, WIDE, Opened, browser, closed

from kg.picture import picture
from kg.webpage import page

__all__ = ["browser", "closed"]

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async rules => {
  const found = await axe.run(document, {
    runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'], preload: false,
  });
  return {
    passed: found.passes.length,
    wrong: found.violations.map(one => `${one.id}: ${one.help}: ${one.nodes.map(node => node.html.slice(0, 160)).join(' | ')}`),
  };
}"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The axe-core script as the Python package brings it along."""
    pytest.importorskip(
        "axe_playwright_python", reason="axe-playwright-python is not installed: pip install casekg[test]"
    )
    return (resources("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages to open, by name."""
    folder = tmp_path_factory.mktemp("pages")
    paths = {"rich": folder / "rich.html", "cohort": folder / "cohort.html"}
    page(picture(store_of([rich_case()]))).write(paths["rich"])
    page(picture(store_of([rich_case(), small_case(1), small_case(2)]))).write(paths["cohort"])
    return paths


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_wrong(
    browser: Browser, files: dict[str, Path], axe: str, size: dict[str, int], scheme: str
) -> None:
    """With details and a search open, with the picture narrowed and all tables open, and with the help open."""
    opened = Opened(browser, files["rich"], size, color_scheme=scheme)
    # The page's own policy lets no foreign script in, so axe comes by the debugger's way.
    opened.page.evaluate(axe)
    steps = {
        "details, narrowed, tables open, search": """() => {
          document.querySelectorAll('details').forEach(one => { one.open = true; });
          kg.select(kg.keys.find(key => kg.node(key).kind === 'disease'));
          kg.focus.toggle();
          kg.search.input.focus();
          kg.search.input.value = 'er';
          kg.search.typed();
        }""",
        "help": "() => kg.keyboard.help()",
    }
    wrong: list[str] = []
    for name, step in steps.items():
        opened.page.evaluate(step)
        found = opened.page.evaluate(RUN, RULES)
        assert found["passed"] > 10
        wrong += [f"{name}: {one}" for one in found["wrong"]]
    assert not wrong, "\n".join(wrong)


def test_axe_finds_nothing_wrong_with_several_cases(
    browser: Browser, files: dict[str, Path], axe: str
) -> None:
    """As it opens, and with something absent selected."""
    opened = Opened(browser, files["cohort"], WIDE)
    opened.page.evaluate(axe)
    assert opened.page.evaluate(RUN, RULES)["wrong"] == []
    opened.page.evaluate(
        "() => kg.select(kg.keys.find(key => kg.node(key).statements.some(at => kg.known.statements[at].modality === 'absent')))"
    )
    assert opened.page.query_selector('#panel .tag[data-modality="absent"]')
    assert opened.page.evaluate(RUN, RULES)["wrong"] == []


def test_tab_leads_through_the_page_in_the_order_of_reading_and_shows_where_it_is(
    browser: Browser, files: dict[str, Path]
) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    order, hidden = [], []
    while "sort" not in order and len(order) < 120:
        opened.page.keyboard.press("Tab")
        name, outlined = opened.page.evaluate(
            """() => {
              const e = document.activeElement;
              const shown = e.matches('.filters input') ? e.closest('label') : e;
              return [e.id || e.className || e.tagName, getComputedStyle(shown).outlineStyle !== 'none'];
            }"""
        )
        order.append(name)
        if not outlined:
            hidden.append(name)
    assert hidden == []
    marks = [
        "skip",
        "search",
        "fit",
        "edge-labels",
        "settle",
        "save-svg",
        "save-png",
        "print",
        "theme",
        "help-button",
    ]
    marks += ["row", "network", "zoom-in", "zoom-out", "walk", "table-filter", "scroll", "sort"]
    found = [order.index(mark) for mark in marks]
    assert found == sorted(found)


def test_every_action_is_done_by_keyboard_alone(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    press, evaluate = opened.page.keyboard.press, opened.page.evaluate
    opened.page.focus("#network")
    everything = len(opened.shown())
    press("ArrowRight")
    press("ArrowDown")
    assert opened.selected() not in {None, "Patient of made-up-1"}
    press("n")
    assert 1 < len(opened.shown()) < everything
    press("n")
    assert len(opened.shown()) == everything
    scale = evaluate("() => kg.network.view.getScale()")
    press("+")
    assert evaluate("() => kg.network.view.getScale()") > scale
    middle = evaluate("() => kg.network.view.getViewPosition().x")
    press("Shift+ArrowRight")
    assert evaluate("() => kg.network.view.getViewPosition().x") > middle
    press("f")
    assert evaluate("() => kg.network.view.getScale()") == pytest.approx(scale)
    press("e")
    assert opened.page.get_attribute("#edge-labels", "aria-pressed") == "true"
    press("t")
    assert "light" in opened.page.inner_text("#theme")
    press("Enter")
    assert opened.focused().startswith("panel")
    press("Escape")
    assert (opened.selected(), opened.focused()) == (None, "network")
    opened.page.focus("[data-kind=drug]")
    press("Space")
    assert "pyrotinib" not in opened.shown()
    opened.page.focus("#statements-table th:nth-child(2) button")
    press("Enter")
    assert opened.page.get_attribute("#statements-table th:nth-child(2)", "aria-sort") == "ascending"


def test_single_letters_can_be_turned_off(browser: Browser, files: dict[str, Path]) -> None:
    """Speech input types letters: WCAG 2.1.4."""
    opened = Opened(browser, files["rich"], WIDE)
    opened.page.keyboard.press("?")
    opened.page.keyboard.press("Space")
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("t")
    assert "auto" in opened.page.inner_text("#theme")
    opened.page.focus("#network")
    opened.page.keyboard.press("t")
    assert "light" in opened.page.inner_text("#theme")


def test_selections_filters_and_findings_are_announced(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    said = opened.page.locator("#said[role=status][aria-live=polite]")
    opened.page.evaluate("() => kg.select(kg.keys.find(key => kg.node(key).label === 'ERBB2'))")
    assert said.inner_text().startswith("Selected: ERBB2, Gene")
    opened.page.evaluate("() => kg.focus.toggle()")
    assert "ERBB2 and 1 step around it" in said.inner_text()
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("pyro")
    assert "found" in said.inner_text()


def test_the_tables_say_what_the_picture_says(browser: Browser, files: dict[str, Path]) -> None:
    """Every thing, connection and statement of the picture stands in a table, without any script."""
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(files["rich"].as_uri())
    drawn = picture(store_of([rich_case()]))
    rows = plain.locator("#statements table")
    counts = [rows.nth(number).locator("tbody tr").count() for number in range(3)]
    assert counts == [len(drawn.statements), len(drawn.edges), len(drawn.nodes)]
    for more in plain.locator("details.more").all():
        more.locator("summary").press("Enter")
        more.locator("table").wait_for()
    words = plain.inner_text("#statements")
    for node in drawn.nodes:
        assert node.label in words
        assert all(name in words for name in node.synonyms)
    assert not plain.locator("#table-filter").is_visible()
