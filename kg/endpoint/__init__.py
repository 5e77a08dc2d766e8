"""Asking a SPARQL 1.1 endpoint over HTTP, so that an answer is either whole or an error.

`Client(url).fetch(query, kind)` sends the query as the SPARQL 1.1 Protocol says, follows redirects,
waits where the server asks for it, and puts the whole answer into a temporary file before anyone sees
a row; `results` and `triples` read it, after a first reading has proven that it is complete.

The connection is urllib3's (2 or later). What was weighed, by reading their code and threads in 2026:

- urllib3 raises when a body is shorter than its Content-Length or its last chunk is missing, leaves
  redirects to the caller, and needs no other package.
- requests is urllib3 below; above it, a netrc entry silently replaces a bearer token that was set, and a
  POST that is redirected by 301 or 302 turns into a GET without the query.
- httpx brings six packages more, reads netrc only when told, and takes longest to import.

None of them has a deadline for the whole exchange (all count from byte to byte, so a dripping server
holds them for ever) nor notices a gzip stream that ends too early; both are done here.
"""

from kg.endpoint.client import Client
from kg.endpoint.errors import EndpointError
from kg.endpoint.reading import Answer, results, triples

__all__ = ["Answer", "Client", "EndpointError", "results", "triples"]
