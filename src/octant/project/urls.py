"""Every address of the product. Public pages carry their language first: /zh-hans/help/…"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from octant.project import views

urlpatterns = [
    path("", views.root),
    path("healthz", views.healthz),
    path("csrf", views.csrf),
    path("brand.css", views.brand_css, name="brand_css"),
    path("brand/logo.svg", views.logo, name="logo"),
    path("language/<str:code>/", views.choose_language, name="choose_language"),
    path("ui/", include("octant.kit.ui.urls")),
    path("accounts/data/", include("octant.core.privacy.urls")),
    path("accounts/", include("octant.core.people.urls")),
    path("accounts/", include("allauth.urls")),
    path("chat/", include("octant.channels.live_chat.urls")),
    path("rt/", include("octant.reactions.realtime.urls")),
    path("push/", include("octant.reactions.notifications.urls")),
    path("files/", include("octant.core.tickets.urls")),
    path("screening/", include("octant.core.safety.urls")),
    path("hooks/mail/", include("octant.channels.email.hooks.urls")),
    path("desk/mails/", include("octant.channels.email.desk_urls")),
    path("desk/", include("octant.desk.urls")),
    path(".well-known/", include("octant.core.proof.plain_urls")),
    path("editor/", include("octant.channels.help_center.editor.urls")),
    path("", include("octant.channels.email.demo.plain_urls")),
    path("", include("octant.channels.help_center.plain_urls")),
    *i18n_patterns(
        path("verify/", include("octant.core.proof.page_urls")),
        path("confirm/", include("octant.core.proof.step_up_urls")),
        path("compromised/", include("octant.core.takeover.urls")),
        path("chat/", include("octant.channels.live_chat.page_urls")),
        path("contact/", include("octant.channels.advisor.urls")),
        path("requests/", include("octant.channels.requests.urls")),
        path("", include("octant.channels.email.urls")),
        path("", include("octant.channels.email.demo.urls")),
        path("", include("octant.channels.help_center.urls")),
    ),
]
