"""What the server does not answer, with the status of HTTP that says why."""

from __future__ import annotations

from http import HTTPStatus


class Refusal(Exception):
    """A request that is not answered: its status and a text for whoever asked."""

    def __init__(self, status: HTTPStatus, text: str) -> None:
        self.status = status
        self.text = text
        super().__init__(text)
