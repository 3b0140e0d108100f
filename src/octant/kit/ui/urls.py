"""`/ui/`: every component on one page."""

from django.urls import path

from octant.kit.ui import views

app_name = "ui"
urlpatterns = [path("", views.kitchen, name="kitchen"), path("suggest", views.suggest)]
