"""Words that are no company's alone: places, days, words of the trade, and what stands in any news. Pure."""

from datetime import date

from bot.companies.forms import CITIES, is_trade
from bot.companies.names import fold, key
from bot.companies.sounds import sound
from bot.companies.unknown import NO_FIRM
from bot.lookup.rising import says_nothing
from bot.lookup.sentences import is_filler
from bot.lookup.spans import days_asked
from bot.lookup.terms import term_for
from bot.reader.vocabulary import section_key
from bot.zones.find import is_place

_PROVINCES = frozenset(
    "河北 山西 辽宁 吉林 黑龙江 江西 陕西 甘肃 青海 云南 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门".split()
).union(CITIES)
_REGIONS = frozenset("华东 华南 华北 华中 西南 西北 东北 长三角 珠三角 大湾区 京津冀".split())
_IN_LATIN = frozenset("".join(sound(name)) for name in _PROVINCES) | {
    "shaanxi",
    "innermongolia",
    "tibet",
    "macau",
}
_KINDS_OF_PLACE = "省市区县"
_EVERYDAY = frozenset(
    "政府 部门 委员会 法院 警方 协会 大学 学校 银行 机构 投资 餐饮 总统 主席 部长 总理 发言人 创始人 董事长 总裁 总经理 首席执行官 高管 员工 "
    "官员 专家 记者 媒体 股东 客户 顾客 消费 商品 产品 价格 成本 收入 利润 亏损 资金 资本 股票 股份 上市 合作 合同 协议 计划 项目 "
    "业务 战略 管理 运营 经营 生产 制造 设计 研发 创新 技术 系统 软件 硬件 手机 电脑 汽车 食品 服装 美妆 家电 超市 门店 商店 商场 "
    "工厂 仓库 发布 推出 宣布 表示 启动 开始 完成 获得 实现 提供 支持 成为 进入 退出 关闭 开放 升级 调整 下降 上涨 提升 扩大 减少 "
    "问题 原因 结果 影响 机会 风险 趋势 未来 目前 现在 已经 正在 全球 世界 国家 城市 农村 社会 经济 政策 法律 规定 标准 安全 质量 "
    "生活 时间 方式 情况 报告 调查 研究 分析 数量 规模 水平 人民 大家 我们 他们 这个 可以 因为 所以 但是 如果".split()
)
_ANY_DAY = date(2020, 1, 1)


def is_common(name: str) -> bool:
    """Whether a name is a word, a place or a day before it is anybody's name."""
    folded = fold(name).text
    bare = key(name)
    return (
        len(bare) == 1
        or bare.isdigit()
        or folded in NO_FIRM
        or bare in _EVERYDAY
        or is_trade(folded)
        or is_filler(folded)
        or says_nothing(folded)
        or term_for(name) is not None
        or section_key(name) is not None
        or _is_somewhere(name)
        or days_asked(name, _ANY_DAY)[0] == ""
    )


def _is_somewhere(name: str) -> bool:
    bare = key(name)
    short = bare.rstrip(_KINDS_OF_PLACE)
    return bare in _IN_LATIN or any(
        each in _PROVINCES | _REGIONS or is_place(each) for each in (bare, short, name)
    )
