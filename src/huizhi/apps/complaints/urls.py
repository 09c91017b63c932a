"""Addresses of complaints and reports."""

from django.urls import include, path

from huizhi.apps.complaints import open311
from huizhi.apps.complaints.views import identity, importing, intake

app_name = "complaints"
urlpatterns = [
    path("work/intake", intake.intake, name="intake"),
    path("work/intake/beside", intake.beside, name="beside"),
    path("work/intake/done/<str:number>", intake.filed, name="filed"),
    path("work/import", importing.take_in, name="import"),
    path("work/import/<str:source>/<str:digest>.csv", importing.refused_file, name="refused_rows"),
    path("work/matters/<str:number>/identity", identity.identity, name="identity"),
    path("open311/v2/", include((open311.addresses(), "open311"))),
]
