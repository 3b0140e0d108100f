from django.urls import path

from octant.channels.email import views

urlpatterns = [
    path("email/", views.page, name="email"),
    path("email/needs", views.needs, name="email_needs"),
    path("email/less/<str:token>/", views.less, name="email_less"),
    path("email/files/<str:token>/", views.mail_file, name="mail_file"),
]
