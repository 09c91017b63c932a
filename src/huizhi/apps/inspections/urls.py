"""Downloads of published draws."""

urlpatterns = []
