"""Which sentences wish for something that a command does, and which are searches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.orders import read_editions
from bot.chat.register import COMMANDS, WISHES
from bot.chat.wishes import wish_meant
from bot.chat.words import command_meant


@pytest.mark.parametrize(
    ("text", "command", "said"),
    [
        ("change my hours to 6am and 9pm", "time", "6am and 9pm"),
        ("Can you set my morning digest to half past seven?", "time", "morning half past seven"),
        ("please send me the evening digest at 8 pm", "time", "evening 8 pm"),
        ("move the weekly to noon", "time", "weekly noon"),
        ("I want my digest at 7", "time", "7"),
        ("morning 7:00, evening 20:00", "time", "morning 7:00, evening 20:00"),
        ("8:45", "time", "8:45"),
        ("7:00 20:00", "time", "7:00 20:00"),
        ("morning at half past seven", "time", "morning half past seven"),
        ("every day at 8", "time", "8"),
        ("make the evening digest half an hour later", "time", "evening"),
        ("早上七点一刻发给我", "time", "早上七点一刻"),
        ("每天早上9:00", "time", "早上9:00"),
        ("把早报推迟半小时", "time", "早报"),
        ("晚报晚一点", "time", "晚报"),
        ("早报改到九点一刻", "time", "早报 九点一刻"),
        ("把推送时间改成早上8点晚上7点", "time", "早上8点晚上7点"),
        ("晚报推迟到九点吧", "time", "晚报 九点"),
        ("晚报八点发给我", "time", "晚报 八点"),
        ("no more evening digest", "unsubscribe", "evening"),
        ("I don’t want the morning news any more", "unsubscribe", "morning"),
        ("stop the morning and evening issues please", "unsubscribe", "morning evening"),
        ("不要晚报", "unsubscribe", "晚报"),
        ("我不想要早报和晚报了", "unsubscribe", "早报 晚报"),
        ("周报就不用发了", "unsubscribe", "周报"),
        ("only the weekly please", "subscribe", "weekly"),
        ("只要周报", "subscribe", "周报"),
        ("evening too", "more", "evening"),
        ("add the weekly please", "more", "weekly"),
        ("晚报也要", "more", "晚报"),
        ("再加上周报", "more", "周报"),
        ("pause for a week", "pause", "for a week"),
        ("no digests for two weeks", "pause", "for two weeks"),
        ("I'm on holiday until Dec 1", "pause", "until dec 1"),
        ("暂停一周", "pause", "一周"),
        ("未来三天别发了", "pause", "三天"),
        ("暂停推送", "pause", ""),
        ("resume my digests", "resume", ""),
        ("恢复推送", "resume", ""),
        ("I’m back", "resume", ""),
        ("我回来了", "resume", ""),
        ("重新订阅", "subscribe", ""),
        ("when is the next digest?", "status", ""),
        ("what times do I have?", "status", ""),
        ("why did I get nothing today?", "status", ""),
        ("下一期什么时候", "status", ""),
        ("早报几点发", "status", ""),
        ("为什么没收到早报？", "status", ""),
        ("follow Tencent", "told", "tencent"),
        ("keep me posted on live streaming", "told", "live streaming"),
        ("关注腾讯", "told", "腾讯"),
        ("有拼多多的消息就告诉我", "told", "拼多多"),
        ("unfollow Tencent", "watches", ""),
        ("what do I follow?", "watches", ""),
        ("取消关注腾讯", "watches", ""),
        ("我关注了什么", "watches", ""),
        ("only on weekdays", "days", "working"),
        ("no digests on weekends", "days", "working"),
        ("周末不要发", "days", "working"),
        ("周末也要", "days", "all"),
        ("Titles only", "style", "headlines"),
        ("只看标题", "style", "headlines"),
        ("show me full texts", "style", "full"),
        ("标题加正文", "style", "full"),
        ("Without a sound", "sound", "off"),
        ("把声音关掉", "sound", "off"),
        ("有提示音", "sound", "on"),
        ("skip the international section", "sections", ""),
        ("不看国际栏目", "sections", ""),
        ("speak chinese", "language", "chinese"),
        ("switch to English please", "language", "english"),
        ("换成英文", "language", "英文"),
        ("change the language", "language", ""),
        ("set my time zone to New York", "zone", "new york"),
        ("I live in Berlin", "zone", "berlin"),
        ("我在柏林", "zone", "柏林"),
        ("时区改成东京", "zone", "东京"),
        ("change my hours", "settings", ""),
        ("改一下推送时间", "settings", ""),
    ],
)
def test_a_wish_is_the_command_that_does_it(text: str, command: str, said: str) -> None:
    assert command_meant(text) == (command, said)
    assert command in COMMANDS | WISHES


@pytest.mark.parametrize(
    "text",
    [
        "no more evening flights to Hangzhou",
        "双十一晚报价格",
        "不要晚报价格",
        "evening sales at 8pm",
        "Taobao changes hours to 6am",
        "pause",
        "暂停",
        "resume",
        "pause button",
        "暂停营业",
        "暂停营业一周",
        "停牌三天",
        "停发工资",
        "休息三天",
        "no sales for a week",
        "speak chinese to customers",
        "chinese",
        "I'm in love",
        "我在淘宝",
        "Berlin",
        "move to Berlin",
        "only weekly sales",
        "只看京东",
        "时间改变一切",
        "取消晚报广告",
        "恢复营业",
        "继续教育",
        "drop weekly active users",
        "weekly 618",
        "3.15",
        "2:1",
        "10.5",
        "双十一 0点",
        "三点发货",
        "每天都有新品",
        "什么时候发货",
        "when does double 11 start",
        "关注度上升",
        "watch sales",
        "持续关注",
        "周末不发货",
        "no weekend deliveries",
        "evening gown too",
        "headlines",
        "sound",
        "小红书栏目",
    ],
)
def test_a_search_stays_one(text: str) -> None:
    assert command_meant(text) is None


_PIECES = "no more stop pause the my evening digest weekly at to 8 for a week 不要 别发 把 我 早报 晚报 改到 八点 暂停 一周 了 , 在 柏林".split()


@given(st.lists(st.sampled_from(_PIECES), max_size=12), st.sampled_from(["", " "]))
def test_who_leaves_an_edition_leaves_no_other(words: list[str], between: str) -> None:
    command, said = wish_meant(between.join(words)) or ("", "")
    assert command != "unsubscribe" or read_editions(said)
