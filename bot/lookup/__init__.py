"""Look-ups: from what a person types to a query, and from what was found to lines of a message. Pure."""

from bot.lookup.grammar import LONGEST, parse, tidy

__all__ = ["LONGEST", "parse", "tidy"]
