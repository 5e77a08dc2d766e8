# A response to no line.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <response/1> kg:responseTo <line/1> .
} }
