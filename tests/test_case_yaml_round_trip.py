"""A case written as YAML is read as the same case, whatever its texts hold."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import case as model
from kg.case_text import dumped, natural_kind, to_yaml, variant_name
from kg.errors import Notepad
from kg.hgvs import protein_change
from kg.readers.case_yaml import read_cases

EXAMPLES = sorted((Path(__file__).parents[1] / "kg" / "examples").glob("*.yaml"))

_TRAPS = (
    "NO",
    "on",
    "1e3",
    "1:30",
    "0o7",
    "2021-03-14",
    "null",
    "~",
    "true",
    "=",
    "<<",
    "a: b",
    "- x",
    "it's",
    '"q"',
    "#1",
    "a #b",
    "@x",
    "%",
    "x\ny",
    "x\n\n  y\n- z",
    "é 😀 \u2028 漢",
    "!x",
    "&a",
    "*a",
    "[",
    "{}",
    "?",
    "|",
    ">",
    "\\n",
    "\t tab",
)
_WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
)
TEXT = (st.sampled_from(_TRAPS) | _WORDS).map(str.strip).filter(bool)
CONCEPT = TEXT.map(model.Concept)
SYMBOL = st.sampled_from(["ERBB2", "KRAS", "HLA-B", "NKX2-1", "gene of two words", "a:b", "NO"]).map(
    model.Concept
)
DATE = st.dates().filter(lambda day: day.year >= 1000).map(str) | st.sampled_from(
    ["2021", "2021-03", "1999-12"]
)
DURATION = st.sampled_from(["P61Y", "P8M", "P2Y6M", "P1W", "P0D", "P1Y2M3D"])
WHEN = DATE | DURATION
RECORD = st.sampled_from(['{"a":"b  c"}', "null", '{"x":[1,2.5,"\\u00e9"]}'])
NUMBER = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def some(strategy: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[Any]:
    return st.lists(strategy, min_size=least, max_size=2).map(tuple)


@st.composite
def spans(draw: st.DrawFn) -> model.Span:
    start = draw(maybe(st.integers(0, 5_000)))
    return model.Span(
        draw(TEXT), start, None if start is None else start + draw(st.integers(1, 90)), draw(maybe(TEXT))
    )


FINDING: dict[str, st.SearchStrategy[Any]] = {
    "modality": st.sampled_from(model.Modality),
    "evidence": some(spans()),
    "method": maybe(st.sampled_from(model.Method)),
    "confidence": maybe(st.floats(0, 1)),
    "rule": maybe(TEXT),
    "note": maybe(TEXT),
    "at_age": maybe(DURATION),
    "record": maybe(RECORD),
}
finding = partial(st.builds, **FINDING)


@st.composite
def variants(draw: st.DrawFn) -> model.Variant:
    partner = draw(maybe(SYMBOL))
    protein = (
        None
        if partner
        else draw(maybe(st.sampled_from(["p.Val777Leu", "p.Arg213Ter", "p.Glu746_Ala750del"])))
    )
    coding = draw(maybe(st.sampled_from(["c.2305G>C", "c.3028+1G>T"])))
    kind = natural_kind(protein, coding, partner)
    if protein is None:
        kind = draw(
            st.just(kind) | st.sampled_from(["fusion", "rearrangement"] if partner else model.VARIANT_KINDS)
        )
    return model.Variant(
        gene=draw(SYMBOL),
        protein=protein,
        coding=coding,
        kind=kind,
        partner=partner,
        exon=draw(maybe(st.integers(1, 99))),
        mappings=draw(some(TEXT)),
    )


AUTHORS = some(st.builds(model.Author, TEXT, some(TEXT)))
PUBLICATION = st.builds(
    model.Publication,
    authors=AUTHORS,
    date=maybe(DATE),
    doi=maybe(st.just("10.1234/a_b(c)")),
    pmid=st.just("123"),
    pmcid=maybe(st.just("PMC12")),
    issn=maybe(st.just("1234-567X")),
    types=some(TEXT),
    keywords=some(TEXT),
    **{
        name: maybe(TEXT)
        for name in [
            "title",
            "journal",
            "volume",
            "issue",
            "pages",
            "language",
            "copyright",
            "conflict_of_interest",
        ]
    },
)
RESPONSE = finding(
    model.Response,
    category=st.sampled_from(model.RESPONSE_CATEGORIES),
    criteria=maybe(TEXT),
    quality=maybe(TEXT),
    durable=maybe(st.booleans()),
    ongoing=maybe(st.booleans()),
    duration=maybe(DURATION),
    progression_free=maybe(DURATION),
    when=maybe(WHEN),
)
MEASUREMENT = finding(
    model.Measurement,
    assay=CONCEPT,
    value=maybe(NUMBER),
    unit=maybe(CONCEPT),
    low=maybe(NUMBER),
    high=maybe(NUMBER),
    result=maybe(CONCEPT),
    when=maybe(WHEN),
)
SAMPLE = finding(
    model.Sample,
    name=TEXT,
    tnm=some(CONCEPT),
    markers=some(CONCEPT),
    when=maybe(WHEN),
    **{
        name: maybe(CONCEPT)
        for name in [
            "tissue",
            "kind",
            "material",
            "histology",
            "progression",
            "grade",
            "stage",
            "procedure",
            "procedure_site",
        ]
    },
)
EVENT = finding(model.AdverseEvent, event=CONCEPT, grade=maybe(st.integers(1, 5)), drugs=some(CONCEPT))


@st.composite
def therapies(draw: st.DrawFn) -> model.TherapyLine:
    drugs = draw(some(CONCEPT))
    response = draw(maybe(RESPONSE))
    return draw(
        finding(
            model.TherapyLine,
            drugs=st.just(drugs),
            drugs_stated=st.just(True) if drugs else st.booleans(),
            lines=maybe(st.sampled_from(["multiple", "2", "11"])),
            number=maybe(st.integers(1, 9)),
            regimen=maybe(TEXT),
            procedures=some(TEXT, least=1),
            setting=maybe(TEXT),
            start=maybe(st.just("2020-05")),
            end=maybe(st.just("2021") | DURATION),
            duration=maybe(DURATION),
            cycles=maybe(st.integers(1, 30)),
            response=st.just(response),
            later_responses=some(RESPONSE) if response else st.just(()),
            adverse_events=some(EVENT),
            ordered=st.booleans(),
            end_age=maybe(DURATION),
            intent=maybe(CONCEPT),
            target=maybe(CONCEPT),
            ended_because=maybe(CONCEPT),
            regimen_term=maybe(CONCEPT),
            procedure_term=maybe(CONCEPT),
            procedure_site=maybe(CONCEPT),
            route=maybe(CONCEPT),
        )
    )


def says_something(outcome: model.Outcome) -> bool:
    return any((outcome.status, outcome.overall_survival, outcome.progression_free, outcome.disease_free))


def named_once(found: tuple[model.VariantFinding, ...]) -> bool:
    names = [variant_name(one.variant) for one in found]
    return len(set(names)) == len(names)


@st.composite
def cases(draw: st.DrawFn) -> model.Case:
    found = finding(
        model.VariantFinding,
        variant=variants(),
        modality=st.sampled_from([model.Modality.OBSERVED, model.Modality.HYPOTHESIS]),
        origin=maybe(st.sampled_from(model.ORIGINS)),
        effect=maybe(st.sampled_from(model.EFFECTS)),
        allele_fraction=maybe(st.floats(0, 1)),
        when=maybe(WHEN),
        assay=maybe(TEXT),
        allelic_state=maybe(CONCEPT),
        causal=maybe(st.sampled_from(model.CAUSAL_STATUSES)),
        pathogenicity=maybe(st.sampled_from(model.PATHOGENICITIES)),
        actionability=maybe(st.sampled_from(model.ACTIONABILITIES)),
        interpretation=maybe(st.integers(1, 3)),
        sample=maybe(st.integers(1, 3)),
    )
    listed = draw(some(found).filter(named_once))
    own = [one.variant for one in listed]
    names = {variant_name(variant) for variant in own}
    reference = variants().filter(lambda variant: variant_name(variant) not in names)
    reference = st.sampled_from(own) | reference if own else reference
    statuses = {"receptor": TEXT, "status": st.sampled_from(model.STATUSES)}
    diagnosis = finding(
        model.Diagnosis,
        disease=CONCEPT,
        specific=maybe(CONCEPT),
        metastatic=maybe(st.booleans()),
        stage=maybe(TEXT),
        grade=maybe(TEXT),
        site=maybe(CONCEPT),
        metastatic_sites=some(CONCEPT),
        when=maybe(WHEN),
        onset=maybe(CONCEPT),
        stages=some(CONCEPT),
        tnm=some(CONCEPT),
        laterality=maybe(CONCEPT),
    )
    biomarker = finding(
        model.Biomarker,
        **statuses,
        term=maybe(CONCEPT),
        gene=maybe(CONCEPT),
        assay=maybe(TEXT),
        value=maybe(TEXT),
    )
    claim = finding(
        model.Claim,
        says=TEXT,
        relation=maybe(st.sampled_from(model.CLAIM_RELATIONS)),
        subjects=some(CONCEPT, least=1),
        objects=some(CONCEPT),
        disease=maybe(CONCEPT),
        variants=some(reference),
        biomarkers=some(st.builds(model.Biomarker, **statuses)),
        certainty=maybe(st.sampled_from(model.CERTAINTIES)),
        strength=maybe(st.sampled_from(model.STRENGTHS)),
        modality=st.sampled_from([model.Modality.BACKGROUND, model.Modality.HYPOTHESIS]),
    )
    assertion = finding(
        model.Assertion,
        profile=some(reference, least=1),
        predicate=st.sampled_from(model.PREDICATES),
        drugs=some(CONCEPT, least=1),
        disease=CONCEPT,
        direction=st.sampled_from(model.DIRECTIONS),
        strength=maybe(st.sampled_from(model.STRENGTHS)),
        level=maybe(st.sampled_from(model.LEVELS)),
    )
    profile = (
        finding(model.Profile, members=st.lists(st.sampled_from(own), min_size=1, max_size=2).map(tuple))
        if own
        else None
    )
    return draw(
        st.builds(
            model.Case,
            id=st.sampled_from(["PMID:123", "PMID:123#2"]),
            invented=st.booleans(),
            proposed=some(TEXT),
            rejected=some(TEXT),
            curator=maybe(TEXT),
            method=st.sampled_from(model.Method),
            publication=PUBLICATION,
            patient=st.builds(
                model.Patient,
                sex=maybe(st.sampled_from(model.SEXES)),
                age=maybe(DURATION),
                ethnicity=maybe(TEXT),
                evidence=some(spans()),
            ),
            diagnoses=some(diagnosis),
            biomarkers=some(biomarker),
            variants=st.just(listed),
            profiles=st.just(()) if profile is None else some(profile),
            therapy=some(therapies()),
            drug_facts=some(finding(model.DrugFact, drug=CONCEPT, drug_class=CONCEPT)),
            findings=some(
                finding(
                    model.Observation,
                    what=CONCEPT,
                    site=maybe(CONCEPT),
                    when=maybe(WHEN),
                    onset=maybe(CONCEPT),
                    severity=maybe(CONCEPT),
                    modifiers=some(CONCEPT),
                )
            ),
            measurements=some(MEASUREMENT),
            samples=some(SAMPLE),
            interpretations=some(
                finding(
                    model.Interpretation,
                    name=TEXT,
                    progress=maybe(st.sampled_from(model.PROGRESSES)),
                    disease=maybe(CONCEPT),
                )
            ),
            record=maybe(RECORD),
            outcome=maybe(
                finding(
                    model.Outcome,
                    status=maybe(st.sampled_from(model.VITAL_STATUSES)),
                    overall_survival=maybe(DURATION),
                    progression_free=maybe(DURATION),
                    disease_free=maybe(DURATION),
                    when=maybe(WHEN),
                    cause=maybe(CONCEPT),
                ).filter(says_something)
            ),
            claims=some(claim),
            assertions=some(assertion),
        )
    )


def read_back(text: str) -> list[model.Case]:
    pad = Notepad("written.yaml")
    found = list(read_cases(text, "written.yaml", pad))
    assert [str(fault) for fault in pad.faults] == []
    return found


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(cases())
def test_a_written_case_is_read_as_the_same_case(case: model.Case) -> None:
    assert read_back(to_yaml(case)) == [case]


@settings(deadline=None)
@given(TEXT)
def test_any_text_survives_as_a_note(note: str) -> None:
    case = model.Case(id="a", curator=note, outcome=model.Outcome(status="alive", note=note))
    assert read_back(to_yaml(case)) == [case]


@settings(deadline=None)
@given(variants())
def test_any_variant_survives_in_a_claim(variant: model.Variant) -> None:
    claim = model.Claim(says="x", modality=model.Modality.BACKGROUND, variants=(variant,))
    case = model.Case(id="a", claims=(claim,))
    assert read_back(to_yaml(case)) == [case]


class Plain(yaml.SafeDumper):
    """PyYAML without libyaml."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@settings(deadline=None, max_examples=150)
@given(st.lists(TEXT, max_size=4), TEXT)
def test_the_same_is_written_with_libyaml_and_without(texts: list[str], text: str) -> None:
    parts = {"case": text, "list": texts, "items": [{"quote": one, "of": texts} for one in (text, *texts)]}
    written = yaml.dump(
        parts, Dumper=Plain, sort_keys=False, allow_unicode=True, default_flow_style=None, width=100
    )
    assert dumped(parts) == written


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_bundled_cases_survive(path: Path) -> None:
    (case,) = read_back(path.read_text(encoding="utf-8"))
    assert read_back(to_yaml(case)) == [case]


def test_people_can_read_what_is_written() -> None:
    case = model.Case(
        id="a",
        variants=(
            model.VariantFinding(
                variant=model.Variant(gene=model.Concept("ALK"), partner=model.Concept("EML4"), kind="fusion")
            ),
        ),
        therapy=(model.TherapyLine(drugs_stated=False, lines="multiple"),),
        drug_facts=(model.DrugFact(drug=model.Concept("x", "NCIT:C1", "X"), drug_class=model.Concept("y")),),
    )
    assert to_yaml(case) == (
        "case: a\n"
        "variants:\n"
        "- {fusion: EML4-ALK}\n"
        "therapy:\n"
        "- {drugs: unknown, lines: multiple}\n"
        "drug_facts:\n"
        "- {drug: x, drug_class: y}\n"
    )


def test_the_same_case_gives_the_same_bytes_in_every_process() -> None:
    code = (
        "from pathlib import Path; from kg.case_text import to_yaml; from kg.errors import Notepad;"
        "from kg.readers.case_yaml import read_cases; import sys;"
        "text = Path(sys.argv[1]).read_text(encoding='utf-8');"
        "sys.stdout.buffer.write(to_yaml(next(read_cases(text, 'x', Notepad('x')))).encode())"
    )
    root = str(Path(__file__).parents[1])
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent / "data" / "cases" / "full.yaml")],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_natural_kinds_are_those_of_the_protein_change() -> None:
    assert natural_kind("p.Val777Leu", None, None) == protein_change("V777L").kind
