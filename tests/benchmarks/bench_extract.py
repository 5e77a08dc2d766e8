"""How fast texts are read: kg beside a regex and spaCy's PhraseMatcher over the same names.

Run it with `python -m tests.benchmarks.bench_extract [--python PYTHON] [--gold FILE]` from the checkout.
`--python` names the interpreter of an environment that holds spaCy (this one, when left out); what is not
installed is skipped with a line that says so, and so is the annotated corpus where the gold file is missing.

Each contestant is a process of its own on one core, and all have the same names: every label and synonym of a
gene, disease or drug that `kg` looks for. Rounds take turns, so that a busy machine hits all alike; in a round
a contestant reads texts until it has spent `--seconds` of CPU, in an order of its own round, and the median of
the rounds counts. Start is all CPU up to readiness for the first text (interpreter, imports, tables, compiling),
memory the peak of the whole run. Seconds are of CPU, for other work may share the machine.

What each does with a text:

- kg: everything, `kg.extract.reading.read` and grounding, from the text to cases with places, modality,
  lines of therapy and responses;
- regex: finds names by one pattern, a plain alternation of them all, longest first, and the usual pattern of a
  protein change; no context. Names are found whatever their case and between word limits;
- regex, prefixes: the same, the alternation folded into a tree of common beginnings;
- spaCy: a blank English pipeline with sentencizer and PhraseMatcher on LOWER. No context.

The corpora: the annotated texts, repeated, in which memories of earlier texts help everyone who has any; and
invented abstracts (`tests.benchmarks.abstracts`), all different.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, groupby
from pathlib import Path
from typing import Any, NamedTuple

GOLD = Path(__file__).parents[3] / "shared" / "eval" / "gold.jsonl"
CONTESTANTS = ("kg", "regex", "regex, prefixes", "spaCy")
CHANGE = r"(?:p\.)?(?:[A-Z][a-z]{2}|[A-Z])\d{1,4}(?:[A-Z][a-z]{2}|[A-Z*]|fs)"
Read = Callable[[Sequence[str]], object]
"""What a contestant does with the sections of a text."""


class Figures(NamedTuple):
    """What was measured of one contestant."""

    start: float
    """CPU seconds until it is ready."""
    memory: float
    """Peak in MB."""
    rates: dict[str, float]
    """Corpus -> texts a second."""


# the contestants, each in a process of its own


def _kg(_: list[str]) -> Read:
    from kg.case import Publication, Section
    from kg.errors import Notepad
    from kg.extract.reading import read
    from kg.grounding import ground_case

    def run(sections: Sequence[str]) -> object:
        told = zip(("title", "abstract"), sections, strict=False)
        parts = tuple(Section(name=name, text=text) for name, text in told)
        publication = Publication(pmid="1", title=sections[0], sections=parts)
        return [ground_case(case, Notepad("text")) for case in read(publication).cases]

    run(["A case", "A woman with breast cancer received trastuzumab."])
    return run


def _searching(names: str) -> Read:
    found = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
    change = re.compile(rf"\b{CHANGE}\b")

    def run(sections: Sequence[str]) -> object:
        return [(found.findall(text), change.findall(text)) for text in sections]

    return run


def _regex(names: list[str]) -> Read:
    lower = sorted({name.lower() for name in names}, key=lambda name: (-len(name), name))
    return _searching("|".join(map(re.escape, lower)))


def _prefixes(names: list[str]) -> Read:
    sys.setrecursionlimit(20_000)
    return _searching(_tree(sorted({name.lower() for name in names})))


def _tree(names: list[str]) -> str:
    """One pattern for sorted names: common beginnings once, longer names first.

    >>> _tree(["met", "metformin", "mtor"])
    'm(?:tor|et(?:formin)?)'
    """
    branches: list[str] = []
    for first, group in groupby((name for name in names if name), key=lambda name: name[0]):
        mine = [name[1:] for name in group]
        more, common = [name for name in mine if name], first
        while len(more) == len(mine) and len({name[0] for name in more}) == 1:
            common += more[0][0]
            mine = [name[1:] for name in more]
            more = [name for name in mine if name]
        tail = _tree(more)
        if more and len(more) < len(mine):
            tail = f"(?:{tail})?"
        branches.append(re.escape(common) + tail)
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(reversed(branches))})" if branches else ""


def _spacy(names: list[str]) -> Read:
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("name", list(nlp.tokenizer.pipe(sorted({name.lower() for name in names}))))

    def run(sections: Sequence[str]) -> object:
        return [matcher(nlp(text)) for text in sections]

    return run


def serve(name: str, folder: Path) -> None:
    """Make ready, say so, and read a corpus for each line of input `{"corpus", "seconds", "seed"}`."""
    names = json.loads((folder / "names.json").read_text()) if name != "kg" else []
    made = {"kg": _kg, "regex": _regex, "regex, prefixes": _prefixes, "spaCy": _spacy}[name](names)
    print(json.dumps({"start": time.process_time()}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        texts = json.loads((folder / f"{asked['corpus']}.json").read_text())
        random.Random(asked["seed"]).shuffle(texts)
        done, begun = 0, time.process_time()
        for text in cycle(texts):
            made(text)
            done += 1
            if (spent := time.process_time() - begun) >= asked["seconds"]:
                break
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"rate": done / spent, "memory": memory}), flush=True)


# the race


class Contestant:
    """A running process that reads when asked."""

    def __init__(self, name: str, python: str, folder: Path) -> None:
        """Start it; RuntimeError with what it said when it does not come up."""
        # by its path, for some environments hold a package called tests
        call = [python, __file__, "--serve", name, "--folder", str(folder)]
        path = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        pipe = subprocess.PIPE
        self.name = name
        self._process = subprocess.Popen(call, stdin=pipe, stdout=pipe, stderr=pipe, env=path, text=True)
        self.start: float = self._answer()["start"]
        self.memory = 0.0

    def rate(self, corpus: str, seconds: float, seed: int) -> float:
        """Texts a second in one round."""
        asked = json.dumps({"corpus": corpus, "seconds": seconds, "seed": seed})
        assert self._process.stdin is not None
        self._process.stdin.write(asked + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        self.memory = answer["memory"]
        return float(answer["rate"])

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            said = self._process.communicate()[1].strip().splitlines()
            raise RuntimeError(said[-1] if said else f"ended with {self._process.returncode}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def stop(self) -> None:
        """End it."""
        self._process.communicate()


def names() -> list[str]:
    """Every name of a gene, disease or drug that kg looks for, as the tables write it."""
    from kg.terms import Kind, all_terms
    from kg.terms.naming import keys

    terms = (term for kind in (Kind.GENE, Kind.DISEASE, Kind.DRUG) for term in all_terms(kind))
    return sorted(
        {name for term in terms if next(keys([term]), None) for name in term.names if len(name) > 1}
    )


def corpora(gold: Path, count: int) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the name and the texts (title, abstract) of each corpus."""
    from kg import readers
    from kg.errors import Notepad
    from tests.benchmarks.abstracts import abstracts

    if gold.is_file():
        files = [str(gold.parent / json.loads(line)["text"]) for line in gold.read_text().splitlines()]
        read = (found for file in files for found in readers.read_documents(file, Notepad(file), plain=True))
        yield "annotated", [[section.text for section in one.sections] for one in read]
    else:
        print(f"{gold}: is not there; the annotated texts are skipped")
    yield "invented", [list(one) for one in abstracts(count)]


def race(options: argparse.Namespace, folder: Path) -> dict[str, Figures]:
    """Measure every contestant that starts."""
    (folder / "names.json").write_text(json.dumps(names()))
    written = list(corpora(options.gold, options.count))
    for name, texts in written:
        (folder / f"{name}.json").write_text(json.dumps(texts))
        size = sum(len(part) for text in texts for part in text) / len(texts)
        print(f"{name}: {len(texts)} texts of {size:,.0f} characters")
    print(f"{len(names()):,} names", flush=True)
    running = list(_started(options.python, folder))
    rates: dict[tuple[str, str], list[float]] = defaultdict(list)
    for seed in range(options.rounds):
        for corpus, _ in written:
            for one in running:
                rates[one.name, corpus].append(one.rate(corpus, options.seconds, seed))
    for one in running:
        one.stop()
    return {
        one.name: Figures(
            one.start,
            one.memory,
            {corpus: statistics.median(rates[one.name, corpus]) for corpus, _ in written},
        )
        for one in running
    }


def _started(python: str, folder: Path) -> Iterator[Contestant]:
    for name in CONTESTANTS:
        try:
            yield Contestant(name, python if name == "spaCy" else sys.executable, folder)
        except (RuntimeError, OSError) as error:
            print(f"{name} is skipped: {error}")


def report(found: dict[str, Figures]) -> Iterator[str]:
    """One line per contestant, with ratios to kg."""
    ours = found["kg"]
    yield f"{'':18}{'start, s':>10}{'memory, MB':>12}" + "".join(
        f"{corpus + ', texts/s':>22}{'kg is':>10}" for corpus in ours.rates
    )
    for name, one in found.items():
        rates = "".join(f"{rate:22,.1f}{ours.rates[c] / rate:9.2f}x" for c, rate in one.rates.items())
        yield f"{name:18}{one.start:10.2f}{one.memory:12,.0f}{rates}"


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--python", default=sys.executable, help="the interpreter that has spaCy")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="CPU seconds of a round")
    parser.add_argument("--count", type=int, default=600, help="invented abstracts")
    parser.add_argument("--serve", choices=CONTESTANTS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.serve:
        serve(options.serve, options.folder)
        return
    print(f"Python {platform.python_version()}, {platform.machine()}")
    with tempfile.TemporaryDirectory() as scratch:
        for line in report(race(options, Path(scratch))):
            print(line)


if __name__ == "__main__":
    main()
