"""The Biolink Model 4.4.4 as tables: prefixes, classes with what is above them, slots with their values.

`ontology/biolink` holds them; `python -m kg.biolink.rebuild FOLDER` makes them from a release.
"""

from kg.biolink.curies import FOREIGN, contract, expanded
from kg.biolink.model import ASSOCIATION, VOCABULARY, Class, Slot, ancestors, class_of, slot_of

__all__ = [
    "ASSOCIATION",
    "FOREIGN",
    "VOCABULARY",
    "Class",
    "Slot",
    "ancestors",
    "class_of",
    "contract",
    "expanded",
    "slot_of",
]
