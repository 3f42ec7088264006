"""What stands around a firm's name in its full one: its legal form, its trade, its place. Pure.

`JD.com, Inc.`, `北京京东世纪贸易有限公司`, `阿里巴巴（中国）网络技术有限公司`. A legal form says that a firm is meant. A trade or
a place alone says less (`Apple technology`, `北京京东`), and some tell firms apart: those of `JD Logistics` are not here.
"""

import re
from collections.abc import Iterator

from bot.companies.names import fold, key_of

CITIES = (
    "北京 上海 深圳 广州 杭州 南京 成都 武汉 西安 苏州 天津 重庆 厦门 宁波 长沙 福州 青岛 合肥 郑州 济南 大连 珠海 东莞 佛山 无锡 "
    "义乌 海南 贵州 浙江 江苏 广东 福建 山东 湖南 湖北 四川 安徽 河南 香港 中国"
).split()
_PLACES = (
    "beijing shanghai shenzhen guangzhou hangzhou nanjing chengdu wuhan suzhou tianjin chongqing xiamen ningbo qingdao "
    "zhejiang jiangsu guangdong hong\\ kong hongkong china"
).split(" ")

# Inc., Co., Ltd. and the like mean nothing else; letters that do (SA, AB, AG) only with their points.
_FORM = (
    r"inc|incorporated|corp|corporation|co|ltd|llc|llp|plc|gmbh(?:\s?&\s?co\.?\s?kg)?|kgaa|pte|pty|pvt|sdn|bhd|"
    r"(?:co|company|pte|pty|pvt|private|holdings?)\.?,?\s?(?:limited|ltd)|s\.\s?a(?:\.\s?s)?|s\.\s?p\.\s?a|n\.\s?v|b\.\s?v|"
    r"a\.\s?g|k\.\s?k|s\.\s?a\.\s?r\.\s?l"
)
_CHINESE_FORM = r"(?:股份|控股)?有限(?:责任)?公司|(?:集团|股份|控股)?公司|集团|股份|控股"
_CHINESE_PART = r"有限(?:责任)?公司|公司|集团|股份|控股"
_LOOSE = (
    r"limited|company|group|holdings?|ag|se|sa|sas|nv|bv|ab|asa|kg|kk|lp|oyj?|spa|technolog(?:y|ies)|tech|networks?|information|"
    r"e-?commerce|commerce|trading|trade|international|global|century|industr(?:y|ial)|development|digital|software|"
    r"services?|advertising|online|internet|systems?|science|and|&|the|platforms?"
)
_CHINESE_TRADE = (
    "网络|网讯|信息|电子商务|电商|电子|商务|商贸|贸易|科技|技术|实业|企业|数字|智能|供应链|管理|咨询|广告|服务|发展|国际|世纪|时代|在线|"
    "计算机|系统|软件|通讯|通信|文化|传媒|创意|产业"
)
_CITY = "|".join(CITIES)
_LATIN_PLACE = "|".join(_PLACES)
_GAP = r"[\s,.;·]*"
_BRACKETED = r"[(（][^()（）]{1,20}[)）]"

_HAS_FORM = re.compile(
    rf"(?:(?<=[\s,.)）\u3400-\u9fff])(?:{_FORM}){_GAP}|(?:{_CHINESE_FORM}){_GAP}(?:{_BRACKETED})?)$"
)
_TAIL = re.compile(
    rf"{_GAP}(?:(?<=[\s,.)）\u3400-\u9fff])(?:{_FORM}|{_LOOSE}|{_LATIN_PLACE})|{_CHINESE_PART}|{_CHINESE_TRADE}|{_BRACKETED}|{_CITY}){_GAP}$"
)
_HEAD = re.compile(
    rf"^(?:{_CITY}|省|市|[\u4e00-\u9fff]{{2,3}}(?:省|市|区|县)|(?:{_LATIN_PLACE}|the)\s+|{_BRACKETED}){_GAP}"
)
_ENDINGS = (
    *(
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "co",
        "ltd",
        "limited",
        "llc",
        "llp",
        "plc",
        "gmbh",
        "kg",
        "kgaa",
    ),
    *("pte", "pty", "pvt", "sdn", "bhd", ".a", ". a", ".s", ".v", ". v", ".g", ".k", ".l"),
    *("公司", "集团", "股份", "控股", ")"),
)
"""How a full name can end, points aside: most names do not, and need no closer look."""
_ONLY_FORM = re.compile(rf"(?:{_FORM}){_GAP}")
_ONLY_TRADE = re.compile(rf"{_CHINESE_TRADE}|{_CHINESE_PART}|{_LOOSE}")
_GROUP = re.compile(rf"(?<=[\s)])(?:group|holdings?){_GAP}$")
_ONLY_LOOSE = re.compile(rf"(?:{_LOOSE})")
_SHORTEST_OF_WORDS = (
    5  # letters of several words that are left without a legal form: `or a company` is not Ora
)
_SHORTEST = 2  # characters of a name that is left
_MOST = 8  # parts that are taken off at an end


def is_full(folded: str) -> bool:
    """Whether a folded name has the legal form of a firm: `jd.com, inc.`, `京东集团`."""
    return folded.rstrip(" .,;").endswith(_ENDINGS) and _HAS_FORM.search(folded) is not None


def says_firm(name: str) -> bool:
    """Whether a name says that it is a firm's, so that even a misspelt one is."""
    folded = fold(name).text
    return is_full(folded) or _GROUP.search(folded) is not None


def is_form(word: str) -> bool:
    """Whether a word is a legal form alone: `Inc.`"""
    return _ONLY_FORM.fullmatch(fold(word).text) is not None


def is_trade(folded: str) -> bool:
    """Whether a folded word is only what firms deal in, or that they are firms: `technology`, `发展`, `集团`."""
    return _ONLY_TRADE.fullmatch(folded) is not None


def bare_names(name: str) -> Iterator[str]:
    """Keys of what may be the name in a full one, the longest first; none when nothing can be taken off."""
    folded = fold(name).text.strip(" .,;")
    ends = [folded, *_peeled(_TAIL, folded)]
    rests = (rest for end in ends for rest in (end, *_peeled(_HEAD, end)))
    full = is_full(folded)
    found = {key_of(rest) for rest in rests if _may_be_name(rest, full=full)}
    yield from sorted((it for it in found - {key_of(folded)} if len(it) >= _SHORTEST), key=len, reverse=True)


def _peeled(part: re.Pattern[str], text: str) -> Iterator[str]:
    for _ in range(_MOST):
        rest = part.sub("", text, count=1)
        if rest in ("", text):
            return
        yield (text := rest)


def _may_be_name(rest: str, *, full: bool) -> bool:
    if _ONLY_LOOSE.fullmatch(rest):
        return False
    return full or " " not in rest.strip() or len(key_of(rest)) >= _SHORTEST_OF_WORDS
