from django.urls import path

from octant.channels.email.hooks import views

# Mailgun posts a mail as it came only to addresses that end in "mime".
urlpatterns = [
    path("mailgun/mime", views.mailgun_mail, name="mailgun_mail"),
    path("mailgun/events", views.mailgun_events, name="mailgun_events"),
    path("postmark/mail", views.postmark_mail, name="postmark_mail"),
    path("postmark/events", views.postmark_events, name="postmark_events"),
]
