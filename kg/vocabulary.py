"""Every class, property and individual that the graph uses, once, ready as nodes.

A misspelt one is an AttributeError. `ontology/kg.ttl` documents those of our own; a test holds this
module and that file together. Ids of other vocabularies were read in the files that
`ontology/README.md` names.
"""

from __future__ import annotations

import re

from kg import case
from kg.ids import PREFIXES
from kg.rdf import Node, iri


def _in(prefix: str, local: str) -> Node:
    return iri(PREFIXES[prefix] + local)


class KG:
    """Our own terms."""

    # Classes
    Case = _in("kg", "Case")
    Statement = _in("kg", "Statement")
    Finding = _in("kg", "Finding")
    Diagnosis = _in("kg", "Diagnosis")
    BiomarkerFinding = _in("kg", "BiomarkerFinding")
    VariantFinding = _in("kg", "VariantFinding")
    ProfileFinding = _in("kg", "ProfileFinding")
    Observation = _in("kg", "Observation")
    TherapyLine = _in("kg", "TherapyLine")
    Response = _in("kg", "Response")
    AdverseEvent = _in("kg", "AdverseEvent")
    Measurement = _in("kg", "Measurement")
    Sample = _in("kg", "Sample")
    Interpretation = _in("kg", "Interpretation")
    Outcome = _in("kg", "Outcome")
    DrugClassification = _in("kg", "DrugClassification")
    Claim = _in("kg", "Claim")
    EvidenceStatement = _in("kg", "EvidenceStatement")
    Variant = _in("kg", "Variant")
    VariantCategory = _in("kg", "VariantCategory")
    MolecularProfile = _in("kg", "MolecularProfile")
    Regimen = _in("kg", "Regimen")
    TherapyGroup = _in("kg", "TherapyGroup")
    CatalogueRecord = _in("kg", "CatalogueRecord")
    TextSection = _in("kg", "TextSection")
    Unmapped = _in("kg", "Unmapped")
    DrugClass = _in("kg", "DrugClass")
    Source = _in("kg", "Source")

    # The sources of a graph
    sourceFile = _in("kg", "sourceFile")
    sha256 = _in("kg", "sha256")

    # The case and its parts
    hasPatient = _in("kg", "hasPatient")
    inCase = _in("kg", "inCase")
    invented = _in("kg", "invented")

    # Every statement
    modality = _in("kg", "modality")
    method = _in("kg", "method")
    evidence = _in("kg", "evidence")
    confidence = _in("kg", "confidence")
    rule = _in("kg", "rule")
    note = _in("kg", "note")
    atAge = _in("kg", "atAge")
    record = _in("kg", "record")
    section = _in("kg", "section")

    # The publication
    journal = _in("kg", "journal")
    volume = _in("kg", "volume")
    issue = _in("kg", "issue")
    pages = _in("kg", "pages")
    pmid = _in("kg", "pmid")
    pmcid = _in("kg", "pmcid")
    doi = _in("kg", "doi")
    conflictOfInterest = _in("kg", "conflictOfInterest")
    authorPosition = _in("kg", "authorPosition")
    affiliation = _in("kg", "affiliation")
    keyword = _in("kg", "keyword")
    issn = _in("kg", "issn")
    publicationTypeText = _in("kg", "publicationTypeText")

    # The patient: short paths, observed facts only
    sex = _in("kg", "sex")
    age = _in("kg", "age")
    ageInYears = _in("kg", "ageInYears")
    ethnicity = _in("kg", "ethnicity")
    hasVariant = _in("kg", "hasVariant")
    hasProfile = _in("kg", "hasProfile")
    hasReceptorStatus = _in("kg", "hasReceptorStatus")
    hasMetastasisIn = _in("kg", "hasMetastasisIn")
    receivedDrug = _in("kg", "receivedDrug")
    receivedRegimen = _in("kg", "receivedRegimen")
    respondedTo = _in("kg", "respondedTo")
    hadStableDiseaseOn = _in("kg", "hadStableDiseaseOn")
    progressedOn = _in("kg", "progressedOn")
    hadAdverseEvent = _in("kg", "hadAdverseEvent")

    # Diagnosis
    disease = _in("kg", "disease")
    specificDisease = _in("kg", "specificDisease")
    metastatic = _in("kg", "metastatic")
    stage = _in("kg", "stage")
    grade = _in("kg", "grade")
    primarySite = _in("kg", "primarySite")
    metastaticSite = _in("kg", "metastaticSite")
    when = _in("kg", "when")
    onset = _in("kg", "onset")
    stageTerm = _in("kg", "stageTerm")
    tnmFinding = _in("kg", "tnmFinding")
    laterality = _in("kg", "laterality")

    # Biomarkers
    receptor = _in("kg", "receptor")
    receptorGene = _in("kg", "receptorGene")
    status = _in("kg", "status")
    statusTerm = _in("kg", "statusTerm")
    assay = _in("kg", "assay")
    value = _in("kg", "value")

    # Variants and profiles
    variant = _in("kg", "variant")
    profile = _in("kg", "profile")
    member = _in("kg", "member")
    memberCount = _in("kg", "memberCount")
    proteinChange = _in("kg", "proteinChange")
    codingChange = _in("kg", "codingChange")
    variantKind = _in("kg", "variantKind")
    fusionPartner = _in("kg", "fusionPartner")
    exon = _in("kg", "exon")
    hgvs = _in("kg", "hgvs")
    effect = _in("kg", "effect")
    effectText = _in("kg", "effectText")
    alleleFraction = _in("kg", "alleleFraction")
    allelicState = _in("kg", "allelicState")
    causalStatus = _in("kg", "causalStatus")
    pathogenicity = _in("kg", "pathogenicity")
    actionability = _in("kg", "actionability")
    interpretedIn = _in("kg", "interpretedIn")
    foundInSample = _in("kg", "foundInSample")
    progress = _in("kg", "progress")
    interpretedDisease = _in("kg", "interpretedDisease")

    # Therapy and response
    order = _in("kg", "order")
    orderStated = _in("kg", "orderStated")
    lineCount = _in("kg", "lineCount")
    lineNumber = _in("kg", "lineNumber")
    drugsStated = _in("kg", "drugsStated")
    regimen = _in("kg", "regimen")
    regimenName = _in("kg", "regimenName")
    drug = _in("kg", "drug")
    procedure = _in("kg", "procedure")
    setting = _in("kg", "setting")
    start = _in("kg", "start")
    end = _in("kg", "end")
    duration = _in("kg", "duration")
    cycles = _in("kg", "cycles")
    responseTo = _in("kg", "responseTo")
    category = _in("kg", "category")
    categoryText = _in("kg", "categoryText")
    criteria = _in("kg", "criteria")
    quality = _in("kg", "quality")
    durable = _in("kg", "durable")
    ongoing = _in("kg", "ongoing")
    progressionFree = _in("kg", "progressionFree")
    event = _in("kg", "event")
    ctcaeGrade = _in("kg", "ctcaeGrade")
    underLine = _in("kg", "underLine")
    attributedToDrug = _in("kg", "attributedToDrug")
    drugClass = _in("kg", "drugClass")
    endAge = _in("kg", "endAge")
    intent = _in("kg", "intent")
    target = _in("kg", "target")
    endedBecause = _in("kg", "endedBecause")
    regimenTerm = _in("kg", "regimenTerm")
    procedureTerm = _in("kg", "procedureTerm")
    procedureSite = _in("kg", "procedureSite")
    route = _in("kg", "route")
    vitalStatus = _in("kg", "vitalStatus")
    overallSurvival = _in("kg", "overallSurvival")
    diseaseFree = _in("kg", "diseaseFree")
    causeOfDeath = _in("kg", "causeOfDeath")
    what = _in("kg", "what")
    site = _in("kg", "site")
    severity = _in("kg", "severity")
    modifier = _in("kg", "modifier")

    # Measurements and samples
    measured = _in("kg", "measured")
    quantity = _in("kg", "quantity")
    unit = _in("kg", "unit")
    rangeLow = _in("kg", "rangeLow")
    rangeHigh = _in("kg", "rangeHigh")
    result = _in("kg", "result")
    sampleName = _in("kg", "sampleName")
    tissue = _in("kg", "tissue")
    sampleType = _in("kg", "sampleType")
    material = _in("kg", "material")
    histology = _in("kg", "histology")
    progression = _in("kg", "progression")
    gradeTerm = _in("kg", "gradeTerm")
    marker = _in("kg", "marker")

    # Claims and evidence statements
    says = _in("kg", "says")
    relation = _in("kg", "relation")
    subject = _in("kg", "subject")
    object = _in("kg", "object")
    inDisease = _in("kg", "inDisease")
    inVariantContext = _in("kg", "inVariantContext")
    inStatusContext = _in("kg", "inStatusContext")
    inStatusText = _in("kg", "inStatusText")
    certainty = _in("kg", "certainty")
    strength = _in("kg", "strength")
    predicate = _in("kg", "predicate")
    therapy = _in("kg", "therapy")
    condition = _in("kg", "condition")
    direction = _in("kg", "direction")
    evidenceLevel = _in("kg", "evidenceLevel")
    reviewStatus = _in("kg", "reviewStatus")
    rating = _in("kg", "rating")
    interaction = _in("kg", "interaction")
    describes = _in("kg", "describes")

    # Merged graphs: where each came from, and how it named things
    quadCount = _in("kg", "quadCount")
    fromSource = _in("kg", "fromSource")
    mergedFrom = _in("kg", "mergedFrom")
    statedAs = _in("kg", "statedAs")
    states = _in("kg", "states")
    statesAllOf = _in("kg", "statesAllOf")
    mappedLabel = _in("kg", "mappedLabel")


class RDF:
    """W3C RDF, RDF Schema and OWL."""

    type = _in("rdf", "type")
    label = _in("rdfs", "label")
    subClassOf = _in("rdfs", "subClassOf")


class SKOS:
    """W3C SKOS."""

    altLabel = _in("skos", "altLabel")
    exactMatch = _in("skos", "exactMatch")
    closeMatch = _in("skos", "closeMatch")
    broader = _in("skos", "broader")


class DCTERMS:
    """DCMI Metadata Terms."""

    title = _in("dcterms", "title")
    creator = _in("dcterms", "creator")
    issued = _in("dcterms", "issued")
    identifier = _in("dcterms", "identifier")
    isPartOf = _in("dcterms", "isPartOf")
    language = _in("dcterms", "language")
    rights = _in("dcterms", "rights")
    description = _in("dcterms", "description")
    bibliographicCitation = _in("dcterms", "bibliographicCitation")
    type = _in("dcterms", "type")
    format = _in("dcterms", "format")
    license = _in("dcterms", "license")


class PROV:
    """W3C PROV-O."""

    hadPrimarySource = _in("prov", "hadPrimarySource")
    wasAttributedTo = _in("prov", "wasAttributedTo")


class OA:
    """W3C Web Annotation."""

    SpecificResource = _in("oa", "SpecificResource")
    TextPositionSelector = _in("oa", "TextPositionSelector")
    TextQuoteSelector = _in("oa", "TextQuoteSelector")
    hasSource = _in("oa", "hasSource")
    hasSelector = _in("oa", "hasSelector")
    start = _in("oa", "start")
    end = _in("oa", "end")
    exact = _in("oa", "exact")


class FOAF:
    """Friend of a Friend."""

    Person = _in("foaf", "Person")
    name = _in("foaf", "name")


class FABIO:
    """The FRBR-aligned Bibliographic Ontology."""

    ClinicalCaseReport = _in("fabio", "ClinicalCaseReport")
    JournalArticle = _in("fabio", "JournalArticle")


class OBO:
    """OBO ontologies and NCIT."""

    patient = _in("NCIT", "C16960")
    has_disease = _in("RO", "0016002")
    preceded_by = _in("BFO", "0000062")
    affected_gene = _in("GENO", "0000418")
    allele_origin = _in("GENO", "0000877")
    assertion = _in("SEPIO", "0000001")
    has_evidence_item = _in("SEPIO", "0000084")
    document = _in("IAO", "0000310")


class MESH:
    """MeSH publication types."""

    case_reports = _in("MESH", "D002363")


class BIOLINK:
    """Biolink classes for the terms that a graph brings along."""

    Disease = _in("biolink", "Disease")
    Gene = _in("biolink", "Gene")
    Drug = _in("biolink", "Drug")


SEQUENCE_ONTOLOGY: dict[str, str] = {
    "missense": "SO:0001583",
    "nonsense": "SO:0001587",
    "frameshift": "SO:0001589",
    "in-frame deletion": "SO:0001822",
    "in-frame insertion": "SO:0001821",
    "splice site": "SO:0001629",
    "synonymous": "SO:0001819",
    "exon deletion": "SO:0001572",
    "exon skipping": "SO:0001572",
    "amplification": "SO:0001880",
    "copy number gain": "SO:0001742",
    "copy number loss": "SO:0001743",
    "deletion": "SO:0000159",
    "fusion": "SO:0001565",
    "rearrangement": "SO:0001537",
    "mutation": "SO:0001060",
}
"""Variant kind -> CURIE of the Sequence Ontology class (SO 2024-11-18), by the change's consequence."""

EFFECT_TERMS: dict[str, str] = {
    "gain of function": "SO:0002053",
    "loss of function": "SO:0002054",
}
"""Effect -> CURIE of the Sequence Ontology class; 'neutral' and 'unknown' have only their text."""

RESPONSE_TERMS: dict[str, str] = {
    "complete response": "NCIT:C4870",
    "partial response": "NCIT:C18058",
    "stable disease": "NCIT:C18213",
    "progressive disease": "NCIT:C35571",
    "disease progression": "NCIT:C17747",
    "response": "NCIT:C50995",
    "no response": "NCIT:C123600",
    "treatment failure": "MESH:D017211",
    "relapse": "MESH:D012008",
}
"""Response category -> CURIE of the NCIT class, or of the MeSH descriptor: our NCIT releases have no
treatment failure, and their relapse is a disease. 'progressive disease' is the category of response criteria,
'disease progression' the plain course of the disease, 'relapse' its return after a remission."""

ORIGIN_TERMS: dict[str, str] = {"somatic": "GENO:0000882", "germline": "GENO:0000888"}
"""Origin -> CURIE of the GENO class."""

SEX_TERMS: dict[str, str] = {"female": "PATO:0000383", "male": "PATO:0000384"}
"""Sex -> CURIE of the class."""

_WORD = re.compile(r"[^a-zA-Z0-9]+(.)?")


def individual_name(phrase: str) -> str:
    """The local name of the individual for a value of a closed list: its words in camel case.

    >>> individual_name("is promising in")
    'isPromisingIn'
    """
    return _WORD.sub(lambda match: (match[1] or "").upper(), phrase)


EVIDENCE_PREDICATES = (
    *case.PREDICATES,
    "predicts adverse response to",
    "is predictive for",
    "is diagnostic for",
    "is diagnostic inclusion criterion for",
    "is diagnostic exclusion criterion for",
    "is prognostic for",
    "is associated with better outcome for",
    "is associated with worse outcome for",
    "predisposes to",
    "protects against",
    "is pathogenic for",
    "is likely pathogenic for",
    "is of uncertain significance for",
    "is likely benign for",
    "is benign for",
    "is oncogenic for",
    "is likely oncogenic for",
    "affects function of",
    "causes gain of function of",
    "causes loss of function of",
    "causes new function of",
    "leaves unaltered function of",
    "is dominant negative for function of",
)
"""What evidence statements may say: of cases the first three, of catalogues all."""
EVIDENCE_DIRECTIONS = (*case.DIRECTIONS, "neutral")

_LISTS = (
    *case.Modality,
    *case.Method,
    *case.CLAIM_RELATIONS,
    *case.CERTAINTIES,
    *case.STRENGTHS,
    *EVIDENCE_PREDICATES,
    *EVIDENCE_DIRECTIONS,
)
INDIVIDUALS: dict[str, Node] = {phrase: _in("kg", individual_name(phrase)) for phrase in _LISTS}
"""Phrase of the closed lists in `kg.case` -> its individual."""
