"""Mounted at /editor/."""

from django.urls import path

from octant.channels.help_center.editor.views import articles, board, details, history, news, terms

app_name = "editor"

urlpatterns = [
    path("", board.board_page, name="board"),
    path("settle", board.settle, name="settle"),
    path("articles/", articles.article_index, name="articles"),
    path("articles/new/", articles.new, name="new"),
    path("articles/preview", articles.preview, name="preview"),
    path("articles/<slug:slug>/", details.details_page, name="details"),
    path("articles/<slug:slug>/image", details.image, name="image"),
    path("articles/<slug:slug>/<str:language>/", articles.edit, name="edit"),
    path("articles/<slug:slug>/<str:language>/state", articles.change_state, name="state"),
    path("articles/<slug:slug>/<str:language>/history/", history.history_page, name="history"),
    path("articles/<slug:slug>/<str:language>/restore", history.restore, name="restore"),
    path("news/", news.index, name="news"),
    # Without a slash at the end, so that they take no address from an announcement.
    path("news/new", news.new, name="news_new"),
    path("news/preview", news.preview, name="news_preview"),
    path("news/<slug:slug>/", news.edit, name="news_edit"),
    path("news/<slug:slug>/take-back", news.take_back, name="news_take_back"),
    path("news/<slug:slug>/delete", news.delete, name="news_delete"),
    path("topics/", terms.topics, name="topics"),
    path("glossary/", terms.glossary_page, name="glossary"),
]
