"""SERVICE, which asks another server: only where the user has named its host.

The engine has an HTTP client of its own and asks as soon as a query is put to it, so a query is looked
at before the engine sees it. It follows no redirects, so the host of the IRI is the host that is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from kg.errors import UsageError
from kg.questions.faults import fault
from kg.questions.prologue import prologue
from kg.questions.tokens import Token

ANY = "*"
"""In place of a host: every server may be asked."""

_PORTS = {"http": 80, "https": 443}


def check_services(text: str, source: str, words: Sequence[Token], services: Collection[str]) -> None:
    """Raise UsageError for the first SERVICE whose host is not among `services`.

    A host is written as in its IRI, with any port (`query.wikidata.org`) or one (`localhost:7878`).
    """
    allowed = {service.strip().lower() for service in services}
    for name in _names(words):
        hosts = _hosts(name, words)
        if ANY not in allowed and not allowed.intersection(hosts):
            raise _refusal(text, source, name, hosts)


def without_services(text: str, words: Sequence[Token]) -> str:
    """The text with GRAPH for SERVICE, the rest at its place: to be checked without asking anyone."""
    for position, word in enumerate(words):
        if word.is_word("SERVICE"):
            silent = [next_ for next_ in words[position + 1 : position + 2] if next_.is_word("SILENT")]
            end = silent[0].end if silent else word.end
            text = text[: word.start] + "GRAPH".ljust(end - word.start) + text[end:]
    return text


def _names(words: Sequence[Token]) -> list[Token]:
    """The words that name the servers, or the word SERVICE itself where nothing follows."""
    found = []
    for position, word in enumerate(words):
        if word.is_word("SERVICE"):
            behind = [next_ for next_ in words[position + 1 : position + 3] if not next_.is_word("SILENT")]
            found.append(behind[0] if behind else word)
    return found


def _refusal(text: str, source: str, name: Token, hosts: Sequence[str]) -> UsageError:
    if name.kind == "variable":
        what = f"SERVICE {name.text} may ask any server"
        remedy = f"name one: SERVICE <https://…>, or allow all with --allow-service '{ANY}'"
    elif hosts:
        what = f"SERVICE would ask the server {hosts[0]}, which is not allowed"
        remedy = f"allow it with --allow-service {hosts[0]}"
    else:
        what, remedy = "SERVICE takes the IRI of a server", "write SERVICE <https://…> { … }"
    return fault(text, source, name.start, what, remedy)


def _hosts(name: Token, words: Sequence[Token]) -> tuple[str, ...]:
    """The host, and the host with its port, of a server's IRI in lower case; none when it has none."""
    if name.kind not in {"iri", "name"}:
        return ()
    try:
        parts = urlsplit(prologue([word for word in words if word.end <= name.start]).iri(name))
        host, port = parts.hostname, parts.port
    except ValueError:
        return ()
    if parts.scheme not in _PORTS or not host:
        return ()
    shown = f"[{host}]" if ":" in host else host
    return shown, f"{shown}:{port or _PORTS[parts.scheme]}"
