"""The kinds of things in a picture: symbol, colour and place of each.

Each kind has a shape of its own beside its colour, so that colour alone never tells two apart. The
colours come from the palettes of Okabe and Ito (2008) and Tol, made for colour-blind readers; kinds
that belong together (drug, regimen, drug class) share a hue.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.rdf import plain
from kg.vocabulary import BIOLINK, FABIO, KG, OBO


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of thing is drawn."""

    name: str
    title: str
    colour: str
    path: str
    """The symbol as SVG path data in a box from -1 to 1; empty for a box with the label inside."""
    group: str
    """The part of the layout that it stands in."""
    classes: tuple[str, ...] = ()
    """IRIs of the classes that make a thing of this kind."""

    @property
    def boxed(self) -> bool:
        """True when the label stands inside the symbol."""
        return not self.path


def _classes(*nodes: str) -> tuple[str, ...]:
    return tuple(node[1:-1] for node in nodes)


_STAR = "M0,-1.1L.27,-.36L1.05,-.34L.43,.14L.65,.89L0,.45L-.65,.89L-.43,.14L-1.05,-.34L-.27,-.36Z"
_STAR_IN_RING = "M0,-.62L.15,-.2L.59,-.19L.24,.08L.37,.5L0,.25L-.37,.5L-.24,.08L-.59,-.19L-.15,-.2Z" + (
    "M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0Z"
)
_PAGE = "M-.72,-1L.3,-1L.72,-.58L.72,1L-.72,1ZM.3,-1L.3,-.58L.72,-.58"
_HEXAGON = "M-.5,-.87L.5,-.87L1,0L.5,.87L-.5,.87L-1,0Z"
_CIRCLE = "M.88,0A.88,.88 0 1 1 -.88,0A.88,.88 0 1 1 .88,0Z"
_RECEPTOR = _CIRCLE + "M-.4,-.5L0,-.05L.4,-.5M0,-.05L0,.55"
# A ring with a Y in it: a plus would read as "positive" on a negative finding.
_DIAMOND = "M0,-1L1,0L0,1L-1,0Z"
_TWO_DIAMONDS = "M-.4,-.85L.4,0L-.4,.85L-1.2,0ZM.4,-.85L1.2,0L.4,.85L-.4,0Z"
_SQUARE = "M-.82,-.82L.82,-.82L.82,.82L-.82,.82Z"
_UP = "M0,-.95L1,.8L-1,.8Z"
_TWO_UP = "M-.45,-.85L.2,.75L-1.1,.75ZM.45,-.85L1.1,.75L.2,.75L-.12,-.04Z"
_DOWN = "M0,.95L-1,-.8L1,-.8Z"
_TRAPEZOID = "M-.5,-.75L.5,-.75L1,.75L-1,.75Z"
_PENTAGON = "M0,-1L.95,-.31L.59,.81L-.59,.81L-.95,-.31Z"
_PARALLELOGRAM = "M-.5,-.7L1,-.7L.5,.7L-1,.7Z"
_CROSS = "M-.95,-.5L-.5,-.95L0,-.45L.5,-.95L.95,-.5L.45,0L.95,.5L.5,.95L0,.45L-.5,.95L-.95,.5L-.45,0Z"
_FLAG = "M-.75,-1L.95,-.5L-.45,0L-.45,1L-.75,1Z"

KINDS: tuple[Kind, ...] = (
    Kind("patient", "Patient", "#0072B2", _STAR, "patient", _classes(OBO.patient, KG.Case)),
    Kind("cases", "Group of cases", "#7FA8D1", _STAR_IN_RING, "patient"),
    Kind(
        "publication",
        "Publication",
        "#B4B8BD",
        _PAGE,
        "person",
        _classes(FABIO.ClinicalCaseReport, FABIO.JournalArticle, OBO.document),
    ),
    Kind("disease", "Disease", "#D55E00", _HEXAGON, "person", _classes(BIOLINK.Disease)),
    Kind("biomarker", "Biomarker", "#44AA99", _RECEPTOR, "person", _classes(KG.BiomarkerFinding)),
    Kind(
        "finding",
        "Finding",
        "#DDCC77",
        _PARALLELOGRAM,
        "person",
        _classes(KG.Observation, KG.Measurement, KG.Sample, KG.Interpretation),
    ),
    Kind("site", "Body site", "#C2A16B", _PENTAGON, "person"),
    Kind("outcome", "Outcome", "#C9B400", _FLAG, "person", _classes(KG.Outcome)),
    Kind("profile", "Molecular profile", "#AA4499", _TWO_DIAMONDS, "molecule", _classes(KG.MolecularProfile)),
    Kind("variant", "Variant", "#CC79A7", _DIAMOND, "molecule", _classes(KG.Variant)),
    Kind("gene", "Gene", "#009E73", _SQUARE, "molecule", _classes(BIOLINK.Gene)),
    Kind("line", "Line of therapy", "#56B4E9", "", "therapy", _classes(KG.TherapyLine)),
    Kind("response", "Response", "#F0E442", _DOWN, "therapy", _classes(KG.Response)),
    Kind("event", "Adverse event", "#C0566F", _CROSS, "therapy", _classes(KG.AdverseEvent)),
    Kind("regimen", "Regimen", "#C77A00", _TWO_UP, "therapy", _classes(KG.Regimen)),
    Kind("drug", "Drug", "#E69F00", _UP, "therapy", _classes(BIOLINK.Drug)),
    Kind("drugclass", "Drug class", "#F5C563", _TRAPEZOID, "therapy", _classes(KG.DrugClass)),
    Kind("evidence", "Evidence statement", "#7D6BC4", "", "claim", _classes(KG.EvidenceStatement)),
    Kind("claim", "Claim", "#8FA3B5", "", "claim", _classes(KG.Claim)),
    Kind("other", "Other", "#9A9A9A", _CIRCLE, "other"),
)
"""Every kind, in the order of the legend."""

BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}
BY_CLASS: dict[str, str] = {iri: kind.name for kind in KINDS for iri in kind.classes}
"""IRI of a class -> name of the kind."""

BY_PREFIX: dict[str, str] = {
    "MONDO": "disease",
    "DOID": "disease",
    "ONCOTREE": "disease",
    "HGNC": "gene",
    "NCBIGene": "gene",
    "ENSEMBL": "gene",
    "UBERON": "site",
    "DRUGBANK": "drug",
    "CHEMBL.COMPOUND": "drug",
    "PMID": "publication",
}
"""Prefix of a term without a type -> name of the kind; only prefixes that hold one kind of thing."""

BY_WORD: dict[str, str] = {
    "disease": "disease",
    "disease or disorder": "disease",
    "phenotypic feature": "finding",
    "phenotype": "finding",
    "symptom": "finding",
    "gene": "gene",
    "protein": "gene",
    "anatomy": "site",
    "anatomical entity": "site",
    "variant": "variant",
    "sequence variant": "variant",
    "molecular profile": "profile",
    "drug": "drug",
    "therapy": "drug",
    "compound": "drug",
    "small molecule": "drug",
    "chemical entity": "drug",
    "chemical substance": "drug",
    "pharmacologic class": "drugclass",
    "side effect": "event",
    "adverse event": "event",
    "publication": "publication",
    "article": "publication",
}
"""The name of a class of other graphs, in words -> name of the kind that it is drawn as."""

BY_ROLE: dict[str, str] = {
    plain(predicate): kind
    for predicate, kind in (
        (KG.disease, "disease"),
        (KG.specificDisease, "disease"),
        (KG.inDisease, "disease"),
        (KG.condition, "disease"),
        (KG.primarySite, "site"),
        (KG.metastaticSite, "site"),
        (KG.site, "site"),
        (KG.what, "finding"),
        (KG.event, "event"),
        (KG.drug, "drug"),
        (KG.attributedToDrug, "drug"),
        (KG.drugClass, "drugclass"),
        (KG.variant, "variant"),
        (KG.profile, "profile"),
        (KG.regimen, "regimen"),
        (KG.therapy, "regimen"),
        (KG.receptorGene, "gene"),
        (OBO.affected_gene, "gene"),
    )
}
"""Property -> kind of the thing it points to, for things without a type of their own."""
