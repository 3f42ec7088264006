"""Which companies English sentences name: machine translation's names beside the plain words they also are."""

import pytest

from bot.companies import Recogniser
from storage.records import Item

SENTENCES = [
    ("Reek opens its first store; the e-cigarette brand plans 10,000 more", "relx"),
    ("The app is easy to use, and users like it", ""),
    ('Wish puts complaints on one "violation" page', "wish"),
    ("Zhong Shanshan spoke of water; a golden eagle flew over the central group of shops", "nongfu"),
    ("A top toy maker and a black shark on running shoes, he looked into you", ""),
    ("Pang Donglai and Home Original Chicken grow; Auntea Jenny lists", "pangdonglai laoxiangji aunteajenny"),
    ("Live host East Buy and Yuhui Tongxing part ways; Taotian follows", "east-buy yuhui taotian"),
    ("Vibrato and Aauto Quicker ban links to other shops", "douyin kuaishou"),
    ("Pin Duoduo and Xiao Hongshu raise fees; Spell Duoduo explains", "pinduoduo xiaohongshu"),
    ("An interesting shop and a fun store open; the vibrato of a violin", ""),
    ("Lashou, Wowo Group and Baidu Nuomi fight over group buying", "lashou wowo nuomi"),
    ("DeepSeek and Moonshot AI cut prices, a moonshot of its own", "deepseek moonshot"),
    ("Fuyou Truck, Yunniao and Hoau merge their lines", "foryou yunniao hoau"),
    ("Wish everyone a happy new year!", ""),
    ("We wish merchants a good Double 11", ""),
    ("Best Inc. to sell its express business to J&T Express for 6.8 billion yuan", "best-express jt-express"),
    ("Best practices of express delivery companies", ""),
    (
        "STO, YTO, ZTO, Best and Yunda raise prices in the express industry",
        "sto-express yto-express zto-express best-express yunda",
    ),
    ("Apple prices in Shaanxi rise 30%, fruit farmers are happy", ""),
    ("Apple to open a store in Wuhan", "apple"),
    ("Meta lays off 11,000 people", "meta"),
    ("Walmart and Target report results; US retailers hire", "walmart target"),
    ("The sales target of 100 million yuan was reached", ""),
    ("SoftBank and Naver to merge Line with Yahoo Japan", "softbank naver line yahoo"),
    ("Tencent First-line: Line 2 of the subway opens", ""),
    ("JD White Paper limits raised for consumer credit", "jd-baitiao"),
    ("JD.com released a white paper on logistics", "jd"),
    ("JD.com's White posts go up: installment without interest", "jd jd-baitiao"),
    ("Tencent Technology reported that Suning Tesco closed a store", "suning"),
    ("Cost-effective and Taobao changed the rules", "juhuasuan taobao"),
    ("Cost-effective products sell well on Taobao", "taobao"),
    ("Are you hungry? announces a 3 billion yuan subsidy for takeaway", "ele-me"),
    ("Are you hungry for success?", ""),
    ("Lie down, the home improvement platform of Alibaba, is closed", "tangping alibaba"),
    ("Young people want to lie down, says a Taobao survey", "taobao"),
    ('"Make a friend" live broadcast room sells 100 million yuan', "make-a-friend"),
    ("It is easy to make a friend online", ""),
    ("Rookie Network opens 100 warehouses", "cainiao"),
    ("Rookie sellers learn how to open a shop", ""),
    ("NetEase Koala sold to Alibaba", "kaola alibaba"),
    ("Jinshajiang's Zhu Xiaohu: no more bikes", "gsr-ventures"),
    ("Shell looking for a house files for a US IPO", "beike"),
    ("Shell to sell gas stations in China's oil market", "shell-plc"),
    ("Hello raises US$280 million as the bike-sharing market cools", "hellobike"),
    ("Little yellow car deposit refunds queue passes 10 million; ofo responds", "ofo"),
    ("Douyin's \"TikTok 38 Queen's Day\" starts", "douyin"),
    ("TikTok takeaway: group purchase delivery still a pilot", "douyin"),
    ("TikTok passes 240 million monthly users in Southeast Asia", "tiktok"),
    ("Trump signs an order banning TikTok; Oracle in talks", "tiktok oracle"),
    ("TikTok e-commerce bans false marketing by merchants", "douyin"),
    ("Kuaishou and Tiktok compete for anchors", "kuaishou douyin"),
    ("According to Canalys, Xiaomi leads in Spain", "xiaomi"),
    ("Canalys: Xiaomi leads in Spain", "canalys xiaomi"),
    ("36Kr learned that Luckin will open 500 shops", "luckin-coffee"),
    ("Jia Yueting says on Weibo that FF91 is ready", "leeco faraday-future"),
    ("Weibo's quarterly revenue was US$400 million", "weibo"),
    ("Haidilao founder Zhang Yong steps down", "haidilao"),
    ("Alibaba CEO Zhang Yong wrote a letter", "alibaba"),
    ("Zhang Yong: new retail is a must", "alibaba"),
    ("Mercedes and BMW on Tmall's car site", "mercedes bmw tmall"),
    ("The US Mission takeaway raises fees; US Group Review responds", "meituan"),
    ("Nut projector and XGIMI top Tmall's list", "jmgo xgimi tmall"),
    ("Honor sold by Huawei to Shenzhen buyers", "honor huawei"),
    ("In honor of Huawei's founders", "huawei"),
    ("Amazon.com, JD.com's and Alibaba-backed Lazada", "amazon jd alibaba lazada"),
    ("L’Oréal’s sales on Tmall; P&G, Unilever follow", "loreal tmall p-and-g unilever"),
    ("China Mobile and China Unicom open on JD", "china-mobile china-unicom jd"),
    ("China mobile payment users reach 900 million", ""),
    ("360 responds: Zhou Hongyi's security firm is not for sale", "qihoo-360"),
    ("It turns 360 degrees and costs 360 yuan", ""),
    ("1919 and Jiuxian compete in liquor", "1919 jiuxian"),
    ("1688 launches a new factory channel", "1688"),
    ("The phone costs 1688 yuan", ""),
    ("NASA's Mars rover; Mars pet food on Tmall", "tmall"),
    ("Mars, maker of Pedigree, sells pet food on JD", "mars jd"),
    ("Where to go, Ctrip and Tuniu refund air tickets", "qunar ctrip tuniu"),
    ("Where to go this weekend?", ""),
    ("Watermelon and Toutiao, both of ByteDance, add live shows", "xigua-video toutiao bytedance"),
    ("Watermelon prices fall on Pinduoduo", "pinduoduo"),
    ("Ant raises its IPO price; Alipay users rise", "ant-group alipay"),
    ("Visa and Mastercard apply for a bank card clearing license", "visa mastercard"),
    ("Fliggy: visa application up 50%", "fliggy"),
    ("Daily Youxian and Ding Dong Buying Vegetables cut staff", "missfresh dingdong"),
    ("Cao Cao Special Car and Drip Travel banned", "caocao didi"),
    ("Antarctic people sells its brand", "antarctic"),
    ("Tao Te and Tao Factory join hands", "taote tao-factory"),
    ("Today's headlines: what happened", ""),
    ("Nielsen: China's FMCG up 3%", "nielsen"),
    ("Millet: 8 million phones sold; Lei Jun thanks fans", "xiaomi"),
    ("Rice, millet and beans sell well on Taobao", "taobao"),
    ("Poizon, Xiaohongshu and Zhihu are fined", "dewu xiaohongshu zhihu"),
    ("Lao Xiangji files in Hong Kong; Laoxiang Ji opens a shop", "laoxiangji"),
    ("A man called lao xiangji sells soup", ""),
    ("The courier whom all call Dada wins a medal", ""),
    ("Walmart sells its shares of Dada", "walmart dada"),
    ("Box Horse X competes with Sam and Costco in membership stores", "hema sams-club costco"),
    ("Uncle Sam buys less; Costco and its membership stores grow", "costco"),
    ("Sharp falls on Wall Street: Snap loses a third", "snap"),
    ("Sharp launches a phone with Foxconn", "sharp foxconn"),
    ("Byte's Feishu and Doubao grow", "bytedance feishu doubao"),
    ("A Byte of data is little", ""),
    ("Longfor, Poly and Vanke lead real estate sales", "longfor poly-developments vanke"),
    ("A Poly bag costs little", ""),
    ("Apollo and KKR bid for the chain", "apollo-global kkr"),
    ("Apollo landed on the moon, says NASA, after a bid", ""),
    ("Tapestry buys Capri; luxury grows", "tapestry capri"),
    ("A holiday on Capri", ""),
    ("The French operator Orange and Jumia close a deal", "orange jumia"),
    ("Orange growers want an operator", ""),
    ("Kimi and other large models cut prices", "moonshot"),
    ("Kimi won the race", ""),
    ("Deliveries of new forces: Ideal, Future and Xpeng", "li-auto nio xpeng"),
    ("Deliveries of electric cars are Ideal in the Future", ""),
    ("ZhongAn and Cathay Insurance, an Ant affiliate, grow", "zhongan cathay-insurance ant-group"),
    ("An Ant walks over a leaf", ""),
    ("Seesaw sells coffee like Starbucks", "seesaw starbucks"),
    ("Prices were on a Seesaw", ""),
    ("Longzhu led the round of financing", "longzhu-capital"),
    ("Longzhu is a village", ""),
    ("Wanda Film and Bona share the box office", "wanda bona-film"),
    ("Bona fide sellers", ""),
    ("Asics sells shoes; miners buy ASICs of Canaan", "asics canaan"),
    ("A canvas bag made with Canva", "canva"),
    ("Blizzard and NetEase part over games; a blizzard hits the courier", "blizzard netease"),
    ("We set free now what the ordinary home holds, with a true color and one line of text", ""),
]


@pytest.mark.parametrize(("sentence", "slugs"), SENTENCES)
def test_a_sentence_names_these_companies_and_no_others(
    recogniser: Recogniser, sentence: str, slugs: str
) -> None:
    mentions = recogniser.mentions(Item(position=1, number=1, title=sentence))
    assert {mention.slug for mention in mentions} == set(slugs.split())


@pytest.mark.parametrize(
    "name", ["Taobao", "Taobao's", "Taobao’s", "Taobao-style", "Taobao.com", "Taobao,", "(Taobao)", "Taobaos"]
)
def test_a_latin_name_may_be_followed_by_these(recogniser: Recogniser, name: str) -> None:
    assert recogniser.in_text(f"Many use {name} at night") == ("taobao",)


@pytest.mark.parametrize(
    "word", ["Taobaoist", "xTaobao", "Taobao2go", "JDK", "OFOS", "bestow", "wishful", "metaverse"]
)
def test_a_latin_name_within_a_word_is_none(recogniser: Recogniser, word: str) -> None:
    assert recogniser.in_text(f"Many use {word} at night") == ()
