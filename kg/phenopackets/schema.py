"""The messages of GA4GH phenopackets v2: their fields, what these hold, and the values of their enumerations.

Names and types are those of release 2.0.2 of the schema, with VRSATILE and VRS 1 as it uses them; a test
holds the tables against the official classes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MESSAGES = """\
Phenopacket: id string, subject Individual, phenotypicFeatures PhenotypicFeature*, measurements
    Measurement*, biosamples Biosample*, interpretations Interpretation*, diseases Disease*,
    medicalActions MedicalAction*, files File*, metaData MetaData
Individual: id string, alternateIds string*, dateOfBirth time, timeAtLastEncounter TimeElement,
    vitalStatus VitalStatus, sex Sex, karyotypicSex KaryotypicSex, gender OntologyClass, taxonomy
    OntologyClass
TimeElement: gestationalAge GestationalAge|element, age Age|element, ageRange AgeRange|element,
    ontologyClass OntologyClass|element, timestamp time|element, interval TimeInterval|element
GestationalAge: weeks int32, days int32
Age: iso8601duration string
AgeRange: start Age, end Age
OntologyClass: id string, label string
TimeInterval: start time, end time
VitalStatus: status VitalStatus.Status, timeOfDeath TimeElement, causeOfDeath OntologyClass,
    survivalTimeInDays uint32
PhenotypicFeature: description string, type OntologyClass, excluded bool, severity OntologyClass,
    modifiers OntologyClass*, onset TimeElement, resolution TimeElement, evidence Evidence*
Evidence: evidenceCode OntologyClass, reference ExternalReference
ExternalReference: id string, reference string, description string
Measurement: description string, assay OntologyClass, value Value|measurement_value, complexValue
    ComplexValue|measurement_value, timeObserved TimeElement, procedure Procedure
Value: quantity Quantity|value, ontologyClass OntologyClass|value
Quantity: unit OntologyClass, value double, referenceRange ReferenceRange
ReferenceRange: unit OntologyClass, low double, high double
ComplexValue: typedQuantities TypedQuantity*
TypedQuantity: type OntologyClass, quantity Quantity
Procedure: code OntologyClass, bodySite OntologyClass, performed TimeElement
Biosample: id string, individualId string, derivedFromId string, description string, sampledTissue
    OntologyClass, sampleType OntologyClass, phenotypicFeatures PhenotypicFeature*, measurements
    Measurement*, taxonomy OntologyClass, timeOfCollection TimeElement, histologicalDiagnosis
    OntologyClass, tumorProgression OntologyClass, tumorGrade OntologyClass, pathologicalStage
    OntologyClass, pathologicalTnmFinding OntologyClass*, diagnosticMarkers OntologyClass*, procedure
    Procedure, files File*, materialSample OntologyClass, sampleProcessing OntologyClass, sampleStorage
    OntologyClass
File: uri string, individualToFileIdentifiers map, fileAttributes map
Interpretation: id string, progressStatus Interpretation.ProgressStatus, diagnosis Diagnosis, summary
    string
Diagnosis: disease OntologyClass, genomicInterpretations GenomicInterpretation*
GenomicInterpretation: subjectOrBiosampleId string, interpretationStatus
    GenomicInterpretation.InterpretationStatus, gene GeneDescriptor|call, variantInterpretation
    VariantInterpretation|call
GeneDescriptor: valueId string, symbol string, description string, alternateIds string*, alternateSymbols
    string*, xrefs string*
VariantInterpretation: acmgPathogenicityClassification AcmgPathogenicityClassification,
    therapeuticActionability TherapeuticActionability, variationDescriptor VariationDescriptor
VariationDescriptor: id string, variation Variation, label string, description string, geneContext
    GeneDescriptor, expressions Expression*, vcfRecord VcfRecord, xrefs string*, alternateLabels string*,
    extensions Extension*, moleculeContext MoleculeContext, structuralType OntologyClass, vrsRefAlleleSeq
    string, allelicState OntologyClass
Variation: allele Allele|variation, haplotype Haplotype|variation, copyNumber CopyNumber|variation, text
    Text|variation, variationSet VariationSet|variation
Allele: Id string, curie string|location, chromosomeLocation ChromosomeLocation|location, sequenceLocation
    SequenceLocation|location, sequenceState SequenceState|state, literalSequenceExpression
    LiteralSequenceExpression|state, derivedSequenceExpression DerivedSequenceExpression|state,
    repeatedSequenceExpression RepeatedSequenceExpression|state
ChromosomeLocation: Id string, speciesId string, chr string, interval CytobandInterval
CytobandInterval: start string, end string
SequenceLocation: Id string, sequenceId string, sequenceInterval SequenceInterval|interval, simpleInterval
    SimpleInterval|interval
SequenceInterval: startNumber Number|start, startIndefiniteRange IndefiniteRange|start, startDefiniteRange
    DefiniteRange|start, endNumber Number|end, endIndefiniteRange IndefiniteRange|end, endDefiniteRange
    DefiniteRange|end
Number: value uint64
IndefiniteRange: value uint64, comparator string
DefiniteRange: min uint64, max uint64
SimpleInterval: start uint64, end uint64
SequenceState: sequence string
LiteralSequenceExpression: sequence string
DerivedSequenceExpression: location SequenceLocation, reverseComplement bool
RepeatedSequenceExpression: literalSequenceExpression LiteralSequenceExpression|seq_expr,
    derivedSequenceExpression DerivedSequenceExpression|seq_expr, number Number|count, indefiniteRange
    IndefiniteRange|count, definiteRange DefiniteRange|count
Haplotype: Id string, members Haplotype.Member*
Haplotype.Member: allele Allele|value, curie string|value
CopyNumber: Id string, allele Allele|subject, haplotype Haplotype|subject, gene Gene|subject,
    literalSequenceExpression LiteralSequenceExpression|subject, derivedSequenceExpression
    DerivedSequenceExpression|subject, repeatedSequenceExpression RepeatedSequenceExpression|subject,
    curie string|subject, number Number|copies, indefiniteRange IndefiniteRange|copies, definiteRange
    DefiniteRange|copies
Gene: geneId string
Text: Id string, definition string
VariationSet: Id string, members VariationSet.Member*
VariationSet.Member: curie string|value, allele Allele|value, haplotype Haplotype|value, copyNumber
    CopyNumber|value, text Text|value, variationSet VariationSet|value
Expression: syntax string, value string, version string
VcfRecord: genomeAssembly string, chrom string, pos uint64, id string, ref string, alt string, qual
    string, filter string, info string
Extension: name string, value string
Disease: term OntologyClass, excluded bool, onset TimeElement, resolution TimeElement, diseaseStage
    OntologyClass*, clinicalTnmFinding OntologyClass*, primarySite OntologyClass, laterality OntologyClass
MedicalAction: procedure Procedure|action, treatment Treatment|action, radiationTherapy
    RadiationTherapy|action, therapeuticRegimen TherapeuticRegimen|action, treatmentTarget OntologyClass,
    treatmentIntent OntologyClass, responseToTreatment OntologyClass, adverseEvents OntologyClass*,
    treatmentTerminationReason OntologyClass
Treatment: agent OntologyClass, routeOfAdministration OntologyClass, doseIntervals DoseInterval*, drugType
    DrugType, cumulativeDose Quantity
DoseInterval: quantity Quantity, scheduleFrequency OntologyClass, interval TimeInterval
RadiationTherapy: modality OntologyClass, bodySite OntologyClass, dosage int32, fractions int32
TherapeuticRegimen: externalReference ExternalReference|identifier, ontologyClass
    OntologyClass|identifier, startTime TimeElement, endTime TimeElement, regimenStatus
    TherapeuticRegimen.RegimenStatus
MetaData: created time, createdBy string, submittedBy string, resources Resource*, updates Update*,
    phenopacketSchemaVersion string, externalReferences ExternalReference*
Resource: id string, name string, url string, version string, namespacePrefix string, iriPrefix string
Update: timestamp time, updatedBy string, comment string
Family: id string, proband Phenopacket, relatives Phenopacket*, consanguinousParents bool, pedigree
    Pedigree, files File*, metaData MetaData
Pedigree: persons Pedigree.Person*
Pedigree.Person: familyId string, individualId string, paternalId string, maternalId string, sex Sex,
    affectedStatus Pedigree.Person.AffectedStatus
Cohort: id string, description string, members Phenopacket*, files File*, metaData MetaData
"""
"""Message: field type, ... with `*` behind the type of a list and `|name` where one of several may be set."""

_ENUMS = """\
VitalStatus.Status: UNKNOWN_STATUS ALIVE DECEASED
Sex: UNKNOWN_SEX FEMALE MALE OTHER_SEX
KaryotypicSex: UNKNOWN_KARYOTYPE XX XY XO XXY XXX XXYY XXXY XXXX XYY OTHER_KARYOTYPE
Interpretation.ProgressStatus: UNKNOWN_PROGRESS IN_PROGRESS COMPLETED SOLVED UNSOLVED
GenomicInterpretation.InterpretationStatus: UNKNOWN_STATUS REJECTED CANDIDATE CONTRIBUTORY CAUSATIVE
AcmgPathogenicityClassification: NOT_PROVIDED BENIGN LIKELY_BENIGN UNCERTAIN_SIGNIFICANCE
    LIKELY_PATHOGENIC PATHOGENIC
TherapeuticActionability: UNKNOWN_ACTIONABILITY NOT_ACTIONABLE ACTIONABLE
MoleculeContext: unspecified_molecule_context genomic transcript protein
DrugType: UNKNOWN_DRUG_TYPE PRESCRIPTION EHR_MEDICATION_LIST ADMINISTRATION_RELATED_TO_PROCEDURE
TherapeuticRegimen.RegimenStatus: UNKNOWN_STATUS STARTED COMPLETED DISCONTINUED
Pedigree.Person.AffectedStatus: MISSING UNAFFECTED AFFECTED
"""
"""Enumeration: its values from 0."""

SCALARS = frozenset({"string", "bool", "int32", "uint32", "int64", "uint64", "double", "time", "map"})


class Field(NamedTuple):
    """One field of a message."""

    name: str
    """As JSON writes it."""
    kind: str
    """One of `SCALARS`, or the name of a message or enumeration."""
    listed: bool
    choice: str
    """The name of the group of which only one field may be set; '' for none."""


def _lines(table: str) -> dict[str, str]:
    joined = table.replace("\n    ", " ").splitlines()
    return {name: rest for name, _, rest in (line.partition(": ") for line in joined)}


def _fields(rest: str) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for part in rest.split(", "):
        name, _, kind = part.partition(" ")
        kind, _, choice = kind.partition("|")
        field = Field(name, kind.rstrip("*"), kind.endswith("*"), choice)
        found[name] = found[_snake(name)] = field
    return found


def _snake(name: str) -> str:
    """The name as the schema's own files write it, which JSON may use as well."""
    return re.sub("[A-Z]", lambda match: f"_{match[0].lower()}", name)


MESSAGES: dict[str, dict[str, Field]] = {name: _fields(rest) for name, rest in _lines(_MESSAGES).items()}
"""Message -> its fields by name, in both spellings."""

ENUMS: dict[str, tuple[str, ...]] = {name: tuple(rest.split()) for name, rest in _lines(_ENUMS).items()}
"""Enumeration -> its values from 0."""
