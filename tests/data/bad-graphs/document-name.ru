# The document of one PubMed id with another.
DELETE DATA { GRAPH graph:PMID:37120151 {
  PMID:37120151 kg:pmid "37120151" .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  PMID:37120151 kg:pmid "1" .
} }
