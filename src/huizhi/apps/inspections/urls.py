"""Downloads of published draws."""

from django.urls import path

from huizhi.apps.inspections import views

app_name = "inspections"
urlpatterns = [path("draws/<str:number>/<str:name>", views.download, name="download")]
