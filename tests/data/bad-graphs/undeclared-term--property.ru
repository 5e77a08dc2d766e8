# A property with a slip of the pen.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:hasVarient <../../variant/HGNC:3430:p.Asp769His> .
} }
