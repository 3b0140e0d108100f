"""Under /<language>/requests/."""

from django.urls import path

from octant.channels.requests.views import acting, files, needing, pages

urlpatterns = [
    path("", pages.listing, name="requests"),
    path("open/", pages.open_link, name="requests_open"),
    path("<str:public_id>/", pages.ticket, name="request"),
    path("<str:public_id>/news/", pages.news, name="request_news"),
    path("<str:public_id>/needs/", needing.needs, name="request_needs"),
    path("<str:public_id>/answer/", acting.answer, name="request_answer"),
    path("<str:public_id>/do/<slug:verb>/", acting.act, name="request_do"),
    path("<str:public_id>/transcript/", files.record, name="request_transcript"),
    path("<str:public_id>/files/<str:file_id>/", files.file, name="request_file"),
]
