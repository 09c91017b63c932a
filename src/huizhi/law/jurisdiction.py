"""Which office handles a complaint or a report: places, in no order unless several received it (then the first)."""

from datetime import date

from huizhi.law.complaints import MEASURES_ON
from huizhi.vocabulary.citation import Citation
from huizhi.vocabulary.refused import Refused

PLACES = {
    "business_place": ("实际经营地", "the actual place of business"),
    "domicile": ("住所地", "the domicile"),
    "platform_domicile": ("平台经营者住所地", "the platform operator's domicile"),
    "shown_address": ("平台公示的经营地址", "the address shown on the platform"),
    "place_of_act": ("违法行为发生地", "the place of the act"),
    "publisher": ("广告发布者所在地", "the publisher's place"),
    "advertiser": ("广告主所在地", "the advertiser's place"),
    "advertising_agent": ("广告经营者所在地", "the advertising agent's place"),
}
"""Places whose county-level office is competent."""

_COMPLAINTS = {
    "operator": ("business_place", "domicile"),
    "platform": ("domicile",),
    "own_site": ("domicile",),
    "in_platform": ("shown_address", "platform_domicile"),
}
_REPORTS = {
    "operator": ("place_of_act",),
    "platform": ("domicile",),
    "own_site": ("domicile",),
    "in_platform": ("business_place", "platform_domicile"),
    "mass_media_advertising": ("publisher",),
    "internet_advertising": ("publisher", "advertiser", "advertising_agent"),
    "self_published_advertising": ("advertiser",),
}

_NEW = "《市场监督管理投诉举报处理办法》（国家市场监督管理总局令第121号）"
_OLD = "《市场监督管理投诉举报处理暂行办法》（国家市场监督管理总局令第20号）"
_ARTICLES = {"operator": "第二十九条", "platform": "第三十一条", "own_site": "第三十一条", "in_platform": "第三十一条"}
TARGETS = {
    "operator": ("一般经营者", "an ordinary operator"),
    "platform": ("电子商务平台经营者", "the operator of an e-commerce platform"),
    "own_site": ("自建网站或者其他网络服务经营者", "a self-built site or another network service"),
    "in_platform": ("平台内经营者", "an operator inside a platform"),
    "mass_media_advertising": ("大众媒介广告", "advertising in mass media"),
    "internet_advertising": ("互联网广告", "internet advertising"),
    "self_published_advertising": ("广告主自行发布的互联网广告", "internet advertising published by the advertiser"),
}
"""What a complaint or report may be about, as the matrix tells them apart."""


def targets(kind: str) -> tuple[str, ...]:
    """Codes of TARGETS the matrix has a row for, for a "complaint" or a "report"."""
    return tuple({"complaint": _COMPLAINTS, "report": _REPORTS}[kind])


def basis(kind: str, target: str, on: date) -> Citation:
    """The article the answer of `competent` rests on."""
    if on < MEASURES_ON:
        return Citation(_OLD, "第十二条" if kind == "complaint" else "", date(2020, 1, 1), date(2026, 4, 14), "known")
    article = "第十三条" if kind == "complaint" else _ARTICLES.get(target, "第三十二条")
    return Citation(_NEW, article, MEASURES_ON, None, "text")


def competent(kind: str, target: str, on: date, address_reachable: bool = True) -> tuple[str, ...]:
    """Codes of PLACES whose office may handle a "complaint" or "report" about a target, received on a day.

    `address_reachable`: an operator inside a platform shows an address there and can be reached at it. Several places:
    the office that received it first (a complaint) or filed first (a case). Refused for a target the matrix lacks.
    """
    table = {"complaint": _COMPLAINTS, "report": _REPORTS}.get(kind, {})
    if target not in table:
        raise Refused(
            "jurisdiction_unknown",
            f"管辖表没有“{kind}/{target}”这一情形",
            f"the jurisdiction matrix has no {kind!r} about {target!r}",
            "没有分派。",
            f"可选：{'、'.join(table) or '、'.join(('complaint', 'report'))}",
            {"kind": kind, "target": target},
            what_is_safe_en="Nothing was assigned.",
            what_to_do_en=f"Known: {', '.join(table) or 'complaint, report'}",
        )
    if kind == "complaint" and target == "in_platform":
        if on < MEASURES_ON:
            return ("business_place", "platform_domicile")
        if not address_reachable:
            return ("platform_domicile",)
    return table[target]
