"""Every address of the site, room by room."""

from django.urls import include, path
from django.views.i18n import set_language

from huizhi.apps.people.facade import public

urlpatterns = [
    path("language", public(set_language), name="set_language"),
    path("", include("huizhi.apps.people.urls")),
    path("", include("huizhi.apps.complaints.urls")),
    path("", include("huizhi.apps.inspections.urls")),
    path("", include("huizhi.apps.visits.urls")),
    path("", include("huizhi.apps.casework.urls")),
    path("", include("huizhi.web.urls")),
]

handler403 = "huizhi.web.views.errors.forbidden"
handler404 = "huizhi.web.views.errors.not_found"
handler500 = "huizhi.web.views.errors.broken"
