"""The control API: be the people, look at the chats, break things. JSON both ways, for tests, the demo and the page.

A refusal is `{"error": "one clear line"}` with status 400 or 404.
"""

from starlette.routing import BaseRoute

from bot.sandbox.control import chats, clock, files, inline, live, people, reading, trouble
from bot.sandbox.state import SandboxState


def control_routes(state: SandboxState) -> list[BaseRoute]:
    """All routes under /control."""
    return [
        *people.routes(state),
        *chats.routes(state),
        *reading.routes(state),
        *trouble.routes(state),
        *clock.routes(state),
        *live.routes(state),
        *files.routes(state),
        *inline.routes(state),
    ]
