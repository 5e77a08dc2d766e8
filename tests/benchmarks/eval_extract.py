"""How much of what annotators found `kg` reads from texts, field by field.

Run it from the checkout: `python -m tests.benchmarks.eval_extract [--part rules|check|all] [--errors]
[--only texts,metadata,civic] [--gold FILE] [--scorer FILE] [--civic FILE]`. The annotated data and the
scorer are not part of the project; `--gold` and `--scorer` name them, and everything else lies beside
the gold file.

- Texts: abstracts with gold annotations, read as `kg extract FOLDER -f scorer` reads them; the gold's own
  scorer, run as a program of its own, counts. The texts are in two parts. A text is in the part 'check' when
  the first byte of the SHA-256 of its id is odd, else in 'rules'. The rules were written while looking at
  'rules'; 'check' was only ever measured, so its figures are the ones to quote. `--errors` lists what was
  wrong in 'rules'; those of 'check' are shown only when `--part check` asks for that part alone.
- Metadata: PubMed records with their bibliography. A field is right when it equals the gold's: title and
  journal but for case, white space and the last full stop (the journal in its short or full form), authors in
  number, order and form, the rest letter for letter; an empty field is right when the gold's is empty.
- CIViC: the sentence that curators wrote for each evidence statement is the text, and the statement's gene,
  variant, drugs and disease should be met in it. Only a lower bound can be had: curators often leave out of
  the sentence what stands beside it. `curated` counts the values, `named` those whose CIViC name stands in
  the sentence (only letters and digits compared, in small letters), `found of named` and `found of all` the
  shares that `kg` met, `found only by kg` those that it met though the name does not stand there. Met is, with
  whatever modality (the sentences tell of studies, not of one patient): the gene's symbol as the term of a
  gene or of a change; the very protein change, with its gene or without; the drug's term, or a term of its
  name; the disease's term, or one that is a kind of it or that it is a kind of ('named' asks for the name
  itself). Variants that are no protein change and drugs and diseases that the term tables do not know are
  left out of `curated` and counted in `not asked`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kg import readers
from kg.case import Publication, Section
from kg.errors import Notepad
from kg.extract.predictions import prediction
from kg.extract.reading import facts, read
from kg.grounding import ground_case

SHARED = Path(__file__).parents[3] / "shared"
GOLD = SHARED / "eval" / "gold.jsonl"
SCORER = SHARED / "eval" / "score.py"
CIVIC = SHARED / "data" / "graphs" / "civic" / "nightly-ClinicalEvidenceSummaries.tsv"
PARTS = ("rules", "check")
WHAT = ("texts", "metadata", "civic")
Json = dict[str, Any]


def part_of(name: str) -> str:
    """The part that a text is in, by its id.

    >>> part_of("some-text") in PARTS
    True
    """
    return PARTS[hashlib.sha256(name.encode()).digest()[0] % 2]


def lines(path: Path) -> list[Json]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def predicted(name: str, file: Path) -> Json:
    """The prediction for one file, as `kg extract -f scorer` writes it."""
    pad = Notepad(str(file))
    cases = [
        ground_case(case, pad)
        for publication in readers.read_documents(str(file), pad, plain=True)
        for case in read(publication).cases
    ]
    return prediction(name, cases)


# the annotated texts


def score_texts(gold: Path, scorer: Path, part: str, *, errors: bool) -> None:
    """Print the scorer's table for each part asked for."""
    everything = lines(gold)
    for one in PARTS if part == "all" else (part,):
        mine = [line for line in everything if part_of(line["id"]) == one]
        print(f"Texts, part '{one}':", flush=True)
        shown = errors and (one == "rules" or part == "check")
        _score(mine, gold.parent, scorer, errors=shown)
        print()


def _score(mine: Sequence[Json], folder: Path, scorer: Path, *, errors: bool) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        wanted, got = Path(scratch, "gold.jsonl"), Path(scratch, "predictions.jsonl")
        wanted.write_text("".join(json.dumps(line) + "\n" for line in mine), encoding="utf-8")
        made = (predicted(line["id"], folder / line["text"]) for line in mine)
        got.write_text("".join(json.dumps(line) + "\n" for line in made), encoding="utf-8")
        call = [sys.executable, str(scorer), str(wanted), str(got)]
        subprocess.run([*call, "--errors"] if errors else call, check=True)


# bibliography


def score_metadata(folder: Path, *, errors: bool) -> None:
    """Print how many records have each field right."""
    gold = lines(folder / "gold.jsonl")
    right: Counter[str] = Counter()
    wrong: list[str] = []
    for line in gold:
        file = folder / f"{line['pmid']}.txt"
        found = next(readers.read_documents(str(file), Notepad(str(file))), Publication())
        for field, (ours, theirs) in _compared(found, line).items():
            right[field] += ours in theirs
            if ours not in theirs:
                wrong.append(f"{line['pmid']} {field}: {ours!r}, gold {theirs[0]!r}")
    print(f"Metadata, {len(gold)} records:")
    print(f"{'field':10}{'right':>7}{'share':>8}")
    for field, count in right.items():
        print(f"{field:10}{count:7}{count / len(gold):8.3f}")
    for said in wrong if errors else ():
        print(said)


def _compared(found: Publication, line: Json) -> dict[str, tuple[Any, list[Any]]]:
    """Field -> (what was read, what counts as right)."""
    return {
        "title": (_even(found.title), [_even(line["title"])]),
        "authors": ([author.name for author in found.authors], [line["authors"]]),
        "journal": (_even(found.journal), [_even(line["journal"]), _even(line["journal_full"])]),
        "doi": ((found.doi or "").lower(), [(line["doi"] or "").lower()]),
        "pmid": (found.pmid, [line["pmid"]]),
        "pmcid": (found.pmcid, [line["pmcid"]]),
    }


def _even(text: str | None) -> str:
    return " ".join((text or "").split()).rstrip(".").casefold()


# CIViC


class Asked(NamedTuple):
    """A curated value and what was made of it."""

    field: str
    name: str
    named: bool
    found: bool


class Met(NamedTuple):
    """The ids of what was met in a sentence; changes as (symbol or '', protein change)."""

    ids: frozenset[str]
    genes: frozenset[str]
    changes: frozenset[tuple[str, str]]


def score_civic(path: Path) -> None:
    """Print the recall of each field over the evidence statements."""
    with path.open(encoding="utf-8", newline="") as file:
        statements = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    asked: list[Asked] = []
    skipped: Counter[str] = Counter()
    for row in statements:
        asked += _asked(row, skipped)
    print(f"CIViC, {len(statements)} evidence statements:")
    heading = ("field", "curated", "not asked", "named", "found of named", "found of all", "only by kg")
    print("".join(f"{word:>15}" for word in heading))
    for field in ("gene", "variant", "drug", "disease"):
        mine = [one for one in asked if one.field == field]
        named = [one for one in mine if one.named]
        of_named, of_all = (sum(one.found for one in some) / max(len(some), 1) for some in (named, mine))
        only = sum(one.found and not one.named for one in mine)
        print(
            f"{field:>15}{len(mine):15}{skipped[field]:15}{len(named):15}"
            f"{of_named:15.3f}{of_all:15.3f}{only:15}"
        )


def _asked(row: Json, skipped: Counter[str]) -> Iterator[Asked]:
    from kg.hgvs import HgvsError, protein_change
    from kg.terms import Kind

    text = row["evidence_statement"]
    met, bare = _met(text), _bare(text)
    yield Asked("gene", row["gene"], _bare(row["gene"]) in bare, row["gene"] in met.genes)
    written = re.sub(r"\s*\(c\..*", "", row["variant"])
    try:
        change = protein_change(written).normal
    except HgvsError:
        skipped["variant"] += 1
    else:
        found = {(row["gene"], change), ("", change)} & met.changes
        yield Asked("variant", written, _bare(written) in bare, bool(found))
    for name in filter(None, (one.strip() for one in row["drugs"].split(","))):
        yield from _grounded("drug", name, (Kind.DRUG, Kind.DRUG_CLASS), met, bare, skipped)
    yield from _grounded("disease", row["disease"], (Kind.DISEASE,), met, bare, skipped)


def _grounded(
    field: str, name: str, kinds: tuple[Any, ...], met: Met, bare: str, skipped: Counter[str]
) -> Iterator[Asked]:
    from kg.ground import ground
    from kg.terms import ancestors

    answer = ground(name, *kinds)
    terms = [term.id for term in (answer.term, *answer.candidates) if term]
    if not terms:
        skipped[field] += 1
        return
    found = any(term in met.ids for term in terms)
    if field == "disease" and not found:
        found = any(term in ancestors(one) or one in ancestors(term) for term in terms for one in met.ids)
    yield Asked(field, name, _bare(name) in bare, found)


def _met(text: str) -> Met:
    section = Section(name="abstract", text=text)
    told = facts(Publication(name="statement", sections=(section,)))
    named, changes = told.mentions, told.alterations
    genes = [entity.term for entity in named.genes if entity.term]
    genes += [term for change in changes for term in (change.gene, change.partner) if term]
    entities = (*named.diseases, *named.drugs, *named.classes)
    return Met(
        frozenset(entity.term.id for entity in entities if entity.term),
        frozenset(term.label for term in genes),
        frozenset((c.gene.label if c.gene else "", c.protein) for c in changes if c.protein),
    )


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def main(argv: Sequence[str] | None = None) -> int:
    """Print what was asked for; 1 when data is missing."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--gold", type=Path, default=GOLD)
    options.add_argument("--scorer", type=Path, default=SCORER)
    options.add_argument("--civic", type=Path, default=CIVIC)
    options.add_argument("--part", choices=(*PARTS, "all"), default="all")
    options.add_argument("--errors", action="store_true")
    options.add_argument(
        "--only", default=",".join(WHAT), help="a comma-separated part of texts,metadata,civic"
    )
    said = options.parse_args(argv)
    wanted = said.only.split(",")
    if unknown := set(wanted) - set(WHAT):
        options.error(f"--only: {', '.join(sorted(unknown))} is none of {', '.join(WHAT)}")
    metadata = said.gold.parent / "metadata"
    needs = {
        "texts": (said.gold, said.scorer),
        "metadata": (metadata / "gold.jsonl",),
        "civic": (said.civic,),
    }
    missing = [path for one in wanted for path in needs[one] if not path.is_file()]
    for path in missing:
        print(f"{path}: is not there; name the file with --gold, --scorer or --civic", file=sys.stderr)
    if missing:
        return 1
    if "texts" in wanted:
        score_texts(said.gold, said.scorer, said.part, errors=said.errors)
    if "metadata" in wanted:
        score_metadata(metadata, errors=said.errors)
        print()
    if "civic" in wanted:
        score_civic(said.civic)
    return 0


if __name__ == "__main__":
    sys.exit(main())
