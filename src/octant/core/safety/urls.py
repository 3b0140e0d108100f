from django.urls import path

from octant.core.safety import views

urlpatterns = [path("rules.json", views.rules, name="screening_rules")]
