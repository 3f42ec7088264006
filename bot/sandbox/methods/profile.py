"""What the bot says about itself: commands by scope and language, name, descriptions (Bot API, setMyCommands, …)."""

import re
from collections.abc import Callable
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.kinds import Method, MethodTable
from bot.sandbox.models import BotProfile, Chat, Wire
from bot.sandbox.params import Params
from bot.sandbox.world import World

MAX_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")

MAX_NAME, MAX_DESCRIPTION, MAX_SHORT_DESCRIPTION = 64, 512, 120
"""Characters (Bot API, setMyName, setMyDescription, setMyShortDescription)."""


def set_my_commands(world: World, params: Params) -> bool:
    """Replace the commands of one scope and language."""
    raw = params.json("commands")
    if not isinstance(raw, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(raw) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.bot.commands[_place(world, params)] = [_command(entry) for entry in raw]
    world.journal.note("bot")
    return True


def get_my_commands(world: World, params: Params) -> list[Wire]:
    """Exactly what was set for this scope and language; no fallback (Bot API, getMyCommands)."""
    return world.bot.commands.get(_place(world, params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    """Forget them: broader scopes show again."""
    world.bot.commands.pop(_place(world, params), None)
    world.journal.note("bot")
    return True


def commands_for(bot: BotProfile, chat: Chat, user_id: int, language: str) -> list[Wire]:
    """The menu a person sees: the narrowest scope with commands, own language first (Bot API, BotCommandScope)."""
    admin = chat.members.get(user_id) in ("creator", "administrator")
    scopes = [f"chat_member:{chat.id}:{user_id}"] if chat.type != "private" else []
    scopes += [f"chat_administrators:{chat.id}"] if admin else []
    scopes += [f"chat:{chat.id}"]
    scopes += ["all_chat_administrators"] if admin else []
    scopes += ["all_private_chats" if chat.type == "private" else "all_group_chats", "default"]
    for scope in scopes:
        for code in (language[:2], ""):
            if commands := bot.commands.get((scope, code)):
                return commands
    return []


def _command(raw: Any) -> Wire:
    if not isinstance(raw, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name, description = raw.get("command"), raw.get("description")
    if not isinstance(name, str) or not _COMMAND.fullmatch(name := name.removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= len(description.strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description.strip()}


def _place(world: World, params: Params) -> tuple[str, str]:
    return _scope(world, params.json("scope")), _language(params)


def _scope(world: World, raw: Any) -> str:
    if raw is None:
        return "default"
    kind = raw.get("type") if isinstance(raw, dict) else None
    if kind in _PLAIN_SCOPES:
        return str(kind)
    if kind not in _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat = world.find_chat(raw.get("chat_id", ""))
    if kind != "chat" and chat.type in ("private", "channel"):
        raise bad_request("can't use the specified scope in this chat")
    key = f"{kind}:{chat.id}"
    return f"{key}:{raw.get('user_id')}" if kind == "chat_member" else key


def _language(params: Params) -> str:
    code = params.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _setter(
    field: str, limit: int, shelf: Callable[[BotProfile], dict[str, str]], refusal: str
) -> tuple[Method, Method]:
    """The set and get method of one text about the bot, kept by language code."""

    def put(world: World, params: Params) -> bool:
        text = params.text(field).strip()
        if len(text) > limit:
            raise bad_request(refusal)
        texts, code = shelf(world.bot), _language(params)
        if text:
            texts[code] = text
        else:
            texts.pop(code, None)
        world.journal.note("bot")
        return True

    def get(world: World, params: Params) -> Wire:
        texts = shelf(world.bot)
        text = texts.get(_language(params)) or texts.get("", "")
        return {field: text or (world.bot.first_name if field == "name" else "")}

    return put, get


_SET_NAME, _GET_NAME = _setter("name", MAX_NAME, lambda bot: bot.names, "name is too long")
_SET_LONG, _GET_LONG = _setter(
    "description", MAX_DESCRIPTION, lambda bot: bot.descriptions, "description is too long"
)
_SET_SHORT, _GET_SHORT = _setter(
    "short_description",
    MAX_SHORT_DESCRIPTION,
    lambda bot: bot.short_descriptions,
    "short description is too long",
)

METHODS: MethodTable = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _SET_NAME,
    "getMyName": _GET_NAME,
    "setMyDescription": _SET_LONG,
    "getMyDescription": _GET_LONG,
    "setMyShortDescription": _SET_SHORT,
    "getMyShortDescription": _GET_SHORT,
}
