"""Phenopackets in protobuf's binary form, by the official classes."""

from __future__ import annotations

import binascii
import importlib
from collections.abc import Iterator
from typing import Any

from kg.errors import KgError, Notepad, printable
from kg.phenopackets.packets import COHORT, FAMILY, PHENOPACKET

Json = dict[str, Any]

MAX_BYTES = 64_000_000
"""The longest packet that is read."""

_EXTRA = "pip install 'casekg[phenopackets]', or save the packet as JSON"
_LONGEST_VARINT = 5
_NEXT = frozenset(range(0x12, 0x63, 8))
"""First bytes of the fields that may follow the id: numbers 2 to 12, each a message or text."""


def looks_like(head: bytes) -> bool:
    r"""True when bytes that begin so are packets: an id, then a message or text with a length.

    >>> looks_like(b"\n\x02p1\x12\x06\n\x04ab\xc3\xa4"), looks_like(b"\n\nid: p1\n")
    (True, False)
    """
    return _is_message(head) or _is_delimited(head)


def is_base64(head: bytes) -> bool:
    r"""True when bytes that begin so are packets written in base64, on one line or several.

    >>> is_base64(b"CgJwMRIGCgRhYsOk\n"), is_base64(b"Case report\n")
    (True, False)
    """
    text = head.translate(None, b" \t\r\n")
    try:
        return looks_like(binascii.a2b_base64(text[: len(text) // 4 * 4], strict_mode=True))
    except binascii.Error:
        return False


def _is_delimited(head: bytes) -> bool:
    """True for messages with their lengths in front of them, as protobuf's own libraries write several."""
    length, start = _length(head, 0)
    return length > 0 and start > 0 and _is_message(head[start:])


def _length(data: bytes, at: int) -> tuple[int, int]:
    """The length that stands there (a varint), and where the message begins; (0, 0) for none."""
    number = 0
    for place, byte in enumerate(data[at : at + _LONGEST_VARINT]):
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return number, at + place + 1
    return 0, 0


def split(data: bytes, pad: Notepad) -> Iterator[bytes]:
    """The messages in those bytes: the only one, or each that has its length in front."""
    if _is_message(data):
        yield data
        return
    at = 0
    while at < len(data):
        length, start = _length(data, at)
        if not start or start + length > len(data):
            pad.error(
                "",
                f"ends in the message that begins at byte {at}",
                "it seems cut short: fetch or save it again",
            )
            return
        yield data[start : start + length]
        at = start + length


def _is_message(head: bytes) -> bool:
    if len(head) < 4 or head[0] != 0x0A or not 0 < head[1] < 0x80:
        return False
    end = 2 + head[1]
    name = head[2:end]
    if any(byte < 0x20 for byte in name) or len(head) <= end or head[end] not in _NEXT:
        return False
    return any(byte < 0x20 and byte not in b"\t\n\r" for byte in head[1:512])


def message_of(data: bytes, pad: Notepad) -> Json | None:
    """The packet, family or cohort as JSON; None after a fault was noted."""
    classes = _classes(pad)
    if classes is None:
        return None
    from google.protobuf.message import DecodeError

    fits = False
    for name in (PHENOPACKET, FAMILY, COHORT):
        message = getattr(classes, name)()
        try:
            message.ParseFromString(data)
        except DecodeError:
            continue
        fits |= not _holds_unknown(message)
        if message.id and message.HasField("meta_data") and not _holds_unknown(message):
            return _as_json(message, pad)
    if fits:
        what = "has no metaData, by which bytes are told to be a packet, a family or a cohort"
        pad.error("metaData", what, "give it some, or save the packet as JSON")
        return None
    what = "is neither a phenopacket v2 nor a family or cohort in protobuf's binary form"
    cure = (
        "fetch or save it again if it was cut short; packets of schema v1 are converted by phenopacket-tools"
    )
    pad.error("", what, cure)
    return None


def _as_json(message: Any, pad: Notepad) -> Json | None:
    """The message as JSON; None after a fault was noted of a value that JSON has no form for."""
    from google.protobuf.json_format import MessageToDict, SerializeToJsonError

    try:
        found: Json = MessageToDict(message)
    except SerializeToJsonError as error:
        what = f"holds a value that cannot be: {printable(str(error).rstrip('.'), 300)}"
        pad.error("", what, "correct it where the packet was made")
        return None
    return found


def _holds_unknown(message: Any) -> bool:
    """True when the bytes hold fields that the message has not: then it is another one."""
    from google.protobuf.unknown_fields import UnknownFieldSet

    if len(UnknownFieldSet(message)):
        return True
    for field, value in message.ListFields():
        if field.message_type and not field.message_type.GetOptions().map_entry:
            inner = value if field.is_repeated else (value,)
            if any(map(_holds_unknown, inner)):
                return True
    return False


def _classes(pad: Notepad) -> Any:
    try:
        return importlib.import_module("phenopackets")
    except ImportError:
        pad.error("", "is a phenopacket in protobuf's binary form, which needs an extra of kg", _EXTRA)
        return None


def bytes_of(kind: str, value: Json) -> bytes:
    """The message in binary form. Raises KgError without the official classes, or when they refuse it."""
    pad = Notepad("")
    classes = _classes(pad)
    if classes is None:
        raise KgError(f"binary phenopackets need an extra of kg ({_EXTRA})")
    from google.protobuf.json_format import ParseDict, ParseError

    try:
        data: bytes = ParseDict(value, getattr(classes, kind)()).SerializeToString(deterministic=True)
    except ParseError as error:
        raise KgError(f"{value.get('id')}: {error}") from None
    return data
