# kg:hasVariant leads to something that no statement of the case names.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:hasVariant <../../variant/HGNC:3430:p.Leu755Ser> . <../../variant/HGNC:3430:p.Leu755Ser> a kg:Variant ; rdfs:label "ERBB2 L755S" ; GENO:0000418 HGNC:3430 .
} }
