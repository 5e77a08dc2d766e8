"""Every question of the library: its header, its text, its example."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import store
from kg.cli import main
from kg.errors import FaultsError, UsageError
from kg.questions import catalogue, engine, run, syntax
from kg.questions.layout import text
from kg.questions.tokens import outermost, slots, tokens, variables
from kg.terms import Kind

NAMES = catalogue.names()
FEDERATED = tuple(name for name in NAMES if "federated" in catalogue.get(name).tags)
"""Questions that ask other servers, which the tests leave in peace."""
LOCAL = tuple(name for name in NAMES if name not in FEDERATED)
GRAPH_KINDS = {"variant", "profile", "regimen", "case", "publication"}


@pytest.fixture(scope="module")
def bundled(all_lines: list[str]):
    return store.from_lines(all_lines)


def values_of(call: str) -> dict[str, str]:
    """The -p pairs of an example's call."""
    words = shlex.split(call)
    pairs = [words[i + 1] for i, word in enumerate(words) if word == "-p"]
    return dict(pair.split("=", 1) for pair in pairs)


def test_there_are_at_least_thirty_five_questions() -> None:
    assert len(NAMES) >= 35


@pytest.mark.parametrize("name", NAMES)
def test_a_question_says_what_it_is_for(name: str) -> None:
    query = catalogue.get(name)
    assert query.summary.endswith("?")
    assert query.description and query.tags and query.example
    assert query.example.call.startswith(f"kg query {name}")


@pytest.mark.parametrize("name", NAMES)
def test_a_parameter_is_described_and_has_its_place_in_the_text(name: str) -> None:
    query = catalogue.get(name)
    places = {slot.name for slot in slots(tokens(query.text))}
    for parameter in query.params:
        assert parameter.description and parameter.example, parameter.name
        assert parameter.name in places, f"no VALUES ?{parameter.name} {{ … }} in {name}"
        if parameter.type == "term":
            assert parameter.kind in {*Kind, *GRAPH_KINDS}


@pytest.mark.parametrize("name", NAMES)
def test_every_open_place_is_a_declared_parameter(name: str) -> None:
    query = catalogue.get(name)
    for slot in slots(tokens(query.text)):
        if slot.is_open:
            assert query.parameter(slot.name), slot.name


@pytest.mark.parametrize("name", LOCAL)
def test_a_question_declares_its_prefixes_so_that_it_runs_anywhere(name: str) -> None:
    import pyoxigraph

    pyoxigraph.Store().query(catalogue.get(name).text)


@pytest.mark.parametrize("name", NAMES)
def test_a_select_has_a_total_order(name: str) -> None:
    """ORDER BY names every column, or what each row differs in; so no two rows can change places."""
    words = tokens(catalogue.get(name).text)
    top = [words[i] for i in outermost(words)]
    if any(word.is_word("CONSTRUCT", "ASK") for word in top):
        return
    assert any(word.is_word("ORDER") for word in top)


@pytest.mark.parametrize("name", LOCAL)
def test_an_example_gives_its_rows(name: str, bundled) -> None:
    example = catalogue.get(name).example
    answer = run(bundled, name, values_of(example.call))
    got = [tuple(_plain(cell) for cell in row) for row in answer.cells[: len(example.rows)]]
    assert tuple(got) == example.rows
    assert len(answer) == example.total


@pytest.mark.parametrize("name", LOCAL)
def test_a_question_answers_without_a_hint_that_it_is_misspelt(name: str, bundled) -> None:
    answer = run(bundled, name, values_of(catalogue.get(name).example.call))
    assert [line for line in answer.warnings if "vocabulary" in line] == []
    if name != "unmapped-names":  # every name of the bundled cases has its term
        assert len(answer) > 0


@pytest.mark.parametrize("name", LOCAL)
def test_the_rows_do_not_depend_on_the_order_of_the_file(name: str, bundled, all_lines: list[str]) -> None:
    shuffled = store.from_lines(sorted(all_lines, reverse=True))
    values = values_of(catalogue.get(name).example.call)
    assert run(shuffled, name, values).cells == run(bundled, name, values).cells


@pytest.mark.parametrize("name", LOCAL)
def test_a_question_without_values_asks_for_all(name: str, bundled) -> None:
    query = catalogue.get(name)
    if any(parameter.required for parameter in query.params):
        with pytest.raises(UsageError, match="must be given"):
            run(bundled, name)
    else:
        values = values_of(query.example.call)
        if all(not query.parameter(key).default for key in values):
            assert len(run(bundled, name)) >= len(run(bundled, name, values))


@pytest.mark.parametrize("name", FEDERATED)
def test_a_question_to_other_servers_is_refused_until_its_server_is_named(name: str) -> None:
    query = catalogue.get(name)
    host = shlex.split(query.example.call)[-1]
    assert syntax.check(query.text, name, services=[host])
    with pytest.raises(UsageError, match=f"--allow-service {host}"):
        syntax.check(query.text, name)
    declared = {word.text.partition(":")[0] for word in tokens(query.text) if word.kind == "name"}
    assert declared <= syntax.declared_prefixes(tokens(query.text)).keys()


def test_examples_are_commands_that_run() -> None:
    call = catalogue.get("responders-by-gene").example.call
    result = CliRunner().invoke(main, shlex.split(call)[1:])
    assert result.exit_code == 0, result.output
    assert "PMID:37120151" in result.stdout


def test_the_first_case_is_found_by_the_disease_above_it(bundled) -> None:
    diagnosed = run(bundled, "responders-by-disease", {"disease": "breast cancer"}).to_dicts()
    of_first = [row["diagnosed"] for row in diagnosed if row["case"].endswith("PMID:37120151")]
    assert of_first == ["http://purl.obolibrary.org/obo/MONDO_0005051"]
    assert len(run(bundled, "responders-by-disease", {"disease": "lung cancer"})) == 2


def test_background_of_lung_cancer_is_a_claim_and_no_disease_of_the_first_case(bundled) -> None:
    found = run(bundled, "cases-by-disease", {"disease": "lung cancer"}).to_dicts()
    assert [row["case"].rsplit("/", 1)[1] for row in found] == ["invented-lung"]
    claimed = run(bundled, "claims", {"disease": "lung cancer", "modality": "background"}).to_dicts()
    assert {row["case"].rsplit("/", 1)[1] for row in claimed} == {"PMID:37120151"}


def _plain(cell) -> str:
    if cell is None:
        return ""
    return cell.value if hasattr(cell, "datatype") else text(cell)


# The header


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("#+ summary: [a, b]", "summary: is no text"),
        ("#+ - a list", "no mapping of keys"),
        ("#+ summary: a: b", "not valid YAML"),
        ("#+ params: [drug]", "params: is no mapping"),
        ("#+ params: {drug: drug}", "params.drug: is no mapping"),
        ("#+ params: {drug: {type: pill}}", "'pill' is no type"),
        ("#+ params: {drug: {typo: term}}", "params.drug.typo: is no key"),
        ("#+ params: {how: {type: enum}}", "choices"),
        ("#+ tags: {a: b}", "tags: is no list of words"),
        ("#+ example: {rows: []}", "example: has no call"),
        ("#+ example: {call: kg query x, rows: [a]}", "example.rows: is no list of rows"),
    ],
)
def test_a_bad_header_is_said_with_its_place(header: str, said: str) -> None:
    with pytest.raises(FaultsError, match=re.escape(said)):
        catalogue.parse(f"{header}\nSELECT * {{ ?s ?p ?o }}", source="mine.rq")


def test_all_faults_of_a_header_are_named() -> None:
    with pytest.raises(FaultsError) as raised:
        catalogue.parse("#+ tags: {a: b}\n#+ params: {x: {type: pill}, y: {type: potion}}\nASK {}")
    assert len(raised.value.faults) == 3


def test_words_that_yaml_takes_for_truth_values_stay_words() -> None:
    query = catalogue.parse("#+ summary: NO\n#+ tags: [yes, 1e3]\nASK {}")
    assert (query.summary, query.tags) == ("NO", ("yes", "1e3"))


def test_a_file_without_header_is_a_question() -> None:
    assert catalogue.parse("ASK {}", "mine").params == ()


def test_a_header_for_a_check_has_severity_and_cure() -> None:
    query = catalogue.parse("#+ summary: x\n#+ severity: warning\n#+ cure: do this\nASK {}")
    assert (query.severity, query.cure) == ("warning", "do this")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("responder-by-gen", "responders-by-gene"), ("clams", "claims"), ("timeline", "timeline")],
)
def test_a_mistyped_name_brings_the_nearest(typed: str, meant: str) -> None:
    with pytest.raises(UsageError, match=meant):
        catalogue.get(typed)


def test_search_finds_by_every_word() -> None:
    assert "responders-by-drug-class" in {query.name for query in catalogue.search("Drug CLASS respond")}
    assert catalogue.search("zebrafish") == ()


def test_a_name_a_file_and_a_text_are_told_apart(tmp_path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("ASK {}")
    assert engine.find("claims").name == "claims"
    assert engine.find(str(path)).text == "ASK {}"
    assert engine.find("ASK { }").text == "ASK { }"
    assert variables(tokens("SELECT ?b { ?a ?b $c }")) == ("b", "a", "c")


# What a header may say


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("#+ summary: x\n#+ summary: y", "mine.rq:2: summary: stands twice"),
        ("#+ tags: &t [a]\n#+ params: {x: {type: enum, choices: *t}}", "repeats another part"),
        ("#+ tags: &t [*t]", "repeats another part"),
        ("#+ example: {call: kg query x, rows: [[a]], count: 0}", "example.count"),
        ("#+ example: {call: kg query x, count: many}", "example.count"),
        ("#+ example: {call: kg query x, row: []}", "example.row: is no key"),
        ("#+ params: {x: {type: string, required: yes}}", "params.x.required: is neither true nor false"),
        ("#+ params: {x: {type: [string]}}", "params.x.type: is no text"),
        ("#+ params: {x: {type: string, choices: [a]}}", "params.x.choices"),
    ],
)
def test_other_faults_of_a_header_are_said(header: str, said: str) -> None:
    with pytest.raises(FaultsError, match=re.escape(said)):
        catalogue.parse(f"{header}\nASK {{}}", source="mine.rq")


def test_a_key_that_only_other_tools_know_is_a_remark() -> None:
    query = catalogue.parse("#+ summary: x\n#+ endpoint: https://example.org/sparql\nASK {}")
    assert [fault.path for fault in query.header.remarks] == ["endpoint"]


def test_a_question_without_defaults_does_not_read_its_header(monkeypatch) -> None:
    """YAML takes longer to load than a small graph to ask; an import would fail here."""
    monkeypatch.setitem(sys.modules, "yaml", None)
    assert not catalogue.get("combination-partners").fills_itself
    assert catalogue.get("claims").text.startswith("#+")


# What a question may say


@pytest.mark.parametrize("name", NAMES)
def test_a_second_engine_reads_the_question(name: str) -> None:
    from rdflib.plugins.sparql import prepareQuery

    prepareQuery(catalogue.get(name).text)


@pytest.mark.parametrize("name", NAMES)
def test_required_patterns_come_before_optional_ones(name: str) -> None:
    """Engines that evaluate as written would else join every row with every other first."""
    from rdflib.plugins.sparql import prepareQuery

    assert late_patterns(prepareQuery(catalogue.get(name).text).algebra) == []


def test_a_required_pattern_after_an_optional_one_is_seen() -> None:
    from rdflib.plugins.sparql import prepareQuery

    text = "SELECT * { ?s <urn:a> ?o OPTIONAL { ?s <urn:b> ?x } ?s <urn:c> ?y }"
    assert len(late_patterns(prepareQuery(text).algebra)) == 1


def late_patterns(node) -> list:
    """The joins of patterns with a group that ends in OPTIONAL."""
    if isinstance(node, list):
        return [found for part in node for found in late_patterns(part)]
    if not isinstance(node, dict):
        return []
    found = [late for key, part in node.items() if key != "_vars" for late in late_patterns(part)]
    late = getattr(node, "name", "") == "Join" and ends_optional(node.p1) and node.p2.name != "ToMultiSet"
    return [*found, node] if late else found


def ends_optional(node) -> bool:
    if node.name in {"Filter", "Extend"}:
        return ends_optional(node.p)
    return node.name == "LeftJoin" or (node.name == "Join" and ends_optional(node.p1))


@pytest.mark.parametrize(
    "name", ["authors", "conflicting-evidence", "quality", "profiles", "evidence-statements"]
)
def test_a_second_engine_answers_the_same(name: str, bundled) -> None:
    values = values_of(catalogue.get(name).example.call)
    ours = engine.ready(bundled, catalogue.get(name), values)
    import io

    import pyoxigraph
    import rdflib

    written = io.BytesIO()
    bundled.dump(written, pyoxigraph.RdfFormat.N_QUADS)
    data = rdflib.Dataset(default_union=True)
    data.parse(data=written.getvalue(), format="nquads")
    theirs = [tuple(None if cell is None else str(cell) for cell in row) for row in data.query(ours.text)]
    assert theirs == [
        tuple(None if c is None else str(c) for c in row) for row in run(bundled, name, values).rows
    ]


def test_absent_findings_are_in_no_count(bundled) -> None:
    """The invented lung cancer has no EGFR mutation, and says so."""
    for name in ("cohort-counts", "genes-by-drugs", "responders-by-gene", "gene-drug-disease"):
        found = {str(cell) for row in run(bundled, name).rows for cell in row}
        assert not any("egfr" in cell.lower() or cell.endswith("/3236") for cell in found), name


def test_a_response_lost_later_is_found_with_what_came_then(bundled) -> None:
    rows = run(bundled, "resistance-after-response", {"drug": "alectinib"}).to_dicts()
    assert [(row["later"], row["what"]) for row in rows] == [("variant found", "ALK G1202R")]


def test_a_merged_source_tells_of_a_variant_under_its_own_id(all_lines: list[str]) -> None:
    """A statement of CIViC's on its variant 44 is found for ERBB2 V777L, which is mapped to it."""
    other = """
        PREFIX kg: <https://w3id.org/casekg/vocab/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        <https://example.org/eid/1> a kg:EvidenceStatement ; rdfs:label "an invented statement" ;
          kg:profile <https://example.org/mp/1> ; kg:predicate kg:predictsResistanceTo ; kg:modality kg:background ;
          kg:therapy <https://example.org/therapy/1> ; kg:direction kg:supports .
        <https://example.org/mp/1> kg:member <https://civicdb.org/links/variant/44> .
    """
    import pyoxigraph

    merged = store.from_lines(all_lines)
    merged.load(other.encode(), pyoxigraph.RdfFormat.TURTLE)
    rows = run(merged, "known-of-variant", {"variant": "ERBB2 V777L"}).to_dicts()
    found = [row for row in rows if row["source"] == "https://example.org/eid/1"]
    assert [(row["known"], row["says"], row["modality"]) for row in found] == [
        ("evidence statement", "an invented statement", "background")
    ]


def test_biolink_says_that_drugs_were_given_and_never_that_they_treat(bundled) -> None:
    triples = run(bundled, "biolink-graph").rows
    predicates = {predicate for _, predicate, _ in triples}
    assert "https://w3id.org/biolink/vocab/applied_to_treat" in predicates
    assert not any(str(cell).endswith("/treats") for row in triples for cell in row)


def test_biolink_names_are_those_of_the_model(shared: Path) -> None:
    import yaml

    model = yaml.load(
        (shared / "data" / "ontologies" / "biolink" / "biolink-model.yaml").read_text(encoding="utf-8"),
        getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )
    known = {"".join(word[:1].upper() + word[1:] for word in name.split()) for name in model["classes"]}
    known |= {name.replace(" ", "_") for name in model["slots"]}
    used = set(re.findall(r"\bbiolink:(\w+)", catalogue.get("biolink-graph").text))
    assert used <= known
