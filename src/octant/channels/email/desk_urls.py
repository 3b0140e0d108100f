from django.urls import path

from octant.channels.email import desk_views

urlpatterns = [
    path("<int:message>/undo/", desk_views.undo, name="mail_undo"),
    path("<int:message>/<slug:way>/", desk_views.original, name="mail_at_desk"),
    path("arrivals/<int:arrival>/again/", desk_views.again, name="mail_again"),
    path("arrivals/<int:arrival>/<slug:way>/", desk_views.arrival, name="arrival_at_desk"),
]
