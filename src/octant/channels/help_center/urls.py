"""Public pages; each stands under its language: /en/article/…"""

from django.urls import path

from octant.channels.help_center.views import articles, feeds, home, readers, search

app_name = "help_center"

urlpatterns = [
    path("", home.home, name="home"),
    path("help/", home.topics, name="topics"),
    path("help/<path:key>/", home.category, name="category"),
    path("article/<slug:slug>/", articles.article, name="article"),
    path("article/<slug:slug>/vote", articles.vote, name="vote"),
    path("article/<slug:slug>/read", readers.read, name="read"),
    path("news/", home.news, name="news"),
    path("news/<slug:slug>/", home.announcement, name="announcement"),
    path("search/", search.results, name="search"),
    path("search/suggest", search.suggestions, name="suggest"),
    path("search/clicked", readers.clicked, name="clicked"),
    path("changes.atom", feeds.changes, name="changes"),
]
