"""Addresses that have no language."""

from django.urls import path

from octant.channels.help_center.views import feeds, pictures

urlpatterns = [
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("help-images/<str:digest>/<str:name>", pictures.picture, name="help_image"),
]
