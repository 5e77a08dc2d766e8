# The response came before its line.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <response/2> kg:when "2019-04"^^xsd:gYearMonth .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <response/2> kg:when "2019-01-09"^^xsd:date .
} }
