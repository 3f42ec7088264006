"""What is a word, a place or a day before it is anybody's name."""

import pytest

from bot.intake.common import is_common

WORDS = """
发展 網絡 管理 平台 公司 集团 物流 消费者 问题 推出 消息 今天 周一 十一月 春节 数据 technology the yesterday
Monday November
"""
PLACES = """
杭州 杭州市 溫州 义乌 浙江 浙江省 黑龙江 陕西 新疆 东京 日本 法国 长三角 Hangzhou Wenzhou Zhejiang Shaanxi Tokyo France
"""


@pytest.mark.parametrize("name", [*WORDS.split(), *PLACES.split(), "New York", "last week", "9988", "Q"])
def test_words_places_and_days_are_common(name: str) -> None:
    assert is_common(name)


@pytest.mark.parametrize(
    "name",
    [
        "亮波",
        "柠檬铺",
        "Brightwave",
        "Lemon Shop",
        "杭州亮波",
        "发展亮波",
        "Quokka",
        "江小白",
        "花西子",
        "元气森林",
        "B站",
    ],
)
def test_a_name_is_not(name: str) -> None:
    assert not is_common(name)
