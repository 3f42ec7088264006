"""What the bot may know of chats and their members."""

from bot.sandbox.errors import bad_request
from bot.sandbox.members import PRESENT, member_wire
from bot.sandbox.methods.kinds import MethodTable
from bot.sandbox.models import Chat, Wire
from bot.sandbox.params import Params
from bot.sandbox.world import World


def get_chat(world: World, params: Params) -> Wire:
    """A ChatFullInfo with the fields that are always there. Of a chat without the bot only when it is public."""
    chat = world.find_chat(params.text("chat_id"))
    if chat.type == "private" and not chat.started:
        raise bad_request("chat not found")
    if chat.type != "private" and not chat.username:
        world.entered_chat(chat.id)
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return chat.wire() | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def get_chat_member(world: World, params: Params) -> Wire:
    """Status of a person, or of the bot itself."""
    chat = _visible(world, params)
    user_id = params.integer("user_id")
    if user_id == world.bot.id:
        return member_wire(chat, world.bot.wire(), _own_status(chat), chat.bot_rights)
    user = world.users.get(user_id)
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if chat.type == "private":
        return member_wire(chat, user.wire(), "member" if user_id == chat.id else "left")
    return member_wire(chat, user.wire(), chat.members.get(user_id, "left"))


def get_chat_administrators(world: World, params: Params) -> list[Wire]:
    """Creator and administrators of a group or channel; other bots do not exist here."""
    chat = _visible(world, params)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    admins = [
        member_wire(chat, world.users[user_id].wire(), status)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator")
    ]
    if chat.bot_status == "administrator":
        admins.append(member_wire(chat, world.bot.wire(), "administrator", chat.bot_rights))
    return admins


def get_chat_member_count(world: World, params: Params) -> int:
    """People who are there, and the bot."""
    chat = _visible(world, params)
    if chat.type == "private":
        return 2
    people = sum(status in PRESENT for status in chat.members.values())
    return people + (chat.bot_status in PRESENT)


def leave_chat(world: World, params: Params) -> bool:
    """The bot goes by itself."""
    chat = _visible(world, params)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    world.journal.note("chat", chat.id)
    return True


def _visible(world: World, params: Params) -> Chat:
    chat = world.find_chat(params.text("chat_id"))
    return chat if chat.type == "private" else world.entered_chat(chat.id)


def _own_status(chat: Chat) -> str:
    return chat.bot_status if chat.type != "private" or chat.blocked else "member"


METHODS: MethodTable = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
