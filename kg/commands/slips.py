"""Slips on the command line of `kg query`, and what was meant by them."""

from __future__ import annotations

import click


class QuestionCommand(click.Command):
    """A command that tells how parameters are given, where they are given as options or words."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as click does; its complaint about a parameter says how one is given."""
        words = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            name = error.option_name.lstrip("-")
            if name in _parameters(words):
                said = _behind(words, error.option_name)
                raise click.UsageError(f"Parameters are given as -p {name}={said}.", ctx) from None
            raise
        except click.UsageError as error:
            pair = next((word for word in words[1:] if _is_pair(word, words)), None)
            if pair and "unexpected extra argument" in error.message:
                raise click.UsageError(f"Parameters are given as -p {pair}.", ctx) from None
            raise


def _parameters(words: list[str]) -> list[str]:
    """The names of the parameters of the question that the words name; of all questions when none is."""
    from kg.questions import catalogue

    names = catalogue.names()
    asked = [catalogue.get(word) for word in words if word in names] or catalogue.every()
    return [parameter.name for query in asked for parameter in query.params]


def _is_pair(word: str, words: list[str]) -> bool:
    name, equals, _ = word.partition("=")
    return bool(equals) and name in _parameters(words)


def _behind(words: list[str], option: str) -> str:
    """The value that was given with the option."""
    for position, word in enumerate(words):
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
        if word == option and position + 1 < len(words):
            return words[position + 1]
    return "VALUE"
