"""Receiving updates: by polling, or by a webhook."""

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.kinds import MethodTable
from bot.sandbox.models import Wire
from bot.sandbox.params import Params
from bot.sandbox.world import World


def get_me(world: World, params: Params) -> Wire:
    """The bot's own User with its abilities."""
    return world.bot.wire() | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.bot.reads_groups,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(world: World, params: Params) -> list[Wire]:
    """A true long poll; see updates.py for offset, limit and the one poller."""
    world.updates.allow(_kinds(params))
    return await world.updates.poll(
        params.integer("offset"), params.integer("limit", 100), params.integer("timeout")
    )


def set_webhook(world: World, params: Params) -> bool:
    """Updates go to an address of the bot's, and polling is refused meanwhile; see webhook.py."""
    world.webhook.set(params.text("url"), params.text("secret_token"), params.integer("max_connections", 40))
    world.updates.allow(_kinds(params))
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    return True


def delete_webhook(world: World, params: Params) -> bool:
    """Back to polling."""
    world.webhook.set("")
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    return True


def get_webhook_info(world: World, params: Params) -> Wire:
    """Address, backlog, and what went wrong last."""
    return world.webhook.wire()


def leave_server(world: World, params: Params) -> bool:
    """close and logOut: nothing to move elsewhere, so they only say yes."""
    return True


def _kinds(params: Params) -> list[str] | None:
    raw: Any = params.json("allowed_updates")
    if raw is None:
        return None
    if not isinstance(raw, list) or not all(isinstance(kind, str) for kind in raw):
        raise bad_request("can't parse allowed_updates: expected an Array of String")
    return raw


METHODS: MethodTable = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "close": leave_server,
    "logOut": leave_server,
}
