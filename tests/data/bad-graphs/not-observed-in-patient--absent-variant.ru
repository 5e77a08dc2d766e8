# A variant that was explicitly not found, as a variant of the patient.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:hasVariant <../../variant/HGNC:3430:amplification> .
} }
