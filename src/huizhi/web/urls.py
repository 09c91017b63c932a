"""Addresses of the pages that join rooms."""

from django.urls import path, re_path

from huizhi.web.views import draws, entities, home, law, ledgers, records, scoreboard, search, visitors

app_name = "web"
urlpatterns = [
    path("", home.front_door, name="front_door"),
    path("work", home.work_home, name="work_home"),
    path("search", search.search, name="search"),
    path("e/<str:entity_id>", entities.entity, name="entity"),
    path("evidence/<str:source>/<path:source_id>", entities.evidence, name="evidence"),
    path("scoreboard", scoreboard.scoreboard, name="scoreboard"),
    path("scoreboard/<str:code>", scoreboard.indicator, name="indicator"),
    path("scoreboard/<str:code>/records.csv", scoreboard.records_csv, name="records_csv"),
    path("draws", draws.draws, name="draws"),
    path("draws/<str:number>", draws.draw, name="draw"),
    path("feeds", records.feeds, name="feeds"),
    path("feeds/<str:source>", records.feed, name="feed"),
    path("law", law.law, name="law"),
    path("law/<str:key>", law.law_value, name="law_value"),
    path("ledger", records.ledger, name="ledger"),
    path("public", visitors.public_home, name="public_home"),
    path("public/search", visitors.public_search, name="public_search"),
    path("public/e/<str:entity_id>", visitors.public_entity, name="public_entity"),
    path("public/draws", draws.public_draws, name="public_draws"),
    path("public/draws/<str:number>", draws.public_draw, name="public_draw"),
    path("public/law", law.public_law, name="public_law"),
    path("public/law/<str:key>", law.public_law_value, name="public_law_value"),
    path("public/ledger", ledgers.public_ledger, name="public_ledger"),
    path("public/ledger/roots.jsonl", ledgers.ledger_roots, name="ledger_roots"),
    re_path("^public/ledger/(?P<kind>inclusion|consistency)$", ledgers.ledger_proof, name="ledger_proof"),
    path("public/receipt", ledgers.public_receipt, name="public_receipt"),
    path("public/receipt/offline.html", ledgers.receipt_offline, name="receipt_offline"),
    path("public/about", visitors.about, name="about"),
    path("public/accessibility", visitors.accessibility, name="accessibility"),
    path("elder", visitors.elder, name="elder"),
    path("healthz", visitors.healthz, name="healthz"),
]
