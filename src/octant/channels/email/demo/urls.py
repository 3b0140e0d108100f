from django.urls import path

from octant.channels.email.demo import views

urlpatterns = [
    path("mailbox/", views.people, name="mailbox"),
    path("mailbox/<str:address>/", views.box, name="mailbox_of"),
    path("mailbox/<str:address>/new/", views.new, name="mailbox_new"),
    path("mailbox/<str:address>/<slug:mail>/", views.mail, name="mailbox_mail"),
    path("mailbox/<str:address>/<slug:mail>/<int:number>/", views.file, name="mailbox_file"),
]
