# One response with two categories.
# faults: Response-category response-category
INSERT DATA { GRAPH graph:PMID:37120151 {
  <response/2> kg:category NCIT:C4870 .
} }
