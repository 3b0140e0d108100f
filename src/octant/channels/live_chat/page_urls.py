"""The chat as a page of its own: /<language>/chat/."""

from django.urls import path

from octant.channels.live_chat.views import pages

urlpatterns = [path("", pages.page, name="live_chat")]
