"""Faulty case files and what is to be said of each: one message for every fault, none too many."""

from __future__ import annotations

from typing import NamedTuple


class Broken(NamedTuple):
    """A faulty file; each of `said` is part of one message, and there are no other messages."""

    name: str
    text: str
    said: tuple[str, ...]
    by_schema: bool = False
    """True when the JSON Schema refuses the file as well."""


def _line(inner: str) -> str:
    return f"case: a\ntherapy:\n  - {{drugs: [x], {inner}}}\n"


def _variant(inner: str) -> str:
    return f"case: a\nvariants:\n  - {{{inner}}}\n"


def _publication(inner: str) -> str:
    return f"case: a\npublication:\n  {inner}\n"


def _finding(inner: str) -> str:
    return f"case: a\nfindings:\n  - {{what: x, {inner}}}\n"


NOT_YAML = (
    Broken("empty", "", ("x.yaml: is empty (start it with 'case: …')",)),
    Broken("blank", " \n\n", ("is empty",)),
    Broken("only comments", "# nothing\n# here\n", ("holds only comments",)),
    Broken("no document holds anything", "---\n---\n~\n", ("holds only comments",)),
    Broken("tab as indentation", "case: a\npatient:\n\tsex: male\n", ("x.yaml:3: is not YAML at column 1: a tab",)),
    Broken("tab after spaces", "case: a\npatient:\n  \tsex: male\n  \tage: P1Y\n", ("a tab is used",)),
    Broken("two colons", "case: PMID: 1\n", ("x.yaml:1: is not YAML at column 11: a second ': '",)),
    Broken("open single quote", "case: 'a\ncurator: b\n", ("x.yaml:1: is not YAML at column 7: a quote is opened",)),
    Broken("open double quote", 'case: a\ncurator: "b\n', ("x.yaml:2: is not YAML at column 10: a quote is opened",)),
    Broken("quote in quotes", "case: a\ncurator: 'O'Hara'\n", ("text goes on after a closing quote",)),
    Broken("open bracket", "case: a\ntherapy: [\ncurator: b\n", ("'[' is not closed",)),
    Broken("open brace", "case: a\npatient: {sex: male\ncurator: b\n", ("'{' is not closed",)),
    Broken("crooked mapping", "case: a\npatient:\n   sex: male\n  age: P1Y\n", ("x.yaml:4: is not YAML", )),
    Broken("crooked list", "case: a\nfindings:\n  - what: x\n - what: y\n", ("x.yaml:4: is not YAML",)),
    Broken("key without colon", "case: a\npatient\ncurator: b\n", ("x.yaml:2: is not YAML at column 1",)),
    Broken("at sign", "case: a\ncurator: @me\n", ("a value starts with '@' (put the whole value in quotes)",)),
    Broken("asterisk", "case: a\ncurator: *me*\n", ("a value starts with '*'",)),
    Broken("unknown alias", "case: a\ncurator: *me\n", ("'*' refers to an anchor that is not there",)),
    Broken("bad escape", 'case: a\ncurator: "C:\\path"\n', ("an unknown '\\' escape",)),
    Broken("control character", "case: a\ncurator: b\x07\n", ("x.yaml:2: holds the control character U+0007",)),
    Broken("NUL", "case: a\ncurator: \x00\n", ("x.yaml:2: holds the control character U+0000",)),
    Broken("text after JSON", '{"case": "a"}}\n', ("text goes on after the end of the case",)),
    Broken("YAML 2", "%YAML 2.0\n---\ncase: a\n", ("a YAML version other than 1.x",)),
    Broken("too deep", "case: " + "[" * 40 + "]" * 40, ("is nested too deeply",)),
    Broken("endlessly deep", "case: " + "[" * 200_000, ("is nested too deeply",)),
    Broken("deep block lists", "- " * 200_000, ("is nested too deeply",)),
    Broken("alias within itself", "case: a\nfindings: &f [*f]\n", ("x.yaml:2: an alias refers to the very value",)),
    Broken(
        "alias bomb",
        "case: a\na: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        ("holds more than 100,000 values",),
    ),
    Broken("huge", "case: a\n" + "# filler\n" * 600_000, ("x.yaml: is longer than 5,000,000 characters",)),
    Broken(
        "broken second document",
        "case: a\npatient: {sex: woman}\n---\ncase: [b\n",
        ("x.yaml:2: patient.sex: 'woman' is not allowed", "x.yaml:5: is not YAML"),
    ),
    Broken("Python object", "case: a\ncurator: !!python/object/apply:os.system [ls]\n", ("the tag '!!python", "a list")),
    Broken("harmless tag", "case: !!str 12\n", ("x.yaml:1: the tag '!!str' is not read",)),
)  # fmt: skip

WRONG_SHAPE = (
    Broken("a word", "hello\n", ("is text where a case is expected (write it like {case: …})",), True),
    Broken("a list of cases", "- case: a\n- case: b\n", ("x.yaml:1: is a list where a case is expected",), True),
    Broken("no id", "patient: {sex: male}\n", ("x.yaml:1: 'case' is missing (add 'case: …')",), True),
    Broken("empty id", "case:\npatient: {sex: male}\n", ("case: has no value",), True),
    Broken("null", "case: a\ncurator: null\n", ("x.yaml:2: curator: has no value",), True),
    Broken("empty text", 'case: a\ncurator: ""\n', ("curator: is empty",), True),
    Broken("white space", "case: a\ncurator: '  '\n", ("curator: is empty",), True),
    Broken("empty list", "case: a\ndiagnoses: []\n", ("diagnoses: is an empty list (give a value, or leave the key out",), True),
    Broken("empty mapping", "case: a\ndiagnoses: [{}]\n", ("diagnoses[0]: is an empty mapping",), True),
    Broken("mapping for list", "case: a\ndiagnoses: {disease: x}\n", ("a mapping where a list is expected (put '- '",), True),
    Broken("text for list", _line("adverse_events: rash"), ("is text where a list is expected (write [rash])",), True),
    Broken("one drug", "case: a\ntherapy: [{drugs: pyrotinib}]\n", ("drugs: 'pyrotinib' is text where a list is expected (write [pyrotinib]", ), True),
    Broken("list for mapping", "case: a\npatient: [male]\n", ("patient: is a list where the patient is expected",), True),
    Broken("list for text", "case: a\ncurator: [b]\n", ("curator: is a list where text is expected",), True),
    Broken("mapping for text", "case: a\ncurator: {name: b}\n", ("curator: is a mapping where text is expected",), True),
    Broken("truth for text", "case: a\ncurator: true\n", ("is true where text is expected (put it in quotes",), True),
    Broken("list as key", "case: a\n? [b]\n: c\n", ("has a list as a key",)),
    Broken("key twice", "case: a\npatient:\n  sex: male\n  sex: female\n", ("x.yaml:4: patient.sex: is given twice, first in line 3",)),
    Broken("id twice", "case: a\ncase: b\n", ("x.yaml:2: case: is given twice",)),
    Broken("unknown key", "case: a\nvarients: [x]\n", ("'varients' is not a field of a case (did you mean 'variants'?)",), True),
    Broken("unknown inner key", _line("dosage: 1"), ("therapy[0].dosage: 'dosage' is not a field of a line", ), True),
    Broken("key of the wrong case", "case: a\npatient: {Sex: male}\n", ("did you mean 'sex'?",), True),
    Broken("merge key", "case: a\nfindings:\n  - &f {what: x}\n  - {<<: *f}\n", ("merge keys are not read", "'what' is missing"), True),
    Broken("missing disease", "case: a\ndiagnoses: [{stage: IV}]\n", ("diagnoses[0]: 'disease' is missing",), True),
    Broken("missing two", "case: a\nbiomarkers: [{assay: IHC}]\n", ("'receptor' is missing", "one of: positive, negative"), True),
    Broken("author without name", _publication("authors: [{affiliations: [x]}]"), ("authors[0]: 'name' is missing",), True),
    Broken("affiliations of nobody", _publication("affiliations: [x]"), ("has no authors",), True),
)  # fmt: skip

WRONG_VALUE = (
    Broken("id with a space", "case: a b\n", ("'a b' is not an id for a case",), True),
    Broken("long id", f"case: {'a' * 101}\n", ("is not an id for a case",), True),
    Broken("id PMID without digits", "case: PMID:x\n", ("'PMID:x' is not a PubMed id",), True),
    Broken("id in small letters", "case: pmid:123#2\n", ("(write PMID:123#2)",), True),
    Broken("sex", "case: a\npatient: {sex: femal}\n", ("'femal' is not allowed here (did you mean 'female'? choose one of: female, male)",), True),
    Broken("age in years", "case: a\npatient: {age: 61}\n", ("'61' is not an ISO 8601 duration (write P61Y for 61 years)",), True),
    Broken("age in words", "case: a\npatient: {age: 61 years}\n", ("(write P61Y)",), True),
    Broken("age of a child", "case: a\npatient: {age: 2 years and 6 months}\n", ("(write P2Y6M)",), True),
    Broken("age by a word", "case: a\npatient: {age: sixty}\n", ("(write P61Y for 61 years, P8M for 8 months)",), True),
    Broken("age backwards", "case: a\npatient: {age: P6M2Y}\n", ("(write P2Y6M)",), True),
    Broken("duration", _line("duration: 8 months"), ("'8 months' is not an ISO 8601 duration (write P8M)",), True),
    Broken("bare P", _line("duration: P"), ("'P' is not an ISO 8601 duration",), True),
    Broken("time of day", _line("duration: PT6H"), ("'PT6H' is not an ISO 8601 duration",), True),
    Broken("month 13", _line("start: 2021-13"), ("has no month 13",), True),
    Broken("30 February", _line("start: 2021-02-30"), ("is not in the calendar (2021-02 has 28 days)",)),
    Broken("no leap year", _line("start: 2100-02-29"), ("is not in the calendar",)),
    Broken("date with dots", _line("start: 14.03.2021"), ("(write 2021-03-14)",), True),
    Broken("date with slashes", _line("start: 2021/3/4"), ("(write 2021-03-04)",), True),
    Broken("date in words", _line("start: March 2021"), ("(write 2021-03)",), True),
    Broken("American date", _line("start: 03/14/2021"), ("(write YYYY-MM-DD, YYYY-MM or YYYY)",), True),
    Broken("date with time", _publication("date: 2021-03-14T10:00:00"), ("(write 2021-03-14)",), True),
    Broken("year of two digits", _publication("date: 21"), ("'21' is not an ISO 8601 date",), True),
    Broken("end before start", _line("start: 2021-03, end: 2020"), ("therapy[0].end: ends on 2020, before its start",)),
    Broken("PMID", _publication("pmid: 12a"), ("'12a' is not a PubMed id",), True),
    Broken("PMCID as PMID", _publication("pmid: PMC12"), ("it belongs under 'pmcid'",), True),
    Broken("another PMID", "case: PMID:1\npublication: {pmid: 2}\n", ("publication.pmid: 2 contradicts the case's id",)),
    Broken("PMCID", _publication("pmcid: 10322140"), ("(write PMC10322140)",), True),
    Broken("DOI", _publication("doi: oyad122"), ("'oyad122' is not a DOI",), True),
    Broken("DOI with a full stop", _publication("doi: 10.1093/x."), ("(write 10.1093/x)",), True),
    Broken("ISSN", _publication("issn: 12345678"), ("is not an ISSN",), True),
    Broken("durable maybe", _line("response: {category: response, durable: maybe}"), ("'maybe' is neither true nor false",), True),
    Broken("durable yes", _line("response: {category: response, durable: yes}"), ("(write true without quotes)",), True),
    Broken("quoted truth", "case: a\ninvented: 'true'\n", ("(write true without quotes)",), True),
    Broken("grade 6", _line("adverse_events: [{event: x, grade: 6}]"), ("(write a whole number from 1 to 5)",), True),
    Broken("grade III", _line("adverse_events: [{event: x, grade: III}]"), ("'III' is not a number allowed here",), True),
    Broken("quoted number", _line('cycles: "4"'), ("(write 4 without quotes)",), True),
    Broken("number 0", _line("number: 0"), ("'0' is not a number allowed here",), True),
    Broken("endless number", _line(f"number: {'9' * 5_000}"), ("is not a number allowed here",), True),
    Broken("one line as a stretch", _line("lines: 1"), ("write 'multiple' or a whole number above 1",), True),
    Broken("fraction in percent", _variant("gene: KRAS, allele_fraction: 35%"), ("(write 0.35 for 35%)",), True),
    Broken("fraction above 1", _variant("gene: KRAS, allele_fraction: 35"), ("'35' is not a fraction from 0 to 1",), True),
    Broken("negative confidence", _finding("confidence: -0.1"), ("'-0.1' is not a fraction",), True),
    Broken("not a number", _finding("confidence: .nan"), ("'.nan' is not a fraction",), True),
    Broken("modality", _finding("modality: maybe"), ("choose one of: observed, absent, background, hypothesis",), True),
    Broken("status", "case: a\nbiomarkers: [{receptor: ER, status: Positive}]\n", ("did you mean 'positive'?",), True),
    Broken("category", _line("response: {category: CR}"), ("'CR' is not allowed here (choose one of: complete response",), True),
    Broken("outcome of nothing", "case: a\noutcome: {when: 2021}\n", ("outcome: says nothing of the patient (add 'status: …'",), True),
    Broken("later responses alone", _line("later_responses: [{category: relapse}]"), ("later_responses: come after no first one",), True),
    Broken("later response", _line("response: {category: response}, later_responses: {category: relapse}"), ("is a mapping where a list is expected",), True),
    Broken("outcome", "case: a\noutcome: {status: deceased}\n", ("outcome.status: 'deceased' is not allowed",), True),
    Broken("place in words", _finding("evidence: abstract"), ("'abstract' is not a place in the text",), True),
    Broken("place backwards", _finding("evidence: abstract 40-10"), ("the place ends at 10, not after its start at 40",)),
    Broken("negative place", _finding("evidence: {start: -5, end: 3}"), ("evidence.start: '-5' is not a number",), True),
    Broken("empty place", _finding("evidence: {start: 3, end: 3}"), ("the place ends at 3",)),
    Broken("place without end", _finding("evidence: {start: 3}"), ("start: has no 'end' beside it",), True),
    Broken("second place", _finding("evidence: [title 0-5, title]"), ("findings[0].evidence[1]: 'title' is not a place",), True),
    Broken("escaped NUL", 'case: a\ncurator: "b\\0"\n', ("curator: holds the control character U+0000",)),
    Broken("no treatment", "case: a\ntherapy: [{cycles: 2}]\n", ("x.yaml:2: therapy[0]: names no treatment",), True),
)  # fmt: skip

WRONG_VARIANT = (
    Broken("nonsense HGVS", _variant("gene: ERBB2, protein: V777X1"), ("variants[0].protein: 'X1' is not a residue",), True),
    Broken("unknown residue", _variant("gene: ERBB2, protein: p.Vol777Leu"), ("did you mean 'Val'?",)),
    Broken("coding as protein", _variant("gene: ERBB2, protein: c.5G>A"), ("belongs under 'coding'",), True),
    Broken("coding", _variant("gene: ERBB2, coding: 5G>A"), ("did you mean 'c.5G>A'?",), True),
    Broken("other residue", _variant("gene: ERBB2, protein: G777L"), ("ERBB2 has Val at 777, not Gly",)),
    Broken("other last residue", _variant("gene: ERBB2, protein: V777_G778del"), ("ERBB2 has Ser at 778, not Gly",)),
    Broken("contradicting kind", _variant("gene: ERBB2, protein: V777L, kind: nonsense"), ("'nonsense' contradicts p.Val777Leu",)),
    Broken("unknown kind", _variant("gene: MET, kind: amplificaton"), ("did you mean 'amplification'?",), True),
    Broken("fusion in one word", _variant("fusion: EML4ALK"), ("fusion: 'EML4ALK' does not name two genes",), True),
    Broken("fusion beside gene", _variant("fusion: EML4-ALK, gene: ALK"), ("gene: stands beside 'fusion'",), True),
    Broken("partner of a point mutation", _variant("gene: ALK, partner: EML4, kind: missense"), ("write kind: fusion",)),
    Broken("no gene", _variant("protein: V777L"), ("variants[0]: 'gene' is missing",), True),
    Broken(
        "unlisted member",
        _variant("gene: ERBB2, protein: V777L") + "profiles: [{members: [ERBB2 V777M]}]\n",
        ("profiles[0].members[0]: 'ERBB2 V777M' is not among the variants (did you mean 'ERBB2 V777L'?)",),
    ),
    Broken(
        "absent member",
        _variant("gene: KRAS, modality: absent") + "profiles: [{members: [KRAS]}]\n",
        ("'KRAS mutation' is listed as absent",),
    ),
    Broken("member without change", "case: a\nprofiles: [{members: [MET amplificaton]}]\n", ("did you mean 'amplification'?",)),
    Broken("member with another residue", "case: a\nprofiles: [{members: [ERBB2 G777L]}]\n", ("not Gly",)),
    Broken("claim of this patient", "case: a\nclaims: [{says: x, modality: observed}]\n", ("choose one of: background, hypothesis",), True),
    Broken("claim of whom", "case: a\nclaims: [{says: x}]\n", ("'modality' is missing (add 'modality: …', one of: background",), True),
    Broken("relation of nothing", "case: a\nclaims: [{says: x, modality: background, relation: activates}]\n", ("relation: has nothing",), True),
    Broken("relation", "case: a\nclaims: [{says: x, modality: background, relation: cures, subjects: [y]}]\n", ("'cures' is not allowed",), True),
    Broken("level", "case: a\nassertions: [{profile: [ERBB2], predicate: predicts sensitivity to, drugs: [x], disease: y, level: F}]\n", ("'F' is not allowed",), True),
    Broken("same id twice", "case: a\n---\ncase: a\n", ("x.yaml:3: case: 'a' is also the case in line 1",)),
)  # fmt: skip

BROKEN = NOT_YAML + WRONG_SHAPE + WRONG_VALUE + WRONG_VARIANT
