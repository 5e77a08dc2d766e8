# The patient has lost a direct edge, kg:hasVariant.
# faults: statement-without-short-edge prediction-without-observation
DELETE DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:hasVariant <../../variant/HGNC:3430:p.Asp769His> .
} }
