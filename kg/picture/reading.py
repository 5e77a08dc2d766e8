"""Which things and connections of an index are worth drawing.

Statements that only tie the patient to a thing (a diagnosis to its disease, a variant finding to its
variant) are drawn as that connection; the others (lines of therapy, responses, claims) are things of
their own. Everything that is no statement is drawn by its plain links, so that any graph can be shown.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from kg.ids import PREFIXES
from kg.picture.classing import kind_of
from kg.picture.index import PARENT, TYPE, Index
from kg.picture.kinds import BY_CLASS, BY_ROLE
from kg.picture.lettering import words_of
from kg.rdf import plain
from kg.vocabulary import DCTERMS, FOAF, KG, OA, OBO, PROV, SKOS

IN_CASE, MODALITY = plain(KG.inCase), plain(KG.modality)
DEFINED_BY = f"{PREFIXES['rdfs']}isDefinedBy"
REGIMEN, PROFILE = plain(KG.Regimen), plain(KG.MolecularProfile)

FOLDED: dict[str, str] = {
    plain(KG.Diagnosis): plain(KG.disease),
    plain(KG.BiomarkerFinding): plain(KG.statusTerm),
    plain(KG.VariantFinding): plain(KG.variant),
    plain(KG.ProfileFinding): plain(KG.profile),
    plain(KG.Observation): plain(KG.what),
    plain(KG.Measurement): plain(KG.measured),
    plain(KG.AdverseEvent): plain(KG.event),
    plain(KG.DrugClassification): plain(KG.drugClass),
}
"""Class of statement -> property whose thing is drawn in its place."""

OWNERS: dict[str, str] = {
    plain(KG.Response): plain(KG.responseTo),
    plain(KG.AdverseEvent): plain(KG.underLine),
    plain(KG.DrugClassification): plain(KG.drug),
}
"""Class of statement -> property that leads to what it hangs on; the patient for all others."""

BRANCHES: dict[str, tuple[str, ...]] = {
    plain(KG.Diagnosis): (plain(KG.primarySite), plain(KG.metastaticSite)),
    plain(KG.AdverseEvent): (plain(KG.attributedToDrug),),
    plain(KG.TherapyLine): (plain(KG.regimen),),
    plain(KG.Claim): tuple(
        map(plain, (KG.subject, KG.object, KG.inDisease, KG.inVariantContext, KG.inStatusContext))
    ),
    plain(KG.EvidenceStatement): tuple(map(plain, (KG.profile, KG.therapy, KG.condition))),
}
"""Class of statement -> further properties that are drawn; they start at what is drawn in its place."""

WORLDLY = frozenset({plain(KG.Claim), plain(KG.EvidenceStatement)})
"""Statements about the world: no connection to the patient, and the others lightly drawn."""

EDGE_WORDS: dict[str, str] = {
    plain(OBO.affected_gene): "affects gene",
    plain(OBO.preceded_by): "preceded by",
    plain(OBO.has_disease): "has disease",
    plain(KG.underLine): "adverse event under",
}
"""Properties whose IRIs hold no word."""

NEVER = frozenset(
    {
        TYPE,
        PARENT,
        IN_CASE,
        DEFINED_BY,
        *map(plain, (SKOS.exactMatch, SKOS.closeMatch, SKOS.altLabel, KG.fusionPartner)),
        *map(plain, (DCTERMS.creator, DCTERMS.type, DCTERMS.isPartOf, KG.evidence, OA.hasSource)),
        *map(plain, (OA.hasSelector, PROV.hadPrimarySource, PROV.wasAttributedTo, KG.method)),
    }
)
_UNDRAWN_CLASSES = frozenset(
    map(
        plain,
        (FOAF.Person, KG.TextSection, OA.SpecificResource, OA.TextPositionSelector, OA.TextQuoteSelector),
    )
)
_ROLES_ABOVE_TYPES = ("drugclass", "event", "biomarker", "finding")
_STANDING = ("observed", "absent", "background", "hypothesis")


@dataclass(frozen=True, slots=True)
class Tie:
    """A connection between two drawn things."""

    source: str
    target: str
    predicate: str
    words: str
    modality: str = ""
    faint: bool = False
    stands_in: bool = False


@dataclass
class Drawing:
    """What is to be drawn, by IRI, before anything is chosen or placed."""

    index: Index
    things: dict[str, str] = field(default_factory=dict)
    """IRI -> kind."""
    ties: dict[Tie, None] = field(default_factory=dict)
    about: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Statement -> drawn things that it speaks of, its own or the one in its place first."""
    standings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Drawn thing -> modalities under which it is spoken of."""
    owners: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Drawn thing -> cases that it belongs to."""
    alias: dict[str, str] = field(default_factory=dict)
    """IRI -> IRI of the thing that is drawn in its place."""
    cases: list[str] = field(default_factory=list)

    def shown(self, iri: str) -> str:
        """The IRI of the thing that stands for this one."""
        return self.alias.get(iri, iri)

    def standing(self, iri: str) -> str:
        """The strongest modality under which the thing is spoken of; '' when none is given."""
        found = self.standings.get(iri, set())
        return next((modality for modality in _STANDING if modality in found), "")


def drawing(index: Index) -> Drawing:
    """Everything in the index that can be drawn."""
    made = Drawing(index)
    _fold_small_groups(made)
    statements: dict[str, str] = {}
    for subject in sorted(index.links):
        kinds = index.links[subject].get(TYPE, [])
        if plain(KG.Case) in kinds:
            made.cases.append(subject)
            _case(made, subject)
        if IN_CASE in index.links[subject]:
            statements[subject] = next((kind for kind in kinds if kind in BY_CLASS or kind in FOLDED), "")
    for statement, kind in statements.items():
        _statement(made, statement, kind)
    _plain_links(made, statements)
    if not made.things:
        made.things.update((iri, kind_of(index, iri)) for iri in sorted({*index.links, *index.texts}))
    _inherit(made)
    return made


def _fold_small_groups(made: Drawing) -> None:
    """A regimen of one drug is drawn as the drug, a profile of one variant as the variant."""
    for group, member in ((REGIMEN, plain(KG.drug)), (PROFILE, plain(KG.member))):
        for subject, links in made.index.links.items():
            if group in links.get(TYPE, ()) and len(links.get(member, ())) == 1:
                made.alias[subject] = links[member][0]
                _thing(made, links[member][0], member, "")


def _case(made: Drawing, case: str) -> None:
    """Draw the patient, and the publication that the case comes from."""
    patient = made.index.thing(case, plain(KG.hasPatient)) or case
    if patient != case:
        made.alias[case] = patient
    made.things[patient] = "patient"
    made.owners[patient].add(case)
    for source in made.index.links[case].get(plain(PROV.hadPrimarySource), []):
        made.things[source] = "publication"
        made.owners[source].add(case)
        made.ties[Tie(patient, source, plain(PROV.hadPrimarySource), "reported in")] = None


def _statement(made: Drawing, statement: str, kind: str) -> None:
    """Draw one statement: itself or the thing in its place, what it hangs on, and its branches."""
    index, links = made.index, made.index.links[statement]
    modality = words_of(index.thing(statement, MODALITY)) if MODALITY in links else ""
    folded = FOLDED.get(kind, "")
    place = made.shown(index.thing(statement, folded) or statement)
    _thing(made, place, folded if place != statement else "", kind)
    tie = Tie(place, place, kind or IN_CASE, _words(kind or IN_CASE), modality)
    owners = _owners(made, statement, kind)
    for owner in owners:
        made.ties[replace(tie, source=owner)] = None
    ends = _branches(made, links, kind, replace(tie, faint=kind in WORLDLY))
    for earlier in links.get(plain(OBO.preceded_by), []):
        # what comes before is of the same kind: a line before a line, a response before a response
        made.things.setdefault(earlier, made.things.get(place, "line"))
        made.ties[Tie(earlier, place, plain(OBO.preceded_by), "followed by")] = None
    made.about[statement] = tuple(dict.fromkeys([place, *ends, *owners]))
    for thing in dict.fromkeys([place, *ends]):
        made.standings[thing].add(modality)
        made.owners[thing].update(links[IN_CASE])


def _owners(made: Drawing, statement: str, kind: str) -> list[str]:
    """What the statement hangs on, now drawn: the patient, a line of therapy, a drug; or nothing."""
    links, predicate = made.index.links[statement], OWNERS.get(kind, "")
    cases = [] if kind in WORLDLY else links[IN_CASE]
    owners = [made.shown(iri) for iri in links.get(predicate, cases)]
    for owner in owners:
        _thing(made, owner, predicate, "")
    return owners


def _branches(made: Drawing, links: dict[str, list[str]], kind: str, tie: Tie) -> list[str]:
    """The further things that the statement leads to, now drawn and tied to the tie's source."""
    known = BRANCHES.get(kind, () if kind in FOLDED or kind in OWNERS else _other_links(links))
    ends = []
    for predicate in known:
        for target in map(made.shown, links.get(predicate, [])):
            _thing(made, target, predicate, "")
            made.ties[replace(tie, target=target, predicate=predicate, words=_words(predicate))] = None
            ends.append(target)
    return ends


def _other_links(links: dict[str, list[str]]) -> tuple[str, ...]:
    """The properties of a statement of an unknown class that lead to things worth drawing."""
    return tuple(sorted(set(links) - NEVER - _CLOSED_LISTS - {MODALITY, plain(OBO.preceded_by)}))


_CLOSED_LISTS = frozenset(
    map(plain, (KG.relation, KG.certainty, KG.strength, KG.predicate, KG.direction, KG.effect, KG.category))
) | {plain(OBO.allele_origin)}


def _words(predicate: str) -> str:
    """A property or class in words."""
    return EDGE_WORDS.get(predicate) or words_of(predicate)


def _thing(made: Drawing, iri: str, role: str, own_class: str) -> None:
    """Draw a thing, its kind told by its role, its class or its prefix."""
    index = made.index
    by_role = BY_ROLE.get(role) or ("biomarker" if role == plain(KG.statusTerm) else "")
    if by_role == "disease" or by_role in _ROLES_ABOVE_TYPES:
        made.things[iri] = by_role if made.things.get(iri) != "disease" else "disease"
    elif iri not in made.things:
        kind = BY_CLASS.get(own_class) if own_class and not role else None
        made.things[iri] = kind or kind_of(index, iri, by_role)


def _plain_links(made: Drawing, statements: dict[str, str]) -> None:
    """Draw the links of everything that is no statement, case, patient or publication."""
    index = made.index
    skipped = {*statements, *made.cases, *(made.shown(case) for case in made.cases)}
    rows = [
        (subject, links)
        for subject, links in sorted(index.links.items())
        if subject not in skipped
        and subject not in made.alias
        and not _UNDRAWN_CLASSES.intersection(links.get(TYPE, ()))
    ]
    for subject, links in rows:
        if TYPE in links and subject not in made.things:
            made.things[subject] = kind_of(index, subject)
        for predicate in sorted(set(links) - NEVER):
            for target in map(made.shown, links[predicate]):
                _link(made, subject, predicate, target)
    if not made.ties:
        for subject, links in rows:
            for parent in links.get(PARENT, []):
                _link(made, subject, PARENT, parent)


def _link(made: Drawing, subject: str, predicate: str, target: str) -> None:
    if subject != target:
        _thing(made, subject, "", "")
        _thing(made, target, predicate, "")
        made.ties[Tie(subject, target, predicate, _words(predicate))] = None


_GROUPS = frozenset({plain(KG.member), plain(KG.drug), plain(OBO.affected_gene)})


def _inherit(made: Drawing) -> None:
    """Hand modality and cases down from profile to variant to gene and from regimen to drug.

    Absence is not handed down: a variant that was not found says nothing against its gene.
    """
    for _ in range(2):
        for tie in made.ties:
            if tie.predicate in _GROUPS:
                made.standings[tie.target] |= made.standings[tie.source] - {"absent"}
                made.owners[tie.target] |= made.owners[tie.source]
    of_patients = ("observed", "absent")
    made.ties = {
        replace(tie, faint=True)
        if tie.predicate in _GROUPS and made.standing(tie.source) not in ("", *of_patients)
        else tie: None
        for tie in made.ties
    }
