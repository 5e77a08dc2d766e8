# The third line has lost the line before it.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <line/3> BFO:0000062 <line/2> .
} }
