"""The page of `kg serve` in Chromium: asks, shows, downloads; loads nothing else and runs nothing of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

import pytest
from served import serving
from test_serve import ENDLESS
from webpages import browser

from kg import demo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from served import Served

__all__ = ["browser"]  # a fixture, used by its name

pytestmark = pytest.mark.browser

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
IMAGE = "<img src=x onerror=document.title='run'>"
HOSTILE = [
    f'<https://example.org/1> <https://example.org/says> "{IMAGE}" .\n',
    "<https://example.org/2> <https://example.org/says> \"</script><script>document.title='run'</script>\" .\n",
    "<https://example.org/3> <https://example.org/says> <javascript:document.title='run'> .\n",
    f'<https://w3id.org/casekg/x> <http://www.w3.org/2000/01/rdf-schema#label> "{IMAGE}" .\n',
    "<https://example.org/4> <https://example.org/says> <https://w3id.org/casekg/x> .\n",
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The bundled cases and, in a graph of their own, texts that would like to be markup."""
    folder = tmp_path_factory.mktemp("served")
    hostile = folder / "hostile.nt"
    hostile.write_text("".join(HOSTILE), encoding="utf-8")
    with serving(folder, str(demo.BUILT), str(hostile), "--timeout", "20") as running:
        yield running


class Opened:
    """The page in the browser, with everything it said and asked for."""

    def __init__(self, browser: Browser, served: Served, **options: object) -> None:
        self.served = served
        self.heard: list[str] = []
        self.asked: list[str] = []
        self.context = browser.new_context(**{"viewport": WIDE, **options})
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self.heard.append(message.text))
        self.page.on("pageerror", lambda error: self.heard.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, fragment: str = "") -> None:
        """Load the page anew."""
        self.page.goto("about:blank")
        self.heard.clear()
        self.asked.clear()
        self.page.goto(self.served.page + fragment)
        self.page.wait_for_selector("html[data-ready]")

    def ask(self, query: str) -> None:
        """Type a query and run it by key; back when the answer is there."""
        self.page.fill("#query", query)
        self.page.press("#query", "Control+Enter")
        self.page.wait_for_selector("#stop", state="hidden")

    def cells(self) -> list[list[str]]:
        """The table's texts."""
        found: list[list[str]] = self.page.evaluate(
            """() => [...document.querySelectorAll('#rows tbody tr')]
                .map(row => [...row.cells].map(cell => cell.firstChild ? cell.firstChild.textContent : ''))"""
        )
        return found


@pytest.fixture(scope="module")
def window(browser: Browser, served: Served) -> Iterator[Opened]:
    """One window for most of the tests: opening one takes as long as a test."""
    found = Opened(browser, served)
    yield found
    found.context.close()


@pytest.fixture
def opened(window: Opened) -> Iterator[Opened]:
    """The page, freshly loaded; at the end it must have loaded nothing from elsewhere."""
    window.open()
    yield window
    ours = (window.served.page, "data:", f"blob:{window.served.page}")
    assert [url for url in window.asked if not url.startswith(ours)] == []


def test_a_typed_query_shows_its_rows(opened: Opened) -> None:
    opened.ask("SELECT ?case ?n { ?case a kg:Case BIND(7 AS ?n) } ORDER BY ?case")
    assert ["case/PMID:37120151", "7"] in opened.cells()
    assert opened.page.inner_text("#status").startswith(f"{len(opened.cells())} rows in ")
    assert opened.page.locator("th[scope=col]").all_inner_texts() == ["case", "n"]
    assert opened.heard == []


def test_a_question_with_a_value_is_bound_and_asked(opened: Opened) -> None:
    opened.page.select_option("#question", "responders-by-drug")
    opened.page.fill("#value-drug", "pyrotinib; T-DM1")
    opened.page.click("#values button")
    opened.page.wait_for_selector("#rows table")
    assert "'T-DM1' is Trastuzumab Emtansine (NCIT:C82492)" in opened.page.inner_text("#taken")
    assert {row[1] for row in opened.cells()} == {"NCIT:C111895", "NCIT:C82492"}
    assert "-p drug=pyrotinib -p drug=T-DM1" in opened.page.inner_text("#command")
    assert opened.page.wait_for_selector(".label:has-text('Pyrotinib')")
    assert opened.heard == []


def test_a_wrong_value_is_told_beside_its_field(opened: Opened) -> None:
    opened.page.select_option("#question", "case-graph")
    opened.page.fill("#value-case", "nobody")
    opened.page.click("#values button")
    opened.page.wait_for_selector("#taken.wrong")
    assert "'nobody'" in opened.page.inner_text("#taken")
    assert opened.page.get_attribute("#value-case", "aria-invalid") == "true"
    assert opened.page.is_hidden("#rows")


def test_every_question_of_the_list_can_be_chosen(opened: Opened) -> None:
    names = opened.page.eval_on_selector_all("#question option", "found => found.map(one => one.value)")
    from kg.questions import catalogue

    assert [name for name in sorted(names) if name] == list(catalogue.names())
    labels = opened.page.evaluate(
        """() => kg.questions.all.flatMap(question => question.parameters.map(kg.questions.input))
            .filter(box => box.querySelector('label').htmlFor !== box.querySelector('input, select').id).length"""
    )
    assert labels == 0, "a field has no label"


def test_texts_of_the_data_stay_texts(opened: Opened) -> None:
    opened.ask("SELECT ?s ?says { ?s <https://example.org/says> ?says } ORDER BY ?s")
    opened.page.wait_for_selector("td .label")
    shown = [row[1] for row in opened.cells()]
    assert shown[0] == IMAGE
    assert shown[2] == "javascript:document.title='run'"
    opened.ask("CONSTRUCT WHERE { ?s <https://example.org/says> ?says }")
    assert IMAGE in [row[2] for row in opened.cells()]
    opened.ask(f'SELECT ("{IMAGE}" AS ?x) {{ FILTER(?y }}')
    assert IMAGE in opened.page.inner_text("#fault")
    assert opened.page.title().startswith("Ask the graph")
    assert opened.page.locator("main img, main script, a[href^=javascript]").count() == 0
    assert [text for text in opened.heard if "400" not in text] == []


def test_a_fault_leads_to_its_line(opened: Opened) -> None:
    opened.ask("SELECT * {\n  ?s ?p ?o\n  FILTER(?o > 3\n}")
    assert opened.page.inner_text("#fault pre").startswith("query:3:9: this ( is never closed")
    opened.page.click("#fault button")
    chosen = opened.page.evaluate("() => [document.activeElement.id, getSelection().toString()]")
    assert chosen == ["query", "(?o > 3"]


def test_answers_are_saved_in_their_formats(opened: Opened, tmp_path: Path) -> None:
    def saved(name: str) -> str:
        with opened.page.expect_download() as waiting:
            opened.page.click(f"#downloads button:has-text('{name}')")
        target = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(target)
        return f"{target.name} {target.read_bytes().decode()}"

    opened.ask("SELECT ?case { ?case a kg:Case } ORDER BY ?case")
    assert saved("CSV").startswith("answer.csv case\r\nhttps://w3id.org/casekg/case/")
    assert saved("JSON").startswith('answer.json {"head":')
    opened.ask("CONSTRUCT WHERE { ?case a kg:Case }")
    assert "a <https://w3id.org/casekg/vocab/Case>" in saved("Turtle")


def test_yes_and_no_are_said(opened: Opened) -> None:
    opened.ask("ASK { ?case a kg:Case }")
    assert opened.page.inner_text("#rows") == "Yes"
    opened.ask("ASK { ?case a owl:Ontology }")
    assert opened.page.inner_text("#rows") == "No"


def test_a_link_carries_its_query_and_waits(opened: Opened) -> None:
    query = "ASK { ?s a kg:Case } # ä&?#"
    opened.open(f"#query={quote(query)}")
    assert opened.page.input_value("#query") == query
    assert not [url for url in opened.asked if url.endswith("/query")], "whoever opens a link decides"
    opened.page.click("#run")
    opened.page.wait_for_selector(".verdict")


def test_the_history_lasts_as_long_as_the_window(opened: Opened) -> None:
    opened.ask("ASK {}")
    opened.ask("SELECT * { ?case a kg:Case }")
    opened.page.select_option("#history", "1")
    assert opened.page.input_value("#query") == "ASK {}"
    assert opened.page.evaluate("() => localStorage.length") == 0
    opened.page.go_back()
    opened.page.wait_for_function("() => document.getElementById('query').value === 'ASK {}'")


def test_a_name_of_ours_leads_to_what_is_stated_of_it(opened: Opened) -> None:
    opened.ask("SELECT ?case { ?case a kg:Case FILTER(STRENDS(STR(?case), '37120151')) }")
    opened.page.click("#rows td a")
    opened.page.wait_for_selector("th:has-text('property')")
    assert ["rdf:type", "kg:Case"] in opened.cells()


def test_columns_are_sorted_by_their_heads(opened: Opened) -> None:
    opened.ask("SELECT ?n { VALUES ?n { 10 9 100 } } ORDER BY ?n")
    opened.page.click("th button")
    assert opened.cells() == [["9"], ["10"], ["100"]]
    opened.page.click("th button")
    assert opened.cells() == [["100"], ["10"], ["9"]]
    assert opened.page.get_attribute("th", "aria-sort") == "descending"


def test_many_rows_are_shown_a_thousand_at_a_time(opened: Opened) -> None:
    opened.ask("SELECT * { ?s ?p ?o }")
    assert len(opened.cells()) == 1000
    opened.page.click("#more")
    assert len(opened.cells()) == 2000


def test_a_long_query_can_be_stopped(opened: Opened) -> None:
    opened.page.fill("#query", ENDLESS)
    opened.page.click("#run")
    opened.page.click("#stop")
    opened.page.wait_for_selector("#status:has-text('Stopped.')")
    opened.ask("ASK {}")
    assert opened.page.inner_text("#rows") == "Yes"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out_from_their_ground(opened: Opened, scheme: Literal["light", "dark"]) -> None:
    opened.page.emulate_media(color_scheme=scheme)
    opened.ask("SELECT ?case { ?case a kg:Case }")
    opened.page.select_option("#question", "responders-by-drug")
    assert opened.page.evaluate(CONTRAST) >= 4.5


def test_a_phone_scrolls_no_way_but_down(browser: Browser, served: Served) -> None:
    found = Opened(browser, served, viewport=PHONE, has_touch=True, is_mobile=True)
    found.open()
    found.page.select_option("#question", "responders-by-drug")
    found.page.tap("#values button")
    found.page.wait_for_selector("#rows table")
    wider = found.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    small = found.page.evaluate(
        """() => [...document.querySelectorAll('button, select, input')]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 24).length"""
    )
    found.page.wait_for_function(
        "() => document.getElementById('status').getBoundingClientRect().top < innerHeight"
    )
    found.context.close()
    assert (wider, small) == (0, 0)


# The smallest contrast of a text with the ground behind it (WCAG 2.2, 1.4.3).
CONTRAST = """() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const [red, green, blue] = parts(colour).slice(0, 3)
      .map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (parts(colour)[3] !== 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const ratios = [...document.querySelectorAll('body *')]
    .filter(one => one.offsetParent && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .map(one => [light(getComputedStyle(one).color), light(ground(one))].sort((a, b) => b - a))
    .map(([high, low]) => (high + 0.05) / (low + 0.05));
  return Math.min(...ratios);
}"""
