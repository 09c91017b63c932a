"""Addresses of the pages that join rooms."""

from django.urls import path, re_path

from huizhi.web.views import draws, entities, home, ledgers, records, scoreboard, search, visitors
from huizhi.web.views.citizens import filing, publicity, receipts, tracking

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
    path("ledger", records.ledger, name="ledger"),
    path("public", visitors.public_home, name="public_home"),
    path("public/search", visitors.public_search, name="public_search"),
    path("public/e/<str:entity_id>", visitors.public_entity, name="public_entity"),
    path("public/file", filing.filing, name="filing"),
    path("public/file/clear", filing.clear_filing, name="clear_filing"),
    path("public/file/receipt", receipts.receipt_of_filing, name="receipt_of_filing"),
    path("public/file/receipt.json", receipts.receipt_file, name="receipt_file"),
    path("public/file/undo", receipts.undo_filing, name="undo_filing"),
    path("public/file/done", receipts.put_away, name="put_away"),
    path("public/file/<str:step>", filing.filing_step, name="filing_step"),
    path("public/track", tracking.track, name="track"),
    path("public/track/matter", tracking.tracked, name="tracked"),
    path("public/track/receipt.json", tracking.tracked_receipt, name="tracked_receipt"),
    path("public/track/other", tracking.track_other, name="track_other"),
    path("public/track/leave", tracking.leave_track, name="leave_track"),
    path("public/track/do/<str:act>", tracking.party_act, name="party_act"),
    path("public/complaints", publicity.published_complaints, name="published_complaints"),
    path("public/draws", draws.public_draws, name="public_draws"),
    path("public/draws/<str:number>", draws.public_draw, name="public_draw"),
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
