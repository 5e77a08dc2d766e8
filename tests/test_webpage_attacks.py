"""A graph written to break the page: nothing of it runs, loads, hides or breaks anything; it is text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_view_samples import rich_case, store_of
from webpages import WIDE, Opened, browser

from kg.inputs import opened as graph_of
from kg.picture import picture
from kg.webpage import page

__all__ = ["browser"]

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

TEXTS = {
    "image": "<img src=x onerror=owned()>",
    "script": "</script><script>owned()</script>",
    "svg": "<svg onload=owned()><a xlink:href=javascript:owned()>",
    "comment": "<!-- <!--> <script>",
    "cdata": "]]> <![CDATA[ ]]>",
    "style": "</style><style>*{display:none}</style> @import url(//evil.example/x.css); }",
    "inline": 'x" style="position:fixed;inset:0" onmouseover="owned()" y=\'z',
    "title": "</title><title>owned",
    "textarea": "</textarea><iframe srcdoc='<script>top.owned()</script>'>",
    "meta": '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "link": "href javascript:owned() <a href=data:text/html,owned>",
    "template": "{{7*7}} {% raw %} ${7*7} #{7*7} <%= 7*7 %>",
    "entity": "&lt;b&gt; &#x3c;img&#x3e; &amp;amp; %3Cscript%3E \\u003cscript",
    "separators": "line\u2028separator\u2029paragraph",
    "direction": "\u202egnp.exe\u202c \u2066inside\u2069 \u200f",
    "nothing": "zero\u200bwidth\u200cjoin\u200ders\ufeff",
    "control": "bell\u0007 escape\u001b[31m delete\u007f next\u0085line",
    "null": "nul\u0000byte",
    "combining": "Z" + "\u0351\u0352\u0353" * 400,
    "proto": "__proto__",
    "constructor": "constructor",
    "tostring": "toString",
    "formula": '=HYPERLINK("https://evil.example","x")',
    "long": "<b>" + "x" * 100_000,
    "lone": "\U0001f9ec \uffff \ufdd0",
    "empty": "",
}

IRIS = (
    "javascript:owned()",
    "data:text/html,%3Cscript%3Eowned()%3C/script%3E",
    "vbscript:owned()",
    "file:///etc/passwd",
    "blob:https://evil.example/1",
    "https://example.org/%22onmouseover=%22owned()",
    "https://example.org/a'b;alert(1)//",
    "https://user:pass@example.org/#<svg",
    "urn:constructor",
    "https://example.org/__proto__",
)
NAMES = ("__proto__", "constructor", "unseen", "hidden", "track", "x%22y", "\u202ename")

SPIED = """() => {
  window.ran = [];
  window.owned = () => window.ran.push('owned');
  for (const name of ['alert', 'confirm', 'prompt', 'open']) window[name] = () => window.ran.push(name);
  addEventListener('securitypolicyviolation', event => window.ran.push(`policy: ${event.violatedDirective}`));
}"""


def literal(text: str, mark: str = "") -> str:
    """The text as a literal of Turtle; characters that stand for syntax are escaped."""
    body = "".join(
        f"\\u{ord(letter):04X}"
        if letter in '"\\' or (not " " <= letter <= "~" and ord(letter) < 0x10000)
        else letter
        for letter in text
    )
    return f'"{body}"{mark}'


def iri(text: str) -> str:
    """The IRI of Turtle; what may not stand in one is percent-encoded."""
    return (
        "<" + "".join(f"%{ord(letter):02X}" if letter in '<>"{}|^`\\ ' else letter for letter in text) + ">"
    )


def turtle() -> str:
    """Every text as label, title, comment, definition and quote; every IRI as subject, predicate, object and type."""
    rows = []
    rdfs, skos = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2004/02/skos/core#"
    for number, text in enumerate(TEXTS.values()):
        here = f"<https://example.org/thing/{number}>"
        for predicate in (
            f"{rdfs}label",
            f"{rdfs}comment",
            f"{skos}altLabel",
            f"{skos}definition",
            "http://purl.org/dc/terms/title",
        ):
            rows.append(f"{here} <{predicate}> {literal(text)} .")
        rows.append(f"{here} <{rdfs}label> {literal(text, '@en-x-script')} .")
        rows.append(
            f"{here} <https://example.org/v/typed> {literal(text, '^^' + iri(IRIS[number % len(IRIS)]))} ."
        )
        rows.append(f"{here} {iri(IRIS[number % len(IRIS)])} {iri(IRIS[(number + 1) % len(IRIS)])} .")
    for number, text in enumerate((*IRIS, *(f"https://example.org/v/{name}" for name in NAMES))):
        rows.append(
            f"{iri(text)} a {iri(text)} ; <{rdfs}subClassOf> {iri(text)} ; <{skos}exactMatch> {iri(text)} ."
        )
        rows.append(f"<https://example.org/thing/{number}> {iri(text)} {iri(text)} .")
    return "\n".join(rows) + "\n"


def statements() -> str:
    """N-Quads of statements of a case whose class, modality, method and source are attacks; graphs are named so, too."""
    kg, prov = "https://w3id.org/casekg/vocab/", "http://www.w3.org/ns/prov#"
    case = "https://example.org/case/1"
    rows = [(f"<{case}>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", f"<{kg}Case>")]
    for number, name in enumerate((*NAMES, *IRIS)):
        here = f"<https://example.org/said/{number}>"
        odd = iri(name if ":" in name else f"https://example.org/v/{name}")
        rows += [
            (here, "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", f"<{kg}Diagnosis>"),
            (here, "<http://www.w3.org/2000/01/rdf-schema#label>", literal(list(TEXTS.values())[number])),
            (here, f"<{kg}inCase>", f"<{case}>"),
            (here, f"<{kg}disease>", odd),
            (here, f"<{kg}modality>", odd),
            (here, f"<{kg}method>", odd),
            (here, f"<{prov}hadPrimarySource>", odd),
        ]
    graphs = [iri(name) for name in IRIS]
    return "".join(f"{s} {p} {o} {graphs[at % len(graphs)]} .\n" for at, (s, p, o) in enumerate(rows))


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the Turtle file, beside a real case and the hostile statements."""
    folder = tmp_path_factory.mktemp("attacks")
    (folder / "attack.ttl").write_text(turtle(), encoding="utf-8")
    graph, _ = graph_of([str(folder / "attack.ttl")])
    for quad in store_of([rich_case()], statements()):
        graph.add(quad)
    page(picture(graph, limit=2_000)).write(folder / "attack.html")
    return folder / "attack.html"


def watched(browser: Browser, attacked: Path, fragment: str = "") -> Opened:
    """The page in Chromium, with an ear for whatever runs."""
    found = Opened(browser, attacked, WIDE, accept_downloads=True, fragment=fragment)
    found.page.evaluate(SPIED)
    return found


@pytest.fixture(scope="module")
def opened(browser: Browser, attacked: Path) -> Opened:
    """One page for all that only look, search and select."""
    return watched(browser, attacked)


def untouched(opened: Opened) -> None:
    """Nothing ran, nothing was asked for, nothing was said, and the page is in one piece."""
    assert opened.page.evaluate("() => window.ran") == []
    assert [url for url in opened.asked if not url.startswith(("file:", "data:,", "blob:"))] == []
    assert opened.heard == []
    foreign = (
        "img, iframe, object, embed, base, meta[http-equiv=refresh], style ~ style, link[rel=stylesheet]"
    )
    assert opened.page.query_selector_all(foreign) == []
    assert opened.page.evaluate("() => document.querySelectorAll('title').length") == 1
    assert (
        opened.page.evaluate("() => localStorage.length + sessionStorage.length + document.cookie.length")
        == 0
    )
    assert (
        opened.page.evaluate("() => typeof ({}).polluted + typeof Object.prototype.kind")
        == "undefinedundefined"
    )


def test_every_attack_is_drawn(opened: Opened) -> None:
    """What is not in the page cannot attack it."""
    labels = " ".join(opened.page.evaluate("() => kg.keys.map(key => kg.node(key).label)"))
    for name in ("image", "script", "svg", "style", "inline", "title", "template", "proto", "constructor"):
        assert TEXTS[name] in labels, name
    assert "javascript:owned()" in opened.page.content()
    untouched(opened)


def test_selecting_everything_shows_text_and_web_links_alone(opened: Opened) -> None:
    links = opened.page.evaluate(
        """() => kg.keys.flatMap(key => {
          kg.select(key, { centre: true });
          return [...document.querySelectorAll('#panel a')].map(link => [link.protocol, link.rel]);
        })"""
    )
    assert links
    assert {protocol for protocol, _ in links} <= {"http:", "https:"}
    assert {rel for _, rel in links} == {"noopener noreferrer"}
    untouched(opened)


def test_an_attack_is_read_as_it_was_written(opened: Opened) -> None:
    for name in ("image", "script", "template", "proto", "constructor"):
        opened.page.evaluate(
            "text => kg.select(kg.keys.find(key => kg.node(key).label === text))", TEXTS[name]
        )
        assert opened.page.inner_text("#panel h2") == TEXTS[name]
    untouched(opened)


def test_texts_cannot_turn_or_hide_what_stands_beside_them(opened: Opened) -> None:
    text = opened.page.evaluate(
        """() => {
          document.querySelectorAll('details').forEach(one => { one.open = true; });
          const titles = [...document.querySelectorAll('[title]')].map(one => one.title);
          const panels = kg.keys.map(key => { kg.select(key); return kg.panel.frame.textContent; });
          return [document.title, document.body.innerText, ...titles, ...panels].join(' ');
        }"""
    )
    for name in ("direction", "nothing", "control"):
        for letter in TEXTS[name]:
            assert (letter.isascii() and letter.isprintable()) or letter not in text, f"{ord(letter):x}"
    assert "x" * 2_001 not in text


def test_classes_of_the_page_cannot_be_had_by_a_modality(opened: Opened) -> None:
    rows = opened.page.locator("#statements-table tbody tr")
    allowed = {None, "observed", "absent", "background", "hypothesis"}
    assert {row.get_attribute("class") for row in rows.all()} <= allowed
    assert opened.page.evaluate(
        "() => [...document.querySelectorAll('#statements-table tr')].every(row => row.offsetHeight > 0)"
    )


def test_searching_for_attacks_lists_them_as_text(opened: Opened) -> None:
    for typed in (
        "<img",
        "</script>",
        "javascript:",
        "__proto__",
        "constructor",
        "{{7*7}}",
        "(",
        "\\",
        "[a-",
    ):
        opened.page.fill("#search", typed)
        opened.page.fill("#table-filter", typed)
    opened.page.fill("#search", "<img src")
    assert TEXTS["image"] in opened.page.inner_text("#found")
    untouched(opened)


@pytest.mark.parametrize(
    "fragment",
    [
        "#node=%3Cimg%20src=x%20onerror=owned()%3E&focus=javascript:owned()&depth=999999999",
        "#node=__proto__&hide=__proto__,constructor&without=toString&edges=1",
        "#focus=%E0%A4%A&depth=NaN&hide=,,,&%%%",
    ],
)
def test_an_address_cannot_attack(browser: Browser, attacked: Path, fragment: str) -> None:
    found = watched(browser, attacked, fragment)
    assert found.page.evaluate("() => kg.state.depth") <= 6
    assert found.page.evaluate("() => kg.state.hiddenKinds.size") == 0
    untouched(found)


def test_saved_pictures_hold_attacks_as_text(opened: Opened, browser: Browser, tmp_path: Path) -> None:
    import xml.etree.ElementTree as ElementTree

    with opened.page.expect_download() as waiting:
        opened.page.click("#save-svg")
    saved = tmp_path / "saved.svg"
    waiting.value.save_as(saved)
    name = waiting.value.suggested_filename
    assert name.removesuffix(".svg").replace("-", "").isalnum()
    elements = list(ElementTree.fromstring(saved.read_text(encoding="utf-8")).iter())
    assert {element.tag.partition("}")[2] for element in elements} <= {
        "svg", "title", "rect", "defs", "marker", "path", "text", "line", "g",
    }  # fmt: skip
    assert not [
        key for element in elements for key in element.attrib if key.startswith("on") or "href" in key
    ]
    alone = browser.new_context(offline=True).new_page()
    asked: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(saved.as_uri())
    assert asked == [saved.as_uri()]
    with opened.page.expect_download() as waiting:
        opened.page.click("#save-png")
    untouched(opened)


def test_the_policy_stops_what_would_get_in(browser: Browser, attacked: Path) -> None:
    """Were markup ever to reach the page, it would neither run nor load nor style anything."""
    refused = watched(browser, attacked).page.evaluate(
        """async () => {
          const refused = [];
          try { document.body.innerHTML += '<img src=x onerror=owned()>'; } catch (error) { refused.push(error.name); }
          try { setTimeout('owned()'); } catch (error) { refused.push(error.name); }
          try { document.createElement('script').textContent = 'owned()'; } catch (error) { refused.push(error.name); }
          const style = document.createElement('style');
          style.textContent = 'body { display: none }';
          document.head.append(style);
          const link = document.createElement('a');
          try { link.setAttribute('onclick', 'owned()'); } catch (error) { refused.push(error.name); }
          document.body.append(link);
          link.click();
          try { await fetch('https://evil.example/'); } catch (error) { refused.push(error.name); }
          await new Promise(done => setTimeout(done, 50));
          return [refused, getComputedStyle(document.body).display, window.ran.filter(one => one === 'owned').length];
        }"""
    )
    assert refused == [["TypeError"] * 5, "block", 0]
