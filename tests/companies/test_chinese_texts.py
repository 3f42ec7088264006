"""Which companies Chinese sentences name: no spaces, two scripts, and words that run into one another."""

import opencc
import pytest

from bot.companies import Recogniser
from storage.records import Item

TRADITIONAL = opencc.OpenCC("s2t")
SENTENCES = [
    ("京东方发布财报,面板涨价", "boe"),
    ("京东与京东方签约", "jd boe"),
    ("小红说她在网上买衣服", ""),
    ("小红书上线电商功能", "xiaohongshu"),
    ("精美的包装和唯美的设计", ""),
    ("美的、格力、海尔空调价格战", "midea gree haier"),
    ("更快的物流和更好的服务", ""),
    ("快的打车与滴滴合并", "kuaidi didi"),
    ("中国美妆市场规模达4000亿", ""),
    ("国美、苏宁、京东打响家电价格战", "gome suning jd"),
    ("上海信息中心公布数据", ""),
    ("中国电信诈骗案上升", ""),
    ("南京东路上的旗舰店", ""),
    ("获得物流补贴", ""),
    ("得物App被约谈", "dewu"),
    ("用户愿意花点时间比价", ""),
    ("花点时间CEO朱月怡致歉:玫瑰100%退款", "huadianshijian"),
    ("悦刻、柚子、福禄等电子烟下架", "relx yooz flow"),
    ("柚子和苹果热销,果农增收", ""),
    ("抖音电商成立一级部门", "douyin"),
    ("TikTok在美国上线购物功能", "tiktok"),
    ("字节跳动旗下TikTok与抖音", "bytedance tiktok douyin"),
    ("淘寶、天貓雙11成交額創新高,阿里巴巴馬雲", "taobao tmall alibaba"),
    ("蝦皮在臺灣調整運費,賣家不滿", "shopee"),
    ("支付宝:花呗接入央行征信", "alipay huabei"),
    ("聚划算与淘抢购合并", "juhuasuan"),
    ("躺平APP停止服务,淘宝家居业务调整", "tangping taobao"),
    ("年轻人选择躺平", ""),
    ("交个朋友直播间销售额破亿", "make-a-friend"),
    ("他想多交个朋友", ""),
    ("腾讯科技讯,美团宣布收购摩拜", "meituan mobike"),
    ("张勇:海底捞不涨价", "haidilao"),
    ("张勇致信员工:新零售是未来", "alibaba"),
    ("刘强东卸任京东CEO", "jd"),
    ("每日优鲜、叮咚买菜、盒马、朴朴超市", "missfresh dingdong hema pupu"),
    ("商家云集杭州", ""),
    ("云集财报:会员电商增速放缓", "yunji"),
    ("京东白条上调额度", "jd-baitiao"),
    ("打白条被处罚", ""),
    ("旧金山门店关闭", ""),
    ("小米发布新手机,小米粥也热卖", "xiaomi"),
    ("苹果发布iPhone 12,苹果商店下架应用", "apple"),
    ("烟台苹果在拼多多热卖", "pinduoduo"),
    ("据天眼查App显示,某公司成立", ""),
    ("申通、圆通、中通、韵达、百世涨价", "sto-express yto-express zto-express yunda best-express"),
    ("其中通过直播带货", ""),
    ("其中百度、腾讯占比高", "baidu tencent"),
    ("贝壳找房上市,链家左晖", "beike lianjia"),
    ("去哪儿玩最好", ""),
    ("去哪儿网机票退改", "qunar"),
    ("在微博上发文称", ""),
    ("微博发布财报", "weibo"),
    ("微信公众号发文", ""),
    ("微信小程序电商", "wechat"),
    ("值得买科技上市", ""),
    ("海尔、海信、TCL", "haier hisense tcl"),
    ("全家便利店与罗森", "familymart lawson"),
    ("全家人一起看春晚", ""),
    ("平安好医生与平安集团", "ping-an-good-doctor ping-an"),
    ("祝大家平安健康", ""),
    ("与辉同行入驻淘天集团,胖东来观望", "yuhui taotian pangdonglai"),
    ("京东关停易迅网,飞牛网转向社区", "jd yixun feiniu"),
    ("沪上阿姨和茶里CHALI上新,老乡鸡排队上市", "aunteajenny chali laoxiangji"),
    ("好想来与鲍师傅门店破千,甜啦啦出海", "haoxianglai baoshifu tianlala"),
    ("顺丰同城、丹鸟与中通的兔喜生活", "sf-intra-city danniao zto-express tuxi"),
    ("销售易、纷享销客与北森云裁员", "xiaoshouyi fxiaoke beisen"),
    ("始祖鸟母公司亚玛芬体育上市", "arcteryx amer-sports"),
    ("团购三家:拉手网、窝窝团、百度糯米", "lashou wowo nuomi"),
    ("快乐淘宝贝,更优购物体验,大家有购物券,春雨润泽", "taobao"),
    ("方法大大简化,也许鲜为人知;电商派单、奶茶里加料", ""),
    ("快乐友善的卖家,甚至本周也有货", ""),
    ("所有货物在东北森林边的仓库,交易仓储更快", ""),
    ("用支付宝付款,赚钱海外去", "alipay"),
    ("稳健合规经营,人人乐于参与,形成联动优势", ""),
    ("分享道路信息,形似鸟类,理顺电商关系", ""),
    ("陕北小红卖杂粮,小米三天卖出两万斤", ""),
    ("小米造车,雷军称投资100亿元", "xiaomi"),
    ("老乡用小米手机直播卖公斤装的谷子", "xiaomi"),
    ("理想、蔚来、小鹏公布交付量", "li-auto nio xpeng"),
    ("她的理想、目标与蔚来无关", "nio"),
    ("工人叫他达达", ""),
    ("达达与京东到家合并,骑手增加", "dada jd-daojia"),
    ("暴雪天气影响快递", ""),
    ("暴雪与网易终止合作,国服游戏停运", "blizzard netease"),
    ("支付宝能够付款,科技嘉年华上平台电商获全国投资", "alipay"),
    ("一台电脑、一部新飞机和最新飞行器,真正泰国味,确保诚信", ""),
    ("带领克服困难,特别克制,提高合作密集度,地方特色与官方特价", ""),
    ("明星展示穿搭,音乐歌单更新,访问界面,参观夏季展", ""),
    ("外婆家的味道,公牛与豆包", ""),
    ("外婆家关闭20家餐厅门店;公牛集团插座涨价", "waipojia bull-group"),
    ("只二手货而已,她心上的人", ""),
    ("呷哺呷哺旗下凑凑关店,九毛九的太二降价", "xiabuxiabu coucou jiumaojiu taier"),
    ("白象、汇源与蜂花的国货直播间", "baixiang huiyuan bee-and-flower"),
    ("动物园来了一头白象", ""),
    ("水羊与丸美发布财报", "unifon marubi"),
    ("牧民用清水羊群", ""),
    ("永辉、人人乐也试水仓储店", "yonghui renrenle"),
    ("人人乐于助人,大家其乐融融", ""),
    ("亚朵、锦江满房,旗下金地与宝能公司回应", "atour jinjiang gemdale baoneng"),
    ("余额宝能提现,资金地址有误,最新航班与确保诚信", "yuebao"),
    ("乌兹别克与哈萨克斯坦的卖家查阅文件,用友善的语气", ""),
    ("别克、萨克斯百货与阅文集团,用友上云", "buick saks yuewen yonyou"),
    ("凑凑热闹,排名太二线", ""),
    ("肯德基宅急送与宅急送无关", "kfc zjs"),
    ("红布林、妃鱼与只二融资", "plum feiyu zhier"),
    ("珀莱雅、韩束和谷雨都涨价", "proya kans gukkie"),
    ("谷雨递表,与清明无关的是节气吗", ""),
    ("Grab与Keep合作,Soul被曝裁员", "grab keep soul"),
    ("康师傅、统一的方便面涨价,卡游、布鲁可上市", "master-kong uni-president kayou bloks"),
    ("平台统一规则,游客打卡游玩,出口易受影响,新产品胜出,普惠科技", ""),
    ("二手奢侈品平台胖虎与妃鱼关店", "ponhu feiyu"),
    ("胖虎、小夫和大雄,评价喜忧参半,小米折叠", "xiaomi"),
    ("易车、瓜子与懂车帝,吃瓜子看车", "bitauto guazi dongchedi"),
    ("通途、积加和马帮ERP降价", "tongtool gerpgo mabang"),
    (
        "红杉领投,五源、黑蚁和峰瑞跟投,源码、挑战者未投",
        "sequoia 5y-capital ba-capital frees-fund source-code challenger-capital",
    ),
    ("源码、挑战者、密集度、盛大发布会,惊喜连连、叫苦连连", ""),
    ("联想一下,小鹏友一家吃小米粽,滴滴声里满街当当响,广泛微商", ""),
    ("可灵、即梦抢视频生成,天能、超威涨价", "kling jimeng tianneng chilwee"),
    ("恒林收购厨具厂,永艺发布财报", "henglin uechairs"),
]


@pytest.mark.parametrize(("sentence", "slugs"), SENTENCES)
def test_a_sentence_names_these_companies_and_no_others(
    recogniser: Recogniser, sentence: str, slugs: str
) -> None:
    mentions = recogniser.mentions(Item(position=1, number=1, title=sentence))
    assert {mention.slug for mention in mentions} == set(slugs.split())


@pytest.mark.parametrize(("sentence", "slugs"), SENTENCES)
def test_the_same_in_traditional_characters(recogniser: Recogniser, sentence: str, slugs: str) -> None:
    mentions = recogniser.mentions(Item(position=1, number=1, title=TRADITIONAL.convert(sentence)))
    assert {mention.slug for mention in mentions} == set(slugs.split())


def test_latin_names_stand_among_chinese_without_spaces(recogniser: Recogniser) -> None:
    assert recogniser.in_text("消息称TikTok与Shopee在越南竞争") == ("tiktok", "shopee")
