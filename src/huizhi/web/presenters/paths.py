"""What would change a business's class, and what it can put right: judged again from its own published facts."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huizhi.apps.registers.facade import MATTER_EVENTS, ClassCard, EntityHead, EventLine, Peers, PublicEntity
from huizhi.insight.adjustments import Move
from huizhi.insight.judging import Fact, Judgement, Subject, judge
from huizhi.insight.path import Adjusted, Path, Turn, path_up, turns
from huizhi.insight.remedies import Act, acts_open
from huizhi.insight.scorecard import COLUMNS, Scorecard
from huizhi.web import labels
from huizhi.web.presenters.drilldown import evidence_href

MOST_SHOWN = 6
"""Rows of a list on the page; the rest is counted."""


def changes(
    head: EntityHead, graded: ClassCard, lines: Iterable[EventLine], card: Scorecard, as_of: date, *, elsewhere: bool,
    own: bool = False,
) -> dict[str, object]:  # fmt: skip
    """The path up, time alone, and what would make it worst. Only `unsure` when it cannot be judged as the night did.

    `elsewhere`: the rules in force here are not those the class was made by. `own`: for the business itself, without
    officers' pages and without the days of complaints and reports.
    """
    facts, who = facts_from(lines), subject_of(head)
    now = judge(facts, who, as_of, card)
    if elsewhere or not _same(now, graded):
        return {"unsure": _("发布的分类不能用本机的规则和记录重算得出，所以不推算改善路径。下一次夜间任务后再看。")}
    return explained(facts, who, as_of, card, now.grade, card.worst, head.entity_id, own=own)


def explained(
    facts: list[Fact], who: Subject, as_of: date, card: Scorecard, now: str, worse: str, entity_id: str, *,
    own: bool = False,
) -> dict[str, object]:  # fmt: skip
    """The path up from `now`, time alone, how the year moves it on the way, and what would make it `worse`."""
    untold = MATTER_EVENTS if own else ()
    shortest = path_up(facts, who, as_of, card)
    alone = path_up(facts, who, as_of, card, acting=False) if shortest and shortest.acts else None
    worst = turns(facts, who, as_of, card, worse)
    return {
        "title": _("怎样改善，什么会变差"),
        "lead": _lead(shortest, now, card),
        "acts": [_act(act, "" if own else entity_id) for act in shortest.acts] if shortest else [],
        "adjusted": [_adjusted(each, untold) for each in shortest.adjusted] if shortest else [],
        "fading": _fading(shortest, card, untold),
        "alone": _alone(shortest, alone, card),
        "worst_title": _("什么会使其成为%(class)s") % {"class": class_words(worse, card)},
        "worst": [_turn(turn, card) for turn in worst[:MOST_SHOWN]],
        "already_worst": now == worse,
    }


def class_words(grade: str, card: Scorecard) -> str:
    """The class as it is called: classes of credit, grades of a trade."""
    return (_("%(grade)s级") if card.covers else _("%(grade)s类")) % {"grade": grade}


def move_words(move: Move, untold: Collection[str] = ()) -> str:
    """Which rule moves the class, how far, and by the records of which days, without those of the kinds untold."""
    rule, steps = move.rule, abs(move.rule.steps)
    name = rule.en if labels.english() else rule.zh
    up = ngettext("%(name)s：调高%(n)s级", "%(name)s：调高%(n)s级", steps)
    down = ngettext("%(name)s：调低%(n)s级", "%(name)s：调低%(n)s级", steps)
    told = (up if rule.steps > 0 else down) % {"name": name, "n": steps}
    when = "、".join(str(fact.occurred_on) for fact in move.facts[:3] if fact.kind not in untold)
    return _("%(told)s（%(days)s）") % {"told": told, "days": when} if when else told


def spread(peers: Peers | None, grade: str) -> list[dict[str, object]]:
    """How many of the trade's businesses are in each class, in whole per mille; `own` marks the business's."""
    if peers is None or not peers.total:
        return []
    return [
        {"grade": each, "count": count, "share": f"{count * 1000 // peers.total / 10:.1f}", "own": each == grade}
        for each, count in peers.by_grade.items()
    ]


def to_put_right(found: PublicEntity, card: Scorecard) -> list[dict[str, object]]:
    """What anybody may see can be put right about the published records: no class, no points."""
    acts = acts_open(facts_from(found.timeline.events), found.release.as_of, card)
    return [_act(act, "") for act in acts[:MOST_SHOWN]]


def _same(mine: Judgement, published: ClassCard) -> bool:
    return (mine.score, mine.grade, mine.forced_by) == (published.score, published.grade, published.forced_by)


def _lead(path: Path | None, now: str, card: Scorecard) -> str:
    if path:
        to = class_words(path.judgement.grade, card)
        return _("最早%(day)s可降为%(class)s，届时%(score)s分。") % {
            "day": path.on, "class": to, "score": path.judgement.score}  # fmt: skip
    if now == card.bands[0][0]:
        return _("已是最好的一类。")
    return _("现有记录中没有可以办理的事项，时间也不会使其离开本类：登记、许可等情况一直计分。")


def _adjusted(each: Adjusted, untold: Collection[str]) -> dict[str, object]:
    """The adjustment from a day on: each rule that moves the class then."""
    return {"on": each.on, "moves": [move_words(move, untold) for move in each.moves]}


def _act(act: Act, entity_id: str) -> dict[str, object]:
    """What to do about which record, from when, on what basis."""
    fact, english = act.fact, labels.english()
    return {
        "what": act.remedy.en if english else act.remedy.zh,
        "record": labels.coded(fact.kind, "event"),
        "detail": labels.detail(fact.kind, fact.detail),
        "href": evidence_href(fact.source, fact.source_id, entity=entity_id) if entity_id and fact.file_digest else "",
        "occurred_on": fact.occurred_on,
        "from_on": act.from_on,
        "basis": act.remedy.basis,
    }


def _fading(path: Path | None, card: Scorecard, untold: Collection[str]) -> list[dict[str, object]]:
    """What weighs less by then through age alone, the most first, without the kinds untold."""
    found: list[dict[str, object]] = []
    told = [each for each in path.fading if each.ground.fact.kind not in untold] if path else []
    for each in told[:MOST_SHOWN]:
        ground = each.ground
        gone = ground.lapses_on is not None and ground.lapses_on <= path.on
        words = _("%(day)s失效") % {"day": ground.lapses_on} if gone else _("减为%(n)s分") % {"n": each.points_then}
        found.append(
            {
                "name": _named(ground.indicator, card), "points": ground.points, "then": words,
                "detail": labels.detail(ground.fact.kind, ground.fact.detail),
            }
        )  # fmt: skip
    return found


def _alone(shortest: Path | None, alone: Path | None, card: Scorecard) -> str:
    """The same without doing anything."""
    if shortest is None or not shortest.acts:
        return ""
    if alone is None:
        return _("不办理则不会改善。")
    told = {"day": alone.on, "class": class_words(alone.judgement.grade, card)}
    return _("不办理而只等时间，%(day)s才降为%(class)s。") % told


def _turn(turn: Turn, card: Scorecard) -> str:
    if turn.year_on:
        return _by_year(turn, card)
    told = {"n": turn.count, "name": _named(turn.indicator, card), "score": turn.score}
    if card.indicator(turn.indicator).one_vote:
        return _("%(name)s（一票定级）") % told
    return ngettext("再有%(n)s项%(name)s，%(score)s分", "再有%(n)s项%(name)s，%(score)s分", turn.count) % told


def _by_year(turn: Turn, card: Scorecard) -> str:
    """What a rule of the year would do from the next one on."""
    rule = next(rule for rule in card.adjustments if rule.code == turn.indicator)
    told = {"name": rule.en if labels.english() else rule.zh, "day": turn.year_on, "n": turn.count,
            "class": class_words(turn.grade, card)}  # fmt: skip
    return ngettext(
        "今年内再有%(n)s项，自%(day)s起按“%(name)s”调为%(class)s",
        "今年内再有%(n)s项，自%(day)s起按“%(name)s”调为%(class)s", turn.count,
    ) % told  # fmt: skip


def _named(code: str, card: Scorecard) -> str:
    line = card.indicator(code)
    return line.en if labels.english() else line.zh


def facts_from(lines: Iterable[EventLine]) -> list[Fact]:
    """Published events as facts to judge by."""
    return [
        Fact(
            line.kind, line.occurred_on, line.severity or 0, line.amount_fen, line.detail or "",
            line.evidence.source or "", line.evidence.source_id or "", line.evidence.file_digest or "",
            line.evidence.row_number or 0,
        )
        for line in lines
    ]  # fmt: skip


def subject_of(head: EntityHead) -> Subject:
    """The register's own facts as the card reads them."""
    columns: Mapping[str, str | None] = {name: getattr(head, name) for name in COLUMNS}
    proof = head.evidence
    trace = (proof.source or "", proof.source_id or "", proof.file_digest or "", proof.row_number or 0)
    return Subject(columns, head.established_on, *trace)
