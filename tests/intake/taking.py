"""What tests of the way into the archive share: issues, sure and doubtful, and the way itself."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.intake.ingest import IngestReport, ingest
from bot.intake.judging import Judge
from storage.store import Storage
from tests.shipped import recogniser

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2019, 11, 14, 12, 0, tzinfo=UTC)
BODY = (
    "E-commerce newsletter\n"
    "1. JD.com opens a shop\nOn November 14, JD.com opened a shop in Wuhan. (Daily News)\n"
    "2. Parcels grow\nOn November 14, 淘宝 counted more parcels than ever. (Post Weekly)\n"
    "3. Stores close\nOn November 14, two stores in Xi'an closed. (Daily News)\n"
)
ISSUE = (
    "#Laogao E-commerce Newsletter# [November 14 E-commerce Evening News] "
    f"JD.com opens a shop; Parcels grow; Stores close...\n\n{BODY}"
)
UNDATED = "Evening News: First thing; second thing; third thing...\n\n1. First thing\nIt happened. (Daily)\n"
"""No day anywhere in it."""

NAMELESS = BODY
"""Neither edition nor header."""

TORN = (
    "#Laogao E-commerce Newsletter# [November 14 E-commerce Evening News] Whales sing; Moon lands; Tea dries...\n\n"
    + "Words that belong to no item, as in a page that was torn on its way.\n" * 8
    + "7. First\n2. Second\n9. Third thing\nA line.\n3. Fourth\n"
)
"""Edition and day are clear, the rest is not."""


def judge(hold_below: float = 0.6) -> Judge:
    return Judge(recogniser(), SHANGHAI, hold_below)


async def take(
    storage: Storage,
    text: str | bytes,
    *,
    now: datetime = NOW,
    received: date | None = None,
    name: str = "test",
    hold_below: float = 0.6,
) -> IngestReport:
    return await ingest(
        text.encode() if isinstance(text, str) else text,
        name=name,
        storage=storage,
        recogniser=recogniser(),
        zone=SHANGHAI,
        now=now,
        received=received,
        hold_below=hold_below,
    )


def outcomes(report: IngestReport) -> list[str]:
    return [taken.outcome for taken in report.taken]
