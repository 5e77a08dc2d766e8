"""Text as XML 1.0 can hold it: what it would lose is escaped, what it cannot hold is refused.

The engine writes texts as they are. XML readers turn a carriage return into a line feed unless it is
written as a reference, and refuse a document with most control characters in any form.
"""

from __future__ import annotations

import re
from typing import IO

from kg.errors import KgError

_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class XmlText:
    """A stream for an engine's XML writer; raises KgError for a character that XML does not have."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._tail = b""

    def write(self, data: bytes) -> int:
        """Pass the bytes on, carriage returns as references."""
        if odd := _NO_XML.search(self._tail + data):
            code = ord(odd[0].decode())
            what = f"the answer holds the character U+{code:04X}, which XML cannot hold"
            raise KgError(f"{what} (write it with -f json or -f tsv)")
        self._tail = data[-2:]
        self._out.write(data.replace(b"\r", b"&#xD;"))
        return len(data)

    def flush(self) -> None:
        """Pass on what is held back."""
        self._out.flush()
