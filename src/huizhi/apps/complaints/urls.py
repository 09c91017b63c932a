"""Addresses of complaints and reports."""

from django.urls import include, path

from huizhi.apps.complaints import import_views, open311, views

app_name = "complaints"
urlpatterns = [
    path("work/intake", views.intake, name="intake"),
    path("work/intake/beside", views.beside, name="beside"),
    path("work/intake/done/<str:number>", views.filed, name="filed"),
    path("work/import", import_views.take_in, name="import"),
    path("work/import/<str:source>/<str:digest>.csv", import_views.refused_file, name="refused_rows"),
    path("open311/v2/", include((open311.addresses(), "open311"))),
]
