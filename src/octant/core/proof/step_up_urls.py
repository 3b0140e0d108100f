"""Under /<language>/confirm/."""

from django.urls import path

from octant.core.proof.views import stepping

urlpatterns = [
    path("", stepping.page, name="step_up"),
    path("look/", stepping.look, name="step_up_look"),
    path("app/", stepping.demo_app, name="step_up_demo"),
]
