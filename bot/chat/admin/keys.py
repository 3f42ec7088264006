"""What stands behind the buttons of the menu. Ids and page marks only; who may press them is asked each time."""

from bot.chat import keyboards
from bot.chat.intake.keys import MENU
from bot.chat.keyboards import Row
from bot.texts import Texts

HOME = MENU
ISSUES, ISSUE, SHOW = "adissues", "adissue", "adshow"
WHO, AGAIN, AGAIN_YES = "adwho", "adagain", "adagainyes"
STATISTICS, PICTURE = "adstats", "adpicture"
BROADCAST, WRITE, SEND, DROP, STOP = "adcast", "adwrite", "adsend", "addrop", "adstop"
MAINTENANCE, SWITCH, WORDS = "adrest", "adswitch", "adwords"
LOG = "adlog"
ACCESS, RENEW, RENEW_YES = "adaccess", "adrenew", "adrenewyes"


def back(t: Texts, verb: str = HOME, *arguments: object) -> Row:
    return [keyboards.button(t("‹ Back"), verb, *arguments)]
