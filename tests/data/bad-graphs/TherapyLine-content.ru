# A line that says nothing of what was given.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <line/1> kg:drugsStated false ; kg:procedure "radiotherapy" .
} }
