# A diagnosis that names another document than its case.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <diagnosis/1> prov:hadPrimarySource PMID:37120151 .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <diagnosis/1> prov:hadPrimarySource PMID:1 .
} }
