from django.urls import path

from octant.core.tickets import views

urlpatterns = [
    path("<str:public_id>", views.file, name="file"),
    path("<str:public_id>/state", views.state, name="file_state"),
]
