# A direct edge from the case instead of the patient.
# faults: misplaced-property short-edge-without-statement
INSERT DATA { GRAPH graph:PMID:37120151 {
  <../PMID:37120151> kg:hasVariant <../../variant/HGNC:3430:p.Asp769His> .
} }
