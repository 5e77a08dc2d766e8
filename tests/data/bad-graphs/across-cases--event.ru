# An adverse event under a line of another case.
INSERT DATA { GRAPH graph:other {
  <https://w3id.org/casekg/case/other> a kg:Case ; rdfs:label "case other" ; dcterms:identifier "other" ; kg:method kg:curated ;
    kg:hasPatient <https://w3id.org/casekg/case/other/patient> .
  <https://w3id.org/casekg/case/other/patient> a NCIT:C16960 ; rdfs:label "patient of other" .
  <https://w3id.org/casekg/case/other/line/1> a kg:TherapyLine ; kg:inCase <https://w3id.org/casekg/case/other> ; rdfs:label "a line" ;
    kg:modality kg:observed ; kg:method kg:curated ; kg:order 1 ; kg:procedure "surgery" .
} } ;
DELETE DATA { GRAPH graph:PMID:37120151 {
  <adverse-event/1> kg:underLine <line/2> .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <adverse-event/1> kg:underLine <../other/line/1> .
} }
