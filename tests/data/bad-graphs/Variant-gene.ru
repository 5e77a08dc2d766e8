# A variant without a gene.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <../../variant/HGNC:3430:p.Val777Leu> GENO:0000418 HGNC:3430 .
} }
