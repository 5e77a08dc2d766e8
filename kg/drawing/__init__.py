"""A picture as a file for papers and for other programs: SVG, PNG, DOT, GraphML, Cytoscape JSON.

The drawn ones look like the page: same places, symbols, colours and words. None needs a browser, none
holds a script, and the same picture gives the same bytes.
"""

from __future__ import annotations
