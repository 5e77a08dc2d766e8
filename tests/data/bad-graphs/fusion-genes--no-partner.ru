# Two genes but no partner.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <../../variant/HGNC:4567::HGNC:3430:fusion> kg:fusionPartner HGNC:4567 .
} }
