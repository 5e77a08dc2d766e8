"""Bytes of a file -> its text: decoded, line ends alike, broken encoding repaired and said so."""

from __future__ import annotations

import codecs
import io
import re
from typing import Final

from kg.errors import Notepad

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC: Final = (
    (b"\x1f\x8b", "a gzip file", "name it .gz or unpack it first"),
    (b"PK\x03\x04", "a ZIP archive or an Office document", "unpack it or save it as plain text"),
    (b"%PDF", "a PDF document", "save its text as plain text"),
    (b"\x89PNG", "a PNG picture", "give its text instead"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file", "name it .zst or unpack it first"),
    (b"SQLite format 3", "an SQLite database", "export its records as text"),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "save it as plain text"),
)
_XML_ENCODING = re.compile(rb"\s*<\?xml\s[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z][\w.-]{0,40})[\"']")
_XML_ENCODINGS: Final = {
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
    "us-ascii": "ascii",
}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_SUSPECT = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]|\u00c3 |[\u0080-\u009f]"
)
"""A UTF-8 lead byte and a continuation byte, each shown as the Windows-1252 character it would be."""


_RAW_SUSPECTS: Final = (
    re.compile(
        rb"\xc3[\x82-\xb4](?:\xc2|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]|\xe2[\x80\x82\x84])"
    ),
    re.compile(rb"\xc3\x83 "),
    re.compile(rb"\xc2[\x80-\x9f]"),
)
"""In UTF-8 and with a fixed start, which is found fast: all that `_SUSPECT` finds, and more."""
_CONTROLS = bytes([*range(9), 0x0B, *range(0x0E, 0x20)])


def decode(data: bytes, source: str, pad: Notepad) -> str:
    r"""The text of a file, its line ends all '\n', without a byte order mark.

    UTF-8, or UTF-16 with a mark, or what an XML declaration names; any other encoding is a fault, never
    guessed at. UTF-8 that was once read as Windows-1252 ('Â©') is repaired, with a note of the lines.
    After a fault, noted on the pad under the name `source`, the text is empty.
    """
    from kg.readers.pieces import Broken, decoded

    try:
        return "".join(decoded(io.BytesIO(data), Notepad(source, pad.faults)))
    except Broken:
        return ""


def is_no_text(start: bytes, pad: Notepad) -> bool:
    """True, with a fault noted, when a file that starts so is of a kind that is known not to be text."""
    for magic, what, cure in _MAGIC:
        if start.startswith(magic):
            pad.error("", f"this is {what}, not text", cure)
            return True
    return False


def encoding_of(start: bytes) -> tuple[str, int]:
    """The encoding by byte order mark or XML declaration, and the length of the mark."""
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name, len(mark)
    declared = _XML_ENCODING.match(start[:200])
    name = declared[1].decode("ascii").lower() if declared else ""
    return _XML_ENCODINGS.get(name, "utf-8"), 0


def say_undecodable(data: bytes, place: tuple[int, int, int], encoding: str, pad: Notepad) -> None:
    """Note the byte that is not of the encoding: its offset in `data`, in the file, and its line."""
    at, offset, line = place
    what = f"byte 0x{data[at : at + 1].hex()} at offset {offset} is not {encoding.upper()}"
    pad.error("", what, _encoding_guess(data, encoding), line=line)


def _encoding_guess(data: bytes, encoding: str) -> str:
    if encoding != "utf-8":
        return "save the file as UTF-8"
    head = data[:100_000]
    if head.count(0) > len(head) // 10:
        return "a binary file, or UTF-16 without a byte order mark: save it as UTF-8"
    if len(_CONTROL_BYTES.findall(head)) > len(head) // 20:
        return "a binary file: give the record as text"
    return "probably Windows-1252: save it as UTF-8, or iconv -f WINDOWS-1252 -t UTF-8"


_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")


def say_control(text: str, at: int, before: tuple[int, int], pad: Notepad) -> None:
    """Note the control character at `at`; before the text stood so many characters and began that line."""
    offset, line = before
    nuls = text.count("\x00")
    if nuls > len(text) // 10:
        what = f"NUL character at offset {offset + at}"
        cure = "a binary file, or UTF-16 without a mark: save it as UTF-8"
    else:
        what = f"control character U+{ord(text[at]):04X} at offset {offset + at}"
        cure = "remove it; if there are many, this is no text file"
    pad.error("", what, cure, line=line + text.count("\n", 0, at))


def holds_control(raw: bytes) -> bool:
    """Whether a text, given in UTF-8, may hold a control character; much faster than to look for it."""
    return len(raw.translate(None, _CONTROLS)) != len(raw) or b"\xef\xbf" in raw


class Repairs:
    """Repairs lines that hold UTF-8 once read as Windows-1252, and remembers which."""

    def __init__(self) -> None:
        self._places = 0
        self._lines: list[int] = []

    def mended(self, text: str, raw: bytes, first: int) -> str:
        """The text, whose first line has the number `first`, with its encoding repaired.

        `raw` is the same in UTF-8, in which a suspect place is found much faster.
        """
        if not any(found.search(raw) for found in _RAW_SUSPECTS) or not _SUSPECT.search(text):
            return text
        from ftfy import TextFixerConfig, fix_encoding

        # Of ftfy's repairs only the encoding ones; replace_lossy_sequences would drop what is half lost.
        config = TextFixerConfig(replace_lossy_sequences=False, unescape_html=False, normalization=None)
        lines = text.split("\n")
        for index, line in enumerate(lines):
            if not _SUSPECT.search(line):
                continue
            mended = fix_encoding(line, config)
            if mended != line:
                self._places += max(1, len(_SUSPECT.findall(line)) - len(_SUSPECT.findall(mended)))
                self._lines.append(first + index)
                lines[index] = mended
        return "\n".join(lines)

    def say(self, pad: Notepad) -> None:
        """Note where something was repaired, if anything was."""
        if not self._lines:
            return
        lines = list(dict.fromkeys(self._lines))
        shown = ", ".join(map(str, lines[:10])) + (", …" if len(lines) > 10 else "")
        where = f"line{'s' if len(lines) > 1 else ''} {shown}"
        what = "1 place" if self._places == 1 else f"{self._places} places"
        said = f"repaired the encoding at {what} on {where} (UTF-8 once read as Windows-1252)"
        pad.note("", said, "check these lines against the source", line=lines[0])
