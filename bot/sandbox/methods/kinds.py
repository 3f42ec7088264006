"""What a method is: a function of world and parameters that gives back the result, or raises ApiError."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.sandbox.params import Params
from bot.sandbox.world import World

Method = Callable[[World, Params], Any] | Callable[[World, Params], Awaitable[Any]]
MethodTable = Mapping[str, Method]
"""Name as the Bot API writes it → method."""
