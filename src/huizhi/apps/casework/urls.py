"""Addresses of casework."""

from django.urls import path

from huizhi.apps.casework.views import lists, many, matters

app_name = "casework"
urlpatterns = [
    path("work/inbox", lists.inbox, name="inbox"),
    path("work/late", lists.late, name="late"),
    path("work/supervision", lists.supervision, name="supervision"),
    path("work/team", lists.team, name="team"),
    path("work/filters", lists.save_filter, name="save_filter"),
    path("work/export", lists.export, name="export"),
    path("work/bulk", many.bulk, name="bulk"),
    path("work/matters/<str:number>", matters.matter, name="matter"),
    path("work/matters/<str:number>/reader", matters.reader, name="reader"),
    path("work/matters/<str:number>/files/<str:ref>", matters.download, name="file"),
    path("work/matters/<str:number>/look/<str:ref>", matters.file_page, name="file_page"),
    path("work/matters/<str:number>/draft/<str:name>", matters.draft, name="draft"),
    path("work/matters/<str:number>/do/<str:verb>", matters.act, name="act"),
]
