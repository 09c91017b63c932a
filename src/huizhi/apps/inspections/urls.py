"""Downloads of published draws."""

from django.urls import path

from huizhi.apps.inspections import views

app_name = "inspections"
urlpatterns = [
    path("draws/<str:number>/frozen/<str:name>", views.frozen, name="frozen"),
    path("draws/<str:number>/<str:name>", views.download, name="download"),
]
