"""Signing in and out."""

urlpatterns = []
