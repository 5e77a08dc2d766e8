"""`kg query` as one types it: sources, values, formats, exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.demo import bundled

GIVEN = "SELECT ?patient ?drug { ?patient kg:receivedDrug ?drug }"
ALL = "SELECT * { ?s ?p ?o }"


def kg(*arguments: str, stdin: bytes | str | None = None, columns: int | None = None) -> Result:
    environment = {"COLUMNS": str(columns)} if columns else {}
    return CliRunner(env=environment).invoke(main, ["query", *arguments], input=stdin)


def text_of(*arguments: str, **options) -> str:
    result = kg(*arguments, **options)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "small.ttl"
    path.write_text(
        '@prefix e: <http://example.org/> . e:a e:p "=1+1", "plain", -5, "-x" . e:b e:p e:a ; e:q "two\\nlines" .'
    )
    return path


# Sources


def test_without_data_the_bundled_cases_are_asked() -> None:
    assert "PMID:37120151" in text_of("case-summary")


def test_a_file_a_compressed_file_a_folder_a_pattern_and_a_pipe_give_the_same(tmp_path, first_lines) -> None:
    from kg import store

    for name in ("one/a.nq", "one/b.ttl.gz", "one/c.jsonld.zst"):
        (tmp_path / "one").mkdir(exist_ok=True)
        store.write(first_lines, tmp_path / name)
    store.write(first_lines, tmp_path / "folder")
    once = GIVEN.replace("SELECT", "SELECT DISTINCT")  # the union holds a triple once per graph
    wanted = text_of("-e", once, "-d", str(tmp_path / "one/a.nq"))
    assert wanted.count("\n") == 3
    for source in ("one/b.ttl.gz", "one/c.jsonld.zst", "one", "folder", "one/*.nq"):
        assert text_of("-e", once, "-d", str(tmp_path / source)) == wanted
    piped = "".join(first_lines).encode()
    assert text_of("-e", GIVEN, "-d", "-", stdin=piped) == wanted
    turtle = (tmp_path / "t.ttl", store.write(first_lines, tmp_path / "t.ttl"))[0].read_bytes()
    assert text_of("-e", GIVEN, "-d", "-", stdin=turtle) == wanted


def test_several_files_are_one_graph(graph: Path, tmp_path) -> None:
    other = tmp_path / "other.nt"
    other.write_text("<http://example.org/c> <http://example.org/p> <http://example.org/a> .\n")
    asked = "SELECT (COUNT(*) AS ?n) { ?s <http://example.org/p> ?o }"
    assert text_of("-e", asked, "-d", str(graph), "-d", str(other)) == "?n\n6\n"


def test_the_question_comes_from_a_file_or_from_standard_input(tmp_path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(f"# mine\n{GIVEN}")
    assert text_of(str(path)) == text_of("-e", GIVEN) == text_of("-", stdin=GIVEN)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "give one question"),
        (["claims", "-e", "ASK {}"], 2, "give one question"),
        (["clams"], 2, "did you mean 'claims'"),
        (["no/such.rq"], 2, "cannot be read"),
        (["claims", "-d", "no-such.nq"], 1, "no such file"),
        (["claims", "-d", "*.nothing"], 1, "no file fits"),
        (["claims", "-p", "modality"], 2, "NAME=VALUE"),
        (["claims", "-p", "mood=x"], 2, "no such parameter"),
        (["claims", "-p", "modality=observed"], 2, "one of background, hypothesis"),
        (["similar-cases"], 2, "must be given"),
        (["responders-by-gene", "-p", "gene=KRASS"], 2, "KRAS"),
        (["responders-by-variant", "-p", "variant=ERBB2 V777M"], 2, "did you mean 'ERBB2 V777L'"),
        (["case-summary", "-p", "case=PMID:1"], 2, "holds no case"),
        (["-e", "ASK {}", "-f", "ttl"], 2, "gives no triples"),
        (["-e", "ASK {}", "-o", "answer.pdf"], 2, "names no format"),
        (["-e", "ASK {}", "--graph", "nowhere"], 2, "no graph 'nowhere'"),
        (["-", "-d", "-"], 2, "either the query or the graph"),
        (["-e", "ASK {}", "--limit", "-1"], 2, "limit"),
    ],
)
def test_a_wrong_call_says_what_to_do(arguments: list[str], code: int, said: str) -> None:
    result = kg(*arguments, stdin="ASK {}")
    assert result.exit_code == code, result.output
    assert said in result.stderr
    assert result.stdout == "" and isinstance(result.exception, SystemExit)


def test_broken_data_is_a_failure_and_not_a_bad_call(tmp_path) -> None:
    for name, data in (("a.ttl", b"<a> <b> ."), ("b.nq", b"\xff\xfe"), ("c.nq.gz", b"no gzip")):
        (tmp_path / name).write_bytes(data)
        result = kg("-e", ALL, "-d", str(tmp_path / name))
        assert (result.exit_code, result.stdout) == (1, ""), result.output
        assert name in result.stderr and "Traceback" not in result.stderr


def test_a_case_file_can_be_asked_without_building_it_first() -> None:
    from kg import demo

    out = text_of("-e", "SELECT ?case { ?case a kg:Case }", "-d", str(demo.FIRST), "-q")
    assert out.splitlines()[1:] == ["<https://w3id.org/casekg/case/PMID:37120151>"]


def test_a_faulty_case_file_is_said_to_be_so(tmp_path) -> None:
    (tmp_path / "case.yaml").write_text("case: 5\nunknown: x\n")
    result = kg("-e", ALL, "-d", str(tmp_path / "case.yaml"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "case.yaml:2" in result.stderr


# Values


def test_a_drug_may_be_a_name_a_curie_or_an_iri_and_it_is_said_which() -> None:
    answers = set()
    for value in ("pyrotinib", "NCIT:C111895", "http://purl.obolibrary.org/obo/NCIT_C111895"):
        result = kg("responders-by-drug", "-p", f"drug={value}")
        answers.add(result.stdout)
        assert "Pyrotinib (NCIT:C111895)" in result.stderr
    assert len(answers) == 1 and "PMID:37120151" in answers.pop()


@pytest.mark.parametrize("said", ["ERBB2 V777L", "erbb2 v777l", "HER2 p.Val777Leu"])
def test_a_variant_may_be_said_as_gene_and_change(said: str) -> None:
    assert "D769H" in text_of("responders-by-variant", "-p", f"variant={said}")


def test_a_variable_named_like_a_kind_takes_names_without_a_header() -> None:
    assert text_of("-e", GIVEN, "-p", "drug=T-DM1").count("\n") == 3
    assert text_of("-e", GIVEN, "-p", "drug:drug=T-DM1").count("\n") == 3


def test_a_parameter_may_be_given_twice_where_a_list_is_declared() -> None:
    both = text_of("responders-by-drug", "-p", "drug=alectinib", "-p", "drug=lorlatinib")
    assert both.count("\n") == 3
    twice = kg("cases-by-disease", "-p", "disease=cancer", "-p", "disease=carcinoma")
    assert twice.exit_code == 2 and "takes one value" in twice.stderr


def test_one_named_graph_can_be_asked() -> None:
    asked = "SELECT ?case { ?case a kg:Case }"
    assert text_of("-e", asked, "--graph", "invented-lung").splitlines()[1:] == [
        "<https://w3id.org/casekg/case/invented-lung>"
    ]
    assert text_of("-e", asked).count("\n") == 1 + len(bundled())


def test_from_in_the_query_chooses_the_graph() -> None:
    asked = "SELECT ?c FROM <https://w3id.org/casekg/graph/invented-ovary> { ?c a kg:Case }"
    assert text_of("-e", asked).count("\n") == 2


# Formats


def test_w3c_formats_are_the_engines_own(graph: Path) -> None:
    data = ["-d", str(graph)]
    store = pyoxigraph.Store()
    store.load(path=str(graph))
    ordered = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
    for name, form in (("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("xml", "XML")):
        wanted = store.query(ordered).serialize(format=getattr(pyoxigraph.QueryResultsFormat, form))
        assert kg("-e", ordered, *data, "-f", name).stdout_bytes == wanted
        sorted_here = kg("-e", ALL, *data, "-f", name).stdout_bytes
        assert pieces(sorted_here, name) == pieces(wanted, name)
    json.loads(text_of("-e", ALL, *data, "-f", "json"))
    ET.fromstring(text_of("-e", ALL, *data, "-f", "xml"))


def pieces(answer: bytes, name: str) -> list[object]:
    """The parts of an answer, whatever their order."""
    if name in {"csv", "tsv"}:
        return sorted(answer.splitlines())
    form = getattr(pyoxigraph.QueryResultsFormat, name.upper())
    return sorted(str(list(row)) for row in pyoxigraph.parse_query_results(answer, form))


def test_rows_without_order_by_come_in_a_stable_order(all_lines, tmp_path) -> None:
    for name, lines in (("a.nq", all_lines), ("b.nq", sorted(all_lines, reverse=True))):
        (tmp_path / name).write_text("".join(lines))
    assert text_of("-e", ALL, "-d", str(tmp_path / "a.nq")) == text_of(
        "-e", ALL, "-d", str(tmp_path / "b.nq")
    )


def test_columns_of_a_star_come_as_they_are_written(graph: Path) -> None:
    assert text_of("-e", "SELECT * { ?z ?b ?a }", "-d", str(graph)).startswith("?z\t?b\t?a\n")


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml", "jsonl", "md", "html", "table"])
def test_an_empty_answer_has_its_header_and_says_why(name: str) -> None:
    result = kg("-e", "SELECT ?a ?b { ?a kg:nowhere ?b }", "-f", name)
    assert result.exit_code == 0
    assert "no rows" in result.stderr and "kg:nowhere" in result.stderr
    if name != "jsonl":
        assert "a" in result.stdout and "b" in result.stdout
    assert kg("-e", "SELECT ?a { ?a kg:drug ?b }", "-f", name).stderr == ""


def test_json_lines_have_numbers_and_nulls(graph: Path) -> None:
    asked = (
        "SELECT ?o ?none { ?s <http://example.org/p> ?o OPTIONAL { ?s <x:y> ?none } FILTER(isNumeric(?o)) }"
    )
    assert json.loads(text_of("-e", asked, "-d", str(graph), "-f", "jsonl")) == {"o": -5, "none": None}


def test_a_graph_is_written_in_every_rdf_format_and_read_back(tmp_path) -> None:
    asked = ["case-graph", "-p", "case=invented-lung"]
    sizes = set()
    for suffix in ("ttl", "nt", "nq", "jsonld"):
        path = tmp_path / f"case.{suffix}"
        assert kg(*asked, "-o", str(path)).exit_code == 0
        store = pyoxigraph.Store()
        store.load(path=str(path), format={"jsonld": pyoxigraph.RdfFormat.JSON_LD}.get(suffix))
        sizes.add(len(store))
    assert len(sizes) == 1 and sizes.pop() > 100
    assert text_of(*asked) == text_of(*asked, "-f", "ttl")
    assert kg(*asked, "-f", "csv").stdout_bytes.startswith(b"subject,predicate,object\r\n")


def test_markdown_and_html_escape_what_they_would_read_as_markup(tmp_path) -> None:
    path = tmp_path / "x.nt"
    path.write_text('<http://example.org/a?b=1&c=2> <http://example.org/p> "<script>|*x*" .\n')
    html = text_of("-e", ALL, "-d", str(path), "-f", "html")
    assert (
        "<script>" not in html
        and "&lt;script&gt;" in html
        and 'href="http://example.org/a?b=1&amp;c=2"' in html
    )
    markdown = text_of("-e", ALL, "-d", str(path), "-f", "md")
    assert markdown.splitlines()[2].replace("\\|", "").count("|") == 4


def test_a_script_address_is_no_link(tmp_path) -> None:
    path = tmp_path / "x.nt"
    path.write_text('<javascript:alert(1)> <http://example.org/p> "x" .\n')
    assert 'href="javascript' not in text_of("-e", ALL, "-d", str(path), "-f", "html")


def test_csv_says_the_values_as_they_are_and_warns_of_formulas(graph: Path) -> None:
    asked = ["-e", "SELECT ?o { ?s <http://example.org/p> ?o }", "-d", str(graph), "-f", "csv"]
    plain = kg(*asked)
    assert {row[0] for row in csv.reader(io.StringIO(plain.stdout))} >= {"=1+1", "-5", "-x"}
    assert "--guard-formulas" in plain.stderr
    guarded = kg(*asked, "--guard-formulas")
    assert {row[0] for row in csv.reader(io.StringIO(guarded.stdout))} >= {"'=1+1", "-5", "'-x"}
    assert guarded.stderr == ""


def test_labels_stand_beside_ids_in_every_format() -> None:
    for name in ("table", "csv", "json"):
        out = text_of("-e", GIVEN, "--labels", "-f", name)
        assert "drugLabel" in out and "Pyrotinib" in out


def test_a_limit_holds_for_rows_and_triples() -> None:
    assert text_of("-e", ALL, "--limit", "3").count("\n") == 4
    assert text_of("-e", f"{ALL} LIMIT 2", "--limit", "3").count("\n") == 3
    assert text_of("-e", f"{ALL} VALUES ?p {{ rdfs:label }}", "--limit", "1").count("\n") == 2
    assert text_of("case-graph", "-p", "case=invented-lung", "-f", "nt", "--limit", "4").count("\n") == 4
    assert text_of("-e", ALL, "--limit", "0").count("\n") == 1


def test_the_output_takes_its_place_only_when_complete(tmp_path, graph: Path) -> None:
    target = tmp_path / "answer.csv"
    target.write_text("old")
    assert kg("-e", "SELECT * { ?s ?p", "-d", str(graph), "-o", str(target)).exit_code == 2
    assert target.read_text() == "old"
    assert kg("-e", ALL, "-d", str(graph), "-o", str(target)).stdout == ""
    assert target.read_text().startswith("s,p,o")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answer.csv", "small.ttl"]


# Tables


def test_a_table_fits_the_room_it_has() -> None:
    for columns in (40, 60, 80, 120):
        for line in text_of("case-summary", "-f", "table", columns=columns).splitlines():
            assert len(line) <= columns


def test_a_table_too_narrow_for_its_columns_becomes_records() -> None:
    out = text_of("publications", "-f", "table", columns=60)
    assert "title        Dramatic Response" in out


def test_iris_are_short_in_a_table_and_can_be_typed_back() -> None:
    out = text_of("-e", GIVEN, "-f", "table")
    assert "NCIT:C111895" in out and "<case/PMID:37120151/patient>" in out
    asked = "SELECT ?d { <case/PMID:37120151/patient> kg:receivedDrug ?d }"
    assert text_of("-e", asked).count("\n") == 3


def test_control_characters_and_turned_text_are_shown_not_sent(tmp_path) -> None:
    path = tmp_path / "x.nt"
    path.write_text('<http://example.org/a> <http://example.org/p> "red\\u001B[31m \\u202Eback\\nline" .\n')
    out = text_of("-e", ALL, "-d", str(path), "-f", "table")
    assert "\x1b" not in out and "\u202e" not in out
    assert r"red\x1b[31m \u202eback\nline" in out


def test_wide_letters_keep_the_columns_straight(tmp_path) -> None:
    path = tmp_path / "x.nt"
    path.write_text('<x:a> <x:p> "肺癌" .\n<x:b> <x:p> "lung" .\n', encoding="utf-8")
    lines = text_of("-e", "SELECT ?o ?s { ?s ?p ?o }", "-d", str(path), "-f", "table").splitlines()
    assert lines[2:] == ["lung  <x:b>", "肺癌  <x:a>"]


# Exit codes


def test_ask_exits_with_its_answer_when_wanted() -> None:
    true, false = "ASK { ?s a kg:Case }", "ASK { ?s a kg:Nothing }"
    assert kg("-e", true, "--exit-status").exit_code == 0
    assert kg("-e", false, "--exit-status").exit_code == 1
    assert kg("-e", false).exit_code == 0
    assert kg("-e", false).stdout == "false"
    assert kg("-e", "SELECT ?s { ?s a kg:Nothing }", "--exit-status").exit_code == 1


def test_quiet_says_nothing_but_the_answer() -> None:
    result = kg("responders-by-drug", "-p", "drug=pyrotinib", "-q")
    assert result.stderr == "" and result.stdout


# The process


def process(*arguments: str, **options) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *arguments], capture_output=True, check=False, **options
    )


@pytest.mark.parametrize("name", ["tsv", "table", "jsonl"])
def test_a_reader_that_leaves_early_is_no_failure(tmp_path, name: str) -> None:
    path = tmp_path / "big.nt"
    path.write_text("".join(f'<x:s{i}> <x:p> "{"x" * 50}" .\n' for i in range(20_000)))
    command = f"{sys.executable} -m kg query -e 'SELECT * {{?s ?p ?o}}' -d {path} -f {name} | head -2"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, check=False)
    assert done.stdout.count(b"\n") == 2
    assert done.stderr == b""


def test_asking_a_small_file_loads_no_heavy_library(graph: Path) -> None:
    heavy = "rdflib networkx yaml pandas rapidfuzz pyshacl pyvis"
    program = (
        "import sys; from kg.cli import main\n"
        f"try: main(['query', '-e', {ALL!r}, '-d', {str(graph)!r}])\n"
        f"except SystemExit: print(*[m for m in {heavy.split()!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, text=True)
    assert done.stderr.strip() == ""
    assert done.stdout.startswith("?s\t?p\t?o")


def test_bytes_do_not_depend_on_locale_or_hash_seed() -> None:
    outs = set()
    for seed, locale in (("0", "C"), ("7", "C.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale}
        outs.add(process("query", "claims", env=environment).stdout)
    assert len(outs) == 1 and outs.pop()


def test_completion_offers_questions_and_their_parameters() -> None:
    def offered(words: str) -> str:
        environment = {
            **os.environ,
            "_KG_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        }
        return process(env=environment).stdout.decode()

    assert "plain,responders-by-gene" in offered("kg query resp")
    assert "drug=" in offered("kg query adverse-events -p dr")


# Time, plans and other limits


def test_a_question_that_takes_too_long_ends_with_a_message_and_no_file(tmp_path: Path) -> None:
    lines = "".join(f"<x:s{i}> <x:p> <x:o{i}> .\n" for i in range(3_000))
    (tmp_path / "a.nt").write_text(lines)
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?i) }"
    call = [sys.executable, "-m", "kg", "query", "-e", endless, "--timeout", "0.3"]
    done = subprocess.run(
        [*call, "-d", "a.nt", "-o", "out.csv"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "no answer within 0.3 s (--timeout): ask for less, or give it more time\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.nt"]


def test_a_question_in_time_is_answered() -> None:
    assert text_of("-e", "ASK { ?s a kg:Case }", "--timeout", "60").splitlines()[-1] == "true"


def test_the_plan_is_shown_instead_of_the_answer() -> None:
    shown = text_of("responders-by-gene", "-p", "gene=ERBB2", "--explain")
    assert "VALUES ?gene { <http://identifiers.org/hgnc/3430> }" in shown
    assert "QuadPattern(?change GENO:0000418 ?gene)" in shown and "#+" not in shown


def test_parquet_holds_typed_columns(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed (the extra parquet)")
    asked = """SELECT ?i ?d ?b ?t ?mixed ?none {
      VALUES (?i ?d ?b ?t ?mixed) { (1 1.5 true "a" 1) (2 2e0 false <x:b> "one") (UNDEF UNDEF UNDEF UNDEF true) } }"""
    text_of("-e", asked, "-o", str(tmp_path / "out.parquet"))
    table = parquet.read_table(tmp_path / "out.parquet")
    assert [str(kind) for kind in table.schema.types] == [
        *("int64", "double", "bool", "string", "string", "string")
    ]
    assert sorted(map(str, table.to_pylist())) == sorted(
        map(
            str,
            [
                {"i": None, "d": None, "b": None, "t": None, "mixed": "true", "none": None},
                {"i": 1, "d": 1.5, "b": True, "t": "a", "mixed": "1", "none": None},
                {"i": 2, "d": 2.0, "b": False, "t": "x:b", "mixed": "one", "none": None},
            ],
        )
    )


def test_an_integer_too_large_for_a_column_stays_exact(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed (the extra parquet)")
    asked = "SELECT ?n { VALUES ?n { 1 123456789012345678901234567890 } }"
    text_of("-e", asked, "-o", str(tmp_path / "out.parquet"))
    found = parquet.read_table(tmp_path / "out.parquet")["n"].to_pylist()
    assert found == ["1", "123456789012345678901234567890"]


def test_labels_stand_beside_ids_however_many_rows(monkeypatch) -> None:
    from kg.questions import labels

    asked = ("-e", "SELECT ?s ?drug { ?s kg:drug ?drug }", "--labels", "-f", "csv")
    wanted = text_of(*asked)
    monkeypatch.setattr(labels, "AT_ONCE", 3)
    assert text_of(*asked) == wanted and "Pyrotinib" in wanted


def test_only_the_prefixes_that_a_graph_needs_are_written() -> None:
    turtle = text_of("-e", "CONSTRUCT WHERE { ?s kg:drug NCIT:C82492 }", "-f", "ttl")
    assert sorted(re.findall(r"@prefix (\S+):", turtle)) == ["NCIT", "kg"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["responders-by-drug", "--drug", "pyrotinib"], "Parameters are given as -p drug=pyrotinib."),
        (["responders-by-drug", "--drug=pyrotinib"], "Parameters are given as -p drug=pyrotinib."),
        (["responders-by-gene", "gene=HER2"], "Parameters are given as -p gene=HER2."),
        (["responders-by-gene", "-p", "HER2"], "write -p gene=VALUE (responders-by-gene takes gene)"),
        (["pyrotinib"], "`kg describe pyrotinib`"),
        (["case-summary", "--dta", "x"], "No such option"),
    ],
)
def test_a_newcomers_slip_is_told_what_to_write(arguments, said) -> None:
    result = kg(*arguments)
    assert result.exit_code == 2 and said in result.stderr


def test_a_case_in_place_of_a_file_is_told_how_cases_are_chosen() -> None:
    result = kg("case-summary", "-d", "PMID:37120151")
    assert result.exit_code == 1 and "-p case=PMID:37120151" in result.stderr


@pytest.mark.parametrize(("word", "said"), [("responders", "kg query responders"), ("ask", "kg query")])
def test_a_question_taken_for_a_command_is_told_how_to_ask(word, said) -> None:
    result = CliRunner().invoke(main, [word])
    assert result.exit_code == 2 and said in result.stderr
