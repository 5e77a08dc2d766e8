# The second line ends in the year before it starts.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <line/2> kg:end "2020-02"^^xsd:gYearMonth .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <line/2> kg:end "2018"^^xsd:gYear .
} }
