"""Issues made by hand, in our own words, for tests that need one without the reader."""

from dataclasses import replace
from datetime import date

from storage.records import DateBasis, Edition, Issue, Item

SECTIONS = {
    "e-commerce": "E-commerce newsletter",
    "internet": "Internet Information",
    "cross-border": "Cross-border",
}


def item(number: int, title: str, *body: str, **more: object) -> Item:
    """An item; give `section_key` and the printed section goes with it."""
    made = Item(position=number, number=number, title=title, body=body)
    key = more.get("section_key")
    section = SECTIONS.get(str(key)) if key else None
    return replace(made, section=section, **more)  # type: ignore[arg-type]


def evening(day: date = date(2019, 11, 14)) -> Issue:
    """Six items in three sections, one of them Chinese, one long, one with characters that HTML minds."""
    items = (
        item(
            1,
            "Ministry of Commerce: online retail up 26.7% in eleven days",
            "Sales passed 870 billion yuan from November 1 to 11, said a spokesperson.",
            section_key="e-commerce",
            source="Shanghai Securities News",
        ),
        item(
            2,
            "Taobao App gains 96.38 million daily users on Double 11",
            "Trustdata counts 476 million people in Taobao that day. JD.com, far behind, grew as well.",
            "Pinduoduo <b>did not</b> comment & neither did Tmall.",
            section_key="e-commerce",
            source="Yicai",
        ),
        item(
            3,
            "支付宝：小店开业明显增多",
            "支付宝数据显示，湖北、广西、浙江新增小店最多。二月初活跃小店曾减少四成。",
            section_key="e-commerce",
            source="电商报",
            language="zh",
        ),
        item(
            4,
            "Sohu will rise again, says Zhang Chaoyang",
            "He wants to go deeper into information and social networking.",
            section_key="internet",
            source="Sina Technology",
        ),
        item(
            5,
            "Alibaba raises up to US$13.4 billion in Hong Kong",
            section_key="internet",
            source="Tencent News",
        ),
        item(
            6,
            "Sephora opens on Tmall International",
            " ".join(f"Sentence {n} tells how the shop was opened with great care." for n in range(1, 9)),
            section_key="cross-border",
            source="E-commerce News",
        ),
    )
    return _issue(Edition.EVENING, day, items)


def morning(day: date = date(2019, 11, 15)) -> Issue:
    """Two short items."""
    items = (
        item(
            1,
            "Taobao opens a night market",
            "Shops may stay open until two.",
            section_key="e-commerce",
            source="36Kr",
        ),
        item(
            2,
            "拼多多上线百亿补贴",
            "补贴覆盖万款商品。",
            section_key="e-commerce",
            source="电商报",
            language="zh",
        ),
    )
    return _issue(Edition.MORNING, day, items)


def weekly() -> Issue:
    """Comments, no sections, a range of days."""
    items = (
        item(
            1,
            "Tmall's quarterly check may remove shops",
            "Shops that miss the mark are told in advance.",
            source="Tianxia Online Merchants",
            comment="Better quality is the direction; nobody needs to hold on.",
        ),
        item(
            2,
            "JD Logistics stands on its own feet",
            "It is a company now.",
            source="Ebrun",
            comment="About time.",
        ),
    )
    issue = _issue(Edition.WEEKLY, date(2017, 4, 24), items)
    return replace(issue, end_date=date(2017, 4, 28))


def long_issue(day: date = date(2019, 11, 14), *, items: int = 30) -> Issue:
    """An issue of several messages."""
    text = "The platform reported steady growth in the third quarter, and merchants agreed. " * 6
    made = tuple(
        item(n, f"News number {n} of the long day", text, section_key="e-commerce", source="Yicai")
        for n in range(1, items + 1)
    )
    return _issue(Edition.EVENING, day, made)


def _issue(edition: Edition, day: date, items: tuple[Item, ...]) -> Issue:
    return Issue(
        newsletter="laogao",
        edition=edition,
        date=day,
        date_basis=DateBasis.HEADER,
        year_certain=True,
        headlines=tuple(it.title for it in items[:3]),
        sections=tuple(dict.fromkeys(it.section for it in items if it.section)),
        items=items,
    )
