# The third line starts before the second.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <line/3> kg:start "2020-03"^^xsd:gYearMonth .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <line/3> kg:start "2018-12-31"^^xsd:date .
} }
