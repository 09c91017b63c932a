"""Addresses of complaints and reports."""

from django.urls import path

from huizhi.apps.complaints import views

app_name = "complaints"
urlpatterns = [
    path("work/intake", views.intake, name="intake"),
    path("work/intake/beside", views.beside, name="beside"),
    path("work/intake/done/<str:number>", views.filed, name="filed"),
]
