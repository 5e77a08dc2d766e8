"""CIViC: its tables as evidence statements of the same shape as those of cases.

`tables` knows the files by their headings, `variants`, `therapies` and `meanings` say what their words
mean, `reading` makes a `Statement` of a row, and `building` makes triples of it.
"""

from kg.civic.building import Builder
from kg.civic.model import Category, Statement
from kg.civic.reading import Reader
from kg.civic.tables import Row, Table, table_of

__all__ = ["Builder", "Category", "Reader", "Row", "Statement", "Table", "table_of"]
