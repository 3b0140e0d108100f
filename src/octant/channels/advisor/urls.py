from django.urls import path

from octant.channels.advisor import views

urlpatterns = [
    path("", views.page, name="advisor"),
    path("advice", views.advice, name="advice"),
    path("started", views.started, name="advice_started"),
]
