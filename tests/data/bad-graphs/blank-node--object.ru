# A blank node as an agent.
# faults: blank-node Case-curator
INSERT DATA { GRAPH graph:PMID:37120151 {
  <../PMID:37120151> prov:wasAttributedTo [] .
} }
