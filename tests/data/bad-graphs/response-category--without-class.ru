# Words without a class, yet a class.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <response/1> kg:categoryText "disease progression" .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <response/1> kg:categoryText "mixed response" .
} }
