# A claim about something without a term.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <claim/1> kg:subject <../../unmapped/my%20drug> . <../../unmapped/my%20drug> a kg:Unmapped ; rdfs:label "my drug" .
} }
