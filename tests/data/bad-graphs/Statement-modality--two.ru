# A diagnosis both observed and supposed.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <diagnosis/1> kg:modality kg:hypothesis .
} }
