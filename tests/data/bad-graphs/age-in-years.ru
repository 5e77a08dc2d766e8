# An age of 61 years as the number 16.
DELETE WHERE { GRAPH graph:PMID:37120151 { <patient> kg:ageInYears ?years } } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:ageInYears 16.0 .
} }
