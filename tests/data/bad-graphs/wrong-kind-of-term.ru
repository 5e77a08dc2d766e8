# A gene where the disease belongs.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <claim/1> kg:inDisease MONDO:0008903 .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <claim/1> kg:inDisease HGNC:3430 .
} }
