# A fusion with one gene.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <../../variant/HGNC:4567::HGNC:3430:fusion> GENO:0000418 HGNC:4567 .
} }
