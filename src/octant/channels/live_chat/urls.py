"""The chat's addresses outside the languages: JSON, the embed's script and its frame."""

from django.urls import path

from octant.channels.live_chat.views import asking, beginning, consent, pages, room

urlpatterns = [
    path("widget.js", pages.widget, name="chat_widget"),
    path("frame", pages.frame, name="chat_frame"),
    path("config", beginning.config),
    path("suggest", beginning.suggest),
    path("identify", beginning.identify),
    path("intake", asking.intake),
    path("start", beginning.begin),
    path("state", room.state),
    path("messages", room.messages),
    path("read", room.read),
    path("files", room.files),
    path("uploads", room.uploads),
    path("uploads/<str:public_id>", room.pieces),
    path("end", room.end),
    path("reopen", room.back),
    path("rate", room.stars),
    path("transcript", room.record),
    path("consent", consent.recording),
    path("history", room.past),
]
