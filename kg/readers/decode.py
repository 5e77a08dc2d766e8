"""Bytes of a file -> its text: decoded, line ends alike, broken encoding repaired and said so."""

from __future__ import annotations

import codecs
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
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_SUSPECT = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]|\u00c3 |[\u0080-\u009f]"
)
"""A UTF-8 lead byte and a continuation byte, each shown as the Windows-1252 character it would be."""


def decode(data: bytes, source: str, pad: Notepad) -> str:
    r"""The text of a file, its line ends all '\n', without a byte order mark.

    UTF-8, or UTF-16 with a mark, or what an XML declaration names; any other encoding is a fault, never
    guessed at. UTF-8 that was once read as Windows-1252 ('Â©') is repaired, with a note of the lines.
    After a fault, noted on the pad under the name `source`, the text is empty.
    """
    pad = Notepad(source, pad.faults)
    text = _decoded(data, pad)
    if text is None:
        return ""
    if not text.strip(" \t\r\n\ufeff"):
        pad.error("", "the file is empty", "save the record again")
        return ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if fault := _CONTROL.search(text):
        _say_control(text, fault.start(), pad)
        return ""
    if lost := text.count("\ufffd"):
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        pad.warn(
            "", f"{lost} characters were lost when this file was made (U+FFFD)", "save it again", line=line
        )
    return _repaired(text, pad).removeprefix("\ufeff")


def _decoded(data: bytes, pad: Notepad) -> str | None:
    for start, what, cure in _MAGIC:
        if data.startswith(start):
            pad.error("", f"this is {what}, not text", cure)
            return None
    encoding, skip = _encoding(data)
    try:
        return data[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        _say_undecodable(data, error.start + skip, encoding, pad)
        return None


def _encoding(data: bytes) -> tuple[str, int]:
    """The encoding by byte order mark or XML declaration, and the length of the mark."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name, len(mark)
    declared = _XML_ENCODING.match(data[:200])
    name = declared[1].decode("ascii").lower() if declared else ""
    return _XML_ENCODINGS.get(name, "utf-8"), 0


def _say_undecodable(data: bytes, offset: int, encoding: str, pad: Notepad) -> None:
    line = data.count(b"\n", 0, offset) + 1
    byte = data[offset : offset + 1].hex()
    what = f"byte 0x{byte} at offset {offset} is not {encoding.upper()}"
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


def _say_control(text: str, offset: int, pad: Notepad) -> None:
    line = text.count("\n", 0, offset) + 1
    nuls = text.count("\x00")
    if nuls > len(text) // 10:
        what, cure = (
            f"NUL character at offset {offset}",
            "a binary file, or UTF-16 without a mark: save it as UTF-8",
        )
    else:
        what = f"control character U+{ord(text[offset]):04X} at offset {offset}"
        cure = "remove it; if there are many, this is no text file"
    pad.error("", what, cure, line=line)


def _repaired(text: str, pad: Notepad) -> str:
    """The text with lines repaired that hold UTF-8 once read as Windows-1252; notes which."""
    if not _SUSPECT.search(text):
        return text
    from ftfy import TextFixerConfig, fix_encoding

    # Of ftfy's repairs only the encoding ones; replace_lossy_sequences would drop what is half lost.
    config = TextFixerConfig(replace_lossy_sequences=False, unescape_html=False, normalization=None)
    lines = text.split("\n")
    places, numbers = 0, []
    for index, line in enumerate(lines):
        if not _SUSPECT.search(line):
            continue
        mended = fix_encoding(line, config)
        if mended != line:
            places += max(1, len(_SUSPECT.findall(line)) - len(_SUSPECT.findall(mended)))
            numbers.append(index + 1)
            lines[index] = mended
    if numbers:
        pad.note("", _said_repaired(places, numbers), "check these lines against the source", line=numbers[0])
    return "\n".join(lines)


def _said_repaired(places: int, numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10])) + (", …" if len(numbers) > 10 else "")
    where = f"line{'s' if len(numbers) > 1 else ''} {shown}"
    what = "1 place" if places == 1 else f"{places} places"
    return f"repaired the encoding at {what} on {where} (UTF-8 once read as Windows-1252)"
