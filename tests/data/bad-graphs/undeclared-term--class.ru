# A class that there is not.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> a kg:Person .
} }
