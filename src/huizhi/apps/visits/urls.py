"""The phone's page and its addresses; all under /visits/, which is as far as its worker reaches."""

from django.urls import path

from huizhi.apps.visits.views import phone, sync

app_name = "visits"
urlpatterns = [
    path("visits/", phone.app, name="app"),
    path("visits/worker.js", phone.worker, name="worker"),
    path("visits/tasks", sync.tasks, name="tasks"),
    path("visits/edits", sync.edits, name="edits"),
    path("visits/receipts/<str:batch>", sync.receipt, name="receipt"),
    path("visits/v/<str:visit>/evidence/<str:sha256>", sync.evidence, name="evidence"),
    path("visits/v/<str:visit>/finish", sync.finish, name="finish"),
    path("visits/v/<str:visit>/record.pdf", sync.record, name="record"),
]
