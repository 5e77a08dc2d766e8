# A variant finding without modality.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <variant/4> kg:modality kg:absent .
} }
