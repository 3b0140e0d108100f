from django.urls import path

from octant.channels.email.demo import views

urlpatterns = [path("mailbox/", views.start)]
