from django.urls import path

from octant.channels.email import views

urlpatterns = [path("email/", views.page, name="email")]
