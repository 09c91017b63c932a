"""accounts_insolvent, accounts_losses, accounts_dormant, accounts_uninsured: what the latest annual report says.

States: the next year's report, if it says better, takes them away.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.event_kinds.shape import event
from huizhi.insight.linked import about_entities
from huizhi.lake.protocol import Lake

KINDS = ("accounts_insolvent", "accounts_losses", "accounts_dormant", "accounts_uninsured")
"""Every kind this file makes."""


def account_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """Of each entity's latest report: debts beyond assets, losses (severity: years running, at most 2), no trade
    (1 dormant, 2 in liquidation), and nobody insured though people work there (severity counts them).
    """
    facts = about_entities(lake, as_of, "annual_accounts")
    order = [ibis.desc(facts.report_year), ibis.desc(facts.reported_on), facts.source, facts.source_id]
    own = ibis.window(group_by=facts.entity_id, order_by=order)
    ranked = facts.mutate(
        place=ibis.row_number().over(own), before=facts.net_profit_fen.lead().over(own),
        year_before=facts.report_year.lead().over(own),
    )  # fmt: skip
    last = ranked.filter(ranked.place == 0, ranked.reported_on.notnull())
    insolvent = last.filter(last.liabilities_fen > last.assets_fen)
    losing = last.filter(last.net_profit_fen < 0)
    again = (losing.before < 0) & (losing.year_before == losing.report_year - 1)
    idle = last.filter(last.state.isin(("dormant", "liquidation")))
    return [
        event(insolvent, "accounts_insolvent", insolvent.reported_on,
              amount_fen=insolvent.liabilities_fen - insolvent.assets_fen, detail=_year(insolvent)),
        event(losing, "accounts_losses", losing.reported_on,
              severity=ibis.ifelse(again.fill_null(False), 2, 1).cast("int64"), detail=_year(losing)),
        event(idle, "accounts_dormant", idle.reported_on,
              severity=ibis.ifelse(idle.state == "liquidation", 2, 1).cast("int64"), detail=_year(idle)),
        _uninsured(last, lake, as_of),
    ]  # fmt: skip


def _uninsured(last: ir.Table, lake: Lake, as_of: date) -> ir.Table:
    """Reports with nobody insured whose year's annual report tells how many people work there."""
    reports = about_entities(lake, as_of, "annual_reports")
    staff = reports.filter(reports.employees > 0).group_by(of=reports.entity_id, year=reports.report_year)
    told = staff.aggregate(people=reports.employees.max())
    none = last.filter(last.insured == 0)
    both = none.inner_join(told, [none.entity_id == told.of, none.report_year == told.year])
    found = both.select(*[none[c] for c in none.columns], told.people)
    return event(found, "accounts_uninsured", found.reported_on, severity=found.people, detail=_year(found))


def _year(accounts: ir.Table) -> ir.StringValue:
    """The year reported on."""
    return accounts.report_year.cast("string")
