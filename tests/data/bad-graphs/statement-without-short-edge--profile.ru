# The patient has lost a direct edge, kg:hasProfile.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:hasProfile <../../profile/HGNC:3430:p.Asp769His+HGNC:3430:p.Val777Leu> .
} }
