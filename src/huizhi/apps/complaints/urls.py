"""Addresses of complaints and reports."""

from django.urls import include, path

from huizhi.apps.complaints import open311, views

app_name = "complaints"
urlpatterns = [
    path("work/intake", views.intake, name="intake"),
    path("work/intake/beside", views.beside, name="beside"),
    path("work/intake/done/<str:number>", views.filed, name="filed"),
    path("open311/v2/", include((open311.addresses(), "open311"))),
]
