# One patient in two cases.
INSERT DATA { GRAPH graph:other {
  <https://w3id.org/casekg/case/other> a kg:Case ; rdfs:label "case other" ; dcterms:identifier "other" ;
    kg:method kg:curated ; kg:hasPatient <patient> .
} }
