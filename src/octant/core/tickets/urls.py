from django.urls import path

from octant.core.tickets import views

urlpatterns = [path("<str:public_id>", views.file, name="file")]
