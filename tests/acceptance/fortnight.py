"""A fortnight of news in our own words, up to this noon: enough of everything that can be asked for."""

from dataclasses import replace
from datetime import date, timedelta

from bot.reader.vocabulary import source_key
from storage.records import Edition, Issue, Item
from tests.acceptance.stage import NOON
from tests.factories import evening, item, morning, weekly

TODAY = NOON.date()
DAYS = 13


def fortnight() -> list[Issue]:
    """An issue each evening, this morning's, and one of two years before; oldest first."""
    evenings = [_evening(TODAY - timedelta(days=back), back) for back in range(DAYS, 1, -1)]
    return [
        _known(each) for each in (weekly(), *evenings, evening(TODAY - timedelta(days=1)), morning(TODAY))
    ]


def alerting() -> Issue:
    """This evening's: three items on what may be watched for."""
    items = (
        item(1, "Pinduoduo opens a farm", "Live streaming from the field, every day at six.", source="Ebrun"),
        item(2, "Live streaming moves indoors", "Winter has come.", source="Ebrun"),
        item(3, "天猫上线直播间", "每天六点开播。", source="亿邦动力", language="zh"),
    )
    return _known(replace(evening(TODAY), items=items))


def market_week() -> Issue:
    """This week's: more on one thing than anybody wants as single messages."""
    titles = (
        "Market opens in Yiwu",
        "Market of flowers",
        "Night market",
        "Fish market",
        "Market <b>bold</b>",
    )
    items = tuple(item(at, title, source="Ebrun") for at, title in enumerate(titles, 1))
    return _known(replace(weekly(), date=TODAY - timedelta(days=3), end_date=TODAY, items=items))


def _evening(day: date, back: int) -> Issue:
    parcels = item(
        1,
        f"Taobao ships {back} million parcels in a day",
        "Cainiao had asked for more drivers & got them. JD.com shipped fewer.",
        section_key="e-commerce",
        source="Yicai",
    )
    streams = item(
        2,
        f"拼多多直播带货第{back}场",
        "宝妈们在直播间等优惠券。平台说，成交额比上一场多两成。",
        section_key="internet",
        source="电商报",
        language="zh",
    )
    abroad = item(
        3,
        "Shopee and Lazada lower their fees",
        "Sellers from Shenzhen had asked for it. Amazon keeps its own.",
        section_key="cross-border",
        source="Ebrun",
    )
    items = (parcels, streams, abroad) if back % 4 == 0 else (parcels, streams)
    return replace(evening(day), edition=Edition.EVENING, items=items)


def _known(issue: Issue) -> Issue:
    return replace(issue, items=tuple(map(_with_source, issue.items)))


def _with_source(it: Item) -> Item:
    return replace(it, source_key=source_key(it.source) if it.source else None)
