"""Who may open what: one table, walked for every address of the site."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver

from huizhi.web.access import DenyUndeclared
from tests.browser import sample_casework
from tests.browser.sample_office import OFFICERS, entity_code

CODE = entity_code(0)  # lies in Huancui: Rongcheng's head of station may not open it
ACCOUNTS = ("", *OFFICERS)
SIGN_IN = 302  # a visitor is sent to the sign-in page


def only(*allowed: str, otherwise: int = 403) -> dict[str, int]:
    """200 for these accounts, sign-in for the visitor, 403 for the rest."""
    return {"": SIGN_IN, **{name: 200 if name in allowed else otherwise for name in OFFICERS}}


def everybody(status: int = 200) -> dict[str, int]:
    """The same answer for all."""
    return dict.fromkeys(ACCOUNTS, status)


ALL = tuple(OFFICERS)
BUSINESS = tuple(name for name in ALL if name != "admin")
DATA = ("leader", "specialist", "steward", "auditor")
FILING = ("rongcheng", "head", "handler")
MATTERS = ("leader", "inspector", "specialist", "rongcheng", "head", "handler")
VISITS = ("leader", "inspector", "specialist", "rongcheng", "head")
EXPORTING = ("leader", "specialist", "rongcheng", "head")
MATTER = sample_casework.FIRST  # Huancui holds it: for Rongcheng it is not there
HUANCUI = {**only(*(name for name in MATTERS if name != "rongcheng")), "rongcheng": 404}
TABLE: dict[str, tuple[str, dict[str, int]]] = {
    "set_language": ("/language", everybody(302)),
    "people:sign_in": ("/sign-in", {"": 200, **dict.fromkeys(ALL, 302)}),
    "people:sign_out": ("/sign-out", everybody(405)),
    "people:account": ("/account", only(*ALL)),
    "people:sso": ("/sign-in/sso", everybody(404)),
    "people:sso_back": ("/sign-in/sso/back", everybody(404)),
    "people:public_sign_in": ("/public/sign-in", everybody()),
    "people:public_open": ("/public/open-account", everybody()),
    "people:public_account": ("/public/account", everybody(302)),
    "people:public_sign_out": ("/public/sign-out", everybody(405)),
    "people:businesses": ("/businesses/accounts", only("specialist", "rongcheng", "handler", "head")),
    "people:code": ("/sign-in/code", everybody(302)),
    "people:second_factor": ("/account/second-factor", only(*ALL)),
    "people:recovery": ("/account/second-factor/recovery", only(otherwise=405)),
    "people:password": ("/account/password", only(*ALL)),
    "people:enter_leave": ("/account/leave", only(otherwise=405)),
    "people:end_leave": ("/account/leave/1/end", only(otherwise=405)),
    "people:team_leave": ("/team/leave", only("leader", "rongcheng", "head")),
    "people:officers": ("/people", only("admin")),
    "people:new_officer": ("/people/new", only("admin")),
    "people:officer": ("/people/o/leader", only("admin")),
    "people:change_officer": ("/people/o/leader/off", {**only(), "admin": 405}),
    "people:units": ("/people/units", only("admin")),
    "people:new_unit": ("/people/units/new", only("admin")),
    "people:unit": ("/people/units/huancui", only("admin")),
    "inspections:download": ("/draws/WH-SSJ-2026-041/record.json", everybody()),
    "visits:app": ("/visits/", only("inspector")),
    "visits:worker": ("/visits/worker.js", everybody()),
    "visits:tasks": ("/visits/tasks", only("inspector")),
    "visits:edits": ("/visits/edits", {**only(), "inspector": 405}),
    "visits:receipt": ("/visits/receipts/none", {**only(), "inspector": 404}),
    "visits:evidence": ("/visits/v/none/evidence/none", {**only(), "inspector": 405}),
    "visits:finish": ("/visits/v/none/finish", {**only(), "inspector": 405}),
    "visits:record": ("/visits/v/none/record.pdf", {**only(), **dict.fromkeys(VISITS, 404)}),
    "casework:inbox": ("/work/inbox", only(*MATTERS)),
    "casework:late": ("/work/late", only(*MATTERS)),
    "casework:supervision": ("/work/supervision", only(*MATTERS)),
    "casework:team": ("/work/team", only("leader", "rongcheng", "head")),
    "casework:save_filter": ("/work/filters", {**only(), **dict.fromkeys(MATTERS, 405)}),
    "casework:bulk": (f"/work/bulk?verb=comment&number={MATTER}", only(*MATTERS)),
    "casework:matter": (f"/work/matters/{MATTER}", HUANCUI),
    "casework:reader": (f"/work/matters/{MATTER}/reader", HUANCUI),
    "casework:file": (f"/work/matters/{MATTER}/files/none", {**only(), **dict.fromkeys(MATTERS, 404)}),
    "casework:file_page": (f"/work/matters/{MATTER}/look/none", {**only(), **dict.fromkeys(MATTERS, 404)}),
    "casework:draft": (f"/work/matters/{MATTER}/draft/none", {**only(), **dict.fromkeys(MATTERS, 404)}),
    "complaints:identity": ("/work/matters/none/identity", {**only(), **dict.fromkeys(MATTERS, 404)}),
    "casework:act": (f"/work/matters/{MATTER}/do/comment", HUANCUI),
    "complaints:intake": ("/work/intake", only(*FILING)),
    "complaints:beside": ("/work/intake/beside", {**only(), **dict.fromkeys(FILING, 405)}),
    "complaints:filed": ("/work/intake/done/371082-TS-2026-000001", only(*FILING)),
    "complaints:import": ("/work/import", only(*FILING)),
    "complaints:refused_rows": ("/work/import/12315/none.csv", only(*FILING)),
    "open311:openapi-json": ("/open311/v2/openapi.json", everybody()),
    "open311:services": ("/open311/v2/services.json", everybody()),
    "open311:definition": ("/open311/v2/services/complaint-food.json", everybody()),
    "open311:requests": ("/open311/v2/requests.json", everybody()),
    "open311:api-root": ("/open311/v2/", everybody(404)),
    "open311:file": ("/open311/v2/requests.json", everybody()),
    "open311:one": ("/open311/v2/requests/371082-TS-2026-000001.json", everybody(404)),
    "web:front_door": ("/", everybody(302)),
    "web:work_home": ("/work", only(*ALL)),
    "web:search": ("/search", only(*BUSINESS)),
    "web:entity": (f"/e/{CODE}", only(*(name for name in BUSINESS if name != "rongcheng"))),
    "web:evidence": (
        f"/evidence/registry/{CODE}?entity={CODE}",
        only(*(name for name in BUSINESS if name != "rongcheng")),
    ),
    "web:scoreboard": ("/scoreboard", only(*BUSINESS)),
    "web:indicator": ("/scoreboard/food_pass", only(*BUSINESS)),
    "web:records_csv": ("/scoreboard/food_pass/records.csv", only(*BUSINESS)),
    "web:holding": ("/holding", only(*(name for name in BUSINESS if name != "steward"))),
    "web:holding_rows": (  # nothing measured: nothing to list
        "/holding/records?part=all&count=found&grade=C",
        {**only(), **dict.fromkeys((name for name in BUSINESS if name != "steward"), 404)},
    ),
    "web:holding_rows_csv": (
        "/holding/records.csv?part=all&count=found&grade=C",
        {**only(), **dict.fromkeys((name for name in BUSINESS if name != "steward"), 404)},
    ),
    "web:draws": ("/draws", only(*BUSINESS)),
    "web:draw": ("/draws/WH-SSJ-2026-041", only(*BUSINESS)),
    "web:draw_results": ("/work/draws/WH-SSJ-2026-041/results", {**only(), "specialist": 405}),
    "web:substitute": ("/work/draws/WH-SSJ-2026-041/substitute", {**only(), "specialist": 405}),
    "web:year_plans": ("/work/year-plans", only(*BUSINESS)),
    "web:new_year_plan": ("/work/year-plans/new", only("specialist")),
    "web:year_plan": ("/work/year-plans/WH-2099", only(*BUSINESS, otherwise=403) | dict.fromkeys(BUSINESS, 404)),
    "web:revise_year_plan": ("/work/year-plans/WH-2099/revise", {**only(), "specialist": 404}),
    "web:file_year_plan": ("/work/year-plans/WH-2099/file", {**only(), "leader": 405}),
    "web:publish_year_plan": ("/work/year-plans/WH-2099/publish", {**only(), "specialist": 405}),
    "web:public_year_plans": ("/public/year-plans", everybody()),
    "web:public_year_plan": ("/public/year-plans/WH-2099", everybody(404)),
    "web:draw_without_visit": ("/work/draws/WH-SSJ-2026-041/without-visit", {**only(), "specialist": 405}),
    "web:recusals": ("/work/recusals", only("leader", "inspector", "specialist", "auditor", "rongcheng", "head")),
    "web:end_recusal": ("/work/recusals/1/end", {**only(), **dict.fromkeys(("leader", "rongcheng", "head"), 405)}),
    "web:campaigns": ("/work/campaigns", only("specialist", "rongcheng", "head")),
    "web:ask_visit": (
        f"/work/visits/ask/{MATTER}",
        {**only(), **dict.fromkeys(("inspector", "handler", "rongcheng", "head"), 405)},
    ),
    "web:correct_visit": ("/work/visits/none/correct", {**only(), **dict.fromkeys(("rongcheng", "head"), 405)}),
    "web:new_plan": ("/work/draws/new", only("specialist")),
    "web:ceremony": ("/work/draws/none", {**only(), **dict.fromkeys(BUSINESS, 404)}),
    "web:revise_plan": ("/work/draws/none/revise", {**only(), "specialist": 404}),
    "web:draft_list": ("/work/draws/none/lists/frame.csv", {**only(), **dict.fromkeys(BUSINESS, 404)}),
    "web:ceremony_act": ("/work/draws/none/do/try", {**only(), **dict.fromkeys(BUSINESS, 405)}),
    "web:public_ceremony": ("/public/draws/none/live", everybody(404)),
    "inspections:frozen": ("/draws/none/frozen/frame.csv", everybody(404)),
    "web:feeds": ("/feeds", only(*DATA)),
    "web:feed": ("/feeds/registry", only(*DATA)),
    "web:law": ("/law?q=投诉", only(*ALL)),
    "web:law_value": ("/law/complaint.acceptance_wd?start=2026-09-18", only(*ALL)),
    "casework:export": (
        "/work/export",
        {**only(), **dict.fromkeys(EXPORTING, 405)},
    ),
    "web:visits": ("/work/visits", only(*VISITS)),
    "web:plan_visits": ("/work/visits/plan", {**only(), **dict.fromkeys(("specialist", "rongcheng", "head"), 405)}),
    "web:publish_visit": ("/work/visits/none/publish", {**only(), **dict.fromkeys(VISITS[1:2] + VISITS[3:], 405)}),
    "web:visit_case": ("/work/visits/none/case", {**only(), **dict.fromkeys(VISITS[1:2] + VISITS[3:], 405)}),
    "web:visit_desk": ("/work/visits/desk", only("specialist", "rongcheng", "head")),
    "web:give_visit": (
        "/work/visits/none/officers",
        {**only(), **dict.fromkeys(("specialist", "rongcheng", "head"), 405)},
    ),
    "web:rechecks": ("/work/visits/rechecks", only("specialist", "leader")),
    "web:visit_listing": ("/work/visits/none/listing", {**only(), **dict.fromkeys(VISITS[1:2] + VISITS[3:], 405)}),
    "web:listing": ("/public/listings/none", everybody(404)),
    "web:penalty": ("/public/penalties/none", everybody(404)),
    "web:published_visit": ("/public/visits/none", everybody(404)),
    "web:looks": ("/work/looks", only("auditor", "admin")),
    "web:retention": ("/work/retention", only("steward")),
    "web:erase_due": ("/work/retention/erase", {**only(), "steward": 405}),
    "web:ledger": ("/ledger", only("auditor", "admin")),
    "web:public_home": ("/public", everybody()),
    "web:public_search": ("/public/search?q=海", everybody()),
    "web:public_entity": (f"/public/e/{CODE}", everybody()),
    "web:appeal": (f"/public/e/{CODE}/appeal", everybody(302)),
    "web:own_class": (f"/public/e/{CODE}/class", everybody(302)),
    "web:filing": ("/public/file", everybody()),
    "web:filing_step": ("/public/file/check", everybody(302)),
    "web:clear_filing": ("/public/file/clear", everybody(405)),
    "web:receipt_of_filing": ("/public/file/receipt", everybody(302)),
    "web:receipt_file": ("/public/file/receipt.json", everybody(302)),
    "web:undo_filing": ("/public/file/undo", everybody(405)),
    "web:put_away": ("/public/file/done", everybody(405)),
    "web:track": ("/public/track", everybody()),
    "web:tracked": ("/public/track/matter", everybody(302)),
    "web:tracked_receipt": ("/public/track/receipt.json", everybody(302)),
    "web:track_other": ("/public/track/other", everybody(405)),
    "web:leave_track": ("/public/track/leave", everybody(405)),
    "web:send_file": ("/public/track/files", everybody(302)),
    "web:tracked_file": ("/public/track/files/none", everybody(302)),
    "web:party_act": ("/public/track/do/rate", everybody(302)),
    "web:published_complaints": ("/public/complaints?topic=food", everybody()),
    "web:public_draws": ("/public/draws", everybody()),
    "web:public_draw": ("/public/draws/WH-SSJ-2026-041", everybody()),
    "web:public_law": ("/public/law", everybody()),
    "web:public_law_value": ("/public/law/penalty.case?start=2026-08-03", everybody()),
    "web:public_ledger": ("/public/ledger", everybody()),
    "web:ledger_roots": ("/public/ledger/roots.jsonl", everybody()),
    "web:ledger_proof": ("/public/ledger/inclusion?seq=1&size=1", everybody()),
    "web:public_receipt": ("/public/receipt", everybody()),
    "web:receipt_offline": ("/public/receipt/offline.html", everybody()),
    "web:about": ("/public/about", everybody()),
    "web:accessibility": ("/public/accessibility", everybody()),
    "web:elder": ("/elder?on=1&next=/public", everybody(302)),
    "web:healthz": ("/healthz", everybody()),
}


def every_address(resolver=None, prefix: str = "") -> dict[str, object]:
    """View name -> view, for everything the resolver knows."""
    found: dict[str, object] = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found |= every_address(entry, f"{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            found[f"{prefix}{entry.name}"] = entry.callback
    return found


def test_the_table_knows_every_address():
    assert set(every_address()) == set(TABLE)


def test_every_view_declares_its_access():
    assert {n for n, view in every_address().items() if getattr(view, "access", None) is None} == set()


def test_every_address_answers_everybody_as_declared(signed_in):
    wrong = []
    for account in ACCOUNTS:
        client = signed_in(account)
        for name, (path, expected) in TABLE.items():
            status = client.get(path).status_code
            if status != expected[account]:
                wrong.append(f"{account or 'visitor'} {path}: {status}, not {expected[account]} ({name})")
    assert wrong == []


def test_a_view_that_declares_nothing_is_refused(rf):
    """Forgetting the decorator fails closed."""
    request = rf.get("/forgotten")
    request.resolver_match = None
    with pytest.raises(ImproperlyConfigured):
        DenyUndeclared(lambda r: None).process_view(request, lambda r: None, (), {})
