"""Under /accounts/data/: a person's own page of their data."""

from django.urls import path

from octant.core.privacy.views import confirming, own

app_name = "privacy"
urlpatterns = [
    path("", own.page, name="own"),
    path("confirm/", confirming.page, name="confirm"),
    path("confirm/look/", confirming.look, name="confirm_look"),
    path("confirm/app/", confirming.demo_app, name="confirm_demo"),
    path("export/", own.ask_export, name="ask_export"),
    path("export/<str:public_id>/", own.fetch_export, name="fetch_export"),
    path("export/<str:public_id>/cancel/", own.cancel_export, name="cancel_export"),
    path("erase/", own.ask_erasure, name="ask_erasure"),
    path("erase/<str:public_id>/cancel/", own.cancel_erasure, name="cancel_erasure"),
    path("consent/<slug:kind>/withdraw/", own.withdraw, name="withdraw_consent"),
]
